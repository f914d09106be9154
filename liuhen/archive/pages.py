"""Stored bytes as A4 pages: PDFs as they are, pictures fitted, each made as a file of its own.

One picture is in memory at a time, so a case of a thousand photographs binds in the memory of one.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pikepdf
from pikepdf import Dictionary, Name
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from liuhen.archive.volumes import Source
from liuhen.vault import store

A4 = (595.28, 841.89)  # points
_TOLERANCE = 3.0
_MM = 72 / 25.4
_SIDE, _TOP, _BELOW = 18 * _MM, 18 * _MM, 40 * _MM  # around a picture with a caption
_DPI = 300  # of a picture made smaller; the original stays in the package
_DPI_CAPTIONED = 250  # a photograph has no small print
_KEEP_BYTES = 3 * 1024 * 1024
_SPARE = 1.25  # so many times as wide is left alone: scaling takes longer than all the rest
_ORIENTATION = 274  # EXIF
_QUARTERS = {1: 0, 3: 1800, 6: -900, 8: 900}  # how cameras are held, as `Source.turn`
PICTURES = frozenset({"image/jpeg", "image/png", "image/tiff", "image/webp"})
PDF = "application/pdf"


@dataclass(frozen=True)
class _Picture:
    """A JPEG with its size in pixels, its mode, and how it is to be turned, as `Source.turn`."""

    data: bytes
    size: tuple[int, int]
    mode: str
    turn: int


class NoLayout(Exception):
    """Bytes that cannot become pages: an office file, a locked or broken PDF."""


def make_pages(sources: tuple[Source, ...], out: Path) -> list[str]:
    """Write the pages of an item into a PDF file; return each page's caption.

    Raises NoLayout when any of the sources cannot become pages.
    """
    captions: list[str] = []
    with pikepdf.new() as made:
        keep: list[pikepdf.Pdf] = []
        for source in sources:
            before = len(made.pages)
            if source.media == PDF:
                keep.append(_add_pdf(made, source))
            elif source.media in PICTURES:
                _add_pictures(made, source)
            else:
                raise NoLayout(source.media)
            captions += [source.caption if source.media != PDF else ""] * (len(made.pages) - before)
        made.save(out, deterministic_id=True)
        for one in keep:
            one.close()
    return captions


def _add_pdf(made: pikepdf.Pdf, source: Source) -> pikepdf.Pdf:
    """Add all pages; what is not upright A4 is set onto an A4 page."""
    try:
        opened = pikepdf.open(store.path_for(source.sha256))
        if any("/Annots" in page for page in opened.pages):
            # A seal or a signature may be an annotation: it becomes part of the page.
            opened.generate_appearance_streams()
            opened.flatten_annotations("print")
        for page in opened.pages:
            if _is_upright_a4(page):
                made.pages.append(page)
            else:
                _set_onto_a4(made, page)
    except pikepdf.PdfError as error:  # PasswordError among them
        raise NoLayout(str(error)) from error
    return opened


def _size(page: pikepdf.Page) -> tuple[float, float]:
    """Return width and height in points as the page is shown."""
    left, bottom, right, top = (float(one) for one in page.trimbox)
    width, height = abs(right - left), abs(top - bottom)
    turned = int(page.get("/Rotate", 0)) % 180 == 90
    return (height, width) if turned else (width, height)


def _is_upright_a4(page: pikepdf.Page) -> bool:
    width, height = _size(page)
    box = [float(one) for one in page.mediabox]
    plain = (
        int(page.get("/Rotate", 0)) % 360 == 0 and box[0] == box[1] == 0 and "/UserUnit" not in page
    )
    return plain and abs(width - A4[0]) < _TOLERANCE and abs(height - A4[1]) < _TOLERANCE


def _set_onto_a4(made: pikepdf.Pdf, page: pikepdf.Page) -> None:
    width, height = _size(page)
    sheet = A4 if width <= height else (A4[1], A4[0])
    blank = made.add_blank_page(page_size=sheet)
    lay(made, blank, page, sheet, Name("/Page"))


def lay(
    made: pikepdf.Pdf,
    below: pikepdf.Page,
    above: pikepdf.Page,
    size: tuple[float, float],
    name: Name,
) -> None:
    """Lay one page over another of this size, fitted; turned pages come upright.

    `Page.add_overlay` names what it lays on at random, so the same volume would differ each time.
    """
    form = made.copy_foreign(above.as_form_xobject())
    below.add_resource(form, Name.XObject, name)
    below.contents_add(b"q\n", prepend=True)
    drawing = below.calc_form_xobject_placement(form, name, pikepdf.Rectangle(0, 0, *size))
    below.contents_add(b"Q\n" + drawing)


def _add_pictures(made: pikepdf.Pdf, source: Source) -> None:
    try:
        with Image.open(store.path_for(source.sha256)) as image:
            for frame in ImageSequence.Iterator(image):
                _add_picture(made, _encoded(frame, source), caption=bool(source.caption))
    except (UnidentifiedImageError, OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise NoLayout(str(error)) from error


def _encoded(frame: Image.Image, source: Source) -> _Picture:
    """Return a JPEG of the frame as its camera held it: its own bytes if they will do, else fewer.

    What lies on its side or crooked is drawn turned, which costs nothing and loses nothing.
    """
    quarter = _QUARTERS.get(frame.getexif().get(_ORIENTATION, 1))
    if quarter is not None and source.media == "image/jpeg" and frame.mode in ("RGB", "L"):
        path = store.path_for(source.sha256)
        if path.stat().st_size <= _KEEP_BYTES:
            return _Picture(path.read_bytes(), frame.size, frame.mode, source.turn + quarter)
    return _smaller(frame, source)


def _smaller(frame: Image.Image, source: Source) -> _Picture:
    """Return the frame upright, with hardly more pixels than print on its page."""
    frame.draft(None, _pixels(frame.size, caption=bool(source.caption)))  # decoded smaller
    turned = frame.getexif().get(_ORIENTATION, 1) != 1
    picture = ImageOps.exif_transpose(frame) if turned else frame
    mode = "L" if picture.mode in ("1", "L", "I;16") else "RGB"
    if picture.mode != mode:
        picture = _on_white(picture).convert(mode)
    wanted = _pixels(picture.size, caption=bool(source.caption))
    if picture.width > _SPARE * wanted[0]:
        picture.thumbnail(wanted)
    out = io.BytesIO()
    picture.save(out, format="JPEG", quality=88)
    return _Picture(out.getvalue(), picture.size, mode, source.turn)


def _pixels(size: tuple[int, int], *, caption: bool) -> tuple[int, int]:
    """Return how many pixels of a picture print, whichever way it is held."""
    wide = size[0] > size[1] and not caption
    *_, width, height = _fitted(size, (A4[1], A4[0]) if wide else A4, caption=caption)
    dots = (_DPI_CAPTIONED if caption else _DPI) / 72
    return math.ceil(width * dots), math.ceil(height * dots)


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode not in ("RGBA", "LA", "P"):
        return picture
    layered = picture.convert("RGBA")
    white = Image.new("RGBA", layered.size, "white")
    white.alpha_composite(layered)
    return white


def _add_picture(made: pikepdf.Pdf, one: _Picture, *, caption: bool) -> None:
    turned = _turned(one.size, one.turn)
    wide = turned[0] > turned[1] and not caption
    sheet = (A4[1], A4[0]) if wide else A4
    page = made.add_blank_page(page_size=sheet)
    picture = pikepdf.Stream(
        made,
        one.data,
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=one.size[0],
        Height=one.size[1],
        ColorSpace=Name.DeviceGray if one.mode == "L" else Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=Name.DCTDecode,
    )
    page.obj.Resources = Dictionary(XObject=Dictionary(Picture=picture))
    box = _fitted(turned, sheet, caption=caption)
    matrix = " ".join(f"{number:.2f}" for number in _placed(one, turned, box))
    page.obj.Contents = pikepdf.Stream(made, f"q {matrix} cm /Picture Do Q".encode())


def _turned(size: tuple[int, int], turn: int) -> tuple[float, float]:
    """Return width and height of what a picture takes up when turned by tenths of a degree."""
    width, height = size
    across, along = abs(math.cos(math.radians(turn / 10))), abs(math.sin(math.radians(turn / 10)))
    return width * across + height * along, width * along + height * across


def _placed(
    one: _Picture, turned: tuple[float, float], box: tuple[float, float, float, float]
) -> tuple[float, ...]:
    """Return the matrix that draws a picture turned against the clock about the middle of a box."""
    left, bottom, width, height = box
    scale = width / turned[0]
    cos, sin = math.cos(math.radians(one.turn / 10)), math.sin(math.radians(one.turn / 10))
    a, b = one.size[0] * scale * cos, one.size[0] * scale * sin
    c, d = 0.0 - one.size[1] * scale * sin, one.size[1] * scale * cos
    return a, b, c, d, left + width / 2 - (a + c) / 2, bottom + height / 2 - (b + d) / 2


def _fitted(
    size: tuple[float, float], sheet: tuple[float, float], *, caption: bool
) -> tuple[float, float, float, float]:
    """Return left, bottom, width, height of a picture on its sheet, in points."""
    side, top, below = (_SIDE, _TOP, _BELOW) if caption else (0.0, 0.0, 0.0)
    room = (sheet[0] - 2 * side, sheet[1] - top - below)
    scale = min(room[0] / size[0], room[1] / size[1])
    width, height = size[0] * scale, size[1] * scale
    return (sheet[0] - width) / 2, below + (room[1] - height) / 2, width, height


def sizes(pdf: pikepdf.Pdf) -> Iterator[tuple[float, float]]:
    """Yield width and height of each page in points."""
    for page in pdf.pages:
        yield _size(page)
