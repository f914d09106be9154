"""Mending from a copy: piece by piece, only into what was stored, whole before or whole after."""

from __future__ import annotations

import os
import signal
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from liuhen.faults import Invalid
from liuhen.vault import durable, mending, store
from liuhen.vault.folder import FolderStore
from liuhen.vault.hashes import PIECE_BYTES
from liuhen.vault.models import StoredObject
from liuhen.vault.tests.test_store import overwrite, recording

pytestmark = pytest.mark.django_db

DATA = recording()
PDF = b"%PDF-1.7\n" + b"x" * 500


def spoilt(*places: int, data: bytes = DATA) -> bytes:
    found = bytearray(data)
    for place in places:
        found[place] ^= 1
    return bytes(found)


FIRST, SECOND, THIRD = 0, PIECE_BYTES + 5, len(DATA) - 1


@pytest.fixture
def stored(vault_root: Path) -> StoredObject:
    return store.put_bytes(DATA)


@pytest.fixture
def copy(stored: StoredObject, tmp_path: Path) -> FolderStore:
    """A backup's vault that holds the object."""
    place = FolderStore(tmp_path / "backup" / "vault")
    place.write([DATA])
    return place


def state(stored: StoredObject) -> str:
    return store.verify(stored.sha256).state


def damage(place: FolderStore, stored: StoredObject, data: bytes) -> None:
    overwrite(place.path_for(stored.sha256), data)


def test_only_the_damaged_piece_is_taken_from_the_copy(
    stored: StoredObject, copy: FolderStore
) -> None:
    damage(store.folder(), stored, spoilt(SECOND))
    done = mending.mend(stored, copy)
    assert (done.outcome, done.pieces) == ("mended", (2,))
    assert "第 2 片取自备份" in done.message
    assert state(stored) == "intact"
    path = store.path_for(stored.sha256)
    assert stat.S_IMODE(path.stat().st_mode) == 0o440
    assert path.stat().st_nlink == 1
    assert not list(store.folder().leftovers())


def test_two_copies_damaged_in_different_places_still_make_one_whole(
    stored: StoredObject, copy: FolderStore
) -> None:
    damage(store.folder(), stored, spoilt(FIRST, SECOND))
    damage(copy, stored, spoilt(THIRD))
    assert mending.mend(stored, copy).pieces == (1, 2)
    assert state(stored) == "intact"


@pytest.mark.parametrize("bad", [DATA[: PIECE_BYTES + 10], DATA + b"more", b"", b"short"])
def test_a_file_cut_short_or_grown_is_whole_again(
    stored: StoredObject, copy: FolderStore, bad: bytes
) -> None:
    damage(store.folder(), stored, bad)
    assert mending.mend(stored, copy).outcome == "mended"
    assert state(stored) == "intact"


def test_a_lost_file_and_its_piece_list_come_back(stored: StoredObject, copy: FolderStore) -> None:
    place = store.folder()
    place.path_for(stored.sha256).unlink()
    (place.root / "pieces" / stored.sha256[:2] / stored.sha256).unlink()
    done = mending.mend(stored, copy)
    assert (done.outcome, done.pieces) == ("mended", (1, 2, 3))
    assert state(stored) == "intact"
    assert place.pieces(stored.sha256) is not None


def test_without_any_piece_list_the_whole_copy_is_taken(
    stored: StoredObject, copy: FolderStore
) -> None:
    for place in (store.folder(), copy):
        (place.root / "pieces" / stored.sha256[:2] / stored.sha256).unlink()
    damage(store.folder(), stored, spoilt(FIRST))
    assert mending.mend(stored, copy).outcome == "mended"
    assert state(stored) == "intact"
    damage(store.folder(), stored, spoilt(FIRST))
    damage(copy, stored, spoilt(SECOND))
    (store.folder().root / "pieces" / stored.sha256[:2] / stored.sha256).unlink()
    assert mending.mend(stored, copy).outcome == "refused"
    assert state(stored) == "damaged"


def test_a_document_of_one_piece_is_mended_whole(tmp_path: Path) -> None:
    stored = store.put_bytes(PDF)
    place = FolderStore(tmp_path / "second")
    place.write([PDF])
    damage(store.folder(), stored, spoilt(3, data=PDF))
    done = mending.mend(stored, place)
    assert done.outcome == "mended"
    assert "整个文件取自备份" in done.message
    assert store.read_bytes(stored.sha256) == PDF


def test_a_copy_that_is_damaged_in_the_same_piece_is_refused_and_named(
    stored: StoredObject, copy: FolderStore
) -> None:
    damage(store.folder(), stored, spoilt(SECOND))
    damage(copy, stored, spoilt(SECOND + 1))
    done = mending.mend(stored, copy)
    assert (done.outcome, done.lacking) == ("refused", (2,))
    assert "第 2 片两边都不完好" in done.message
    assert store.path_for(stored.sha256).read_bytes() == spoilt(SECOND), "nothing is changed"


def test_a_copy_that_lacks_the_object_is_refused(stored: StoredObject, tmp_path: Path) -> None:
    empty = FolderStore(tmp_path / "empty")
    store.path_for(stored.sha256).unlink()
    done = mending.mend(stored, empty)
    assert done.outcome == "refused"
    assert "备份里没有这个文件" in done.message


def test_a_forged_piece_list_cannot_smuggle_in_other_bytes(
    stored: StoredObject, copy: FolderStore
) -> None:
    """The list is believed by its digest in the row, the bytes by both digests of the whole."""
    other = spoilt(FIRST)
    forged = FolderStore(copy.root.parent / "forged")
    named = forged.write([other]).sha256
    for folder in ("cas", "pieces"):
        target = forged.root / folder / stored.sha256[:2] / stored.sha256
        target.parent.mkdir(parents=True, exist_ok=True)
        (forged.root / folder / named[:2] / named).rename(target)
    store.path_for(stored.sha256).unlink()
    assert mending.mend(stored, forged).outcome == "refused"
    assert state(stored) == "missing"


def test_a_dry_run_says_the_same_and_changes_nothing(
    stored: StoredObject, copy: FolderStore
) -> None:
    damage(store.folder(), stored, spoilt(SECOND))
    done = mending.mend(stored, copy, dry_run=True)
    assert (done.outcome, done.pieces) == ("can_mend", (2,))
    assert store.path_for(stored.sha256).read_bytes() == spoilt(SECOND)
    assert not store.folder().damaged.exists()


def test_the_damaged_bytes_are_kept_aside(stored: StoredObject, copy: FolderStore) -> None:
    for number, bad in enumerate((spoilt(FIRST), spoilt(SECOND)), start=1):
        damage(store.folder(), stored, bad)
        mending.mend(stored, copy)
        kept = store.folder().damaged / f"{stored.sha256}.{number}"
        assert kept.read_bytes() == bad
    assert not store.orphans().strange_names


@pytest.mark.parametrize(
    ("point", "left"),
    [
        ("put.written", "damaged"),
        ("put.synced", "damaged"),
        ("mend.kept", "damaged"),
        ("mend.replaced", "intact"),
        ("mend.named", "intact"),
    ],
)
def test_killed_at_any_step_the_file_is_as_before_or_whole(
    stored: StoredObject, copy: FolderStore, point: str, left: str
) -> None:
    damage(store.folder(), stored, spoilt(SECOND))
    assert _killed(lambda: store.folder().mend(stored.sha256, [DATA]), point) == signal.SIGKILL
    assert state(stored) == left
    if left == "damaged":
        assert store.path_for(stored.sha256).read_bytes() == spoilt(SECOND)
        assert mending.mend(stored, copy).outcome == "mended"
    assert state(stored) == "intact"


def _killed(act: Callable[[], object], point: str) -> int:
    """Do it in a child that is killed at the point; return the signal it died of."""
    pid = os.fork()
    if not pid:
        durable.set_crash_hook(lambda name: os.kill(os.getpid(), 9) if name == point else None)
        try:
            act()
        finally:
            os._exit(0)
    return os.WTERMSIG(os.waitpid(pid, 0)[1])


def test_a_full_disk_leaves_what_was_there(
    stored: StoredObject, copy: FolderStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    damage(store.folder(), stored, spoilt(SECOND))

    def full(fd: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as disk, pytest.raises(OSError, match="No space"):
        disk.setattr(os, "fsync", full)
        mending.mend(stored, copy)
    assert store.path_for(stored.sha256).read_bytes() == spoilt(SECOND)
    assert not list(store.folder().leftovers())


def test_the_copy_may_be_a_backup_or_a_vault_but_not_the_vault_itself(
    stored: StoredObject, copy: FolderStore, tmp_path: Path
) -> None:
    assert mending.copy_at(copy.root.parent).root == copy.root
    assert mending.copy_at(copy.root).root == copy.root
    with pytest.raises(Invalid, match="没有文件库"):
        mending.copy_at(tmp_path / "nowhere")
    with pytest.raises(Invalid, match="不能用它修复自己"):
        mending.copy_at(store.folder().root)
