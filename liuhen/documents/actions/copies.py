"""签署版: a locked version drawn once more, with what stands at its signature places by now."""

from __future__ import annotations

from collections.abc import Iterable

from liuhen.documents.actions.drafting import clear_facts
from liuhen.documents.drawing import draw
from liuhen.documents.models import Document, DocumentVersion, Signature, SignedCopy
from liuhen.documents.signing import Mark
from liuhen.documents.strokes import as_svg
from liuhen.documents.writings import strokes_of
from liuhen.people.acting import Act
from liuhen.vault import store

ON_PAPER = "on_paper"
"""What stands on a scan: the copy points at it and draws nothing like a signature."""


def draw_copy(act: Act, document: Document, version: DocumentVersion) -> SignedCopy | None:
    """Draw and keep the version with its signatures; None for what was never drawn here.

    The version's own bytes stay as they are. A seal is never drawn: the sealed scan is the
    official copy.
    """
    if not version.file_sha256 or document.paper:
        return None
    drawn = draw(
        document,
        digest=version.fields_sha256,
        at=act.at,
        marks=list(_marks(version)),
        opinions=version.opinions,
    )
    stored = store.put_bytes(drawn.pdf, "application/pdf")
    row = SignedCopy.objects.create(
        version=version,
        file_sha256=stored.sha256,
        file_sm3=stored.sm3,
        file_size=stored.size,
        file_media=stored.media,
        pages=drawn.pages,
        **act.entered(),
    )
    act.log(
        "document.signed_copy_drawn",
        [row],
        case=document.case.stream,
        extra=clear_facts(document),
        stored=stored,
    )
    return row


def _marks(version: DocumentVersion) -> Iterable[Mark]:
    rows = version.signatures.exclude(state=Signature.State.OPEN).exclude(place="seal")
    for row in rows.select_related("on_screen").order_by("pk"):
        written = getattr(row, "on_screen", None)
        known = row.in_system or row.refused
        yield Mark(
            place=row.place,
            state=row.state if known else ON_PAPER,
            name=row.name,
            on=row.signed_on,
            reason=row.reason,
            noted_by=row.noted_by,
            svg=as_svg(strokes_of(written)) if written else None,
        )
