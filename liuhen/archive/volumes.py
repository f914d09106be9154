"""What goes into the volumes of a case, and in which order (第二十五条; DA/T 22)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from liuhen.archive.access import GAP
from liuhen.archive.keeping import keeping
from liuhen.archive.models import Volume
from liuhen.cases.models import Case
from liuhen.clock import SHANGHAI
from liuhen.delivery.models import Delivery
from liuhen.documents.models import Document, DocumentVersion, PageScan, SignedCopy
from liuhen.evidence.models import EvidenceItem, Recording

Order = tuple[int, date, int, int]
"""Place in the volume: the type's order, the day, the row, and what follows it."""


@dataclass(frozen=True)
class Source:
    """Stored bytes that become pages; `caption` is printed below a picture, which is turned upright.

    `turn` is in tenths of a degree, as `PageScan.turn`.
    """

    sha256: str
    media: str
    caption: str = ""
    turn: int = 0


@dataclass(frozen=True)
class Item:
    """One 件 of a volume. Without sources it stands in the contents with its remark, unnumbered."""

    volume: str
    order: Order
    title: str
    author: str
    number: str
    dated: date | None
    sources: tuple[Source, ...]
    remark: str = ""
    sheet: bool = False


@dataclass(frozen=True)
class Plan:
    """Everything that the volumes of a case are made of, as the case stands."""

    case: Case
    items: tuple[Item, ...]
    recordings: tuple[Recording, ...]
    voided: tuple[str, ...]
    corrected: tuple[str, ...]
    decision_number: str
    handlers: str

    def of(self, volume: str) -> list[Item]:
        """Return the items of one volume in order."""
        return [item for item in self.items if item.volume == volume]


def plan_volumes(case: Case) -> Plan:
    """Gather the items of both volumes in a fixed number of queries."""
    rows = list(case.documents.filter(version__gt=0).order_by("dated", "pk"))
    bound = [row for row in rows if row.state in (Document.State.FINAL, Document.State.ISSUED)]
    recordings = tuple(case.recordings.order_by("captured_from", "pk"))
    items = [*_documents(case, bound), *_evidence(case), *_photographs(recordings)]
    if recordings:
        items.append(_sheet(case))
    return Plan(
        case=case,
        items=tuple(sorted(items, key=lambda item: item.order)),
        recordings=recordings,
        voided=tuple(str(row) for row in rows if row.state == Document.State.VOID),
        corrected=tuple(str(row) for row in bound if row.version > 1),
        decision_number=next((r.number for r in bound if r.type_code == "penalty_decision"), ""),
        handlers="、".join(case.officers.filter(until__isnull=True).values_list("name", flat=True)),
    )


def _documents(case: Case, rows: Sequence[Document]) -> Iterator[Item]:
    versions = _by(
        DocumentVersion.objects.filter(document__in=rows).order_by("-number"), "document_id"
    )
    scans = _by(PageScan.objects.filter(version__document__in=rows).order_by("pk"), "version_id")
    copies = {
        one.version_id: one
        for one in SignedCopy.objects.filter(version__document__in=rows).order_by("pk")
    }
    served = {
        one.receipt_id: one.document
        for one in Delivery.objects.filter(document__in=rows, receipt__isnull=False)
        .select_related("document")
        .order_by("pk")
    }
    inward = set(case.matters.filter(kind=GAP).values_list("document_id", flat=True))
    for row in rows:
        for back, version in enumerate(versions.get(row.pk, [])):
            sources = _pages(version, scans.get(version.pk, []), copies.get(version.pk))
            item = _document(case, row, served.get(row.pk), sources)
            if row.pk in inward:  # a paper by its type, here an approval of our own
                item = replace(item, volume=Volume.Kind.SIDE)
            if back:
                title = keeping().say("earlier_version", title=item.title, number=version.number)
                item = replace(item, title=title, order=(*item.order[:3], item.order[3] + back))
            yield item


def _document(
    case: Case, row: Document, serves: Document | None, sources: tuple[Source, ...]
) -> Item:
    """A receipt stands behind the document it served, in that document's volume."""
    lead = serves if serves is not None else row
    # A document takes thousands of one number, each of its receipts the next thousand.
    behind = 0 if serves is None else 1000 + row.pk * 1000
    incoming = row.type.direction == "incoming"
    secret = row.secrecy != "none"
    return Item(
        volume=_volume(lead.type.volume, secret=secret),
        order=(lead.type.volume_order, lead.dated, lead.pk, behind),
        title=_title(row, incoming),
        author=str(row.fields.get("issuer") or "") if incoming else case.bureau.name,
        number=row.number or str(row.fields.get("number_on_paper") or ""),
        dated=row.dated,
        sources=sources,
        remark=_remark(sources, secret=secret),
    )


def _title(row: Document, incoming: bool) -> str:
    """A paper without a title of its own bears the name it was given here, in brackets."""
    if not incoming:
        return row.title
    name = str(row.fields.get("name") or row.title)
    return name if row.number else keeping().say("self_named", title=name)


def _volume(wanted: str, *, secret: bool) -> str:
    """What may not be shown never stands in the volume that copies are made from (第二十九条)."""
    return Volume.Kind.SIDE if secret else Volume.Kind(wanted)


def _remark(sources: Sequence[Source], *, secret: bool = False, copy: bool = False) -> str:
    words = keeping().words
    parts = [
        *([] if sources else [words["no_original"]]),
        *([words["copy"]] if copy else []),
        *([words["secret"]] if secret else []),
    ]
    return "；".join(parts)


def _pages(
    version: DocumentVersion, scans: Sequence[PageScan], copy: SignedCopy | None
) -> tuple[Source, ...]:
    """The signed pages in place of the printed ones when all are there, else behind them.

    What was signed on the screen stands on the 签署版, which takes the place of the printed text.
    """
    newest = {
        scan.page: Source(scan.file_sha256, scan.file_media, turn=scan.turn) for scan in scans
    }
    signed = tuple(newest[page] for page in sorted(newest))
    if not version.file_sha256:
        return signed
    drawn = (Source(copy.file_sha256, copy.file_media),) if copy else ()
    if newest and newest.keys() >= set(range(1, version.pages + 1)):
        return (*signed, *drawn)
    return (*(drawn or (Source(version.file_sha256, version.file_media),)), *signed)


def _evidence(case: Case) -> Iterator[Item]:
    for row in case.evidence.exclude(file_sha256="").order_by("collected_at", "pk"):
        day = _day(row.collected_at)
        yield Item(
            volume=_volume(Volume.Kind.MAIN, secret=row.secrecy != "none"),
            order=(keeping().order["evidence"], day, row.pk, 0),
            title=keeping().say("self_named", title=row.name),
            author=row.source,
            number="",
            dated=day,
            sources=(Source(row.file_sha256, row.file_media, _caption_of_evidence(row)),),
            remark=_remark_of_evidence(row),
        )


def _remark_of_evidence(row: EvidenceItem) -> str:
    words = keeping().words
    parts = [
        *([] if row.original else [words["copy"]]),
        *([words["secret"]] if row.secrecy != "none" else []),
    ]
    return "；".join(parts)


def _photographs(recordings: Iterable[Recording]) -> Iterator[Item]:
    for row in recordings:
        if row.media != Recording.Media.PHOTO or row.stored_where != Recording.Where.PLATFORM:
            continue
        secret = row.secrecy != "none"
        yield Item(
            volume=_volume(Volume.Kind.MAIN, secret=secret),
            order=(keeping().order["photographs"], _day(row.captured_from), row.pk, 0),
            title=keeping().say("self_named", title=row.title),
            author=row.maker,
            number="",
            dated=_day(row.captured_from),
            sources=(Source(row.file_sha256, row.file_media, _caption(row)),),
            remark=keeping().words["secret"] if secret else "",
        )


def _sheet(case: Case) -> Item:
    """The sheet that stands for recordings in a paper volume; drawn when bound."""
    return Item(
        volume=Volume.Kind.MAIN,
        order=(keeping().order["recordings_sheet"], date.max, 0, 0),
        title="",
        author=case.bureau.name,
        number="",
        dated=None,
        sources=(),
        sheet=True,
    )


def _caption(row: Recording) -> str:
    return keeping().say(
        "caption",
        title=row.title,
        when=_minute(row.captured_from),
        maker=row.maker or "—",
        proves=row.proves or "—",
    )


def _caption_of_evidence(row: EvidenceItem) -> str:
    return keeping().say(
        "caption",
        title=row.name,
        when=_minute(row.collected_at),
        maker=row.source or "—",
        proves=row.proves or "—",
    )


def _day(at: datetime) -> date:
    return at.astimezone(SHANGHAI).date()


def _minute(at: datetime) -> str:
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"


def _by(rows: Iterable[Any], column: str) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(getattr(row, column), []).append(row)
    return found
