"""All writes about documents: draft, save, settle, enter from paper, correct, void."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models

from liuhen import clock
from liuhen.cases.models import Activity, Case
from liuhen.documents import fields as entry_fields
from liuhen.documents import numbers
from liuhen.documents.access import current_version, demand_draft, demand_writer
from liuhen.documents.drawing import Drawn, draw
from liuhen.documents.gates import STEP_OF_TYPE
from liuhen.documents.models import Document, DocumentVersion, PageScan, Signature
from liuhen.documents.signing import Mark, check_marks, open_places
from liuhen.documents.types import DocumentType, get_type
from liuhen.faults import Conflict, Forbidden, Invalid
from liuhen.ledger.canonical import encode
from liuhen.people.acting import Act, acting
from liuhen.people.actors import Actor
from liuhen.regulation.passage import Passage
from liuhen.vault import store
from liuhen.vault.models import StoredObject


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
    """Begin a document under the newest version of its type."""
    demand_writer(actor, case, activity)
    kind = _type(type_code)
    with acting(actor) as act:
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
        act.log("document.drafted", [document], case=case.stream, extra=_clear(document))
    return document


def _type(code: str) -> DocumentType:
    try:
        return get_type(code)
    except KeyError:
        raise Invalid("没有这种文书，请从列表中选择。", {"type": "请从列表中选择文书。"}) from None


def _clear(document: Document) -> dict[str, Any]:
    """The facts of a document that stand in the clear in the log: ids and codes, no words."""
    return {"document": document.pk, "document_type": document.type_code}


def save_draft(actor: Actor, document: Document, fields: Mapping[str, Any]) -> Document:
    """Save the words of a draft; nothing is required for saving."""
    demand_writer(actor, document.case, document.activity)
    with acting(actor) as act:
        document = Document.objects.select_for_update().get(pk=document.pk)
        demand_draft(document)
        cleaned = entry_fields.clean(document.type, fields, year=document.dated.year)
        if cleaned != document.fields:
            document.fields = cleaned
            document.save(update_fields=["fields"])
            act.log("document.saved", [document], case=document.case.stream, extra=_clear(document))
    return document


def discard(actor: Actor, document: Document) -> None:
    """Give up a draft that was never submitted; only its author does this."""
    demand_writer(actor, document.case, document.activity)
    if document.recorded_by_id != actor.id:
        raise Forbidden("草稿只能由起草人放弃。")
    with acting(actor) as act:
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
    demand_writer(actor, document.case, document.activity)
    with acting(actor) as act:
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
    _demand_complete(document, document.fields)
    document.dated = on or act.at.astimezone(clock.SHANGHAI).date()
    rows: list[models.Model] = []
    if kind.number is not None:
        rows += numbers.take(act, document, kind, document.dated)
    outward = kind.direction == "outward"
    document.state = Document.State.ISSUED if outward or kind.number else Document.State.FINAL
    document.issued_on = document.dated if document.state == Document.State.ISSUED else None
    document.version = 1
    version = _lock(act, document, kind, signed=signed, opinions=opinions)
    document.save()
    rows += [document, version, *open_places(act, version, signed)]
    act.log(
        "document.issued" if document.issued_on else "document.finalised",
        rows,
        case=document.case.stream,
        extra=_clear(document),
        stored=_stored(version),
    )
    return version


def _demand_complete(document: Document, fields: Mapping[str, Any]) -> None:
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


def _lock(
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


def _stored(version: DocumentVersion) -> StoredObject | None:
    return StoredObject.objects.get(pk=version.file_sha256) if version.file_sha256 else None


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A paper made outside, entered as it stands: its number, its date, its bytes."""

    dated: date
    number: str = ""
    issued: bool = True
    data: bytes | None = None
    media: str | None = None


def enter_paper(
    actor: Actor,
    case: Case,
    *,
    type_code: str,
    paper: Paper,
    fields: Mapping[str, Any] | None = None,
    activity: Activity | None = None,
    title: str = "",
    marks: Sequence[Mark] = (),
    late_reason: str = "",
) -> Document:
    """Take a paper as it is, however incomplete: incoming paper, or a document made on paper.

    Nothing is refused for what the paper lacks; the rules show it as a finding.
    """
    demand_writer(actor, case, activity)
    kind = _type(type_code)
    if paper.dated > clock.today():
        raise Invalid("文书日期在将来。", {"dated": "请核对文书上的日期。"})
    check_marks(kind, marks)
    with acting(actor) as act:
        state = Document.State.ISSUED if paper.issued else Document.State.FINAL
        document = Document.objects.create(
            case=case,
            activity=activity,
            type_code=kind.code,
            type_version=kind.version,
            title=title or kind.title,
            state=state,
            number=paper.number.strip(),
            dated=paper.dated,
            issued_on=paper.dated if paper.issued else None,
            paper=True,
            fields=entry_fields.clean(kind, fields or {}, year=paper.dated.year),
            version=1,
            **act.entered(late_reason),
        )
        version = DocumentVersion.objects.create(
            document=document,
            number=1,
            fields=document.fields,
            type_digest=kind.digest,
            fields_sha256=fields_digest(kind, document.fields),
            **_paper_file(paper),
            **act.entered(),
        )
        rows: list[models.Model] = [document, version, *open_places(act, version, marks)]
        rows += numbers.reserve(act, document, kind)
        act.log(
            "document.entered",
            rows,
            case=case.stream,
            extra=_clear(document),
            stored=_stored(version),
        )
    return document


def _paper_file(paper: Paper) -> dict[str, Any]:
    if paper.data is None:
        return {}
    stored = store.put_bytes(paper.data, paper.media)
    return {
        "file_sha256": stored.sha256,
        "file_sm3": stored.sm3,
        "file_size": stored.size,
        "file_media": stored.media,
        "pages": 1,
    }


def correct(
    actor: Actor, document: Document, *, fields: Mapping[str, Any], reason: str
) -> DocumentVersion:
    """更正: a new version with its reason; every earlier version stays readable (A03-2)."""
    demand_writer(actor, document.case, document.activity)
    if not reason.strip():
        raise Invalid("请写明更正原因。", {"reason": "请写明更正原因，例如「录入笔误」。"})
    with acting(actor) as act:
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
            _demand_complete(document, cleaned)
        document.fields = cleaned
        document.version += 1
        document.save(update_fields=["fields", "version"])
        version = _lock(act, document, kind, reason=reason.strip())
        rows = [document, version, *open_places(act, version, ())]
        act.log(
            "document.corrected",
            rows,
            case=document.case.stream,
            extra=_clear(document),
            stored=_stored(version),
        )
    return version


def void(actor: Actor, document: Document, *, reason: str) -> None:
    """作废: the document stays readable, struck, with its reason; its number is not reused."""
    demand_writer(actor, document.case, document.activity)
    if not reason.strip():
        raise Invalid("请写明作废原因。", {"reason": "请写明作废原因。"})
    with acting(actor) as act:
        document = Document.objects.select_for_update().get(pk=document.pk)
        if document.state not in (Document.State.FINAL, Document.State.ISSUED):
            raise Conflict(f"文书现在是「{document.get_state_display()}」，不能作废。")
        document.state = Document.State.VOID
        document.void_reason = reason.strip()
        document.save(update_fields=["state", "void_reason"])
        act.log("document.voided", [document], case=document.case.stream, extra=_clear(document))


def attach_scan(actor: Actor, document: Document, *, data: bytes, name: str = "") -> list[PageScan]:
    """Take a scan or photograph of signed pages; each page must carry this very version's code.

    A page may be scanned again, the newest counts. Raises Invalid naming the page that is foreign,
    unreadable, twice in the file, or here already as these very bytes.
    """
    from liuhen.documents.scans import match_pages

    demand_writer(actor, document.case, document.activity)
    version = current_version(document)
    pages = match_pages(version, data, name)
    with acting(actor) as act:
        rows = []
        for page in pages:
            stored = store.put_bytes(page.data, page.media)
            if version.scans.filter(file_sha256=stored.sha256).exists():
                raise Invalid(f"第 {page.number} 页的这张扫描件已经收过，不用重复上传。")
            rows.append(
                PageScan.objects.create(
                    version=version,
                    page=page.number,
                    file_sha256=stored.sha256,
                    file_sm3=stored.sm3,
                    file_size=stored.size,
                    file_media=stored.media,
                    source_name=name[:200],
                    **act.entered(),
                )
            )
            act.log(
                "document.scanned",
                [rows[-1]],
                case=document.case.stream,
                extra=_clear(document),
                stored=stored,
            )
    return rows


def mark_signatures(actor: Actor, document: Document, marks: Mapping[int, Mark]) -> list[Signature]:
    """Say what stands at each signature place (by its id), once the signed pages are here.

    A refusal needs its reason and the officer who notes it (第七条第二款); no scan is needed then.
    """
    demand_writer(actor, document.case, document.activity)
    version = current_version(document)
    with acting(actor) as act:
        rows = []
        for pk, mark in marks.items():
            row = Signature.objects.select_for_update().filter(pk=pk, version=version).first()
            if row is None:
                raise Invalid("签署位置不属于本文书的当前版本，请刷新页面。")
            mark.apply(row, version)
            for column, value in act.entered().items():  # who registered it, and when
                setattr(row, column, value)
            row.save()
            rows.append(row)
        act.log("document.signed", rows, case=document.case.stream, extra=_clear(document))
    return rows
