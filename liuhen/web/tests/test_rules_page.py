"""The regulation's page: the text as printed on the left, what is made of it on the right."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from liuhen import clock
from liuhen.demo.cast import Cast
from liuhen.people.models import OfficialText
from liuhen.regulation.requirements import rows
from liuhen.web.templatetags.liuhen import law_address
from liuhen.web.tests.office import client_of, found_office, open_demo_log

TEXT = "某某办法\n第七条　下列活动：\n（一）甲<b>；\n（三）乙。\n第17条 丙。\n"


@pytest.fixture
def cast(db: None, settings: Any, tmp_path: Path) -> Iterator[Cast]:
    open_demo_log(settings, tmp_path)
    with clock.playing(clock.shanghai(2026, 3, 2, 9)):
        yield found_office()


@pytest.fixture
def head(cast: Cast) -> Client:
    return client_of(cast, "wu")


def _load(client: Client, text: str = TEXT, **fields: str) -> Any:
    file = SimpleUploadedFile("办法.txt", text.encode())
    return client.post("/rules", {"file": file, "instrument": "MEASURE", **fields})


def _body(client: Client, page: str = "/rules") -> str:
    return client.get(page).content.decode()


def test_every_requirement_has_its_stable_anchor_and_every_id_stands_once(head: Client) -> None:
    ids = re.findall(r' id="([^"]+)"', _body(head))
    assert len(ids) == len(set(ids))
    assert {id.lower() for id in rows()} <= set(ids)
    assert {"第七条", "第十七条", "行政处罚法-第三十六条"} <= set(ids)


def test_without_a_text_the_page_says_who_can_load_it(cast: Cast, head: Client) -> None:
    assert "请在页面下方载入" in _body(head)
    officer = _body(client_of(cast, "jia"))
    assert "请机关负责人或者系统管理员载入" in officer
    assert 'name="file"' not in officer


def test_a_loaded_text_stands_as_printed_beside_its_requirements(cast: Cast, head: Client) -> None:
    assert _load(head).status_code == 302
    body = _body(client_of(cast, "jia"))
    seventh = body[body.index('id="第七条"') : body.index('id="第八条"')]
    assert "<b>第七条</b>　下列活动：\n（一）甲&lt;b&gt;；\n（三）乙。" in seventh
    assert 'id="a07-2"' in seventh
    seventeenth = body[body.index('id="第十七条"') : body.index('id="第十八条"')]
    assert "<b>第17条</b>　丙。" in seventeenth
    assert "第七条的（一）之后是（三）" in body


def test_an_older_loading_stays_readable(cast: Cast, head: Client) -> None:
    _load(head)
    _load(head, TEXT.replace("丙", "丁"))
    old = OfficialText.objects.earliest("pk")
    assert "<b>第17条</b>　丁。" in _body(head)
    body = _body(head, f"/rules?text={old.pk}")
    assert "这是以前载入的一份" in body
    assert "<b>第17条</b>　丙。" in body
    assert head.get("/rules?text=x").status_code == 404
    assert head.get("/rules?text=99").status_code == 404


def test_an_officer_cannot_load_a_text(cast: Cast) -> None:
    answer = _load(client_of(cast, "jia"))
    assert answer.status_code == 403
    assert "载入正式文本" in answer.content.decode()
    assert not OfficialText.objects.exists()


@pytest.mark.parametrize(("text", "words"), [("没有条文", "第几条"), ("", "空的"), ("\0", "字符")])
def test_a_file_that_cannot_be_used_comes_back_at_its_field(
    head: Client, text: str, words: str
) -> None:
    answer = _load(head, text)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not OfficialText.objects.exists()


def test_the_same_text_twice_is_said_and_not_kept(head: Client) -> None:
    _load(head)
    answer = _load(head)
    assert answer.status_code == 422
    assert "没有重复保存" in answer.content.decode()


def test_the_page_asks_the_same_few_questions_however_much_was_loaded(
    head: Client, django_assert_max_num_queries: Any
) -> None:
    for letter in "子丑寅卯":
        _load(head, TEXT.replace("丙", letter))
    with django_assert_max_num_queries(10):
        head.get("/rules")


@pytest.mark.parametrize("id", ["A07-2", "A13-6", "A14-2", "L07-1", "L23-1", "A30-6", "A07-8"])
def test_the_article_of_a_finding_leads_to_its_place_on_the_page(head: Client, id: str) -> None:
    address = law_address(rows()[id].article)
    assert f'id="{address.removeprefix("/rules#")}"' in _body(head)
