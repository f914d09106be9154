"""A stack of signed pages in any order finds its documents; what has no place is named."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest
from PIL import Image

from liuhen.documents import actions
from liuhen.documents.access import current_version
from liuhen.documents.actions import Stack, StackFile
from liuhen.documents.models import Document, PageScan
from liuhen.documents.scans import find_mark, straightened
from liuhen.faults import Invalid
from tests.begun import Begun, opened
from tests.scanning import jpeg, pages_of, pdf, photographed


def take(begun: Begun, *files: bytes, who: str = "jia") -> Stack:
    named = [StackFile(f"{place}.pdf", data) for place, data in enumerate(files, start=1)]
    return actions.attach_stack(begun.cast.actor(who), named)


def settled(begun: Begun, count: int) -> list[Document]:
    """Return documents of another case of the same officers, each of one page or more."""
    teller = opened(begun.cast)
    return [
        teller.settle("jia", teller.write("jia", "inquiry_record", teller.act("jia", "inquiry")))
        for _ in range(count)
    ]


def all_pages(documents: Sequence[Document]) -> list[tuple[int, int, Image.Image]]:
    return [
        (document.pk, number, page)
        for document in documents
        for number, page in enumerate(pages_of(current_version(document)), start=1)
    ]


def test_a_stack_of_thirty_pages_in_any_order_is_sorted(begun: Begun) -> None:
    """Rotated, grainy, shuffled, one page twice, one missing, one foreign, one blank."""
    chance = random.Random(20260302)
    documents = settled(begun, 12)
    pages = all_pages(documents)[:30]
    assert len(pages) >= 24
    lost = pages.pop(chance.randrange(len(pages)))
    twice = chance.choice(pages)
    stack = [
        photographed(
            page,
            turned=chance.choice((0, 90, 180, 270)),
            skew=chance.uniform(-4, 4),
            noise=chance.choice((0, 40)),
        )
        for _, _, page in (*pages, twice)
    ]
    stack.append(Image.new("RGB", (1240, 1754), "white"))
    chance.shuffle(stack)
    answer = take(begun, pdf(*stack))
    taken = {(one.document.pk, page) for one in answer.filed for page in one.taken}
    assert taken == {(document, number) for document, number, _ in pages}
    assert answer.pages == len(pages)
    (with_gap,) = [
        one for one in answer.filed if lost[1] in one.missing and one.document.pk == lost[0]
    ]
    assert with_gap.missing == [lost[1]]
    assert len(answer.left_over) == 2
    assert any("又是" in words for words in answer.left_over)
    assert any("没有认出页面码" in words for words in answer.left_over)


def test_pages_of_several_cases_and_photographs_come_together(begun: Begun) -> None:
    record, (other, *_) = begun.document("record"), settled(begun, 1)
    photos = [jpeg(page) for page in pages_of(current_version(record))]
    answer = take(begun, *photos, pdf(*pages_of(current_version(other))))
    assert {one.document.pk for one in answer.filed} == {record.pk, other.pk}
    assert all(not one.missing for one in answer.filed)


def test_a_stranger_to_the_case_files_nothing_and_learns_nothing(begun: Begun) -> None:
    record = begun.document("record")
    answer = take(begun, jpeg(pages_of(current_version(record))[0]), who="zi")
    assert not answer.filed
    assert record.title not in "".join(answer.left_over)
    assert not PageScan.objects.filter(version__document=record).exists()


def test_a_page_of_an_old_version_is_named(begun: Begun) -> None:
    record = begun.document("record")
    old = jpeg(pages_of(current_version(record))[0])
    fields = {**record.fields, "findings": "重新核对后的情况。"}
    actions.correct(begun.cast.actor("jia"), record, fields=fields, reason="笔误")
    answer = take(begun, old)
    assert not answer.filed
    assert "旧的第 1 版" in answer.left_over[0]


def test_the_same_stack_again_changes_nothing(begun: Begun) -> None:
    record = begun.document("record")
    data = jpeg(pages_of(current_version(record))[0])
    take(begun, data)
    (again,) = take(begun, data).filed
    assert (again.taken, again.known) == ([], [1])


@pytest.mark.parametrize(("turned", "skew"), [(0, 0), (90, 2.5), (180, -3), (270, 1)])
def test_a_page_is_turned_upright_by_its_code(begun: Begun, turned: int, skew: float) -> None:
    page = pages_of(current_version(begun.document("record")))[0]
    crooked = photographed(page, turned=turned, skew=skew).convert("L")
    mark = find_mark(crooked)
    assert mark is not None
    upright = find_mark(straightened(crooked, mark.turn))
    assert upright is not None
    assert abs(upright.turn) <= 10  # one degree


def test_what_is_no_scan_is_refused_whole(begun: Begun) -> None:
    record = begun.document("record")
    good = jpeg(pages_of(current_version(record))[0])
    with pytest.raises(Invalid, match="不是扫描件"):
        take(begun, good, b"text")
    assert not PageScan.objects.filter(version__document=record).exists()
    with pytest.raises(Invalid, match="请选择"):
        take(begun)
