"""Entering a year's holidays on the page: pasted, looked at, saved. The days of 2027 are invented."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from liuhen import clock
from liuhen.agenda import moves
from liuhen.cases.models import Case
from liuhen.demo.cast import Cast
from liuhen.ledger.audit import verify_log
from liuhen.people.models import CalendarYear
from liuhen.web.people.year_forms import DaysField
from liuhen.web.tests.office import client_of, closed_case, found_office, open_demo_log

PAGE = "/settings/years/new"
CITATION = "国务院办公厅关于2027年部分节假日安排的通知（国办发明电〔2026〕9号）"
NOTICE = """国务院办公厅关于2027年部分节假日安排的通知
国办发明电〔2026〕9号
一、元旦：1月1日（周五）至3日（周日）放假，共3天。
二、春节：2月5日（周五）至11日（周四）放假调休，共7天。2月14日（周日）上班。
三、清明节：4月3日（周六）至5日（周一）放假，共3天。
四、劳动节：5月1日（周六）至5日（周三）放假调休，共5天。5月8日（周六）上班。
五、端午节：6月9日（周三）放假1天。
六、中秋节：9月15日（周三）放假1天。
七、国庆节：10月1日（周五）至7日（周四）放假调休，共7天。10月9日（周六）上班。
节日期间请安排好值班。
"""


@pytest.fixture
def cast(db: None, settings: Any, tmp_path: Path) -> Iterator[Cast]:
    open_demo_log(settings, tmp_path)
    with clock.playing(clock.shanghai(2027, 1, 6, 9)):
        yield found_office()


@pytest.fixture
def head(cast: Cast) -> Client:
    return client_of(cast, "wu")


def _body(answer: Any) -> str:
    data: bytes = answer.getvalue() if answer.streaming else answer.content
    return data.decode()


def _paste(client: Client, text: str = NOTICE, **fields: Any) -> str:
    return _body(client.post(PAGE, {"form": "notice", "text": text, **fields}))


def _fields(body: str) -> dict[str, str]:
    """Return what the form of the preview would send back."""
    form = body[body.index('id="days"') :]
    found = dict(
        re.findall(r'<input type="(?:hidden|text|number)" name="(\w+)" value="([^"]*)"', form)
    )
    found |= dict(re.findall(r'<textarea name="(\w+)"[^>]*>\s*(.*?)</textarea>', form, re.DOTALL))
    return {name: unescape(value) for name, value in found.items()} | {"form": "days"}


def test_a_pasted_notice_is_shown_day_by_day_and_nothing_is_saved(head: Client) -> None:
    body = _paste(head)
    assert "放假 27 天，调休上班 3 天" in body
    assert "2月5日周五、2月6日周六、2月7日周日、2月8日周一" in body
    assert "<td>2月14日周日</td>" in body
    assert "节日期间请安排好值班" in body
    assert "没有时限的日期会变动" in body
    assert not CalendarYear.objects.exists()


def test_a_deadline_that_would_move_is_shown_with_case_days_and_why(
    cast: Cast, head: Client
) -> None:
    case = closed_case(cast)
    body = _paste(head)
    assert f'<a href="/cases/{case.pk}">' in body
    assert "2027-02-05" in body
    assert "顺延至2027年2月12日" in body
    assert "1 项时限的日期会变动" in body


def test_an_administrator_sees_the_days_and_not_the_case(cast: Cast) -> None:
    case = closed_case(cast)
    body = _paste(client_of(cast, "guanli"))
    assert "1 项时限的日期会变动" in body
    assert "按岗位您不能查看" in body
    assert f"/cases/{case.pk}" not in body
    assert case.number not in body[body.index("会变动的时限") :]


def test_what_was_seen_is_saved_with_its_citation(head: Client) -> None:
    fields = _fields(_paste(head))
    assert fields["citation"] == CITATION
    answer = head.post(PAGE, fields)
    assert answer.status_code == 302
    row = CalendarYear.objects.get(year=2027)
    assert (len(row.holidays), len(row.make_up_days), row.citation) == (27, 3, CITATION)
    assert "本单位录入" in head.get("/settings").content.decode()
    assert not verify_log().findings


def test_days_changed_by_hand_are_shown_again_before_they_are_saved(head: Client) -> None:
    fields = _fields(_paste(head))
    fields["holidays"] = fields["holidays"].replace("2027-06-09", "2027-06-10")
    again = _body(head.post(PAGE, fields))
    assert not CalendarYear.objects.exists()
    assert "还没有保存" in again
    assert head.post(PAGE, _fields(again)).status_code == 302
    assert "2027-06-10" in CalendarYear.objects.get().holidays


def test_what_does_not_add_up_is_saved_only_when_a_person_says_so(head: Client) -> None:
    body = _paste(head, NOTICE.replace("共3天", "共4天", 1))
    assert "元旦：通知写共4天，起止日期之间是3天" in body
    fields = _fields(body)
    refused = head.post(PAGE, fields)
    assert refused.status_code == 422
    assert "核对后勾选" in refused.content.decode()
    assert head.post(PAGE, {**fields, "sure": "on"}).status_code == 302


def test_a_year_entered_before_is_corrected_and_the_first_entry_stays(head: Client) -> None:
    head.post(PAGE, _fields(_paste(head)))
    body = _paste(head, NOTICE.replace("6月9日（周三）", "6月10日（周四）"))
    assert "2027 年已经有放假安排" in body
    assert head.post(PAGE, _fields(body)).status_code == 302
    assert CalendarYear.objects.filter(year=2027).count() == 2


def test_who_did_not_see_that_the_year_was_entered_does_not_overwrite_it(head: Client) -> None:
    fields = _fields(_paste(head))
    head.post(PAGE, fields)
    second = head.post(PAGE, {**fields, "citation": "另一份通知"})
    shown = _body(second)
    assert "已经有人录入" in shown and "还没有保存" in shown
    assert not CalendarYear.objects.filter(citation="另一份通知").exists()
    again = head.post(PAGE, _fields(shown))  # having seen it, they correct it
    assert again.status_code == 302
    assert CalendarYear.objects.filter(citation="另一份通知").exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("2027.csv", "日期,类别,节日\n2027-01-01,放假,元旦\n2027-02-14,上班,春节\n"),
        ("通知.txt", NOTICE),
    ],
)
def test_a_file_is_read_as_well(head: Client, name: str, content: str) -> None:
    file = SimpleUploadedFile(name, content.encode("gb18030"))
    body = _body(head.post(PAGE, {"form": "notice", "text": "", "file": file}))
    assert "2027 年工作日历：预览" in body
    assert "2027-01-01" in body


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"text": ""}, "两样取一样"),
        ({"text": "元旦放假"}, "哪一年"),
        ({"text": "一、元旦：2月30日放假。", "year": "2027"}, "不存在"),
        ({"text": NOTICE, "year": "2028"}, "通知写的是2027年"),
        ({"text": "一" * 20_001}, "20000"),
        ({"text": NOTICE.replace("2月14日（周日）", "2月15日（周一）")}, "不是周六或周日"),
    ],
)
def test_what_cannot_be_read_comes_back_with_what_to_do(
    head: Client, fields: dict[str, str], words: str
) -> None:
    answer = head.post(PAGE, {"form": "notice", **fields})
    assert answer.status_code == 422
    assert words in answer.content.decode()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"holidays": "元旦"}, "认不出来"),
        ({"holidays": "2027-02-11 至 2027-02-05"}, "认不出来"),
        ({"holidays": "2026-05-01"}, "不属于2027年"),
        ({"make_up_days": "2027-02-15"}, "不是周六或周日"),
        ({"make_up_days": "2027-01-02"}, "不能既放假又上班"),
        ({"citation": ""}, "请填写依据的通知"),
    ],
)
def test_days_that_contradict_themselves_would_stop_every_count_and_are_refused(
    head: Client, fields: dict[str, str], words: str
) -> None:
    days = {"form": "days", "year": "2027", "citation": CITATION, "make_up_days": ""}
    answer = head.post(PAGE, {**days, "holidays": "2027-01-01 至 2027-01-03", **fields})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not CalendarYear.objects.exists()


def test_a_case_that_cannot_be_judged_is_named(
    cast: Cast, head: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: Case) -> None:
        raise ValueError("kaputt")

    case = closed_case(cast)
    monkeypatch.setattr(moves, "compile_case", broken)
    body = _paste(head)
    assert f"{case.number}没有核对成" in body.replace(" ", "")


def test_an_officer_does_not_enter_holidays(cast: Cast) -> None:
    assert client_of(cast, "jia").post(PAGE, {"form": "notice", "text": NOTICE}).status_code == 403


def test_days_are_written_as_runs_and_read_back() -> None:
    field = DaysField()
    days = [date(2027, 1, 1), date(2027, 1, 2), date(2027, 4, 5)]
    assert field.prepare_value(days) == "2027-01-01 至 2027-01-02\n2027-04-05"
    assert field.to_python(field.prepare_value(days)) == days
    assert field.to_python("2027年1月1日～2027年1月2日、2027-04-05") == days
