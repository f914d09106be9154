"""How kept values read on paper."""

from __future__ import annotations

import pytest

from liuhen.documents.types import get_type
from liuhen.documents.wording import day_words, instant_words, places, printed


def test_days_and_instants_read_as_on_papers() -> None:
    assert day_words("2026-04-05") == "2026年4月5日"
    assert instant_words("2026-03-10T01:05:00+00:00") == "2026年3月10日9时05分"


def test_what_a_draft_could_not_read_is_printed_as_it_stands() -> None:
    shown = printed(get_type("penalty_decision"), {"decided_on": "下周", "fine_fen": "三万"})
    assert shown["decided_on"]["text"] == "下周"
    assert shown["fine_fen"]["text"] == "三万"


def test_values_are_printed_by_their_labels() -> None:
    shown = printed(
        get_type("penalty_decision"), {"penalties": ["warning", "fine"], "fine_fen": 105}
    )
    assert shown["penalties"]["text"] == "警告、罚款"
    assert shown["fine_fen"]["text"] == "人民币壹元零伍分（¥1.05）"
    assert shown["facts"]["text"] == ""
    assert printed(get_type("recording_note"), {"has_sound_text": False})["has_sound_text"][
        "text"
    ] == "否"  # fmt: skip


def test_columns_of_width_0_are_data_and_not_printed() -> None:
    rows = [{"text": "笔录", "evidence_ids": ["E1"]}]
    shown = printed(get_type("penalty_decision"), {"evidence": rows})["evidence"]
    assert shown["rows"] == [["笔录"]]
    assert [one["label"] for one in shown["columns"]] == ["证据及证明的事实"]


def test_each_place_has_a_line_for_each_signature_that_is_needed() -> None:
    kind = get_type("inquiry_record")
    officers = [{"name": name} for name in "甲乙丙"]
    signed = [{"place": "officer", "name": "甲", "state": "signed", "on": "2026-03-10"}]
    by_code = {one["code"]: one for one in places(kind, {"officers": officers}, signed)}
    first, *rest = by_code["officer"]["slots"]
    assert (first["text"], first["on"], rest) == ("甲", "2026年3月10日", [None, None])
    assert by_code["party"]["slots"] == [None]


@pytest.mark.parametrize(
    ("facts", "note"),
    [
        (
            {"state": "refused", "reason": "称需请示领导。", "noted_by": "甲、乙"},
            "钱某拒绝签字，原因：称需请示领导，执法人员甲、乙注明。",
        ),
        (
            {"state": "unable", "reason": "手伤", "noted_by": "甲"},
            "钱某不能签字，原因：手伤，执法人员甲注明。",
        ),
        ({"state": "refused"}, "钱某拒绝签字。"),
    ],
)
def test_a_refusal_is_noted_with_its_reason_and_the_officers(
    facts: dict[str, str], note: str
) -> None:
    signed = [{"place": "party", "name": "钱某", **facts}]
    slots = {one["code"]: one["slots"] for one in places(get_type("inquiry_record"), {}, signed)}
    assert slots["party"][0]["note"] == note


def test_what_was_signed_on_paper_points_at_the_scan() -> None:
    signed = [{"place": "party", "name": "钱某", "state": "on_paper"}]
    slots = {one["code"]: one["slots"] for one in places(get_type("inquiry_record"), {}, signed)}
    assert slots["party"][0]["text"] == "见签字扫描件"
