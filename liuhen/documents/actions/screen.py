"""Signing on the screen that was handed over, or declining to (L20-1, 第七条第二款)."""

from __future__ import annotations

from liuhen import clock
from liuhen.cases.acting import acting_in
from liuhen.documents.access import current_version, demand_writer
from liuhen.documents.actions.copies import draw_copy
from liuhen.documents.actions.drafting import clear_facts
from liuhen.documents.models import Document, DocumentVersion, ScreenSignature, Signature
from liuhen.documents.signing import Mark, open_to_signing, place_of, register
from liuhen.documents.strokes import read_strokes
from liuhen.documents.writings import Writing, bound
from liuhen.faults import Conflict, Invalid
from liuhen.people.actors import Actor
from liuhen.people.checks import check_choice
from liuhen.people.models import ScreenSigning
from liuhen.people.screen_signing import filing_on
from liuhen.vault import store

_DECLINED = (Signature.State.REFUSED, Signature.State.UNABLE)


def place_for_handover(
    actor: Actor, document: Document, place_id: int
) -> tuple[Signature, ScreenSigning]:
    """Return the place to be signed on the screen and the filing that permits it.

    Raises Conflict where the bureau signs on paper, the document is void or the place is filled;
    Invalid for a seal (it is never drawn), a paper from outside, or another version's place.
    """
    demand_writer(actor, document.case, document.activity, document.type_code)
    filing = filing_on(document.case.bureau, clock.today())
    if filing is None:
        raise Conflict("本单位没有启用屏幕签名，请打印后签字，再传回签字页。")
    if document.state == Document.State.VOID:
        raise Conflict(f"「{document}」已作废，不能签字。")
    version = current_version(document)
    row = version.signatures.select_related("version__document").filter(pk=place_id).first()
    if row is None:
        raise Invalid("签署位置不属于本文书的当前版本，请刷新页面。")
    if row.place == "seal" or not version.file_sha256 or document.paper:
        raise Invalid("这一处不能在屏幕上签署：印章和纸质文书以扫描件为准。")
    if row.state != Signature.State.OPEN:
        raise Conflict(f"「{row.label}」已经是「{row.get_state_display()}」。")
    return row, filing


def sign_on_screen(
    actor: Actor, document: Document, place_id: int, writing: Writing
) -> ScreenSignature:
    """Take a signature from the screen: strokes, time and the version's digests in one object.

    The object is durable before its row exists, the ledger entry names its digest, and the version
    is drawn once more with the signature in it. Raises as `place_for_handover` does, and Invalid
    for no strokes at all.
    """
    place_for_handover(actor, document, place_id)
    strokes = read_strokes(writing.strokes)
    version = current_version(document)
    with acting_in(actor, document.case) as act:
        document = open_to_signing(document)
        row, filing = place_for_handover(actor, document, place_id)
        row = place_of(version, place_id)
        stored = store.put_bytes(
            bound(row, writing, strokes, filing=filing.filing_number, at=act.at),
            "application/json",
        )
        mark = Mark(
            place=row.place,
            state=Signature.State.SIGNED,
            name=writing.name.strip(),
            on=clock.today(),
            in_system=True,
        )
        register(act, row, mark)
        written = ScreenSignature.objects.create(
            signature=row,
            file_sha256=stored.sha256,
            file_sm3=stored.sm3,
            file_size=stored.size,
            file_media=stored.media,
            fields_sha256=version.fields_sha256,
            version_sha256=version.file_sha256,
            filing_number=filing.filing_number,
            handed_over_at=writing.handed_over_at,
            **act.entered(),
        )
        act.log(
            "document.signed_on_screen",
            [row, written],
            case=document.case.stream,
            extra=clear_facts(document),
            stored=stored,
        )
        draw_copy(act, document, version)
    return written


def decline_on_screen(
    actor: Actor, document: Document, place_id: int, *, state: str, reason: str, name: str = ""
) -> Signature:
    """Record at once that the one who was handed the device refused, or cannot sign.

    Officers note it afterwards (`note_refusal`); until then it is a finding (第七条第二款).
    """
    place_for_handover(actor, document, place_id)
    check_choice(state, _DECLINED, "state")
    version: DocumentVersion = current_version(document)
    with acting_in(actor, document.case) as act:
        document = open_to_signing(document)
        mark = Mark(
            place=place_of(version, place_id).place,
            state=state,
            name=name.strip(),
            on=clock.today(),
            reason=reason.strip(),
            in_system=True,
        )
        row = register(act, place_of(version, place_id), mark)
        act.log("document.signed", [row], case=document.case.stream, extra=clear_facts(document))
        draw_copy(act, document, version)
    return row
