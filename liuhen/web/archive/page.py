"""What the archive pages show: waiting cases with their due day, the volumes, the gaps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import QuerySet

from liuhen import clock
from liuhen.agenda.models import CaseDeadline
from liuhen.approvals.models import Matter
from liuhen.archive.access import GAP, demand_sight_of_volume
from liuhen.archive.keeping import keeping
from liuhen.archive.models import Volume
from liuhen.archive.volumes import Item, plan_volumes
from liuhen.cases.models import Case
from liuhen.documents.offered import type_for
from liuhen.faults import Conflict, Forbidden
from liuhen.people.actors import Actor
from liuhen.procedure.compile import compile_case
from liuhen.regulation.pack import evaluate
from liuhen.regulation.secrecy import MASKED
from liuhen.web.cases.lines import GapLine, gap_line, may_of

ARCHIVING = "A25-1"


@dataclass(frozen=True)
class WaitingLine:
    """A closed case that is not archived: since how many days, and until when it has to be."""

    case: Case
    days: int
    due: CaseDeadline | None
    left: int


def waiting_lines(cases: QuerySet[Case], today: date) -> list[WaitingLine]:
    """Return the closed cases that wait, the longest waiting first, in two queries."""
    waiting = list(
        cases.filter(closed_on__isnull=False, archived_on__isnull=True).order_by("closed_on", "pk")
    )
    due = {
        row.case_id: row
        for row in CaseDeadline.objects.filter(case__in=waiting, requirement=ARCHIVING)
    }
    return [_waiting_line(case, due.get(case.pk), today) for case in waiting]


def _waiting_line(case: Case, due: CaseDeadline | None, today: date) -> WaitingLine:
    closed = case.closed_on or today
    left = (due.due_on - today).days if due is not None and due.due_on else 0
    return WaitingLine(case, (today - closed).days, due, left)


def archived_cases(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Return the archived ones, newest first, each with its archive row and volumes."""
    return (
        cases.filter(archived_on__isnull=False)
        .select_related("archive")
        .prefetch_related("volumes")
        .order_by("-archived_on", "-pk")
    )


@dataclass(frozen=True)
class Line:
    """One line of the contents of a volume; `pages` is empty until the volume is bound."""

    title: str
    number: str
    dated: str
    pages: str
    remark: str


@dataclass(frozen=True)
class VolumeView:
    """A volume as it is planned, or as it was bound."""

    kind: str
    label: str
    lines: tuple[Line, ...]
    bound: Volume | None


def volumes_of(case: Case) -> list[VolumeView]:
    """Return both volumes: the bound ones of an archived case, else as they would be bound now."""
    bound = list(case.volumes.order_by("pk"))
    if case.archived:
        return [
            VolumeView(one.kind, one.get_kind_display(), tuple(_bound_lines(one.items)), one)
            for one in bound
        ]
    plan = plan_volumes(case)
    sheet = type_for(case.bureau, "recordings_sheet", clock.today()).title
    return [
        VolumeView(kind.value, kind.label, tuple(_planned_lines(plan.of(kind), sheet)), None)
        for kind in Volume.Kind
    ]


def volumes_for(actor: Actor, case: Case) -> list[VolumeView]:
    """Return both volumes as this person may know them: what may not be seen has no title."""
    try:
        demand_sight_of_volume(actor, case, Volume.Kind.SIDE)
    except (Forbidden, Conflict):
        return [
            replace(one, lines=tuple(_masked(line) for line in one.lines))
            for one in volumes_of(case)
        ]
    return volumes_of(case)


def _masked(line: Line) -> Line:
    secret = keeping().words["secret"] in line.remark
    return replace(line, title=MASKED, number="") if secret else line


def _bound_lines(items: Iterable[Mapping[str, Any]]) -> Iterator[Line]:
    for item in items:
        dated = str(item["dated"])
        day = f"{dated[:4]}-{dated[4:6]}-{dated[6:]}" if dated else ""
        yield Line(item["title"], item["number"], day, item["pages"], item["remark"])


def _planned_lines(items: Iterable[Item], sheet: str) -> Iterator[Line]:
    for item in items:
        title = sheet if item.sheet else item.title
        day = f"{item.dated:%Y-%m-%d}" if item.dated else ""
        yield Line(title, item.number, day, "", item.remark)


def by_article(gaps: Iterable[GapLine]) -> list[tuple[GapLine, list[GapLine]]]:
    """Fold the gaps of one article: the first of each, and the rest of it."""
    groups: dict[str, list[GapLine]] = {}
    for line in gaps:
        groups.setdefault(line.finding.article, []).append(line)
    return [(lines[0], lines[1:]) for lines in groups.values()]


def gap_lines(actor: Actor, case: Case) -> list[GapLine]:
    """Ask the regulation what the case lacks today; each gap with its owner and where it is mended."""
    casefile = compile_case(case)
    may = may_of(actor, case)
    findings = evaluate(casefile, clock.today()).findings
    return [gap_line(case, casefile, one, may) for one in findings]


def gap_approvals(case: Case) -> QuerySet[Matter]:
    """Return the approved matters by which this case may be archived with gaps."""
    return case.matters.filter(kind=GAP, state=Matter.State.APPROVED).select_related("document")


def hindrance(case: Case, gaps: int, approvals: int) -> str:
    """Say why the case cannot be archived now; empty when it can be tried.

    It only saves a press of the button: the gate of 第二十五条 is asked by the action.
    """
    if case.closed_on is None:
        return "第二十五条：本案还没有结案。"
    if gaps and not approvals:
        return f"第二十五条：还有 {gaps} 处缺项，又没有批准的带缺项归档审批。"
    return ""
