"""The page that finds documents over the bureau."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from liuhen.cases.classing import classify
from liuhen.search import actions as search
from liuhen.web.documents import finding
from liuhen.web.tests.office import client_of
from tests.begun import Begun

pytestmark = pytest.mark.django_db


@pytest.fixture
def jia(begun: Begun) -> Client:
    while search.follow_feed().entries:
        pass
    return client_of(begun.cast, "jia")


def _links(page: str) -> set[str]:
    return set(re.findall(r'href="/documents/(\d+)"', page))


def test_a_document_is_found_by_a_word_of_its_text(begun: Begun, jia: Client) -> None:
    record = begun.document("record")
    word = record.fields["findings"][2:6]
    page = jia.get("/documents", {"words": word}).content.decode()
    assert str(record.pk) in _links(page)
    nothing = jia.get("/documents", {"words": "查封扣押"}).content.decode()
    assert _links(nothing) == set()
    assert "没有符合条件的文书" in nothing


def test_too_short_a_word_is_said_at_its_field(jia: Client) -> None:
    answer = jia.get("/documents", {"words": "水"})
    assert answer.status_code == 422
    assert "「水」太短" in answer.content.decode()


@pytest.mark.parametrize(
    "typed", ["' OR 1=1", '"*) NEAR', "%%", "\\", "__", "水泥\x00", "<script>"]
)
def test_whatever_is_typed_is_only_a_word(jia: Client, typed: str) -> None:
    for name in ("words", "number", "party"):
        answer = jia.get("/documents", {name: typed})
        assert answer.status_code in (200, 422)
        assert "<script>" not in answer.content.decode()


def test_a_masked_document_keeps_its_title_to_itself(begun: Begun, jia: Client) -> None:
    record = begun.document("record")
    classify(begun.cast.actor("jia"), record, secrecy="informant", reason="有举报人信息")
    page = jia.get("/documents").content.decode()
    assert "（限制查看）" in page
    assert f'/documents/{record.pk}">{record.title}<' not in page


def test_what_is_not_indexed_yet_is_said(begun: Begun) -> None:
    assert "正在编入索引" in client_of(begun.cast, "jia").get("/documents").content.decode()


def test_the_number_of_queries_does_not_grow_with_the_list(
    jia: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    jia.get("/documents")
    asked = []
    for per_page in (1, 20):
        monkeypatch.setattr(finding, "PER_PAGE", per_page)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert len(_links(jia.get("/documents").content.decode())) >= per_page // 4
        asked.append(len(queries))
    assert asked[0] == asked[1]
