"""Mending an object from a copy: a backup, or another vault.

Each piece is taken from where it is good, here or there, so that two copies damaged in different
places still make one whole. Nothing is believed because it comes from a backup: the result must
have both digests and the size that were recorded, or nothing is changed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Literal

from liuhen.faults import Invalid
from liuhen.vault import store
from liuhen.vault.folder import FolderStore
from liuhen.vault.hashes import PIECE_BYTES, READ_BYTES, Digested, Tally
from liuhen.vault.models import StoredObject

Outcome = Literal["mended", "can_mend", "refused"]


@dataclass(frozen=True, kw_only=True)
class Mending:
    """What came of one object. `pieces` are the numbers taken from the copy, counted from 1;
    `lacking` those that neither place has whole. Both are empty where no piece list can be trusted.
    """

    sha256: str
    outcome: Outcome
    message: str
    pieces: tuple[int, ...] = ()
    lacking: tuple[int, ...] = ()


def copy_at(folder: Path) -> FolderStore:
    """Return the store of a backup (which has vault/) or of a vault (which has cas/).

    Raises Invalid for a folder that is neither, and for the home's own vault.
    """
    for root in (folder / "vault", folder):
        if (root / "cas").is_dir():
            if root.resolve() == store.folder().root.resolve():
                raise Invalid(f"{folder} 就是正在使用的文件库，不能用它修复自己。请给出备份目录。")
            return FolderStore(root)
    raise Invalid(
        f"{folder} 里没有文件库（cas）。请给出 liuhen backup 写入的目录，或者另一个文件库。"
    )


def mend(row: StoredObject, copy: FolderStore, *, dry_run: bool = False) -> Mending:
    """Make one object whole again from what is good here and in the copy; durable when it returns.

    `dry_run` reads and judges all the same, and writes nothing. OSError for a full disk.
    """
    here = store.folder()
    with ExitStack() as files:
        places = [_opened(files, one, row.sha256) for one in (here, copy)]
        pieces = store.trusted_pieces(row, here) or store.trusted_pieces(row, copy)
        choice = _chosen(pieces, places, row.size) if pieces else None
        plan = _Plan(places, choice, row.size)
        problem = _problem(row, plan)
        if problem:
            words = f"{problem}，没有修复。请用另一份备份再试。"
            return Mending(
                sha256=row.sha256, outcome="refused", lacking=plan.lacking, message=words
            )
        if not dry_run:
            here.mend(row.sha256, plan.chunks())
    words = (
        f"可以修复：{plan.words}。" if dry_run else f"已修复：{plan.words}，校验值与入库时一致。"
    )
    outcome: Outcome = "can_mend" if dry_run else "mended"
    return Mending(sha256=row.sha256, outcome=outcome, pieces=plan.taken, message=words)


Places = Sequence[BinaryIO | None]
"""The object's file here and in the copy; None where there is none that opens."""


@dataclass(frozen=True)
class _Plan:
    """For each piece the place to take it from (0 here, 1 the copy), None where neither is good.

    `choice` None: no piece list can be trusted, so all comes from the copy.
    """

    places: Places
    choice: tuple[int | None, ...] | None
    size: int

    @property
    def taken(self) -> tuple[int, ...]:
        return tuple(n for n, place in enumerate(self.choice or (), start=1) if place == 1)

    @property
    def lacking(self) -> tuple[int, ...]:
        return tuple(n for n, place in enumerate(self.choice or (), start=1) if place is None)

    @property
    def words(self) -> str:
        """Say what comes from where."""
        if self.choice is not None and not self.taken:
            return "内容都在，去掉末尾多出的字节"
        if len(self.choice or ()) <= len(self.taken):
            return "整个文件取自备份"
        return f"{named(self.taken)}取自备份"

    def chunks(self) -> Iterator[bytes]:
        """Yield the bytes as they are to be."""
        if self.choice is None:
            yield from _whole(self.places[1])
            return
        for index, place in enumerate(self.choice):
            if place is not None:
                yield _piece(self.places[place], index, self.size)


def named(numbers: Sequence[int]) -> str:
    """Name pieces in words, the first ten."""
    more = f"等共 {len(numbers)} 片" if len(numbers) > 10 else "片"
    return f"第 {'、'.join(str(number) for number in numbers[:10])} {more}"


def _problem(row: StoredObject, plan: _Plan) -> str:
    """Say why the plan does not give the recorded bytes; empty when it does."""
    if plan.places[1] is None and (plan.choice is None or plan.lacking):
        return "备份里没有这个文件，或者读不出来"
    if plan.lacking:
        return f"备份里的这个文件也已损坏，{named(plan.lacking)}两边都不完好"
    found = _digested(plan.chunks())
    if (found.sha256, found.sm3, found.size) != (row.sha256, row.sm3, row.size):
        return "备份里的这个文件也已损坏，校验值与入库时不一致"
    return ""


def _opened(files: ExitStack, place: FolderStore, sha256: str) -> BinaryIO | None:
    try:
        return files.enter_context(place.open(sha256))
    except OSError:
        return None


def _chosen(pieces: tuple[str, ...], places: Places, size: int) -> tuple[int | None, ...]:
    return tuple(
        next(
            (n for n, file in enumerate(places) if _digest(_piece(file, index, size)) == digest),
            None,
        )
        for index, digest in enumerate(pieces)
    )


def _piece(file: BinaryIO | None, index: int, size: int) -> bytes:
    """Return a piece's bytes, none where they cannot be read."""
    if file is None:
        return b""
    start = index * PIECE_BYTES
    try:
        file.seek(start)
        return file.read(min(PIECE_BYTES, size - start))
    except OSError:
        return b""


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _whole(file: BinaryIO | None) -> Iterator[bytes]:
    if file is None:
        return
    file.seek(0)
    try:
        while data := file.read(READ_BYTES):
            yield data
    except OSError:
        return  # the digests will tell that it is not whole


def _digested(chunks: Iterator[bytes]) -> Digested:
    with Tally() as tally:
        for chunk in chunks:
            tally.update(chunk)
        return tally.result()
