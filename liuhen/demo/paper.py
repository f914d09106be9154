"""What the demo does with paper: print, sign by pen, scan back."""

from __future__ import annotations

import io
import random

import pypdfium2 as pdfium
from PIL import Image, ImageDraw

from liuhen.documents.access import current_version
from liuhen.documents.models import Document
from liuhen.vault import store

DPI = 130
INK = (25, 35, 90)


def signed_scan(document: Document) -> bytes:
    """Return a scanned PDF of the current version with pen strokes on each page."""
    version = current_version(document)
    pen = random.Random(version.pk)
    pages = [_stroked(page, pen) for page in _pages(store.read_bytes(version.file_sha256))]
    out = io.BytesIO()
    pages[0].save(
        out, format="PDF", save_all=True, append_images=pages[1:], resolution=DPI, quality=70
    )
    return out.getvalue()


def _pages(pdf: bytes) -> list[Image.Image]:
    opened = pdfium.PdfDocument(pdf)
    try:
        return [page.render(scale=DPI / 72).to_pil().convert("RGB") for page in opened]
    finally:
        opened.close()


def _stroked(page: Image.Image, pen: random.Random) -> Image.Image:
    draw = ImageDraw.Draw(page)
    width, height = page.size
    for _ in range(2):
        x, y = width * pen.uniform(0.35, 0.6), height * pen.uniform(0.78, 0.86)
        points = [(x + step * 9, y + pen.uniform(-16, 16)) for step in range(14)]
        draw.line(points, fill=INK, width=3, joint="curve")
    return page
