"""Hand-over mode: the party sees their document alone; only the officer's password ends it."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from liuhen.demo.cast import Cast
from liuhen.documents import actions
from liuhen.documents.access import current_version
from liuhen.documents.models import Document, ScreenSignature, Signature
from liuhen.people.models import Person, ScreenSigning
from liuhen.people.screen_signing import turn_off
from tests.begun import Begun

STROKES = "[[[1000,1000,0,500],[2600,1000,120,520]]]"
WORD = "long-enough"


@pytest.fixture
def client(begun: Begun, client: Client) -> Client:
    """The browser of an officer of the case."""
    client.force_login(_with_word(begun.cast), backend="django.contrib.auth.backends.ModelBackend")
    return client


def _with_word(cast: Cast) -> Person:
    """Give 甲 a password that the test knows."""
    person = cast["jia"]
    person.set_password(WORD)
    person.save(update_fields=["password"])
    return person


@pytest.fixture
def record(begun: Begun) -> Document:
    return begun.document("record")


def _path(begun: Begun) -> str:
    return f"/documents/{begun.ids['record']}/handover/{begun.ids['place']}"


def _hand_over(client: Client, begun: Begun) -> str:
    path = _path(begun)
    place = Signature.objects.get(pk=begun.ids["place"])
    answer = client.post(path, {"name": place.name or "丁一"})
    assert answer.status_code == 302
    assert answer["Location"] == path
    return path


def test_the_page_leads_nowhere_and_names_nobody_else(client: Client, begun: Begun) -> None:
    page = client.get(_hand_over(client, begun)).content.decode()
    assert "<a " not in page
    assert "href=" not in re.sub(r"<link [^>]*>", "", page)
    assert begun.case.number not in page
    assert begun.case.title not in page
    actions_ = set(re.findall(r'action="([^"]*)"', page))
    assert actions_ == {f"{_path(begun)}/sign", f"{_path(begun)}/leave"}
    for words in ("在屏幕上签字", "拒绝签字", "不能签字"):
        assert words in page
    assert not re.search(r"<script(?![^>]* src=)|style=", page), "nothing inline"


@pytest.mark.parametrize("path", ["/", "/cases", "/me", "/settings", "/documents/1", "/search?q=1"])
def test_every_other_address_leads_back(client: Client, begun: Begun, path: str) -> None:
    handed = _hand_over(client, begun)
    for answer in (client.get(path), client.post(path)):
        assert (answer.status_code, answer["Location"]) == (302, handed)


def test_the_pages_are_pictures_of_the_version(client: Client, begun: Begun) -> None:
    path = _hand_over(client, begun)
    answer = client.get(f"{path}/page-1.png")
    assert answer["Content-Type"] == "image/png"
    assert answer["Cache-Control"] == "no-store"
    assert client.get(f"{path}/page-99.png").status_code == 404


def test_only_the_password_of_the_officer_ends_it(client: Client, begun: Begun) -> None:
    path = _hand_over(client, begun)
    wrong = client.post(f"{path}/leave", {"password": "party-guess"})
    assert wrong.status_code == 422
    assert "口令不对" in wrong.content.decode()
    assert client.get("/cases")["Location"] == path
    right = client.post(f"{path}/leave", {"password": WORD})
    assert right["Location"] == f"/documents/{begun.ids['record']}/sign"
    assert client.get("/cases").status_code == 200


def test_guessing_is_stopped_as_at_signing_in(client: Client, begun: Begun) -> None:
    path = _hand_over(client, begun)
    answers = [client.post(f"{path}/leave", {"password": f"x{n}"}).status_code for n in range(9)]
    assert answers[-1] in (403, 429)
    page = client.post(f"{path}/leave", {"password": WORD})
    assert page.status_code != 302
    assert "主菜单" not in page.content.decode()
    assert begun.cast["jia"].name not in page.content.decode()


def test_a_signature_is_taken_and_the_copy_shown(
    client: Client, begun: Begun, record: Document
) -> None:
    path = _hand_over(client, begun)
    answer = client.post(f"{path}/sign", {"choice": "signed", "strokes": STROKES, "pointer": "pen"})
    assert answer["Location"] == path
    done = client.get(path).content.decode()
    assert "已签好" in done
    assert "交还执法人员" in done
    assert ScreenSignature.objects.get().signature_id == begun.ids["place"]
    assert client.post(f"{path}/sign", {"choice": "refused"}).status_code == 302
    client.post(f"{path}/leave", {"password": WORD})
    page = client.get(f"/documents/{record.pk}").content.decode()
    assert "核对一致" in page
    copy = client.get(f"/documents/{record.pk}/v1-signed.pdf")
    assert copy["Content-Type"] == "application/pdf"


def test_an_empty_pad_is_told_and_nothing_is_kept(client: Client, begun: Begun) -> None:
    path = _hand_over(client, begun)
    answer = client.post(f"{path}/sign", {"choice": "signed", "strokes": "[]"})
    assert answer.status_code == 422
    assert "签名区还是空的" in answer.content.decode()
    assert client.post(f"{path}/sign", {"choice": "sealed"}).status_code == 422
    assert not ScreenSignature.objects.exists()


def test_who_declines_is_recorded_and_officers_note_it(
    client: Client, begun: Begun, record: Document
) -> None:
    path = _hand_over(client, begun)
    client.post(f"{path}/sign", {"choice": "refused", "reason": "对数据有异议"})
    assert "已记录：拒绝签字" in client.get(path).content.decode()
    client.post(f"{path}/leave", {"password": WORD})
    page = client.get(f"/documents/{record.pk}/sign").content.decode()
    assert "还没有执法人员注明" in page
    note = f"/documents/{record.pk}/note/{begun.ids['place']}"
    assert note in page
    assert client.post(note, {"noted_by": ""}).status_code == 422
    client.post(note, {"noted_by": ["甲"]})
    assert "另一名执法人员也注明" in client.get(f"/documents/{record.pk}/sign").content.decode()
    client.post(note, {"noted_by": ["乙"]})
    row = Signature.objects.get(pk=begun.ids["place"])
    assert (row.noted_by, row.reason) == ("甲、乙", "对数据有异议")


def test_the_way_back_stays_open_when_the_place_was_filled_meanwhile(
    client: Client, begun: Begun, record: Document
) -> None:
    path = _hand_over(client, begun)
    actions.void(begun.cast.actor("yi"), record, reason="写错")
    page = client.get(path).content.decode()
    assert "现在不能签" in page
    assert "执法人员的口令" in page


def test_without_a_filing_the_page_says_to_print(client: Client, begun: Begun) -> None:
    turn_off(begun.cast.actor("guanli"), ScreenSigning.objects.get(), reason="备案到期")
    answer = client.get(_path(begun))
    assert answer.status_code == 409
    assert "打印后签字" in answer.content.decode()
    assert "交给对方" not in client.get(f"/documents/{begun.ids['record']}/sign").content.decode()


def test_registering_nothing_says_so_and_logs_nothing(
    client: Client, begun: Begun, record: Document
) -> None:
    page = f"/documents/{record.pk}/sign"
    rows = current_version(record).signatures.all()
    answer = client.post(page, {f"p{row.pk}-state": "open" for row in rows}, follow=True)
    assert "没有要登记的" in answer.content.decode()


def test_a_refusal_is_registered_with_the_officers_ticked(
    client: Client, begun: Begun, record: Document
) -> None:
    rows = list(current_version(record).signatures.all())
    data: dict[str, object] = {f"p{row.pk}-state": "open" for row in rows}
    place = begun.ids["place"]
    data |= {
        f"p{place}-state": "refused",
        f"p{place}-name": "钱某",
        f"p{place}-reason": "需请示",
        f"p{place}-noted_by": ["甲", "乙"],
    }
    assert client.post(f"/documents/{record.pk}/sign", data).status_code == 302
    assert Signature.objects.get(pk=place).noted_by == "甲、乙"
