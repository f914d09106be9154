"""考核: the results of bureaus and officers for a period, and what each point comes from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q

from liuhen.agenda.models import CaseFinding, CaseState
from liuhen.people.actors import Actor
from liuhen.people.models import Bureau, Person, Post, Role
from liuhen.regulation.requirements import rows
from liuhen.supervision.access import watched_bureaus
from liuhen.supervision.figures import Result, assess
from liuhen.supervision.gathering import Gathered, gather, in_hand
from liuhen.supervision.period import Period
from liuhen.supervision.scheme import Of, scheme_on


@dataclass(frozen=True)
class BureauResult:
    """How a bureau did."""

    bureau: Bureau
    cases: int
    result: Result


@dataclass(frozen=True)
class OfficerResult:
    """How an officer did."""

    person: Person
    cases: int
    result: Result


@dataclass(frozen=True)
class Assessed:
    """A period's assessment of several bureaus, side by side."""

    gathered: Gathered
    bureaus: tuple[BureauResult, ...]


def assess_bureaus(bureaus: Sequence[Bureau], period: Period, today: date) -> Assessed:
    """Assess these bureaus, in a fixed number of queries."""
    scheme = scheme_on(period.last)
    gathered = gather(scheme, period, [one.pk for one in bureaus], today)
    return Assessed(gathered, tuple(_bureau(one, gathered) for one in bureaus))


def assess_watched(actor: Actor, period: Period, today: date) -> Assessed:
    """Assess every bureau that the actor watches; Forbidden for whoever watches none."""
    return assess_bureaus(watched_bureaus(actor), period, today)


def _bureau(bureau: Bureau, gathered: Gathered) -> BureauResult:
    items = gathered.scheme.items_for(Of.BUREAU, bureau.level)
    cases = sum(1 for one in gathered.bureau_of.values() if one == bureau.pk)
    return BureauResult(bureau, cases, assess(items, gathered.of_bureau(bureau.pk)))


def officer_results(assessed: Assessed, bureau: Bureau) -> list[OfficerResult]:
    """Return how each officer of a bureau did; those who held the post in the period."""
    return [
        officer_result(assessed, person) for person in officers_of(bureau, assessed.gathered.period)
    ]


def officer_result(assessed: Assessed, person: Person) -> OfficerResult:
    """Return how one officer did; their bureau is among the assessed ones."""
    gathered = assessed.gathered
    items = gathered.scheme.items_for(Of.OFFICER, person.bureau.level)
    cases = sum(person.pk in held for held in gathered.officers_of.values())
    return OfficerResult(person, cases, assess(items, gathered.of_officer(person)))


def officers_of(bureau: Bureau, period: Period) -> list[Person]:
    """Return who held the post of an officer on any day of the period, in one query."""
    held = Post.objects.filter(
        Q(held_to__isnull=True) | Q(held_to__gte=period.first),
        bureau=bureau,
        role=Role.OFFICER,
        held_from__lte=period.last,
    )
    found = Person.objects.filter(pk__in=held.values("person_id")).select_related("bureau")
    return list(found.order_by("pk"))


@dataclass(frozen=True)
class ArticleLine:
    """An article across bureaus: by bureau id, in how many cases its requirements were recorded and
    in how many one of them was missing by a finding of the period."""

    article: str
    recorded: Mapping[int, int]
    missing: Mapping[int, int]


def by_article(bureaus: Sequence[Bureau], period: Period) -> list[ArticleLine]:
    """Return the articles in their order, for the bureaus side by side, in two queries."""
    cases = in_hand([one.pk for one in bureaus], period)
    states = CaseState.objects.filter(case__in=cases, status=CaseState.Status.RECORDED)
    gaps = CaseFinding.objects.filter(case__in=cases, on__range=(period.first, period.last))
    recorded = _counted(states.order_by().values("article", bureau=F("case__bureau_id")))
    missing = _counted(gaps.order_by().values("article", bureau=F("case__bureau_id")))
    known = dict.fromkeys(row.article for row in rows().values())
    return [
        ArticleLine(article, recorded.get(article, {}), missing.get(article, {}))
        for article in known
        if article in recorded or article in missing
    ]


def _counted(rows: Iterable[Mapping[str, object]]) -> Mapping[str, Mapping[int, int]]:
    found: dict[str, dict[int, int]] = {}
    for row in rows.annotate(n=Count("case_id", distinct=True)):  # type: ignore[attr-defined]
        found.setdefault(row["article"], {})[row["bureau"]] = row["n"]
    return found
