"""What an upload survives: lost connections, full disks, lying disks, lost files, time."""

from __future__ import annotations

import errno
import io
import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from liuhen.faults import Conflict, NotFound
from liuhen.vault import durable, store, uploads
from liuhen.vault.models import StoredObject, Upload
from liuhen.vault.tidying import tidy
from liuhen.vault.uploads import BLOCK_BYTES, Declaration

pytestmark = pytest.mark.django_db

DATA = b"\x00\x00\x00\x18ftypisom" + b"\x07" * (3 * BLOCK_BYTES)


def begun(data: bytes = DATA, name: str = "0003.MP4") -> Upload:
    return uploads.begin("u1", Declaration(filename=name, size=len(data)))


def received(data: bytes = DATA) -> Upload:
    upload = begun(data)
    uploads.append(upload, 0, io.BytesIO(data).read)
    return upload


def test_a_dead_connection_does_not_keep_its_sender_out() -> None:
    """The cable was pulled: the old request still waits when the page comes back and goes on."""
    upload = begun()
    old = io.BytesIO(DATA)
    asked = 0

    def stalling(size: int) -> bytes:
        nonlocal asked
        asked += 1
        if asked == 2:  # while the old request waits, the page resumes from where the file ends
            resumed = io.BytesIO(DATA[BLOCK_BYTES:])
            assert uploads.append(upload, BLOCK_BYTES, resumed.read) == len(DATA)
        return old.read(size)

    with pytest.raises(uploads.WrongOffset) as caught:
        uploads.append(upload, 0, stalling)
    assert caught.value.offset == len(DATA)
    assert store.read_bytes(uploads.finish(upload.pk).sha256) == DATA


def test_a_sender_that_vanishes_leaves_what_came() -> None:
    upload = begun()
    sent = io.BytesIO(DATA[:BLOCK_BYTES])

    def breaking(size: int) -> bytes:
        data = sent.read(size)
        if not data:
            raise OSError("connection reset")
        return data

    assert uploads.append(upload, 0, breaking) == BLOCK_BYTES
    assert uploads.offset_of(upload) == BLOCK_BYTES
    with pytest.raises(Conflict, match="还没有传完"):
        uploads.finish(upload.pk)


def test_a_full_disk_keeps_what_is_here_and_goes_on_later(monkeypatch: pytest.MonkeyPatch) -> None:
    upload = begun()
    real = os.write

    def short_then_full(fd: int, data: bytes | memoryview) -> int:
        if os.fstat(fd).st_size > BLOCK_BYTES:
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(fd, data[: BLOCK_BYTES // 2 + 1])

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", short_then_full)
        with pytest.raises(uploads.DiskFull, match="磁盘已满"):
            uploads.append(upload, 0, io.BytesIO(DATA).read)
    offset = uploads.offset_of(upload)
    assert BLOCK_BYTES < offset < len(DATA)
    uploads.append(upload, offset, io.BytesIO(DATA[offset:]).read)
    assert store.read_bytes(uploads.finish(upload.pk).sha256) == DATA


@pytest.mark.parametrize("step", ["fsync", "link", "fchmod"])
@pytest.mark.parametrize("number", [errno.EIO, errno.ENOSPC])
def test_no_success_is_told_when_the_disk_fails(
    monkeypatch: pytest.MonkeyPatch, step: str, number: int
) -> None:
    upload = received()

    def failing(*args: object) -> None:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patch:
        patch.setattr(os, step, failing)
        with pytest.raises(uploads.DiskFull if number == errno.ENOSPC else OSError):
            uploads.finish(upload.pk)
    upload.refresh_from_db()
    assert upload.state == Upload.State.VERIFYING
    assert not StoredObject.objects.exists()
    assert uploads.offset_of(upload) == len(DATA)
    assert store.verify(uploads.finish(upload.pk).sha256).intact


def test_steps_of_finishing_come_in_the_durable_order(
    monkeypatch: pytest.MonkeyPatch, vault_root: Path
) -> None:
    """F-4: file → link → directories → commit → removal, each synced before the next begins."""
    upload = received()
    steps: list[str] = []

    def said(path: Path) -> str:
        """Name a path in words: uploads, uploads/*, cas, cas/*, cas/*/*."""
        folder, *rest = path.relative_to(vault_root).parts or (".",)
        return "/".join([folder, *("*" for _ in rest)])

    def noting(name: str, real: Callable[..., object], at: int = 0) -> Callable[..., object]:
        def note(*args: object, **kwargs: object) -> object:
            target = args[at]
            path = Path(f"/proc/self/fd/{target}").readlink() if isinstance(target, int) else target
            steps.append(f"{name} {said(Path(str(path)))}")
            return real(*args, **kwargs)

        return note

    for name, at in (("fsync", 0), ("link", 1), ("fchmod", 0), ("unlink", 0)):
        monkeypatch.setattr(os, name, noting(name, getattr(os, name), at))
    durable.set_crash_hook(lambda name: steps.append(name) if name == "finish.committed" else None)
    uploads.finish(upload.pk)
    assert steps[:3] == ["fsync uploads/*", "fchmod uploads/*", "fsync uploads/*"]
    linked = steps.index("link cas/*/*")
    assert all(step.startswith("fsync ") for step in steps[3:linked])  # of folders made on the way
    assert steps[linked:] == [
        "link cas/*/*",
        "fsync cas/*",
        "fsync cas",
        "finish.committed",
        "unlink uploads/*",
        "fsync uploads",
    ]


def test_two_uploads_of_one_content_are_one_object_and_both_done() -> None:
    first, second = received(), received()
    assert uploads.finish(first.pk) == uploads.finish(second.pk)
    assert StoredObject.objects.count() == 1
    assert Upload.objects.filter(state=Upload.State.STORED).count() == 2
    assert store.path_for(StoredObject.objects.get().sha256).stat().st_nlink == 1


def test_an_upload_meeting_a_damaged_copy_is_kept_and_not_called_done() -> None:
    stored = uploads.finish(received().pk)
    path = store.path_for(stored.sha256)
    path.chmod(0o640)
    path.write_bytes(DATA[:-1] + b"!")
    again = received()
    with pytest.raises(store.Damaged, match="新文件没有丢"):
        uploads.finish(again.pk)
    assert uploads.offset_of(again) == len(DATA)
    path.write_bytes(DATA)  # restored from backup
    assert uploads.finish(again.pk) == stored


def test_a_lost_temporary_file_is_told_and_not_called_done() -> None:
    upload = received()
    uploads.path_of(upload).unlink()
    for ask in (lambda: uploads.offset_of(upload), lambda: uploads.finish(upload.pk)):
        with pytest.raises(uploads.UploadRefused, match="重新选择"):
            ask()


def test_ones_own_unfinished_uploads_are_listed_and_nobody_elses() -> None:
    mine, done = begun(), received(DATA[:500])
    uploads.begin("u2", Declaration(filename="x", size=5))
    uploads.finish(done.pk)
    assert uploads.unfinished("u1") == [mine]
    with pytest.raises(NotFound):
        uploads.get("u2", mine.pk)


def _age(path: Path, days: float) -> None:
    then = (datetime.now(UTC) - timedelta(days=days)).timestamp()
    os.utime(path, (then, then))


def test_tidying_gives_up_what_is_old_finishes_what_is_whole_and_spares_the_rest(
    vault_root: Path,
) -> None:
    old, young, whole = begun(), begun(), received()
    for upload in (old, whole):
        _age(uploads.path_of(upload), 8)
    stray, fresh = vault_root / "uploads" / "0-no-row", vault_root / "tmp" / "fresh"
    (vault_root / "tmp").mkdir(exist_ok=True)
    stray.touch()
    fresh.touch()
    _age(stray, 2)
    done = tidy(datetime.now(UTC))
    assert (done.finished, done.given_up, done.strays) == (1, 1, 1)
    for upload in (old, young, whole):
        upload.refresh_from_db()
    assert (old.state, young.state, whole.state) == ("refused", "receiving", "stored")
    assert "7 天" in old.refusal
    assert not uploads.path_of(old).exists()
    assert uploads.path_of(young).exists()
    assert fresh.exists()
    assert not stray.exists()


def test_refused_bytes_are_kept_for_a_week_in_case_the_page_was_wrong() -> None:
    upload = uploads.begin("u1", Declaration(filename="a", size=len(DATA), sm3="0" * 64))
    uploads.append(upload, 0, io.BytesIO(DATA).read)
    with pytest.raises(uploads.UploadRefused):
        uploads.finish(upload.pk)
    tidy(datetime.now(UTC) + timedelta(days=6))
    assert uploads.path_of(upload).exists()
    tidy(datetime.now(UTC) + timedelta(days=8))
    assert not uploads.path_of(upload).exists()
