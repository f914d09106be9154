"""Following the ledger and the calendar: what is computed when, and what is kept."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from liuhen import clock
from liuhen.agenda import actions as agenda
from liuhen.agenda.compute import link_of
from liuhen.agenda.models import (
    CaseAgenda,
    CaseDeadline,
    CaseFinding,
    CaseState,
    DeadlineHistory,
    FindingHistory,
)
from liuhen.agenda.tests.conftest import Said, World, deadline, finding, open_one, state
from liuhen.cases.actions import amend_facts
from liuhen.cases.models import Case
from liuhen.ledger import feed, nodes
from liuhen.people import actions as people
from liuhen.people.actors import SYSTEM
from liuhen.regulation.answers import Severity, Status

MONDAY = date(2026, 3, 2)


def _touch(world: World) -> None:
    amend_facts(
        world.actor("甲"), world.case, conduct_ended_on=None, discovered_on=None, complex=False
    )


def test_a_touched_case_gets_its_findings_and_deadlines(world: World, said: Said) -> None:
    said.findings = (finding("documents/d7", Severity.SERIOUS),)
    said.deadlines = (deadline(MONDAY),)

    followed = agenda.follow_feed(limit=1000)

    assert followed.cases == 1
    gap = CaseFinding.objects.get(case=world.case)
    assert (gap.requirement, gap.severity) == ("A05-1", "serious")
    assert (gap.link_kind, gap.link_id) == ("document", 7)
    due = CaseDeadline.objects.get(case=world.case)
    assert (due.due_on, due.link_kind, due.link_id) == (MONDAY, "case", world.case.pk)
    row = CaseAgenda.objects.get(case=world.case)
    assert (row.day, row.fault, row.position) == (clock.today(), "", nodes.size())


def test_nothing_new_computes_nothing(world: World, said: Said) -> None:
    agenda.follow_feed(limit=1000)
    said.asked.clear()

    assert agenda.follow_feed() == agenda.Followed(0, 0)
    assert said.asked == []


def test_the_feed_is_read_in_pieces_until_its_end(world: World, said: Said) -> None:
    read = 0
    while followed := agenda.follow_feed(limit=3).entries:
        assert followed <= 3
        read += followed
    assert read == nodes.size() == feed.position(agenda.CURSOR)


def test_a_second_computation_replaces_the_rows_of_the_first(world: World, said: Said) -> None:
    said.findings = (finding(), finding())
    agenda.follow_feed(limit=1000)
    said.findings = ()
    _touch(world)
    agenda.follow_feed()

    assert not CaseFinding.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_rows_and_cursor_move_together_or_not_at_all(
    world: World, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**_: object) -> None:
        raise OSError("disk full")

    said.findings = (finding(),)
    monkeypatch.setattr(CaseAgenda.objects, "update_or_create", broken)
    with pytest.raises(OSError, match="disk full"):
        agenda.follow_feed(limit=1000)

    assert feed.position(agenda.CURSOR) == 0
    assert not CaseFinding.objects.exists()


def test_a_moved_due_day_leaves_its_history(world: World, said: Said) -> None:
    said.deadlines = (deadline(MONDAY),)
    agenda.follow_feed(limit=1000)
    _touch(world)
    agenda.follow_feed()
    said.deadlines = (deadline(MONDAY + timedelta(days=30), reason="经批准延长一个月"),)
    _touch(world)
    agenda.follow_feed()
    said.deadlines = ()
    _touch(world)
    agenda.follow_feed()

    moves = DeadlineHistory.objects.values_list("due_before", "due_now", "reason")
    assert list(moves) == [
        (None, MONDAY, "自立案之日起三个月"),
        (MONDAY, MONDAY + timedelta(days=30), "经批准延长一个月"),
        (MONDAY + timedelta(days=30), None, ""),
    ]


def test_a_provisional_day_that_becomes_firm_leaves_its_history(world: World, said: Said) -> None:
    said.deadlines = (deadline(MONDAY, provisional=True),)
    agenda.follow_feed(limit=1000)
    said.deadlines = (deadline(MONDAY),)
    _touch(world)
    agenda.follow_feed()

    (came, firm) = DeadlineHistory.objects.order_by("pk")
    assert came.provisional_now
    assert (firm.due_before, firm.due_now) == (MONDAY, MONDAY)
    assert (firm.provisional_before, firm.provisional_now) == (True, False)


def test_an_undetermined_day_that_becomes_known_is_a_move(world: World, said: Said) -> None:
    said.deadlines = (deadline(None),)
    agenda.follow_feed(limit=1000)
    assert not DeadlineHistory.objects.exists()
    assert CaseDeadline.objects.get().undetermined_because == "还没有立案"

    said.deadlines = (deadline(MONDAY),)
    _touch(world)
    agenda.follow_feed()
    assert DeadlineHistory.objects.get().due_now == MONDAY


def test_a_new_day_computes_the_open_cases_once(world: World, said: Said) -> None:
    agenda.follow_feed(limit=1000)
    tomorrow = clock.today() + timedelta(days=1)
    said.asked.clear()

    assert agenda.refresh_day(tomorrow) == 1
    assert agenda.refresh_day(tomorrow) == 0
    assert said.asked == [(world.case.number, tomorrow)]


def test_an_archived_case_is_left_as_it_was(world: World, said: Said) -> None:
    agenda.follow_feed(limit=1000)
    Case.objects.update(archived_on=clock.today())

    assert agenda.refresh_day(clock.today() + timedelta(days=1)) == 0


def test_a_fact_of_the_bureau_computes_every_open_case_again(world: World, said: Said) -> None:
    agenda.follow_feed(limit=1000)
    people.set_parameter(
        SYSTEM, world.bureau, name="late_entry_workdays", value=3, in_force_from=MONDAY,
        citation="本局规定第一条",
    )  # fmt: skip
    agenda.follow_feed()
    said.asked.clear()

    assert agenda.refresh_day(clock.today()) == 1
    assert said.asked == [(world.case.number, clock.today())]


def test_a_case_that_cannot_be_computed_stops_no_other(world: World, said: Said) -> None:
    said.findings = (finding(),)
    agenda.follow_feed(limit=1000)
    other = open_one(world.actor("乙"), "另一案", clock.now())
    said.error = ZeroDivisionError("算不出")
    _touch(world)
    agenda.follow_feed()

    faults = dict(CaseAgenda.objects.values_list("case_id", "fault"))
    assert faults == {
        world.case.pk: "ZeroDivisionError: 算不出",
        other.pk: "ZeroDivisionError: 算不出",
    }
    assert CaseFinding.objects.filter(case=world.case).count() == 1, "the rows before stay"

    said.error = None
    _touch(world)
    agenda.follow_feed()
    assert CaseAgenda.objects.get(case=world.case).fault == ""


def test_a_rebuild_gives_the_same_rows_and_keeps_the_history(world: World, said: Said) -> None:
    said.findings, said.deadlines = (finding(),), (deadline(MONDAY),)
    agenda.follow_feed(limit=1000)
    CaseFinding.objects.update(found="被人改过")
    agenda.rebuild()

    assert CaseFinding.objects.get().found == "没有写"
    assert CaseDeadline.objects.get().due_on == MONDAY
    assert DeadlineHistory.objects.count() == 1


def test_each_requirement_has_its_state_and_only_what_changed_is_written(
    world: World, said: Said
) -> None:
    said.states = (
        state(Status.MISSING, "没有写"),
        state(Status.NOT_APPLICABLE, "没有听证", id="A12-4"),
    )
    agenda.follow_feed(limit=1000)
    kept = CaseState.objects.get(requirement="A12-4")
    said.states = (state(Status.RECORDED), said.states[1])
    _touch(world)
    agenda.follow_feed()

    stand = CaseState.objects.values_list("requirement", "status", "why")
    assert set(stand) == {("A05-1", "recorded", ""), ("A12-4", "not_applicable", "没有听证")}
    assert CaseState.objects.get(requirement="A12-4").pk == kept.pk, "written once"


def test_a_requirement_that_is_no_longer_judged_has_no_state(world: World, said: Said) -> None:
    said.states = (state(Status.RECORDED),)
    agenda.follow_feed(limit=1000)
    said.states = ()
    _touch(world)
    agenda.follow_feed()

    assert not CaseState.objects.exists()


def test_a_gap_that_was_mended_leaves_its_days(world: World, said: Said) -> None:
    said.findings = (finding("documents/d7", person="p3"), finding("documents/d8"))
    agenda.follow_feed(limit=1000)
    said.findings = (finding("documents/d8"),)
    tomorrow = clock.today() + timedelta(days=1)
    agenda.refresh_day(tomorrow)

    rows = FindingHistory.objects.values_list("link_id", "person", "appeared_on", "gone_on")
    assert list(rows) == [
        (7, "p3", clock.today(), tomorrow),
        (8, "", clock.today(), None),
    ]


def test_whoever_entered_a_record_is_kept_by_the_bare_name(world: World, said: Said) -> None:
    said.findings = (finding(person=world.actor("甲").text),)
    agenda.follow_feed(limit=1000)

    assert CaseFinding.objects.get().person == FindingHistory.objects.get().person == "甲"


def test_a_gap_that_comes_back_is_a_second_one(world: World, said: Said) -> None:
    for findings in ((finding(),), (), (finding(),)):
        said.findings = findings
        _touch(world)
        agenda.follow_feed(limit=1000)

    assert [row.gone_on is None for row in FindingHistory.objects.all()] == [False, True]


def test_a_rebuild_keeps_the_days_of_the_gaps(world: World, said: Said) -> None:
    said.findings = (finding("documents/d7"), finding("documents/d8"))
    said.states = (state(Status.MISSING, "没有写"),)
    agenda.follow_feed(limit=1000)
    before = list(FindingHistory.objects.values())
    CaseState.objects.update(status="recorded")
    agenda.rebuild()

    assert list(FindingHistory.objects.values()) == before
    assert CaseState.objects.get().status == "missing"


@pytest.mark.parametrize(
    ("ref", "kind", "id"),
    [
        ("documents/d12", "document", 12),
        ("activities/a3", "activity", 3),
        ("recordings/r4", "recording", 4),
        ("evidence/e5", "evidence", 5),
        ("deliveries/s6", "delivery", 6),
        ("approvals/m7", "matter", 7),
        ("performances/d8-2", "document", 8),
    ],
)
def test_a_place_in_the_case_file_leads_to_its_page(ref: str, kind: str, id: int) -> None:
    assert link_of(ref, Case(pk=1)) == (kind, id)


@pytest.mark.parametrize(
    "ref", ["case", "parties/y8", "copies/复-1", "performances/x9", "hearings/听证"]
)
def test_what_has_no_page_of_its_own_leads_to_the_case(ref: str) -> None:
    assert link_of(ref, Case(pk=1)) == ("case", 1)


def test_the_real_rules_answer_for_a_compiled_case(world: World) -> None:
    agenda.follow_feed(limit=1000)

    row = CaseAgenda.objects.get(case=world.case)
    assert row.fault == ""
    assert row.rule_pack.startswith("liuhen.rules/")
    stand = dict(CaseState.objects.values_list("requirement", "status"))
    assert len(stand) > 70
    assert set(stand.values()) <= set(CaseState.Status.values)
    assert [one.value for one in Status] == CaseState.Status.values
    assert [one.words for one in Status] == CaseState.Status.labels
