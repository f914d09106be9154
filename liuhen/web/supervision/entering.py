"""Breaches and outcomes: the lists, a new entry, correction, withdrawal."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from liuhen.cases.models import Case
from liuhen.people.actors import Actor
from liuhen.people.models import Bureau, Role
from liuhen.supervision import actions, queries
from liuhen.supervision.access import (
    breach_for_watching,
    demand_entering,
    outcome_for_watching,
    watched_bureaus,
)
from liuhen.supervision.actions import BreachFacts, OutcomeFacts
from liuhen.web.gate import signed_in
from liuhen.web.people.entering import entered
from liuhen.web.supervision.forms import BreachForm, CorrectionForm, OutcomeForm, ReasonForm

PER_PAGE = 30


def _may_enter(actor: Actor) -> bool:
    return actor.holds(Role.SUPERVISOR, Role.HEAD)


def _entering_for(actor: Actor, *, to: str) -> list[Bureau]:
    bureaus = watched_bureaus(actor)
    demand_entering(actor, bureaus[0], to=to)
    return bureaus


def _offered(bureaus: list[Bureau]) -> dict[str, Any]:
    """Return the people and cases that a form of these bureaus offers."""
    ids = [one.pk for one in bureaus]
    cases = Case.objects.filter(bureau__in=ids).order_by("-year", "-serial", "pk")
    return {"people": queries.people_of(ids), "cases": cases}


@signed_in("watched_bureaus")
def breaches_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List the breaches entered by hand, newest first."""
    ids = [one.pk for one in watched_bureaus(actor)]
    page = Paginator(queries.breaches(ids), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "may_enter": _may_enter(actor)}
    return render(request, "supervision/breaches.html", context)


@signed_in("demand_entering")
def new_breach_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Enter a breach."""
    bureaus = _entering_for(actor, to="登记违反情形")
    form = BreachForm(
        request.POST or None, **_offered(bureaus), initial={"case": request.GET.get("case")}
    )

    def save(data: dict[str, Any]) -> object:
        return actions.record_breach(actor, data["person"].bureau, BreachFacts(**data))

    if request.method == "POST" and entered(form, save):
        messages.success(request, "违反情形已登记，计入考核。")
        return redirect("breaches")
    return render(
        request,
        "supervision/breach_form.html",
        {"form": form, "title": "登记违反情形", "back": "/supervision/breaches"},
        status=422 if form.errors else 200,
    )


@signed_in("breach_for_watching")
def breach_page(request: HttpRequest, actor: Actor, breach_id: int) -> HttpResponse:
    """Show one breach with its history and what came of it."""
    breach = breach_for_watching(actor, breach_id)
    return render(
        request,
        "supervision/breach.html",
        {
            "breach": breach,
            "withdrawal": getattr(breach, "withdrawal", None),
            "corrected_by": getattr(breach, "corrected_by", None),
            "outcomes": breach.outcomes.select_related("withdrawal"),
            "may_enter": _may_enter(actor),
        },
    )


@signed_in("breach_for_watching, demand_entering")
def correct_breach_page(request: HttpRequest, actor: Actor, breach_id: int) -> HttpResponse:
    """Enter a breach anew in place of a wrong one."""
    breach = breach_for_watching(actor, breach_id)
    demand_entering(actor, breach.bureau, to="更正违反情形")
    stood = {
        name: getattr(breach, name)
        for name in (
            "person",
            "kind",
            "article",
            "occurred_on",
            "what",
            "consequence",
            "severe",
            "case",
        )
    }
    form = CorrectionForm(request.POST or None, **_offered([breach.bureau]), initial=stood)

    def save(data: dict[str, Any]) -> object:
        reason = data.pop("reason")
        return actions.correct_breach(actor, breach, BreachFacts(**data), reason=reason)

    if request.method == "POST" and entered(form, save):
        messages.success(request, "已更正。原来的登记保留，注明更正理由。")
        return redirect("breaches")
    return render(
        request,
        "supervision/breach_form.html",
        {"form": form, "title": "更正违反情形", "back": f"/supervision/breaches/{breach.pk}"},
        status=422 if form.errors else 200,
    )


@signed_in("breach_for_watching, demand_entering")
def withdraw_breach_page(request: HttpRequest, actor: Actor, breach_id: int) -> HttpResponse:
    """Take a breach back."""
    breach = breach_for_watching(actor, breach_id)
    demand_entering(actor, breach.bureau, to="撤回违反情形")
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and entered(
        form, lambda data: actions.withdraw_breach(actor, breach, reason=data["reason"])
    ):
        messages.success(request, "已撤回，不再计入考核。")
        return redirect("breach", breach.pk)
    return _confirm(
        request,
        form=form,
        title="撤回违反情形",
        question=f"撤回对{breach.person_name}的这条登记（{breach.article}）？",
        cancel_url=f"/supervision/breaches/{breach.pk}",
    )


@signed_in("watched_bureaus")
def outcomes_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List what came of breaches and findings, newest first."""
    ids = [one.pk for one in watched_bureaus(actor)]
    page = Paginator(queries.outcomes(ids), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "may_enter": _may_enter(actor)}
    return render(request, "supervision/outcomes.html", context)


@signed_in("demand_entering")
def new_outcome_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Enter an outcome."""
    bureaus = _entering_for(actor, to="登记责任追究")
    ids = [one.pk for one in bureaus]
    form = OutcomeForm(
        request.POST or None,
        **_offered(bureaus),
        bureaus=Bureau.objects.filter(pk__in=ids).order_by("pk"),
        breaches=queries.breaches(ids).filter(withdrawal=None),
        initial={
            "bureau": bureaus[-1].pk,
            "breach": request.GET.get("breach"),
            "article": "第三十一条",
        },
    )

    def save(data: dict[str, Any]) -> object:
        bureau = data.pop("bureau")
        return actions.record_outcome(actor, bureau, OutcomeFacts(**data))

    if request.method == "POST" and entered(form, save):
        messages.success(request, "责任追究结果已登记。")
        return redirect("outcomes")
    return render(
        request, "supervision/outcome_form.html", {"form": form}, status=422 if form.errors else 200
    )


@signed_in("outcome_for_watching, demand_entering")
def withdraw_outcome_page(request: HttpRequest, actor: Actor, outcome_id: int) -> HttpResponse:
    """Take an outcome back."""
    outcome = outcome_for_watching(actor, outcome_id)
    demand_entering(actor, outcome.bureau, to="撤回责任追究")
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and entered(
        form, lambda data: actions.withdraw_outcome(actor, outcome, reason=data["reason"])
    ):
        messages.success(request, "已撤回。")
        return redirect("outcomes")
    return _confirm(
        request,
        form=form,
        title="撤回责任追究",
        question=f"撤回对{outcome.person_name or outcome.bureau.name}的这条登记（{outcome.document}）？",
        cancel_url="/supervision/outcomes",
    )


def _confirm(request: HttpRequest, *, form: ReasonForm, **context: Any) -> HttpResponse:
    return render(
        request,
        "components/confirm_page.html",
        {
            "form": form,
            "consequences": ["登记不会消失：它注明撤回的人、时间和理由，仍可查看。"],
            "confirm_label": "撤回",
            **context,
        },
        status=422 if form.errors else 200,
    )
