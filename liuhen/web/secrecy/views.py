"""Setting a record's class, isolating it, and 「谁看过」."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from liuhen.cases.access import case_for_reading
from liuhen.cases.classing import classify, demand_classifier, demand_isolator, isolate
from liuhen.cases.looks import case_for_tracing, looks_of
from liuhen.cases.models import Case, Classed
from liuhen.cases.secrecy import sight_of
from liuhen.faults import NotFound
from liuhen.people.actors import Actor
from liuhen.regulation.secrecy import words_of
from liuhen.web.gate import signed_in
from liuhen.web.people.entering import entered
from liuhen.web.secrecy.forms import ClassForm, IsolateForm
from liuhen.web.secrecy.page import record_of, record_url

PER_PAGE = 50


@signed_in("demand_classifier")
def class_page(request: HttpRequest, actor: Actor, case_id: int, record: str) -> HttpResponse:
    """Set a record's class with a reason; whoever sets it need not see what it says."""
    case = case_for_reading(actor, case_id)
    demand_classifier(actor, case)
    row = record_of(case, record)
    form = ClassForm(request.POST or None, initial={"secrecy": row.secrecy})
    if request.method == "POST" and entered(form, lambda data: classify(actor, row, **data)):
        messages.success(request, f"密级已标注为「{words_of(form.cleaned_data['secrecy'])}」。")
        return redirect(_onward(actor, row))
    return render(
        request,
        "secrecy/class.html",
        {
            "case": case,
            "form": form,
            "record": record,
            "title": sight_of(actor, case).title(row),
            "now": words_of(row.secrecy),
            "back": _onward(actor, row),
        },
        status=422 if form.errors else 200,
    )


def _onward(actor: Actor, row: Classed) -> str:
    """Back to the record, or to the case for whom the record is out of sight now."""
    row.refresh_from_db()
    hidden = sight_of(actor, row.case).hides(row)
    return f"/cases/{row.case_id}" if hidden else record_url(row)


@signed_in("demand_isolator")
def isolate_page(request: HttpRequest, actor: Actor, case_id: int, record: str) -> HttpResponse:
    """隔离: hide a record from everyone at once."""
    case = case_for_reading(actor, case_id)
    demand_isolator(actor, case)
    row = record_of(case, record)
    form = IsolateForm(request.POST or None)
    if request.method == "POST" and entered(form, lambda data: isolate(actor, row, **data)):
        messages.success(request, "已隔离。请立即通知保密员，按保密部门的要求处置。")
        return redirect("case", case.pk)
    return render(
        request,
        "components/confirm_page.html",
        {
            "title": "隔离误传的材料",
            "kicker": case.title,
            "question": f"隔离「{sight_of(actor, case).title(row)}」？",
            "consequences": [
                "这份材料立即对所有人隐藏，包括办案人员，也不能下载和导出。",
                "隔离以后不能自行撤回，由保密员和审计员两人按规定处置（保守国家秘密法第三十一条）。",
                "隔离的人、时间和理由记入日志。",
            ],
            "confirm_label": "隔离",
            "cancel_url": _onward(actor, row),
            "form": form,
            "danger": True,
        },
        status=422 if form.errors else 200,
    )


@signed_in("case_for_tracing")
def looks_page(request: HttpRequest, actor: Actor, case_id: int) -> HttpResponse:
    """谁看过: who looked at what in a case and when, and what was taken out as a whole."""
    case = case_for_tracing(actor, case_id)
    record = request.GET.get("record", "")
    page = Paginator(looks_of(case, record), PER_PAGE).get_page(request.GET.get("page"))
    titles = _titles(actor, case, {record, *(one.record for one in page)})
    return render(
        request,
        "secrecy/looks.html",
        {
            "case": case,
            "page": page,
            "rows": [(one, titles.get(one.record, one.record)) for one in page],
            "record": titles.get(record, ""),
            "exports": [] if record else case.exports.order_by("-pk"),
        },
    )


def _titles(actor: Actor, case: Case, ids: Iterable[str]) -> dict[str, str]:
    """Name the records as the actor may know them; a masked one is told apart by its id."""
    sight = sight_of(actor, case)
    titles = {}
    for id in ids:
        try:
            row = record_of(case, id)
        except NotFound:
            continue
        hidden = f"（编号 {id}）" if sight.hides(row) else ""
        titles[id] = f"{sight.title(row)}{hidden}"
    return titles
