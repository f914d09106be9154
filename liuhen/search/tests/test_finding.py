"""Documents are found by their words and by what they are, by those who may read them, and no others."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from liuhen import clock
from liuhen.cases.classing import classify, isolate
from liuhen.cases.secrecy import seen_by, sight_of
from liuhen.documents import actions as documents
from liuhen.documents.models import Document
from liuhen.ledger import feed, nodes
from liuhen.people.clearances import grant_clearance
from liuhen.regulation.secrecy import ISOLATED, MASKED, Secrecy
from liuhen.search import actions as search
from liuhen.search.models import Entry, Words
from liuhen.search.queries import DocumentFilter, find_documents, load_found, too_short
from tests.begun import Begun


@pytest.fixture
def indexed(begun: Begun) -> Begun:
    _follow()
    return begun


def _follow() -> None:
    while search.follow_feed().entries:
        pass


def _found(begun: Begun, who: str = "jia", **wanted: object) -> set[int]:
    filled = DocumentFilter(**wanted)  # type: ignore[arg-type]
    return {one.pk for one in find_documents(begun.cast.actor(who), filled)}


def _record_with(begun: Begun, words: str) -> Document:
    record = begun.document("record")
    documents.correct(
        begun.cast.actor("jia"),
        record,
        fields={**record.fields, "findings": words},
        reason="补充",
    )
    _follow()
    return begun.document("record")


def test_every_document_of_the_case_is_listed(indexed: Begun) -> None:
    kept = Document.objects.exclude(state="discarded").values_list("pk", flat=True)
    assert _found(indexed) == set(kept)


@pytest.mark.parametrize(
    "typed",
    ["水泥", "水泥产量", "水泥 窑尾", "30000", "30,000", "ｄｃｓ", "𠮷𬱖", "窑尾，电表", "产 量"],
)
def test_words_are_found_wherever_they_stand(indexed: Begun, typed: str) -> None:
    record = _record_with(indexed, "水泥产量 30,000 吨，DCS 记录在窑尾电表旁，见证人𠮷𬱖。")
    assert record.pk in _found(indexed, words=typed)


@pytest.mark.parametrize(
    "typed", ["泥水", "水泥石灰", "水泥 石灰", '水泥" OR "1', "水%量", "水_产", "' OR ''='"]
)
def test_words_that_do_not_stand_there_find_nothing(indexed: Begun, typed: str) -> None:
    record = _record_with(indexed, "水泥产量 30,000 吨。")
    assert record.pk not in _found(indexed, words=typed)


def test_pairs_that_stand_apart_are_no_word(indexed: Begun) -> None:
    record = _record_with(indexed, "甲乙，丙乙丙。")
    assert record.pk in _found(indexed, words="乙丙")
    assert record.pk not in _found(indexed, words="甲乙丙乙丙丙")
    record = _record_with(indexed, "丁戊在前，戊己在后。")
    assert record.pk not in _found(indexed, words="丁戊己")


def test_one_character_is_too_short_to_look_for() -> None:
    assert too_short("产 水泥 。") == ["产", "。"]


@pytest.mark.parametrize("brackets", ["〔〕", "[]", "()", "（）", "【】"])
def test_a_number_is_found_with_any_brackets(indexed: Begun, brackets: str) -> None:
    notice = indexed.document("notice")
    assert "〔" in notice.number
    typed = notice.number.replace("〔", brackets[0]).replace("〕", brackets[1])
    assert notice.pk in _found(indexed, number=typed)
    assert notice.pk not in _found(indexed, number=typed.replace("号", "99号"))


def test_the_other_filters_narrow(indexed: Begun) -> None:
    record = indexed.document("record")
    everything = _found(indexed)
    kind = _found(indexed, type_code=record.type_code)
    assert record.pk in kind
    assert kind < everything
    assert _found(indexed, state="draft") == {
        one.pk for one in Document.objects.filter(state="draft")
    }
    party = indexed.case.parties.order_by("pk")[0].name
    assert _found(indexed, party=party[1:4]) == everything
    assert _found(indexed, party="没有这一家") == set()
    assert record.pk in _found(indexed, since=record.dated, until=record.dated)
    assert record.pk not in _found(indexed, since=record.dated + timedelta(days=1))
    assert _found(indexed, until=date(2000, 1, 1)) == set()


@pytest.mark.parametrize(
    ("who", "sees"), [("jia", 1), ("bing", 1), ("ren", 1), ("zi", 0), ("guanli", 0), ("wai", 0)]
)
def test_only_cases_one_may_read_are_searched(indexed: Begun, who: str, sees: bool) -> None:
    assert bool(_found(indexed, who)) is bool(sees)
    assert bool(_found(indexed, who, number="2026")) is bool(sees)


READERS = ("jia", "yi", "bing", "ding", "wu", "geng", "ren", "zi", "wai", "guanli")


@pytest.mark.parametrize("secrecy", [*Secrecy, "unknown"])
def test_what_may_be_seen_is_the_same_for_one_record_and_for_all(
    begun: Begun, secrecy: str
) -> None:
    record = begun.document("record")
    Document.objects.filter(pk=record.pk).update(secrecy=secrecy)
    for granted in ("business", "informant"):
        grant_clearance(
            begun.cast.actor("wu"),
            begun.cast["bing" if granted == "business" else "ding"],
            secrecy=granted,
            since=clock.today(),
            reason="负责审核",
        )
    record = begun.document("record")
    for who in READERS:
        actor = begun.cast.actor(who)
        one = not sight_of(actor, record.case).hides(record)
        every = Document.objects.filter(seen_by(actor, Document), pk=record.pk).exists()
        assert every == one, who


def test_a_secret_is_not_found_by_its_words_and_stands_masked(indexed: Begun) -> None:
    record = _record_with(indexed, "举报人住在某街。")
    classify(indexed.cast.actor("jia"), record, secrecy="informant", reason="有举报人信息")
    # Not even before the index has caught up: the live row decides.
    assert record.pk not in _found(indexed, "bing", words="举报人住")
    assert record.pk not in _found(indexed, "bing", type_code=record.type_code)
    assert record.pk in _found(indexed, "bing")
    (row,) = load_found(indexed.cast.actor("bing"), [record.pk])
    assert (row.title, row.hidden) == (MASKED, True)


def test_an_isolated_document_is_found_by_nobody_s_words(indexed: Begun) -> None:
    record = _record_with(indexed, "误传的内容在此。")
    isolate(indexed.cast.actor("jia"), record, reason="误传")
    assert record.pk not in _found(indexed, "jia", words="误传的内容")
    (row,) = load_found(indexed.cast.actor("jia"), [record.pk])
    assert row.title == ISOLATED


def test_a_corrected_text_is_found_by_its_new_words_only(indexed: Begun) -> None:
    record = _record_with(indexed, "原来写的石灰石。")
    assert record.pk in _found(indexed, words="石灰石")
    record = _record_with(indexed, "现在写的页岩砖。")
    assert record.pk in _found(indexed, words="页岩砖")
    assert record.pk not in _found(indexed, words="石灰石")


def test_a_draft_that_was_given_up_is_found_no_more(indexed: Begun) -> None:
    draft = indexed.document("draft")
    assert draft.pk in _found(indexed)
    documents.discard(indexed.cast.actor("jia"), draft)
    _follow()
    assert draft.pk not in _found(indexed)
    assert not Words.objects.filter(pk=draft.pk).exists()


def test_the_index_built_anew_is_the_same(indexed: Begun) -> None:
    before = (
        list(Entry.objects.order_by("pk").values()),
        list(Words.objects.order_by("pk").values()),
    )
    search.rebuild()
    assert (
        list(Entry.objects.order_by("pk").values()),
        list(Words.objects.order_by("pk").values()),
    ) == before
    assert feed.position(search.CURSOR) == nodes.size()
    assert search.behind() == 0
    assert _found(indexed, words="建材")


def test_a_document_that_cannot_be_printed_does_not_stop_the_others(
    begun: Begun, caplog: pytest.LogCaptureFixture
) -> None:
    record = begun.document("record")
    Document.objects.filter(pk=record.pk).update(type_code="no_such_type")
    _follow()
    assert record.pk in _found(begun)
    assert Entry.objects.count() > 5
