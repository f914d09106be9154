"""Real tampering with a real database, past Django: each is found, and named."""

from __future__ import annotations

import json
import sqlite3
import threading
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.db import DatabaseError, connection, transaction
from django.db.models import Q

from liuhen.ledger import actions, findings, leaf, projections, replay, tree
from liuhen.ledger.audit import Report, verify_log
from liuhen.ledger.canonical import encode
from liuhen.ledger.models import LedgerEntry, LedgerNode
from liuhen.ledger.notes import VerifierKey
from liuhen.ledger.signer import checkpoint
from liuhen.ledger.tests.conftest import Home


def kinds(report: Report) -> set[str]:
    return {finding.kind for finding in report.findings}


def sqlite_only(home: Home) -> None:
    if home.database is None:
        pytest.skip("这一条改的是 SQLite 的数据库文件")


@pytest.fixture
def played(groups: Home) -> Home:
    """Nine groups, a checkpoint over the first six, the last three after it."""
    groups.fill(6)
    checkpoint(actor="system", at=groups.now())
    for i in range(3):
        groups.group(f"后{i}", case="C-0")
    return groups


def test_an_untouched_home_is_intact(played: Home) -> None:
    seen: list[tuple[int, int]] = []
    report = verify_log(progress=lambda done, whole: seen.append((done, whole)))
    assert (report.verdict, report.findings) == ("intact", [])
    assert (report.size, report.checkpoints, report.rows) == (11, 1, 9)
    assert report.roots == {n: r.hex() for n, r in tree.roots_of(played.leaves())[1].items()}
    assert seen == [(11, 11)]
    json.dumps(report.as_json())


def test_each_column_of_each_row_edited_is_named(played: Home) -> None:
    for group in list(Group.objects.all()):
        played.outside(("UPDATE auth_group SET name = ? WHERE id = ?", ("改", group.pk)))
        report = verify_log()
        (found,) = report.findings
        assert report.verdict == "altered"
        assert (found.kind, found.table, found.key, found.column) == (
            "changed_column", "auth_group", str(group.pk), "name",
        )  # fmt: skip
        assert f"主键为 {group.pk} 的行" in found.message
        assert "（name）" in found.message
        assert str(Group._meta.verbose_name) in found.message
        played.outside(("UPDATE auth_group SET name = ? WHERE id = ?", (group.name, group.pk)))
    assert verify_log().verdict == "intact"


def test_times_text_and_key_columns_of_another_model_are_named_too(groups: Home) -> None:
    projections.project(Session)
    with transaction.atomic():
        made = Session.objects.create(session_key="k", session_data="d", expire_date=groups.now())
        actions.append(actor="u1", type="session.made", at=groups.now(), rows=[made])
    assert verify_log().verdict == "intact"
    later = {"session_data": "'D'", "expire_date": "'2026-11-24 04:00:03.000001'"}
    for column, value in later.items():
        before = getattr(made, column)
        groups.outside(f"UPDATE django_session SET {column} = {value}")
        assert [(f.kind, f.column) for f in verify_log().findings] == [("changed_column", column)]
        Session.objects.update(**{column: before})
    groups.outside("UPDATE django_session SET session_key = 'j'")
    assert kinds(verify_log()) == {"missing_row", "unledgered_row"}


def test_values_that_django_cannot_read_are_findings_not_crashes(groups: Home) -> None:
    sqlite_only(groups)
    projections.project(Session)
    for key in ("a", "b"):
        with transaction.atomic():
            made = Session.objects.create(
                session_key=key, session_data="d", expire_date=groups.now()
            )
            actions.append(actor="u1", type="session.made", at=groups.now(), rows=[made])
    groups.outside(
        "UPDATE django_session SET expire_date = '2026-13-45 00:00:00' WHERE session_key = 'b'"
    )
    (found,) = verify_log().findings
    assert (found.kind, found.key, found.column) == ("changed_column", "b", "expire_date")


def test_rows_deleted_or_slipped_in_are_named(played: Home) -> None:
    last = Group.objects.latest("pk")
    played.outside(
        f"DELETE FROM auth_group WHERE id = {last.pk}",
        f"INSERT INTO auth_group (id, name) VALUES ({last.pk + 50}, '塞入')",
    )
    report = verify_log()
    assert [(f.kind, f.key) for f in report.findings] == [
        ("unledgered_row", str(last.pk + 50)),
        ("missing_row", str(last.pk)),
    ]
    assert report.findings[1].idx == 10
    assert report.verdict == "altered"


def test_the_latest_entry_of_a_row_is_the_one_that_counts(groups: Home) -> None:
    made = groups.group("旧名")
    with transaction.atomic():
        made.name = "新名"
        made.save()
        actions.append(
            actor="u1",
            type="group.renamed",
            at=groups.now(),
            rows=[actions.row(made, columns=["name"])],
        )
    assert verify_log().verdict == "intact"
    groups.outside("UPDATE auth_group SET name = '旧名'")
    (found,) = verify_log().findings
    assert found.idx == 2


def test_drafts_need_no_entry_but_a_submitted_row_cannot_become_one(
    opened: Home, projections_alone: None
) -> None:
    projections.project(Group, drafts=Q(name__startswith="草稿"))
    Group.objects.create(name="草稿一")
    made = opened.group("已提交")
    assert verify_log().verdict == "intact"
    opened.outside(f"UPDATE auth_group SET name = '草稿二' WHERE id = {made.pk}")
    assert kinds(verify_log()) == {"changed_column"}


def test_columns_left_out_with_a_reason_may_change(opened: Home, projections_alone: None) -> None:
    projections.project(Group, {"name": "名称只供显示"})
    opened.group("组")
    Group.objects.update(name="改")
    assert verify_log().verdict == "intact"


def test_what_could_not_be_compared_is_not_called_intact(
    opened: Home, projections_alone: None
) -> None:
    opened.group("组")
    assert kinds(verify_log()) == {"unprojected_table"}
    projections.project(Group)
    made = Group.objects.create(name="半")
    with transaction.atomic():
        actions.append(
            actor="u1", type="group.made", at=opened.now(), rows=[actions.row(made, columns=["id"])]
        )
    report = verify_log()
    assert [(f.kind, f.column) for f in report.findings] == [("uncovered_column", "name")]
    assert report.verdict == "incomplete"


def test_a_missing_salt_is_found_unless_forgotten_lawfully(played: Home) -> None:
    with transaction.atomic():
        actions.forget(idx=1, actor="u2", at=played.now(), reason="PIPL-47")
    assert verify_log().verdict == "intact"
    played.outside("DELETE FROM ledger_salt WHERE idx = 2")
    report = verify_log()
    assert (report.verdict, kinds(report)) == ("incomplete", {"missing_salt"})
    assert "第 2 条的盐值" in report.findings[0].message


def test_replay_alone_finds_the_same(played: Home) -> None:
    assert replay.replay() == []
    played.outside("UPDATE auth_group SET name = '改' WHERE id = (SELECT MAX(id) FROM auth_group)")
    assert replay.replay() == verify_log().findings


# --- the guards -----------------------------------------------------------------------------------

_BLOCKED = [
    "UPDATE ledger_entry SET cseq = 9 WHERE idx = 1",
    "DELETE FROM ledger_entry WHERE idx = 10",
    "DELETE FROM ledger_entry",
    "INSERT INTO ledger_entry (idx, leaf, lh256, lhsm3, case_id, cseq) SELECT 99, leaf, lh256, lhsm3, 'x', 0 FROM ledger_entry WHERE idx = 1",
    "UPDATE ledger_node SET level = 9",
    "DELETE FROM ledger_node",
    "UPDATE ledger_checkpoint SET note256 = ''",
    "DELETE FROM ledger_checkpoint",
    "INSERT INTO ledger_checkpoint (size, note256, notesm3, created_at) VALUES (3, '', '', '2026-01-01 00:00:00')",
    "UPDATE ledger_salt SET idx = 99",
]


@pytest.mark.parametrize("sql", _BLOCKED)
def test_the_guards_stop_it(played: Home, sql: str) -> None:
    with pytest.raises((sqlite3.IntegrityError, DatabaseError), match="append-only"):
        played.outside(sql)
    assert verify_log().verdict == "intact"


@pytest.mark.parametrize("idx", [0, 5, 10])
def test_insert_or_replace_is_stopped_on_any_connection(played: Home, idx: int) -> None:
    sqlite_only(played)
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        played.outside(
            f"INSERT OR REPLACE INTO ledger_entry SELECT * FROM ledger_entry WHERE idx = {idx}"
        )
    for table in ("ledger_node", "ledger_checkpoint", "ledger_salt"):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            played.outside(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} LIMIT 1")
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        played.outside(
            "INSERT INTO ledger_entry SELECT * FROM ledger_entry WHERE idx = 5 "
            "ON CONFLICT (idx) DO UPDATE SET case_id = 'x'"
        )


def test_schema_surgery_and_copying_are_found_though_not_stopped(played: Home) -> None:
    """With `writable_schema` or ATTACH anybody gets past the triggers; the audit does not care how."""
    sqlite_only(played)
    played.outside(
        "PRAGMA writable_schema = ON",
        "DELETE FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'ledger_entry'",
    )
    connection.close()
    copy = played.path / "copy.sqlite3"
    played.outside(
        f"ATTACH DATABASE '{copy}' AS other",
        "CREATE TABLE other.kept AS SELECT * FROM main.ledger_entry",
        "UPDATE other.kept SET leaf = CAST(REPLACE(CAST(leaf AS TEXT), 'u1', 'u9') AS BLOB) WHERE idx = 4",
        "DELETE FROM main.ledger_entry",
        "INSERT INTO main.ledger_entry SELECT * FROM other.kept ORDER BY idx",
    )
    report = verify_log()
    assert {f.idx for f in report.findings if f.kind == "leaf_hash"} == {4}
    assert {"guard_missing", "root_differs"} <= kinds(report)


def test_truncate_and_replica_mode_are_stopped_on_postgresql(played: Home) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("只有 PostgreSQL 有 TRUNCATE 与 session_replication_role")
    for sql in (
        "TRUNCATE ledger_entry",
        "SET session_replication_role = replica; DELETE FROM ledger_entry",
    ):
        with pytest.raises(DatabaseError, match="append-only"):
            played.outside(sql)


def test_dropped_guards_are_noticed(played: Home) -> None:
    on = " ON ledger_entry" if connection.vendor == "postgresql" else ""
    played.outside(f"DROP TRIGGER ledger_entry_no_update{on}")
    report = verify_log()
    assert (report.verdict, kinds(report)) == ("intact", {"guard_missing"})
    assert "ledger_entry_no_update" in report.findings[0].message


# --- the log itself -------------------------------------------------------------------------------


def rewrite(home: Home, idx: int, **changes: Any) -> bytes:
    """Change one leaf's event, leaving every hash as it was; return the new leaf."""
    event = json.loads(home.leaves()[idx]) | changes
    data = encode(event)
    home.outside(("UPDATE ledger_entry SET leaf = ? WHERE idx = ?", (data, idx)))
    return data


def test_an_edited_leaf_is_named(played: Home) -> None:
    played.unguard()
    rewrite(played, 3, actor="u9")
    report = verify_log()
    assert report.verdict == "altered"
    assert {f.idx for f in report.findings if f.kind == "leaf_hash"} == {3}
    assert {"root_differs", "node_differs"} <= kinds(report)


def test_a_byte_edited_in_the_file_is_found_though_sqlite_calls_it_sound(played: Home) -> None:
    sqlite_only(played)
    assert played.database is not None
    connection.close()
    with sqlite3.connect(played.database) as other:
        other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    other.close()
    data = played.database.read_bytes()
    assert data.count(b'"actor":"system"') == 1
    played.database.write_bytes(data.replace(b'"actor":"system"', b'"actor":"sYstem"'))
    with sqlite3.connect(played.database) as other:
        assert other.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    other.close()
    assert [(f.kind, f.idx) for f in verify_log().findings if f.kind == "leaf_hash"] == [
        ("leaf_hash", 7)
    ] * 2


def test_a_torn_database_file_is_a_finding_not_a_crash(played: Home) -> None:
    sqlite_only(played)
    assert played.database is not None
    connection.close()
    data = bytearray(played.database.read_bytes())
    for page in range(4096 * 2, len(data), 4096):
        data[page : page + 64] = b"\xff" * 64
    played.database.write_bytes(data)
    report = verify_log()
    assert report.verdict == "altered"
    assert "unreadable" in kinds(report)


@pytest.mark.parametrize(("idx", "kind"), [(0, "gap"), (5, "gap"), (10, "missing_row")])
def test_a_deleted_entry_is_found(played: Home, idx: int, kind: str) -> None:
    played.unguard()
    played.outside(f"DELETE FROM ledger_entry WHERE idx = {idx}")
    report = verify_log()
    assert report.verdict != "intact"
    assert kind in kinds(report) or (idx == 10 and "unledgered_row" in kinds(report))
    if kind == "gap":
        assert {f.idx for f in report.findings if f.kind == "gap"} == {idx}
        assert "truncated" in kinds(report)


def test_entries_cut_off_below_a_checkpoint_are_missed_by_name(played: Home) -> None:
    played.unguard()
    played.outside(
        "DELETE FROM ledger_entry WHERE idx >= 4", "DELETE FROM ledger_checkpoint",
        "DELETE FROM ledger_salt WHERE idx >= 4", "DELETE FROM auth_group",
        "DELETE FROM ledger_node WHERE (idx + 1) * (CASE level WHEN 1 THEN 2 WHEN 2 THEN 4 ELSE 8 END) > 4",
    )  # fmt: skip
    report = verify_log()
    cut = [f.message for f in report.findings if f.kind == "truncated"]
    assert (
        len(cut) == 2
    )  # the checkpoint rows are gone: the signer's own memory tells, for both trees
    assert all("签名程序记下的检查点" in message and "8 条" in message for message in cut)


def test_an_empty_ledger_is_not_intact(home: Home, projections_alone: None) -> None:
    assert "not_opened" in kinds(verify_log())


def rebuild_consistently(home: Home, idx: int, name: str) -> None:
    """Rewrite row, salt commitment, leaf, chain, hashes and nodes, as a database owner who read our code."""
    home.unguard()
    leaves = home.leaves()
    event = json.loads(leaves[idx])
    (row,) = event["rows"]
    home.outside(("UPDATE auth_group SET name = ? WHERE id = ?", (name, int(row["key"]))))
    with connection.cursor() as cursor:
        cursor.execute("SELECT salt FROM ledger_salt WHERE idx = %s", [idx])
        salt = leaf.field_salt(bytes(cursor.fetchone()[0]), "auth_group", row["key"], "name")
    row["commit"]["name"] = leaf.commitment(salt, name)
    leaves[idx] = encode(event)
    ends: dict[str, str] = {}
    for i, data in enumerate(leaves):
        event = json.loads(data)
        event["cprev"] = ends.get(event["case"])
        leaves[i] = encode(event)
        ends[event["case"]] = tree.SHA256.leaf(leaves[i]).hex()
    for i, data in enumerate(leaves):
        hashes = (data, tree.SHA256.leaf(data), tree.SM3.leaf(data), i)
        home.outside(
            ("UPDATE ledger_entry SET leaf = ?, lh256 = ?, lhsm3 = ? WHERE idx = ?", hashes)
        )
    for alg, algorithm in tree.ALGORITHMS.items():
        nodes = tree.memory_nodes(algorithm, tree.leaf_hashes(algorithm, leaves))
        with connection.cursor() as cursor:
            cursor.execute("SELECT level, idx FROM ledger_node WHERE alg = %s", [alg])
            places = cursor.fetchall()
        for level, i in places:
            place = (nodes(level, i), alg, level, i)
            home.outside(
                ("UPDATE ledger_node SET h = ? WHERE alg = ? AND level = ? AND idx = ?", place)
            )


def test_a_consistent_rewrite_before_the_checkpoint_is_caught_by_the_checkpoint(
    played: Home,
) -> None:
    rebuild_consistently(played, 2, "全改")
    report = verify_log()
    assert report.verdict == "altered"
    assert kinds(report) - {"guard_missing"} == {"root_differs", "sm3_binding"}
    assert any("检查点（sha256）" in f.message for f in report.findings)


def test_a_consistent_rewrite_after_the_last_checkpoint_is_the_known_blind_spot(
    played: Home,
) -> None:
    """The documented window: nothing signed covers entry 9 yet, so only an outside note can tell."""
    rebuild_consistently(played, 9, "全改")
    assert verify_log().verdict == "intact"


def test_a_checkpoint_kept_outside_tells_what_the_home_no_longer_can(played: Home) -> None:
    kept = checkpoint(actor="system", at=played.now())
    rebuild_consistently(played, 9, "全改")
    played.outside(f"DELETE FROM ledger_checkpoint WHERE size = {kept.size}")
    (played.path / "keys" / "last_checkpoint").unlink()
    assert not {"root_differs"} & kinds(verify_log())
    report = verify_log(outside=[kept.note256, kept.notesm3])
    assert (
        sum("外部保存的检查点" in f.message for f in report.findings if f.kind == "root_differs")
        == 2
    )


def test_a_false_or_foreign_outside_checkpoint_is_called_so(played: Home) -> None:
    kept = checkpoint(actor="system", at=played.now())
    report = verify_log(outside=[kept.note256.replace("\n12\n", "\n11\n"), "not a note"])
    assert kinds(report) == {"signature", "checkpoint_form"}


@pytest.mark.parametrize(
    ("sql", "kind"),
    [
        ("UPDATE ledger_entry SET case_id = 'C-9' WHERE idx = 4", "entry_columns"),
        ("UPDATE ledger_entry SET lhsm3 = lh256 WHERE idx = 4", "leaf_hash"),
        ("UPDATE ledger_node SET h = (SELECT lh256 FROM ledger_entry WHERE idx = 0) WHERE level = 2", "node_differs"),
        ("DELETE FROM ledger_node WHERE level = 1 AND idx = 0", "node_missing"),
        ("INSERT INTO ledger_node (alg, level, idx, h) SELECT 'sm3', 9, 0, lh256 FROM ledger_entry WHERE idx = 0", "node_differs"),
        ("UPDATE ledger_checkpoint SET note256 = notesm3", "checkpoint_form"),
        ("UPDATE ledger_checkpoint SET size = 7", "checkpoint_form"),
        ("UPDATE ledger_checkpoint SET note256 = REPLACE(note256, 'A', 'B')", "signature"),
        ("UPDATE ledger_checkpoint SET note256 = ''", "checkpoint_form"),
    ],
)  # fmt: skip
def test_each_stored_thing_that_is_altered_is_found(played: Home, sql: str, kind: str) -> None:
    played.unguard()
    if kind == "signature":
        spoil_signature(played)
    else:
        played.outside(sql)
    assert kind in kinds(verify_log())


def spoil_signature(home: Home) -> None:
    """Sign the right text with a wrong key, under the right key id."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT note256 FROM ledger_checkpoint")
        note = str(cursor.fetchone()[0])
    head, _, last = note.rstrip("\n").rpartition(" ")
    bent = last[:40] + ("A" if last[40] != "A" else "B") + last[41:]
    home.outside(("UPDATE ledger_checkpoint SET note256 = ?", (f"{head} {bent}\n",)))


@pytest.mark.parametrize(
    ("idx", "changes", "kind"),
    [
        (4, {"time": "2020-01-01T00:00:00.000Z"}, "time_order"),
        (4, {"time": "yesterday"}, "leaf_form"),
        (4, {"cprev": "00" * 32}, "case_chain"),
        (4, {"cseq": 7}, "case_gap"),
        (4, {"type": "log.opened"}, "first_entry"),
        (0, {"type": "note.taken"}, "first_entry"),
        (0, {"keys": ["a", "b"]}, "root_differs"),
        (4, {"type": "case.sealed", "count": 1}, "sealed_count"),
        (4, {"v": 2}, "leaf_form"),
        (4, {"rows": [{"table": 1}]}, "leaf_form"),
        (7, {"root": "00" * 32}, "sm3_binding"),
        (7, {"size": 3}, "sm3_binding"),
    ],
)
def test_each_promise_of_a_leaf_is_checked(
    played: Home, idx: int, changes: dict[str, Any], kind: str
) -> None:
    played.unguard()
    rewrite(played, idx, **changes)
    assert kind in kinds(verify_log())


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b"\xff", b'{"v":1.0}', b'{"v": 1}'])
def test_a_leaf_out_of_form_is_named(played: Home, data: bytes) -> None:
    played.unguard()
    played.outside(("UPDATE ledger_entry SET leaf = ? WHERE idx = 4", (data,)))
    report = verify_log()
    assert [f.idx for f in report.findings if f.kind == "leaf_form"] == [4]


def test_a_log_swapped_whole_with_its_own_key_is_noticed_by_the_published_key(played: Home) -> None:
    played.unguard()
    event = json.loads(played.leaves()[0])
    key = VerifierKey("test.example/liuhen", 1, bytes(32))
    event["keys"] = [str(key), str(key)]
    played.outside(("UPDATE ledger_entry SET leaf = ? WHERE idx = 0", (encode(event),)))
    assert "key_differs" in kinds(verify_log())
    (played.path / "keys" / "ledger.vkey").unlink()
    assert "key_differs" not in kinds(verify_log())


def test_without_any_key_signatures_cannot_be_called_good(played: Home) -> None:
    played.unguard()
    rewrite(played, 0, keys=[])
    (played.path / "keys" / "ledger.vkey").unlink()
    assert "no_key" in kinds(verify_log())


def test_a_report_stays_readable_when_everything_is_altered(
    groups: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(findings, "MAX_FINDINGS", 3)
    groups.fill(8)
    Group.objects.all().delete()
    report = verify_log()
    assert (len(report.findings), report.omitted, report.verdict) == (3, 5, "incomplete")


def test_an_audit_sees_one_moment_though_others_write(played: Home) -> None:
    """Rows read late must not meet entries that were not there when the leaves were read."""

    def other_writer() -> None:
        played.group("同时写入")
        connection.close()

    def meanwhile(done: int, whole: int) -> None:
        thread = threading.Thread(target=other_writer)
        thread.start()
        thread.join()

    report = verify_log(progress=meanwhile)
    assert (report.verdict, report.size) == ("intact", 11)
    assert LedgerEntry.objects.count() == 12
    assert verify_log().verdict == "intact"


def test_a_log_of_more_than_one_batch_is_audited_whole(groups: Home) -> None:
    """Entries made in bulk, by the same rules, so that 4,096 boundaries are crossed quickly."""
    size, ends, entries = 2 * tree.BATCH + 37, {"-": tree.SHA256.leaf(groups.leaves()[0]).hex()}, []
    for idx in range(1, size):
        data = leaf.build(
            place=leaf.Place(cseq=idx, cprev=ends["-"]), actor="u1", type="note.taken",
            time=leaf.time_text(groups.now()),
        )  # fmt: skip
        ends["-"] = tree.SHA256.leaf(data).hex()
        hashes = {"lh256": tree.SHA256.leaf(data), "lhsm3": tree.SM3.leaf(data)}
        entries.append(LedgerEntry(idx=idx, leaf=data, case_id="-", cseq=idx, **hashes))
    LedgerEntry.objects.bulk_create(entries)
    leaves, made = groups.leaves(), []
    for alg, algorithm in tree.ALGORITHMS.items():
        frontier = tree.Frontier(algorithm)
        for hash_ in tree.leaf_hashes(algorithm, leaves):
            made += [
                LedgerNode(alg=alg, level=lv, idx=i, h=h)
                for lv, i, h in frontier.append_subtree(0, hash_)
            ]
    LedgerNode.objects.bulk_create(made, batch_size=2000)
    kept = checkpoint(actor="system", at=groups.now())
    report = verify_log()
    assert (report.verdict, report.size, kept.size) == ("intact", size + 1, size + 1)
    groups.unguard()
    groups.outside(
        "UPDATE ledger_node SET h = (SELECT lhsm3 FROM ledger_entry WHERE idx = 0) WHERE level = 13 AND alg = 'sm3'"
    )
    assert [f.message for f in verify_log().findings if f.kind == "node_differs"] == [
        "sm3 树第 13 层第 0 个节点被改动过。"
    ]
