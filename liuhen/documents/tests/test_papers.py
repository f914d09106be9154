"""Papers made outside are taken as they stand, however little they say."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from liuhen import clock
from liuhen.demo import media
from liuhen.documents import actions
from liuhen.documents.actions import Paper
from liuhen.documents.models import Document
from liuhen.documents.signing import Mark
from liuhen.documents.types import all_types
from liuhen.faults import Forbidden, Invalid, NotFound
from liuhen.vault import store
from tests.begun import Begun, opened


def _enter(begun: Begun, who: str = "jia", **facts: Any) -> Document:
    known: dict[str, Any] = {
        "type_code": "site_inspection_record", "paper": Paper(dated=date(2026, 2, 12)), **facts,
    }  # fmt: skip
    return actions.enter_paper(begun.cast.actor(who), begun.case, **known)


def test_a_paper_keeps_its_date_its_bytes_and_when_it_was_entered(begun: Begun) -> None:
    data = media.photograph("笔录")
    paper = _enter(begun, paper=Paper(dated=date(2026, 2, 12), data=data), late_reason="在外办案")
    version = paper.versions.get()
    assert (paper.dated, paper.paper, paper.late_reason) == (date(2026, 2, 12), True, "在外办案")
    assert paper.recorded_at.astimezone(clock.SHANGHAI).date() == date(2026, 3, 13)
    assert store.read_bytes(version.file_sha256) == data
    assert version.code == ""


@pytest.mark.parametrize("type_code", sorted(kind.code for kind in all_types()))
def test_no_type_is_refused_for_what_it_lacks(begun: Begun, type_code: str) -> None:
    assert _enter(begun, type_code=type_code, fields={}).versions.count() == 1


def test_a_paper_shows_the_signatures_it_bears_and_the_places_left_empty(begun: Begun) -> None:
    on = date(2026, 2, 12)
    jia = begun.cast["jia"]
    paper = _enter(
        begun, marks=[Mark(place="officer", state="signed", name="甲", person=jia, on=on)]
    )
    places = {(one.place, one.name, one.state) for one in paper.versions.get().signatures.all()}
    assert ("officer", "甲", "signed") in places
    assert ("party", "", "open") in places


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"paper": Paper(dated=date(2026, 3, 14))}, "dated"),
        ({"type_code": "love_letter"}, "type"),
        ({"marks": [Mark(place="moon", state="signed")]}, "place"),
        ({"marks": [Mark(place="officer", state="blessed")]}, "state"),
    ],
)
def test_what_no_paper_can_be_is_refused(begun: Begun, facts: dict[str, Any], field: str) -> None:
    before = Document.objects.count()
    with pytest.raises(Invalid) as caught:
        _enter(begun, **facts)
    assert field in caught.value.fields
    assert Document.objects.count() == before


def test_an_empty_file_is_no_paper(begun: Begun) -> None:
    with pytest.raises(Invalid, match="0 字节"):
        _enter(begun, paper=Paper(dated=date(2026, 2, 12), data=b""))


def test_a_paper_of_an_activity_belongs_to_its_case(begun: Begun) -> None:
    other = opened(begun.cast).case
    with pytest.raises(NotFound):
        actions.enter_paper(
            begun.cast.actor("jia"), other, type_code="incoming_paper",
            paper=Paper(dated=date(2026, 3, 1)), activity=begun.activity("site"),
        )  # fmt: skip


@pytest.mark.parametrize("who", ["zi", "bing", "wu", "geng", "ren"])
def test_only_the_officers_of_the_case_enter_papers(begun: Begun, who: str) -> None:
    with pytest.raises(Forbidden):
        _enter(begun, who)
