"""Every gap leads in one click to the page that mends it, and whoever can mend it may open it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import resolve

from liuhen.cases.kinds import all_kinds
from liuhen.documents.types import get_type
from liuhen.procedure.compile import compile_case
from liuhen.regulation.answers import Finding
from liuhen.regulation.casefile import CaseFile
from liuhen.regulation.pack import evaluate, load
from liuhen.regulation.papers import Paper
from liuhen.regulation.requirements import Effect, rows
from liuhen.regulation.tests.changing import B_DAY, case_b
from liuhen.regulation.tests.pairs_deciding import decision, hearing
from liuhen.regulation.tests.pairs_law import higher_law
from liuhen.regulation.tests.pairs_recording import general, investigation
from liuhen.regulation.tests.pairs_serving import accountability, delivery, keeping, performance
from liuhen.web.mending import field_anchor, mending, ways
from liuhen.web.tests.office import client_of
from tests.begun import Begun
from tests.permissions import TABLE
from tests.plugin import Played

WHO = {
    "officer": "jia",
    "legal": "ding",
    "meeting": "wu",
    "archivist": "geng",
    "administrator": "guanli",
}
GROUPS = (
    general, investigation, decision, hearing, performance, delivery, keeping, accountability,
    higher_law,
)  # fmt: skip
# Not every bureau's catalogue has these; without one, a paper is entered as it stands.
SELDOM = {
    "copy_approval", "court_application", "demand_letter", "demand_statement_review",
    "enforcement_record",
    "entrusting_letter", "evidence_reply", "keeping_approval", "keeping_disposal", "keeping_list",
    "keeping_notice", "recusal_decision",
}  # fmt: skip
CASE = 7
ASKED = {Effect.BLOCK, Effect.FINDING, Effect.DEADLINE}


def findings() -> Iterator[tuple[CaseFile, Finding]]:
    """Yield every finding of the pairs and of case B, each with its case file."""
    for pair in (pair for group in GROUPS for pair in group()):
        for one in evaluate(pair.broken, pair.today).findings:
            yield pair.broken, one
    for one in evaluate(case_b(), B_DAY).findings:
        yield case_b(), one


def test_every_requirement_that_can_be_missed_has_its_way() -> None:
    known = {id for id in load().rules if set(rows()[id].effects) & ASKED}
    assert known - set(ways()) == set()
    assert set(ways()) <= set(rows())


def test_every_way_but_the_last_of_a_requirement_asks_for_words_or_a_list() -> None:
    for id, row in ways().items():
        assert all(way.when or way.list for way in row[:-1]), id
        assert not (row[-1].when and row[-1].list), id


def test_the_table_names_papers_kinds_and_fields_that_exist() -> None:
    papers = {*(paper.value for paper in Paper), *SELDOM}
    for id, row in ways().items():
        for way in row:
            if way.to in ("write", "paper") or (way.to == "serve" and way.what):
                assert way.what in papers or get_type(way.what), (id, way.what)
            if way.to == "act":
                assert way.what in all_kinds(), id
            if way.type:
                assert field_anchor(way.type, way.what), (id, way.what)


def test_what_was_found_decides_which_field_is_opened() -> None:
    case = case_b()
    urls = {
        (one.id, one.subject_ref): mending(CASE, case, one).url
        for one in evaluate(case, B_DAY).findings
    }
    assert urls["A05-1", "documents/d3"] == "/documents/3/correct#f_officers-first"
    assert urls["A07-3", "activities/a4"].endswith("activity=4&type=evidence_notice")
    assert urls["A07-8", "documents/d2"] == "/documents/2/sign"
    assert urls["A04-2", "deliveries/s2"] == f"/cases/{CASE}/recordings/new#id_file"
    assert urls["A10-1", "documents/d6"].startswith(f"/cases/{CASE}/activities/new?kind=invest")
    assert urls["A12-1", "documents/d8"] == "/documents/6/serve#id_way_0"


def test_nothing_is_mended_in_an_archived_case() -> None:
    for casefile, one in findings():
        if casefile.archive is not None:
            assert "/new" not in mending(CASE, casefile, one).url


def test_every_finding_leads_to_a_page_that_its_mender_may_open(begun: Begun) -> None:
    clients = {by: client_of(begun.cast, who) for by, who in WHO.items()}
    asked: dict[tuple[str, str], str] = {}
    for casefile, one in findings():
        way = mending(CASE, casefile, one)
        asked.setdefault((_in_begun(begun, way.url), way.by), one.id)
    assert len(asked) > 25
    wrong = {
        (url, by): (id, answer)
        for (url, by), id in asked.items()
        if (answer := clients[by].get(url).status_code) != 200
    }
    assert wrong == {}


def _in_begun(begun: Begun, url: str) -> str:
    """Put the begun case's rows into an address of a case file that is in no database."""
    parts = urlsplit(url)
    route = resolve(parts.path).route
    path = "/" + re.sub(
        r"<\w+:(\w+)>", lambda found: str(_id(begun, route, found[1])), route.removeprefix("/")
    )
    query = "&".join(p for p in parts.query.split("&") if p and not p.startswith("activity="))
    return f"{path}?{query}" if query else path


def _id(begun: Begun, route: str, name: str) -> int | str:
    value = TABLE[route].fills[name]
    return f"r{begun.ids['photo']}" if value == "classed" else begun.ids[value]


def test_in_case_b_each_link_opens_and_its_field_is_there(played: Played) -> None:
    case = played.cases["B"]
    casefile = compile_case(case)
    clients = {by: client_of(played.cast, who) for by, who in WHO.items()}
    seen: dict[tuple[str, str], Any] = {}
    for one in evaluate(casefile, B_DAY).findings:
        way = mending(case.pk, casefile, one)
        path, _, anchor = way.url.partition("#")
        if (path, way.by) not in seen:
            seen[path, way.by] = _answer(clients[way.by], path)
        status, page = seen[path, way.by]
        assert status == 200, (one.id, way)
        assert not anchor or f'id="{anchor}"' in page, (one.id, way.url)


def _answer(client: Client, path: str) -> tuple[int, str]:
    answer = client.get(path)
    return answer.status_code, answer.content.decode()


@pytest.mark.parametrize("by", ["legal", "meeting"])
def test_what_another_post_writes_leads_there_for_that_post_alone(played: Played, by: str) -> None:
    case = played.cases["B"]
    casefile = compile_case(case)
    for one in evaluate(casefile, B_DAY).findings:
        way = mending(case.pk, casefile, one)
        if way.by == by:
            assert client_of(played.cast, "geng").get(way.url).status_code == 403
            return
    raise AssertionError("case B has no such finding")
