"""Archiving: who may, what stands before it, what it leaves, and that nothing changes after."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from liuhen import clock
from liuhen.approvals.models import Matter, MatterStep
from liuhen.archive import actions, binding
from liuhen.archive.actions import archive_case
from liuhen.archive.keeping import keeping
from liuhen.archive.models import ArchivedCase, Volume
from liuhen.archive.tests.conftest import World, entered, gap_approved, paper_pdf
from liuhen.cases import actions as cases
from liuhen.cases.models import Case
from liuhen.faults import Conflict, Forbidden, Invalid, NotFound, Refused
from liuhen.ledger.models import Checkpoint, LedgerEntry
from liuhen.ledger.replay import replay
from liuhen.regulation.codec import decode, digest
from liuhen.vault import store


def events(world: World) -> list[dict[str, Any]]:
    return [
        one.event for one in LedgerEntry.objects.filter(case_id=world.case.stream).order_by("cseq")
    ]


def test_an_archived_case_has_its_volumes_its_number_and_its_retention(archived: World) -> None:
    row = ArchivedCase.objects.get(case=archived.case)
    assert row.archive_number == f"{archived.case.year}0001"
    assert (row.retention, row.keep_until) == ("permanent", None)
    assert archived.case.archived_on == clock.today()
    assert archived.case.archived_by == "庚"
    assert archived.case.archive_volumes == 2
    assert archived.case.archive_gap_reason == "缺件无法补齐，同意归档。"
    for volume in Volume.objects.filter(case=archived.case):
        assert store.verify(volume.file_sha256).intact


def test_the_seal_names_case_file_volumes_and_the_number_of_entries(archived: World) -> None:
    row = ArchivedCase.objects.get(case=archived.case)
    all_events = events(archived)
    seal = all_events[-1]
    assert seal["type"] == "case.sealed"
    assert seal["count"] == len(all_events)
    assert seal["casefile"] == {"sha256": row.casefile_sha256, "sm3": row.casefile_sm3}
    assert [one["volume"] for one in seal["volumes"]] == ["main", "side"]
    assert [one["type"] for one in all_events[-4:]] == [
        "volume.bound",
        "volume.bound",
        "casefile.stored",
        "case.sealed",
    ]


def test_a_checkpoint_covers_the_seal(archived: World) -> None:
    last = LedgerEntry.objects.filter(case_id=archived.case.stream).order_by("-idx").first()
    newest = Checkpoint.objects.order_by("-size").first()
    assert last is not None
    assert newest is not None
    assert newest.size > last.idx


def test_the_sealed_case_file_says_that_it_is_archived(archived: World) -> None:
    row = ArchivedCase.objects.get(case=archived.case)
    casefile = decode(store.read_bytes(row.casefile_sha256))
    assert digest(casefile) == row.casefile_sha256
    assert casefile.archive is not None
    assert (casefile.archive.archivist, casefile.archive.volumes) == ("庚", 2)
    assert casefile.archive.gap_reason == "缺件无法补齐，同意归档。"


def test_every_row_that_archiving_wrote_is_accounted_for_by_the_ledger(archived: World) -> None:
    tables = {row["table"] for event in events(archived)[-4:] for row in event["rows"]}
    assert {"archive_volume", "archive_archivedcase", "cases_case"} <= tables
    ours = [f for f in replay() if "archive" in f.message or "cases_case" in f.message]
    assert ours == []


def test_with_gaps_and_no_approval_archiving_is_refused_with_what_is_missing(world: World) -> None:
    with pytest.raises(Refused) as refused:
        archive_case(world.actor("庚"), world.case)
    assert refused.value.missing
    assert not Volume.objects.exists()


@pytest.mark.parametrize("name", ["甲", "丙", "戊"])
def test_only_the_archivist_archives(name: str, world: World, approval: Matter) -> None:
    with pytest.raises(Forbidden, match="档案管理员"):
        archive_case(world.actor(name), world.case, gap_approval=approval)


def test_the_archivist_of_another_bureau_does_not_see_the_case(
    world: World, approval: Matter
) -> None:
    with pytest.raises(NotFound):
        archive_case(world.actor("外"), world.case, gap_approval=approval)


def test_an_open_case_is_not_archived(world: World, approval: Matter) -> None:
    Case.objects.filter(pk=world.case.pk).update(closed_on=None)
    with pytest.raises(Conflict, match="还没有结案"):
        archive_case(world.actor("庚"), world.case, gap_approval=approval)


def test_an_approval_of_something_else_or_not_given_does_not_serve(
    world: World, approval: Matter
) -> None:
    def refused(match: str) -> None:
        approval.refresh_from_db()
        with pytest.raises(Invalid, match=match):
            archive_case(world.actor("庚"), world.case, gap_approval=approval)

    found = Matter.objects.filter(pk=approval.pk)
    found.update(kind="filing")
    refused("不是本案的带缺项归档审批")
    found.update(kind="archiving_gap", state="with_approver")
    refused("待批准")
    found.update(state="approved")
    MatterStep.objects.filter(matter=approval, role="approver").update(words=" ")
    refused("没有写明批准人的理由")


def test_the_approval_of_another_case_does_not_serve(world: World, approval: Matter) -> None:
    other = cases.open_case(
        world.actor("甲"),
        title="另一案",
        cause="拒报",
        opened_at=clock.now(),
        party=cases.PartyFacts(kind="organisation", name="乙公司"),
    )
    mine, world.case = world.case, other
    theirs = gap_approved(world)
    with pytest.raises(Invalid, match="不是本案"):
        archive_case(world.actor("庚"), mine, gap_approval=theirs)


def test_the_second_archivist_is_told_who_was_first(archived: World, approval: Matter) -> None:
    with pytest.raises(Conflict, match="已由庚于"):
        archive_case(archived.actor("庚二"), archived.case, gap_approval=approval)


def test_of_two_archivists_at_once_one_wins_and_one_is_told(
    world: World, approval: Matter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While 庚 binds, 庚二 archives the same case to the end."""
    real = binding.bind_volumes
    entered_once: list[bool] = []

    def slow(*given: Any) -> Any:
        bound = real(*given)
        if not entered_once:
            entered_once.append(True)
            archive_case(world.actor("庚二"), world.case, gap_approval=approval)
        return bound

    monkeypatch.setattr(actions, "bind_volumes", slow)
    with pytest.raises(Conflict, match="已由庚二于"):
        archive_case(world.actor("庚"), world.case, gap_approval=approval)
    assert Volume.objects.filter(case=world.case).count() == 2
    assert [one["type"] for one in events(world)].count("case.sealed") == 1


def test_what_happens_while_the_volumes_are_bound_is_not_left_out(
    world: World, approval: Matter, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = binding.bind_volumes

    def slow(*given: Any) -> Any:
        entered(world, "incoming_paper", paper_pdf(), fields={"name": "迟到的函"}, title="迟到的函")
        return real(*given)

    monkeypatch.setattr(actions, "bind_volumes", slow)
    with pytest.raises(Conflict, match="有新的变动"):
        archive_case(world.actor("庚"), world.case, gap_approval=approval)
    monkeypatch.undo()
    world.case.refresh_from_db()
    assert not world.case.archived
    archive_case(world.actor("庚"), world.case, gap_approval=approval)
    volume = Volume.objects.get(case=world.case, kind="main")
    assert "［迟到的函］" in [item["title"] for item in volume.items]


def test_a_failure_half_way_leaves_the_case_as_it_was(
    world: World, approval: Matter, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*given: Any) -> Any:
        raise OSError("disk full")

    before = events(world)
    monkeypatch.setattr(actions, "_keep_casefile", fail)
    with pytest.raises(OSError, match="disk full"):
        archive_case(world.actor("庚"), world.case, gap_approval=approval)
    world.case.refresh_from_db()
    assert not world.case.archived
    assert not Volume.objects.exists()
    assert events(world) == before


def test_the_numbers_of_two_cases_follow_each_other(archived: World) -> None:
    second = cases.open_case(
        archived.actor("甲"),
        title="另一案",
        cause="拒报",
        opened_at=clock.now(),
        party=cases.PartyFacts(kind="organisation", name="乙公司"),
        procedure="simplified",
    )
    archived.case = second
    entered(archived, "closing_report", paper_pdf())
    approval = gap_approved(archived)
    row = archive_case(archived.actor("庚"), second, gap_approval=approval)
    assert row.archive_number == f"{second.year}0002"
    assert row.retention == "thirty_years"
    assert row.keep_until == date(clock.today().year + 30, 12, 31)


def test_the_archivist_may_choose_the_retention_but_only_a_known_one(
    world: World, approval: Matter
) -> None:
    actor = world.actor("庚")
    with pytest.raises(Invalid, match="保管期限"):
        archive_case(actor, world.case, gap_approval=approval, retention="for a while")
    row = archive_case(actor, world.case, gap_approval=approval, retention="ten_years")
    assert row.retention == "ten_years"
    assert row.keep_until == date(clock.today().year + 10, 12, 31)


def test_every_procedure_has_a_retention() -> None:
    for procedure in Case.Procedure:
        assert keeping().retention_of(procedure) in ArchivedCase.Retention
    assert keeping().until("permanent", date(2026, 5, 20)) is None
    assert keeping().until("ten_years", date(2024, 2, 29)) == date(2034, 12, 31)


def test_no_temporary_volume_is_left_behind(archived: World, tmp_path: Path) -> None:
    import tempfile

    assert not list(Path(tempfile.gettempdir()).glob("liuhen-volumes-*"))
