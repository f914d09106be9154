"""Signed pages coming back, and what stands at each signature place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from liuhen.cases.acting import acting_in
from liuhen.documents.access import current_version, demand_writer
from liuhen.documents.actions.copies import draw_copy
from liuhen.documents.actions.drafting import clear_facts
from liuhen.documents.models import Document, DocumentVersion, PageScan, Signature
from liuhen.documents.scans import ScannedPage, match_pages
from liuhen.documents.signing import Mark, open_to_signing, place_of, register, who_can_note
from liuhen.faults import Conflict, Invalid
from liuhen.people.acting import Act
from liuhen.people.actors import Actor
from liuhen.people.checks import check_choice
from liuhen.vault import store


def attach_scan(actor: Actor, document: Document, *, data: bytes, name: str = "") -> list[PageScan]:
    """Take a scan or photograph of signed pages; each page must carry this very version's code.

    A page may be scanned again, the newest counts. Raises Invalid naming the page that is foreign,
    unreadable, twice in the file, or here already as these very bytes.
    """
    demand_writer(actor, document.case, document.activity, document.type_code)
    version = current_version(document)
    pages = match_pages(version, data, name)
    with acting_in(actor, document.case) as act:
        rows = []
        for page in pages:
            row = take_page(act, version, page, name)
            if row is None:
                raise Invalid(f"第 {page.number} 页的这张扫描件已经收过，不用重复上传。")
            rows.append(row)
    return rows


def take_page(act: Act, version: DocumentVersion, page: ScannedPage, name: str) -> PageScan | None:
    """Keep one page of a version; None where these very bytes are here already."""
    stored = store.put_bytes(page.data, page.media)
    if version.scans.filter(page=page.number, file_sha256=stored.sha256).exists():
        return None
    row = PageScan.objects.create(
        version=version,
        page=page.number,
        file_sha256=stored.sha256,
        file_sm3=stored.sm3,
        file_size=stored.size,
        file_media=stored.media,
        source_name=name[:200],
        turn=page.turn,
        **act.entered(),
    )
    document = version.document
    act.log(
        "document.scanned",
        [row],
        case=document.case.stream,
        extra=clear_facts(document),
        stored=stored,
    )
    return row


def mark_signatures(actor: Actor, document: Document, marks: Mapping[int, Mark]) -> list[Signature]:
    """Say what stands at each signature place (by its id), once the signed pages are here.

    A refusal needs its reason and the officer who notes it (第七条第二款); no scan is needed then,
    and the note is drawn into a 签署版. No marks, no entry. Raises Conflict for a void document.
    """
    demand_writer(actor, document.case, document.activity, document.type_code)
    version = current_version(document)
    if not marks:
        return []
    with acting_in(actor, document.case) as act:
        document = open_to_signing(document)
        rows = [register(act, place_of(version, pk), mark) for pk, mark in marks.items()]
        act.log("document.signed", rows, case=document.case.stream, extra=clear_facts(document))
        if any(row.refused for row in rows):
            draw_copy(act, document, version)
    return rows


def note_refusal(
    actor: Actor, document: Document, place_id: int, *, noted_by: Sequence[str], reason: str = ""
) -> Signature:
    """Add the officers who note a refusal that stands without (enough of) them (第七条第二款).

    Conflict for a paper from before: nothing can be added to what stands on it. Who noted it already
    stays; `reason` is taken only where none is written yet. One officer is
    enough for the law's words and is recorded as one.
    """
    demand_writer(actor, document.case, document.activity, document.type_code)
    version = current_version(document)
    with acting_in(actor, document.case) as act:
        document = open_to_signing(document)
        row = place_of(version, place_id)
        if not row.refused:
            raise Conflict(f"「{row.label}」现在是「{row.get_state_display()}」，没有要注明的。")
        if document.paper:
            raise Conflict(
                "这是补录的纸质文书，上面没有注明的，不能在系统中添上。"
                "请由在场的执法人员写出情况说明，作为材料补录附卷。"
            )
        for name in noted_by:
            check_choice(name, who_can_note(document), "noted_by")
        noters = [*row.noters, *(name for name in noted_by if name not in row.noters)]
        if noters == row.noters:
            raise Invalid("请选择注明的执法人员。", {"noted_by": "请选择注明的执法人员。"})
        row.reason = row.reason or reason.strip()
        if not row.reason:
            raise Invalid(
                "请写明原因。", {"reason": "请写明原因；当事人没有说的，写「未说明原因」。"}
            )
        row.noted_by, row.noted_in_document = "、".join(noters), True
        for column, value in act.entered().items():
            setattr(row, column, value)
        row.save()
        act.log(
            "document.refusal_noted", [row], case=document.case.stream, extra=clear_facts(document)
        )
        draw_copy(act, document, version)
    return row
