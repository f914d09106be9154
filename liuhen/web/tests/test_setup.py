"""The set-up page: a bureau begins in one form, once, wholly or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from liuhen import clock
from liuhen.demo.cast import found
from liuhen.documents.models import NumberPool
from liuhen.documents.types import all_types
from liuhen.ledger.audit import verify_log
from liuhen.ledger.models import LedgerEntry
from liuhen.people import actions
from liuhen.people.models import Bureau, Certificate, Keeper, ManagementRule, Person, Role
from liuhen.web.people.numbers import all_series
from liuhen.web.setup.beginning import Newcomer, three_can_approve
from liuhen.web.tests.office import open_demo_log


@pytest.fixture
def client(db: None, settings: Any, tmp_path: Path) -> Client:
    open_demo_log(settings, tmp_path)
    return Client(raise_request_exception=False)


OFFICER = {"number": "X-1", "valid_from": "2026-01-01", "valid_to": "2099-12-31"}
PEOPLE: tuple[dict[str, Any], ...] = (
    {"name": "管", "username": "guan", "roles": ["administrator"]},
    {"name": "长", "username": "zhang", "roles": ["head"], "title": "局长"},
    {"name": "审", "username": "shen", "roles": ["reviewer"]},
    {"name": "甲", "username": "jia", "roles": ["officer"], **OFFICER},
    {"name": "乙", "username": "yi", "roles": ["officer"], **OFFICER, "number": "X-2"},
    {"name": "法", "username": "fa", "roles": ["legal"], "legal_qualification": "A1"},
    {"name": "档", "username": "dang", "roles": ["archivist"], "keeps": ["text", "audiovisual"]},
)


def page(people: tuple[dict[str, Any], ...] = PEOPLE, **fields: Any) -> dict[str, Any]:
    """Return the page as typed; empty rows send the posts that were ticked beforehand."""
    sent: dict[str, Any] = {
        "bureau-name": "示例区统计局",
        "bureau-word": "示",
        "bureau-code": "11211103MA0XYT9176",
        "bureau-level": "county",
        "bureau-court": "示例区人民法院",
        "records-rule_title": "管理制度",
        "records-rule_from": "2026-01-01",
    }
    for place in range(len(all_series(all_types()))):
        sent[f"records-first_{place}"] = str(place + 1)
    for row in range(12):
        values = people[row] if row < len(people) else {"roles": ["officer"] if row < 7 else []}
        sent |= {f"p{row}-{name}": value for name, value in values.items()}
    return sent | fields


@pytest.mark.parametrize("path", ["/", "/cases", "/people"])
def test_an_empty_home_leads_to_the_set_up_from_any_page(client: Client, path: str) -> None:
    answer = client.get(path, follow=True)
    assert answer.redirect_chain[-1][0] == "/setup"
    assert "初始设置" in answer.content.decode()


def test_one_form_makes_a_bureau_that_can_begin(client: Client) -> None:
    answer = client.post("/setup", page())
    assert answer.status_code == 200, answer.content.decode()
    slips = {slip.username: slip.password for slip in answer.context["slips"]}
    assert set(slips) == {one["username"] for one in PEOPLE}
    assert answer.context["warnings"] == []
    assert Person.objects.get(username="jia").check_password(slips["jia"])
    assert Bureau.objects.get().court == "示例区人民法院"
    assert Certificate.objects.count() == 2
    assert {row.of for row in Keeper.objects.filter(name="档")} == {"text", "audiovisual"}
    assert ManagementRule.objects.get().title == "管理制度"
    pools = {
        row.series: row.next_serial for row in NumberPool.objects.filter(year=clock.today().year)
    }
    assert pools == {code: place + 1 for place, code in enumerate(all_series(all_types()))}
    assert Person.objects.get(username="zhang").posts.get().title == "局长"
    assert verify_log().verdict == "intact"


def test_each_can_then_sign_in_and_the_menu_fits_the_post(client: Client) -> None:
    slips = {s.username: s.password for s in client.post("/setup", page()).context["slips"]}
    client.post("/login", {"username": "guan", "password": slips["guan"]})
    assert client.get("/people").status_code == 200
    client.post("/logout")
    client.post("/login", {"username": "jia", "password": slips["jia"]})
    assert client.get("/people").status_code == 403


def test_once_a_bureau_stands_there_is_no_such_page(client: Client) -> None:
    client.post("/setup", page())
    before = Person.objects.count(), LedgerEntry.objects.count()
    assert client.get("/setup").status_code == 404
    assert client.post("/setup", page() | {"bureau-name": "另一个局"}).status_code == 404
    assert (Person.objects.count(), LedgerEntry.objects.count()) == before


def test_a_demo_bureau_has_no_set_up_either(client: Client) -> None:
    found()
    assert client.get("/setup").status_code == 404


def test_a_failure_half_way_leaves_nothing(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("disk")

    before = LedgerEntry.objects.count()
    monkeypatch.setattr(actions, "name_keeper", broken)
    assert client.post("/setup", page()).status_code == 500
    assert not Bureau.objects.exists()
    assert not Person.objects.exists()
    assert LedgerEntry.objects.count() == before


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"bureau-name": ""}, "请填写单位全称"),
        ({"bureau-word": " "}, "请填写机关代字"),
        ({"bureau-level": "moon"}, "moon"),
        ({"p3-name": ""}, "请填写姓名"),
        ({"p3-username": ""}, "请填写登录名"),
        ({"p3-roles": []}, "请选择岗位"),
        ({"p3-valid_to": ""}, "请填写有效期止"),
        ({"p3-valid_to": "2020-01-01"}, "有效期止不能早于有效期起"),
        ({"p3-valid_from": "不久前"}, "请写成年月日"),
        ({"p4-username": "jia"}, "填了两次"),
        ({"p4-number": "X-1"}, "填了两次"),
        ({"records-first_0": "0"}, "first_0"),
        ({"records-first_0": "一"}, "first_0"),
        ({"records-first_0": ""}, "从几号开始"),
        ({"records-rule_from": ""}, "请填写施行日期"),
        ({"records-rule_title": ""}, "请填写制度名称"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    client: Client, fields: dict[str, Any], words: str
) -> None:
    answer = client.post("/setup", page(**fields))
    body = answer.content.decode()
    assert answer.status_code == 422
    assert words in body
    assert "error-summary" in body
    assert 'value="dang"' in body
    assert not Bureau.objects.exists()


def test_an_error_of_a_person_names_the_row(client: Client) -> None:
    body = client.post("/setup", page() | {"p4-valid_to": ""}).content.decode()
    assert '<a href="#id_p4-valid_to">人员 5：请填写有效期止</a>' in body


def test_somebody_must_be_able_to_keep_the_roster(client: Client) -> None:
    answer = client.post("/setup", page(PEOPLE[2:]))
    assert answer.status_code == 422
    assert "至少要有一名系统管理员或者机关负责人" in answer.content.decode()


@pytest.mark.parametrize(
    ("people", "words"),
    [
        (PEOPLE[:4] + PEOPLE[5:], "执法人员不足两名"),
        (PEOPLE[:2] + PEOPLE[3:], "没有审核人"),
        (PEOPLE[:1] + PEOPLE[2:], "没有机关负责人"),
        (PEOPLE[:6], "没有档案管理员"),
        (PEOPLE[:5] + PEOPLE[6:], "没有法制审核人员"),
        (PEOPLE[1:], "没有系统管理员"),
        (PEOPLE[:2] + PEOPLE[3:], "不足三人"),
        (({**PEOPLE[1], "roles": ["head", "reviewer"]}, *PEOPLE[3:]), "不足三人"),
    ],
)
def test_a_bureau_that_will_get_stuck_is_warned_and_may_still_begin(
    client: Client, people: tuple[dict[str, Any], ...], words: str
) -> None:
    first = client.post("/setup", page(people))
    assert first.status_code == 422
    assert words in first.content.decode()
    assert not Bureau.objects.exists()
    second = client.post("/setup", page(people, confirmed="1"))
    assert second.status_code == 200
    assert words in second.content.decode()
    assert Bureau.objects.exists()


def test_a_wrong_check_digit_warns_and_does_not_block(client: Client) -> None:
    sent = page() | {"bureau-code": "11211103MA0XYT9177"}
    assert "校验位不对" in client.post("/setup", sent).content.decode()
    assert client.post("/setup", sent | {"confirmed": "1"}).status_code == 200


def test_an_expired_certificate_is_told_before_the_bureau_begins(client: Client) -> None:
    sent = page() | {"p3-valid_to": "2026-01-02"}
    assert "甲没有在有效期内的执法证" in client.post("/setup", sent).content.decode()


@pytest.mark.parametrize(
    ("roles", "enough"),
    [
        ([{"officer"}, {"reviewer"}, {"head"}], True),
        ([{"officer", "reviewer"}, {"officer"}, {"head"}], True),
        ([{"officer", "reviewer"}, {"head"}], False),
        ([{"officer"}, {"reviewer", "head"}, {"legal"}], False),
        ([{"officer", "reviewer", "head"}] * 3, True),
    ],
)
def test_three_different_persons_are_counted_not_three_posts(
    roles: list[set[str]], enough: bool
) -> None:
    people = [
        Newcomer(name="某", username=str(n), title="", roles=tuple(Role(r) for r in sorted(one)))
        for n, one in enumerate(roles)
    ]
    assert three_can_approve(people) is enough
