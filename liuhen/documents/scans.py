"""Scans and photographs of signed pages, recognised by the code each page carries."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2 as pdfium
import zxingcpp
from PIL import Image, ImageOps, UnidentifiedImageError

from liuhen.documents.models import DocumentVersion
from liuhen.documents.render import read_page_mark
from liuhen.faults import Invalid
from liuhen.vault.media import media_of

DPI = 200
MAX_PAGES = 400
MAX_PIXELS = 120_000_000
Image.MAX_IMAGE_PIXELS = MAX_PIXELS


@dataclass(frozen=True)
class ScannedPage:
    """One recognised page: its number in the version, and the bytes to keep."""

    number: int
    data: bytes
    media: str


def match_pages(version: DocumentVersion, data: bytes, name: str) -> list[ScannedPage]:
    """Recognise the pages of one file; Invalid where a page is not a page of this very version."""
    if not data:
        raise Invalid("文件是空的（0 字节）。请重新扫描或者拍照后上传。")
    media = media_of(io.BytesIO(data))
    found: list[ScannedPage] = []
    problems: list[str] = []
    for index, image in enumerate(_images(data, media, name), start=1):
        number = _recognise(version, image, index, problems)
        if number in {page.number for page in found}:
            problems.append(f"第 {index} 张又是第 {number} 页，请核对是否漏扫了别的页")
        elif number is not None:
            found.append(ScannedPage(number, *_bytes_of(image, data, media)))
    if problems:
        raise Invalid("扫描件没有收下：" + "；".join(problems) + "。")
    return found


def _images(data: bytes, media: str, name: str) -> Iterator[Image.Image]:
    if media == "application/pdf":
        yield from _pdf_images(data, name)
        return
    if media not in ("image/jpeg", "image/png", "image/tiff", "image/webp"):
        raise Invalid(f"「{name}」不是扫描件。请上传照片（JPG、PNG）或者扫描的 PDF。")
    try:
        with Image.open(io.BytesIO(data)) as image:
            yield ImageOps.exif_transpose(image).convert("L")
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError) as error:
        raise Invalid(f"「{name}」打不开，可能已经损坏。请重新拍照或者扫描。") from error


def _pdf_images(data: bytes, name: str) -> Iterator[Image.Image]:
    try:
        pdf = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        raise Invalid(f"「{name}」打不开，可能已经损坏或者加了密码。请重新扫描。") from error
    try:
        if len(pdf) > MAX_PAGES:
            raise Invalid(f"「{name}」超过 {MAX_PAGES} 页。请分开扫描。")
        for page in pdf:
            width, height = page.get_size()
            if width * height * (DPI / 72) ** 2 > MAX_PIXELS:
                raise Invalid(f"「{name}」的页面太大。请按实际纸张大小重新扫描。")
            yield page.render(scale=DPI / 72, grayscale=True).to_pil()
    except pdfium.PdfiumError as error:
        raise Invalid(f"「{name}」打不开，可能已经损坏。请重新扫描。") from error
    finally:
        pdf.close()


def _recognise(
    version: DocumentVersion, image: Image.Image, index: int, problems: list[str]
) -> int | None:
    marks = [mark for text in _codes(image) if (mark := read_page_mark(text)) is not None]
    if not marks:
        problems.append(f"第 {index} 张上没有认出页面码，请把整页拍全、拍清楚")
        return None
    code, page = marks[0]
    if code != version.code:
        problems.append(f"第 {index} 张{_whose(version, code)}")
        return None
    return page


def _codes(image: Image.Image) -> list[str]:
    """Read every QR code, at full size first and then smaller: photographs carry noise."""
    for size in (None, 2200, 1400):
        tried = image
        if size is not None and max(image.size) > size:
            tried = image.copy()
            tried.thumbnail((size, size))
        found = zxingcpp.read_barcodes(tried, formats=zxingcpp.BarcodeFormat.QRCode)
        if found:
            return [one.text for one in found]
    return []


def _whose(version: DocumentVersion, code: str) -> str:
    other = (
        DocumentVersion.objects.select_related("document")
        .filter(code=code, document__case_id=version.document.case_id)
        .first()
    )
    if other is None:
        return "不是本案文书的页面"
    if other.document_id == version.document_id:
        return f"是本文书旧的第 {other.number} 版，请打印当前的第 {version.number} 版重新签字"
    return f"是「{other.document}」的页面，请在那份文书里上传"


def _bytes_of(image: Image.Image, data: bytes, media: str) -> tuple[bytes, str]:
    """Keep a photograph as it came; a page of a scanned PDF becomes one picture."""
    if media != "application/pdf":
        return data, media
    out = io.BytesIO()
    image.save(out, format="JPEG", quality=85)
    return out.getvalue(), "image/jpeg"
