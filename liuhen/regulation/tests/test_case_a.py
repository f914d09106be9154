"""Case A: nothing is missing; nine deadlines; refusals along the way."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from liuhen.regulation.answers import Status
from liuhen.regulation.casefile import CaseFile, DocumentState, StepName
from liuhen.regulation.pack import evaluate, gate
from liuhen.regulation.tests.changing import (
    A_DAY,
    case_a,
    due,
    known_on,
    with_draft_decision,
)


def test_a_complete_case_has_no_finding() -> None:
    assert evaluate(case_a(), A_DAY).findings == ()


def test_no_day_of_a_complete_case_has_a_finding() -> None:
    """On every day of its life the case, as known then, has nothing missing."""
    for ordinal in range(date(2026, 3, 2).toordinal(), A_DAY.toordinal() + 1):
        today = date.fromordinal(ordinal)
        findings = evaluate(known_on(case_a(), today), today).findings
        assert not findings, (today, findings)


@pytest.mark.parametrize(
    ("id", "name", "day"),
    [
        ("L07-1", "90日", "2026-06-10"),
        ("L07-1", "3个月", "2026-06-12"),
        ("A12-1", "陈述", "2026-04-10"),
        ("A14-1", "核查", "2026-04-13"),
        ("L08-1", "送达", "2026-04-24"),
        ("L10-1", "公示", "2026-04-24"),
        ("L11-1", "缴纳", "2026-05-06"),
        ("L13-2", "复议", "2026-06-16"),
        ("L13-2", "诉讼", "2026-10-19"),
    ],
)
def test_the_deadlines_on_the_way(id: str, name: str, day: str) -> None:
    assert due(evaluate(case_a(), A_DAY), id, name) == date.fromisoformat(day)


def test_recordings_of_march_10_are_due_on_march_17() -> None:
    deadlines = evaluate(case_a(), A_DAY).deadlines
    stored = {one.due_on for one in deadlines if one.id == "A26-1" and "3月10日" in one.from_event}
    assert stored == {date(2026, 3, 17)}


def test_a_deadline_says_how_it_was_counted() -> None:
    answer = evaluate(case_a(), A_DAY)
    (check,) = [one for one in answer.deadlines if one.id == "A14-1"]
    assert check.met is True
    assert check.met_on == date(2026, 4, 7)
    assert "清明" in check.reason
    assert not check.provisional


def _missing(casefile: CaseFile, step: StepName, today: date, **subject: str) -> set[str]:
    return {one.requirement for one in gate(casefile, step, today, **subject).missing}


@pytest.mark.shows("L21-1")
def test_concluding_before_the_case_was_filed_is_refused() -> None:
    today = date(2026, 3, 11)
    assert "L21-1" in _missing(known_on(case_a(), today), StepName.CONCLUDE, today)
    today = date(2026, 3, 12)
    assert "L21-1" not in _missing(known_on(case_a(), today), StepName.CONCLUDE, today)


@pytest.mark.parametrize(("day", "refused"), [("2026-04-10", True), ("2026-04-11", False)])
@pytest.mark.shows("A12-1")
def test_the_decision_waits_for_the_last_day_to_answer(day: str, refused: bool) -> None:
    today = date.fromisoformat(day)
    case = with_draft_decision(known_on(case_a(), today), today, case_a())
    assert ("A12-1" in _missing(case, StepName.ISSUE_DECISION, today)) is refused


def test_the_decision_is_let_through_when_everything_is_there() -> None:
    today = date(2026, 4, 15)
    case = known_on(case_a(), date(2026, 4, 14))
    case = with_draft_decision(case, today, case_a())
    answer = gate(case, StepName.ISSUE_DECISION, today)
    assert answer.missing == ()
    assert answer.allowed


@pytest.mark.shows("A11-3")
def test_the_decision_without_the_collective_discussion_is_refused() -> None:
    """The bureau's parameter makes fines of 20,000 yuan and more major."""
    today = date(2026, 4, 15)
    case = with_draft_decision(known_on(case_a(), date(2026, 4, 14)), today, case_a())
    without = replace(case, discussions=())
    assert _missing(without, StepName.ISSUE_DECISION, today) == {"A11-3"}
    shipped = replace(without, bureau=replace(without.bureau, parameters=()))
    assert _missing(shipped, StepName.ISSUE_DECISION, today) == set()


@pytest.mark.shows("A33-1")
def test_a_person_who_already_acted_in_the_matter_may_not_approve() -> None:
    today = date(2026, 3, 12)
    case = known_on(case_a(), today)
    (filing,) = [one for one in case.approvals if one.matter == "filing"]
    waiting = replace(filing, state="with_approver", steps=filing.steps[:2], decided_at=None)
    case = replace(
        case,
        approvals=tuple(waiting if one is filing else one for one in case.approvals),
    )
    ask = {"approval": filing.id, "role": "approver"}
    assert _missing(case, StepName.APPROVE, today, **ask, person="bing") == {"A33-1"}
    assert _missing(case, StepName.APPROVE, today, **ask, person="jia") == {"A33-1"}
    assert gate(case, StepName.APPROVE, today, **ask, person="wu").allowed


@pytest.mark.shows("A14-2")
def test_closing_before_the_check_of_the_correction_is_refused() -> None:
    today = date(2026, 4, 6)
    assert "A14-2" in _missing(known_on(case_a(), today), StepName.CLOSE, today)
    today = date(2026, 5, 8)
    assert gate(known_on(case_a(), date(2026, 5, 7)), StepName.CLOSE, today).allowed


def test_every_refusal_names_article_and_way_on() -> None:
    today = date(2026, 3, 3)
    case = known_on(case_a(), today)
    for step in (StepName.CONCLUDE, StepName.NOTIFY, StepName.ISSUE_DECISION, StepName.CLOSE):
        for one in gate(case, step, today).missing:
            assert one.article
            assert one.what
            assert one.remedy


def test_archiving_waits_for_closing() -> None:
    today = date(2026, 5, 7)
    answer = gate(known_on(case_a(), today), StepName.ARCHIVE, today)
    assert [one.requirement for one in answer.missing] == ["A25-1"]
    today = date(2026, 5, 19)
    assert gate(known_on(case_a(), today), StepName.ARCHIVE, today).allowed


def test_the_steps_ahead_follow_the_procedure() -> None:
    ahead = {
        date(2026, 3, 5): ["conclude", "notify", "issue_decision", "close"],
        date(2026, 4, 16): ["serve", "close"],
        date(2026, 5, 9): ["archive"],
        A_DAY: [],
    }
    for today, steps in ahead.items():
        found = evaluate(known_on(case_a(), today), today).gates
        assert [one.step.value for one in found] == steps, today


def test_what_is_not_reached_yet_is_not_yet_due() -> None:
    today = date(2026, 3, 20)
    answer = evaluate(known_on(case_a(), today), today)
    for id in ("A10-1", "A11-1", "A12-1", "A13-1", "A13-7", "A14-1", "A14-2"):
        assert answer.state_of(id).status is Status.NOT_YET_DUE, id


def test_a_draft_proves_nothing() -> None:
    case = case_a()
    drafted = replace(
        case,
        documents=tuple(
            replace(one, state=DocumentState.DRAFT) if one.type == "inquiry_record" else one
            for one in case.documents
        ),
    )
    assert "A07-1" in {one.id for one in evaluate(drafted, A_DAY).findings}
