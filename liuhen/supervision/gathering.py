"""Counts what an assessment needs, for all watched bureaus at once, in a fixed number of queries.

Read here: the agenda's states, findings, deadlines and their history, the breaches entered by hand,
and what the bureaus have set up. Nothing else; no document, so no amount of any fine (L12-1).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from liuhen.agenda.models import (
    CaseDeadline,
    CaseFinding,
    CaseState,
    FindingHistory,
)
from liuhen.cases.models import Case, CaseOfficer
from liuhen.people.models import Person
from liuhen.supervision.figures import Inputs, Tally
from liuhen.supervision.models import Breach
from liuhen.supervision.period import Period
from liuhen.supervision.scheme import Item, Measure, Scheme
from liuhen.supervision.setting_up import SetUp, set_up_of


@dataclass(frozen=True)
class Lost:
    """One thing lost in a case; `persons` are the roster ids or names that the record shows.

    An empty name among them: the record does not say whose it was, so it is of all who handle the
    case.
    """

    case_id: int
    persons: frozenset[str]

    def concerns(self, person: Person) -> bool:
        """Tell whether it is this person's, or nobody's in particular."""
        return not self.persons.isdisjoint(names_of(person))


@dataclass(frozen=True)
class Counted:
    """What one item counts: things kept by case, and each thing lost."""

    kept: Mapping[int, int]
    lost: Sequence[Lost]


@dataclass(frozen=True)
class Gathered:
    """Everything counted for a period: by item, with what says whose each case is."""

    scheme: Scheme
    period: Period
    bureau_of: Mapping[int, int]
    officers_of: Mapping[int, frozenset[int]]
    by_item: Mapping[str, Counted]
    breaches: Sequence[Breach]
    set_up: Mapping[int, SetUp]

    def of_bureau(self, bureau_id: int) -> Inputs:
        """Return the tallies of a bureau."""
        inputs = {code: self._cases_of_bureau(one, bureau_id) for code, one in self.by_item.items()}
        set_up = self.set_up.get(bureau_id)
        breaches = _breaches(one for one in self.breaches if one.bureau_id == bureau_id)
        return {
            **inputs,
            **self._all(Measure.ESTABLISHED, set_up.tally if set_up else Tally()),
            **self._all(Measure.BREACHES, breaches),
        }

    def of_officer(self, person: Person) -> Inputs:
        """Return the tallies of an officer: the cases they handled in the period, without what the
        record says another person left undone."""
        inputs = {code: self._cases_of_officer(one, person) for code, one in self.by_item.items()}
        own = _breaches(one for one in self.breaches if one.person_id == person.pk)
        return {**inputs, **self._all(Measure.BREACHES, own)}

    def _all(self, measure: Measure, tally: Tally) -> Inputs:
        """Give every item of a measure the same tally."""
        return {one.code: tally for one in self.scheme.items if one.measure is measure}

    def _cases_of_bureau(self, counted: Counted, bureau_id: int) -> Tally:
        kept = sum(n for id, n in counted.kept.items() if self.bureau_of.get(id) == bureau_id)
        lost = sum(self.bureau_of.get(one.case_id) == bureau_id for one in counted.lost)
        return Tally(kept, lost)

    def _cases_of_officer(self, counted: Counted, person: Person) -> Tally:
        nobody: frozenset[int] = frozenset()
        kept = sum(
            n for id, n in counted.kept.items() if person.pk in self.officers_of.get(id, nobody)
        )
        lost = sum(
            person.pk in self.officers_of.get(one.case_id, nobody) and one.concerns(person)
            for one in counted.lost
        )
        return Tally(kept, lost)


def names_of(person: Person) -> tuple[str, str, str]:
    """Return how a finding of theirs may name a person: not at all, by roster id, by name."""
    return ("", person.ledger_id, person.name)


def _breaches(found: Iterable[Breach]) -> Tally:
    severe = [one.severe for one in found]
    return Tally(0, len(severe), sum(severe))


def in_hand(bureaus: Iterable[int], period: Period) -> QuerySet[Case]:
    """Return the cases that were open on any day of the period."""
    return Case.objects.filter(
        Q(closed_on__isnull=True) | Q(closed_on__gte=period.first),
        bureau__in=list(bureaus),
        opened_at__lt=period.ends_before,
    )


def gather(scheme: Scheme, period: Period, bureaus: Sequence[int], today: date) -> Gathered:
    """Count everything for these bureaus; two queries an item, and four more."""
    cases = in_hand(bureaus, period)
    officers: dict[int, set[int]] = {}
    held = CaseOfficer.objects.filter(
        Q(until__isnull=True) | Q(until__gte=period.first),
        since__lte=period.last,
        case__in=cases,
    )
    for case_id, person_id in held.values_list("case_id", "person_id"):
        officers.setdefault(case_id, set()).add(person_id)
    return Gathered(
        scheme=scheme,
        period=period,
        bureau_of=dict(cases.values_list("pk", "bureau_id")),
        officers_of={id: frozenset(persons) for id, persons in officers.items()},
        by_item={
            item.code: _counted(item, cases, period)
            for item in scheme.items
            if item.measure not in (Measure.ESTABLISHED, Measure.BREACHES)
        },
        breaches=list(standing_breaches(bureaus, period)),
        set_up=set_up_of(bureaus, min(period.last, today)),
    )


def standing_breaches(bureaus: Iterable[int], period: Period) -> QuerySet[Breach]:
    """Return the breaches of the period that were not withdrawn."""
    return Breach.objects.filter(
        bureau__in=list(bureaus),
        occurred_on__range=(period.first, period.last),
        withdrawal__isnull=True,
    )


def _counted(item: Item, cases: QuerySet[Case], period: Period) -> Counted:
    if item.measure is Measure.SERIOUS:
        return _serious(cases, period)
    if item.measure is Measure.STATES:
        return Counted(_by_case(recorded(item, cases)), _lost_states(item, cases, period))
    if item.measure is Measure.DEADLINES:
        kept = _by_case(due(item, cases, period).filter(met=True))
        return Counted(kept, list(_late(item, cases, period)))
    marks = unmended(item, cases, period).values_list("case_id", "person")
    lost = [Lost(id, frozenset([person])) for id, person in marks]
    return Counted(_by_case(mended(item, cases, period)), lost)


def _late(item: Item, cases: QuerySet[Case], period: Period) -> Iterator[Lost]:
    """A duty done too late is whose the finding about it names."""
    found = CaseFinding.objects.filter(case__in=cases, requirement__in=item.requirements)
    blamed = {
        tuple(key): person
        for *key, person in found.exclude(person="").values_list(*_THING, "person")
    }
    for key in late(item, cases, period).values_list(*_THING):
        yield Lost(key[0], frozenset([blamed.get(tuple(key), "")]))


_THING = ("case_id", "requirement", "link_kind", "link_id")


def _serious(cases: QuerySet[Case], period: Period) -> Counted:
    bad = set(serious(cases, period).values_list("case_id", flat=True))
    good = {id: 1 for id in cases.values_list("pk", flat=True) if id not in bad}
    return Counted(good, [Lost(id, frozenset([""])) for id in sorted(bad)])


def _lost_states(item: Item, cases: QuerySet[Case], period: Period) -> list[Lost]:
    """A requirement is lost once in a case, however many things of it lack something."""
    persons: dict[tuple[int, str], set[str]] = {}
    found = gaps(item, cases, period).order_by()
    for case_id, requirement, person in found.values_list(
        "case_id", "requirement", "person"
    ).distinct():
        persons.setdefault((case_id, requirement), set()).add(person)
    return [Lost(case_id, frozenset(names)) for (case_id, _), names in persons.items()]


def _by_case(
    rows: QuerySet[CaseState] | QuerySet[CaseDeadline] | QuerySet[FindingHistory],
) -> Mapping[int, int]:
    counted = rows.order_by().values("case_id").annotate(n=Count("pk"))
    return {row["case_id"]: row["n"] for row in counted}


# What each measure counts, as rows; the pages list the same rows that were counted.


def recorded(item: Item, cases: QuerySet[Case]) -> QuerySet[CaseState]:
    """Return the requirements of the item that are recorded in these cases."""
    return CaseState.objects.filter(
        case__in=cases, requirement__in=item.requirements, status=CaseState.Status.RECORDED
    )


def gaps(item: Item, cases: QuerySet[Case], period: Period) -> QuerySet[CaseFinding]:
    """Return the findings of the item whose day lies in the period."""
    return CaseFinding.objects.filter(
        case__in=cases,
        requirement__in=item.requirements,
        on__range=(period.first, period.last),
    )


def serious(cases: QuerySet[Case], period: Period) -> QuerySet[CaseFinding]:
    """Return the serious findings of the period."""
    return CaseFinding.objects.filter(
        case__in=cases,
        severity=CaseFinding.Severity.SERIOUS,
        on__range=(period.first, period.last),
    )


def due(item: Item, cases: QuerySet[Case], period: Period) -> QuerySet[CaseDeadline]:
    """Return the duties of the item that fell due in the period."""
    return CaseDeadline.objects.filter(
        case__in=cases,
        requirement__in=item.requirements,
        is_duty=True,
        due_on__range=(period.first, period.last),
    )


def late(item: Item, cases: QuerySet[Case], period: Period) -> QuerySet[CaseDeadline]:
    """Return those that were not met in time."""
    return due(item, cases, period).filter(met=False)


def not_of_others(found: QuerySet[CaseDeadline], person: Person) -> QuerySet[CaseDeadline]:
    """Leave out the duties of which a finding says that they were another person's."""
    of_others = CaseFinding.objects.exclude(person__in=names_of(person)).filter(
        case_id=OuterRef("case_id"),
        requirement=OuterRef("requirement"),
        link_kind=OuterRef("link_kind"),
        link_id=OuterRef("link_id"),
    )
    return found.exclude(Exists(of_others))


def mended(item: Item, cases: QuerySet[Case], period: Period) -> QuerySet[FindingHistory]:
    """Return the gaps that were mended in the period, not on the day they came up: that is how
    every piece of work comes about."""
    return FindingHistory.objects.filter(
        case__in=cases,
        requirement__in=item.requirements,
        gone_on__range=(period.first, period.last),
        gone_on__gt=F("appeared_on"),
    )


def unmended(item: Item, cases: QuerySet[Case], period: Period) -> QuerySet[FindingHistory]:
    """Return the gaps that came up by the end of the period and stand to this day."""
    return FindingHistory.objects.filter(
        case__in=cases,
        requirement__in=item.requirements,
        gone_on=None,
        appeared_on__lte=period.last,
    )
