"""Files on their way in: begun, received in pieces, then made objects of the store exactly once.

The life of an upload, in words:

1. `begin` makes an empty file uploads/<id> and then its row. Who crashes in between leaves a file
   that nobody was told of; `tidy` removes it a day later.
2. `append` adds bytes at the end. The offset is the size of the file and is written down nowhere
   else, so the two cannot disagree. No lock is held while waiting for the network: a page that
   lost its connection and comes back would otherwise wait for a request that never ends. Instead
   every block of bytes is written under the lock, and only where the file still ends.
3. `finish` compares the file, read back, with what the sender declared, and links it into the
   store. Most of the reading is done while the bytes arrive (see following.py). Wherever it dies, the upload is either "all bytes here, not done", and the next call
   starts over, or done. Two callers at once: one works, the other is told `Busy`.
"""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import OperationalError, transaction

from liuhen import clock
from liuhen.faults import Conflict, Fault, Invalid, NotFound
from liuhen.vault import following
from liuhen.vault.durable import crash_point, make_dir, sync_dir
from liuhen.vault.folder import SEALED
from liuhen.vault.hashes import Digested, digest_stream
from liuhen.vault.media import media_of
from liuhen.vault.models import StoredObject, Upload
from liuhen.vault.store import folder, record

OwnerId = str  # the vault does not know people: an id, compared and never looked up
State = Upload.State

BLOCK_BYTES = 1024 * 1024
RESERVE_BYTES = 64 * 1024 * 1024  # kept free when a new upload asks for room
DEFAULT_LIMIT = 20 * 1024**3
DEFAULT_DAYS = 7


class Busy(Conflict):
    """Another request is writing or checking this very upload now."""


class WrongOffset(Conflict):
    """The sender does not stand where the file ends; `offset` says where it does."""

    def __init__(self, offset: int) -> None:
        super().__init__(f"续传位置不对：服务器已有 {offset} 字节，请从这里继续。")
        self.offset = offset


class TooLarge(Invalid):
    """More bytes than admitted, or than were declared."""


class DiskFull(Fault):
    """The server's disk is full; what was received stays."""

    def __init__(self) -> None:
        super().__init__(
            "服务器磁盘已满，暂时收不下文件。已收到的部分都还在，请通知管理员清出空间后再继续上传。"
        )


class UploadRefused(Invalid):
    """The upload ended without an object: damaged on the way, or given up."""


@dataclass(frozen=True, kw_only=True)
class Declaration:
    """What the sender says of the file beforehand; digests in lower-case hex or empty."""

    filename: str
    size: int
    sha256: str = ""
    sm3: str = ""
    purpose: str = ""
    metadata: Mapping[str, str] = field(default_factory=dict)


def limit() -> int:
    """Return the largest admitted file in bytes (settings.VAULT_MAX_UPLOAD)."""
    return int(getattr(settings, "VAULT_MAX_UPLOAD", DEFAULT_LIMIT))


def lifetime() -> timedelta:
    """Return how long an unfinished upload is kept after its last byte (settings.VAULT_UPLOAD_DAYS)."""
    return timedelta(days=int(getattr(settings, "VAULT_UPLOAD_DAYS", DEFAULT_DAYS)))


def path_of(upload: Upload) -> Path:
    return folder().uploads / str(upload.pk)


def begin(owner: OwnerId, declared: Declaration) -> Upload:
    """Open an upload; Invalid when empty, TooLarge, or DiskFull when it could not fit."""
    if declared.size == 0:
        raise Invalid(
            f"文件“{declared.filename}”是空的（0 字节），没有收下。请检查原文件后重新选择。"
        )
    if declared.size > limit():
        raise TooLarge(
            f"文件“{declared.filename}”有 {_human(declared.size)}，超过单个文件的上限 {_human(limit())}。"
            "请分段导出后再上传，或请管理员调高上限。"
        )
    uploads = folder().uploads
    make_dir(uploads)
    if shutil.disk_usage(uploads).free < declared.size + RESERVE_BYTES:
        raise DiskFull
    upload = Upload(
        owner=owner,
        filename=declared.filename,
        declared_size=declared.size,
        declared_sha256=declared.sha256,
        declared_sm3=declared.sm3,
        purpose=declared.purpose,
        metadata=dict(declared.metadata),
        created_at=clock.now(),
    )
    with disk():
        os.close(os.open(path_of(upload), os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o640))
        sync_dir(uploads)
    crash_point("begin.made")
    upload.save(force_insert=True)
    # At this point the upload is durable: an empty file and the row that knows what it will be.
    crash_point("begin.recorded")
    return upload


def get(owner: OwnerId, upload_id: UUID) -> Upload:
    """Return one's own upload; NotFound for a stranger's as for none at all."""
    upload = Upload.objects.select_related("result").filter(pk=upload_id, owner=owner).first()
    if upload is None:
        raise NotFound("没有找到这次上传。请重新选择文件上传。")
    return upload


def unfinished(owner: OwnerId) -> list[Upload]:
    """Return one's own uploads that are neither stored nor refused, oldest first."""
    waiting = Upload.objects.filter(owner=owner, state__in=[State.RECEIVING, State.VERIFYING])
    return list(waiting.order_by("created_at"))


def offset_of(upload: Upload) -> int:
    """Return how many bytes are here; UploadRefused if the file was lost or given up."""
    if upload.state == State.STORED:
        return upload.declared_size
    if upload.state == State.REFUSED:
        raise UploadRefused(upload.refusal)
    try:
        return path_of(upload).stat().st_size
    except FileNotFoundError:
        upload.refresh_from_db()
        if upload.state == State.STORED:  # finished between our two looks
            return upload.declared_size
        raise UploadRefused(
            "这次上传在服务器上的临时文件已经没有了。请重新选择原文件上传。"
        ) from None


def append(
    upload: Upload, offset: int, read: Callable[[int], bytes], length: int | None = None
) -> int:
    """Add bytes at `offset` until `read` gives none; return the new offset, its bytes durable.

    `length` is the announced number of bytes. A sender that vanishes leaves what came so far.
    Raises WrongOffset, Busy, TooLarge, DiskFull; each keeps the bytes that are already here.
    """
    here = offset_of(upload)
    if here != offset:
        raise WrongOffset(here)
    check_room(upload, offset, length or 0)
    start = offset
    following.before_append(upload.pk, path_of(upload), offset)
    while block := receive(read):
        check_room(upload, offset, len(block))
        with disk(), locked(path_of(upload), os.O_WRONLY) as fd:
            _write_at_end(fd, offset, block)
        offset += len(block)
        crash_point("append.block")
    if offset > start:
        with disk(), locked(path_of(upload), os.O_WRONLY) as fd:
            os.fsync(fd)
        following.appended(upload.pk, path_of(upload), offset)
    # At this point every byte before `offset` is durable.
    crash_point("append.synced")
    return offset


def receive(read: Callable[[int], bytes]) -> bytes:
    try:
        return read(BLOCK_BYTES)
    except OSError:  # the sender is gone; Django's UnreadablePostError is one of these
        return b""


def check_room(upload: Upload, offset: int, coming: int) -> None:
    if offset + coming > upload.declared_size:
        raise TooLarge(
            f"收到的内容比声明的 {upload.declared_size} 字节多，多出的部分没有收下。请重新选择文件上传。"
        )


def _write_at_end(fd: int, offset: int, block: bytes) -> None:
    """Write where the file ends, if it still ends at `offset`; a full disk may cut a block short."""
    size = os.fstat(fd).st_size
    if size != offset:
        raise WrongOffset(size)
    os.lseek(fd, offset, os.SEEK_SET)
    rest = memoryview(block)
    while rest:
        rest = rest[os.write(fd, rest) :]


@contextmanager
def locked(path: Path, flags: int) -> Iterator[int]:
    """Open a file and hold its lock, or raise Busy at once; the kernel frees it if we die."""
    fd = os.open(path, flags)
    try:
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Busy("这个文件正由另一个请求处理，请稍候，系统会自动重试。") from None
        yield fd
    finally:
        os.close(fd)


@contextmanager
def disk() -> Iterator[None]:
    """Turn the ways a disk says "full" into DiskFull."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise DiskFull from error
        raise
    except OperationalError as error:
        # SQLite says so in words only; PostgreSQL has a code for it.
        if "disk is full" in str(error) or getattr(error.__cause__, "sqlstate", "") == "53100":
            raise DiskFull from error
        raise


def finish(upload_id: UUID) -> StoredObject:
    """Return the object that a completely received upload became, making it if need be.

    Safe to call any number of times, from any number of processes; every call for one upload
    returns the same object, so the caller makes its record once per upload id. It may have to read
    the whole file (about 3 s a GB), so call it before opening a transaction: if the work is still to
    be done inside one, RuntimeError. Ownership is not asked here: `get` is the gate.

    Raises Conflict when bytes are still missing, Busy when another process is at it,
    UploadRefused when the content is not what was declared, DiskFull, Damaged.
    """
    upload = Upload.objects.select_related("result").filter(pk=upload_id).first()
    if upload is None:
        raise NotFound("没有找到这次上传。请重新选择文件上传。")
    try:
        return _outcome(upload) or _finish_alone(upload)
    except FileNotFoundError:
        offset_of(upload)  # raises UploadRefused, unless another process has just finished it
        stored = _outcome(upload)
        if stored is None:
            raise
        return stored


def _outcome(upload: Upload) -> StoredObject | None:
    """Return the object of a finished upload, None for an unfinished one."""
    if upload.state == State.REFUSED:
        raise UploadRefused(upload.refusal)
    if upload.state == State.STORED:
        _remove(upload)  # a crash after the commit may have left the second name
    return upload.result


def _finish_alone(upload: Upload) -> StoredObject:
    # Read-only: after a crash the file may be sealed already, and a lock needs no more.
    with disk(), locked(path_of(upload), os.O_RDONLY) as fd:
        upload.refresh_from_db()  # who held the lock before us may have finished it
        return _outcome(upload) or _finalise(upload, fd)


def _finalise(upload: Upload, fd: int) -> StoredObject:
    """Turn the received bytes into an object; the caller holds the lock."""
    size = os.fstat(fd).st_size
    if size != upload.declared_size:
        raise Conflict(
            f"文件“{upload.filename}”还没有传完（{size} / {upload.declared_size} 字节），请继续上传。"
        )
    with transaction.atomic(durable=True):
        Upload.objects.filter(pk=upload.pk).update(state=State.VERIFYING)
    crash_point("finish.begun")
    os.fsync(fd)
    # At this point every received byte is durable.
    with os.fdopen(os.dup(fd), "rb") as file:
        file.seek(0)
        found = following.digests(upload.pk, path_of(upload), size) or digest_stream(file)
        media = media_of(file)
    crash_point("finish.hashed")
    refusal = _mismatch(upload, found)
    if refusal:
        refuse(upload, refusal)
        raise UploadRefused(refusal)
    os.fchmod(fd, SEALED)
    os.fsync(fd)
    # At this point its read-only mode is durable.
    crash_point("finish.sealed")
    folder().adopt(path_of(upload), found)
    # At this point the object is durable under its digest; its row may not exist yet.
    return _conclude(upload, found, media)


def _conclude(upload: Upload, found: Digested, media: str) -> StoredObject:
    # The row of the upload is its "done" mark: one commit for both, keyed by the upload's id.
    with transaction.atomic(durable=True):
        stored = record(found, media)
        Upload.objects.filter(pk=upload.pk).update(
            state=State.STORED, result=stored, finished_at=clock.now()
        )
    # At this point "done" is durable, and nothing of it depends on the name under uploads/.
    crash_point("finish.committed")
    _remove(upload)
    crash_point("finish.removed")
    return stored


def _mismatch(upload: Upload, found: Digested) -> str:
    """Compare with the sender's own digests; empty when they agree or none were sent."""
    pairs = (
        ("SHA-256", upload.declared_sha256, found.sha256),
        ("SM3", upload.declared_sm3, found.sm3),
    )
    wrong = [name for name, declared, seen in pairs if declared and declared != seen]
    if not wrong:
        return ""
    return (
        f"文件“{upload.filename}”的 {' 和 '.join(wrong)} 校验值与上传前在本机算出的不一致，没有收下。"
        "可能在传输中损坏，或原文件在上传期间被改动。请不要删除原文件，重新上传。"
    )


def refuse(upload: Upload, reason: str) -> None:
    """End the upload without an object; its bytes stay until `tidy` finds them expired."""
    with transaction.atomic(durable=True):
        Upload.objects.filter(pk=upload.pk).update(
            state=State.REFUSED, refusal=reason, finished_at=clock.now()
        )
    crash_point("finish.refused")


def _remove(upload: Upload) -> None:
    path = path_of(upload)
    if path.exists():
        path.unlink(missing_ok=True)
        sync_dir(path.parent)


def expires_at(upload: Upload) -> datetime | None:
    """Return when an unfinished upload will be given up; None once it is finished."""
    try:
        touched = path_of(upload).stat().st_mtime
    except FileNotFoundError:
        return None
    return datetime.fromtimestamp(touched, tz=clock.SHANGHAI) + lifetime()


def _human(size: int) -> str:
    for unit, bytes_in in (("GB", 1024**3), ("MB", 1024**2), ("KB", 1024)):
        if size >= bytes_in:
            return f"{size / bytes_in:.1f} {unit}"
    return f"{size} 字节"
