"""Forms: what is typed is read, what is missing is said, what an action answers comes back."""

from __future__ import annotations

from datetime import date

import pytest
from django import forms
from django.http import HttpResponse

from liuhen.clock import shanghai
from liuhen.faults import Invalid
from liuhen.web.forms import (
    DayField,
    MomentField,
    PageForm,
    YuanField,
    received,
    show_fault,
    summary_lines,
)


class Served(PageForm):
    """A small form of a service."""

    recipient = forms.CharField(label="受送达人")
    served_on = DayField(label="送达日期")
    seen_at = MomentField(label="签收时间", required=False)
    fee = YuanField(label="邮费", required=False)
    way = forms.ChoiceField(
        label="方式", widget=forms.RadioSelect, choices=[("a", "直接"), ("b", "邮寄")]
    )
    told = forms.BooleanField(label="已告知权利")


GOOD = {
    "recipient": "王某",
    "served_on": "2026年11月24日",
    "seen_at": "2026-11-24 10:05",
    "fee": "12.5",
    "way": "a",
    "told": "on",
}


def test_typed_days_instants_and_amounts_become_values() -> None:
    form = Served(GOOD)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["served_on"] == date(2026, 11, 24)
    assert form.cleaned_data["seen_at"] == shanghai(2026, 11, 24, 10, 5)
    assert form.cleaned_data["fee"] == 1250


def test_optional_fields_left_empty_become_none() -> None:
    form = Served({**GOOD, "seen_at": "", "fee": ""})
    assert form.is_valid()
    assert form.cleaned_data["seen_at"] is None
    assert form.cleaned_data["fee"] is None


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("recipient", "请填写受送达人"),
        ("served_on", "请填写送达日期"),
        ("way", "请选择方式"),
        ("told", "请勾选「已告知权利」"),
    ],
)
def test_an_empty_field_says_what_to_do(name: str, message: str) -> None:
    form = Served({**GOOD, name: ""})
    assert form.errors[name] == [message]


def test_a_field_with_its_own_words_keeps_them() -> None:
    class Worded(PageForm):
        why = forms.CharField(label="原因", error_messages={"required": "补录要写明原因"})

    assert Worded({}).errors["why"] == ["补录要写明原因"]


def test_stored_values_are_shown_as_they_would_be_typed() -> None:
    form = Served(
        initial={"served_on": date(2026, 1, 4), "seen_at": shanghai(2026, 1, 4, 9, 5), "fee": 1250}
    )
    assert form["served_on"].value() == "2026-01-04"
    assert form["seen_at"].value() == "2026-01-04 09:05"
    assert form["fee"].value() == "12.50"


def test_what_was_typed_wrong_is_shown_again_as_typed() -> None:
    form = Served({**GOOD, "served_on": "三十二日"})
    assert not form.is_valid()
    assert form["served_on"].value() == "三十二日"


def test_an_actions_answer_stands_at_its_fields_and_in_the_summary() -> None:
    form = Served(GOOD)
    show_fault(form, Invalid("没有保存。", {"served_on": "送达日期不能晚于今天"}))
    assert form.errors["served_on"] == ["送达日期不能晚于今天"]
    assert [(line.message, line.target) for line in summary_lines([form])] == [
        ("送达日期不能晚于今天", "id_served_on")
    ]


def test_an_answer_about_no_field_stands_above_the_form() -> None:
    form = Served(GOOD)
    show_fault(form, Invalid("没有保存，请先登记受送达人。", {"elsewhere": "缺受送达人"}))
    assert [line.message for line in summary_lines([form])] == [
        "缺受送达人",
        "没有保存，请先登记受送达人。",
    ]


def test_the_summary_of_a_group_leads_to_its_first_choice() -> None:
    form = Served({**GOOD, "way": ""})
    form.is_valid()
    assert [line.target for line in summary_lines([form])] == ["id_way_0"]


def test_a_fresh_form_has_no_summary() -> None:
    assert summary_lines([Served()]) == []


def test_the_receipt_names_the_forms_for_the_browser() -> None:
    response = received(HttpResponse(), "case-3-notice", "case-3-note")
    cookie = response.cookies["liuhen_received"]
    assert cookie.value == "case-3-notice|case-3-note"
    assert not cookie["httponly"]


class Counted(PageForm):
    """Fields that Django checks itself."""

    name = forms.CharField(label="名称 100%", max_length=3)
    year = forms.IntegerField(label="年份", min_value=2000, max_value=2100)
    way = forms.ChoiceField(label="方式", choices=[("a", "直接")])
    own = forms.ChoiceField(
        label="自定", choices=[("a", "甲")], error_messages={"invalid_choice": "请重选"}
    )


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("name", "一二三四", "名称 100%最多3字，现在是4字，请缩短"),
        ("name", "一\0", "名称 100%里有不能显示的字符，请删去后再提交"),
        ("year", "1", "年份不能小于2000，请核对"),
        ("year", "9999", "年份不能大于2100，请核对"),
        ("year", "明年", "年份请填写整数，例如 2027"),
        ("way", "z", "方式：没有「z」这个选项，请从列表中选择"),
        ("own", "z", "请重选"),
    ],
)
def test_what_cannot_be_taken_is_said_in_plain_words_with_the_field(
    field: str, typed: str, words: str
) -> None:
    form = Counted({"name": "甲", "year": "2027", "way": "a", "own": "a", field: typed})
    assert form.errors == {field: [words]}


@pytest.mark.parametrize("typed", ["0001-01-01", "1948-12-31", "2201-01-01", "99991231"])
def test_a_year_that_no_record_can_hold_is_not_a_day(typed: str) -> None:
    form = Served({**GOOD, "served_on": typed, "seen_at": f"{typed} 00:00"})
    assert set(form.errors) == {"served_on", "seen_at"}
    assert "送达日期的年份应在1949年至2200年之间" in form.errors["served_on"][0]
