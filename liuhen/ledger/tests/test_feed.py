"""The feed: each reader has its place, moves it with its work, and can begin anew."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.db import transaction

from liuhen.ledger import feed
from liuhen.ledger.actions import ObjectRef, append
from liuhen.ledger.errors import LedgerError, NotInTransaction
from liuhen.ledger.leaf import parse_time
from liuhen.ledger.models import Cursor
from liuhen.ledger.tests.conftest import Home


def test_a_new_reader_begins_at_the_first_entry_and_reads_in_order(opened: Home) -> None:
    opened.fill(3)
    assert [event.idx for event in feed.read("findings", 10)] == [0, 1, 2, 3]
    assert [event.idx for event in feed.read("findings", 2)] == [0, 1]


def test_a_reader_moves_on_and_another_does_not(opened: Home) -> None:
    opened.fill(3)
    with transaction.atomic():
        feed.advance("findings", 2)
    assert [event.idx for event in feed.read("findings", 10)] == [2, 3]
    assert [event.idx for event in feed.read("search", 10)] == [0, 1, 2, 3]
    with transaction.atomic():
        feed.advance("findings", 4)
    assert feed.read("findings", 10) == []


def test_the_place_and_the_work_move_both_or_neither(opened: Home) -> None:
    with pytest.raises(RuntimeError, match="power cut"), transaction.atomic():
        Group.objects.create(name="derived")
        feed.advance("findings", 1)
        raise RuntimeError("power cut")
    assert feed.position("findings") == 0
    with pytest.raises(NotInTransaction):
        feed.advance("findings", 1)


@pytest.mark.parametrize("position", [0, 3, -1])
def test_a_reader_goes_neither_back_nor_beyond_the_end(opened: Home, position: int) -> None:
    opened.fill(1)
    with transaction.atomic():
        feed.advance("findings", 1)
    with pytest.raises(LedgerError, match="不能移到"), transaction.atomic():
        feed.advance("findings", position)


def test_a_reader_can_begin_anew(opened: Home) -> None:
    with transaction.atomic():
        feed.advance("findings", 1)
    feed.reset("findings")
    feed.reset("never read")
    assert feed.position("findings") == 0
    assert list(Cursor.objects.values_list("name", flat=True)) == ["findings"]


def test_an_event_comes_parsed(opened: Home) -> None:
    made = Group.objects.create(name="组")
    file = ObjectRef("ab" * 32, "cd" * 32, 3, "video/mp4")
    with transaction.atomic():
        entry = append(
            actor="u7", type="av.stored", at=opened.now(), case="C-1", object=file, rows=[made],
            extra={"deadline": "2026-12-01"},
        )  # fmt: skip
    event = feed.read("x", 10)[1]
    assert event == feed.parsed(entry)
    assert (event.idx, event.case, event.cseq, event.type, event.actor) == (
        1,
        "C-1",
        0,
        "av.stored",
        "u7",
    )
    assert event.object == file
    assert event.rows == (("auth_group", str(made.pk)),)
    assert event.facts == {"deadline": "2026-12-01"}
    assert event.at == parse_time("2026-11-24T04:00:02.000Z")
