"""裁量基准 on the settings page: what is entered is listed, what is wrong is said at its field."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from liuhen import clock
from liuhen.demo.cast import Cast
from liuhen.people.queries import standards_of
from liuhen.web.tests.office import client_of, found_office, open_demo_log

PAGE = "/settings/discretion/new"


@pytest.fixture
def cast(db: None, settings: Any, tmp_path: Path) -> Iterator[Cast]:
    open_demo_log(settings, tmp_path)
    with clock.playing(clock.shanghai(2026, 3, 2, 9)):
        yield found_office()


def typed(*tiers: tuple[str, str, str, str, str], **changed: str) -> dict[str, str]:
    """The form as the page sends it, one tuple a tier."""
    names = ("words", "at_least", "below", "fine_from", "fine_to")
    rows = {
        f"tiers-{index}-{name}": value
        for index, tier in enumerate(tiers)
        for name, value in zip(names, tier, strict=True)
    }
    facts = {
        "violation": "late",
        "measure": "amount",
        "in_force_from": "2026-03-01",
        "citation": "某某基准第三条",
    }
    return {**facts, **rows, **changed}


def test_a_standard_is_entered_and_listed_with_its_tiers(cast: Cast) -> None:
    client = client_of(cast, "guanli")
    low, high = ("较轻", "", "5万", "", "1000"), ("较重", "50,000", "", "1000", "")
    assert client.post(PAGE, typed(low, high)).status_code == 302
    standard = standards_of(cast.bureau)[-1]
    assert [(one.words, one.fine_from, one.fine_to) for one in standard.tiers] == [
        ("较轻", 0, 100_000),
        ("较重", 100_000, None),
    ]
    page = client.get("/settings").content.decode()
    assert "较轻：0—50,000，罚款0 元—1,000 元" in page
    assert "较重：50,000以上，罚款1,000 元以上" in page
    assert "某某基准第三条" in page


@pytest.mark.parametrize(
    ("tiers", "changed", "said"),
    [
        ((), {}, "请至少填写一档"),
        ((("", "0", "", "0", ""),), {}, "第 1 档：请写明档次的名称"),
        ((("较轻", "很少", "", "0", ""),), {}, "“很少”不是数字"),
        ((("较轻", "0", "", "许多", ""),), {}, "“许多”不是金额"),
        ((("甲", "0", "10", "0", ""), ("乙", "20", "", "0", "")), {}, "不留空档"),
        ((("较轻", "0", "", "0", ""),), {"citation": ""}, "依据"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(
    cast: Cast, tiers: tuple[Any, ...], changed: dict[str, str], said: str
) -> None:
    before = standards_of(cast.bureau)
    answer = client_of(cast, "guanli").post(PAGE, typed(*tiers, **changed))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert standards_of(cast.bureau) == before
