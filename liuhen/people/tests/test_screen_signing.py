"""Signing on a screen: off until the bureau has filed it, off again with a reason (L20-1)."""

from __future__ import annotations

from datetime import date

import pytest

from liuhen import clock
from liuhen.demo.cast import Cast
from liuhen.faults import Conflict, Forbidden, Invalid, NotFound
from liuhen.ledger.audit import verify_log
from liuhen.ledger.models import LedgerEntry
from liuhen.people.models import ScreenSigning
from liuhen.people.screen_signing import filing_on, turn_off, turn_on
from tests.begun import Begun
from tests.plugin import Go

TODAY = date(2026, 3, 2)


def _on(cast: Cast, who: str = "guanli", number: str = "签备〔2026〕3号") -> ScreenSigning:
    return turn_on(cast.actor(who), cast.bureau, filing_number=number, in_force_from=TODAY)


def test_a_bureau_signs_on_paper_until_it_says_otherwise(cast: Cast) -> None:
    assert filing_on(cast.bureau, TODAY) is None


def test_it_holds_from_its_day_until_it_is_switched_off(cast: Cast, go: Go) -> None:
    row = _on(cast)
    assert row.recorded_by.startswith(cast["guanli"].name)
    assert LedgerEntry.objects.latest("idx").event["type"] == "screen_signing.turned_on"
    assert filing_on(cast.bureau, date(2026, 3, 1)) is None
    assert filing_on(cast.bureau, TODAY) == row
    go(clock.shanghai(2026, 5, 6, 9, 0))
    ended = turn_off(cast.actor("wu"), row, reason="备案到期")
    assert LedgerEntry.objects.latest("idx").event["type"] == "screen_signing.turned_off"
    assert (ended.end_reason, ended.ended_by) == ("备案到期", cast.actor("wu").text)
    assert filing_on(cast.bureau, date(2026, 5, 5)) == row
    assert filing_on(cast.bureau, date(2026, 5, 6)) is None
    assert verify_log().verdict == "intact"


def test_it_needs_a_filing_number_and_a_reason_to_end(cast: Cast) -> None:
    with pytest.raises(Invalid, match="备案号"):
        _on(cast, number="  ")
    row = _on(cast)
    with pytest.raises(Invalid, match="原因"):
        turn_off(cast.actor("guanli"), row, reason=" ")


def test_one_filing_at_a_time_and_ended_once(cast: Cast) -> None:
    row = _on(cast)
    with pytest.raises(Conflict, match="已经按备案号"):
        _on(cast, number="另一号")
    turn_off(cast.actor("guanli"), row, reason="换号")
    with pytest.raises(Conflict, match="停用"):
        turn_off(cast.actor("guanli"), row, reason="换号")
    assert filing_on(cast.bureau, TODAY) is None
    assert filing_on(cast.bureau, TODAY) != _on(cast, number="另一号")


@pytest.mark.parametrize("who", ["jia", "bing", "ding", "geng"])
def test_nobody_but_administrator_and_head_switches(cast: Cast, who: str) -> None:
    with pytest.raises(Forbidden):
        _on(cast, who)
    row = _on(cast)
    with pytest.raises(Forbidden):
        turn_off(cast.actor(who), row, reason="某")


def test_another_bureau_does_not_switch_ours(begun: Begun) -> None:
    with pytest.raises(NotFound):
        _on(begun.cast, "wai")
