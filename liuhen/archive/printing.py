"""All documents of an activity as one PDF, to be printed at once.

Pages are made one document after the other into files, and put together from there: the memory
needed is that of the largest page, whatever the number of documents. Nothing is kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pikepdf
from pikepdf import OutlineItem

from liuhen.archive.pages import A4, PDF, PICTURES, NoLayout, make_pages
from liuhen.archive.volumes import Source
from liuhen.cases.models import Activity
from liuhen.cases.secrecy import Sight
from liuhen.delivery.models import Delivery
from liuhen.documents.actions import fields_digest
from liuhen.documents.drawing import draw
from liuhen.documents.models import Document, DocumentVersion
from liuhen.faults import Conflict

MOST_PAGES = 1000
"""A printer's load; a set beyond it is printed document by document."""


@dataclass(frozen=True)
class PrintSet:
    """What is printed of an activity, in its order, and what is left out."""

    documents: tuple[Document, ...]
    left_out: tuple[Document, ...]


def print_set(activity: Activity, sight: Sight) -> PrintSet:
    """Return the activity's documents, each with its receipts behind it, void ones apart.

    Left out: what this person may not see, and what has no pages that could be printed.
    """
    found = list(_in_order(activity))
    printed = tuple(one for one in found if not sight.hides(one) and _has_pages(one))
    return PrintSet(printed, tuple(one for one in found if one not in printed))


def _in_order(activity: Activity) -> Iterator[Document]:
    """Yield the standing documents, a receipt behind what it served and nowhere else."""
    standing = (
        Document.objects.exclude(state__in=(Document.State.VOID, Document.State.DISCARDED))
        .select_related("case__bureau")
        .prefetch_related("versions__scans")
    )
    own = list(standing.filter(activity=activity).order_by("dated", "pk"))
    tries = Delivery.objects.filter(document__in=own, receipt__isnull=False).order_by("pk")
    behind = {one.receipt_id: one.document_id for one in tries}
    receipts = standing.in_bulk(list(behind))
    for document in own:
        if document.pk not in behind:
            yield document
            yield from (row for pk, row in receipts.items() if behind[pk] == document.pk)


def _has_pages(document: Document) -> bool:
    if not document.settled:
        return document.type.template is not None
    return bool(_sources(document))


def _sources(document: Document) -> tuple[Source, ...]:
    """Return the printed text of the current version; of a paper, its scans."""
    version: DocumentVersion | None = max(
        document.versions.all(), key=lambda one: one.number, default=None
    )
    if version is None:
        return ()
    if version.file_sha256:
        files = [Source(version.file_sha256, version.file_media)]
    else:
        scans = sorted(version.scans.all(), key=lambda one: (one.page, one.pk))
        newest = {scan.page: scan for scan in scans}
        files = [Source(s.file_sha256, s.file_media, turn=s.turn) for s in newest.values()]
    return tuple(one for one in files if one.media == PDF or one.media in PICTURES)


def bind_set(
    documents: Sequence[Document], folder: Path, *, at: datetime, both_sides: bool = False
) -> Path:
    """Write the documents into one PDF in `folder` and return its path.

    `both_sides`: each document begins on a sheet of its own. Raises Conflict beyond
    MOST_PAGES, and with the name of a document whose file cannot be laid out, Invalid for a draft with
    characters that no font has.
    """
    out = folder / "set.pdf"
    with ExitStack() as opened, pikepdf.new() as bound:
        marks: list[tuple[str, int]] = []
        for place, document in enumerate(documents):
            path = _made(document, folder / f"{place:04d}.pdf", at)
            if both_sides and len(bound.pages) % 2:
                bound.add_blank_page(page_size=A4)
            marks.append((str(document), len(bound.pages)))
            bound.pages.extend(opened.enter_context(pikepdf.open(path)).pages)
            if len(bound.pages) > MOST_PAGES:
                raise Conflict(f"这些文书超过 {MOST_PAGES} 页，不能一次打印。请逐份打开打印。")
        with bound.open_outline() as outline:
            outline.root.extend(OutlineItem(name, page) for name, page in marks)
        bound.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out


def _made(document: Document, path: Path, at: datetime) -> Path:
    """Write the pages of one document; what is not settled yet is drawn under the mark 草稿."""
    if not document.settled:
        digest = fields_digest(document.type, document.fields)
        path.write_bytes(draw(document, digest=digest, at=at, draft=True).pdf)
        return path
    try:
        make_pages(_sources(document), path)
    except NoLayout as error:
        raise Conflict(
            f"「{document.title}」的文件不能排成页面，请在它的页面上单独打开。其余文书也请逐份打印。"
        ) from error
    return path
