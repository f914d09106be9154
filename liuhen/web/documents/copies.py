"""Copies that leave the system: a document in Word form, an activity's documents for the printer."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

from liuhen import clock
from liuhen.archive.printing import bind_set, print_set
from liuhen.cases.access import activity_for_reading
from liuhen.cases.looks import note_look
from liuhen.cases.secrecy import sight_of
from liuhen.documents.access import document_for_reading
from liuhen.documents.docx_copy import MEDIA, editable_copy
from liuhen.faults import NotFound
from liuhen.people.actors import Actor
from liuhen.web.gate import signed_in


@signed_in("document_for_reading")
def word_copy(request: HttpRequest, actor: Actor, document_id: int) -> HttpResponse:
    """Send the editable copy; taking it is noted as a copy."""
    document = document_for_reading(actor, document_id)
    data = editable_copy(document, at=clock.now(), who=actor.name)
    note_look(actor, document, copied=True)
    response = HttpResponse(data, content_type=MEDIA)
    name = f"{document.title}{document.number}_可编辑副本.docx"
    response["Content-Disposition"] = content_disposition_header(True, name) or ""
    response["Cache-Control"] = "no-store"
    return response


@signed_in("activity_for_reading")
def activity_set(request: HttpRequest, actor: Actor, activity_id: int) -> HttpResponseBase:
    """Send all documents of an activity as one PDF; each counts as looked at."""
    activity = activity_for_reading(actor, activity_id)
    found = print_set(activity, sight_of(actor, activity.case))
    if not found.documents:
        raise NotFound("这项执法活动还没有可以打印的文书。请先写文书，或者录入纸质文书。")
    with TemporaryDirectory() as folder:
        both = request.GET.get("sides") == "2"
        # The open file outlives its folder, and ends with the answer that closes it.
        bound = bind_set(found.documents, Path(folder), at=clock.now(), both_sides=both).open("rb")
    for document in found.documents:
        note_look(actor, document)
    response = FileResponse(bound, content_type="application/pdf")
    name = f"{activity.title}_成套文书.pdf"
    response["Content-Disposition"] = content_disposition_header(False, name) or ""
    response["Cache-Control"] = "no-store"
    return response
