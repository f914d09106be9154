"""案卷库 and the archive page of a case (S7): contents, gaps, 归档, volumes, package."""

from __future__ import annotations

import errno
from pathlib import Path
from tempfile import TemporaryDirectory

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from liuhen import clock
from liuhen.archive.access import demand_archivist, demand_sight_of_volume
from liuhen.archive.actions import archive_case, export_case
from liuhen.archive.keeping import keeping
from liuhen.archive.models import ArchivedCase, Volume
from liuhen.cases.access import case_for_reading, visible_cases
from liuhen.cases.models import Case
from liuhen.faults import Conflict, Invalid, NotFound
from liuhen.people.actors import Actor
from liuhen.people.models import Role
from liuhen.vault.ranges import range_response
from liuhen.web.archive.forms import ArchiveForm, ExportForm
from liuhen.web.archive.page import (
    archived_cases,
    by_article,
    gap_approvals,
    gap_lines,
    hindrance,
    volumes_for,
    waiting_lines,
)
from liuhen.web.cases.lines import GapLine
from liuhen.web.forms import show_fault
from liuhen.web.gate import signed_in

PER_PAGE = 20


@signed_in("visible_cases")
def archive_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List the closed cases that wait and the archived ones."""
    cases = visible_cases(actor)
    page = Paginator(archived_cases(cases), PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "archive/list.html",
        {"waiting": waiting_lines(cases, clock.today()), "page": page},
    )


def _may_archive(actor: Actor, case: Case) -> bool:
    return actor.holds(Role.ARCHIVIST) and actor.bureau_id == case.bureau_id


@signed_in("case_for_reading, demand_archivist")
def case_archive_page(request: HttpRequest, actor: Actor, case_id: int) -> HttpResponse:
    """Show the volumes and what is missing; the archivist archives here."""
    case = case_for_reading(actor, case_id)
    gaps = [] if case.archived else gap_lines(actor, case)
    approvals = gap_approvals(case)
    form = ArchiveForm(
        request.POST or None,
        approvals=approvals,
        initial={
            "retention": keeping().retention_of(case.procedure),
            "gap_approval": approvals.last() if gaps else None,
        },
    )
    if request.method == "POST":
        demand_archivist(actor, case, to="归档")
        if form.is_valid() and _archived(request, actor, case, form):
            return redirect("case-archive", case.pk)
    return render(
        request,
        "archive/case.html",
        _context(actor, case, form, gaps),
        status=422 if form.errors else 200,
    )


def _context(actor: Actor, case: Case, form: ArchiveForm, gaps: list[GapLine]) -> dict[str, object]:
    volumes = volumes_for(actor, case)
    return {
        "case": case,
        "form": form,
        "gaps": gaps,
        "groups": by_article(gaps),
        "volumes": volumes,
        "archive": ArchivedCase.objects.filter(case=case).first(),
        "main": next((one for one in volumes if one.kind == Volume.Kind.MAIN), None),
        "hindrance": hindrance(case, len(gaps), gap_approvals(case).count()),
        "is_archivist": _may_archive(actor, case),
        "export": ExportForm(),
        "exports": case.exports.all(),
        "recordings": case.recordings.count(),
    }


def _archived(request: HttpRequest, actor: Actor, case: Case, form: ArchiveForm) -> bool:
    data = form.cleaned_data
    try:
        done = archive_case(
            actor, case, gap_approval=data["gap_approval"], retention=data["retention"]
        )
    except Invalid as fault:
        show_fault(form, fault)
        return False
    messages.success(request, f"本案已归档，归档号 {done.archive_number}。从现在起任何人不得修改。")
    return True


@signed_in("case_for_reading")
def volume_file(request: HttpRequest, actor: Actor, case_id: int, kind: str) -> HttpResponseBase:
    """Send a bound volume."""
    case = case_for_reading(actor, case_id)
    volume = Volume.objects.filter(case=case, kind=kind).first()
    if volume is None:
        raise NotFound("没有这一卷。归档以后才有装订好的案卷。")
    demand_sight_of_volume(actor, case, kind)
    name = f"{case.number}_{volume.get_kind_display()}.pdf"
    return range_response(
        request, volume.file_sha256, "application/pdf", name, download="save" in request.GET
    )


@signed_in("demand_exporter")
def package_file(request: HttpRequest, actor: Actor, case_id: int) -> HttpResponseBase:
    """Make the case's package and send it; each one is an entry of the case.

    Asked for by the button of the archive page, with its purpose; an address alone makes nothing.
    """
    case = case_for_reading(actor, case_id)
    demand_archivist(actor, case, to="导出案卷包")
    form = ExportForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return redirect("case-archive", case.pk)
    name = f"{case.number}.zip"
    with TemporaryDirectory(prefix="liuhen-package-") as folder:
        path = Path(folder) / name
        _export(actor, case, path, form.cleaned_data["purpose"])
        # Opened before the folder goes: the bytes stay until the last one is sent, then are gone.
        file = path.open("rb")
    return FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")


def _export(actor: Actor, case: Case, path: Path, purpose: str) -> None:
    try:
        export_case(actor, case, path, purpose=purpose)
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        raise Conflict(
            "服务器的临时磁盘空间不够，案卷包没有做成。请管理员清理空间后再导出。"
        ) from error
