"""补写迟延原因."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from liuhen.cases.access import case_for_reading, demand_officer
from liuhen.people.actors import Actor
from liuhen.procedure.lateness import explain_lateness, late_record
from liuhen.web.forms import PageForm
from liuhen.web.gate import signed_in
from liuhen.web.links import subject_url
from liuhen.web.people.entering import entered

_LISTS = {
    "a": "activities", "d": "documents", "r": "recordings", "e": "evidence", "m": "approvals",
    "s": "deliveries",
}  # fmt: skip


class LateForm(PageForm):
    """Why a record came late."""

    reason = forms.CharField(
        label="迟延的原因",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="第三条：补录的写明谁、何时、为什么。写上以后不能改写。",
    )


@signed_in("demand_officer")
def late_page(request: HttpRequest, actor: Actor, case_id: int, record: str) -> HttpResponse:
    """Write the reason of a record that came late."""
    case = case_for_reading(actor, case_id)
    demand_officer(actor, case, to="补写迟延原因")
    row = late_record(case, record)
    back = subject_url(case.pk, f"{_LISTS[record[0]]}/{record}")
    form = LateForm(request.POST or None)
    if request.method == "POST" and entered(
        form, lambda data: explain_lateness(actor, case, row, **data)
    ):
        messages.success(request, "迟延原因已写明，附在记录旁边。")
        return redirect(back)
    return render(
        request,
        "lateness/late.html",
        {"case": case, "row": row, "form": form, "back": back, "back_label": "这项记录"},
        status=422 if form.errors else 200,
    )
