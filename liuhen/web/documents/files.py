"""The bytes of documents: the locked PDF, the preview of a draft, the signed pages."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.clickjacking import xframe_options_sameorigin

from liuhen import clock
from liuhen.cases.looks import note_look
from liuhen.documents.access import document_for_reading
from liuhen.documents.actions import fields_digest
from liuhen.documents.drawing import draw
from liuhen.documents.models import PageScan, SignedCopy
from liuhen.documents.scans import upright
from liuhen.faults import NotFound
from liuhen.people.actors import Actor
from liuhen.vault.ranges import range_response
from liuhen.web.gate import signed_in


@signed_in("document_for_reading")
@xframe_options_sameorigin
def preview(request: HttpRequest, actor: Actor, document_id: int) -> HttpResponse:
    """Draw a draft as it would look, under the mark 草稿; it is a look like any other."""
    document = document_for_reading(actor, document_id)
    note_look(actor, document)
    drawn = draw(
        document, digest=fields_digest(document.type, document.fields), at=clock.now(), draft=True
    )
    response = HttpResponse(drawn.pdf, content_type="application/pdf")
    response["Content-Disposition"] = "inline"
    response["Cache-Control"] = "no-store"
    return response


@signed_in("document_for_reading")
def version_file(
    request: HttpRequest, actor: Actor, document_id: int, number: int
) -> HttpResponseBase:
    """Send the bytes of one locked version."""
    document = document_for_reading(actor, document_id)
    version = document.versions.filter(number=number).exclude(file_sha256="").first()
    if version is None:
        raise NotFound("这份文书没有这一版文件。")
    note_look(actor, document)
    name = f"{document.title}{document.number}_第{number}版"
    return range_response(request, version.file_sha256, version.file_media, name)


@signed_in("document_for_reading")
def signed_file(
    request: HttpRequest, actor: Actor, document_id: int, number: int
) -> HttpResponseBase:
    """Send the newest 签署版 of one locked version."""
    document = document_for_reading(actor, document_id)
    copy = SignedCopy.objects.filter(version__document=document, version__number=number).last()
    if copy is None:
        raise NotFound("这一版没有签署版。")
    note_look(actor, document)
    name = f"{document.title}{document.number}_第{number}版_签署版"
    return range_response(request, copy.file_sha256, copy.file_media, name)


def _scan(scan_id: int) -> PageScan:
    scan = PageScan.objects.select_related("version__document").filter(pk=scan_id).first()
    if scan is None:
        raise NotFound("没有找到这张扫描件。")
    return scan


@signed_in("document_for_reading")
def upright_scan(request: HttpRequest, actor: Actor, scan_id: int) -> HttpResponse:
    """Show one signed page turned upright, small enough for a page; the scan itself stays as is."""
    scan = _scan(scan_id)
    note_look(actor, document_for_reading(actor, scan.version.document_id))
    response = HttpResponse(upright(scan), content_type="image/jpeg")
    response["Cache-Control"] = "private, max-age=3600"
    return response


@signed_in("document_for_reading")
def scan_file(request: HttpRequest, actor: Actor, scan_id: int) -> HttpResponseBase:
    """Send one signed page."""
    scan = _scan(scan_id)
    document = document_for_reading(actor, scan.version.document_id)
    note_look(actor, document)
    name = f"{document.title}_第{scan.page}页"
    return range_response(request, scan.file_sha256, scan.file_media, name)
