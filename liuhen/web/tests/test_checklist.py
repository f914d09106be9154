"""全过程清单: every requirement in its state, the choice of view in the address, xlsx of the same."""

from __future__ import annotations

import io
import re
from html import unescape
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from liuhen import clock
from liuhen.procedure.compile import compile_case
from liuhen.regulation.answers import Status
from liuhen.regulation.pack import evaluate
from liuhen.web.cases.checklist import BY_ARTICLE, BY_STAGE, check_lines, groups_of
from liuhen.web.cases.lines import may_of
from liuhen.web.tests.desk import words
from liuhen.web.tests.office import client_of
from tests.plugin import Played

WAYS_TO_BE_RIGHT = ("officer", "legal", "meeting", "archivist", "administrator")


def lines_of(played: Played, letter: str, who: str = "jia") -> Any:
    case = played.cases[letter]
    casefile = compile_case(case)
    evaluation = evaluate(casefile, clock.today())
    return check_lines(case, casefile, evaluation, may_of(played.cast.actor(who), case))


def path(played: Played, letter: str, tail: str = "") -> str:
    return f"/cases/{played.cases[letter].pk}/checklist{tail}"


@pytest.fixture
def jia(played: Played) -> Client:
    return client_of(played.cast, "jia")


def test_every_judged_requirement_stands_once_in_each_view(played: Played) -> None:
    lines = lines_of(played, "B")
    for by in (BY_STAGE, BY_ARTICLE):
        shown = [
            line.id for group in groups_of(lines, by, only_missing=False) for line in group.lines
        ]
        assert sorted(shown) == sorted(line.id for line in lines)


def test_the_stages_stand_in_the_order_of_article_2(played: Played) -> None:
    titles = [one.title for one in groups_of(lines_of(played, "B"), BY_STAGE, only_missing=False)]
    assert titles == ["程序启动", "调查取证", "审查决定", "送达执行", "归档管理", "贯穿全过程"]


def test_the_articles_stand_in_the_order_of_the_regulation(played: Played) -> None:
    titles = [one.title for one in groups_of(lines_of(played, "B"), BY_ARTICLE, only_missing=False)]
    assert titles[:4] == ["第二条", "第三条", "第四条", "第五条"]
    assert titles.index("第七条") < titles.index("第十三条") < titles.index("行政处罚法")
    assert len(titles) == len(set(titles))


def test_only_the_missing_ones_are_left_when_asked(played: Played, jia: Client) -> None:
    page = words(jia.get(path(played, "B", "?only=missing")))
    assert 'id="A05-1"' in page
    assert 'id="A07-1"' not in page
    assert page.count('class="check"') == 27


def test_a_choice_keeps_the_other_choice(played: Played, jia: Client) -> None:
    page = words(jia.get(path(played, "B", "?by=article&only=missing")))
    assert 'href="?by=stage&amp;only=missing"' in page
    assert 'href="?by=article"' in page
    assert len(re.findall(r'aria-current="page"', page.split('class="choices-of-view"')[1])) == 2


def test_the_counts_add_up_to_all_requirements(played: Played, jia: Client) -> None:
    page = words(jia.get(path(played, "B")))
    numbers = [int(n) for n in re.findall(r'counts__number">(\d+)<', page)]
    assert len(numbers) == len(Status)
    assert sum(numbers) == len(lines_of(played, "B"))
    assert numbers[0] == 27


def test_a_gap_says_what_was_expected_found_how_and_by_whom_it_is_mended(
    played: Played, jia: Client
) -> None:
    page = words(jia.get(path(played, "B", "?only=missing")))
    for told in ("应有", "现有", "怎样补", "由甲办理", "由法制机构办理", "没有集体讨论记录"):
        assert told in page
    assert "/correct#f_officers-first" in page


def test_whoever_cannot_mend_it_is_led_to_what_they_may_read(played: Played) -> None:
    client = client_of(played.cast, "bing")
    page = words(client.get(path(played, "B", "?only=missing")))
    addresses = set(re.findall(r'class="button button--secondary" href="(/[^"#]+)', unescape(page)))
    assert len(addresses) > 5
    assert {client.get(one).status_code for one in addresses} == {200}
    assert "/correct" not in page


def test_what_does_not_apply_says_why(played: Played, jia: Client) -> None:
    assert "没有询问证人" in words(jia.get(path(played, "A")))


def test_a_deadline_shows_its_day_its_start_as_a_link_and_how_it_was_counted(
    played: Played, jia: Client
) -> None:
    page = words(jia.get(path(played, "A", "?by=article")))
    due = page.split('id="A15-1"')[1].split("</li>")[0]
    for told in ("起算", "决定书2026年4月17日送达", "顺延至2026年5月6日", "劳动节"):
        assert told in due
    assert re.search(r'起算</dt><dd><a href="/deliveries/\d+"', due)


def test_a_provisional_day_says_so(played: Played, jia: Client) -> None:
    page = words(jia.get(path(played, "C")))
    assert "暂定" in page
    assert "2027年放假安排尚未录入" in page


def test_the_case_page_counts_its_deadlines_out_too(played: Played, jia: Client) -> None:
    page = words(jia.get(f"/cases/{played.cases['C'].pk}"))
    assert "怎么算的" in page
    assert "2027年放假安排尚未录入" in page
    assert re.search(r'起算</dt><dd><a href="/', page)


def test_the_file_holds_the_same_list(played: Played, jia: Client) -> None:
    answer = jia.get(path(played, "B", ".xlsx"))
    assert answer.status_code == 200
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    assert book.sheetnames == ["全过程清单", "期限", "说明"]
    rows = list(book["全过程清单"].iter_rows(min_row=2, values_only=True))
    assert {row[2] for row in rows} == {line.id for line in lines_of(played, "B")}
    gaps = [row for row in rows if row[4] == "缺失"]
    assert len(gaps) == sum(len(line.gaps) for line in lines_of(played, "B"))
    assert all(row[6] and row[7] and row[8] and row[9] for row in gaps)
    told = dict(book["说明"].iter_rows(min_row=2, values_only=True))
    assert told["案号"] == "2026-002"
    assert told["生成人"] == "甲"


def test_more_gaps_need_no_more_queries(played: Played, jia: Client) -> None:
    asked = []
    for letter in ("A", "B"):
        jia.get(path(played, letter))
        with CaptureQueriesContext(connection) as seen:
            jia.get(path(played, letter))
        asked.append(len(seen))
    # In the archived case A nobody mends anything, so nobody's right to is asked: that is all.
    assert asked[1] - asked[0] <= len(WAYS_TO_BE_RIGHT)
