"""Reading a drawn paper back: its pages, the text within its text area, and what stands outside.

The sizes are those of the layouts (`catalogue/_layout`), in millimetres.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_raw

from liuhen.documents.render import Rendered, render
from liuhen.documents.types import DocumentType, all_types
from liuhen.documents.wording import places
from liuhen.vault import store

FONTS = Path(__file__).resolve().parents[3] / "build" / "fonts"
AT = datetime(2026, 4, 15, 8, 0, tzinfo=UTC)
CODE = "D12-V1-0A1B2C3D4E5F"
DRAWN = sorted((one for one in all_types() if one.template), key=lambda one: one.code)
MILLIMETRE = 72 / 25.4
_LAYOUT = re.compile(r'#import "/_layout/(\w+)\.typ"')


@dataclass(frozen=True)
class Margins:
    """The borders of a text area, in points."""

    top: float
    right: float
    bottom: float
    left: float


_MARGINS = {
    "official": (37, 26, 35, 28),
    "form": (25, 20, 26, 26),
    "record": (28, 24, 24, 28),
    "archive": (30, 25, 26, 30),
}


def draw(kind: DocumentType, content: Mapping[str, Any], *, draft: bool = False) -> Rendered:
    """Draw with the fonts that are shipped, at a fixed time and under a fixed code."""
    assert any(FONTS.glob("*.[ot]t[fc]")), "no fonts in build/fonts: run make setup first"
    return render(kind, content, at=AT, code=CODE, draft=draft, fonts=[FONTS])


def layout_of(kind: DocumentType) -> str:
    """Return the name of the layout that a type's template uses."""
    assert kind.template is not None
    found = _LAYOUT.search(kind.template.read_text(encoding="utf-8"))
    assert found, kind.code
    return found[1]


def margins_of(kind: DocumentType, content: Mapping[str, Any]) -> Margins:
    """Return the borders of the text area; a transcript's foot grows with those who sign it."""
    layout = layout_of(kind)
    top, right, bottom, left = (float(one) for one in _MARGINS[layout])
    if layout == "record":
        shown = places(kind, content["fields"], content.get("signatures") or ())
        slots = sum(len(one["slots"]) for one in shown if one["each_page"])
        bottom += math.ceil((slots + 1) / 2) * 8.3 if slots else 0
    return Margins(*(one * MILLIMETRE for one in (top, right, bottom, left)))


def pages(rendered: Rendered) -> Iterator[pdfium.PdfPage]:
    """Yield the pages of a drawn paper."""
    document = pdfium.PdfDocument(rendered.pdf)
    assert len(document) == rendered.pages
    yield from document


def squeezed(text: str) -> str:
    """Return a text without any white space."""
    return "".join(text.split())


def text_of(rendered: Rendered) -> str:
    """Return all text of all pages, squeezed."""
    return squeezed("".join(page.get_textpage().get_text_range() for page in pages(rendered)))


def text_in(sha256: str) -> str:
    """Return all text of a stored PDF, squeezed."""
    opened = pdfium.PdfDocument(store.read_bytes(sha256))
    return squeezed("".join(page.get_textpage().get_text_range() for page in opened))


@dataclass(frozen=True)
class Sign:
    """A drawn character and its box, in points from the left and the bottom of its page."""

    text: str
    left: float
    bottom: float
    right: float
    top: float


def signs(page: pdfium.PdfPage) -> Iterator[Sign]:
    """Yield every character that leaves ink, a rare one once: pdfium counts it as two."""
    words = page.get_textpage()
    high = 0
    for index in range(words.count_chars()):
        code = pdfium_raw.FPDFText_GetUnicode(words, index)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00)
        left, bottom, right, top = words.get_charbox(index)
        if right > left and top > bottom:
            yield Sign(chr(code), left, bottom, right, top)


def split(page: pdfium.PdfPage, margins: Margins) -> tuple[list[Sign], list[Sign]]:
    """Return the characters within the height of the text area, and those above or below it."""
    inside: list[Sign] = []
    outside: list[Sign] = []
    height = page.get_height()
    for one in signs(page):
        middle = (one.bottom + one.top) / 2
        within = margins.bottom <= middle <= height - margins.top
        (inside if within else outside).append(one)
    return inside, outside
