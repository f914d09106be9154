"""What can be written in a case is found by stage and by word, and leads to its page."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from liuhen.cases.kinds import all_kinds
from liuhen.documents.types import all_types, get_type
from liuhen.web.tests.office import client_of
from tests.begun import Begun

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(begun: Begun) -> str:
    return f"/cases/{begun.case.pk}/documents/new"


@pytest.fixture
def jia(begun: Begun) -> Client:
    return client_of(begun.cast, "jia")


def links(answer: str) -> list[str]:
    return re.findall(r'href="(/cases/\d+/(?:documents|papers)/new\?[^"]+)"', answer)


def test_every_type_can_be_chosen(jia: Client, page: str) -> None:
    answer = jia.get(page).content.decode()
    assert len(links(answer)) == len(all_types())
    for words in ("程序启动", "归档管理", "听证笔录", "催告书", "须审批", "须送达"):
        assert words in answer


def test_a_word_narrows_the_list_and_a_stage_too(jia: Client, page: str) -> None:
    found = links(jia.get(page, {"text": "听证 笔录"}).content.decode())
    codes = {one.rpartition("=")[2] for one in found}
    assert "hearing_record" in codes
    assert "inquiry_record" not in codes
    answer = jia.get(page, {"stage": "initiation"}).content.decode()
    assert "催报通知书" in answer
    assert "听证笔录" not in answer


def test_a_word_that_finds_nothing_leads_back(jia: Client, page: str) -> None:
    answer = jia.get(page, {"text": "查封扣押清单"}).content.decode()
    assert links(answer) == []
    assert "没有符合条件的文书" in answer


def test_a_paper_from_outside_is_entered_and_not_written(jia: Client, page: str) -> None:
    found = links(jia.get(page, {"text": "回避"}).content.decode())
    assert any("/papers/new?type=recusal_application" in one for one in found)
    assert any("/documents/new?type=recusal_decision" in one for one in found)


@pytest.mark.parametrize("code", ["hearing_record", "demand_letter", "no_penalty_decision"])
def test_a_paper_of_a_later_act_can_be_begun_today(jia: Client, page: str, code: str) -> None:
    answer = jia.get(page, {"type": code})
    assert answer.status_code == 200
    assert get_type(code).title in answer.content.decode()


def test_the_activity_stays_while_one_looks(begun: Begun, jia: Client, page: str) -> None:
    activity = begun.case.activities.first()
    assert activity is not None
    answer = jia.get(page, {"activity": str(activity.pk), "text": "笔录"}).content.decode()
    assert f'name="activity" value="{activity.pk}"' in answer
    assert all(f"activity={activity.pk}" in one for one in links(answer))


def test_every_kind_of_activity_names_types_that_are_there() -> None:
    for kind in all_kinds().values():
        for code in kind.documents:
            assert get_type(code).title, f"{kind.code}: {code}"
