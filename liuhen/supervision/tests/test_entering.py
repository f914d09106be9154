"""Breaches and outcomes: who may enter them, what is refused, how they are taken back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from liuhen import clock
from liuhen.demo.cast import Cast
from liuhen.demo.teller import Teller
from liuhen.faults import Conflict, Fault, Forbidden, Invalid, NotFound
from liuhen.ledger.models import LedgerEntry
from liuhen.people.models import Role
from liuhen.supervision import actions
from liuhen.supervision.actions import BreachFacts, OutcomeFacts
from liuhen.supervision.models import Breach, Withdrawal
from tests.begun import hire

TODAY = date(2026, 3, 2)


@pytest.fixture
def facts(cast: Cast) -> BreachFacts:
    return BreachFacts(
        person=cast["yi"],
        kind="not_kept",
        occurred_on=TODAY,
        what="3月2日把录像留在本人手机，没有入库",
        consequence="无",
    )


def outcome(cast: Cast, **more: Any) -> OutcomeFacts:
    given: dict[str, Any] = {
        "measure": "notice_of_criticism", "grounds": "未按规定保存音像资料", "article": "第三十一条",
        "decided_on": TODAY, "decided_by": "示例市统计局", "document": "示市统〔2026〕5号",
        "person": cast["yi"],
    }  # fmt: skip
    return OutcomeFacts(**{**given, **more})


@pytest.mark.parametrize("who", ["wu", "ren"])
def test_head_and_supervisor_enter_a_breach(cast: Cast, facts: BreachFacts, who: str) -> None:
    """第三十条（六）: with person, date and consequence."""
    breach = actions.record_breach(cast.actor(who), cast.bureau, facts)
    assert (breach.person_name, breach.person_post) == ("乙", "执法人员")
    assert breach.article == "第三十条（二）"
    assert breach.recorded_at.astimezone(clock.SHANGHAI).date() == TODAY
    entry = LedgerEntry.objects.latest("idx")
    assert entry.event["type"] == "breach.recorded"
    assert entry.event["case"] == "-"


@pytest.mark.parametrize(
    ("who", "fault"),
    [("jia", Forbidden), ("bing", Forbidden), ("geng", Forbidden), ("guanli", Forbidden)],
)
def test_nobody_else_does(cast: Cast, facts: BreachFacts, who: str, fault: type[Fault]) -> None:
    with pytest.raises(fault):
        actions.record_breach(cast.actor(who), cast.bureau, facts)
    assert not Breach.objects.exists()


def test_to_the_head_of_another_bureau_there_is_no_such_bureau(
    cast: Cast, facts: BreachFacts
) -> None:
    superior = cast.bureau.parent
    assert superior is not None
    with pytest.raises(NotFound):
        actions.record_breach(cast.actor("wu"), superior, facts)


def test_what_is_missing_is_said_at_its_field(cast: Cast, facts: BreachFacts) -> None:
    wrong = replace(facts, what=" ", consequence="", person=cast["ren"])
    with pytest.raises(Invalid) as refused:
        actions.record_breach(cast.actor("wu"), cast.bureau, wrong)
    assert set(refused.value.fields) == {"what", "consequence", "person"}


def test_a_breach_of_tomorrow_is_refused(cast: Cast, facts: BreachFacts) -> None:
    with pytest.raises(Invalid):
        later = replace(facts, occurred_on=TODAY + timedelta(days=1))
        actions.record_breach(cast.actor("wu"), cast.bureau, later)


def test_a_case_of_another_bureau_cannot_be_named(
    cast: Cast, teller: Teller, facts: BreachFacts
) -> None:
    superior = cast.bureau.parent
    assert superior is not None
    with pytest.raises(Invalid) as refused:
        wrong = replace(facts, person=cast["ren"], case=teller.case)
        actions.record_breach(cast.actor("ren"), superior, wrong)
    assert set(refused.value.fields) == {"case"}


def test_a_withdrawn_breach_stays_with_its_reason(cast: Cast, facts: BreachFacts) -> None:
    breach = actions.record_breach(cast.actor("wu"), cast.bureau, facts)
    actions.withdraw_breach(cast.actor("ren"), breach, reason="经核实，当日已入库")
    breach = Breach.objects.get()
    assert breach.withdrawal.reason == "经核实，当日已入库"
    assert breach.what == facts.what


def test_a_withdrawal_needs_its_reason(cast: Cast, facts: BreachFacts) -> None:
    breach = actions.record_breach(cast.actor("wu"), cast.bureau, facts)
    with pytest.raises(Invalid):
        actions.withdraw_breach(cast.actor("wu"), breach, reason="  ")


def test_the_second_withdrawal_is_told_who_was_first(cast: Cast, facts: BreachFacts) -> None:
    breach = actions.record_breach(cast.actor("wu"), cast.bureau, facts)
    actions.withdraw_breach(cast.actor("ren"), breach, reason="有误")
    with pytest.raises(Conflict, match="壬"):
        actions.withdraw_breach(cast.actor("wu"), breach, reason="有误")
    assert Withdrawal.objects.count() == 1


def test_a_correction_is_a_new_entry_that_names_the_old(cast: Cast, facts: BreachFacts) -> None:
    breach = actions.record_breach(cast.actor("wu"), cast.bureau, facts)
    right = replace(facts, person=cast["jia"], severe=True)
    new = actions.correct_breach(cast.actor("wu"), breach, right, reason="责任人登记有误")
    assert new.corrects == breach
    assert [one.withdrawal.reason for one in Breach.objects.filter(pk=breach.pk)] == [
        "责任人登记有误"
    ]
    assert Breach.objects.filter(withdrawal=None).get() == new


def test_a_withdrawn_breach_cannot_be_corrected(cast: Cast, facts: BreachFacts) -> None:
    breach = actions.record_breach(cast.actor("wu"), cast.bureau, facts)
    actions.withdraw_breach(cast.actor("wu"), breach, reason="有误")
    with pytest.raises(Conflict):
        actions.correct_breach(cast.actor("wu"), breach, facts, reason="再更正")
    assert Breach.objects.count() == 1


def test_an_outcome_says_against_whom_which_measure_by_whom_and_when(
    cast: Cast, facts: BreachFacts
) -> None:
    """第三十一条."""
    breach = actions.record_breach(cast.actor("ren"), cast.bureau, facts)
    done = actions.record_outcome(cast.actor("ren"), cast.bureau, outcome(cast, breach=breach))
    assert (done.person_name, done.measure, done.decided_by) == (
        "乙", "notice_of_criticism", "示例市统计局",
    )  # fmt: skip
    unit = actions.record_outcome(cast.actor("ren"), cast.bureau, outcome(cast, person=None))
    assert (unit.person, unit.person_name) == (None, "")
    assert LedgerEntry.objects.latest("idx").event["type"] == "outcome.recorded"


@pytest.mark.parametrize("field", ["grounds", "article", "decided_by", "document"])
def test_an_outcome_without_its_facts_is_refused(cast: Cast, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        actions.record_outcome(cast.actor("wu"), cast.bureau, outcome(cast, **{field: " "}))
    assert set(refused.value.fields) == {field}


def test_an_outcome_on_a_withdrawn_breach_is_refused(cast: Cast, facts: BreachFacts) -> None:
    breach = actions.record_breach(cast.actor("wu"), cast.bureau, facts)
    actions.withdraw_breach(cast.actor("wu"), breach, reason="有误")
    with pytest.raises(Invalid):
        actions.record_outcome(cast.actor("wu"), cast.bureau, outcome(cast, breach=breach))


def test_an_outcome_is_withdrawn_once(cast: Cast) -> None:
    done = actions.record_outcome(cast.actor("wu"), cast.bureau, outcome(cast))
    actions.withdraw_outcome(cast.actor("wu"), done, reason="复核撤销")
    with pytest.raises(Conflict):
        actions.withdraw_outcome(cast.actor("wu"), done, reason="复核撤销")


@pytest.fixture
def second_head(cast: Cast) -> Iterator[Any]:
    assert cast.bureau.parent is not None
    yield hire(cast, "zhang", "张", Role.HEAD, bureau=cast.bureau.parent)


def test_a_head_enters_nothing_for_the_bureaus_below(
    cast: Cast, second_head: Any, facts: BreachFacts
) -> None:
    from liuhen.people.actors import actor_for

    with pytest.raises(NotFound):
        actions.record_breach(actor_for(second_head), cast.bureau, facts)
