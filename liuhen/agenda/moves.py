"""What a year's holidays would move: every open deadline of every open case, before it is saved.

Nothing is written. Each case is judged twice by the real rules, with the calendar as it is and as
it would be; what differs is told with the new count in words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

import structlog

from liuhen.cases.models import Case
from liuhen.procedure.compile import compile_case
from liuhen.regulation import casefile as file
from liuhen.regulation.answers import Deadline
from liuhen.regulation.pack import evaluate

log = structlog.get_logger(__name__)

_Key = tuple[str, str, str]


@dataclass(frozen=True, kw_only=True)
class Move:
    """An open deadline whose day changes, or that becomes firm (`firm`) on the same day.

    `before` or `now` None: it was, or would be, undetermined or not there.
    """

    requirement: str
    article: str
    name: str
    subject: str
    before: date | None
    now: date | None
    firm: bool
    why: str

    @property
    def moves(self) -> bool:
        """Whether the day itself changes."""
        return self.before != self.now


@dataclass(frozen=True, kw_only=True)
class CaseMoves:
    """One case with what moves in it; `fault`: why it could not be judged."""

    case: Case
    moves: tuple[Move, ...] = ()
    fault: str = ""


def open_case_ids() -> list[int]:
    """Return the ids of the cases in which anything can still fall due, in order."""
    return list(Case.objects.filter(archived_on=None).order_by("pk").values_list("pk", flat=True))


def moved_by(year: file.CalendarYear, today: date, case_ids: list[int]) -> Iterator[CaseMoves]:
    """Yield each case in turn, so that whoever waits can be told how far it is."""
    for case_id in case_ids:
        case = Case.objects.select_related("bureau").get(pk=case_id)
        try:
            yield CaseMoves(case=case, moves=tuple(_moves(compile_case(case), year, today)))
        except Exception as error:
            # One case that cannot be judged must not hide what moves in all others.
            log.exception("moves.case_failed", case=case_id)
            yield CaseMoves(case=case, fault=f"{type(error).__name__}: {error}")


def _moves(casefile: file.CaseFile, year: file.CalendarYear, today: date) -> Iterator[Move]:
    before = _open(casefile, today)
    now = _open(_with_year(casefile, year), today)
    for key in [*now, *(key for key in before if key not in now)]:
        move = _move(before.get(key), now.get(key))
        if move is not None:
            yield move


def _with_year(casefile: file.CaseFile, year: file.CalendarYear) -> file.CaseFile:
    others = tuple(one for one in casefile.bureau.calendar if one.year != year.year)
    return replace(casefile, bureau=replace(casefile.bureau, calendar=(*others, year)))


def _open(casefile: file.CaseFile, today: date) -> Mapping[_Key, Deadline]:
    return {
        (one.id, one.name, one.subject_ref): one
        for one in evaluate(casefile, today).deadlines
        if one.met_on is None and one.met is not True
    }


def _move(before: Deadline | None, now: Deadline | None) -> Move | None:
    shown = now or before
    if shown is None:
        return None
    old = before.due_on if before else None
    new = now.due_on if now else None
    firm = bool(before and now and before.provisional and not now.provisional)
    if old == new and not firm:
        return None
    return Move(
        requirement=shown.id,
        article=shown.article,
        name=shown.name,
        subject=shown.subject,
        before=old,
        now=new,
        firm=firm,
        why=(now.reason or now.undetermined_because) if now else "这项时限不再适用",
    )
