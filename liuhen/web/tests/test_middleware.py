"""Faults become pages with words, a status and a number; pages are never stored."""

from __future__ import annotations

import re

import pytest
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from lxml import html
from structlog.testing import capture_logs

from liuhen.web.middleware import RollingSessionMiddleware, new_number

NUMBER = re.compile(r"[34679ACDEFGHJKMNPQRTUVWXY]{4}")


@pytest.mark.parametrize(
    ("kind", "status", "says"),
    [
        ("404", 404, "没有找到"),
        ("403", 403, "须由机关负责人办理"),
        ("409", 409, "审核人陈某已于"),
        ("refused", 409, "第十一条"),
        ("400", 400, "请填写送达日期"),
        ("413", 413, "20 MB"),
        ("423", 423, "补正"),
        ("500", 500, "没有办成"),
    ],
)
def test_each_fault_has_its_page(gallery: Client, kind: str, status: int, says: str) -> None:
    response = gallery.get(f"/fault/{kind}")
    page = html.fromstring(response.content)
    assert response.status_code == status
    assert says in page.text_content()
    assert len(page.xpath("//h1")) == 1
    assert page.xpath("//main//a[contains(@class, 'button')]"), "a way on"


def test_a_refusal_lists_every_missing_thing_with_article_and_remedy(gallery: Client) -> None:
    page = html.fromstring(gallery.get("/fault/refused").content)
    gaps = [" ".join(each.text_content().split()) for each in page.xpath("//ul[@class='gaps']/li")]
    assert gaps == [
        "第十一条 缺集体讨论记录请先录入集体讨论记录并由到会人员签字。",
        "第十二条 告知书还没有送达请登记送达回证。",
    ]


@pytest.mark.parametrize("kind", ["404", "403", "409", "refused", "400", "413", "423"])
def test_the_number_on_the_page_is_the_number_in_the_log(gallery: Client, kind: str) -> None:
    with capture_logs() as logs:
        response = gallery.get(f"/fault/{kind}")
    number = response.headers["X-Request-Number"]
    page = html.fromstring(response.content)
    assert NUMBER.fullmatch(number)
    assert page.xpath("string(//*[@class='fault__number']/strong)") == number
    assert [each["request_number"] for each in logs if each["event"].startswith("request.")] == [
        number
    ]


def test_an_unexpected_failure_is_logged_under_the_number_of_its_page(gallery: Client) -> None:
    with capture_logs() as logs:
        response = gallery.get("/fault/boom")
    assert response.status_code == 500
    number = html.fromstring(response.content).xpath("string(//*[@class='fault__number']/strong)")
    assert number == response.headers["X-Request-Number"]
    (failed,) = [each for each in logs if each["event"] == "request.failed"]
    assert "RuntimeError" in repr(failed["exc_info"])
    assert "boom" not in response.content.decode()


def test_an_address_nobody_serves_has_our_page(gallery: Client) -> None:
    response = gallery.get("/nowhere")
    assert response.status_code == 404
    assert "没有找到这个页面" in response.content.decode()


def test_pages_are_kept_out_of_every_cache(gallery: Client) -> None:
    for path in ("/case", "/form", "/fault/403", "/fault/500", "/login"):
        assert gallery.get(path).headers["Cache-Control"] == "no-store", path


def test_a_script_gets_the_same_words_as_problem_json(gallery: Client) -> None:
    response = gallery.get("/fault/refused", headers={"accept": "application/json"})
    assert response.status_code == 409
    assert response.headers["Content-Type"] == "application/problem+json"
    body = response.json()
    assert body["detail"] == "现在不能作出行政处罚决定。"
    assert body["number"] == response.headers["X-Request-Number"]
    assert [each["article"] for each in body["missing"]] == ["第十一条", "第十二条"]


def test_numbers_hold_no_letters_that_sound_or_look_alike() -> None:
    assert all(NUMBER.fullmatch(new_number()) for _ in range(200))
    assert len({new_number() for _ in range(200)}) > 190


def _roll(session: SessionStore, **headers: str) -> None:
    request: HttpRequest = RequestFactory().get("/", headers=headers)
    request.session = session
    RollingSessionMiddleware(lambda _: HttpResponse())(request)


def test_a_session_is_renewed_while_it_is_used_but_not_on_every_request() -> None:
    session = SessionStore()
    session["_auth_user_id"] = "7"
    _roll(session)
    first = session["used_at"]
    session.modified = False
    _roll(session)
    assert session["used_at"] == first
    assert not session.modified
    session["used_at"] = first - 601
    session.modified = False
    _roll(session)
    assert session.modified


def test_a_page_that_asks_to_stay_signed_in_is_renewed_at_once() -> None:
    session = SessionStore()
    session["_auth_user_id"] = "7"
    _roll(session)
    session.modified = False
    _roll(session, **{"X-Liuhen-Extend": "1"})
    assert session.modified


def test_a_strangers_session_is_left_alone() -> None:
    session = SessionStore()
    _roll(session)
    assert not session.modified
