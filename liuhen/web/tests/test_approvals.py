"""One matter on one screen: who may, what it says, what a verdict does."""

from __future__ import annotations

import pytest

from liuhen.approvals.models import Matter, MatterStep
from liuhen.documents.models import Document
from liuhen.procedure.compile import compile_case
from liuhen.web.approvals.page import missing_after
from liuhen.web.tests.desk import PARTY, Desk, desk, words

__all__ = ["desk"]


def give(desk: Desk, who: str, matter: Matter, verdict: str, said: str = "同意。") -> object:
    return desk.client(who).post(f"/approvals/{matter.pk}", {"words": said, "verdict": verdict})


def test_the_screen_says_who_what_and_how_much(desk: Desk) -> None:
    matter = desk.decision_matter()
    page = words(desk.client("bing").get(f"/approvals/{matter.pk}"))
    for told in (PARTY, "30,000 元", "叁万元整", "警告", "事实清楚，建议警告并罚款。", "同意。"):
        assert told in page
    assert page.count('name="verdict"') == 3


def test_what_the_decision_still_lacks_stands_in_red_but_not_this_very_approval(
    desk: Desk,
) -> None:
    matter = desk.decision_matter()
    missing = {one.requirement for one in missing_after(matter, compile_case(desk.case))}
    assert "A11-3" in missing
    assert "A11-1" not in missing
    assert "没有集体讨论记录" in words(desk.client("bing").get(f"/approvals/{matter.pk}"))


def test_a_small_fine_asks_for_no_discussion(desk: Desk) -> None:
    matter = desk.decision_matter(fine=1_000_00)
    missing = {one.requirement for one in missing_after(matter, compile_case(desk.case))}
    assert "A11-3" not in missing


@pytest.mark.parametrize(
    ("who", "why"), [("wu", "审核人"), ("jia", "您已经在这件事里办理过"), ("ren", "办案单位")]
)
def test_out_of_turn_the_three_buttons_are_there_with_the_reason(
    desk: Desk, who: str, why: str
) -> None:
    matter = desk.decision_matter()
    page = words(desk.client(who).get(f"/approvals/{matter.pk}"))
    assert page.count('aria-disabled="true"') == 3
    assert 'name="verdict"' not in page
    assert why in page


def test_review_and_approval_settle_the_form(desk: Desk) -> None:
    matter = desk.decision_matter()
    answer = give(desk, "bing", matter, "agree")
    assert answer.status_code == 302  # type: ignore[attr-defined]
    matter.refresh_from_db()
    assert matter.state == Matter.State.WITH_APPROVER
    assert "批准" in words(desk.client("wu").get(f"/approvals/{matter.pk}"))
    give(desk, "wu", matter, "agree")
    matter.refresh_from_db()
    assert matter.state == Matter.State.APPROVED
    assert matter.document.state == Document.State.FINAL


def test_the_second_verdict_hears_who_was_first_and_when(desk: Desk) -> None:
    matter = desk.decision_matter()
    give(desk, "bing", matter, "return", "第2页时间有误。")
    answer = give(desk, "wu", matter, "agree")
    assert answer.status_code == 409  # type: ignore[attr-defined]
    assert "丙于 2026-03-10 10:" in words(answer)
    assert matter.steps.count() == 2


def test_acting_twice_is_refused_under_its_article(desk: Desk) -> None:
    matter = desk.decision_matter()
    give(desk, "bing", matter, "agree")
    answer = give(desk, "bing", matter, "agree")
    assert answer.status_code == 409  # type: ignore[attr-defined]
    assert "第三十三条" in words(answer)


@pytest.mark.parametrize("verdict", ["return", "disagree"])
def test_returning_with_the_prefilled_consent_is_asked_for_a_reason(
    desk: Desk, verdict: str
) -> None:
    matter = desk.decision_matter()
    answer = give(desk, "bing", matter, verdict)
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert "请写明原因" in words(answer)
    assert matter.steps.count() == 1


@pytest.mark.parametrize(
    "sent",
    [{}, {"words": "好"}, {"words": "", "verdict": "agree"}, {"words": "好", "verdict": "x"}],
)
def test_bad_input_changes_nothing(desk: Desk, sent: dict[str, str]) -> None:
    matter = desk.decision_matter()
    answer = desk.client("bing").post(f"/approvals/{matter.pk}", sent)
    assert answer.status_code in (200, 422)
    matter.refresh_from_db()
    assert matter.state == Matter.State.WITH_REVIEWER


def test_a_returned_matter_opens_its_form_again(desk: Desk) -> None:
    matter = desk.decision_matter()
    give(desk, "bing", matter, "return", "请补充计算过程。")
    document = Document.objects.get(pk=matter.document_id)
    assert document.state == Document.State.DRAFT
    assert "请补充计算过程。" in words(desk.client("jia").get(f"/approvals/{matter.pk}"))


def test_only_the_handler_takes_a_matter_back(desk: Desk) -> None:
    matter = desk.decision_matter()
    path = f"/approvals/{matter.pk}/withdraw"
    assert desk.client("yi").post(path, {"words": "改金额"}).status_code == 403
    assert desk.client("jia").get(path).status_code == 200
    assert desk.client("jia").post(path, {"words": "改金额"}).status_code == 302
    matter.refresh_from_db()
    assert matter.state == Matter.State.WITHDRAWN
    last = matter.steps.order_by("-pk")[0]
    assert (last.verdict, last.words) == (MatterStep.Verdict.WITHDRAW, "改金额")
    assert desk.client("jia").post(path, {}).status_code in (200, 409)


def test_strangers_and_uninvolved_colleagues_are_kept_out(desk: Desk) -> None:
    matter = desk.decision_matter()
    for path in (f"/approvals/{matter.pk}", f"/cases/{desk.case.pk}/approvals"):
        assert desk.outside().get(path).status_code == 404
        assert desk.status("xin", path) == 403
        assert desk.status("ren", path) == 200
    assert desk.status("bing", "/approvals/99999") == 404
    assert give(desk, "wu", matter, "agree").status_code == 403  # type: ignore[attr-defined]


def test_the_lists_show_what_waits_and_what_was_handed_in(desk: Desk) -> None:
    matter = desk.decision_matter()
    link = f"/approvals/{matter.pk}"
    assert link in words(desk.client("bing").get("/approvals"))
    assert link in words(desk.client("jia").get("/approvals"))
    assert link not in words(desk.client("wu").get("/approvals"))
    assert link in words(desk.client("wu").get(f"/cases/{desk.case.pk}/approvals"))
    assert desk.status("guanli", "/approvals") == 200
