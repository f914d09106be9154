"""Findings of the whole bureau by article, case, unit and person (A30-1), and what was not kept as
demanded: late storage, late archiving, missing files (A30-2). Nobody has to ask case by case.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from liuhen.agenda.models import CaseDeadline, CaseFinding
from liuhen.cases.models import CaseOfficer
from liuhen.people.models import Bureau, Person
from liuhen.supervision.gathering import names_of
from liuhen.supervision.grid import article_of, articles, ids_of

STORING = "A26-1"
ARCHIVING = "A25-1"


@dataclass(frozen=True)
class FindingFilter:
    """What is asked for; empty is everything. `person` is a person of one of the bureaus."""

    bureaus: tuple[int, ...]
    article: str = ""
    person: Person | None = None
    case: str = ""


def findings(wanted: FindingFilter) -> QuerySet[CaseFinding]:
    """Return the findings asked for, newest case first."""
    found = CaseFinding.objects.filter(case__bureau__in=wanted.bureaus)
    if wanted.article:
        found = found.filter(requirement__in=ids_of(wanted.article))
    if wanted.case.strip():
        found = found.filter(
            Q(case__number=wanted.case.strip()) | Q(case__title__icontains=wanted.case.strip())
        )
    if wanted.person:
        found = found.filter(_of_person(wanted.person))
    return found.order_by("-case__year", "-case__serial", "case_id", "pk")


def _of_person(person: Person) -> Q:
    """Named by the finding; where it names nobody, whoever handles the case."""
    _, roster_id, name = names_of(person)
    handled = Q(person="", case__in=person.handles.values("case_id"))
    return Q(person__in=[roster_id, name]) | handled


def load(ids: Sequence[int]) -> list[CaseFinding]:
    """Return the findings of these ids in this order, with case and bureau."""
    found = CaseFinding.objects.select_related("case__bureau").in_bulk(ids)
    return [found[id] for id in ids]


def names(found: Sequence[str]) -> Mapping[str, str]:
    """Return the names of the persons that findings show by roster id, in one query."""
    keys = [int(one[1:]) for one in set(found) if one[:1] == "p" and one[1:].isdecimal()]
    return {person.ledger_id: person.name for person in Person.objects.filter(pk__in=keys)}


@dataclass(frozen=True)
class Heap:
    """How many findings there are of one kind, how many of them serious."""

    key: str
    words: str
    findings: int
    serious: int


def by_article(wanted: FindingFilter) -> list[Heap]:
    """Return the heaps by article in their order, in one query."""
    heaps: dict[str, tuple[int, int]] = {}
    for row in _heaps(findings(wanted), "article"):
        article = article_of(row["article"])
        n, serious = heaps.get(article, (0, 0))
        heaps[article] = (n + row["n"], serious + row["serious"])
    return [Heap(one, one, *heaps[one]) for one in articles() if one in heaps]


def by_bureau(wanted: FindingFilter, bureaus: Sequence[Bureau]) -> list[Heap]:
    """Return the heaps by unit, those without a finding too, in one query."""
    found = {row["case__bureau_id"]: row for row in _heaps(findings(wanted), "case__bureau_id")}
    none = {"n": 0, "serious": 0}
    rows = ((one, found.get(one.pk, none)) for one in bureaus)
    return [Heap(str(one.pk), one.name, row["n"], row["serious"]) for one, row in rows]


def by_person(wanted: FindingFilter, persons: Sequence[Person]) -> list[Heap]:
    """Return the heaps by person, most findings first, in two queries.

    A finding that names nobody counts for everyone who handles the case.
    """
    handled: dict[int, list[Person]] = {}
    known = {one.pk: one for one in persons}
    for case_id, person_id in CaseOfficer.objects.filter(person__in=known).values_list(
        "case_id", "person_id"
    ):
        handled.setdefault(case_id, []).append(known[person_id])
    named = {name: one for one in persons for name in names_of(one)[1:]}
    heaps: Counter[tuple[int, str]] = Counter()
    for row in _heaps(findings(wanted), "person", "case_id"):
        of = [named[row["person"]]] if row["person"] in named else []
        for person in of if row["person"] else set(handled.get(row["case_id"], ())):
            heaps[person.pk, "n"] += row["n"]
            heaps[person.pk, "serious"] += row["serious"]
    found = [
        Heap(str(one.pk), one.name, heaps[one.pk, "n"], heaps[one.pk, "serious"]) for one in persons
    ]
    return sorted((one for one in found if one.findings), key=lambda one: -one.findings)


def _heaps(found: QuerySet[CaseFinding], *by: str) -> Iterable[Mapping[str, Any]]:
    serious = Count("pk", filter=Q(severity=CaseFinding.Severity.SERIOUS))
    counted: Iterable[Mapping[str, Any]] = (
        found.order_by().values(*by).annotate(n=Count("pk"), serious=serious)
    )
    return counted


def overdue(bureaus: Sequence[int], requirement: str) -> QuerySet[CaseDeadline]:
    """Return the duties of a kind that were not done by their day, the longest past first."""
    late = CaseDeadline.objects.filter(
        case__bureau__in=bureaus, requirement=requirement, is_duty=True, met=False
    )
    return late.select_related("case__bureau").order_by("met_on", "due_on", "pk")
