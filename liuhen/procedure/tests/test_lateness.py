"""A late record gets its reason afterwards, once, with its own entry in the log."""

from __future__ import annotations

from datetime import timedelta

import pytest

from liuhen import clock
from liuhen.faults import Conflict, Forbidden, Invalid, NotFound
from liuhen.ledger.audit import verify_log
from liuhen.procedure.compile import compile_case
from liuhen.procedure.lateness import explain_lateness, late_record
from liuhen.regulation.pack import evaluate
from tests.begun import Begun


def missing(begun: Begun) -> set[str]:
    answer = evaluate(compile_case(begun.case), clock.today())
    return {one.subject_ref for one in answer.findings if one.id == "A03-1"}


def test_the_reason_mends_the_finding_and_keeps_who_entered_when(begun: Begun) -> None:
    long_ago = clock.now() - timedelta(days=30)
    activity = begun.teller.act("jia", "other", long_ago, long_ago)
    assert missing(begun) == {f"activities/a{activity.pk}"}
    jia, row = begun.cast.actor("jia"), late_record(begun.case, f"a{activity.pk}")
    before = (row.recorded_at, row.recorded_by)
    explained = explain_lateness(jia, begun.case, row, reason=" 下乡无网络，回局补录 ")
    assert explained.late_reason == "下乡无网络，回局补录"
    assert (explained.recorded_at, explained.recorded_by) == before
    assert not missing(begun)
    assert not verify_log().findings
    with pytest.raises(Conflict, match="不能改写"):
        explain_lateness(jia, begun.case, row, reason="另一个原因")


@pytest.mark.parametrize("name", ["draft", "record", "waiting", "delivery", "photo", "site"])
def test_every_kind_of_record_can_be_explained(begun: Begun, name: str) -> None:
    prefix = {"waiting": "m", "delivery": "s", "photo": "r", "site": "a"}.get(name, "d")
    row = late_record(begun.case, f"{prefix}{begun.ids[name]}")
    explained = explain_lateness(begun.cast.actor("jia"), begun.case, row, reason="补录")
    assert explained.late_reason == "补录"


def test_it_needs_words_and_an_officer_of_the_case(begun: Begun) -> None:
    row = late_record(begun.case, f"d{begun.ids['record']}")
    with pytest.raises(Invalid):
        explain_lateness(begun.cast.actor("jia"), begun.case, row, reason="  ")
    for who, fault in (("zi", Forbidden), ("wu", Forbidden), ("wai", NotFound)):
        with pytest.raises(fault):
            explain_lateness(begun.cast.actor(who), begun.case, row, reason="补录")


@pytest.mark.parametrize("id", ["", "d", "x1", "d0", "d99999999", "d-1", "d１"])
def test_no_other_text_names_a_record(begun: Begun, id: str) -> None:
    with pytest.raises(NotFound):
        late_record(begun.case, id)
