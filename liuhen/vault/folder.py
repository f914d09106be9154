"""A folder that holds bytes under their digest. It knows files, not database rows.

    cas/<aa>/<sha256>      the bytes, 0440, linked into place once and never written again
    pieces/<aa>/<sha256>   the piece list of objects longer than one piece
    damaged/<sha256>.<n>   what stood in cas/ before it was mended, kept for whoever looks into it
    uploads/<upload id>    files on their way in (see uploads.py)
    tmp/<random>           copies being written; worth nothing after a crash

The group of the folder must be the web server's where files are handed over by X-Accel-Redirect.
"""

from __future__ import annotations

import os
import re
import uuid
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, Protocol

from liuhen.faults import Fault
from liuhen.vault.durable import crash_point, make_dir, sync_dir
from liuhen.vault.hashes import Digested, Tally, digest_stream, read_pieces, write_pieces

SEALED = 0o440
_NAME = re.compile(r"[0-9a-f]{64}\Z")


class Damaged(Fault):
    """Stored bytes are not what they were; needs a person, nothing repairs itself silently."""


class Store(Protocol):
    """What a place for bytes must do; a folder now, an object store later."""

    def write(self, chunks: Iterable[bytes]) -> Digested: ...

    def adopt(self, path: Path, digested: Digested) -> None: ...

    def open(self, sha256: str) -> BinaryIO: ...

    def exists(self, sha256: str) -> bool: ...

    def names(self) -> Iterator[str]: ...

    def pieces(self, sha256: str) -> tuple[str, ...] | None: ...

    def path_for(self, sha256: str) -> Path | None: ...


class FolderStore:
    """The default store. Every method that takes a digest raises ValueError for anything else."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.cas = root / "cas"
        self.uploads = root / "uploads"
        self._pieces = root / "pieces"
        self.damaged = root / "damaged"
        self.tmp = root / "tmp"

    def path_for(self, sha256: str) -> Path:
        """Return where these bytes lie, whether or not they do."""
        return self.cas / _checked(sha256)[:2] / sha256

    def exists(self, sha256: str) -> bool:
        return self.path_for(sha256).is_file()

    def open(self, sha256: str) -> BinaryIO:
        """Open for reading; FileNotFoundError if absent."""
        return self.path_for(sha256).open("rb")

    def names(self) -> Iterator[str]:
        """Yield the digest of every file in the store, sorted, one folder at a time."""
        for folder in sorted(self.cas.glob("??")):
            yield from sorted(entry.name for entry in folder.iterdir())

    def leftovers(self) -> Iterator[Path]:
        """Yield copies that a crash left half-written."""
        if self.tmp.is_dir():
            yield from sorted(self.tmp.iterdir())

    def write(self, chunks: Iterable[bytes]) -> Digested:
        """Store the bytes durably and return what they are; ValueError when there are none.

        A crash or a full disk leaves at most a file in tmp/.
        """
        make_dir(self.tmp)
        path = self.tmp / uuid.uuid4().hex
        try:
            digested = self._write_out(path, chunks)
            self.adopt(path, digested)
        finally:
            path.unlink(missing_ok=True)
        return digested

    def _write_out(self, path: Path, chunks: Iterable[bytes]) -> Digested:
        with path.open("xb") as out, Tally() as tally:
            for chunk in chunks:
                out.write(chunk)
                tally.update(chunk)
            digested = tally.result()
            if not digested.size:
                raise ValueError("an empty file is not stored")
            crash_point("put.written")
            out.flush()
            os.fchmod(out.fileno(), SEALED)
            os.fsync(out.fileno())
        # At this point the bytes and their read-only mode are durable, under a passing name.
        crash_point("put.synced")
        return digested

    def adopt(self, path: Path, digested: Digested) -> None:
        """Take in a finished file (synced, 0440, same disk) under its digest, without copying.

        The file keeps its old name as well; removing that is the caller's last step. Bytes that
        are here already are read again, and `Damaged` is raised if they are no longer the same.
        """
        self._keep_pieces(digested)
        target = self.path_for(digested.sha256)
        make_dir(target.parent)
        try:
            os.link(path, target)  # never overwrites
        except FileExistsError:
            self._check_existing(digested)
        crash_point("put.linked")
        sync_dir(target.parent)
        sync_dir(self.cas)
        # At this point the object is durable under its digest.
        crash_point("put.named")

    def mend(self, sha256: str, chunks: Iterable[bytes]) -> Digested:
        """Put good bytes in place of those that are damaged or gone, and return what they are.

        Durable when it returns; a crash before leaves what was there. Raises Damaged, and changes
        nothing, unless the bytes are those of the digest. What was there goes to damaged/.
        """
        make_dir(self.tmp)
        path = self.tmp / uuid.uuid4().hex
        try:
            digested = self._write_out(path, chunks)
            if digested.sha256 != _checked(sha256):
                raise Damaged(f"写出的内容不是文件 {sha256[:12]}…，没有替换。请检查磁盘后再试。")
            self._keep_pieces(digested)
            target = self.path_for(sha256)
            make_dir(target.parent)
            self._keep_damaged(target)
            crash_point("mend.kept")
            path.replace(target)
        finally:
            path.unlink(missing_ok=True)
        crash_point("mend.replaced")
        sync_dir(target.parent)
        sync_dir(self.cas)
        # At this point the mended object is durable under its digest.
        crash_point("mend.named")
        return digested

    def _keep_damaged(self, target: Path) -> None:
        """Give what stands in the object's place a second name; nothing stored is ever destroyed."""
        if not target.exists():
            return
        make_dir(self.damaged)
        number = len(list(self.damaged.glob(f"{target.name}.*"))) + 1
        os.link(target, self.damaged / f"{target.name}.{number}")
        sync_dir(self.damaged)

    def _check_existing(self, digested: Digested) -> None:
        with self.open(digested.sha256) as file:
            found = digest_stream(file)
        if found != digested:
            raise Damaged(
                f"库里已有同一文件（{digested.sha256[:12]}…），但它的内容已经和入库时不一致。"
                "新文件没有丢，请管理员先核对库中文件，再重新提交。"
            )

    def _keep_pieces(self, digested: Digested) -> None:
        """Write the piece list, unless the object is one piece and is its own list."""
        if len(digested.pieces) < 2:
            return
        data = write_pieces(digested.pieces)
        target = self._pieces / digested.sha256[:2] / digested.sha256
        if target.is_file() and target.read_bytes() == data:
            return
        make_dir(target.parent)
        make_dir(self.tmp)
        path = self.tmp / uuid.uuid4().hex
        try:
            with path.open("xb") as out:
                out.write(data)
                out.flush()
                os.fchmod(out.fileno(), SEALED)
                os.fsync(out.fileno())
            path.replace(target)  # derived from the bytes: writing it again gives the same
        finally:
            path.unlink(missing_ok=True)
        sync_dir(target.parent)
        # At this point the piece list is durable; it never lacks for an object in cas/.
        crash_point("put.pieces")

    def pieces(self, sha256: str) -> tuple[str, ...] | None:
        """Return the stored piece list; None if there is none or it cannot be read (see `read_pieces`)."""
        path = self._pieces / _checked(sha256)[:2] / sha256
        try:
            return read_pieces(path.read_bytes())
        except (OSError, ValueError):
            return None


def _checked(sha256: str) -> str:
    """Let nothing but a digest near a path."""
    if not _NAME.match(sha256):
        raise ValueError("not a SHA-256 digest in lower-case hex")
    return sha256
