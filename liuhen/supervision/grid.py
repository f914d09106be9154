"""The article × case grid (A30-1): from the agenda's rows, a page at a time, in a fixed number of
queries whatever the bureau's size.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from liuhen.agenda.models import CaseAgenda, CaseFinding, CaseState
from liuhen.cases.models import Case
from liuhen.regulation.requirements import Row, rows

Status = CaseState.Status

_WORST = (
    Status.MISSING,
    Status.UNDETERMINED,
    Status.NOT_YET_DUE,
    Status.RECORDED,
    Status.NOT_APPLICABLE,
)
"""What an article shows that has several requirements: the first of these that any of them has."""


@dataclass(frozen=True)
class GridFilter:
    """What is asked for; empty is everything. `status` leaves the cases that have one so."""

    bureaus: tuple[int, ...]
    year: int | None = None
    status: str = ""
    article: str = ""


@dataclass(frozen=True)
class Cell:
    """One article in one case; `requirement` is the one to look at first."""

    case: Case
    status: str
    words: str
    requirement: str


@dataclass(frozen=True)
class GridRow:
    """One article: what it is about, its cells in the order of the cases, how many of its
    requirements are missing in all the cases asked for.

    A cell is None while the case has not been computed.
    """

    article: str
    about: str
    cells: tuple[Cell | None, ...]
    missing: int


@cache
def articles() -> Mapping[str, tuple[Row, ...]]:
    """Return the requirements of each article 条, items and paragraphs together, in their order."""
    found: dict[str, list[Row]] = {}
    for row in rows().values():
        found.setdefault(article_of(row.article), []).append(row)
    return {article: tuple(of) for article, of in found.items()}


def article_of(words: str) -> str:
    """Return the article without item and paragraph: 第七条（一） and 第七条 末款 are 第七条."""
    bare = words.partition("（")[0]
    return bare.partition(" ")[0] if bare.startswith("第") else bare


def cases_of(wanted: GridFilter) -> QuerySet[Case]:
    """Return the cases asked for, newest first."""
    cases = Case.objects.filter(bureau__in=wanted.bureaus)
    if wanted.year:
        cases = cases.filter(year=wanted.year)
    if wanted.status or wanted.article:
        cases = cases.filter(Exists(_states_of(wanted).filter(case=OuterRef("pk"))))
    return cases.order_by("-year", "-serial", "pk")


def _states_of(wanted: GridFilter) -> QuerySet[CaseState]:
    states = CaseState.objects.all()
    if wanted.status:
        states = states.filter(status=wanted.status)
    if wanted.article:
        states = states.filter(requirement__in=ids_of(wanted.article))
        if not wanted.status:
            states = states.exclude(status=Status.NOT_APPLICABLE)
    return states


def ids_of(article: str) -> list[str]:
    """Return the requirement ids of an article; none for an unknown one."""
    return [row.id for row in articles().get(article, ())]


def grid(wanted: GridFilter, page: Sequence[Case]) -> list[GridRow]:
    """Return the rows for the cases of one page, in two queries.

    Articles that are judged in no case at all (they are duties of the system) have no row.
    """
    by_case: dict[tuple[int, str], list[CaseState]] = {}
    judged: set[str] = set()
    for state in CaseState.objects.filter(case__in=[one.pk for one in page]):
        article = article_of(state.article)
        judged.add(article)
        by_case.setdefault((state.case_id, article), []).append(state)
    missing = _missing(wanted)
    return [
        GridRow(
            article,
            of[0].when,
            tuple(_cell(case, by_case.get((case.pk, article))) for case in page),
            missing.get(article, 0),
        )
        for article, of in articles().items()
        if (article in judged or article in missing)
        and (not wanted.article or wanted.article == article)
    ]


def _missing(wanted: GridFilter) -> Mapping[str, int]:
    """Return how many of all the cases asked for lack each article, whatever page is shown."""
    of_cases = Q(case__bureau__in=wanted.bureaus)
    if wanted.year:
        of_cases &= Q(case__year=wanted.year)
    pairs = (
        CaseState.objects.filter(of_cases, status=Status.MISSING)
        .order_by()
        .values("requirement", "article")
        .annotate(n=Count("pk"))
    )
    found: dict[str, int] = {}
    for row in pairs:
        article = article_of(row["article"])
        found[article] = found.get(article, 0) + row["n"]
    return found


def _cell(case: Case, states: Sequence[CaseState] | None) -> Cell | None:
    if not states:
        return None
    shown = min(states, key=lambda one: _WORST.index(Status(one.status)))
    return Cell(case, shown.status, shown.get_status_display(), shown.requirement)


@dataclass(frozen=True)
class Waiting:
    """Cases whose rows are not of today: not computed yet, or not computable, with the reason."""

    unread: int
    faults: tuple[CaseAgenda, ...]


def waiting(bureaus: Sequence[int]) -> Waiting:
    """Return what the grid cannot show, in two queries: nothing missing must not look as kept."""
    unread = Case.objects.filter(bureau__in=bureaus, agenda=None).count()
    faults = CaseAgenda.objects.filter(case__bureau__in=bureaus).exclude(fault="")
    return Waiting(unread, tuple(faults.select_related("case")[:20]))


def states_of(case: Case, article: str = "") -> list[CaseState]:
    """Return the states of a case, of one article or all, in the order of the requirements."""
    order = {id: place for place, id in enumerate(rows())}
    states = case.states.all()
    if article:
        states = states.filter(requirement__in=ids_of(article))
    return sorted(states, key=lambda one: order.get(one.requirement, len(order)))


def findings_of(case: Case) -> Mapping[str, list[CaseFinding]]:
    """Return the findings of a case by requirement, in one query."""
    found: dict[str, list[CaseFinding]] = {}
    for one in case.findings.all():
        found.setdefault(one.requirement, []).append(one)
    return found
