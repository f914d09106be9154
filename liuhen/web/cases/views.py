"""The list of cases, the case page (S2) and what hangs on it."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from liuhen import clock
from liuhen.cases import actions
from liuhen.cases.access import case_for_reading, demand_officer, is_officer_of
from liuhen.cases.actions import PartyFacts
from liuhen.cases.looks import may_trace
from liuhen.cases.models import Case
from liuhen.cases.queries import CaseFilter, list_cases, state_label, with_parties
from liuhen.cases.secrecy import sight_of
from liuhen.faults import Invalid
from liuhen.ledger.models import LedgerEntry
from liuhen.people.actions import code_warning
from liuhen.people.actors import Actor
from liuhen.people.models import Person, Role
from liuhen.procedure.compile import compile_case
from liuhen.procedure.reprint import FACTS, OFFICERS
from liuhen.regulation.pack import evaluate
from liuhen.web.cases.forms import CaseFilterForm, FactsForm, OfficerForm, OpenForm
from liuhen.web.cases.lines import may_of
from liuhen.web.cases.page import case_view
from liuhen.web.cases.trail import trail
from liuhen.web.documents.reprint import printings
from liuhen.web.forms import received, show_fault
from liuhen.web.gate import signed_in
from liuhen.web.paging import FirstRows

PER_PAGE = 20


@signed_in("visible_cases")
def case_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List the cases that the person may see; the filters stand in the address."""
    form = CaseFilterForm(request.GET or None)
    wanted = CaseFilter()
    if form.is_valid():
        wanted = CaseFilter(
            text=form.cleaned_data["text"],
            state=form.cleaned_data["state"],
            year=form.cleaned_data["year"],
        )
    pages = FirstRows(list_cases(actor, wanted), PER_PAGE, with_parties)
    page = pages.get_page(request.GET.get("page"))
    rows = [
        (case, case.parties.all()[0] if case.parties.all() else None, state_label(case))
        for case in page
    ]
    return render(
        request,
        "cases/list.html",
        {"form": form, "page": page, "rows": rows, "may_open": actor.holds(Role.OFFICER)},
    )


@signed_in("执法人员")
def open_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Open a case."""
    actor.demand(Role.OFFICER, to="登记案件")
    colleagues = (
        Person.objects.filter(bureau_id=actor.bureau_id, posts__role=Role.OFFICER, is_active=True)
        .exclude(pk=actor.person_id)
        .distinct()
        .order_by("pk")
    )
    form = OpenForm(request.POST or None, colleagues=colleagues, initial={"opened_at": clock.now()})
    if request.method == "POST" and form.is_valid():
        try:
            case = _open(actor, form)
        except Invalid as fault:
            show_fault(form, fault)
        else:
            warning = code_warning(form.cleaned_data["party_code"])
            if warning:
                messages.warning(request, warning)
            messages.success(request, f"案件 {case.number} 已登记。")
            return received(redirect("case", case.pk), "case-new")
    return render(request, "cases/open.html", {"form": form}, status=422 if form.errors else 200)


def _open(actor: Actor, form: OpenForm) -> Case:
    data = form.cleaned_data
    return actions.open_case(
        actor,
        title=data["title"],
        cause=data["cause"],
        opened_at=data["opened_at"],
        party=PartyFacts(
            kind=data["party_kind"],
            name=data["party_name"],
            code=data["party_code"].upper(),
            address=data["party_address"],
            representative=data["representative"],
            phone=data["phone"],
            agent=data["agent"],
            agent_post=data["agent_post"],
        ),
        co_handlers=[data["co_handler"]] if data["co_handler"] else [],
        violation=data["violation"],
        conduct_ended_on=data["conduct_ended_on"],
        discovered_on=data["discovered_on"],
        late_reason=data["late_reason"],
    )


@signed_in("case_for_reading")
def case_page(request: HttpRequest, actor: Actor, case_id: int) -> HttpResponse:
    """Show the case: where it stands, what is missing, what comes next, the time line."""
    case = case_for_reading(actor, case_id)
    casefile = sight_of(actor, case).masked(compile_case(case))
    evaluation = evaluate(casefile, clock.today())
    return render(
        request,
        "cases/case.html",
        {
            "case": case,
            "view": case_view(case, casefile, evaluation, may_of(actor, case)),
            "is_officer": is_officer_of(actor, case) and not case.archived,
            "is_archivist": actor.holds(Role.ARCHIVIST) and actor.bureau_id == case.bureau_id,
        },
    )


@signed_in("demand_officer")
def facts_page(request: HttpRequest, actor: Actor, case_id: int) -> HttpResponse:
    """Change the days of the limitation period and the complexity."""
    case = case_for_reading(actor, case_id)
    demand_officer(actor, case, to="修改案件信息")
    initial = {
        "conduct_ended_on": case.conduct_ended_on,
        "discovered_on": case.discovered_on,
        "complex": case.complex,
    }
    form = FactsForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.amend_facts(actor, case, **form.cleaned_data)
        messages.success(request, "案件信息已修改，修改已记入日志。")
        return redirect(_after_change(actor, case, FACTS), case.pk)
    return render(
        request,
        "cases/facts.html",
        {"case": case, "form": form, "printings": printings(actor, case, FACTS)},
    )


def _after_change(actor: Actor, case: Case, sources: Sequence[str]) -> str:
    """Name the page that follows: the documents that now say something else, if there are any."""
    moved = any(one.moved for one in printings(actor, case, sources))
    return "case-printed" if moved else "case"


@signed_in("demand_officer")
def officer_page(request: HttpRequest, actor: Actor, case_id: int) -> HttpResponse:
    """Show the officers and add one."""
    case = case_for_reading(actor, case_id)
    demand_officer(actor, case, to="增加办案人员")
    colleagues = (
        Person.objects.filter(bureau_id=case.bureau_id, posts__role=Role.OFFICER, is_active=True)
        .exclude(pk__in=case.officers.filter(until__isnull=True).values("person_id"))
        .distinct()
    )
    form = OfficerForm(request.POST or None, colleagues=colleagues)
    if request.method == "POST" and form.is_valid():
        row = actions.add_officer(actor, case, form.cleaned_data["person"])
        messages.success(request, f"{row.name}已加为协办人。")
        return redirect(_after_change(actor, case, OFFICERS), case.pk)
    return render(
        request,
        "cases/officers.html",
        {
            "case": case,
            "form": form,
            "officers": case.officers.order_by("pk"),
            "printings": printings(actor, case, OFFICERS),
        },
    )


@signed_in("case_for_reading")
def moved_page(request: HttpRequest, actor: Actor, case_id: int) -> HttpResponse:
    """时限变动: every day a deadline came, moved, became firm or went, newest first."""
    case = case_for_reading(actor, case_id)
    moves = case.deadline_history.order_by("-pk")
    page = Paginator(moves, 50).get_page(request.GET.get("page"))
    return render(request, "cases/moves.html", {"case": case, "page": page})


@signed_in("case_for_reading")
def log_page(request: HttpRequest, actor: Actor, case_id: int) -> HttpResponse:
    """操作留痕: the case's entries in the ledger."""
    case = case_for_reading(actor, case_id)
    page = Paginator(
        LedgerEntry.objects.filter(case_id=case.stream).order_by("-cseq"), 50
    ).get_page(request.GET.get("page"))
    return render(
        request,
        "cases/log.html",
        {
            "case": case,
            "page": page,
            "lines": list(trail(page)),
            "may_trace": may_trace(actor, case),
        },
    )
