"""更正 and 作废: nothing is overwritten, everything stays readable."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from liuhen.cases.acting import acting_in
from liuhen.documents import fields as entry_fields
from liuhen.documents.access import demand_writer
from liuhen.documents.actions.drafting import clear_facts
from liuhen.documents.actions.settling import demand_complete, lock, stored_object
from liuhen.documents.models import Document, DocumentVersion
from liuhen.documents.signing import open_places
from liuhen.faults import Conflict, Invalid
from liuhen.people.actors import Actor


def correct(
    actor: Actor, document: Document, *, fields: Mapping[str, Any], reason: str
) -> DocumentVersion:
    """更正: a new version with its reason; every earlier version stays readable (A03-2)."""
    demand_writer(actor, document.case, document.activity, document.type_code)
    if not reason.strip():
        raise Invalid("请写明更正原因。", {"reason": "请写明更正原因，例如「录入笔误」。"})
    with acting_in(actor, document.case) as act:
        document = (
            Document.objects.select_for_update(of=("self",))
            .select_related("case__bureau", "activity")
            .get(pk=document.pk)
        )
        if document.state not in (Document.State.FINAL, Document.State.ISSUED):
            raise Conflict("只有已定稿或者已签发的文书才能更正；草稿请直接修改。")
        kind = document.type
        cleaned = entry_fields.clean(kind, fields, year=document.dated.year)
        if cleaned == document.fields:
            raise Invalid("内容没有变化，不需要更正。")
        if not document.paper:  # a paper says what it says, however incomplete
            demand_complete(document, cleaned)
        document.fields = cleaned
        document.version += 1
        document.save(update_fields=["fields", "version"])
        version = lock(act, document, kind, reason=reason.strip())
        rows = [document, version, *open_places(act, version, ())]
        act.log(
            "document.corrected",
            rows,
            case=document.case.stream,
            extra=clear_facts(document),
            stored=stored_object(version),
        )
    return version


def void(actor: Actor, document: Document, *, reason: str) -> None:
    """作废: the document stays readable, struck, with its reason; its number is not reused."""
    demand_writer(actor, document.case, document.activity, document.type_code)
    if not reason.strip():
        raise Invalid("请写明作废原因。", {"reason": "请写明作废原因。"})
    with acting_in(actor, document.case) as act:
        document = Document.objects.select_for_update().get(pk=document.pk)
        if document.state not in (Document.State.FINAL, Document.State.ISSUED):
            raise Conflict(f"文书现在是「{document.get_state_display()}」，不能作废。")
        document.state = Document.State.VOID
        document.void_reason = reason.strip()
        document.save(update_fields=["state", "void_reason"])
        act.log(
            "document.voided", [document], case=document.case.stream, extra=clear_facts(document)
        )
