"""Digests of uploads, taken while their bytes arrive, so that the end need not wait for them.

An upload received by this process from its first byte has a follower, which reads the file back as
far as it is durable; it digests nothing but what the file holds. A follower may be missing, after
a restart or when there are too many: whoever asks then reads the file himself. It is trusted only
while the file is as the last append left it: inode, size and both times of change are compared
before every append and at the end, and the follower of a file that anybody else wrote to is thrown
away.
"""

from __future__ import annotations

import os
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Lock
from uuid import UUID

from liuhen.vault.hashes import READ_BYTES, Digested, Tally

AT_ONCE = 8  # followers kept; each has two threads, which rest between appends
IDLE_SECONDS = 120.0  # without an append, a follower gives way to a new upload's

Look = tuple[int, int, int, int]


def look_at(path: Path) -> Look:
    """Return what tells whether a file was written to; OSError if it is gone."""
    found = path.stat()
    return found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


class Follower:
    """Digests one growing file in the background, in order."""

    def __init__(self, path: Path) -> None:
        """Nothing is read yet."""
        self.seen = look_at(path)
        self.touched = time.monotonic()
        self._path = path
        self._read = 0
        self._broken = False
        self._tally = Tally()
        self._lane = ThreadPoolExecutor(1, "vault-follow")

    def go_on(self, end: int) -> None:
        """Digest up to `end` as soon as what was asked before is done."""
        self.touched = time.monotonic()
        self._lane.submit(self._read_to, end)

    def result(self, size: int) -> Digested | None:
        """Wait for the digests of the whole file of `size` bytes; None if it could not be read."""
        with self._tally:
            self._lane.shutdown()
            return self._tally.result() if self._read == size and not self._broken else None

    def drop(self) -> None:
        """Let the threads go, as soon as they have done what they were asked before."""
        self._lane.submit(self._tally.close)
        self._lane.shutdown(wait=False)

    def _read_to(self, end: int) -> None:
        try:
            with self._path.open("rb") as file:
                file.seek(self._read)
                while not self._broken and self._read < end:
                    block = file.read(min(READ_BYTES, end - self._read))
                    self._tally.update(block)
                    self._read += len(block)
                    self._broken = not block  # shorter than it was: no longer our file
        except Exception:
            self._broken = True  # what the tally holds is unknown; the file itself is judged later
            raise


_lock = Lock()
_followers: dict[UUID, Follower] = {}
# Threads do not pass into a child process, and without its threads a follower would wait for ever.
os.register_at_fork(after_in_child=_followers.clear)


def before_append(upload: UUID, path: Path, offset: int) -> None:
    """Begin to follow an upload at its first byte; give up one that was changed behind our back."""
    with _lock:
        follower = _followers.get(upload)
        if follower is not None and not _untouched(follower, path):
            _followers.pop(upload).drop()
        elif follower is None and offset == 0 and _has_room():
            _followers[upload] = Follower(path)


def appended(upload: UUID, path: Path, end: int) -> None:
    """Tell that every byte before `end` is durable now."""
    with _lock:
        follower = _followers.get(upload)
        if follower is not None:
            follower.seen = look_at(path)
            follower.go_on(end)


def digests(upload: UUID, path: Path, size: int) -> Digested | None:
    """Return the digests of the whole file if it was followed from start to end, else None.

    The follower is used up: whoever asks again reads the file.
    """
    with _lock:
        follower = _followers.pop(upload, None)
    if follower is None:
        return None
    if not _untouched(follower, path):
        follower.drop()
        return None
    return follower.result(size)


def _untouched(follower: Follower, path: Path) -> bool:
    try:
        return follower.seen == look_at(path)
    except OSError:
        return False


def _has_room() -> bool:
    """Make room by letting go of who waits in vain; who still receives is never driven out."""
    if len(_followers) >= AT_ONCE:
        long_ago = time.monotonic() - IDLE_SECONDS
        for upload in [pk for pk, each in _followers.items() if each.touched < long_ago]:
            _followers.pop(upload).drop()
    return len(_followers) < AT_ONCE
