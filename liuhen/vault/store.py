"""The vault's front door: put bytes, open them, check them.

Whatever `put_bytes` and `put_file` return is durable: the bytes under their digest first, then
the row. A crash in between leaves a file without a row, which `orphans` reports and the next put
of the same bytes adopts. Called inside a transaction that is rolled back, the same is left.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db import transaction

from liuhen import clock
from liuhen.faults import Invalid, NotFound, reason_of
from liuhen.vault.durable import crash_point, forget_cached
from liuhen.vault.folder import Damaged, FolderStore, Store
from liuhen.vault.hashes import PIECE_BYTES, READ_BYTES, Digested, digest_stream
from liuhen.vault.media import TEXT, UNKNOWN, media_of
from liuhen.vault.models import Found, ObjectHealth, StoredObject
from liuhen.vault.verdict import Expected, Orphans, Sweep, Verdict, judge

__all__ = [
    "Damaged",
    "Store",
    "again",
    "demand_sound",
    "exists",
    "folder",
    "get",
    "open",
    "orphans",
    "path_for",
    "put_bytes",
    "put_file",
    "read_bytes",
    "read_range",
    "trusted_pieces",
    "verify",
    "verify_all",
]

STREAM_BYTES = 256 * 1024


def folder() -> FolderStore:
    """Return the folder store at settings.VAULT_ROOT."""
    return FolderStore(Path(settings.VAULT_ROOT))


def put_bytes(data: bytes, media: str | None = None) -> StoredObject:
    """Store the bytes and return their object; the same bytes twice are one object.

    `media` is for kinds that content cannot tell (JSON, CSV, text); where content can tell, it
    decides, and a claim that contradicts it raises Invalid, as do no bytes at all.
    """
    if not data:
        raise Invalid("文件是空的（0 字节），没有收下。请检查原文件后重新选择。")
    media = _agree(media_of(io.BytesIO(data)), media)
    return record(folder().write([data]), media)


def put_file(path: Path, media: str | None = None) -> StoredObject:
    """Copy a file into the store and return its object; the source is left as it is.

    Raises as `put_bytes` does, and OSError when the source cannot be read or the disk is full.
    """
    with path.open("rb") as source:
        media = _agree(media_of(source), media)
        if not source.read(1):
            raise Invalid(f"文件“{path.name}”是空的（0 字节），没有收下。请检查原文件后重新选择。")
        source.seek(0)
        return record(folder().write(iter(lambda: source.read(READ_BYTES), b"")), media)


def _agree(seen: str, claimed: str | None) -> str:
    """Return the media type to record: what was seen, unless content could not tell."""
    if claimed is None or claimed == seen:
        return seen
    if seen in (TEXT, UNKNOWN) or _same_container(seen, claimed):
        return claimed
    raise Invalid(
        f"文件内容是 {seen}，与所称的类型 {claimed} 不符，没有收下。请检查文件后重新提交。"
    )


def _same_container(seen: str, claimed: str) -> bool:
    """A zip may be any package, an MP4 audio or video, a WebM either: the claim says more."""
    media = ("video/", "audio/")
    return seen == "application/zip" or (
        seen in ("video/mp4", "video/webm", "application/ogg", "video/3gpp")
        and claimed.startswith(media)
    )


def record(digested: Digested, media: str) -> StoredObject:
    """Make sure the row of a durable object exists; Damaged if a row says otherwise of it."""
    row, _ = StoredObject.objects.get_or_create(
        sha256=digested.sha256,
        defaults={
            "sm3": digested.sm3,
            "size": digested.size,
            "media": media,
            "stored_at": clock.now(),
            "pieces_sha256": digested.pieces_sha256,
        },
    )
    if (row.sm3, row.size) != (digested.sm3, digested.size):
        raise Damaged(
            f"库里登记的文件（{row.sha256[:12]}…）SHA-256 相同，但 SM3 或大小不同。"
            "没有收下新文件，请管理员核对登记后再提交。"
        )
    crash_point("put.recorded")
    return row


def get(sha256: str) -> StoredObject:
    """Return the object's row; NotFound if nothing with this digest was ever stored."""
    try:
        return StoredObject.objects.get(sha256=sha256)
    except StoredObject.DoesNotExist:
        raise NotFound("库里没有这个文件。请从案件页面重新进入。") from None


def open(sha256: str) -> BinaryIO:
    """Open for reading from the start; Damaged if the file is gone, or known to be damaged."""
    demand_sound(sha256)
    try:
        return folder().open(sha256)
    except FileNotFoundError:
        raise Damaged(_gone(sha256)) from None


def read_bytes(sha256: str) -> bytes:
    """Return all bytes of an object, checked against both digests; Damaged if they differ.

    For documents. Recordings do not fit in memory: use `open` or `read_range`.
    """
    with open(sha256) as file:
        data = file.read()
    verdict = judge(_expected(get(sha256)), digest_stream(io.BytesIO(data)))
    if not verdict.intact:
        raise Damaged(f"文件 {sha256[:12]}… {verdict.message}")
    return data


class Parts:
    """Bytes of a stored file in parts of 256 KiB; closes the file at the end or when told to."""

    def __init__(self, file: BinaryIO, start: int, end: int) -> None:
        file.seek(start)
        self._file = file
        self._left = end - start

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        part = self._file.read(min(STREAM_BYTES, self._left)) if self._left else b""
        if not part:
            self.close()
            raise StopIteration
        self._left -= len(part)
        return part

    def close(self) -> None:
        """Let go of the file; Django calls this when a player hangs up."""
        self._left = 0
        self._file.close()


def read_range(sha256: str, start: int, end: int) -> Parts:
    """Return bytes `start` to `end` (end not included), to be iterated.

    The file is opened before this returns, so a lost file raises Damaged here and not in the
    middle of an answer; a file that ends early ends the iteration early.
    """
    if not 0 <= start <= end:
        raise ValueError("a range needs 0 <= start <= end")
    return Parts(open(sha256), start, end)


def exists(sha256: str) -> bool:
    """Tell whether the bytes are there (not whether they are intact: see `verify`)."""
    return folder().exists(sha256)


def path_for(sha256: str) -> Path:
    """Return the path of the bytes, for programs that need a file name (probing, X-Accel)."""
    return folder().path_for(sha256)


def demand_sound(sha256: str) -> None:
    """Raise Damaged for an object in quarantine: bytes known to be false are handed to nobody."""
    if ObjectHealth.objects.filter(pk=sha256).exclude(state=Found.State.INTACT).exists():
        raise Damaged(
            f"文件 {sha256[:12]}… 经核对已经损坏或者丢失，已隔离，暂时不能查看和使用。"
            "系统管理员和档案管理员已收到提示，从备份修复后即可恢复使用；急用时请联系他们。"
        )


def _gone(sha256: str) -> str:
    return f"文件 {sha256[:12]}… 已登记入库，但在库里找不到。请管理员从备份恢复，并查明原因。"


def _expected(row: StoredObject) -> Expected:
    return Expected(sha256=row.sha256, sm3=row.sm3, size=row.size, pieces=_trusted_pieces(row))


def _trusted_pieces(row: StoredObject) -> tuple[str, ...] | None:
    return trusted_pieces(row, folder())


def trusted_pieces(row: StoredObject, place: Store) -> tuple[str, ...] | None:
    """Return a store's piece list of an object if it is the one that was recorded, else None."""
    if row.size <= PIECE_BYTES:
        return (row.sha256,)
    pieces = place.pieces(row.sha256)
    if pieces is None:
        return None
    written = Digested(row.sha256, row.sm3, row.size, pieces)
    return pieces if written.pieces_sha256 == row.pieces_sha256 else None


def verify(sha256: str, *, from_disk: bool = False) -> Verdict:
    """Read one object again and say whether it is what was stored, and if not, where not.

    `from_disk` asks the system to forget its copy in memory first: that one may be good still
    when the disk no longer is.
    """
    row = StoredObject.objects.filter(sha256=sha256).first()
    if row is None:
        return Verdict(sha256=sha256, state="unknown", message="库里没有登记过这个文件。")
    try:
        with folder().open(sha256) as file:
            if from_disk:
                forget_cached(file)
            found = digest_stream(file)
    except FileNotFoundError:
        return Verdict(
            sha256=sha256, state="missing", message=_gone(sha256), size_expected=row.size
        )
    except OSError as error:
        message = f"文件 {sha256[:12]}… 读不出来（{reason_of(error)}）。请检查磁盘，并从备份恢复。"
        return Verdict(sha256=sha256, state="damaged", message=message, size_expected=row.size)
    return judge(_expected(row), found)


def verify_all(progress: Callable[[int, int, Verdict], None] | None = None) -> Sweep:
    """Read every object again, in the order of digests.

    `progress(done, total, verdict)` is called after each object.
    """
    names = list(StoredObject.objects.order_by("sha256").values_list("sha256", flat=True))
    faults: list[Verdict] = []
    bytes_read = 0
    for done, sha256 in enumerate(names, start=1):
        verdict = verify(sha256)
        bytes_read += verdict.size_found or 0
        if not verdict.intact:
            faults.append(verdict)
        if progress:
            progress(done, len(names), verdict)
    return Sweep(objects=len(names), bytes_read=bytes_read, faults=tuple(faults), orphans=orphans())


def again(sweep: Sweep) -> Sweep:
    """Return a sweep with its faults read once more, after somebody has mended them."""
    found = [verify(one.sha256, from_disk=True) for one in sweep.faults]
    faults = tuple(one for one in found if not one.intact)
    return replace(sweep, faults=faults, orphans=orphans())


def orphans() -> Orphans:
    """Compare the folder with the rows: what stands on one side only."""
    place = folder()
    # Files first: an object stored between the two looks has both, and is reported as neither.
    files = set(place.names())
    with transaction.atomic():
        rows = set(StoredObject.objects.values_list("sha256", flat=True))
    named = {name for name in files if len(name) == 64 and set(name) <= set("0123456789abcdef")}
    return Orphans(
        files_without_row=tuple(sorted(named - rows)),
        rows_without_file=tuple(sorted(name for name in rows - named if not place.exists(name))),
        strange_names=tuple(sorted(files - named)),
        leftovers=tuple(str(path.relative_to(place.root)) for path in place.leftovers()),
    )
