"""定稿 and 签发: the words locked, the number taken, the PDF drawn, in one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import models

from liuhen import clock
from liuhen.cases.acting import acting_in
from liuhen.documents import fields as entry_fields
from liuhen.documents import numbers
from liuhen.documents.access import demand_draft, demand_writer
from liuhen.documents.actions.drafting import clear_facts, fields_digest
from liuhen.documents.drawing import Drawn, draw
from liuhen.documents.gates import STEP_OF_TYPE
from liuhen.documents.models import Document, DocumentVersion
from liuhen.documents.signing import Mark, open_places
from liuhen.documents.types import DocumentType
from liuhen.faults import Forbidden, Invalid
from liuhen.people.acting import Act
from liuhen.people.actors import Actor
from liuhen.regulation.passage import Passage
from liuhen.vault import store
from liuhen.vault.models import StoredObject


def finalise(
    actor: Actor,
    document: Document,
    *,
    passage: Passage | None = None,
    on: date | None = None,
    fill: Mapping[str, Any] | None = None,
    signed: Sequence[Mark] = (),
    opinions: Sequence[dict[str, str]] = (),
) -> Document:
    """Lock the words, take the number, draw the PDF, open the signature places: one transaction.

    `fill` completes fields at the last moment. `signed` and `opinions` [{"place", "words"}] are
    those of an approval given in the system; they stand from the start. A type whose settling is a step of the
    law demands the passage that `procedure` made at its gate.
    """
    demand_writer(actor, document.case, document.activity, document.type_code)
    with acting_in(actor, document.case) as act:
        document = (
            Document.objects.select_for_update(of=("self",))
            .select_related("case__bureau", "activity")
            .get(pk=document.pk)
        )
        demand_draft(document)
        settle(act, document, passage=passage, on=on, fill=fill, signed=signed, opinions=opinions)
    return document


def settle(
    act: Act,
    document: Document,
    *,
    passage: Passage | None = None,
    on: date | None = None,
    fill: Mapping[str, Any] | None = None,
    signed: Sequence[Mark] = (),
    opinions: Sequence[dict[str, str]] = (),
) -> DocumentVersion:
    """Do `finalise` inside an act that is already open; `procedure` uses it after an approval."""
    kind = document.type
    _demand_passage(document, passage)
    if fill:
        document.fields = entry_fields.clean(kind, {**document.fields, **fill})
    demand_complete(document, document.fields)
    document.dated = on or act.at.astimezone(clock.SHANGHAI).date()
    rows: list[models.Model] = []
    if kind.number is not None:
        rows += numbers.take(act, document, kind, document.dated)
    outward = kind.direction == "outward"
    document.state = Document.State.ISSUED if outward or kind.number else Document.State.FINAL
    document.issued_on = document.dated if document.state == Document.State.ISSUED else None
    document.version = 1
    version = lock(act, document, kind, signed=signed, opinions=opinions)
    document.save()
    rows += [document, version, *open_places(act, version, signed)]
    act.log(
        "document.issued" if document.issued_on else "document.finalised",
        rows,
        case=document.case.stream,
        extra=clear_facts(document),
        stored=stored_object(version),
    )
    return version


def demand_complete(document: Document, fields: Mapping[str, Any]) -> None:
    """Raise Invalid, naming each field, while something stands against locking these words."""
    problems = entry_fields.check(document.type, fields)
    if problems:
        raise Invalid(
            f"「{document.title}」还有 {len(problems)} 处没有填好，请逐项补充后再定稿。",
            {problem.field: problem.message for problem in problems},
        )


def _demand_passage(document: Document, passage: Passage | None) -> None:
    """A gated step cannot be walked around: no passage, no settling."""
    step = STEP_OF_TYPE.get(document.type_code)
    if step is None:
        return
    if passage is None:
        raise Forbidden(f"「{document.title}」须先通过程序检查，请在案件页面办理。")
    case = document.case
    passage.require(step, bureau=case.bureau.code, number=case.number)


def lock(
    act: Act,
    document: Document,
    kind: DocumentType,
    *,
    reason: str = "",
    signed: Sequence[Mark] = (),
    opinions: Sequence[dict[str, str]] = (),
) -> DocumentVersion:
    """Create the version row with its drawn PDF; the bytes are durable before the row exists."""
    digest = fields_digest(kind, document.fields)
    drawn = None
    if kind.template is not None:
        drawn = draw(document, digest=digest, at=act.at, marks=signed, opinions=opinions)
    return DocumentVersion.objects.create(
        document=document,
        number=document.version,
        reason=reason,
        fields=document.fields,
        opinions=list(opinions),
        fields_sha256=digest,
        type_digest=kind.digest,
        **_file(drawn),
        **act.entered(),
    )


def _file(drawn: Drawn | None) -> dict[str, Any]:
    if drawn is None:
        return {}
    stored = store.put_bytes(drawn.pdf, "application/pdf")
    return {
        "code": drawn.code,
        "pages": drawn.pages,
        "file_sha256": stored.sha256,
        "file_sm3": stored.sm3,
        "file_size": stored.size,
        "file_media": stored.media,
    }


def stored_object(version: DocumentVersion) -> StoredObject | None:
    return StoredObject.objects.get(pk=version.file_sha256) if version.file_sha256 else None
