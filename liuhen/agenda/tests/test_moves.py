"""A new year's holidays: what they would move is told before, and kept after.

The case was closed on paper on 2027-01-06; its 30 days to archive end on Friday 2027-02-05. The
days of 2027 are invented.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from liuhen import clock
from liuhen.agenda import actions as agenda
from liuhen.agenda import moves
from liuhen.agenda.models import CaseDeadline, DeadlineHistory
from liuhen.cases.models import Case
from liuhen.demo.cast import Cast
from liuhen.ledger.models import LedgerEntry
from liuhen.people import actions as people
from liuhen.people.actors import SYSTEM
from liuhen.regulation.casefile import CalendarYear
from liuhen.web.tests.office import closed_case
from tests.plugin import Go

BEFORE, AFTER = date(2027, 2, 5), date(2027, 2, 12)
FESTIVAL = tuple(BEFORE + timedelta(days=n) for n in range(7))
NEW_YEAR = (date(2027, 1, 1),)


def _year(*holidays: date) -> CalendarYear:
    return CalendarYear(year=2027, citation="通知", holidays=holidays, make_up_days=())


@pytest.fixture
def closed(cast: Cast, go: Go) -> Case:
    go(clock.shanghai(2027, 1, 6, 9))
    return closed_case(cast)


def _told(year: CalendarYear) -> tuple[moves.CaseMoves, ...]:
    return tuple(moves.moved_by(year, clock.today(), moves.open_case_ids()))


def _catch_up() -> None:
    while agenda.follow_feed().entries:
        pass
    agenda.refresh_day(clock.today())


def test_a_deadline_that_falls_on_a_new_holiday_is_told_with_both_days_and_why(
    closed: Case,
) -> None:
    entries = LedgerEntry.objects.count()
    ((found),) = _told(_year(*NEW_YEAR, *FESTIVAL))
    (move,) = found.moves
    assert (found.case, found.fault) == (closed, "")
    assert (move.requirement, move.before, move.now) == ("A25-1", BEFORE, AFTER)
    assert "顺延至2027年2月12日" in move.why
    assert move.moves
    assert move.firm
    assert LedgerEntry.objects.count() == entries


def test_a_day_that_stays_and_becomes_firm_is_told_apart(closed: Case) -> None:
    ((found),) = _told(_year(*NEW_YEAR))
    (move,) = found.moves
    assert (move.moves, move.firm, move.now) == (False, True, BEFORE)


def test_a_year_in_which_nothing_falls_moves_nothing(closed: Case) -> None:
    year = CalendarYear(year=2030, citation="通知", holidays=(date(2030, 1, 1),), make_up_days=())
    assert [one.moves for one in _told(year)] == [()]


def test_a_case_that_cannot_be_judged_is_named_and_hides_no_other(
    closed: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: Case) -> None:
        raise ValueError("kaputt")

    monkeypatch.setattr(moves, "compile_case", broken)
    ((found),) = _told(_year(*NEW_YEAR))
    assert (found.case, found.moves) == (closed, ())
    assert "kaputt" in found.fault


def _enter(*holidays: date, replaces: bool = False) -> None:
    people.enter_calendar_year(
        SYSTEM, year=2027, holidays=holidays, make_up_days=[], citation=f"通知{len(holidays)}",
        replaces=replaces,
    )  # fmt: skip


def test_entering_the_year_computes_the_deadline_again_and_keeps_every_move(closed: Case) -> None:
    _catch_up()
    _enter(*NEW_YEAR)
    _catch_up()
    assert not CaseDeadline.objects.get(requirement="A25-1").provisional
    _enter(*NEW_YEAR, *FESTIVAL, replaces=True)
    _catch_up()

    assert CaseDeadline.objects.get(requirement="A25-1").due_on == AFTER
    kept = DeadlineHistory.objects.filter(case=closed, requirement="A25-1").order_by("pk")
    days = [(one.due_before, one.due_now) for one in kept]
    assert days[0] == (None, BEFORE)
    assert days[-1] == (BEFORE, AFTER)
    assert "顺延至2027年2月12日" in kept.last().reason  # type: ignore[union-attr]


def test_what_was_told_before_is_what_is_computed_after(closed: Case) -> None:
    _catch_up()
    ((found),) = _told(_year(*NEW_YEAR, *FESTIVAL))
    _enter(*NEW_YEAR, *FESTIVAL)
    _catch_up()
    kept = DeadlineHistory.objects.filter(case=closed).latest("pk")
    assert [(one.requirement, one.before, one.now, one.why) for one in found.moves] == [
        (kept.requirement, kept.due_before, kept.due_now, kept.reason)
    ]
