"""The pages that change a fact show where it is printed, and lead on to what must follow."""

from __future__ import annotations

import pytest
from django.test import Client

from liuhen.documents import actions as documents
from liuhen.documents.models import Document
from liuhen.procedure.prefill import prefilled
from liuhen.web.tests.office import client_of
from tests.begun import Begun

pytestmark = pytest.mark.django_db


@pytest.fixture
def jia(begun: Begun) -> Client:
    return client_of(begun.cast, "jia")


@pytest.fixture
def written(begun: Begun) -> Document:
    kind = "no_filing_approval"
    return documents.draft(
        begun.cast.actor("jia"), begun.case, type_code=kind, fields=prefilled(begun.case, kind)
    )


def test_a_change_shows_first_and_leads_to_the_drafts_that_follow(
    begun: Begun, jia: Client, written: Document
) -> None:
    facts = f"/cases/{begun.case.pk}/facts"
    before = jia.get(facts).content.decode()
    assert f'/documents/{written.pk}"' in before
    assert "线索登记日期" in before
    answer = jia.post(facts, {"discovered_on": "2026-02-27", "conduct_ended_on": ""})
    assert answer["Location"] == f"/cases/{begun.case.pk}/printed"
    page = jia.get(answer["Location"]).content.decode()
    assert "2026年2月27日" in page
    assert f"/documents/{written.pk}/refresh" in page
    sent = jia.post(f"/documents/{written.pk}/refresh", {"field": "received_on"})
    assert sent["Location"] == answer["Location"]
    written.refresh_from_db()
    assert written.fields["received_on"] == "2026-02-27"
    assert f"/documents/{written.pk}/refresh" not in jia.get(sent["Location"]).content.decode()


def test_the_officers_page_names_the_documents_too(begun: Begun, jia: Client) -> None:
    page = jia.get(f"/cases/{begun.case.pk}/officers").content.decode()
    assert f'/documents/{begun.document("draft").pk}"' in page


def test_a_field_that_is_none_of_the_case_s_is_refused(
    begun: Begun, jia: Client, written: Document
) -> None:
    for name in ("", "no_such_field"):
        assert jia.post(f"/documents/{written.pk}/refresh", {"field": name}).status_code in (
            400,
            422,
        )
