"""The pages of colleagues and settings: who may, what is written, what is said when it is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from liuhen import clock
from liuhen.demo.cast import PASSWORD, Cast
from liuhen.documents.models import NumberPool, NumberTaken
from liuhen.documents.numbers import begin_series
from liuhen.ledger.audit import verify_log
from liuhen.ledger.models import LedgerEntry
from liuhen.people import actions
from liuhen.people.actors import SYSTEM
from liuhen.people.models import (
    Keeper,
    ManagementRule,
    Parameter,
    Person,
    Post,
    Role,
)
from liuhen.web.people.numbers import register
from liuhen.web.people.shown import certificate_line
from liuhen.web.tests.office import client_of, found_office, open_demo_log

TODAY = clock.shanghai(2026, 3, 2, 9)


@pytest.fixture
def cast(db: None, settings: Any, tmp_path: Path) -> Iterator[Cast]:
    open_demo_log(settings, tmp_path)
    with clock.playing(TODAY):
        yield found_office()


@pytest.fixture
def client(cast: Cast) -> Client:
    return client_of(cast, "guanli")


PAGES = (
    "/people",
    "/people/new",
    "/people/{xin}",
    "/people/{xin}/password",
    "/people/{xin}/deactivate",
    "/posts/{post}/end",
    "/settings",
    "/settings/keepers/new",
    "/settings/rules/new",
    "/settings/parameters/new",
    "/settings/discretion/new",
    "/settings/numbers/new",
    "/settings/numbers/{pool}",
    "/settings/years/new",
)


def address(cast: Cast, page: str) -> str:
    pool, post = NumberPool.objects.order_by("pk")[0], cast["xin"].posts.get()
    return page.format(xin=cast["xin"].pk, post=post.pk, pool=pool.pk)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(("who", "status"), [("guanli", 200), ("wu", 200), ("jia", 403)])
def test_administrator_and_head_may_and_an_officer_is_told_why_not(
    cast: Cast, page: str, who: str, status: int
) -> None:
    answer = client_of(cast, who).get(address(cast, page))
    assert answer.status_code == status
    if status == 403:
        assert "系统管理员或者机关负责人" in answer.content.decode()


@pytest.mark.parametrize("page", ["/people/{xin}", "/posts/{post}/end", "/settings/numbers/{pool}"])
def test_the_superior_bureau_s_people_do_not_find_what_is_not_theirs(cast: Cast, page: str) -> None:
    actions.appoint(
        SYSTEM, cast["ren"], role=Role.ADMINISTRATOR, title="管理员", held_from=date(2026, 1, 1)
    )
    assert client_of(cast, "ren").get(address(cast, page)).status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_without_signing_in_every_page_leads_to_the_sign_in(cast: Cast, page: str) -> None:
    answer = Client().get(address(cast, page))
    assert answer.status_code == 302
    assert answer["Location"].startswith("/login?next=")


def test_an_expired_certificate_is_marked_in_words(client: Client) -> None:
    body = client.get("/people").content.decode()
    assert "已过期" in body
    assert "辛任执法人员，但没有在有效期内的执法证" in body


@pytest.mark.parametrize(
    ("today", "word"),
    [
        (date(2026, 1, 31), "将到期"),
        (date(2026, 2, 1), "已过期"),
        (date(2025, 11, 2), "将到期"),
        (date(2025, 11, 1), "有效"),
        (date(2023, 12, 31), "尚未生效"),
    ],
)
def test_a_certificate_is_valid_to_its_last_day(cast: Cast, today: date, word: str) -> None:
    assert certificate_line(cast["xin"].certificates.get(), today).word == word


def test_the_list_of_people_is_read_in_a_fixed_number_of_queries(
    client: Client, cast: Cast, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(14):
        client.get("/people")


def new_person(**fields: Any) -> dict[str, Any]:
    return {
        "name": "新人",
        "username": "xinren",
        "roles": ["officer", "legal"],
        "title": "科员",
        "held_from": "2026-03-02",
        "number": "TJ-0099",
        "valid_from": "2026-01-01",
        "valid_to": "2029-12-31",
        **fields,
    }


def test_a_new_colleague_signs_in_with_the_password_of_the_slip(client: Client) -> None:
    answer = client.post("/people/new", new_person())
    slip = answer.context["slips"][0]
    assert slip.password in answer.content.decode()
    person = Person.objects.get(username="xinren")
    assert person.check_password(slip.password)
    assert {post.role for post in person.posts.all()} == {"officer", "legal"}
    assert person.certificates.get().number == "TJ-0099"
    assert verify_log().verdict == "intact"


def test_the_first_password_is_in_no_ledger_entry(client: Client) -> None:
    slip = client.post("/people/new", new_person()).context["slips"][0]
    assert not [
        one for one in LedgerEntry.objects.all() if slip.password.encode() in bytes(one.leaf)
    ]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"username": "jia"}, "已经有人使用"),
        ({"number": "TJ-0001"}, "已经登记"),
        ({"valid_to": "2025-12-31"}, "有效期止不能早于有效期起"),
        ({"valid_to": ""}, "请填写有效期止"),
        ({"valid_from": "明天"}, "请写成年月日"),
        ({"roles": []}, "请选择岗位"),
        ({"roles": ["king"]}, "king"),
        ({"name": ""}, "请填写姓名"),
    ],
)
def test_a_wrong_entry_comes_back_with_all_that_was_typed_and_nobody_is_added(
    client: Client, fields: dict[str, Any], words: str
) -> None:
    before = Person.objects.count(), LedgerEntry.objects.count()
    answer = client.post("/people/new", new_person(**fields))
    body = answer.content.decode()
    assert answer.status_code == 422
    assert words in body
    assert "科员" in body
    assert (Person.objects.count(), LedgerEntry.objects.count()) == before


def test_a_certificate_and_a_post_are_added_on_the_person_s_page(
    client: Client, cast: Cast
) -> None:
    page = f"/people/{cast['xin'].pk}"
    client.post(
        page,
        {
            "form": "certificate",
            "certificate-number": "TJ-0003-2",
            "certificate-valid_from": "2026-02-01",
            "certificate-valid_to": "2030-01-31",
        },
    )
    client.post(
        page,
        {
            "form": "post",
            "post-role": "reviewer",
            "post-title": "副科长",
            "post-held_from": "20260302",
        },
    )
    assert cast["xin"].certificates.count() == 2
    assert cast["xin"].posts.filter(role="reviewer", title="副科长").exists()
    assert "没有在有效期内的执法证" not in client.get("/people").content.decode()


def test_a_taken_certificate_number_is_said_on_the_same_page(client: Client, cast: Cast) -> None:
    answer = client.post(
        f"/people/{cast['xin'].pk}",
        {
            "form": "certificate",
            "certificate-number": "TJ-0001",
            "certificate-valid_from": "2026-02-01",
            "certificate-valid_to": "2030-01-31",
        },
    )
    assert answer.status_code == 422
    assert "已经登记" in answer.content.decode()


def test_a_post_ends_once_and_its_history_stays(client: Client, cast: Cast) -> None:
    post = cast["xin"].posts.get()
    page = f"/posts/{post.pk}/end"
    assert client.post(page, {"held_to": "2020-01-01"}).status_code == 422
    assert client.post(page, {"held_to": "2026-03-01"}).status_code == 302
    assert Post.objects.get(pk=post.pk).held_to == date(2026, 3, 1)
    again = client.post(page, {"held_to": "2026-03-02"})
    assert again.status_code == 422
    assert "结束任职" in again.content.decode()


def test_a_reset_password_is_new_and_the_old_one_is_gone(client: Client, cast: Cast) -> None:
    page = f"/people/{cast['xin'].pk}/password"
    client.get(page)
    assert Person.objects.get(username="xin").check_password(PASSWORD)
    slip = client.post(page).context["slips"][0]
    person = Person.objects.get(username="xin")
    assert person.check_password(slip.password)
    assert not person.check_password(PASSWORD)


def test_an_account_is_closed_but_never_one_s_own(client: Client, cast: Cast) -> None:
    client.post(f"/people/{cast['xin'].pk}/deactivate")
    assert not Person.objects.get(username="xin").is_active
    own = client.post(f"/people/{cast['guanli'].pk}/deactivate")
    assert own.status_code == 422
    assert Person.objects.get(username="guanli").is_active


# Settings ----------------------------------------------------------------------------------------


def test_a_keeper_hands_over_and_both_stay_in_the_history(client: Client, cast: Cast) -> None:
    client.post(
        "/settings/keepers/new",
        {
            "of": "text",
            "person": cast["bing"].pk,
            "since": "2026-03-02",
        },
    )
    rows = list(Keeper.objects.filter(of="text").order_by("pk"))
    assert [(row.name, row.until) for row in rows] == [("庚", date(2026, 3, 1)), ("丙", None)]
    assert "2024-01-01" in client.get("/settings").content.decode()


def test_a_stranger_cannot_be_named_keeper(client: Client, cast: Cast) -> None:
    answer = client.post(
        "/settings/keepers/new",
        {
            "of": "text",
            "person": cast["ren"].pk,
            "since": "2026-03-02",
        },
    )
    assert answer.status_code == 422
    assert Keeper.objects.count() == 2


def test_a_management_rule_is_put_on_file(client: Client) -> None:
    client.post("/settings/rules/new", {"title": "新制度", "in_force_from": "2026-04-01"})
    assert ManagementRule.objects.filter(title="新制度").exists()


def test_money_is_typed_in_yuan_and_kept_in_fen_with_its_citation(client: Client) -> None:
    client.post(
        "/settings/parameters/new",
        {
            "name": "major_fine_threshold",
            "value": "3万元",
            "in_force_from": "2026-03-01",
            "citation": "新规定 第二条",
        },
    )
    assert Parameter.objects.get(citation="新规定 第二条").value == 3_000_000
    body = client.get("/settings").content.decode()
    assert "30,000 元" in body
    assert "新规定 第二条" in body
    assert "2024-01-01 起 20,000 元" in body


def test_a_value_corrected_on_its_day_is_marked_and_the_later_one_holds(client: Client) -> None:
    for value in ("40", "25"):
        client.post(
            "/settings/parameters/new",
            {
                "name": "archive_days",
                "value": value,
                "in_force_from": "2026-03-01",
                "citation": f"规定{value}",
            },
        )
    body = client.get("/settings").content.decode()
    assert "40 日（规定40）（已更正）" in body
    assert '<td class="nowrap">25 日</td><td>规定25</td>' in body


@pytest.mark.parametrize(
    "fields",
    [
        {"value": "五"},
        {"value": "-1"},
        {"citation": ""},
        {"name": "recording_storage_workdays"},
        {"value": "9" * 20},
        {"in_force_from": "昨日"},
    ],
)
def test_a_number_that_is_none_or_not_the_bureau_s_to_set_is_not_taken(
    client: Client, fields: dict[str, str]
) -> None:
    answer = client.post(
        "/settings/parameters/new",
        {
            "name": "archive_days",
            "value": "20",
            "in_force_from": "2026-03-01",
            "citation": "规定",
            **fields,
        },
    )
    assert answer.status_code == 422
    assert Parameter.objects.count() == 1


def test_a_series_goes_forward_only(client: Client) -> None:
    page = "/settings/numbers/new"
    client.post(page, {"series": "统检", "year": "2026", "first": "7"})
    assert NumberPool.objects.get(series="统检", year=2026).next_serial == 7
    back = client.post(page, {"series": "统检", "year": "2026", "first": "3"})
    assert back.status_code == 422
    assert "不能往回设" in back.content.decode()


def test_the_register_explains_every_gap(cast: Cast) -> None:
    pool = begin_series(SYSTEM, cast.bureau, series="统检", year=2027, first=5)
    columns = {"recorded_at": clock.now(), "recorded_by_id": "p1", "recorded_by": "甲"}
    for serial, text in ((2, "示统检字〔2027〕2号"), (8, "示统检字〔2027〕8号")):
        NumberTaken.objects.create(pool=pool, serial=serial, text=text, note="纸质", **columns)
    lines = register(pool, "示")
    assert [(line.text, line.word) for line in lines] == [
        ("示统检字〔2027〕1号", "未录入"),
        ("示统检字〔2027〕2号", "无文书"),
        ("示统检字〔2027〕3号 至 示统检字〔2027〕4号（2 个）", "未录入"),
        ("示统检字〔2027〕5号 至 示统检字〔2027〕7号（3 个）", "未使用"),
        ("示统检字〔2027〕8号", "无文书"),
    ]


def test_a_gap_leads_to_the_form_that_explains_it(cast: Cast, client: Client) -> None:
    pool = begin_series(SYSTEM, cast.bureau, series="统检", year=2027, first=4)
    page = f"/settings/numbers/{pool.pk}"
    assert f"{page}/explain?first=1&amp;last=3" in client.get(page).content.decode()
    form = client.get(f"{page}/explain?first=1&last=3").content.decode()
    assert 'value="3"' in form
    early = client.post(f"{page}/explain", {"first": "1", "last": "9", "note": "纸质"})
    assert early.status_code == 422
    assert "还没有轮到" in early.content.decode() or "请核对号数" in early.content.decode()
    sent = {"first": "1", "last": "3", "note": "启用前已在纸质文书上使用。"}
    assert client.post(f"{page}/explain", sent).status_code == 302
    after = client.get(page).content.decode()
    assert after.count("启用前已在纸质文书上使用。") == 3
    assert "/explain" not in after
