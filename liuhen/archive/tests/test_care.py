"""第三十条第（五）项: damage is found by the routine, told, logged, and mended from a copy."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from liuhen import clock
from liuhen.archive import care
from liuhen.archive.care import check_due, mend_all
from liuhen.ledger.audit import verify_log
from liuhen.ledger.feed import parsed
from liuhen.ledger.models import LedgerEntry
from liuhen.people.actors import SYSTEM
from liuhen.vault import care as vault_care
from liuhen.vault import store
from liuhen.vault.folder import Damaged, FolderStore
from liuhen.vault.models import ObjectHealth, StoredObject
from liuhen.vault.tests.test_store import overwrite, recording
from tests.plugin import Go

START = clock.shanghai(2026, 3, 2, 9, 0)
DATA = recording()


@pytest.fixture
def stored(cast: Any, settings: Any, tmp_path: Path) -> StoredObject:
    """A recording in a vault of the test's own."""
    settings.VAULT_ROOT = tmp_path / "vault"
    StoredObject.objects.all()._raw_delete("default")
    return store.put_bytes(DATA)


@pytest.fixture
def backup(stored: StoredObject, tmp_path: Path) -> Path:
    FolderStore(tmp_path / "backup" / "vault").write([DATA])
    return tmp_path / "backup"


def damage(stored: StoredObject, data: bytes = DATA[:-1] + b"!") -> None:
    overwrite(store.path_for(stored.sha256), data)


def logged(*types: str) -> list[tuple[str, str, dict[str, Any]]]:
    found = [parsed(one) for one in LedgerEntry.objects.order_by("idx")]
    return [(one.type, one.actor, dict(one.facts)) for one in found if one.type in types]


def after(go: Go, days: float) -> care.Checked:
    go(START + timedelta(days=days))
    return check_due(SYSTEM)


def test_damage_is_found_by_the_routine_and_mended_from_a_copy(
    stored: StoredObject, backup: Path, go: Go
) -> None:
    after(go, 1)
    damage(stored)
    assert after(go, 29).faults == 1
    assert logged("object.damaged") == [
        (
            "object.damaged",
            "system",
            {
                "sha256": stored.sha256,
                "state": "damaged",
                "pieces": [[3, 3]],
                "size": len(DATA),
                "found": len(DATA),
            },
        )
    ]
    with pytest.raises(Damaged, match="已隔离"):
        store.open(stored.sha256)
    (done,) = mend_all(SYSTEM, store.verify_all(), backup)
    assert (done.outcome, done.pieces) == ("mended", (3,))
    assert store.open(stored.sha256).read() == DATA
    assert logged("object.mended") == [
        (
            "object.mended",
            "system",
            {"sha256": stored.sha256, "pieces": [[3, 3]], "from": str(backup)},
        )
    ]
    assert not vault_care.unsound().exists()
    assert not [one for one in verify_log().findings if one.table.startswith("vault_")]


def test_the_same_damage_is_logged_once(stored: StoredObject, go: Go) -> None:
    after(go, 1)
    damage(stored)
    after(go, 29)
    after(go, 30)
    after(go, 59)
    assert len(logged("object.damaged")) == 1
    assert ObjectHealth.objects.get().checked_at > START + timedelta(days=58)


def test_a_round_that_ended_is_logged_with_its_counts(stored: StoredObject, go: Go) -> None:
    after(go, 1)
    after(go, 29)
    ((_, _, facts),) = logged("vault.round_finished")
    assert facts == {"objects": 1, "bytes": len(DATA), "faults": 0}


def test_a_lost_store_accuses_no_file(stored: StoredObject, go: Go) -> None:
    after(go, 1)
    root = store.folder().cas
    root.rename(root.with_name("unmounted"))
    with pytest.raises(Damaged, match="挂载"):
        after(go, 29)
    assert not logged("object.damaged")
    assert not vault_care.unsound().exists()


def test_a_run_that_is_broken_off_goes_on_where_it_was(
    stored: StoredObject, go: Go, monkeypatch: pytest.MonkeyPatch
) -> None:
    others = [store.put_bytes(recording(1, tail=number)) for number in (3, 4, 5)]
    after(go, 1)
    seen: list[str] = []

    def look(sha256: str) -> Any:
        if len(seen) == 2:
            raise KeyboardInterrupt
        seen.append(sha256)
        return store.verify(sha256)

    with monkeypatch.context() as broken, pytest.raises(KeyboardInterrupt):
        broken.setattr(vault_care, "look", look)
        after(go, 40)
    assert after(go, 40).objects == len(others) + 1 - 2


def test_what_a_whole_verification_finds_is_kept_and_its_end_too(stored: StoredObject) -> None:
    damage(stored)
    care.note_sweep(SYSTEM, store.verify_all())
    assert ObjectHealth.objects.get().state == "damaged"
    overwrite(store.path_for(stored.sha256), DATA)
    care.note_sweep(SYSTEM, store.verify_all())
    care.note_sweep(SYSTEM, store.verify_all())
    assert [one[0] for one in logged("object.damaged", "object.sound")] == [
        "object.damaged",
        "object.sound",
    ]
    assert store.open(stored.sha256).read() == DATA


def test_a_dry_run_of_mending_logs_and_changes_nothing(stored: StoredObject, backup: Path) -> None:
    damage(stored)
    before = LedgerEntry.objects.count()
    (done,) = mend_all(SYSTEM, store.verify_all(), backup, dry_run=True)
    assert done.outcome == "can_mend"
    assert store.verify(stored.sha256).state == "damaged"
    assert LedgerEntry.objects.count() == before


def test_killed_between_the_bytes_and_the_log_the_next_run_says_that_it_is_sound(
    stored: StoredObject, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    damage(stored)

    def killed(*_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken, pytest.raises(KeyboardInterrupt):
        broken.setattr(care, "_mended", killed)
        list(mend_all(SYSTEM, store.verify_all(), backup))
    assert vault_care.unsound().exists()
    assert list(mend_all(SYSTEM, store.verify_all(), backup)) == []
    assert logged("object.sound")
    assert not vault_care.unsound().exists()


def test_a_bad_copy_is_named_and_the_quarantine_stays(stored: StoredObject, backup: Path) -> None:
    damage(stored)
    overwrite(FolderStore(backup / "vault").path_for(stored.sha256), DATA[:-1] + b"?")
    (done,) = mend_all(SYSTEM, store.verify_all(), backup)
    assert (done.outcome, done.lacking) == ("refused", (3,))
    assert vault_care.unsound().exists()
    assert not logged("object.mended")
