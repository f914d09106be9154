"""Where the points of one item come from: each thing lost with its case and article, case by case."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

from django.db import models
from django.db.models import Q, QuerySet

from liuhen.agenda.models import CaseDeadline, CaseFinding, FindingHistory
from liuhen.agenda.tasks import Link
from liuhen.cases.models import Case
from liuhen.people.models import Bureau, Person
from liuhen.supervision import gathering
from liuhen.supervision.gathering import Gathered, names_of
from liuhen.supervision.models import Breach
from liuhen.supervision.period import Period
from liuhen.supervision.scheme import Item, Measure
from liuhen.supervision.setting_up import Thing

Rows: TypeAlias = (
    QuerySet[CaseFinding] | QuerySet[CaseDeadline] | QuerySet[FindingHistory] | QuerySet[Breach]
)


@dataclass(frozen=True, kw_only=True)
class LostLine:
    """One thing that cost points, as a page lists it; `case` None: of no case."""

    article: str
    requirement: str
    case: Case | None
    what: str
    shows: str
    on: date
    person: str = ""
    link: Link | None = None


@dataclass(frozen=True)
class CaseLine:
    """How much of an item a case kept and lost."""

    case: Case
    kept: int
    lost: int


@dataclass(frozen=True)
class Traced:
    """All that an item's points come from: rows to be paged, cases, and what a bureau has set up."""

    item: Item
    lost: Rows
    cases: Sequence[tuple[int, int, int]]
    things: Sequence[Thing] = ()


def trace(gathered: Gathered, item: Item, whose: Bureau | Person) -> Traced:
    """Return what an item's points of a bureau or officer come from.

    `cases` are (case id, kept, lost), those with most lost first.
    """
    person = whose if isinstance(whose, Person) else None
    bureau = whose.bureau if isinstance(whose, Person) else whose
    set_up = gathered.set_up.get(bureau.pk)
    return Traced(
        item,
        _lost(gathered, item, bureau, person),
        _cases(gathered, item, bureau, person),
        set_up.things if set_up and item.measure is Measure.ESTABLISHED else (),
    )


def _lost(gathered: Gathered, item: Item, bureau: Bureau, person: Person | None) -> Rows:
    if item.measure is Measure.BREACHES:
        found = gathering.standing_breaches([bureau.pk], gathered.period).select_related("case")
        return found.filter(person=person) if person else found
    if item.measure is Measure.ESTABLISHED:
        return CaseFinding.objects.none()
    cases = gathering.in_hand([bureau.pk], gathered.period)
    if person:
        own = [id for id, held in gathered.officers_of.items() if person.pk in held]
        cases = cases.filter(pk__in=own)
    return _lost_in(gathered.period, item, cases, person)


def _lost_in(period: Period, item: Item, cases: QuerySet[Case], person: Person | None) -> Rows:
    named = Q(person__in=names_of(person)) if person else Q()
    if item.measure is Measure.DEADLINES:
        late = gathering.late(item, cases, period).select_related("case")
        return (gathering.not_of_others(late, person) if person else late).order_by("due_on", "pk")
    if item.measure is Measure.MENDED:
        left = gathering.unmended(item, cases, period).select_related("case")
        return left.filter(named).order_by("on", "pk")
    serious = item.measure is Measure.SERIOUS
    gaps = gathering.serious(cases, period) if serious else gathering.gaps(item, cases, period)
    order = ("case__year", "case__serial", "requirement", "pk")
    return gaps.filter(named).select_related("case").order_by(*order)


def _cases(
    gathered: Gathered, item: Item, bureau: Bureau, person: Person | None
) -> list[tuple[int, int, int]]:
    counted = gathered.by_item.get(item.code)
    if counted is None:
        return []
    nobody: frozenset[int] = frozenset()
    ids = [
        id
        for id, of in gathered.bureau_of.items()
        if of == bureau.pk and (person is None or person.pk in gathered.officers_of.get(id, nobody))
    ]
    lost = Counter(one.case_id for one in counted.lost if person is None or one.concerns(person))
    found = [(id, counted.kept.get(id, 0), lost[id]) for id in ids]
    return sorted((one for one in found if one[1] or one[2]), key=lambda one: (-one[2], one[0]))


def case_lines(page: Sequence[tuple[int, int, int]]) -> list[CaseLine]:
    """Load the cases of one page, in one query."""
    found = Case.objects.in_bulk([id for id, _, _ in page])
    return [CaseLine(found[id], kept, lost) for id, kept, lost in page]


def lost_line(row: models.Model) -> LostLine:
    """Turn a counted row (one of `Traced.lost`) into a line."""
    if isinstance(row, Breach):
        return LostLine(
            article=row.article,
            requirement="A30-7",
            case=row.case,
            what=row.what,
            shows=row.consequence,
            on=row.occurred_on,
            person=row.person_name,
        )
    if not isinstance(row, (CaseDeadline, CaseFinding, FindingHistory)):
        raise TypeError(f"{row!r} is not counted by any item")
    common: dict[str, Any] = {
        "article": row.article,
        "requirement": row.requirement,
        "case": row.case,
        "what": row.subject,
        "link": Link(row.link_kind, row.link_id),
    }
    if isinstance(row, CaseDeadline):
        done = f"{row.met_on:%Y-%m-%d} 完成" if row.met_on else "还没有完成"
        on = row.due_on or date.min
        return LostLine(**common, shows=f"{row.name}：{on:%Y-%m-%d} 到期，{done}", on=on)
    return LostLine(**common, shows=row.found, on=row.on, person=row.person)
