"""Pages of a PDF as pictures, one page at a time for all threads together.

PDFium is not made for two threads at once: called from several it loses pages or the process, and
a server has sixteen. Nothing of it leaves this module.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

import pypdfium2 as pdfium
from PIL import Image

_lock = Lock()


class BrokenPdf(Exception):
    """Bytes that PDFium cannot open or draw: broken, locked by a password, or no PDF."""


class Pages:
    """The pages of an opened PDF, counted from 0."""

    def __init__(self, pdf: pdfium.PdfDocument) -> None:
        """Take an open document, which stays the caller's to close."""
        self._pdf = pdf

    def __len__(self) -> int:
        """Return the number of pages."""
        with _lock:
            return len(self._pdf)

    def size(self, index: int) -> tuple[float, float]:
        """Return width and height of a page in points; BrokenPdf where there is none."""
        with _lock, _explained():
            width, height = self._pdf.get_page_size(index)
            return width, height

    def picture(self, index: int, scale: float) -> Image.Image:
        """Return a page in grey, `scale` pixels a point; BrokenPdf where it cannot be drawn."""
        with _lock, _explained():
            page = self._pdf[index]
            try:
                bitmap = page.render(scale=scale, grayscale=True)
                try:
                    image: Image.Image = bitmap.to_pil().copy()
                    return image
                finally:
                    bitmap.close()  # here, not by the collector of whatever thread
            finally:
                page.close()


@contextmanager
def pages_of(data: bytes) -> Iterator[Pages]:
    """Open a PDF; BrokenPdf for one that does not open."""
    with _lock, _explained():
        pdf = pdfium.PdfDocument(data)
    try:
        yield Pages(pdf)
    finally:
        with _lock:
            pdf.close()


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except pdfium.PdfiumError as error:
        raise BrokenPdf(str(error)) from error
