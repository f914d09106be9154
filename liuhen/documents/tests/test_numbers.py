"""文号: from the first number set, one after the other, never twice, none vanishing."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from liuhen import clock
from liuhen.documents import actions, numbers
from liuhen.documents.actions import Paper
from liuhen.documents.models import Document, NumberPool, NumberTaken
from liuhen.documents.types import get_type
from liuhen.faults import Conflict, Forbidden, Invalid, NotFound
from liuhen.ledger.models import LedgerEntry
from liuhen.people.actors import SYSTEM
from tests.begun import Begun
from tests.plugin import Go


def _issue(begun: Begun, type_code: str = "inspection_notice") -> Document:
    jia = begun.cast.actor("jia")
    fields = get_type(type_code).sample()["fields"]
    draft = actions.draft(jia, begun.case, type_code=type_code, fields=fields)
    return actions.finalise(jia, draft)


def _paper(
    begun: Begun, number: str, type_code: str = "inspection_notice", **facts: Any
) -> Document:
    return actions.enter_paper(
        begun.cast.actor("jia"),
        begun.case,
        type_code=type_code,
        paper=Paper(dated=facts.pop("dated", date(2026, 3, 1)), number=number),
        **facts,
    )


def _pool(series: str = "统检", year: int = 2026) -> NumberPool:
    return NumberPool.objects.get(series=series, year=year)


def test_numbers_go_on_from_the_first_number_set(begun: Begun) -> None:
    assert begun.document("notice").number == "示统检字〔2026〕2号"
    assert [_issue(begun).number for _ in range(2)] == [
        "示统检字〔2026〕3号",
        "示统检字〔2026〕4号",
    ]


def test_each_series_and_each_year_counts_for_itself(begun: Begun, go: Go) -> None:
    assert _issue(begun, "correction_order").number == "示统责改字〔2026〕1号"
    go(clock.shanghai(2027, 1, 1, 0, 30))
    assert _issue(begun).number == "示统检字〔2027〕1号"


def test_a_number_that_a_paper_bears_is_passed_over(begun: Begun) -> None:
    for serial in (3, 5, 6):
        _paper(begun, f"示统检字〔2026〕{serial}号")
    assert [_issue(begun).number[-2:] for _ in range(2)] == ["4号", "7号"]


def test_a_number_borne_twice_is_taken_as_it_stands_and_noted(begun: Begun) -> None:
    again = _paper(begun, "示统检字〔2026〕2号")
    assert again.number == "示统检字〔2026〕2号"
    notes = list(NumberTaken.objects.filter(serial=2, pool=_pool()).order_by("pk"))
    assert [bool(one.note) for one in notes] == [False, True]
    assert "重复" in notes[1].note


@pytest.mark.parametrize("number", ["外统检字〔2026〕9号", "示统立字〔2026〕9号", "无号", ""])
def test_a_foreign_number_takes_nothing_from_the_pool(begun: Begun, number: str) -> None:
    before = NumberTaken.objects.count()
    assert _paper(begun, number).number == number
    assert NumberTaken.objects.count() == before


def test_a_void_document_keeps_its_number(begun: Begun) -> None:
    issued = _issue(begun)
    actions.void(begun.cast.actor("jia"), issued, reason="写错当事人")
    assert _issue(begun).number == "示统检字〔2026〕4号"
    issued.refresh_from_db()
    assert issued.number == "示统检字〔2026〕3号"
    assert NumberTaken.objects.get(document=issued).serial == 3


def test_a_series_is_not_set_back(begun: Begun) -> None:
    head = begun.cast.actor("wu")
    for first in (1, 2):
        with pytest.raises(Conflict, match="不能往回设"):
            numbers.begin_series(head, begun.cast.bureau, series="统检", year=2026, first=first)
    with pytest.raises(Invalid):
        numbers.begin_series(head, begun.cast.bureau, series="新", year=2026, first=0)
    numbers.begin_series(head, begun.cast.bureau, series="统检", year=2026, first=10)
    assert _issue(begun).number == "示统检字〔2026〕10号"


def test_a_gap_is_shown_until_its_reason_is_on_record(begun: Begun) -> None:
    head, pool = begun.cast.actor("wu"), _pool()
    assert numbers.gaps(pool) == [1]
    with pytest.raises(Invalid, match="原因"):
        numbers.explain_gap(head, pool, serial=1, note=" ")
    row = numbers.explain_gap(head, pool, serial=1, note="启用前在纸质文书上使用。")
    assert (row.text, row.document) == ("示统检字〔2026〕1号", None)
    assert numbers.gaps(_pool()) == []
    for serial, fault in ((1, Conflict), (2, Conflict), (3, Invalid), (0, Invalid)):
        with pytest.raises(fault):
            numbers.explain_gap(head, _pool(), serial=serial, note="再说一遍")


def test_one_reason_explains_a_run_of_numbers_or_none_of_them(begun: Begun) -> None:
    head = begun.cast.actor("wu")
    pool = numbers.begin_series(head, begun.cast.bureau, series="统催", year=2026, first=8)
    numbers.explain_gap(head, pool, serial=6, note="打印作废。")
    for first, last, fault in ((1, 7, Conflict), (3, 2, Invalid), (1, 8, Invalid), (0, 2, Invalid)):
        with pytest.raises(fault):
            numbers.explain_gaps(head, pool, first=first, last=last, note="启用前使用。")
    entries = LedgerEntry.objects.count()
    rows = numbers.explain_gaps(head, pool, first=1, last=5, note="启用前使用。")
    assert [row.serial for row in rows] == [1, 2, 3, 4, 5]
    assert numbers.gaps(pool) == [7]
    assert LedgerEntry.objects.count() == entries + 1


def test_a_paper_fills_the_gap_it_belongs_to(begun: Begun) -> None:
    _paper(begun, "示统检字〔2026〕1号")
    assert numbers.gaps(_pool()) == []


@pytest.mark.parametrize(("who", "fault"), [("jia", Forbidden), ("ren", NotFound)])
def test_only_administrator_and_head_set_numbers(
    begun: Begun, who: str, fault: type[Exception]
) -> None:
    actor = begun.cast.actor(who)
    with pytest.raises(fault):
        numbers.begin_series(actor, begun.cast.bureau, series="统检", year=2026, first=50)
    with pytest.raises(fault):
        numbers.explain_gap(actor, _pool(), serial=1, note="某")


def test_a_new_series_begins_at_one(begun: Begun) -> None:
    pool = numbers.begin_series(SYSTEM, begun.cast.bureau, series="统催", year=2026, first=1)
    assert (pool.next_serial, numbers.gaps(pool)) == (1, [])
