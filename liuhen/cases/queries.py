"""Lists of cases, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from liuhen.cases.access import sees_own_cases_only, visible_cases
from liuhen.cases.models import ARCHIVED, CLOSED, CONCLUDED, OPEN, Activity, Case, Party
from liuhen.people.actors import Actor

STATES = {
    "open": ("调查中", OPEN),
    "concluded": ("审查决定中", CONCLUDED),
    "closed": ("已结案待归档", CLOSED),
    "archived": ("已归档", ARCHIVED),
}


_PARTIES = Prefetch("parties", Party.objects.order_by("pk"))


@dataclass(frozen=True)
class CaseFilter:
    """What the list's filter row holds; empty means all."""

    text: str = ""
    state: str = ""
    year: int | None = None


def state_label(case: Case) -> str:
    """Return the word for where the case stands."""
    if case.archived_on:
        return "已归档"
    if case.closed_on:
        return "已结案待归档"
    if case.concluded_on:
        return "审查决定中"
    return "调查中" if case.filed_on else "未立案"


def list_cases(actor: Actor, wanted: CaseFilter) -> QuerySet[Case]:
    """Return the visible cases that match, newest first, with their parties."""
    cases = visible_cases(actor)
    if wanted.state in STATES:
        cases = cases.filter(STATES[wanted.state][1])
    if wanted.year:
        cases = cases.filter(year=wanted.year)
    text = wanted.text.strip()
    if text:
        cases = cases.filter(_mentions(text, among_few=sees_own_cases_only(actor)))
    return cases.prefetch_related(_PARTIES).order_by("-year", "-serial")


def _mentions(text: str, *, among_few: bool) -> Q:
    """Find a text in title, number, and the parties' names and codes.

    Few cases are asked one by one. Among many, each table is searched through once, for a condition
    over both would be asked case by case.
    """
    here = Q(title__icontains=text) | Q(number=text)
    there = Party.objects.filter(Q(name__icontains=text) | Q(code=text.upper()))
    if among_few:
        return here | Q(Exists(there.filter(case=OuterRef("pk"))))
    titled = Case.objects.filter(here).order_by().values("pk")
    return Q(pk__in=titled.union(there.values("case_id")))


def with_parties(ids: Sequence[int]) -> list[Case]:
    """Return the cases of these ids in this order, with their parties; the ids come from a gate."""
    found = Case.objects.prefetch_related(_PARTIES).in_bulk(ids)
    return [found[pk] for pk in ids]


def timeline(case: Case) -> QuerySet[Activity]:
    """Return the case's activities in the order they happened."""
    return case.activities.prefetch_related("participants", "rights").order_by("started_at", "pk")
