"""Papers made outside are taken as they stand, however little they say."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from liuhen import clock
from liuhen.demo import media
from liuhen.demo.teller import at
from liuhen.documents import actions
from liuhen.documents.actions import Paper
from liuhen.documents.models import Document
from liuhen.documents.signing import Mark
from liuhen.documents.types import all_types
from liuhen.faults import Conflict, Forbidden, Invalid, NotFound
from liuhen.procedure.compile import compile_case
from liuhen.regulation.pack import evaluate
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


def _unsigned(begun: Begun, paper: Document) -> str:
    """Return what A07-8 finds open in a paper."""
    found = evaluate(compile_case(begun.case), clock.today()).findings
    return "".join(
        one.found or "" for one in found if (one.id, one.subject) == ("A07-8", paper.title)
    )


def _inquired(begun: Begun, *marks: Mark) -> Document:
    on = date(2026, 2, 12)
    t = begun.teller
    activity = t.act("jia", "inquiry", at(2026, 2, 12, 13, 30), at(2026, 2, 12, 14, 10))
    return _enter(
        begun, type_code="inquiry_record", activity=activity, title="询问笔录（孙某）",
        paper=Paper(dated=on, data=media.photograph("询问笔录")),
        marks=[Mark(place="officer", state="signed", name="甲", on=on), *marks],
    )  # fmt: skip


@pytest.mark.parametrize("state", ["refused", "unable"])
@pytest.mark.parametrize("entered", ["with the paper", "afterwards"])
def test_a_refusal_that_a_paper_does_not_note_stands_as_that(
    begun: Begun, state: str, entered: str
) -> None:
    mark = Mark(place="party", state=state, name="孙某")
    if entered == "afterwards":
        paper = _inquired(begun)
        place = paper.versions.get().signatures.get(place="party")
        actions.mark_signatures(begun.cast.actor("jia"), paper, {place.pk: mark})
    else:
        paper = _inquired(begun, mark)
    row = paper.versions.get().signatures.get(place="party")
    assert (row.state, row.noted_by, row.noted_in_document) == (state, "", False)
    what = "拒绝" if state == "refused" else "不能"
    assert f"孙某{what}签名，文书中没有注明" in _unsigned(begun, paper)
    with pytest.raises(Conflict, match="情况说明"):
        actions.note_refusal(begun.cast.actor("jia"), paper, row.pk, noted_by=["甲"], reason="某")


def test_a_refusal_that_a_paper_notes_stands_with_reason_and_who_noted_it(begun: Begun) -> None:
    paper = _inquired(begun)
    place = paper.versions.get().signatures.get(place="party")
    mark = Mark(place="party", state="refused", name="孙某", reason="不认可", noted_by="甲、乙")
    actions.mark_signatures(begun.cast.actor("jia"), paper, {place.pk: mark})
    place.refresh_from_db()
    assert (place.reason, place.noters, place.noted_in_document) == ("不认可", ["甲", "乙"], True)
    assert "孙某" not in _unsigned(begun, paper)


@pytest.mark.parametrize("words", ["", "经电话通知，孙某拒绝到场。"])
def test_a_party_that_refused_to_attend_is_written_down_as_the_paper_has_it(
    begun: Begun, words: str
) -> None:
    activity = begun.teller.act(
        "jia", "site_inspection", at(2026, 2, 12, 10, 0), at(2026, 2, 12, 11, 0),
        place="厂区", party_attended=False, notice_how="电话", notice_proved=False,
    )  # fmt: skip
    paper = _enter(
        begun, activity=activity, fields={"party_attended": False, "absence_words": words}
    )
    assert paper.fields["party_attended"] is False
    assert paper.fields.get("absence_words", "") == words
    answers = evaluate(compile_case(begun.case), clock.today()).findings
    absent = [one for one in answers if one.id == "A06-2"]
    assert bool(absent) is not bool(words)


@pytest.mark.parametrize("noted", [True, False])
def test_a_receipt_that_was_refused_says_what_stands_on_it(begun: Begun, noted: bool) -> None:
    on = date(2026, 2, 27)
    fields = {"recipient_name": "某某建材有限公司", "way": "leaving"}
    if noted:
        fields |= {"refusal_reason": "不认可", "refusal_on": "2026-02-27"}
    mark = Mark(
        place="recipient", state="refused", name="孙某", on=on,
        reason="不认可" if noted else "", noted_by="甲" if noted else "", noted_in_document=noted,
    )  # fmt: skip
    paper = _enter(
        begun, type_code="delivery_receipt", fields=fields, marks=[mark],
        paper=Paper(dated=on, data=media.photograph("回证")),
    )  # fmt: skip
    row = paper.versions.get().signatures.get(place="recipient")
    assert (row.state, row.noted_in_document) == ("refused", noted)
    assert paper.fields.get("refusal_reason", "") == ("不认可" if noted else "")
