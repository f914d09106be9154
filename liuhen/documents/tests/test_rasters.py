"""Pictures of pages come out right from many threads at once, as a server asks for them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from liuhen.documents.rasters import BrokenPdf, pages_of
from liuhen.documents.tests.paper import draw
from liuhen.documents.types import get_type


def _drawn(questions: int) -> bytes:
    kind = get_type("inquiry_record")
    content = kind.sample()
    fields = {**content["fields"], "qa": content["fields"]["qa"][:1] * questions}
    return draw(kind, {**content, "fields": fields}).pdf


def _seen(data: bytes) -> list[bytes]:
    with pages_of(data) as pages:
        return [pages.picture(index, 0.5).tobytes() for index in range(len(pages))]


def test_many_threads_get_the_pictures_that_one_gets() -> None:
    papers = [_drawn(questions) for questions in (2, 20, 40, 60)]
    alone = [_seen(one) for one in papers]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(_seen, papers * 16))
    assert together == alone * 16


@pytest.mark.parametrize("data", [b"", b"not a PDF", b"%PDF-1.7\n%%EOF"])
def test_bytes_that_are_no_pdf_are_told(data: bytes) -> None:
    with pytest.raises(BrokenPdf), pages_of(data):
        pass


def test_a_page_beyond_the_last_is_told() -> None:
    with pages_of(_drawn(1)) as pages, pytest.raises(BrokenPdf):
        pages.picture(len(pages), 1.0)
