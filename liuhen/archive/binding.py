"""Binds a volume: cover, contents, numbered items, notes, as one PDF with bookmarks.

Cover, contents and notes bear no number; each volume counts from 1. The same case at the same
moment gives the same bytes.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pikepdf
import typst
from django.conf import settings
from pikepdf import OutlineItem

from liuhen.archive.keeping import keeping
from liuhen.archive.models import Volume
from liuhen.archive.pages import NoLayout, lay, make_pages, sizes
from liuhen.archive.volumes import Item, Plan
from liuhen.cases.secrecy import plain
from liuhen.clock import SHANGHAI
from liuhen.documents.offered import type_for
from liuhen.documents.render import RenderError, render
from liuhen.documents.types import DocumentType
from liuhen.evidence.models import Recording
from liuhen.faults import Invalid


@dataclass(frozen=True)
class Facts:
    """What the cover and the notes say beyond the case itself."""

    archive_number: str
    retention: str
    archivist: str
    at: datetime
    gap_reason: str = ""


@dataclass(frozen=True)
class Part:
    """An item with its pages made: which file, how many, where they come to stand."""

    item: Item
    file: Path | None
    captions: tuple[str, ...]
    first: int
    remark: str

    @property
    def range(self) -> str:
        """Return the page numbers as the contents show them."""
        if not self.captions:
            return "—"
        last = self.first + len(self.captions) - 1
        return str(self.first) if last == self.first else f"{self.first}—{last}"

    def as_json(self) -> dict[str, Any]:
        """Return the line of the contents as it is kept with the volume."""
        return {
            "author": self.item.author,
            "number": self.item.number,
            "title": self.item.title,
            "dated": f"{self.item.dated:%Y%m%d}" if self.item.dated else "",
            "pages": self.range,
            "remark": self.remark,
        }


@dataclass(frozen=True)
class Bound:
    """A bound volume on disk."""

    kind: Volume.Kind
    path: Path
    items: tuple[dict[str, Any], ...]
    pages: int


def bind_volumes(plan: Plan, facts: Facts, folder: Path) -> list[Bound]:
    """Bind the main volume and, when anything belongs into it, the side volume, into `folder`.

    Raises Invalid when a text holds characters that no font has.
    """
    kinds = [kind for kind in Volume.Kind if kind == Volume.Kind.MAIN or plan.of(kind)]
    parts = {kind: _parts(plan, facts, kind, folder) for kind in kinds}
    return [
        _bind(plan, facts, kind, parts[kind], folder, position=place, of=len(kinds))
        for place, kind in enumerate(kinds, start=1)
    ]


def _parts(plan: Plan, facts: Facts, kind: Volume.Kind, folder: Path) -> list[Part]:
    """Make the pages of every item; counting them is all that the contents need."""
    parts: list[Part] = []
    first = 1
    for place, item in enumerate(plan.of(kind), start=1):
        part = _part(plan, facts, item, folder / f"{kind}-{place:04d}.pdf", first)
        first += len(part.captions)
        parts.append(part)
    return parts


def _part(plan: Plan, facts: Facts, item: Item, out: Path, first: int) -> Part:
    if item.sheet:
        pages = _sheet(plan, facts, "recordings_sheet", _recordings(plan, facts), out)
        titled = Item(**{**vars(item), "title": _form(plan, facts, "recordings_sheet").title})
        return Part(titled, out, ("",) * pages, first, "")
    if not item.sources:
        return Part(item, None, (), first, item.remark)
    try:
        return Part(item, out, tuple(make_pages(item.sources, out)), first, item.remark)
    except NoLayout:
        out.unlink(missing_ok=True)
        remark = "；".join([part for part in (item.remark, keeping().words["no_layout"]) if part])
        return Part(item, None, (), first, remark)


def _bind(
    plan: Plan,
    facts: Facts,
    kind: Volume.Kind,
    parts: Sequence[Part],
    folder: Path,
    *,
    position: int,
    of: int,
) -> Bound:
    pages = sum(len(part.captions) for part in parts)
    counted = {
        "item_count": len(parts),
        "page_count": pages,
        "archive_number": facts.archive_number,
    }
    cover = {
        **counted,
        **_cover(plan, facts),
        "volume_kind": str(kind),
        "volume_count": of,
        "volume_position": position,
    }
    items = tuple(part.as_json() for part in parts)
    contents = {
        "case_title": plan.case.title,
        "archive_number": facts.archive_number,
        "items": list(items),
    }
    notes = {**counted, **_notes(plan, facts, kind, parts)}
    sheets = [folder / f"{kind}-{name}.pdf" for name in ("cover", "contents", "notes")]
    _sheet(plan, facts, "volume_cover", cover, sheets[0])
    _sheet(plan, facts, "volume_contents", contents, sheets[1])
    _sheet(plan, facts, "volume_notes", notes, sheets[2])
    out = folder / f"{kind}.pdf"
    names = [_form(plan, facts, f"volume_{one}").title for one in ("cover", "contents", "notes")]
    _merge(parts, sheets, out, names, title=f"{plan.case.title} {kind.label}", at=facts.at)
    return Bound(kind, out, items, pages)


def _cover(plan: Plan, facts: Facts) -> dict[str, Any]:
    case = plan.case
    days = {
        "filed_on": case.filed_on,
        "closed_on": case.closed_on,
        "archived_on": facts.at.astimezone(SHANGHAI).date(),
    }
    return {
        "case_title": case.title,
        "decision_number": plan.decision_number,
        "handling_body": case.bureau.name,
        "handlers": plan.handlers,
        "retention": facts.retention,
        **{name: day.isoformat() for name, day in days.items() if day is not None},
    }


def _notes(plan: Plan, facts: Facts, kind: Volume.Kind, parts: Sequence[Part]) -> dict[str, Any]:
    main = kind == Volume.Kind.MAIN
    return {
        "notes": "\n".join(_remarks(plan, facts, parts, main=main)),
        "recordings_words": _recordings_words(plan) if main else "",
        "filed_by": facts.archivist,
        "filed_on": facts.at.astimezone(SHANGHAI).date().isoformat(),
    }


def _remarks(plan: Plan, facts: Facts, parts: Sequence[Part], *, main: bool) -> Iterable[str]:
    say = keeping().say
    absent = [part.item.title for part in parts if not part.captions and not part.item.sources]
    unlaid = [part.item.title for part in parts if not part.captions and part.item.sources]
    if not absent:
        yield say("complete")
    if absent:
        yield say("missing", titles="、".join(absent))
    if unlaid:
        yield say("electronic", titles="、".join(unlaid))
    if main and plan.voided:
        yield say("void", count=len(plan.voided), titles="、".join(plan.voided))
    if main and plan.corrected:
        yield say("corrected", titles="、".join(plan.corrected))
    if main and facts.gap_reason:
        yield say("gap", reason=facts.gap_reason)


def _recordings_words(plan: Plan) -> str:
    if not plan.recordings:
        return ""
    places = dict.fromkeys(_storage(row) for row in plan.recordings)
    return keeping().say("recordings", count=len(plan.recordings), places="、".join(places))


def _storage(row: Recording) -> str:
    return row.storage_place or keeping().words["platform"]


def _recordings(plan: Plan, facts: Facts) -> dict[str, Any]:
    """音像资料说明: name, maker, time, length, purpose and both digests (第七条（七）)."""
    return {
        "case_title": plan.case.title,
        "archive_number": facts.archive_number,
        "items": [
            {
                "title": plain(row),
                "media": row.media,
                "maker": row.maker,
                "made_at": row.captured_from.astimezone(SHANGHAI).isoformat(timespec="minutes"),
                "duration": _length(row.seconds),
                "storage": _storage(row),
                "proves": (row.secrecy == "none" and row.proves) or row.get_purpose_display(),
                "sha256": row.file_sha256,
                "sm3": row.file_sm3,
            }
            for row in plan.recordings
        ],
    }


def _length(seconds: int | None) -> str:
    if seconds is None:
        return ""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}"


def _form(plan: Plan, facts: Facts, type_code: str) -> DocumentType:
    """Return the form of a sheet that the case's bureau used on the day of binding."""
    return type_for(plan.case.bureau, type_code, facts.at.astimezone(SHANGHAI).date())


def _sheet(plan: Plan, facts: Facts, type_code: str, fields: dict[str, Any], out: Path) -> int:
    """Draw one of the sheets of the catalogue; returns its number of pages."""
    kind = _form(plan, facts, type_code)
    known = {spec.name for spec in kind.fields}
    content = {
        "bureau": plan.case.bureau.name,
        "fields": {name: value for name, value in fields.items() if name in known and value != ""},
    }
    try:
        drawn = render(
            kind, content, at=facts.at, code=f"A{facts.archive_number}-{out.stem}", draft=False
        )
    except RenderError as error:
        raise Invalid(str(error)) from error
    out.write_bytes(drawn.pdf)
    return drawn.pages


def _merge(
    parts: Sequence[Part],
    sheets: Sequence[Path],
    out: Path,
    names: Sequence[str],
    *,
    title: str,
    at: datetime,
) -> None:
    """Put the parts together, number their pages, and set the bookmarks."""
    with ExitStack() as open_files, pikepdf.new() as volume:
        marks: list[tuple[str, int]] = []

        def add(path: Path, name: str) -> None:
            marks.append((name, len(volume.pages)))
            volume.pages.extend(open_files.enter_context(pikepdf.open(path)).pages)

        add(sheets[0], names[0])
        add(sheets[1], names[1])
        before = len(volume.pages)
        for place, part in enumerate(parts, start=1):
            if part.file is not None:
                add(part.file, f"{place}　{part.item.title}")
        numbered = len(volume.pages) - before
        add(sheets[2], names[2])
        captions = [caption for part in parts for caption in part.captions]
        _stamp(volume, before, numbered, captions, at, open_files)
        with volume.open_outline() as outline:
            outline.root.extend(OutlineItem(name, page) for name, page in marks)
        volume.docinfo["/Title"] = title
        volume.docinfo["/CreationDate"] = pikepdf.String(
            f"D:{at.astimezone(SHANGHAI):%Y%m%d%H%M%S}+08'00'"
        )
        volume.save(
            out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate
        )


def _stamp(
    volume: pikepdf.Pdf,
    before: int,
    count: int,
    captions: Sequence[str],
    at: datetime,
    open_files: ExitStack,
) -> None:
    """Lay one overlay of numbers and captions over the pages between contents and notes."""
    if not count:
        return
    shape = list(sizes(volume))[before : before + count]
    drawn = _overlay([_stamp_of(n, shape[n - 1], captions[n - 1]) for n in range(1, count + 1)], at)
    overlay = open_files.enter_context(pikepdf.open(io.BytesIO(drawn)))
    for place in range(count):
        page = volume.pages[before + place]
        # Pages may share their resources: one name each, or all would show the last number.
        name = pikepdf.Name(f"/LiuhenPage{place + 1}")
        lay(volume, page, overlay.pages[place], shape[place], name)


def _stamp_of(number: int, size: tuple[float, float], caption: str) -> dict[str, Any]:
    pages = keeping().pages
    left = pages["corner"] == "outside" and number % 2 == 0
    return {
        "width": size[0],
        "height": size[1],
        "number": str(number),
        "caption": caption,
        "left": left,
        "dx": pages["right_mm"] * (1 if left else -1),
        "dy": pages["bottom_mm"],
        "size": pages["size_pt"],
    }


def _overlay(stamps: Sequence[dict[str, Any]], at: datetime) -> bytes:
    root = Path(__file__).parent
    compiler = typst.Compiler(
        root=str(root),
        ignore_system_fonts=True,
        font_paths=[str(folder) for folder in settings.FONT_DIRS if Path(folder).is_dir()],
    )
    made = compiler.compile(
        input=str(root / "stamps.typ"),
        format="pdf",
        timestamp=int(at.timestamp()),
        sys_inputs={"pages": json.dumps(stamps, ensure_ascii=False, sort_keys=True)},
    )
    assert isinstance(made, bytes)  # one file is asked for
    return made
