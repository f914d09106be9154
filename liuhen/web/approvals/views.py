"""Approvals: what waits, one matter on one screen, taking it back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from liuhen.approvals.access import matter_for_reading
from liuhen.approvals.kinds import all_matter_kinds
from liuhen.approvals.models import Matter
from liuhen.approvals.queries import submitted_by, waiting_for
from liuhen.cases.access import case_for_reading
from liuhen.cases.looks import note_look
from liuhen.faults import Conflict, Fault, Invalid, Missing, Refused
from liuhen.people.actors import Actor
from liuhen.procedure import steps
from liuhen.procedure.compile import compile_case
from liuhen.web.approvals.forms import USUAL_WORDS, VerdictForm, WithdrawForm
from liuhen.web.approvals.page import matter_view, missing_after, review_lines, turn_of
from liuhen.web.cases.lines import MissingLine, may_of, missing_lines
from liuhen.web.formats import local
from liuhen.web.forms import received, show_fault
from liuhen.web.gate import signed_in


def _named(matters: Any) -> list[tuple[Matter, str]]:
    return [(one, all_matter_kinds()[one.kind].label) for one in matters]


@signed_in("waiting_for")
def approval_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List what waits for this person, and what the person handed in."""
    return render(
        request,
        "approvals/list.html",
        {
            "waiting": _named(waiting_for(actor)) if actor.bureau_id else [],
            "submitted": _named(submitted_by(actor)),
        },
    )


@signed_in("case_for_reading")
def case_approvals(request: HttpRequest, actor: Actor, case_id: int) -> HttpResponse:
    """List the matters of a case with every step."""
    case = case_for_reading(actor, case_id)
    matters = case.matters.select_related("document").prefetch_related("steps").order_by("-pk")
    return render(request, "approvals/case.html", {"case": case, "matters": _named(matters)})


@signed_in("matter_for_reading")
def matter_page(request: HttpRequest, actor: Actor, matter_id: int) -> HttpResponse:
    """Show one matter; the person whose turn it is gives a verdict."""
    matter = matter_for_reading(actor, matter_id)
    note_look(actor, matter.document)  # the page shows what the form says
    form = VerdictForm(request.POST or None, initial={"words": USUAL_WORDS})
    fault: Fault | None = None
    if request.method == "POST" and form.is_valid():
        try:
            matter = steps.give_verdict(actor, matter, **form.cleaned_data)
        except Invalid as invalid:
            show_fault(form, invalid)
        except (Conflict, Refused) as other:
            fault = other
            matter.refresh_from_db()
        else:
            return _given(request, actor, matter)
    return _matter_page(request, actor, matter, form, fault)


def _matter_page(
    request: HttpRequest, actor: Actor, matter: Matter, form: VerdictForm, fault: Fault | None
) -> HttpResponse:
    casefile = compile_case(matter.case)
    turn = turn_of(actor, matter)

    def lines(missing: tuple[Missing, ...]) -> list[MissingLine]:
        ref, may = f"documents/d{matter.document_id}", may_of(actor, matter.case)
        return missing_lines(matter.case, casefile, missing, ref, may)

    queue = list(waiting_for(actor).values_list("pk", flat=True)) if actor.bureau_id else []
    return render(
        request,
        "approvals/matter.html",
        {
            "matter": matter,
            "case": matter.case,
            "view": matter_view(matter, casefile),
            "steps": matter.steps.order_by("taken_at", "pk"),
            "reviews": review_lines(casefile),
            "discussions": casefile.discussions,
            "missing": lines(missing_after(matter, casefile)),
            "recordings": matter.case.recordings.count(),
            "turn": turn,
            "turn_missing": lines(turn.missing),
            "open": matter.state in Matter.OPEN,
            "words": ("退回", "不同意", _agreeing(matter)),
            "mine": matter.handler_id == actor.person_id,
            "place": queue.index(matter.pk) + 1 if matter.pk in queue else 0,
            "queue": len(queue),
            "form": form,
            "fault": fault,
            "fault_missing": lines(fault.missing) if isinstance(fault, Refused) else [],
        },
        status=409 if fault else 422 if form.errors else 200,
    )


def _agreeing(matter: Matter) -> str:
    return "批准" if matter.state == Matter.State.WITH_APPROVER else "同意"


def _given(request: HttpRequest, actor: Actor, matter: Matter) -> HttpResponse:
    """Say what became of it, and go on to the next matter that waits."""
    last = matter.steps.order_by("-pk")[0]
    messages.success(
        request,
        f"「{matter.document.title}」{local(last.taken_at):%H:%M} 已记录"
        f"「{last.get_verdict_display()}」，现在是「{matter.get_state_display()}」。",
    )
    following = waiting_for(actor).first()
    answer = redirect("approval", following.pk) if following else redirect("approval-list")
    return received(answer, f"approval-{matter.pk}")


@signed_in("matter_for_reading")
def withdraw_page(request: HttpRequest, actor: Actor, matter_id: int) -> HttpResponse:
    """撤回: only the handler, only while nobody has closed the matter."""
    matter = matter_for_reading(actor, matter_id)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        steps.withdraw(actor, matter, words=form.cleaned_data["words"])
        messages.success(request, f"「{matter.document.title}」已撤回，可以修改后重新提交。")
        return redirect("document", matter.document_id)
    return render(
        request,
        "components/confirm_page.html",
        {
            "title": "撤回审批",
            "kicker": matter.case.title,
            "question": f"撤回「{matter.document.title}」？",
            "consequences": ["文书重新打开，可以修改。", "撤回和原因记入审批记录，不会消失。"],
            "confirm_label": "撤回",
            "cancel_url": f"/approvals/{matter.pk}",
            "form": form,
        },
        status=422 if form.errors else 200,
    )
