"""Appending: the leaf's form, the transaction, order in time, fifty writers, crashes."""

from __future__ import annotations

import json
import os
import threading
from datetime import UTC, datetime, timedelta
from typing import cast

import pytest
from django.contrib.auth.models import Group
from django.db import connections, transaction
from django.test.utils import CaptureQueriesContext

from liuhen.ledger import actions, leaf, nodes, tree
from liuhen.ledger.actions import ObjectRef, RowState, append, is_demo, open_log, origin, writing
from liuhen.ledger.canonical import JSON
from liuhen.ledger.errors import BadEvent, LedgerNotOpen, LedgerTimeWentBack, NotInTransaction
from liuhen.ledger.models import LedgerEntry, LedgerNode, Salt
from liuhen.ledger.notes import BadNote
from liuhen.ledger.queries import entries_of, field_salt
from liuhen.ledger.tests import vectors
from liuhen.ledger.tests.conftest import ORIGIN, START, Home


def test_the_published_leaves_are_built_byte_for_byte() -> None:
    pdf = ObjectRef(
        "139d544b821b13ebea14f1b0fe18577222e415c2966e3a3511c4196055232202",
        "7d0574f38628529a11fc486bdfc169d6da308f18bd3fa7bcb12c3f4ad0aa7384", 3, "application/pdf",
    )  # fmt: skip
    video = ObjectRef(
        "27a26bca625b223971909dd88fc93faeb050dc5b34d91c0871661740dcfb9d18",
        "5d2221e002caf1c47239330fbdf466878acee1be12019f55d2b398cc15ada5f3", 2, "video/mp4",
    )  # fmt: skip
    steps = [
        ("case.opened", None, {}),
        ("document.signed", pdf, {}),
        ("av.stored", video, {"deadline": "2026-12-01"}),
    ]
    previous = None
    for cseq, (kind, ref, extra) in enumerate(steps):
        built = leaf.build(
            place=leaf.Place(case="C-2026-0001", cseq=cseq, cprev=previous),
            actor="u17", type=kind, object=ref, extra=extra,
            time=leaf.time_text(START + timedelta(minutes=cseq)),
        )  # fmt: skip
        assert built == vectors.LEAVES[cseq]
        previous = tree.SHA256.leaf(built).hex()


def test_the_first_entry_says_whose_log_this_is(home: Home) -> None:
    with pytest.raises(LedgerNotOpen):
        origin()
    assert not is_demo()
    home.open("demo")
    assert (origin(), is_demo()) == (ORIGIN, True)
    event = LedgerEntry.objects.get().event
    assert (event["type"], event["mode"], event["origin"], event["case"]) == (
        "log.opened",
        "demo",
        ORIGIN,
        "-",
    )
    assert [key.split("+")[0] for key in event["keys"]] == [ORIGIN, f"{ORIGIN}/sm3"]


def test_a_bureau_is_no_demo_and_stays_none(opened: Home) -> None:
    assert not is_demo()
    with pytest.raises(LedgerNotOpen, match="已经开启"), transaction.atomic():
        open_log(origin=ORIGIN, mode="demo", at=opened.now(), actor="u1")
    assert not is_demo()


def test_a_mode_seen_in_a_transaction_that_fails_is_not_remembered(home: Home) -> None:
    with pytest.raises(RuntimeError, match="power cut"), transaction.atomic():
        open_log(origin=ORIGIN, mode="demo", at=home.now(), actor="u1")
        assert is_demo()
        raise RuntimeError("power cut")
    assert not is_demo()


def test_the_mode_is_read_from_the_database_only_once(opened: Home) -> None:
    is_demo()
    with CaptureQueriesContext(connections["default"]) as seen:
        assert not is_demo()
        assert origin() == ORIGIN
    assert len(seen) == 0


def test_nothing_can_be_appended_before_the_log_is_open(home: Home) -> None:
    with pytest.raises(LedgerNotOpen, match="尚未开启"), transaction.atomic():
        append(actor="u1", type="case.opened", at=home.now())


def test_the_log_is_opened_only_by_open_log_and_with_a_sound_name(home: Home) -> None:
    with pytest.raises(BadNote), transaction.atomic():
        open_log(origin="two words", mode="bureau", at=home.now(), actor="u1")
    home.open()
    with pytest.raises(BadEvent, match="open_log"), transaction.atomic():
        append(actor="u1", type="log.opened", at=home.now())


def test_an_append_outside_a_transaction_is_refused(opened: Home) -> None:
    with pytest.raises(NotInTransaction, match=r"transaction\.atomic"):
        append(actor="u1", type="case.opened", at=opened.now())
    assert LedgerEntry.objects.count() == 1


def test_cases_have_their_own_streams_within_the_one_log(opened: Home) -> None:
    for case in ("C-1", "C-2", "C-1", "C-1", "C-2"):
        with transaction.atomic():
            append(actor="u1", type="note.taken", at=opened.now(), case=case)
    first, second, third = entries_of("C-1")
    assert [e.idx for e in (first, second, third)] == [1, 3, 4]
    assert [e.event["cseq"] for e in (first, second, third)] == [0, 1, 2]
    assert first.event["cprev"] is None
    assert second.event["cprev"] == tree.SHA256.leaf(bytes(first.leaf)).hex()
    assert third.event["cprev"] == bytes(second.lh256).hex()


def test_a_sealed_case_states_how_many_entries_it_has(opened: Home) -> None:
    with transaction.atomic():
        append(actor="u1", type="case.opened", at=opened.now(), case="C-1")
        sealed = append(actor="u1", type="case.sealed", at=opened.now(), case="C-1")
    assert sealed.event["count"] == 2


def test_stored_hashes_and_nodes_are_those_of_the_leaves(opened: Home) -> None:
    opened.fill(40)
    size, roots = tree.roots_of(opened.leaves())
    assert size == 41
    for name, algorithm in tree.ALGORITHMS.items():
        assert nodes.root(algorithm, size) == roots[name]
        hashes = tree.leaf_hashes(algorithm, opened.leaves())
        for index in (0, 1, 17, 40):
            path = nodes.inclusion_path(algorithm, index, size)
            assert tree.verify_inclusion(algorithm, hashes[index], index, size, path, roots[name])
        old = tree.roots_of(opened.leaves()[:13])[1][name]
        path = nodes.consistency_path(algorithm, 13, size)
        assert tree.verify_consistency(algorithm, 13, size, old, roots[name], path)
    assert LedgerNode.objects.count() == 2 * (41 - (41).bit_count())


def test_the_number_of_queries_does_not_grow_with_the_log(opened: Home) -> None:
    counts = []
    opened.fill(126)  # 127 entries: the next completes seven levels
    for _ in range(2):
        with CaptureQueriesContext(connections["default"]) as seen, transaction.atomic():
            append(actor="u1", type="note.taken", at=opened.now(), case="C-1")
        counts.append(len(seen))
    assert max(counts) <= 12


def test_times_may_stand_still_but_never_go_back(opened: Home) -> None:
    at = opened.now() + timedelta(microseconds=1500)
    with transaction.atomic():
        append(actor="u1", type="note.taken", at=at)
        append(
            actor="u1", type="note.taken", at=at - timedelta(microseconds=400)
        )  # same millisecond
    with pytest.raises(LedgerTimeWentBack, match="时间倒退"), transaction.atomic():
        append(actor="u1", type="note.taken", at=at - timedelta(milliseconds=1))
    assert LedgerEntry.objects.count() == 3


def test_times_are_written_in_utc_to_the_millisecond(opened: Home) -> None:
    at = datetime.fromisoformat("2026-12-01T08:00:00.123999+08:00")
    with transaction.atomic():
        entry = append(actor="u1", type="note.taken", at=at)
    assert entry.event["time"] == "2026-12-01T00:00:00.123Z"
    assert entry.at == datetime(2026, 12, 1, 0, 0, 0, 123000, tzinfo=UTC)
    with pytest.raises(BadEvent, match="时区"), transaction.atomic():
        append(actor="u1", type="note.taken", at=at.replace(tzinfo=None))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"type": "Case Opened"}, "事件类型"),
        ({"type": "opened"}, "事件类型"),
        ({"actor": ""}, "操作人"),
        ({"actor": "王 五"}, "操作人"),
        ({"case": ""}, "案件编号"),
        ({"case": "x" * 65}, "案件编号"),
        ({"extra": {"time": "2020"}}, "保留的键：time"),
        ({"extra": {"amount": 1.5}}, "float"),
        ({"extra": {"note": "x" * 70_000}}, "65535"),
        ({"rows": [RowState("t", "1", {"a": 1}), RowState("t", "1", {"b": 1})]}, "两次"),
        ({"rows": [RowState("t", "1", {"a": cast(JSON, 0.5)})]}, "列“a”"),
    ],
)
def test_what_cannot_be_a_leaf_is_refused_in_words(
    opened: Home, change: dict[str, object], message: str
) -> None:
    event: dict[str, object] = {
        "actor": "u1",
        "type": "note.taken",
        "at": opened.now(),
        "case": "C-1",
    }
    with pytest.raises(BadEvent, match=message), transaction.atomic():
        append(**(event | change))  # type: ignore[arg-type]
    assert LedgerEntry.objects.count() == 1


@pytest.mark.parametrize("digest", ["", "AB" * 32, "ab" * 31])
def test_an_object_needs_both_digests_in_hex(digest: str) -> None:
    with pytest.raises(BadEvent):
        ObjectRef(digest, "ab" * 32, 1, "text/plain")
    with pytest.raises(BadEvent):
        ObjectRef("ab" * 32, digest, 1, "text/plain")


def test_a_leaf_shows_no_content_and_one_field_can_be_opened_alone(opened: Home) -> None:
    made = opened.group("王小明", case="C-1")
    entry = LedgerEntry.objects.latest("idx")
    assert "王小明".encode() not in bytes(entry.leaf)
    (row,) = json.loads(bytes(entry.leaf))["rows"]
    assert (row["table"], row["key"], sorted(row["commit"])) == (
        "auth_group",
        str(made.pk),
        ["id", "name"],
    )
    salt = field_salt(entry.idx, "auth_group", str(made.pk), "name")
    assert salt is not None
    assert leaf.commitment(salt, "王小明") == row["commit"]["name"]
    assert leaf.commitment(salt, "王小明 ") != row["commit"]["name"]
    assert leaf.commitment(salt, made.pk) != row["commit"]["id"]


def test_an_entry_without_rows_has_no_salt(opened: Home) -> None:
    with transaction.atomic():
        append(actor="u1", type="note.taken", at=opened.now())
    assert not Salt.objects.exists()
    assert field_salt(1, "t", "1", "a") is None


def test_the_change_and_its_entry_happen_both_or_neither(opened: Home) -> None:
    with pytest.raises(RuntimeError, match="power cut"), transaction.atomic():
        made = Group.objects.create(name="组")
        append(actor="u1", type="group.made", at=opened.now(), rows=[made])
        raise RuntimeError("power cut")
    with pytest.raises(BadEvent), transaction.atomic():
        made = Group.objects.create(name="组")
        append(actor="u1", type="bad", at=opened.now(), rows=[made])
    assert not Group.objects.exists()
    assert (LedgerEntry.objects.count(), Salt.objects.count(), LedgerNode.objects.count()) == (
        1,
        0,
        0,
    )


@pytest.mark.parametrize("after", ["row", "entry"])
def test_a_process_killed_before_commit_leaves_neither_row_nor_entry(
    opened: Home, after: str
) -> None:
    connections.close_all()
    child = os.fork()
    if child == 0:  # killed without any clean-up, as by SIGKILL
        with transaction.atomic():
            made = Group.objects.create(name="组")
            if after == "entry":
                append(actor="u1", type="group.made", at=opened.now(), rows=[made])
            os._exit(9)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    assert not Group.objects.exists()
    assert LedgerEntry.objects.count() == 1
    opened.group("组")
    assert LedgerEntry.objects.count() == 2


def test_fifty_parallel_appends_leave_no_gap_and_no_double(opened: Home) -> None:
    start, failures, at = threading.Barrier(50), [], opened.now()

    def work(number: int) -> None:
        start.wait()
        try:
            with writing():
                append(actor=f"w{number}", type="note.taken", at=at, case=f"C-{number % 2}")
        except Exception as error:
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=(n,)) for n in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert list(LedgerEntry.objects.order_by("idx").values_list("idx", flat=True)) == list(
        range(51)
    )
    for case in ("C-0", "C-1"):
        assert [entry.cseq for entry in entries_of(case)] == list(range(25))
    size, roots = tree.roots_of(opened.leaves())
    assert nodes.root(tree.SM3, size) == roots["sm3"]
    assert len({entry.event["actor"] for entry in LedgerEntry.objects.all()}) == 51


def test_forgetting_deletes_the_salt_and_says_so(opened: Home) -> None:
    opened.group("王小明")
    with transaction.atomic():
        entry = actions.forget(idx=1, actor="u2", at=opened.now(), reason="PIPL-47")
    assert not Salt.objects.exists()
    assert (entry.event["type"], entry.event["forgets"]) == ("content.forgotten", 1)
    with pytest.raises(BadEvent, match="没有可以消除"), transaction.atomic():
        actions.forget(idx=1, actor="u2", at=opened.now(), reason="PIPL-47")
    assert LedgerEntry.objects.count() == 3
