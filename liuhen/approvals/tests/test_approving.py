"""承办 → 审核 → 批准: three persons, in order, upon exactly the words that were submitted."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from liuhen import clock
from liuhen.approvals.access import matter_for_reading
from liuhen.approvals.actions import PaperStep
from liuhen.approvals.models import Matter
from liuhen.approvals.queries import submitted_by, waiting_for
from liuhen.documents import actions as documents
from liuhen.documents.models import Document
from liuhen.faults import Conflict, Fault, Forbidden, Invalid, NotFound, Refused
from liuhen.people.actors import actor_for
from liuhen.people.models import Role
from liuhen.procedure import steps
from tests.begun import Begun, hire
from tests.plugin import Go


def _verdict(begun: Begun, who: str, verdict: str = "agree", words: str = "同意。") -> Matter:
    actor = begun.cast.actor(who)
    return steps.give_verdict(actor, begun.matter("waiting"), verdict=verdict, words=words)


def test_three_persons_in_order_approve_and_the_step_follows(begun: Begun) -> None:
    assert _verdict(begun, "bing").state == Matter.State.WITH_APPROVER
    matter = _verdict(begun, "wu")
    assert matter.state == Matter.State.APPROVED
    begun.case.refresh_from_db()
    assert begun.case.filed_on == clock.today()
    form = matter.document
    form.refresh_from_db()
    assert form.number == "示统立字〔2026〕2号"
    assert [(one.role, one.name) for one in matter.steps.order_by("pk")] == [
        ("handler", "甲"),
        ("reviewer", "丙"),
        ("approver", "戊"),
    ]


# Who may give the verdict that is due: at the review, and at the approval after 丙's review.
TURNS: dict[str, tuple[type[Fault] | None, type[Fault] | None]] = {
    "jia": (Refused, Refused),  # proposed it
    "yi": (Forbidden, Forbidden),
    "bing": (None, Refused),  # reviewed it
    "ding": (Forbidden, Forbidden),
    "wu": (Forbidden, None),
    "ji": (Forbidden, Forbidden),  # a deputy approves inspections, not filings
    "geng": (Forbidden, Forbidden),
    "guanli": (Forbidden, Forbidden),
    "ren": (Forbidden, Forbidden),
    "wai": (NotFound, NotFound),
}


@pytest.mark.parametrize("who", TURNS)
@pytest.mark.parametrize("turn", [0, 1])
def test_whose_turn_it_is(begun: Begun, who: str, turn: int) -> None:
    if turn:
        _verdict(begun, "bing")
    fault = TURNS[who][turn]
    if fault is None:
        assert _verdict(begun, who)
        return
    with pytest.raises(fault) as caught:
        _verdict(begun, who)
    assert caught.value.message
    if isinstance(caught.value, Refused):
        assert [one.requirement for one in caught.value.missing] == ["A33-1"]
        assert caught.value.missing[0].remedy


def test_a_deputy_approves_an_inspection(begun: Begun) -> None:
    teller = begun.teller
    form = teller.write("jia", "inspection_approval", teller.begin("jia", "inspection_approval"))
    assert teller.approved(form, "建议检查。", by="ji").state == Matter.State.APPROVED


def test_who_comes_second_is_told_who_was_first_and_when(begun: Begun) -> None:
    second = hire(begun.cast, "bing2", "丙二", Role.REVIEWER)
    _verdict(begun, "bing", "return", "请补充理由。")
    with pytest.raises(Conflict, match=r"丙于 2026-03-13 09:0\d办理，现在是「已退回」"):
        steps.give_verdict(
            actor_for(second), begun.matter("waiting"), verdict="agree", words="同意。"
        )


@pytest.mark.parametrize(("verdict", "state"), [("return", "returned"), ("disagree", "refused")])
def test_after_a_return_the_form_opens_and_is_submitted_again(
    begun: Begun, verdict: str, state: str
) -> None:
    assert _verdict(begun, "bing", verdict, "请补充理由。").state == state
    form = begun.matter("waiting").document
    assert form.state == Document.State.DRAFT
    jia = begun.cast.actor("jia")
    documents.save_draft(jia, form, {**form.fields, "filing_grounds": "补充后的理由。"})
    form.refresh_from_db()
    again = steps.submit_for_approval(jia, form, words="已补充。")
    assert again.pk != begun.matter("waiting").pk
    assert begun.matter("waiting").steps.count() == 2


def test_words_changed_behind_the_approval_void_it(begun: Begun) -> None:
    form = begun.matter("waiting").document
    form.fields = {**form.fields, "facts": "另一回事。"}
    form.save()
    with pytest.raises(Conflict, match="提交后有变化"):
        _verdict(begun, "bing")


@pytest.mark.parametrize(
    ("verdict", "words"), [("agree", "  "), ("bless", "同意。"), ("propose", "某")]
)
def test_a_verdict_has_words_and_is_one_of_three(begun: Begun, verdict: str, words: str) -> None:
    with pytest.raises(Invalid):
        _verdict(begun, "bing", verdict, words)
    assert begun.matter("waiting").state == Matter.State.WITH_REVIEWER


def test_the_handler_takes_it_back_and_nobody_else(begun: Begun) -> None:
    matter = begun.matter("waiting")
    for who in ("yi", "bing", "zi"):
        with pytest.raises(Forbidden):
            steps.withdraw(begun.cast.actor(who), matter)
    steps.withdraw(begun.cast.actor("jia"), matter, words="写错了")
    assert begun.matter("waiting").document.state == Document.State.DRAFT
    with pytest.raises(Conflict, match="已撤回"):
        steps.withdraw(begun.cast.actor("jia"), matter)
    with pytest.raises(Conflict, match="甲于"):
        _verdict(begun, "bing")


def test_a_form_is_submitted_once_complete_and_with_reasons(begun: Begun) -> None:
    teller, jia = begun.teller, begun.cast.actor("jia")
    form = teller.write("jia", "case_handling_approval", teller.begin("jia", "decision_approval"))
    with pytest.raises(Invalid, match="第三十三条"):
        steps.submit_for_approval(jia, form, words=" ")
    for who in ("zi", "bing"):
        with pytest.raises(Forbidden):
            steps.submit_for_approval(begun.cast.actor(who), form, words="建议。")
    with pytest.raises(NotFound):
        steps.submit_for_approval(begun.cast.actor("wai"), form, words="建议。")
    steps.submit_for_approval(jia, form, words="建议。")
    with pytest.raises(Conflict):
        steps.submit_for_approval(jia, form, words="建议。")
    with pytest.raises(Invalid, match="不需要内部审批"):
        steps.submit_for_approval(jia, begun.document("draft"), words="建议。")


def test_an_incomplete_form_is_not_submitted(begun: Begun) -> None:
    jia = begun.cast.actor("jia")
    form = documents.draft(jia, begun.case, type_code="filing_approval")
    with pytest.raises(Invalid, match="没有填好") as caught:
        steps.submit_for_approval(jia, form, words="建议立案。")
    assert caught.value.fields
    form.refresh_from_db()
    assert form.state == Document.State.DRAFT


def test_each_sees_what_waits_for_them(begun: Begun) -> None:
    def waiting(who: str) -> list[int]:
        return [one.pk for one in waiting_for(begun.cast.actor(who))]

    mine = begun.ids["waiting"]
    assert waiting("bing") == [mine]
    assert waiting("wu") == waiting("jia") == waiting("wai") == waiting("ren") == []
    _verdict(begun, "bing")
    assert (waiting("bing"), waiting("wu")) == ([], [mine])
    assert [one.pk for one in submitted_by(begun.cast.actor("jia"))] == [mine]
    assert not submitted_by(begun.cast.actor("yi")).exists()


def test_reading_a_matter_follows_the_case(begun: Begun) -> None:
    for who in ("jia", "bing", "wu", "ren"):
        assert matter_for_reading(begun.cast.actor(who), begun.ids["waiting"])
    for who, fault in (("zi", Forbidden), ("guanli", Forbidden), ("wai", NotFound)):
        with pytest.raises(fault):
            matter_for_reading(begun.cast.actor(who), begun.ids["waiting"])


def test_nothing_is_approved_in_an_archived_case(begun: Begun) -> None:
    begun.case.archived_on = clock.today()
    begun.case.save()
    with pytest.raises(Forbidden, match="第二十五条"):
        _verdict(begun, "bing")
    with pytest.raises(Forbidden, match="第二十五条"):
        steps.withdraw(begun.cast.actor("jia"), begun.matter("waiting"))


def _on_paper(begun: Begun, **facts: Any) -> PaperStep:
    known = {
        "role": "handler", "person": begun.cast["jia"], "post": "执法人员", "words": "建议立案。",
        "at": clock.shanghai(2026, 3, 5, 9, 0), "verdict": "propose",
    }  # fmt: skip
    return PaperStep(**{**known, **facts})


def _paper_form(begun: Begun) -> Document:
    return begun.teller.write("jia", "filing_approval", begun.teller.begin("jia", "filing"))


def test_an_approval_on_paper_is_taken_as_it_went_and_dates_the_filing(
    begun: Begun, go: Go
) -> None:
    approved_at: datetime = clock.shanghai(2026, 3, 6, 10, 0)
    approver = _on_paper(
        begun, role="approver", person=begun.cast["wu"], at=approved_at, verdict="agree"
    )
    matter = steps.enter_paper_approval(
        begun.cast.actor("jia"), _paper_form(begun), steps=[_on_paper(begun), approver]
    )
    assert (matter.state, matter.paper, matter.decided_at) == ("approved", True, approved_at)
    begun.case.refresh_from_db()
    assert str(begun.case.filed_on) == "2026-03-06"


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        (None, "steps"),
        ({"role": "king"}, "role"),
        ({"verdict": "bless"}, "verdict"),
        ({"at": clock.shanghai(2026, 3, 14)}, "at"),
    ],
)
def test_an_approval_on_paper_that_cannot_be_is_refused(
    begun: Begun, facts: dict[str, Any] | None, field: str
) -> None:
    given = [] if facts is None else [_on_paper(begun, **facts)]
    with pytest.raises(Invalid) as caught:
        steps.enter_paper_approval(begun.cast.actor("jia"), _paper_form(begun), steps=given)
    assert field in caught.value.fields
