"""The grid (S8), one case under watch, the findings of the whole bureau, what was not kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from liuhen import clock
from liuhen.agenda.models import CaseFinding, CaseState
from liuhen.agenda.tasks import Link
from liuhen.cases.access import visible_cases
from liuhen.people.actors import Actor
from liuhen.people.models import Bureau, Role
from liuhen.supervision import findings as found
from liuhen.supervision import grid as grids
from liuhen.supervision.access import case_for_watching, watched_bureaus, watches
from liuhen.supervision.keeping import unsound_files
from liuhen.supervision.queries import people_of
from liuhen.web.gate import signed_in
from liuhen.web.links import link_url
from liuhen.web.paging import FirstRows
from liuhen.web.supervision.forms import FindingsForm, GridForm

CASES_PER_PAGE = 8  # columns; more do not fit a screen of 1280
PER_PAGE = 50


def chosen(bureaus: Sequence[Bureau], id: str) -> tuple[int, ...]:
    """Return the ids of the bureaus asked for: the one chosen, else all that are watched."""
    return tuple(one.pk for one in bureaus if id in ("", str(one.pk)))


@signed_in("watched_bureaus")
def grid_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show article by case; an officer is led to their own figures."""
    if not watches(actor) and actor.holds(Role.OFFICER):
        return redirect("assessed-officer", actor.person_id)
    bureaus = watched_bureaus(actor)
    form = GridForm(request.GET, bureaus=bureaus, today=clock.today())
    asked = form.cleaned_data if form.is_valid() else {}
    wanted = grids.GridFilter(
        bureaus=chosen(bureaus, asked.get("bureau", "")),
        year=int(asked["year"]) if asked.get("year") else None,
        status=asked.get("status", ""),
        article=asked.get("article", ""),
    )
    cases = grids.cases_of(wanted).select_related("bureau")
    page = Paginator(cases, CASES_PER_PAGE).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    return render(
        request,
        "supervision/grid.html",
        {
            "form": form,
            "page": page,
            "cases": shown,
            "rows": grids.grid(wanted, shown) if shown else [],
            "waiting": grids.waiting(wanted.bureaus),
            "several": len(bureaus) > 1,
        },
    )


@dataclass(frozen=True)
class StateLine:
    """A requirement in a case: its state, and each gap with whose it is and its page."""

    state: CaseState
    gaps: tuple[tuple[CaseFinding, str, str], ...]


@signed_in("case_for_watching")
def case_page(request: HttpRequest, actor: Actor, case_id: int) -> HttpResponse:
    """Show how each requirement stands in a case, each gap one tap from its page."""
    case = case_for_watching(actor, case_id)
    article = request.GET.get("article", "")
    gaps = grids.findings_of(case)
    readable = visible_cases(actor).filter(pk=case.pk).exists()
    named = found.names([one.person for of in gaps.values() for one in of])
    lines = [
        StateLine(
            state,
            tuple(
                (one, named.get(one.person, one.person), link_url(Link(one.link_kind, one.link_id)))
                for one in gaps.get(state.requirement, ())
            ),
        )
        for state in grids.states_of(case, article)
    ]
    return render(
        request,
        "supervision/case.html",
        {
            "case": case,
            "article": article,
            "lines": lines,
            "readable": readable,
        },
    )


@signed_in("watched_bureaus")
def findings_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List the findings by article, unit, person and case."""
    bureaus = watched_bureaus(actor)
    people = people_of([one.pk for one in bureaus])
    form = FindingsForm(request.GET, bureaus=bureaus, people=people)
    asked = form.cleaned_data if form.is_valid() else {}
    wanted = found.FindingFilter(
        bureaus=chosen(bureaus, asked.get("bureau", "")),
        article=asked.get("article", ""),
        person=asked.get("person"),
        case=asked.get("case", ""),
    )
    paginator = FirstRows(found.findings(wanted), PER_PAGE, found.load)
    page = paginator.get_page(request.GET.get("page"))
    named = found.names([one.person for one in page.object_list])
    return render(
        request,
        "supervision/findings.html",
        {
            "form": form,
            "page": page,
            "more": paginator.more,
            "lines": [(one, named.get(one.person, one.person)) for one in page.object_list],
            "articles": found.by_article(wanted),
            "bureaus": found.by_bureau(wanted, bureaus),
            "people": found.by_person(wanted, list(people)),
        },
    )


@signed_in("watched_bureaus")
def keeping_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show late storage, late archiving and files that are missing or damaged (第三十条（二）)."""
    ids = [one.pk for one in watched_bureaus(actor)]
    storing = Paginator(found.overdue(ids, found.STORING), PER_PAGE)
    archiving = Paginator(found.overdue(ids, found.ARCHIVING), PER_PAGE)
    return render(
        request,
        "supervision/keeping.html",
        {
            "storing": storing.get_page(request.GET.get("page")),
            "archiving": archiving.get_page(request.GET.get("archiving")),
            "files": unsound_files(ids),
        },
    )
