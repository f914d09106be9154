"""Pages of one activity: recording it, reading it, ending it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from liuhen import clock
from liuhen.cases import actions
from liuhen.cases.access import (
    activity_for_reading,
    case_for_reading,
    demand_officer,
    is_officer_of,
)
from liuhen.cases.actions import Present, Told, demand_recorder
from liuhen.cases.kinds import kind_of
from liuhen.cases.models import Activity, Case
from liuhen.documents.offered import types_for
from liuhen.documents.standing import standings
from liuhen.faults import Invalid
from liuhen.people.actors import Actor
from liuhen.web.cases.forms import ActivityForm, EndForm
from liuhen.web.forms import received, show_fault
from liuhen.web.gate import signed_in


@signed_in("demand_recorder")
def record_page(request: HttpRequest, actor: Actor, case_id: int) -> HttpResponse:
    """Record an activity as it went."""
    case = case_for_reading(actor, case_id)
    kind = request.POST.get("kind") or request.GET.get("kind") or "site_inspection"
    demand_recorder(actor, case, kind_of(kind).code)
    handlers = case.officers.filter(until__isnull=True).values_list("person_id", flat=True)
    initial: dict[str, Any] = {"kind": kind}
    if kind_of(kind).officers:
        initial["officers"] = list(handlers)
    form = ActivityForm(request.POST or None, case=case, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            activity = _record(actor, case, form.cleaned_data)
        except Invalid as fault:
            show_fault(form, fault)
        else:
            messages.success(request, f"「{activity.title}」已记录。")
            return received(redirect("activity", activity.pk), f"activity-{case.pk}")
    return render(
        request,
        "cases/activity_form.html",
        {"case": case, "form": form, "kind": kind_of(kind)},
        status=422 if form.errors else 200,
    )


def _record(actor: Actor, case: Case, data: dict[str, Any]) -> Activity:
    attended = {"yes": True, "no": False}.get(data["party_attended"])
    return actions.record_activity(
        actor,
        case,
        kind=data["kind"],
        title=data["title"],
        started_at=data["started_at"],
        ended_at=data["ended_at"],
        place=data["place"],
        subject=data["subject"],
        present=list(_present(data)),
        told=list(_told(actor, data)),
        party_attended=attended,
        notice_how=data["notice_how"],
        notice_at=data["notice_at"],
        notice_proved=data["notice_proved"],
        on_site_at_enterprise=data["on_site_at_enterprise"],
        purpose=data["purpose"],
        yearly_number=data["yearly_number"],
        late_reason=data["late_reason"],
    )


def _present(data: dict[str, Any]) -> Iterator[Present]:
    for person in data["officers"]:
        yield Present(
            capacity="officer", person=person, certificate_shown=data["certificates_shown"] or None
        )
    for person in data["attendees"]:
        yield Present(capacity="attendee", person=person)
    for capacity in ("recorder", "reviewer"):
        if data[capacity]:
            name = "legal_reviewer" if capacity == "reviewer" else capacity
            yield Present(capacity=name, person=data[capacity])
    for capacity, field in (("party", "party_person"), ("agent", "agent"), ("witness", "witness")):
        if data[field].strip():
            post = data["agent_post"] if capacity == "agent" else ""
            yield Present(capacity=capacity, name=data[field].strip(), post=post)


def _told(actor: Actor, data: dict[str, Any]) -> Iterator[Told]:
    for right in data["rights"]:
        yield Told(
            right=right,
            means=data["rights_means"] or "口头告知并记入笔录",
            by="、".join(p.name for p in data["officers"]) or actor.name,
            at=data["started_at"],
            answer=data["rights_answer"],
        )


@signed_in("activity_for_reading")
def activity_page(request: HttpRequest, actor: Actor, activity_id: int) -> HttpResponse:
    """Show one activity with its people, documents, recordings and evidence."""
    activity = activity_for_reading(actor, activity_id)
    kind = kind_of(activity.kind)
    return render(
        request,
        "cases/activity.html",
        {
            "activity": activity,
            "case": activity.case,
            "kind": kind,
            "participants": activity.participants.order_by("pk"),
            "rights": activity.rights.order_by("pk"),
            "documents": list(
                standings(activity.documents.exclude(state="discarded").order_by("dated", "pk"))
            ),
            "recordings": activity.recordings.order_by("captured_from"),
            "evidence": activity.evidence.order_by("pk"),
            "types": [
                one
                for one in types_for(activity.case.bureau, clock.today())
                if one.code in kind.documents
            ],
            "is_officer": is_officer_of(actor, activity.case) and not activity.case.archived,
        },
    )


@signed_in("demand_officer")
def end_page(request: HttpRequest, actor: Actor, activity_id: int) -> HttpResponse:
    """Record when an activity ended."""
    activity = activity_for_reading(actor, activity_id)
    demand_officer(actor, activity.case, to="记录执法活动")
    form = EndForm(request.POST or None, initial={"ended_at": clock.now()})
    if request.method == "POST" and form.is_valid():
        try:
            actions.end_activity(actor, activity, ended_at=form.cleaned_data["ended_at"])
        except Invalid as fault:
            show_fault(form, fault)
        else:
            messages.success(request, "结束时间已记录。")
            return redirect("activity", activity.pk)
    return render(request, "cases/activity_end.html", {"activity": activity, "form": form})
