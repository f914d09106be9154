"""Recordings: the list with its deadlines, taking files in, playing one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from liuhen.cases.access import case_for_reading, demand_officer, is_officer_of
from liuhen.cases.classing import check_intake
from liuhen.cases.looks import note_look
from liuhen.cases.models import Activity, Case
from liuhen.cases.secrecy import sight_of
from liuhen.evidence import actions
from liuhen.evidence.access import recording_for_reading
from liuhen.evidence.models import Recording
from liuhen.faults import Conflict, Invalid, NotFound
from liuhen.people.acting import acting
from liuhen.people.actors import Actor
from liuhen.vault import uploads
from liuhen.vault.ranges import range_response
from liuhen.web.forms import received, show_fault
from liuhen.web.gate import signed_in
from liuhen.web.recordings.forms import RecordingForm
from liuhen.web.recordings.intake import Arrived, arrived, held_uploads, unfinished_of
from liuhen.web.recordings.page import player_of, recordings_view
from liuhen.web.secrecy.page import guarded


@signed_in("case_for_reading")
def case_recordings(request: HttpRequest, actor: Actor, case_id: int) -> HttpResponse:
    """List the recordings of a case, each with the day by which it had to be stored."""
    case = case_for_reading(actor, case_id)
    view = recordings_view(case)
    rows = [
        (one, view.due(one), len(view.findings(one)))
        for one in case.recordings.select_related("activity").order_by("captured_from", "pk")
    ]
    return render(
        request,
        "recordings/list.html",
        {
            "case": case,
            "rows": rows,
            "is_officer": is_officer_of(actor, case) and not case.archived,
        },
    )


@signed_in("demand_officer")
def new_page(request: HttpRequest, actor: Actor, case_id: int) -> HttpResponse:
    """音像入库: files come by pieces while the form is filled, then become recordings together."""
    case = case_for_reading(actor, case_id)
    demand_officer(actor, case, to="登记音像记录")
    activities = list(case.activities.order_by("-started_at"))
    form = RecordingForm(
        request.POST or None,
        activities=[(str(one.pk), str(one)) for one in activities],
        initial=_known(request, actor, activities),
    )
    ids = request.POST.getlist("upload")
    if request.method == "POST" and form.is_valid():
        try:
            check_intake(form.cleaned_data["secrecy"], content=True)
            taken = list(arrived(actor, ids, request.FILES.getlist("file")))
            made = _register(actor, case, form, taken, _chosen(activities, form))
        except Invalid as fault:
            show_fault(form, fault)
        else:
            messages.success(request, f"已入库 {len(made)} 个文件，两端校验值一致。")
            key = f"recording-{case.pk}"
            if len(made) == 1 and not sight_of(actor, case).hides(made[0]):
                return received(redirect("recording", made[0].pk), key)
            return received(redirect("case-recordings", case.pk), key)
    return render(
        request,
        "recordings/new.html",
        {
            "case": case, "form": form, "limit": uploads.limit(),
            "held": held_uploads(actor, ids), "left": unfinished_of(actor),
        },
        status=422 if form.errors else 200,
    )  # fmt: skip


def _known(request: HttpRequest, actor: Actor, activities: list[Activity]) -> dict[str, Any]:
    wanted = request.GET.get("activity", "")
    known: dict[str, Any] = {"activity": wanted, "maker": actor.name}
    for one in activities:
        if str(one.pk) == wanted:
            known |= {"captured_from": one.started_at, "captured_to": one.ended_at}
    return known


def _chosen(activities: list[Activity], form: RecordingForm) -> Activity | None:
    wanted = form.cleaned_data["activity"]
    return next((one for one in activities if str(one.pk) == wanted), None)


def _register(
    actor: Actor,
    case: Case,
    form: RecordingForm,
    taken: list[Arrived],
    activity: Activity | None,
) -> list[Recording]:
    """Make all files recordings, or none: the error names the file that stands in the way.

    A form sent twice finds its uploads registered already and says so again.
    """
    if not taken:
        raise Invalid("请选择文件。", {"file": "请选择要入库的照片、录音或者录像。"})
    ids = [one.upload_id for one in taken if one.upload_id]
    known = {one.upload_id: one for one in case.recordings.filter(upload_id__in=ids)}
    made = []
    with acting(actor):
        for place, one in enumerate(taken, start=1):
            if one.upload_id in known:
                made.append(known[one.upload_id])
                continue
            try:
                recording = actions.register_recording(
                    actor, case, form.capture(place, len(taken)), stored=one.stored,
                    activity=activity, upload_id=one.upload_id, file_name=one.name,
                    late_reason=form.cleaned_data["late_reason"],
                )  # fmt: skip
            except Conflict as fault:
                raise Invalid(f"“{one.name}”：{fault.message}") from fault
            except Invalid as fault:
                told = fault.fields or {"file": f"“{one.name}”：{fault.message}"}
                raise Invalid(f"“{one.name}”没有入库：{fault.message}", told) from fault
            made.append(recording)
    return made


@signed_in("recording_for_reading")
def recording_page(request: HttpRequest, actor: Actor, recording_id: int) -> HttpResponse:
    """Play a recording and show what is known of it; the look goes into the ledger."""
    recording = recording_for_reading(actor, recording_id)
    note_look(actor, recording)
    view = recordings_view(recording.case)
    return render(
        request,
        "recordings/recording.html",
        {
            "recording": recording,
            "case": recording.case,
            "player": player_of(recording),
            "due": view.due(recording),
            "findings": view.findings(recording),
            "text": view.text_document(recording),
            "evidence": recording.as_evidence.order_by("pk"),
            "guarded": guarded(actor, recording),
            "is_officer": is_officer_of(actor, recording.case) and not recording.case.archived,
        },
    )


@signed_in("recording_for_reading")
def recording_file(request: HttpRequest, actor: Actor, recording_id: int) -> HttpResponseBase:
    """Send the bytes, whole or in part; whoever fetches them has looked at the recording."""
    recording = recording_for_reading(actor, recording_id)
    if recording.stored_where != Recording.Where.PLATFORM:
        raise NotFound(
            f"原件存放在{recording.storage_place}，由{recording.keeper}保管，这里只有登记。"
        )
    name = recording.file_name or recording.title
    download = "download" in request.GET
    note_look(actor, recording, copied=download)
    return range_response(
        request, recording.file_sha256, recording.file_media, name, download=download
    )


@signed_in("本人的上传")
def my_uploads(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List one's own uploads that are not complete."""
    return render(request, "recordings/uploads.html", {"left": unfinished_of(actor)})
