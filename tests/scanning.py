"""Signed pages on their way back: rendered, turned, skewed, spoiled, as a telephone takes them."""

from __future__ import annotations

import io

import pypdfium2 as pdfium
from PIL import Image, ImageFilter

from liuhen.documents.models import DocumentVersion
from liuhen.vault import store

DPI = 150


def pages_of(version: DocumentVersion) -> list[Image.Image]:
    """Return the pages of a locked version as pictures."""
    opened = pdfium.PdfDocument(store.read_bytes(version.file_sha256))
    try:
        return [page.render(scale=DPI / 72).to_pil().convert("RGB") for page in opened]
    finally:
        opened.close()


def photographed(
    page: Image.Image, *, turned: int = 0, skew: float = 0, noise: int = 0
) -> Image.Image:
    """Return the page as a photograph: on a table, turned, not straight, a little grainy."""
    table = Image.new("RGB", (page.width + 160, page.height + 160), (120, 105, 90))
    table.paste(page, (80, 80))
    taken = table.rotate(skew, resample=Image.Resampling.BICUBIC, fillcolor=(120, 105, 90))
    taken = taken.rotate(turned, expand=True)
    if noise:
        grain = Image.effect_noise(taken.size, noise).convert("RGB")
        taken = Image.blend(taken.filter(ImageFilter.GaussianBlur(0.7)), grain, 0.12)
    return taken


def jpeg(page: Image.Image, quality: int = 80) -> bytes:
    """Return the picture as a telephone stores it."""
    out = io.BytesIO()
    page.save(out, format="JPEG", quality=quality)
    return out.getvalue()


def pdf(*pages: Image.Image) -> bytes:
    """Return the pictures as one scanned PDF."""
    out = io.BytesIO()
    pages[0].save(out, format="PDF", save_all=True, append_images=list(pages[1:]), resolution=DPI)
    return out.getvalue()
