"""第二十九条 over the database: who may see what, who may change the class, and what is hidden."""

from __future__ import annotations

import pytest

from liuhen import clock
from liuhen.cases.classing import classify, isolate
from liuhen.cases.models import Classed, Classification
from liuhen.cases.secrecy import demand_sight, sight_of
from liuhen.documents.access import document_for_reading
from liuhen.evidence.access import evidence_for_reading, recording_for_reading
from liuhen.faults import Conflict, Forbidden, Invalid, NotFound
from liuhen.ledger.audit import verify_log
from liuhen.people.clearances import grant_clearance
from liuhen.procedure.compile import compile_case
from liuhen.regulation.casefile import StepName
from liuhen.regulation.pack import evaluate, gate
from liuhen.regulation.secrecy import ISOLATED, MASKED, Secrecy
from tests.begun import Begun
from tests.plugin import Played

READERS = ("jia", "yi", "bing", "ding", "wu", "geng", "ren")


def records(begun: Begun) -> dict[str, Classed]:
    return {"photo": begun.photo, "item": begun.item, "record": begun.document("record")}


def classed(begun: Begun, name: str, secrecy: str, who: str = "jia") -> Classed:
    record = records(begun)[name]
    return classify(begun.cast.actor(who), record, secrecy=secrecy, reason="涉及企业生产数据")


def clear(begun: Begun, who: str, secrecy: str) -> None:
    grant_clearance(
        begun.cast.actor("wu"), begun.cast[who], secrecy=secrecy, since=clock.today(),
        reason="审核案件",
    )  # fmt: skip


@pytest.mark.parametrize("name", ["photo", "item", "record"])
@pytest.mark.parametrize("secrecy", ["none", "business", "privacy", "informant"])
def test_the_page_and_the_gate_answer_by_one_rule(begun: Begun, name: str, secrecy: str) -> None:
    if secrecy != "none":
        classed(begun, name, secrecy)
        clear(begun, "ding", secrecy)
    record = records(begun)[name]
    casefile = compile_case(begun.case)
    for who in READERS:
        actor = begun.cast.actor(who)
        asked = gate(
            casefile, StepName.VIEW, clock.today(), record=record.record_id, person=actor.id
        )
        seen = not sight_of(actor, begun.case).hides(record)
        assert seen is asked.allowed, who
        expected = secrecy == "none" or who == "ding"
        expected |= secrecy in ("business", "privacy") and who in ("jia", "yi")
        assert seen is expected, who


def test_a_colleague_is_refused_with_the_reason_and_a_stranger_learns_nothing(begun: Begun) -> None:
    for name in ("photo", "item", "record"):
        classed(begun, name, "business")
    gates = {
        recording_for_reading: begun.photo.pk,
        evidence_for_reading: begun.item.pk,
        document_for_reading: begun.ids["record"],
    }
    for read, pk in gates.items():
        assert read(begun.cast.actor("jia"), pk)
        with pytest.raises(Forbidden, match="商业秘密"):
            read(begun.cast.actor("bing"), pk)
        with pytest.raises(NotFound):
            read(begun.cast.actor("wai"), pk)


def test_officers_raise_and_the_head_alone_lowers(begun: Begun) -> None:
    classed(begun, "photo", "business")
    with pytest.raises(Forbidden, match="机关负责人"):
        classed(begun, "photo", "privacy")
    with pytest.raises(Forbidden, match="机关负责人"):
        classed(begun, "photo", "none")
    classed(begun, "photo", "informant")
    classed(begun, "photo", "none", "wu")
    changes = Classification.objects.values_list("before", "after")
    assert list(changes) == [("none", "business"), ("business", "informant"), ("informant", "none")]
    assert verify_log().verdict == "intact"


@pytest.mark.parametrize(
    ("who", "fault"),
    [("bing", Forbidden), ("geng", Forbidden), ("ren", Forbidden), ("wai", NotFound)],
)
def test_nobody_else_sets_a_class(begun: Begun, who: str, fault: type[Exception]) -> None:
    with pytest.raises(fault):
        classed(begun, "photo", "business", who)


def test_a_class_needs_a_reason_and_a_state_secret_another_way(begun: Begun) -> None:
    with pytest.raises(Invalid, match="理由"):
        classify(begun.cast.actor("jia"), begun.photo, secrecy="business", reason=" ")
    with pytest.raises(Invalid, match="隔离"):
        classed(begun, "photo", "state")
    with pytest.raises(Invalid):
        classed(begun, "photo", "rumour")
    classed(begun, "photo", "business")
    with pytest.raises(Conflict):
        classed(begun, "photo", "business")


def test_a_list_masks_the_title_for_whom_it_is_hidden(begun: Begun) -> None:
    classed(begun, "photo", "business")
    assert sight_of(begun.cast.actor("jia"), begun.case).title(begun.photo) == "现场照片"
    assert sight_of(begun.cast.actor("bing"), begun.case).title(begun.photo) == MASKED


@pytest.mark.parametrize("name", ["photo", "item", "record"])
def test_what_is_isolated_is_hidden_from_everyone_at_once(begun: Begun, name: str) -> None:
    record = records(begun)[name]
    isolate(begun.cast.actor("bing"), record, reason="误传，保密员已通知")
    for who in READERS:
        actor = begun.cast.actor(who)
        with pytest.raises(Forbidden, match="隔离"):
            demand_sight(actor, record)
        assert sight_of(actor, begun.case).title(record) == ISOLATED
    with pytest.raises(Conflict, match="丙"):
        isolate(begun.cast.actor("jia"), record, reason="误传")
    assert verify_log().verdict == "intact"


def test_no_word_of_what_is_isolated_stands_in_the_case_file(begun: Begun) -> None:
    isolate(begun.cast.actor("jia"), begun.document("record"), reason="误传")
    casefile = compile_case(begun.case)
    (shown,) = [one for one in casefile.documents if one.id == f"d{begun.ids['record']}"]
    assert (shown.title, shown.fields, shown.secrecy) == (ISOLATED, {}, Secrecy.STATE)
    found = [one for one in evaluate(casefile, clock.today()).findings if one.id == "A29-1"]
    assert [one.subject_ref for one in found] == [f"documents/{shown.id}"]


@pytest.mark.parametrize(
    ("who", "fault"), [("zi", Forbidden), ("ren", Forbidden), ("wai", NotFound)]
)
def test_whoever_cannot_read_the_case_here_isolates_nothing(
    begun: Begun, who: str, fault: type[Exception]
) -> None:
    with pytest.raises(fault):
        isolate(begun.cast.actor(who), begun.photo, reason="误传")


def test_isolating_needs_its_reason(begun: Begun) -> None:
    with pytest.raises(Invalid):
        isolate(begun.cast.actor("jia"), begun.photo, reason=" ")


def test_a_secret_found_in_an_archived_case_is_isolated_and_goes_nowhere(played: Played) -> None:
    case = played.cases["A"]
    assert case.archived
    recording = case.recordings.earliest("pk")
    with pytest.raises(Forbidden, match="归档"):
        classify(played.cast.actor("wu"), recording, secrecy="business", reason="误标")
    isolate(played.cast.actor("geng"), recording, reason="误传")
    with pytest.raises(Forbidden):
        recording_for_reading(played.cast.actor("jia"), recording.pk)
