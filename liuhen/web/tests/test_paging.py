"""Pages of a long list: the first rows, and word that there are more."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from liuhen.people.models import Bureau
from liuhen.web import paging
from liuhen.web.paging import FirstRows

pytestmark = pytest.mark.django_db


def load(ids: Sequence[int]) -> list[Bureau]:
    found = Bureau.objects.in_bulk(ids)
    return [found[pk] for pk in ids]


@pytest.fixture(autouse=True)
def _seven_bureaus(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paging, "COUNTED", 5)
    Bureau.objects.bulk_create(
        Bureau(name=f"示例{number}局", word="示", code="9" * 18, level="county")
        for number in range(7)
    )


def test_a_long_list_shows_its_first_rows_and_says_that_there_are_more() -> None:
    pages = FirstRows(Bureau.objects.order_by("-name"), 2, load)
    assert (pages.count, pages.num_pages, pages.more) == (5, 3, True)
    assert [one.name for one in pages.get_page(1)] == ["示例6局", "示例5局"]
    assert [one.name for one in pages.get_page(99)] == ["示例2局"]


def test_a_list_of_just_the_limit_is_complete() -> None:
    pages = FirstRows(Bureau.objects.filter(name__lt="示例5").order_by("name"), 2, load)
    assert (pages.count, pages.more) == (5, False)


def test_every_page_takes_one_query_for_the_ids_and_one_for_the_rows() -> None:
    for number in (1, 3):
        with CaptureQueriesContext(connection) as asked:
            list(FirstRows(Bureau.objects.order_by("name"), 2, load).get_page(number))
        assert len(asked) == 2
