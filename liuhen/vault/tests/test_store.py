"""Putting, reading and checking: what the vault promises about bytes."""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction

from liuhen.faults import Invalid, NotFound
from liuhen.vault import store
from liuhen.vault.hashes import PIECE_BYTES
from liuhen.vault.models import StoredObject
from liuhen.vault.verdict import Verdict

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\n" + b"x" * 500


def overwrite(path: Path, data: bytes) -> None:
    """Change stored bytes as a storage administrator would, mode or no mode."""
    path.chmod(0o640)
    path.write_bytes(data)
    path.chmod(0o440)


def recording(pieces: int = 3, tail: int = 12345) -> bytes:
    """Bytes of some pieces, all different, that sniff as MP4."""
    head = b"\x00\x00\x00\x18ftypisom"
    body = b"".join(bytes([number]) * PIECE_BYTES for number in range(1, pieces)) + b"z" * tail
    return head + body[: len(body)]


def test_put_bytes_returns_both_digests_size_and_media() -> None:
    stored = store.put_bytes(PDF)
    assert stored.sha256 == hashlib.sha256(PDF).hexdigest()
    assert stored.sm3 == hashlib.new("sm3", PDF).hexdigest()
    assert stored.ref == (stored.sha256, stored.sm3, len(PDF), "application/pdf")
    assert store.open(stored.sha256).read() == PDF
    assert store.read_bytes(stored.sha256) == PDF


def test_stored_file_is_read_only_and_linked_once(vault_root: Path) -> None:
    stored = store.put_bytes(PDF)
    path = vault_root / "cas" / stored.sha256[:2] / stored.sha256
    assert path == store.path_for(stored.sha256)
    assert stat.S_IMODE(path.stat().st_mode) == 0o440
    assert path.stat().st_nlink == 1
    assert not list((vault_root / "tmp").iterdir())


def test_the_same_bytes_twice_are_one_object() -> None:
    first, second = store.put_bytes(PDF), store.put_bytes(PDF)
    assert first == second
    assert first.stored_at == second.stored_at
    assert StoredObject.objects.count() == 1


def test_put_file_copies_and_leaves_the_source(tmp_path: Path) -> None:
    source = tmp_path / "现场.mp4"
    source.write_bytes(recording())
    stored = store.put_file(source)
    assert stored.media == "video/mp4"
    assert source.read_bytes() == b"".join(store.read_range(stored.sha256, 0, stored.size))


def test_empty_files_are_refused_in_chinese(tmp_path: Path) -> None:
    empty = tmp_path / "空.pdf"
    empty.touch()
    with pytest.raises(Invalid, match="0 字节"):
        store.put_bytes(b"")
    with pytest.raises(Invalid, match=r"空\.pdf"):
        store.put_file(empty)


def test_a_claimed_type_that_contradicts_the_content_is_refused() -> None:
    with pytest.raises(Invalid, match="不符"):
        store.put_bytes(b"\x89PNG\r\n\x1a\n" + b"0" * 40, "application/pdf")
    assert store.put_bytes(b'{"a": 1}', "application/json").media == "application/json"


def test_unknown_digests_are_not_found_and_no_path_is_made_of_them() -> None:
    with pytest.raises(NotFound):
        store.get("0" * 64)
    with pytest.raises(ValueError, match="digest"):
        store.path_for("../../etc/passwd")


def test_damage_to_the_existing_copy_stops_a_second_put() -> None:
    stored = store.put_bytes(PDF)
    overwrite(store.path_for(stored.sha256), PDF[:-1] + b"y")
    with pytest.raises(store.Damaged, match="不一致"):
        store.put_bytes(PDF)


def test_a_row_with_the_same_sha256_but_another_sm3_stops_a_put() -> None:
    """T-9: a simulated collision of one hash is caught by the other."""
    digest = hashlib.sha256(PDF).hexdigest()
    honest = store.put_bytes(b"%PDF-1.7 other")
    StoredObject.objects.create(
        sha256=digest,
        sm3="f" * 64,
        size=len(PDF),
        media="application/pdf",
        stored_at=honest.stored_at,
        pieces_sha256=honest.pieces_sha256,
    )
    with pytest.raises(store.Damaged, match="SM3"):
        store.put_bytes(PDF)
    assert store.verify(digest).state == "damaged"


@pytest.mark.parametrize("place", [0, 1, 31, 63])
def test_a_flipped_bit_is_found_and_the_piece_named(place: int) -> None:
    """T-8: one bit at some 1/64 of a recording."""
    data = bytearray(recording())
    stored = store.put_bytes(bytes(data))
    at = len(data) * place // 64
    data[at] ^= 0x10
    overwrite(store.path_for(stored.sha256), bytes(data))
    verdict = store.verify(stored.sha256)
    assert verdict.state == "damaged"
    assert [span.number for span in verdict.damaged] == [at // PIECE_BYTES + 1]
    assert f"第 {at // PIECE_BYTES + 1} 片" in verdict.message


def test_truncated_appended_and_hollow_files_are_found() -> None:
    data = recording()
    stored = store.put_bytes(data)
    path = store.path_for(stored.sha256)
    overwrite(path, data[: PIECE_BYTES + 5])
    assert [span.number for span in store.verify(stored.sha256).damaged] == [2, 3]
    assert "末尾少了" in store.verify(stored.sha256).message
    overwrite(path, data + b"more")
    assert "末尾多出 4 字节" in store.verify(stored.sha256).message
    overwrite(path, data)
    path.chmod(0o640)
    os.truncate(path, PIECE_BYTES)
    os.truncate(path, len(data))  # a sparse hole of the same size
    assert {span.number for span in store.verify(stored.sha256).damaged} == {2, 3}


def test_two_swapped_recordings_are_both_found() -> None:
    one, two = store.put_bytes(recording(tail=10)), store.put_bytes(recording(tail=11))
    first, second = store.path_for(one.sha256), store.path_for(two.sha256)
    passing = first.with_name("passing")
    first.rename(passing)
    second.rename(first)
    passing.rename(second)
    assert {verdict.sha256 for verdict in store.verify_all().faults} == {one.sha256, two.sha256}


def test_a_missing_file_is_named_by_every_check() -> None:
    stored = store.put_bytes(PDF)
    store.path_for(stored.sha256).unlink()
    assert store.verify(stored.sha256).state == "missing"
    assert not store.exists(stored.sha256)
    assert store.orphans().rows_without_file == (stored.sha256,)
    with pytest.raises(store.Damaged, match="找不到"):
        store.open(stored.sha256)
    with pytest.raises(store.Damaged, match="找不到"):
        store.read_range(stored.sha256, 0, 1)


def test_read_bytes_does_not_hand_out_damaged_bytes() -> None:
    stored = store.put_bytes(PDF)
    overwrite(store.path_for(stored.sha256), PDF[:-1] + b"!")
    with pytest.raises(store.Damaged, match="不一致"):
        store.read_bytes(stored.sha256)


def test_a_spoilt_piece_list_does_not_hide_or_invent_damage(vault_root: Path) -> None:
    data = recording()
    stored = store.put_bytes(data)
    pieces = vault_root / "pieces" / stored.sha256[:2] / stored.sha256
    overwrite(pieces, pieces.read_bytes().replace(b"a", b"b"))
    assert store.verify(stored.sha256).intact
    overwrite(store.path_for(stored.sha256), data[:-1] + b"!")
    verdict = store.verify(stored.sha256)
    assert verdict.state == "damaged"
    assert "分片表也不可用" in verdict.message


def test_a_sweep_reports_progress_and_both_kinds_of_orphans(vault_root: Path) -> None:
    kept = [store.put_bytes(b"%PDF-" + bytes([n])) for n in range(3)]
    stray = store.folder().write([b"bytes that no row knows"])
    (vault_root / "cas" / "ab").mkdir(exist_ok=True)
    (vault_root / "cas" / "ab" / "notes.txt").write_text("?")
    seen: list[tuple[int, int, Verdict]] = []
    sweep = store.verify_all(lambda done, total, verdict: seen.append((done, total, verdict)))
    assert [(done, total) for done, total, _ in seen] == [(1, 3), (2, 3), (3, 3)]
    assert sweep.objects == 3
    assert sweep.bytes_read == sum(row.size for row in kept)
    assert not sweep.faults
    assert sweep.orphans.files_without_row == (stray.sha256,)
    assert sweep.orphans.strange_names == ("notes.txt",)
    assert not sweep.clean


def test_a_file_without_a_row_is_adopted_by_the_next_put() -> None:
    store.folder().write([PDF])
    assert store.orphans().files_without_row
    store.put_bytes(PDF)
    assert not store.orphans()


def test_a_stored_object_cannot_be_deleted_through_its_row() -> None:
    with pytest.raises(TypeError, match="never deleted"):
        store.put_bytes(PDF).delete()


def test_the_database_refuses_to_change_a_stored_object() -> None:
    stored = store.put_bytes(PDF)
    with pytest.raises(IntegrityError, match="written once"), transaction.atomic():
        StoredObject.objects.filter(pk=stored.pk).update(size=1)
    stored.sm3 = "0" * 64
    with pytest.raises(IntegrityError, match="written once"), transaction.atomic():
        stored.save()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="INSERT OR REPLACE is SQLite's")
def test_insert_or_replace_does_not_get_around_it() -> None:
    stored = store.put_bytes(PDF)
    with pytest.raises(IntegrityError, match="written once"), connection.cursor() as cursor:
        cursor.execute(
            "INSERT OR REPLACE INTO vault_storedobject SELECT sha256, 'x', size, media, stored_at, "
            "pieces_sha256 FROM vault_storedobject WHERE sha256 = %s",
            [stored.sha256],
        )
