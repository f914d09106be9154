"""What officers type is kept, read in every usual way, and asked about in words that help."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liuhen.documents import entry
from liuhen.documents.fields import check, clean
from liuhen.documents.prefill import look_up, prefill
from liuhen.documents.types import DocumentType, all_types, get_type
from liuhen.regulation.casefile import Bureau, Capacity, Certificate, Participant, Party

ALL = sorted(all_types(), key=lambda one: one.code)
DECISION = get_type("penalty_decision")
SITE = get_type("site_inspection_record")


def problems(kind: DocumentType, **changed: Any) -> dict[str, str]:
    """Check the sample with some values changed."""
    values = {**kind.sample()["fields"], **changed}
    return {one.field: one.message for one in check(kind, values)}


@pytest.mark.parametrize("kind", ALL, ids=lambda one: one.code)
def test_every_sample_is_complete_and_clean(kind: DocumentType) -> None:
    fields = kind.sample()["fields"]
    assert check(kind, fields) == []
    assert clean(kind, fields) == fields


@pytest.mark.parametrize("kind", ALL, ids=lambda one: one.code)
def test_an_empty_form_asks_for_each_required_field_once(kind: DocumentType) -> None:
    asked = [one.field for one in check(kind, {})]
    assert asked == [spec.name for spec in kind.fields if not spec.optional]


@pytest.mark.parametrize(
    "typed",
    [
        "2026-11-24",
        "20261124",
        "2026年11月24日",
        "2026.11.24",
        "2026/11/24",
        " ２０２６－１１－２４ ",
    ],
)
def test_dates_are_read_in_every_usual_way(typed: str) -> None:
    assert clean(DECISION, {"decided_on": typed}) == {"decided_on": "2026-11-24"}


def test_a_date_without_its_year_needs_the_year() -> None:
    assert clean(DECISION, {"decided_on": "11.24"}, year=2026) == {"decided_on": "2026-11-24"}
    assert clean(DECISION, {"decided_on": "11.24"}) == {"decided_on": "11.24"}
    assert "写明年份" in problems(DECISION, decided_on="11.24")["decided_on"]


@pytest.mark.parametrize("typed", ["2026-02-30", "20261301", "昨天", "2026"])
def test_what_is_no_date_stays_as_typed_and_is_asked_about(typed: str) -> None:
    assert clean(DECISION, {"decided_on": typed}) == {"decided_on": typed}
    assert typed in problems(DECISION, decided_on=typed)["decided_on"]


@pytest.mark.parametrize(
    "typed",
    ["2026-03-10 09:30", "2026-03-10T09:30", "2026年3月10日9时30分", "20260310 0930",
     "2026-03-10T01:30:00Z", "2026.3.10 9：30", datetime(2026, 3, 10, 1, 30, tzinfo=UTC)],
)  # fmt: skip
def test_instants_are_kept_in_shanghai_time(typed: object) -> None:
    cleaned = clean(SITE, {"started_at": typed})
    assert cleaned == {"started_at": "2026-03-10T09:30:00+08:00"}


def test_a_date_alone_is_no_instant() -> None:
    assert "时分" in problems(SITE, started_at="2026-03-10")["started_at"]


@pytest.mark.parametrize(
    ("typed", "fen"),
    [("30000", 3000000), ("30,000.00", 3000000), ("3万元", 3000000), ("￥3.5万", 3500000),
     ("0.01", 1), ("３００００元整", 3000000), (3000000, 3000000), ("0", 0)],
)  # fmt: skip
def test_money_is_typed_in_yuan_and_kept_in_fen(typed: object, fen: int) -> None:
    assert clean(DECISION, {"fine_fen": typed}) == {"fine_fen": fen}


@pytest.mark.parametrize("typed", ["三万", "1.005", "-5", "1e5", "30 000"])
def test_money_is_never_guessed_or_rounded(typed: str) -> None:
    assert clean(DECISION, {"fine_fen": typed}) == {"fine_fen": typed}
    assert "元" in problems(DECISION, fine_fen=typed)["fine_fen"]


@pytest.mark.parametrize("brackets", ["[]", "()", "（）", "【】", "〔〕", "［］"])
def test_brackets_of_numbers_become_those_of_official_papers(brackets: str) -> None:
    typed = f"见示统检字{brackets[0]}2026{brackets[1]}2号（2026）"
    assert clean(DECISION, {"facts": typed}) == {"facts": "见示统检字〔2026〕2号（2026）"}


def test_rare_names_are_kept_exactly() -> None:
    for name in ("𬸦", "欧阳·阿卜杜拉", "丁", "\uf900"):
        row = clean(SITE, {"officers": [{"name": name}]})["officers"][0]
        assert row["name"] == name


def test_empty_rows_of_a_form_are_dropped_and_zero_is_kept() -> None:
    rows = [{"label": "", "value": " "}, {"label": "当事人", "value": "某"}]
    cleaned = clean(DECISION, {"party_particulars": rows, "fine_fen": 0})
    assert cleaned["party_particulars"] == [{"label": "当事人", "value": "某"}]
    assert cleaned["fine_fen"] == 0


def test_two_officers_with_certificates_are_asked_for() -> None:
    found = problems(SITE, officers=[{"name": "甲", "post": "", "certificate_number": ""}])
    assert "至少填写 2 项" in found["officers"]
    assert "执法证件编号" in found["officers.0.certificate_number"]


def test_certificates_not_shown_is_an_answer_not_a_gap() -> None:
    assert problems(SITE, certificates_shown=False) == {}


def test_a_party_that_stayed_away_must_be_noted_in_the_record() -> None:
    assert "absence_words" in problems(SITE, party_attended=False)
    assert problems(SITE, party_attended=False, absence_words="赵某电话中称不到场。") == {}


def test_a_choice_outside_the_list_is_answered_with_the_list() -> None:
    message = problems(DECISION, penalties=["prison"])["penalties"]
    assert "警告、通报批评、罚款" in message


def test_a_required_cell_of_a_row_is_named_by_its_position() -> None:
    receipt = get_type("delivery_receipt")
    found = problems(receipt, documents=[{"title": "决定书", "copies": 1}, {"copies": 1}])
    assert "第 2 项的“文书名称”" in found["documents.1.title"]


def test_names_the_type_does_not_know_are_left_out() -> None:
    assert clean(DECISION, {"csrfmiddlewaretoken": "x", "facts": "事实"}) == {"facts": "事实"}


raw_values = st.one_of(
    st.none(), st.text(max_size=30), st.integers(), st.booleans(), st.floats(allow_nan=False),
    st.dates(), st.datetimes(timezones=st.just(UTC)),
    st.lists(st.one_of(st.text(max_size=5), st.dictionaries(st.sampled_from(
        ["name", "label", "value", "q", "a", "text"]), st.text(max_size=5), max_size=3)), max_size=3),
)  # fmt: skip


@given(st.sampled_from(ALL), st.data())
def test_whatever_is_entered_is_kept_as_json_and_cleaning_twice_changes_nothing(
    kind: DocumentType, data: st.DataObject
) -> None:
    raw = {spec.name: data.draw(raw_values) for spec in kind.fields}
    once = clean(kind, raw, year=2026)
    text = json.dumps(once, allow_nan=False)
    assert json.loads(text, parse_float=lambda number: pytest.fail(f"float {number}")) == once
    assert clean(kind, once, year=2026) == once
    check(kind, once)


KNOWN: dict[str, Any] = {
    "party": Party(
        id="1", kind="organisation", name="某某建材有限公司", code="91211103MA0XYT0017",
        address="建设路16号", representative="赵某", agent="钱某",
    ),
    "bureau": Bureau(name="示例区统计局", code="x", level="district", government="示例区人民政府"),
    "officers": [
        Participant(
            name=name, capacity=Capacity.OFFICER, post="科员",
            certificate=Certificate(
                number=number, valid_from=date(2024, 1, 1), valid_to=date(2028, 12, 31)
            ),
        )
        for name, number in (("甲", "TJ-0001"), ("乙", "TJ-0002"))
    ],
    "activity": {"started_at": datetime(2026, 3, 10, 1, 30, tzinfo=UTC), "party_attended": True},
    "evidence": [{"id": "E1", "name": "询问笔录"}],
    "today": date(2026, 4, 15),
}  # fmt: skip


def test_what_the_case_file_knows_is_filled_in() -> None:
    values = prefill(SITE, KNOWN)
    assert values["started_at"] == "2026-03-10T09:30:00+08:00"
    assert values["officer_count"] == 2
    assert values["officers"][1] == {"name": "乙", "post": "科员", "certificate_number": "TJ-0002"}
    assert values["party_attended"] is True
    assert "示例区统计局" in values["certificates_words"]
    assert "findings" not in values


def test_presets_are_filled_from_the_case_and_rows_without_a_value_are_dropped() -> None:
    values = prefill(DECISION, {**KNOWN, "party": Party(id="1", kind="citizen", name="丁一")})
    assert values["party_particulars"] == [{"label": "当事人", "value": "丁一"}]
    assert "向示例区人民政府申请" in values["remedies"]
    assert values["decided_on"] == "2026-04-15"


def test_an_unknown_placeholder_leaves_a_blank_that_is_seen() -> None:
    assert "向＿＿＿＿申请" in prefill(DECISION, {})["remedies"]


def test_a_path_that_ends_early_is_nothing() -> None:
    assert look_up(KNOWN, "party.name.first") is None
    assert look_up(KNOWN, "officers.7.name") is None
    assert look_up(KNOWN, "nobody.name") is None


@given(st.dates(min_value=date(1949, 10, 1), max_value=date(2100, 1, 1)))
def test_every_written_form_of_a_day_reads_the_same(on: date) -> None:
    forms = (
        on.isoformat(), f"{on:%Y%m%d}", f"{on.year}年{on.month}月{on.day}日",
        f"{on.year}.{on.month}.{on.day}", f"{on.year}/{on.month:02d}/{on.day:02d}",
    )  # fmt: skip
    assert {entry.day(form) for form in forms} == {on}
    assert entry.day(f"{on.month}.{on.day}", on.year) == on


def test_a_question_keeps_its_time_and_what_it_said_before_the_correction() -> None:
    kind = get_type("inquiry_record")
    row = {"q": "问", "a": "九千万元", "at": "2026-03-10T06:03:00+00:00", "was_a": "八千万元"}
    kept = clean(kind, {"qa": [{**row, "was_q": "问"}]})
    assert kept["qa"] == [{**row, "at": "2026-03-10T14:03:00+08:00"}]
    assert clean(kind, kept) == kept


def test_a_time_alone_is_no_question_and_a_struck_question_still_is() -> None:
    kind = get_type("inquiry_record")
    rows = [{"at": "2026-03-10T14:03:00+08:00"}, {"q": "", "a": "", "was_q": "问", "was_a": "答"}]
    kept = clean(kind, {"qa": rows})["qa"]
    assert kept == [{"q": "", "a": "", "was_q": "问", "was_a": "答"}]
    assert not [one for one in check(kind, {"qa": kept}) if one.field.startswith("qa")]


def test_a_list_cell_comes_back_from_one_line_as_its_entries() -> None:
    """A form shows 「e1、e2」; taken for one entry, the decision would name no evidence at all."""
    for sent in ("e1、e2", " e1 、e2、", ["e1", "e2"]):
        kept = clean(DECISION, {"evidence": [{"text": "台账", "evidence_ids": sent}]})
        assert kept["evidence"] == [{"text": "台账", "evidence_ids": ["e1", "e2"]}]
        assert clean(DECISION, kept) == kept
