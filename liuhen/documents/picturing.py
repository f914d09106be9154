"""The pages of a locked version as pictures: what is shown to whoever signs is what is signed."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from liuhen.documents.models import DocumentVersion
from liuhen.documents.rasters import Pages, pages_of
from liuhen.faults import NotFound
from liuhen.vault import store

WIDTH = 1654
"""Pixels across: A4 at 200 dpi, sharp at twice the size of a tablet."""


@dataclass(frozen=True)
class PageSize:
    """A page by its number, with the size of its picture, so that its place is kept before it comes."""

    number: int
    width: int
    height: int


@contextmanager
def _opened(version: DocumentVersion) -> Iterator[Pages]:
    if not version.file_sha256:
        raise NotFound("这份文书没有文件。")
    with pages_of(store.read_bytes(version.file_sha256)) as pages:
        yield pages


def page_sizes(version: DocumentVersion) -> list[PageSize]:
    """Return the pages of a version with the sizes of their pictures."""
    with _opened(version) as pdf:
        sizes = [pdf.size(index) for index in range(len(pdf))]
    return [
        PageSize(number, WIDTH, round(WIDTH * height / width))
        for number, (width, height) in enumerate(sizes, start=1)
    ]


def page_picture(version: DocumentVersion, number: int) -> bytes:
    """Return one page as PNG; the bytes of the version are checked before they are drawn."""
    with _opened(version) as pdf:
        if not 1 <= number <= len(pdf):
            raise NotFound("这份文书没有这一页。")
        image = pdf.picture(number - 1, WIDTH / pdf.size(number - 1)[0])
    out = io.BytesIO()
    image.save(out, format="PNG", compress_level=3)
    return out.getvalue()
