"""The page is drawn while it is being typed, from what the browser holds, and nothing is kept."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from django.test import Client

from liuhen.documents.models import Document
from liuhen.documents.render import missing_glyphs
from liuhen.ledger import nodes
from liuhen.web.tests.office import client_of
from tests.begun import Begun

pytestmark = pytest.mark.django_db

NO_FONT_HAS = "\U0002fa1d\ue123"
PNG = b"\x89PNG\r\n"


@pytest.fixture
def jia(begun: Begun) -> Client:
    return client_of(begun.cast, "jia")


def _asked(jia: Client, page: str, **fields: str) -> Any:
    answer = jia.post(page, fields)
    assert answer.status_code == 200, answer.content
    assert answer["Cache-Control"] == "no-store"
    return answer.json()


def _draft(begun: Begun) -> tuple[Document, str]:
    draft = begun.document("draft")
    return draft, next(s.name for s in draft.type.fields if s.kind in ("text", "longtext"))


def test_a_draft_is_drawn_as_the_browser_has_it_and_stays_as_it_was(
    begun: Begun, jia: Client
) -> None:
    draft, name = _draft(begun)
    page = f"/documents/{draft.pk}/preview"
    entries, before = nodes.size(), draft.fields
    one = _asked(jia, page, **{name: "第一种写法"})
    other = _asked(jia, page, **{name: "第二种写法"})
    assert base64.b64decode(one["pages"][0]["image"]).startswith(PNG)
    assert one["pages"][0]["digest"] != other["pages"][0]["digest"]
    draft.refresh_from_db()
    assert draft.fields == before
    assert nodes.size() == entries


def test_a_page_that_the_browser_has_is_not_sent_again(begun: Begun, jia: Client) -> None:
    draft, name = _draft(begun)
    page = f"/documents/{draft.pk}/preview"
    (first, *_) = _asked(jia, page, **{name: "写法"})["pages"]
    again = _asked(jia, page, **{name: "写法", "preview-have": first["digest"]})["pages"][0]
    assert again == {"digest": first["digest"], "image": ""}


def test_what_is_missing_leads_to_its_field(begun: Begun, jia: Client) -> None:
    draft, _ = _draft(begun)
    gaps = _asked(jia, f"/documents/{draft.pk}/preview")["gaps"]
    assert gaps
    assert all(one["label"] and one["message"] for one in gaps)
    assert any(one["target"].startswith("#f_") for one in gaps)


def test_a_character_that_no_font_has_is_named_and_the_page_drawn_all_the_same(
    begun: Begun, jia: Client
) -> None:
    draft, name = _draft(begun)
    lost = sorted(missing_glyphs(NO_FONT_HAS))
    assert lost
    told = _asked(jia, f"/documents/{draft.pk}/preview", **{name: f"姓名{NO_FONT_HAS}某"})
    assert told["missing"] == lost
    assert told["pages"]


def test_a_document_not_begun_yet_is_drawn_too(begun: Begun, jia: Client) -> None:
    count = Document.objects.count()
    page = f"/cases/{begun.case.pk}/documents/preview"
    assert _asked(jia, f"{page}?type=inquiry_record")["pages"]
    assert Document.objects.count() == count
    assert jia.post(f"{page}?type=nonsense").status_code == 404
    assert jia.post(f"{page}?type=payment_voucher").status_code == 422


def test_a_locked_text_has_no_preview(begun: Begun, jia: Client) -> None:
    assert jia.post(f"/documents/{begun.document('record').pk}/preview").status_code == 409


def test_the_form_carries_the_pane(begun: Begun, jia: Client) -> None:
    draft, _ = _draft(begun)
    page = jia.get(f"/documents/{draft.pk}/edit").content.decode()
    assert f'data-preview="/documents/{draft.pk}/preview"' in page
    new = jia.get(f"/cases/{begun.case.pk}/documents/new?type=penalty_decision").content.decode()
    assert f"/cases/{begun.case.pk}/documents/preview?type=penalty_decision" in new
