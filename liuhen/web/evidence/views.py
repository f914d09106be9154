"""The evidence register, one piece, and taking one in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from liuhen.cases.access import case_for_reading, demand_officer, is_officer_of
from liuhen.cases.classing import check_intake
from liuhen.cases.looks import note_look
from liuhen.cases.models import Case
from liuhen.cases.secrecy import sight_of
from liuhen.evidence import actions
from liuhen.evidence.access import evidence_for_reading
from liuhen.faults import Invalid, NotFound
from liuhen.people.actors import Actor
from liuhen.procedure.compile import compile_case
from liuhen.regulation.casefile import CaseFile
from liuhen.vault.ranges import range_response
from liuhen.web.evidence.forms import EvidenceForm
from liuhen.web.evidence.precedence import precedence_view
from liuhen.web.forms import received, show_fault
from liuhen.web.gate import signed_in
from liuhen.web.recordings.intake import stored_from
from liuhen.web.secrecy.page import guarded


@signed_in("case_for_reading")
def case_evidence(request: HttpRequest, actor: Actor, case_id: int) -> HttpResponse:
    """List the evidence of a case with what each piece is traced to."""
    case = case_for_reading(actor, case_id)
    casefile = _casefile(actor, case)
    records = _records(casefile)
    rows = [
        (one, records.get(one.pk))
        for one in case.evidence.select_related("recording", "activity").order_by(
            "collected_at", "pk"
        )
    ]
    return render(
        request,
        "evidence/list.html",
        {
            "case": case,
            "rows": rows,
            "precedence": precedence_view(case, casefile),
            "is_officer": is_officer_of(actor, case) and not case.archived,
        },
    )


def _casefile(actor: Actor, case: Case) -> CaseFile:
    """Return the case file as the actor may know it."""
    return sight_of(actor, case).masked(compile_case(case))


def _records(casefile: CaseFile) -> dict[int, tuple[int, str]]:
    """Return by piece the document that records it: id and title."""
    titles = {one.id: one.title for one in casefile.documents}
    return {
        int(one.id[1:]): (int(one.document[1:]), titles[one.document])
        for one in casefile.evidence
        if one.document in titles
    }


@signed_in("demand_officer")
def new_page(request: HttpRequest, actor: Actor, case_id: int) -> HttpResponse:
    """Enter a piece of evidence, with a photograph, scan or file where there is one."""
    case = case_for_reading(actor, case_id)
    demand_officer(actor, case, to="登记证据")
    activities = {str(one.pk): one for one in case.activities.order_by("-started_at")}
    recordings = {str(one.pk): one for one in case.recordings.order_by("-captured_from")}
    sight = sight_of(actor, case)
    form = EvidenceForm(
        request.POST or None,
        activities=[(pk, str(one)) for pk, one in activities.items()],
        recordings=[(pk, sight.title(one)) for pk, one in recordings.items()],
        initial=_known(request),
    )
    if request.method == "POST" and form.is_valid():
        file = request.FILES.get("file")
        try:
            check_intake(form.cleaned_data["secrecy"], content=file is not None)
            item = actions.register_evidence(
                actor, case, form.piece(),
                activity=activities.get(form.cleaned_data["activity"]),
                recording=recordings.get(form.cleaned_data["recording"]),
                stored=stored_from(file) if file else None,
                late_reason=form.cleaned_data["late_reason"],
            )  # fmt: skip
        except Invalid as fault:
            show_fault(form, fault)
        else:
            messages.success(request, f"证据「{item.name}」已登记。")
            hidden = sight_of(actor, case).hides(item)  # an informant's, whoever brought it in
            onward = redirect("case-evidence", case.pk) if hidden else redirect("evidence", item.pk)
            return received(onward, f"evidence-{case.pk}")
    return render(
        request,
        "evidence/new.html",
        {"case": case, "form": form},
        status=422 if form.errors else 200,
    )


def _known(request: HttpRequest) -> dict[str, Any]:
    return {
        "activity": request.GET.get("activity", ""),
        "recording": request.GET.get("recording", ""),
        "kind": "audiovisual" if request.GET.get("recording") else "",
    }


@signed_in("evidence_for_reading")
def item_page(request: HttpRequest, actor: Actor, item_id: int) -> HttpResponse:
    """Show a piece of evidence with its file; the look goes into the ledger."""
    item = evidence_for_reading(actor, item_id)
    note_look(actor, item)
    return render(
        request,
        "evidence/item.html",
        {
            "item": item,
            "case": item.case,
            "record": _records(_casefile(actor, item.case)).get(item.pk),
            "guarded": guarded(actor, item),
            "is_picture": item.file_media in ("image/jpeg", "image/png", "image/webp"),
        },
    )


@signed_in("evidence_for_reading")
def item_file(request: HttpRequest, actor: Actor, item_id: int) -> HttpResponseBase:
    """Send the bytes of a piece of evidence, whole or in part."""
    item = evidence_for_reading(actor, item_id)
    if not item.file_sha256:
        raise NotFound("这份证据没有上传文件。")
    download = "download" in request.GET
    note_look(actor, item, copied=download)
    return range_response(request, item.file_sha256, item.file_media, item.name, download=download)
