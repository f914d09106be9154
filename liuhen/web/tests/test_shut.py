"""A step that is shut: the button stands disabled with the reason, and sending is refused alike."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest

from liuhen.documents import actions as documents
from liuhen.documents.actions import Paper
from liuhen.documents.gates import STEP_OF_TYPE
from liuhen.documents.models import Document
from liuhen.faults import Missing
from liuhen.procedure import steps
from liuhen.procedure.compile import compile_case
from liuhen.regulation.pack import gate
from liuhen.web.tests.desk import TODAY, Desk, desk, words
from liuhen.web.tests.test_mending import WHO

__all__ = ["desk"]


def begun(desk: Desk, type_code: str) -> Document:
    """Begin a paper that may not be settled yet; a case is not closed before its order is checked."""
    if type_code == "closing_report":
        steps.enter_paper(
            desk.cast.actor("jia"), desk.case, type_code="correction_order",
            paper=Paper(dated=TODAY.date(), issued=True), fields={"due_on": "2026-03-20"},
        )  # fmt: skip
    return documents.draft(
        desk.cast.actor("jia"), desk.case, type_code=type_code, activity=None, fields={}
    )


def missing_before(document: Document) -> tuple[Missing, ...]:
    step = STEP_OF_TYPE[document.type_code]
    casefile = compile_case(document.case)
    return gate(casefile, step, TODAY.date(), document=f"d{document.pk}").missing


@pytest.mark.parametrize("type_code", STEP_OF_TYPE)
def test_a_shut_step_shows_its_button_disabled_with_articles_and_reason(
    desk: Desk, type_code: str
) -> None:
    document = begun(desk, type_code)
    missing = missing_before(document)
    assert missing
    page = unescape(words(desk.client("jia").get(f"/documents/{document.pk}/check")))
    assert 'aria-disabled="true"' in page
    reason = re.search(r'class="reasoned__why" id="([^"]+)"', page)
    assert reason
    assert f'aria-describedby="{reason[1]}"' in page
    for one in missing:
        assert one.what in page
        assert one.remedy in page
        assert one.article in page.split("reasoned__why")[1]
    assert "由 甲 办理" in page


@pytest.mark.parametrize("type_code", STEP_OF_TYPE)
def test_sending_it_all_the_same_is_refused_in_the_same_words(desk: Desk, type_code: str) -> None:
    document = begun(desk, type_code)
    missing = missing_before(document)
    answer = desk.client("jia").post(f"/documents/{document.pk}/finalise")
    assert answer.status_code == 409
    page = unescape(words(answer))
    for one in missing:
        assert one.what in page
        assert one.article in page
    document.refresh_from_db()
    assert document.state == Document.State.DRAFT


def test_each_thing_missing_leads_to_where_it_is_mended(desk: Desk) -> None:
    document = begun(desk, "penalty_decision")
    client = desk.client(WHO["officer"])
    page = unescape(words(client.get(f"/documents/{document.pk}/check")))
    ways = set(re.findall(r'gap__go" href="([^"#]+)', page))
    assert len(ways) >= 3
    assert {client.get(one).status_code for one in ways} == {200}


def test_a_paper_that_is_no_step_of_law_has_only_its_own_gaps(desk: Desk) -> None:
    document = begun(desk, "inquiry_record")
    page = words(desk.client("jia").get(f"/documents/{document.pk}/check"))
    assert "程序上还缺" not in page
    assert "处没有填好" in page


def test_what_is_not_filled_in_leads_to_its_first_control(desk: Desk) -> None:
    document = begun(desk, "inquiry_record")
    client = desk.client("jia")
    page = words(client.get(f"/documents/{document.pk}/check"))
    edit = words(client.get(f"/documents/{document.pk}/edit"))
    anchors = set(re.findall(rf"/documents/{document.pk}/edit#([\w-]+)", page))
    assert {"f_officers-first", "f_certificates_shown_0"} <= anchors
    assert all(f'id="{one}"' in edit for one in anchors)


def test_an_open_step_has_its_button(desk: Desk) -> None:
    notice = desk.teller.write("jia", "inspection_notice", desk.activity("inspection_notice"))
    page = words(desk.client("jia").get(f"/documents/{notice.pk}/check"))
    assert 'aria-disabled="true"' not in page
    assert "/finalise" in page


def test_serving_what_bears_no_seal_says_who_mends_it_and_where(
    desk: Desk, monkeypatch: Any
) -> None:
    missing = (
        Missing(requirement="A13-7", article="第十三条（七）", what="没有印章", remedy="请盖章。"),
    )
    monkeypatch.setattr("liuhen.web.delivery.views.missing_to_serve", lambda *_: missing)
    notice = desk.issued_notice()
    page = unescape(words(desk.client("jia").get(f"/documents/{notice.pk}/serve")))
    assert 'aria-disabled="true"' in page
    assert "没有印章" in page
    assert f'href="/documents/{notice.pk}/sign"' in page
