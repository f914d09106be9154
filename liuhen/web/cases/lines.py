"""Gaps and deadlines as lines of a page: who mends each, where, and from what a day is counted."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

from liuhen import clock
from liuhen.cases.access import is_officer_of
from liuhen.cases.actions import demand_recorder
from liuhen.cases.models import Case
from liuhen.faults import Fault, Missing
from liuhen.people.actors import Actor
from liuhen.people.models import Role
from liuhen.regulation.answers import Deadline, Finding
from liuhen.regulation.casefile import CaseFile
from liuhen.web.links import subject_url
from liuhen.web.mending import OFFICER, Mending, mending, mending_of, start_url

May = Callable[[str], bool]
"""Whether the reader is one of those who can mend a gap (`Mending.by`)."""


@dataclass(frozen=True)
class GapLine:
    """One gap: the field that mends it for whoever may, its subject's page for everybody else."""

    finding: Finding
    url: str
    action: str
    owner: str


@dataclass(frozen=True)
class MissingLine:
    """One thing that stands before a step, with who mends it and where."""

    article: str
    what: str
    remedy: str
    url: str
    owner: str


@dataclass(frozen=True)
class DueLine:
    """One deadline with the days that are left (natural days; below 0 is past).

    `url` is the page of its subject, `start` the record of the event from which it is counted.
    """

    deadline: Deadline
    left: int
    url: str
    start: str

    @property
    def over(self) -> bool:
        """Whether nothing is to be awaited: done, or a period (never late) that has run out."""
        ran_out = not self.deadline.is_duty and self.deadline.due_on is not None and self.left < 0
        return self.deadline.met is not None or ran_out

    @property
    def ran_out(self) -> bool:
        """Whether it is the party's day, or one that had to pass, and is past."""
        return self.over and not self.deadline.is_duty and self.deadline.met_on is None


def may_of(actor: Actor, case: Case) -> May:
    """Return what the actor can mend in a case, as the gates of those pages decide; asked once each."""

    @cache
    def may(by: str) -> bool:
        if by == OFFICER:
            return is_officer_of(actor, case) and not case.archived
        if by in _KIND_BY:
            return _may_record(actor, case, _KIND_BY[by])
        return actor.bureau_id == case.bureau_id and actor.holds(*_ROLES_BY[by])

    return may


_KIND_BY = {"legal": "legal_review", "meeting": "discussion"}
_ROLES_BY = {"archivist": (Role.ARCHIVIST,), "administrator": (Role.ADMINISTRATOR, Role.HEAD)}
_WHO = {
    "legal": "法制机构",
    "meeting": "参加讨论的负责人",
    "archivist": "档案管理员",
    "administrator": "系统管理员或者负责人",
}


def _may_record(actor: Actor, case: Case, kind: str) -> bool:
    try:
        demand_recorder(actor, case, kind)
    except Fault:
        return False
    return True


def gap_line(case: Case, casefile: CaseFile, finding: Finding, may: May) -> GapLine:
    """Return a finding with where it is mended."""
    way = mending(case.pk, casefile, finding)
    page = subject_url(case.pk, finding.subject_ref)
    usable = may(way.by)
    return GapLine(
        finding,
        way.url if usable else page,
        "去补" if usable else "查看",
        _owner(casefile, way, finding.person),
    )


def missing_lines(
    case: Case, casefile: CaseFile, missing: Iterable[Missing], ref: str, may: May
) -> list[MissingLine]:
    """Return what stands before a step upon `ref`, each with who mends it and, to them, where."""
    ways = [(one, mending_of(case.pk, casefile, one.requirement, ref, one.what)) for one in missing]
    return [
        MissingLine(
            one.article,
            one.what,
            one.remedy,
            way.url if may(way.by) else "",
            _owner(casefile, way, None),
        )
        for one, way in ways
    ]


def _owner(casefile: CaseFile, way: Mending, person: str | None) -> str:
    """Name who mends a gap: the officer it concerns while on the case, else the case's first."""
    if way.by != OFFICER:
        return _WHO[way.by]
    handlers = casefile.case.handlers
    concerned = [one for one in handlers if person and person in (one.person, one.name)]
    return next((one.name for one in (*concerned, *handlers)), "")


def due_line(case: Case, casefile: CaseFile, deadline: Deadline, today: date) -> DueLine:
    """Return a deadline with the days left and the records behind it."""
    left = (deadline.due_on - today).days if deadline.due_on else 0
    page = subject_url(case.pk, deadline.subject_ref)
    return DueLine(deadline, left, page, start_url(case.pk, casefile, deadline))


def due_lines(case: Case, casefile: CaseFile, deadlines: Iterable[Deadline]) -> list[DueLine]:
    """Return deadlines as they stand today."""
    today = clock.today()
    return [due_line(case, casefile, one, today) for one in deadlines]
