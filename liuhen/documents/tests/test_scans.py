"""A signed page that comes back is recognised by its code, or refused with the reason."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PIL import Image

from liuhen.documents import actions
from liuhen.documents.access import current_version
from liuhen.documents.models import Document, DocumentVersion
from liuhen.faults import Forbidden, Invalid
from liuhen.vault import store
from tests.begun import Begun, opened
from tests.scanning import jpeg, pages_of, pdf, photographed

Take = Callable[[bytes], list[int]]


@pytest.fixture
def record(begun: Begun) -> Document:
    return begun.document("record")


@pytest.fixture
def version(record: Document) -> DocumentVersion:
    return current_version(record)


@pytest.fixture
def take(begun: Begun, record: Document) -> Take:
    """Hand in a file for the record; answers with the page numbers that were taken."""

    def one(data: bytes) -> list[int]:
        rows = actions.attach_scan(begun.cast.actor("jia"), record, data=data, name="扫描件")
        return [row.page for row in rows]

    return one


@pytest.mark.parametrize(
    ("turned", "skew", "noise"),
    [(0, 0, 0), (90, 0, 0), (180, 0, 0), (270, 0, 0), (0, 3, 0), (0, -3, 0), (90, 3, 60)],
)
def test_a_photograph_is_recognised_however_it_was_taken(
    take: Take, version: DocumentVersion, turned: int, skew: float, noise: int
) -> None:
    page = photographed(pages_of(version)[0], turned=turned, skew=skew, noise=noise)
    assert take(jpeg(page)) == [1]


def test_a_scanned_pdf_brings_its_pages_in_any_order(take: Take, version: DocumentVersion) -> None:
    pages = pages_of(version)
    assert len(pages) > 1, "the record must have more than one page for this test"
    assert take(pdf(*reversed(pages))) == list(range(len(pages), 0, -1))
    assert version.scans.count() == version.pages


def test_a_photograph_is_kept_byte_for_byte(take: Take, version: DocumentVersion) -> None:
    data = jpeg(photographed(pages_of(version)[0]))
    take(data)
    scan = version.scans.get()
    assert store.read_bytes(scan.file_sha256) == data
    assert (scan.source_name, scan.file_media) == ("扫描件", "image/jpeg")


def _refused(take: Take, data: bytes, words: str) -> None:
    with pytest.raises(Invalid, match=words):
        take(data)


def test_a_page_twice_in_one_file_is_refused(take: Take, version: DocumentVersion) -> None:
    first = pages_of(version)[0]
    _refused(take, pdf(first, first), "第 2 张又是第 1 页")
    assert not version.scans.exists()


def test_the_same_bytes_twice_are_refused_and_a_better_photograph_is_taken(
    take: Take, version: DocumentVersion
) -> None:
    page = pages_of(version)[0]
    take(jpeg(page))
    _refused(take, jpeg(page), "已经收过")
    assert take(jpeg(page, quality=95)) == [1]
    assert version.scans.count() == 2


def test_a_page_of_another_document_is_named(begun: Begun, take: Take) -> None:
    notice = begun.document("notice")
    _refused(take, jpeg(pages_of(current_version(notice))[0]), notice.number)


def test_a_page_of_the_version_before_is_named(
    begun: Begun, record: Document, take: Take, version: DocumentVersion
) -> None:
    old = jpeg(pages_of(version)[0])
    fields = {**record.fields, "findings": "重新核对后的情况。"}
    actions.correct(begun.cast.actor("jia"), record, fields=fields, reason="笔误")
    _refused(take, old, "旧的第 1 版.*第 2 版")
    assert take(jpeg(pages_of(current_version(record))[0])) == [1]


def test_a_page_of_another_case_is_foreign_and_not_named(begun: Begun, take: Take) -> None:
    teller = opened(begun.cast)
    other = teller.settle("jia", teller.write("jia", "rights_notice", teller.act("jia", "other")))
    with pytest.raises(Invalid, match="不是本案文书的页面") as caught:
        take(jpeg(pages_of(current_version(other))[0]))
    assert other.title not in caught.value.message


def test_one_foreign_page_refuses_the_whole_file(
    begun: Begun, take: Take, version: DocumentVersion
) -> None:
    foreign = pages_of(current_version(begun.document("notice")))[0]
    _refused(take, pdf(pages_of(version)[0], foreign), "第 2 张")
    assert not version.scans.exists()


def _half(page: Image.Image) -> Image.Image:
    """The page without the strip that bears its code."""
    return page.crop((page.width // 4, page.height // 4, page.width * 3 // 4, page.height // 2))


UNREADABLE: dict[str, tuple[Callable[[DocumentVersion], bytes], str]] = {
    "nothing": (lambda _: b"", "0 字节"),
    "a blank sheet": (lambda _: jpeg(Image.new("RGB", (1200, 1700), "white")), "没有认出页面码"),
    "a page without its code": (lambda v: jpeg(_half(pages_of(v)[0])), "没有认出页面码"),
    "a text": (lambda _: "签字页".encode(), "不是扫描件"),
    "a photograph cut short": (lambda v: jpeg(pages_of(v)[0])[:4000], "打不开|没有认出"),
    "a PDF cut short": (lambda v: pdf(pages_of(v)[0])[:400], "打不开"),
}


@pytest.mark.parametrize("what", UNREADABLE)
def test_what_cannot_be_read_says_what_to_do(
    take: Take, version: DocumentVersion, what: str
) -> None:
    make, words = UNREADABLE[what]
    _refused(take, make(version), words)


def test_only_the_officers_of_the_case_hand_in_scans(
    begun: Begun, version: DocumentVersion
) -> None:
    data = jpeg(pages_of(version)[0])
    for who in ("zi", "wu", "ren"):
        with pytest.raises(Forbidden):
            actions.attach_scan(begun.cast.actor(who), begun.document("record"), data=data)
