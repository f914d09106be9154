"""Drafts: begun, saved, given up, locked while under approval."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from liuhen import clock
from liuhen.cases.acting import acting_in
from liuhen.cases.models import Activity, Case
from liuhen.documents import fields as entry_fields
from liuhen.documents.access import demand_draft, demand_writer
from liuhen.documents.models import Document
from liuhen.documents.offered import type_for
from liuhen.documents.prefill import marks
from liuhen.documents.types import DocumentType
from liuhen.faults import Conflict, Forbidden, Invalid
from liuhen.ledger.canonical import encode
from liuhen.ledger.models import LedgerEntry
from liuhen.people.acting import Act
from liuhen.people.actors import Actor
from liuhen.people.models import Person


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
    gathered: Mapping[str, Any] | None = None,
    title: str = "",
    late_reason: str = "",
) -> Document:
    """Begin a document under the version of its type that the bureau writes under today.

    `gathered`: the values that the case gave, so that it shows later when one of them has changed.
    """
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
            fields=_cleaned(kind, fields or {}, today.year, act),
            gathered=marks(gathered or {}),
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


def _cleaned(kind: DocumentType, fields: Mapping[str, Any], year: int, act: Act) -> dict[str, Any]:
    return entry_fields.not_after(kind, entry_fields.clean(kind, fields, year=year), act.at)


def revision_of(document: Document) -> str:
    """Return what names the words of a draft as they stand; a page carries it back when it saves."""
    return fields_digest(document.type, document.fields)


def save_draft(
    actor: Actor, document: Document, fields: Mapping[str, Any], *, base: str = ""
) -> Document:
    """Save the words of a draft; nothing is required for saving.

    `base` is the revision that the words were written upon. Raises SavedMeanwhile when other words
    have been saved since, and changes nothing then; without it nothing is compared.
    """
    demand_writer(actor, document.case, document.activity, document.type_code)
    with acting_in(actor, document.case) as act:
        document = Document.objects.select_for_update().get(pk=document.pk)
        demand_draft(document)
        cleaned = _cleaned(document.type, fields, document.dated.year, act)
        if cleaned != document.fields:
            if base and base != revision_of(document):
                raise SavedMeanwhile(actor, document)
            document.fields = cleaned
            document.save(update_fields=["fields"])
            act.log(
                "document.saved", [document], case=document.case.stream, extra=clear_facts(document)
            )
    return document


class SavedMeanwhile(Conflict):
    """Somebody, or the same person in another window, saved other words first: who and when."""

    def __init__(self, actor: Actor, document: Document) -> None:
        who, at = last_saved(document)
        whose = "您在另一个窗口" if who is not None and who.pk == actor.person_id else who or "别人"
        when = f"于 {at.astimezone(clock.SHANGHAI):%m月%d日 %H:%M:%S} " if at else ""
        super().__init__(
            f"{whose}{when}保存了另一份内容。两份都在，没有丢失；请对照以后决定用哪一份。"
        )


def last_saved(document: Document) -> tuple[Person | None, datetime | None]:
    """Return who last saved the words of a draft and when, as the log has it."""
    entries = LedgerEntry.objects.filter(case_id=document.case.stream).order_by("-cseq")
    for entry in entries.iterator(chunk_size=50):
        event = entry.event
        if event.get("document") == document.pk and event["type"] in _SAVING:
            id = str(event["actor"])[1:]
            person = Person.objects.filter(pk=int(id)).first() if id.isdigit() else None
            return person, entry.at
    return None, None


_SAVING = ("document.drafted", "document.saved")


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
