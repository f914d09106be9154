"""第三十条（三）: who saw or copied what and when can be traced."""

from __future__ import annotations

from datetime import timedelta

import pytest

from liuhen import clock
from liuhen.cases.looks import COPIED, SEEN, case_for_tracing, looks_of, note_look
from liuhen.cases.models import Look
from liuhen.faults import Forbidden, NotFound
from liuhen.ledger.audit import verify_log
from liuhen.ledger.models import LedgerEntry
from liuhen.people.actions import name_keeper
from liuhen.people.models import Keeper
from tests.begun import Begun
from tests.plugin import Go


def entries(begun: Begun, type: str) -> int:
    found = LedgerEntry.objects.filter(case_id=begun.case.stream)
    return sum(entry.event["type"] == type for entry in found)


def test_who_saw_and_copied_which_record_and_when_can_be_traced(begun: Begun, go: Go) -> None:
    began = clock.now()
    bing, wu = begun.cast.actor("bing"), begun.cast.actor("wu")
    record = begun.document("record")
    note_look(bing, record)
    note_look(wu, begun.photo)
    go(began + timedelta(minutes=20))
    note_look(bing, record, copied=True)
    traced = [
        (one.who_id, one.how, round((one.at - began).total_seconds() / 60))
        for one in looks_of(begun.case, record.record_id)
    ]
    assert traced == [(bing.id, Look.How.COPIED, 20), (bing.id, Look.How.SEEN, 0)]
    assert "丙" in looks_of(begun.case, record.record_id)[0].who
    assert looks_of(begun.case).count() == 3
    assert verify_log().verdict == "intact"


def test_a_look_is_one_entry_a_person_an_object_and_ten_minutes(begun: Begun, go: Go) -> None:
    for _ in range(3):
        note_look(begun.cast.actor("bing"), begun.photo)
    assert entries(begun, SEEN) == 1
    for record in (begun.item, begun.document("record"), begun.document("notice")):
        note_look(begun.cast.actor("bing"), record)
    note_look(begun.cast.actor("wu"), begun.photo)
    assert entries(begun, SEEN) == 5
    go(clock.now() + timedelta(minutes=9, seconds=59))
    note_look(begun.cast.actor("bing"), begun.photo)
    assert entries(begun, SEEN) == 5
    go(clock.now() + timedelta(seconds=1))
    note_look(begun.cast.actor("bing"), begun.photo)
    assert entries(begun, SEEN) == 6


def test_a_copy_is_told_apart_from_a_look(begun: Begun) -> None:
    note_look(begun.cast.actor("bing"), begun.photo)
    note_look(begun.cast.actor("bing"), begun.photo, copied=True)
    assert (entries(begun, SEEN), entries(begun, COPIED)) == (1, 1)


def test_head_keeper_and_supervisor_trace_and_nobody_else(begun: Begun) -> None:
    for who in ("wu", "geng", "ren"):
        assert case_for_tracing(begun.cast.actor(who), begun.case.pk) == begun.case
    for who in ("jia", "bing", "ding", "zi"):
        with pytest.raises(Forbidden):
            case_for_tracing(begun.cast.actor(who), begun.case.pk)
    with pytest.raises(NotFound):
        case_for_tracing(begun.cast.actor("wai"), begun.case.pk)


def test_a_keeper_who_handed_over_traces_no_more(begun: Begun) -> None:
    wu, bing = begun.cast.actor("wu"), begun.cast["bing"]
    for of in Keeper.RECORDS:
        name_keeper(wu, bing, of=of, since=clock.today())
    assert case_for_tracing(begun.cast.actor("bing"), begun.case.pk)
    with pytest.raises(Forbidden):
        case_for_tracing(begun.cast.actor("geng"), begun.case.pk)
