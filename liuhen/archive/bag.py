"""Writes a BagIt bag (RFC 8493) straight into a ZIP file, reading each member once.

A recording of gigabytes goes through in pieces of a megabyte. The `bagit` library would want the
whole bag as a folder first and changes the working directory of the process while it makes one,
which a server of many threads cannot bear; its own validation checks ours in the tests.
"""

from __future__ import annotations

import hashlib
import io
import os
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from liuhen.clock import SHANGHAI
from liuhen.vault.folder import Damaged
from liuhen.vault.hashes import new_sm3
from liuhen.verifier import layout

READ_BYTES = 1024 * 1024
# What does not get smaller is stored as it is.
_DEFLATED = ("text/", "application/json")


@dataclass(frozen=True)
class BagMember:
    """A member to write: what its bytes must be, and how to open them.

    `sha256` and `sm3` None: bytes made for the bag just now.
    """

    path: str
    size: int
    media: str
    open: Callable[[], BinaryIO]
    sha256: str | None = None
    sm3: str | None = None


def member_of(path: str, data: bytes, media: str = "text/plain") -> BagMember:
    """Return a member that is in memory."""
    return BagMember(path, len(data), media, lambda: io.BytesIO(data))


class BagWriter:
    """One bag under way; members go in one by one, `finish` writes the manifests."""

    def __init__(self, archive: zipfile.ZipFile, top: str, at: datetime) -> None:
        self._archive = archive
        self._top = top
        self._when = at.astimezone(SHANGHAI).timetuple()[:6]
        self._lines: dict[str, dict[str, str]] = {"sha256": {}, "sha512": {}}

    def add(self, member: BagMember) -> None:
        """Write one member; Damaged when its bytes are not what was recorded."""
        sha256, sha512, sm3, size = hashlib.sha256(), hashlib.sha512(), new_sm3(), 0
        with member.open() as source, self._archive.open(self._info(member), "w") as out:
            while data := source.read(READ_BYTES):
                for running in (sha256, sha512, sm3):
                    running.update(data)
                size += len(data)
                out.write(data)
        wanted = (member.sha256 or sha256.hexdigest(), member.sm3 or sm3.hexdigest(), member.size)
        if (sha256.hexdigest(), sm3.hexdigest(), size) != wanted:
            raise Damaged(
                f"“{member.path}”与入库时不一致，没有导出。请管理员从备份恢复该文件，并查明原因。"
            )
        self._lines["sha256"][member.path] = sha256.hexdigest()
        self._lines["sha512"][member.path] = sha512.hexdigest()

    def finish(self) -> None:
        """Write the manifests of the payload, then those of everything else."""
        for names, payload in ((layout.MANIFESTS, True), (layout.TAG_MANIFESTS, False)):
            written = [
                member_of(names[algorithm], self._manifest(algorithm, payload=payload))
                for algorithm in names
            ]
            for member in written:
                self.add(member)

    def _manifest(self, algorithm: str, *, payload: bool) -> bytes:
        return "".join(
            f"{digest}  {layout.manifest_name(path)}\n"
            for path, digest in sorted(self._lines[algorithm].items())
            if path.startswith(layout.PAYLOAD) is payload
        ).encode()

    def _info(self, member: BagMember) -> zipfile.ZipInfo:
        year, month, day, hour, minute, second = self._when
        info = zipfile.ZipInfo(
            f"{self._top}/{member.path}", (year, month, day, hour, minute, second)
        )
        info.file_size = member.size  # known beforehand, so that zipfile chooses ZIP64 in time
        info.create_system = 3
        info.external_attr = 0o644 << 16
        deflated = member.media.startswith(_DEFLATED)
        info.compress_type = zipfile.ZIP_DEFLATED if deflated else zipfile.ZIP_STORED
        return info


def write_bag(out: Path, *, top: str, members: Iterable[BagMember], at: datetime) -> None:
    """Write a bag to `out`, which appears only when it is whole and durable.

    The same members and moment give the same bytes. Raises Damaged, and OSError for a full disk.
    """
    draft = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        with draft.open("xb") as file:
            with zipfile.ZipFile(file, "w", allowZip64=True) as archive:
                writer = BagWriter(archive, top, at)
                for member in sorted(members, key=lambda member: member.path):
                    writer.add(member)
                writer.finish()
            file.flush()
            os.fsync(file.fileno())
        draft.replace(out)
    finally:
        draft.unlink(missing_ok=True)
