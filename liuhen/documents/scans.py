"""Scans and photographs of signed pages, recognised by the code each page carries.

The code also says how the page lies: its corners give the angle, so a page scanned upside down or
askew is turned upright. A photograph is kept byte for byte with the turn it needs; a page of a
scanned PDF becomes one picture.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from math import atan2, degrees

import zxingcpp
from PIL import Image, ImageOps, UnidentifiedImageError

from liuhen.documents.models import DocumentVersion, PageScan
from liuhen.documents.rasters import BrokenPdf, pages_of
from liuhen.documents.render import read_page_mark
from liuhen.faults import Invalid
from liuhen.vault import store
from liuhen.vault.media import media_of

DPI = 200
MAX_PAGES = 400
MAX_PIXELS = 120_000_000
Image.MAX_IMAGE_PIXELS = MAX_PIXELS
_STRAIGHT = 5  # tenths of a degree: what a code of this size cannot tell from straight


@dataclass(frozen=True)
class Mark:
    """The code of a page: of which text, which page, and the turn that brings it upright.

    `turn` is in tenths of a degree, counter-clockwise, after the picture's own orientation (EXIF).
    """

    code: str
    page: int
    turn: int


@dataclass(frozen=True)
class SeenPage:
    """One picture of a file: its place in the file, what to keep of it, and the mark if any."""

    place: int
    data: bytes
    media: str
    mark: Mark | None


@dataclass(frozen=True)
class ScannedPage:
    """One recognised page: its number in the version, the bytes to keep, the turn it needs."""

    number: int
    data: bytes
    media: str
    turn: int


def match_pages(version: DocumentVersion, data: bytes, name: str) -> list[ScannedPage]:
    """Recognise the pages of one file; Invalid where a page is not a page of this very version."""
    found: list[ScannedPage] = []
    problems: list[str] = []
    for seen in read_pages(data, name):
        if seen.mark is None:
            problems.append(f"第 {seen.place} 张上{UNREAD}")
        elif seen.mark.code != version.code:
            problems.append(f"第 {seen.place} 张{_whose(version, seen.mark.code)}")
        elif seen.mark.page in {page.number for page in found}:
            problems.append(f"第 {seen.place} 张又是第 {seen.mark.page} 页，请核对是否漏扫了别的页")
        else:
            found.append(ScannedPage(seen.mark.page, seen.data, seen.media, seen.mark.turn))
    if problems:
        raise Invalid("扫描件没有收下：" + "；".join(problems) + "。")
    return found


UNREAD = "没有认出页面码，请把整页拍全、拍清楚"


def read_pages(data: bytes, name: str, *, most: int = MAX_PAGES) -> Iterator[SeenPage]:
    """Yield every picture of a file with its mark; Invalid for a file that is no scan.

    One picture is in memory at a time.
    """
    if not data:
        raise Invalid("文件是空的（0 字节）。请重新扫描或者拍照后上传。")
    media = media_of(io.BytesIO(data))
    whole = media == "application/pdf"
    pictures = _pdf_pictures(data, name, most) if whole else _photograph(data, media, name)
    for place, image in enumerate(pictures, start=1):
        mark = find_mark(image)
        if whole:
            turned = straightened(image, mark.turn) if mark else image
            mark = Mark(mark.code, mark.page, 0) if mark else None
            yield SeenPage(place, as_jpeg(turned), "image/jpeg", mark)
        else:
            yield SeenPage(place, data, media, mark)


def _photograph(data: bytes, media: str, name: str) -> Iterator[Image.Image]:
    if media not in ("image/jpeg", "image/png", "image/tiff", "image/webp"):
        raise Invalid(f"「{name}」不是扫描件。请上传照片（JPG、PNG）或者扫描的 PDF。")
    try:
        with Image.open(io.BytesIO(data)) as image:
            yield ImageOps.exif_transpose(image).convert("L")
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError) as error:
        raise Invalid(f"「{name}」打不开，可能已经损坏。请重新拍照或者扫描。") from error


def _pdf_pictures(data: bytes, name: str, most: int) -> Iterator[Image.Image]:
    try:
        with pages_of(data) as pages:
            if len(pages) > most:
                raise Invalid(f"「{name}」超过 {most} 页。请分开扫描。")
            for index in range(len(pages)):
                width, height = pages.size(index)
                if width * height * (DPI / 72) ** 2 > MAX_PIXELS:
                    raise Invalid(f"「{name}」的页面太大。请按实际纸张大小重新扫描。")
                yield pages.picture(index, DPI / 72)
    except BrokenPdf as error:
        raise Invalid(f"「{name}」打不开，可能已经损坏或者加了密码。请重新扫描。") from error


def find_mark(image: Image.Image) -> Mark | None:
    """Read the page's code, at full size first and then smaller: photographs carry noise."""
    for size in (None, 2200, 1400):
        tried = image
        if size is not None and max(image.size) > size:
            tried = image.copy()
            tried.thumbnail((size, size))
        found = zxingcpp.read_barcodes(tried, formats=zxingcpp.BarcodeFormat.QRCode)
        for one in found:
            mark = read_page_mark(one.text)
            if mark is not None:
                return Mark(*mark, _turn(one.position))
        if found:
            return None  # codes there are, but none of ours
    return None


def _turn(corners: zxingcpp.Position) -> int:
    """Return the angle of the code's two level edges, in tenths of a degree."""
    across = (
        (corners.top_left, corners.top_right),
        (corners.bottom_left, corners.bottom_right),
    )
    right = sum(end.x - start.x for start, end in across)
    down = sum(end.y - start.y for start, end in across)
    angle = round(degrees(atan2(down, right)) * 10)
    return 0 if abs(angle) < _STRAIGHT else angle


def straightened(image: Image.Image, turn: int) -> Image.Image:
    """Return the picture turned by tenths of a degree; quarter turns lose nothing."""
    if not turn:
        return image
    filled = "white" if image.mode == "RGB" else 255
    return image.rotate(turn / 10, Image.Resampling.BICUBIC, expand=True, fillcolor=filled)


SHOWN_PIXELS = 1400  # the longer side of a page on a page


def upright(scan: PageScan) -> bytes:
    """Return a stored page as it is shown: turned upright, small; the stored bytes stay as is."""
    with store.open(scan.file_sha256) as file, Image.open(file) as image:
        picture = ImageOps.exif_transpose(image).convert("RGB")
    picture = straightened(picture, scan.turn)
    picture.thumbnail((SHOWN_PIXELS, SHOWN_PIXELS))
    return as_jpeg(picture)


def as_jpeg(image: Image.Image) -> bytes:
    """Return a page as it is kept."""
    out = io.BytesIO()
    image.save(out, format="JPEG", quality=85)
    return out.getvalue()


def _whose(version: DocumentVersion, code: str) -> str:
    other = (
        DocumentVersion.objects.select_related("document")
        .filter(code=code, document__case_id=version.document.case_id)
        .first()
    )
    if other is None:
        return "不是本案文书的页面"
    if other.document_id == version.document_id:
        return old_version(other.number, version.number)
    return f"是「{other.document}」的页面，请在那份文书里上传"


def old_version(here: int, current: int) -> str:
    """Say that a page is of a text that was replaced."""
    return f"是本文书旧的第 {here} 版，请打印当前的第 {current} 版重新签字"
