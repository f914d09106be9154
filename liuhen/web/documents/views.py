"""Reading documents: the case's list and one document's page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from liuhen.approvals.kinds import kind_for_document
from liuhen.cases.access import case_for_reading, is_officer_of
from liuhen.cases.looks import note_look
from liuhen.documents.access import document_for_reading
from liuhen.documents.models import Document, DocumentVersion, ScreenSignature
from liuhen.documents.standing import standing, standings
from liuhen.documents.wording import printed
from liuhen.documents.writings import Binding, check_binding
from liuhen.people.actors import Actor
from liuhen.web.gate import signed_in
from liuhen.web.secrecy.page import guarded


@signed_in("case_for_reading")
def case_documents(request: HttpRequest, actor: Actor, case_id: int) -> HttpResponse:
    """List the documents of a case."""
    case = case_for_reading(actor, case_id)
    documents = case.documents.exclude(state=Document.State.DISCARDED).order_by("dated", "pk")
    return render(
        request,
        "documents/list.html",
        {
            "case": case,
            "documents": list(standings(documents)),
            "is_officer": is_officer_of(actor, case),
        },
    )


@signed_in("document_for_reading")
def document_page(request: HttpRequest, actor: Actor, document_id: int) -> HttpResponse:
    """Show a document: its words, versions, signatures, approvals and deliveries."""
    document = document_for_reading(actor, document_id)
    note_look(actor, document)
    versions = list(
        document.versions.order_by("-number").prefetch_related("scans", "signatures__on_screen")
    )
    shown = printed(document.type, document.fields)
    return render(
        request,
        "documents/document.html",
        {
            "document": document,
            "standing": standing(document),
            "case": document.case,
            "versions": versions,
            "version": versions[0] if versions else None,
            "bindings": _bindings(versions[0]) if versions else [],
            "lines": [line for line in shown.values() if line["text"]],
            "matters": document.matters.order_by("-pk").prefetch_related("steps"),
            "deliveries": document.deliveries.select_related("activity").order_by("pk"),
            "matter_kind": kind_for_document(document.type_code),
            "may_write": is_officer_of(actor, document.case) and not document.case.archived,
            "is_author": document.recorded_by_id == actor.id,
            "guarded": guarded(actor, document),
        },
    )


def _bindings(version: DocumentVersion) -> list[Binding]:
    """Check each signature on the screen anew: the page says what is so now."""
    written = ScreenSignature.objects.filter(signature__version=version).order_by("pk")
    return [
        check_binding(one)
        for one in written.select_related("signature__version__document__case__bureau")
    ]
