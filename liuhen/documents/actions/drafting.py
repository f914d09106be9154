"""Drafts: begun, saved, given up, locked while under approval."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from liuhen import clock
from liuhen.cases.acting import acting_in
from liuhen.cases.models import Activity, Case
from liuhen.documents import fields as entry_fields
from liuhen.documents.access import demand_draft, demand_writer
from liuhen.documents.models import Document
from liuhen.documents.offered import type_for
from liuhen.documents.types import DocumentType
from liuhen.faults import Conflict, Forbidden, Invalid
from liuhen.ledger.canonical import encode
from liuhen.people.acting import Act
from liuhen.people.actors import Actor


def fields_digest(kind: DocumentType, fields: Mapping[str, Any]) -> str:
    """Return the digest (hex SHA-256) that names exactly these words in this version of the type.

    The look (`DocumentType.digest`) takes no part: a later release may mend a layout, and an
    approval of the words must stand through it.
    """
    words: dict[str, Any] = {
        "type": kind.code,
        "version": kind.version,
        "fields": dict(fields),
    }
    return hashlib.sha256(encode(words)).hexdigest()


def draft(
    actor: Actor,
    case: Case,
    *,
    type_code: str,
    activity: Activity | None = None,
    fields: Mapping[str, Any] | None = None,
    title: str = "",
    late_reason: str = "",
) -> Document:
    """Begin a document under the version of its type that the bureau writes under today."""
    demand_writer(actor, case, activity, type_code)
    kind = type_of(case, type_code)
    with acting_in(actor, case) as act:
        today = act.at.astimezone(clock.SHANGHAI).date()
        document = Document.objects.create(
            case=case,
            activity=activity,
            type_code=kind.code,
            type_version=kind.version,
            title=title or kind.title,
            state=Document.State.DRAFT,
            dated=today,
            fields=entry_fields.clean(kind, fields or {}, year=today.year),
            **act.entered(late_reason),
        )
        act.log("document.drafted", [document], case=case.stream, extra=clear_facts(document))
    return document


def type_of(case: Case, code: str) -> DocumentType:
    """Return the type of a code that the case's bureau writes under today; else Invalid."""
    try:
        return type_for(case.bureau, code, clock.today())
    except KeyError:
        raise Invalid("没有这种文书，请从列表中选择。", {"type": "请从列表中选择文书。"}) from None


def clear_facts(document: Document) -> dict[str, Any]:
    """The facts of a document that stand in the clear in the log: ids and codes, no words."""
    return {"document": document.pk, "document_type": document.type_code}


def save_draft(actor: Actor, document: Document, fields: Mapping[str, Any]) -> Document:
    """Save the words of a draft; nothing is required for saving."""
    demand_writer(actor, document.case, document.activity, document.type_code)
    with acting_in(actor, document.case) as act:
        document = Document.objects.select_for_update().get(pk=document.pk)
        demand_draft(document)
        cleaned = entry_fields.clean(document.type, fields, year=document.dated.year)
        if cleaned != document.fields:
            document.fields = cleaned
            document.save(update_fields=["fields"])
            act.log(
                "document.saved", [document], case=document.case.stream, extra=clear_facts(document)
            )
    return document


def discard(actor: Actor, document: Document) -> None:
    """Give up a draft that was never submitted; only its author does this."""
    demand_writer(actor, document.case, document.activity, document.type_code)
    if document.recorded_by_id != actor.id:
        raise Forbidden("草稿只能由起草人放弃。")
    with acting_in(actor, document.case) as act:
        document = Document.objects.select_for_update().get(pk=document.pk)
        demand_draft(document)
        document.state = Document.State.DISCARDED
        document.save(update_fields=["state"])
        act.log("document.discarded", [document], case=document.case.stream)


def set_submitted(act: Act, document: Document, submitted: bool) -> Document:
    """Lock a draft while it is under approval, or open it again; called by `procedure`."""
    wanted = Document.State.DRAFT if submitted else Document.State.SUBMITTED
    if document.state != wanted:
        raise Conflict(f"文书现在是「{document.get_state_display()}」，请刷新页面后再办。")
    document.state = Document.State.SUBMITTED if submitted else Document.State.DRAFT
    document.save(update_fields=["state"])
    return document


def check(document: Document) -> list[entry_fields.Problem]:
    """Return what still stands against settling the document."""
    return entry_fields.check(document.type, document.fields)
