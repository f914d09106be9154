"""Drawing a document as PDF/A-2b, the same bytes for the same input.

Each page carries a code, as QR and as text, that names document, version and page: a scan comes
back to exactly the text that was signed.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any, Final

import pikepdf
import typst
import zxingcpp
from fontTools.ttLib import TTCollection, TTFont
from PIL import Image

from liuhen.documents.rasters import pages_of
from liuhen.documents.types import DocumentType
from liuhen.documents.wording import day_words, layout_words, places, printed

_STANDARD: Final = "a-2b"
_FIRST_GUESS = 4  # pages; a page without a code of its own means drawing the document again
_FEW_CHARACTERS = 500  # hold a page of a transcript with short answers; a code costs little
_PREVIEW: Final = "PREVIEW"  # the code of pages that are only looked at
_PREVIEW_PPI: Final = 100.0
_PAGE_CODE = re.compile(r"LH:([!-~]+):([0-9]+)")
_FONT_SUFFIXES = frozenset({".ttf", ".otf", ".ttc", ".otc"})


class RenderError(Exception):
    """A document that cannot be drawn; the message is Chinese and says what to do."""


@dataclass(frozen=True)
class Rendered:
    """A drawn document: the bytes of the PDF and its number of pages."""

    pdf: bytes
    pages: int


def render(
    kind: DocumentType,
    content: Mapping[str, Any],
    *,
    at: datetime,
    code: str,
    draft: bool,
    fonts: Sequence[Path] | None = None,
) -> Rendered:
    """Draw a document.

    `content` holds "bureau" (name), "fields" (as `fields.clean` returns them) and, where known,
    "title", "number", "issued_on" (ISO date), "opinions" [{"place", "words"}] and "signatures"
    [{"place", "name", "state", "on", "reason", "noted_by", "svg"}] with the states of the case file,
    or "on_paper" for what stands on a scan. `at` is aware and becomes the file's time. `code` names document and version in printable ASCII without
    a space or colon. `fonts` are folders, by default settings.FONT_DIRS.

    Raises RenderError when a character is in no font or the type has no template (an incoming
    paper), ValueError for a naive time or an unusable code.
    """
    if kind.template is None:
        raise RenderError(f"“{kind.title}”是外来材料，没有模板，请上传收到的原件扫描件。")
    if at.tzinfo is None:
        raise ValueError("the time of a document must be aware")
    payload = _payload(kind, content, code, draft)
    folders = tuple(fonts) if fonts is not None else _font_folders()
    guess = _guess(content)
    while True:
        payload["qr"] = [page_mark(code, page) for page in range(1, guess + 1)]
        pdf = _compile(kind, payload, at, folders)
        pages = _count_pages(pdf)
        if pages <= guess:
            return Rendered(pdf, pages)
        guess = pages


def _guess(content: Mapping[str, Any]) -> int:
    """Return how many pages the text may have, rather one too many."""
    return max(_FIRST_GUESS, len(str(content["fields"])) // _FEW_CHARACTERS + 1)


@dataclass(frozen=True)
class PreviewPage:
    """A page as it would look; its digest tells what whoever looks has already."""

    image: Image.Image

    @property
    def digest(self) -> str:
        """Return the same for the same picture."""
        return hashlib.sha256(self.image.tobytes()).hexdigest()[:16]

    def png(self) -> bytes:
        """Return the picture as PNG, which takes longer than drawing it."""
        out = io.BytesIO()
        self.image.save(out, format="PNG", compress_level=1)
        return out.getvalue()


@dataclass(frozen=True)
class Preview:
    """How a text being written would look: its pages, and characters no font has."""

    pages: tuple[PreviewPage, ...]
    missing: tuple[str, ...]


def preview(kind: DocumentType, content: Mapping[str, Any], *, at: datetime) -> Preview:
    """Draw a draft as pictures under a code that binds to nothing; see `render` for `content`.

    A character that no font has is drawn as 〓 and named: whoever writes must see the page all the
    same. Raises RenderError like `render`.
    """
    if kind.template is None:
        raise RenderError(f"“{kind.title}”是外来材料，没有模板，没有预览。")
    payload = _payload(kind, content, _PREVIEW, True)
    folders = _font_folders()
    words = json.dumps([payload, content], ensure_ascii=False, sort_keys=True)
    missing = tuple(sorted(missing_glyphs(words, folders)))
    lost = str.maketrans(dict.fromkeys(missing, "〓"))
    guess = _guess(content)
    while True:
        payload["qr"] = [page_mark(_PREVIEW, page) for page in range(1, guess + 1)]
        text = json.dumps(payload, ensure_ascii=False, sort_keys=True).translate(lost)
        # Typst's own pictures take half as long again as a PDF and PDFium's grey pictures of it.
        drawn = _pictures(_typeset(kind, text, at, folders, {"format": "pdf", "pdf_tags": False}))
        if len(drawn) <= guess:
            return Preview(drawn, missing)
        guess = len(drawn)


def _pictures(pdf: bytes) -> tuple[PreviewPage, ...]:
    with pages_of(pdf) as pages:
        scale = _PREVIEW_PPI / 72
        return tuple(PreviewPage(pages.picture(n, scale)) for n in range(len(pages)))


def _payload(
    kind: DocumentType, content: Mapping[str, Any], code: str, draft: bool
) -> dict[str, Any]:
    return {
        "title": content.get("title") or kind.title,
        "bureau": content["bureau"],
        "number": content.get("number") or "",
        "issued_on": day_words(str(content.get("issued_on") or "")),
        "f": printed(kind, content["fields"]),
        "places": places(kind, content["fields"], content.get("signatures") or ()),
        "opinions": list(content.get("opinions") or ()),
        "words": dict(layout_words(kind.root)),
        "code": code,
        "draft": draft,
    }


def page_mark_text(code: str, page: int) -> str:
    """Return what the QR code of a page says; raises ValueError for an unusable code."""
    text = f"LH:{code}:{page}"
    if not _PAGE_CODE.fullmatch(text) or ":" in code:
        raise ValueError(f"unusable page code {code!r}")
    return text


def read_page_mark(text: str) -> tuple[str, int] | None:
    """Return code and page from a QR code's text; None for a QR code that is not ours."""
    found = _PAGE_CODE.fullmatch(text.strip())
    return (found[1], int(found[2])) if found else None


def page_mark(code: str, page: int) -> str:
    """Return the QR code of a page as SVG, without a border."""
    # Compiled code: a writer in Python takes a third of the time of a whole document.
    mark = zxingcpp.create_barcode(
        page_mark_text(code, page), zxingcpp.BarcodeFormat.QRCode, ec_level="M"
    )
    return str(zxingcpp.write_barcode_to_svg(mark, add_quiet_zones=False))


# One compiler a process and font list: it keeps fonts and parsed layouts, so a second document
# takes about a tenth of the first one's time. It is not made for two threads at once.
_lock = Lock()


@lru_cache(maxsize=4)
def _compiler(root: Path, folders: tuple[Path, ...]) -> typst.Compiler:
    return typst.Compiler(
        root=str(root),
        font_paths=[str(folder) for folder in folders if folder.is_dir()],
        ignore_system_fonts=True,
    )


def _compile(
    kind: DocumentType, payload: Mapping[str, Any], at: datetime, folders: tuple[Path, ...]
) -> bytes:
    text = json.dumps(payload, ensure_ascii=False, sort_keys=True)
    pdf = _typeset(kind, text, at, folders, {"format": "pdf", "pdf_standards": [_STANDARD]})
    if not isinstance(pdf, bytes):  # several files: only ever for images
        raise TypeError("typst returned no single PDF")
    return pdf


def _typeset(
    kind: DocumentType, text: str, at: datetime, folders: tuple[Path, ...], how: Mapping[str, Any]
) -> Any:
    with _lock:
        try:
            return _compiler(kind.root, folders).compile(
                input=str(kind.template),
                sys_inputs={"doc": text},
                timestamp=int(at.timestamp()),
                **how,
            )
        except typst.TypstError as error:
            raise _explained(error, text, folders) from error


def _explained(error: Exception, text: str, folders: tuple[Path, ...]) -> RenderError:
    if not _characters(folders):
        return RenderError("没有找到字体。请运行 make setup 安装字体，或者把字体文件放进字体目录。")
    missing = missing_glyphs(text, fonts=folders)
    if missing:
        return RenderError(
            f"字库中没有这些字：{'、'.join(sorted(missing))}。请在字体目录加入含有这些字的字体，再定稿。"
        )
    return RenderError(
        f"文书无法排版，请把这条信息告诉系统管理员：{_errors(str(getattr(error, 'diagnostic', error)))}"
    )


def _errors(diagnostic: str) -> str:
    """Return what Typst says without its warnings: of fonts that may be missing there are many."""
    parts = diagnostic.strip().split("\n\n")
    return "\n\n".join(one for one in parts if not one.startswith("warning:")) or diagnostic


def _count_pages(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return len(opened.pages)


def _font_folders() -> tuple[Path, ...]:
    from django.conf import settings  # late: the catalogue and the tests of it need no Django

    return tuple(Path(folder) for folder in settings.FONT_DIRS)


def missing_glyphs(text: str, fonts: Sequence[Path] | None = None) -> set[str]:
    """Return the characters of `text` that no font can draw; asked before a text becomes final.

    Line ends and other controls are never drawn, so they are never missing.
    """
    known = _characters(tuple(fonts) if fonts is not None else _font_folders())
    return {one for one in set(text) if ord(one) not in known and one >= " " and one != "\x7f"}


@lru_cache(maxsize=4)
def _characters(folders: tuple[Path, ...]) -> frozenset[int]:
    known: set[int] = set()
    for folder in folders:
        for path in sorted(folder.glob("*")) if folder.is_dir() else ():
            if path.suffix.lower() in _FONT_SUFFIXES:
                known |= _font_characters(path)
    return frozenset(known)


def _font_characters(path: Path) -> set[int]:
    """Return the code points of a font file; the fonts of one collection share them."""
    if path.suffix.lower() in (".ttc", ".otc"):
        with TTCollection(str(path), lazy=True) as collection:
            return set(collection.fonts[0].getBestCmap())
    with TTFont(str(path), lazy=True) as font:
        return set(font.getBestCmap())
