"""SHA-256 and SM3 of the same bytes, in one read, and the SHA-256 of each piece of 8 MiB.

SHA-256 names an object, SM3 is the national algorithm (GB/T 32905); both are kept from the first
day because adding one later would mean reading every recording again. The piece list lets a check
name the damaged part of a recording instead of only saying that it is damaged; whether it is
damaged is for both digests of the whole to say (docs/decisions/0010).

Importing this module is the start-up self-test: without a correct, compiled SM3 it refuses to
load. A pure Python SM3 (under 1 MiB/s) is never a fallback.
"""

from __future__ import annotations

import hashlib
import re
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from types import TracebackType
from typing import BinaryIO, Protocol, Self

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes as other_hashes

READ_BYTES = 4 * 1024 * 1024
PIECE_BYTES = 8 * 1024 * 1024
# Below this a thread costs more than the hashing it saves.
_THREAD_FROM = 256 * 1024
# Blocks that may wait for SM3; what a tally holds in memory is this many and one more.
_AHEAD = 3
# First line of a written piece list; another layout gets another number.
_FORMAT = "liuhen-pieces-1 sha256"
_DIGEST = re.compile(r"[0-9a-f]{64}")

SM3_ABC = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"


class Hasher(Protocol):
    """What this module needs of a hash object."""

    def update(self, data: bytes | memoryview, /) -> None: ...

    def hexdigest(self) -> str: ...


class OtherSm3:
    """SM3 of the `cryptography` package, for Pythons whose OpenSSL was built without it."""

    def __init__(self) -> None:
        self._hash = other_hashes.Hash(other_hashes.SM3())

    def update(self, data: bytes | memoryview, /) -> None:
        self._hash.update(data)

    def hexdigest(self) -> str:
        return self._hash.copy().finalize().hex()


def hashlib_sm3() -> Hasher:
    """Return SM3 of hashlib; ValueError where OpenSSL was built without it."""
    return hashlib.new("sm3")


def choose_sm3(
    sources: tuple[Callable[[], Hasher], ...] = (hashlib_sm3, OtherSm3),
) -> Callable[[], Hasher]:
    """Return the first source that gives the published digest of "abc"; RuntimeError if none."""
    for make in sources:
        try:
            trial = make()
        except (ValueError, UnsupportedAlgorithm):
            continue
        trial.update(b"abc")
        if trial.hexdigest() == SM3_ABC:
            return make
    raise RuntimeError(
        "没有可用的 SM3 算法：请安装带 SM3 的 OpenSSL，或 cryptography 包。程序不能启动。"
    )


new_sm3 = choose_sm3()


@dataclass(frozen=True)
class Digested:
    """What a whole read found: both digests, the size in bytes, each piece's SHA-256 in order.

    All digests are lower-case hex.
    """

    sha256: str
    sm3: str
    size: int
    pieces: tuple[str, ...]

    @property
    def pieces_sha256(self) -> str:
        """Digest of the written piece list, as kept in the object's row."""
        return hashlib.sha256(write_pieces(self.pieces)).hexdigest()


class Tally:
    """Running digests of bytes handed over in order; use as a context manager, or `close` it.

    Two lanes work at the same time, for hashlib and cryptography let go of the interpreter lock
    for large buffers: a thread has SM3, which takes longer than all the rest, and the caller has
    SHA-256 of the whole and of the piece. The caller may run ahead by a few blocks, so that SM3
    need not wait for anybody. The first piece is the beginning of the whole and is digested once.
    """

    def __init__(self) -> None:
        self._size = 0
        self._sha256: Hasher = hashlib.sha256()
        self._sm3 = new_sm3()
        self._piece: Hasher = hashlib.sha256()
        self._pieces: list[str] = []
        self._lane = ThreadPoolExecutor(1, "vault-hash")
        self._waiting: deque[Future[None]] = deque()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let the second thread go."""
        self._lane.shutdown()

    def update(self, data: bytes) -> None:
        """Take the next bytes, any number of them; they may be read after this returned."""
        if len(data) < _THREAD_FROM:
            self._wait_for_sm3(0)
            self._sm3.update(data)
        else:
            self._wait_for_sm3(_AHEAD - 1)
            self._waiting.append(self._lane.submit(self._sm3.update, data))
        self._feed_sha256(memoryview(data))

    def _wait_for_sm3(self, left: int) -> None:
        """Wait until no more than `left` blocks wait for SM3; raises what went wrong there."""
        while len(self._waiting) > left:
            self._waiting.popleft().result()

    def _feed_sha256(self, data: memoryview) -> None:
        while data:
            part = data[: PIECE_BYTES - self._size % PIECE_BYTES]
            self._sha256.update(part)
            if self._pieces:
                self._piece.update(part)
            self._size += len(part)
            if self._size % PIECE_BYTES == 0:
                self._close_piece()
            data = data[len(part) :]

    def _close_piece(self) -> None:
        piece = self._piece if self._pieces else self._sha256
        self._pieces.append(piece.hexdigest())
        self._piece = hashlib.sha256()

    def result(self) -> Digested:
        """Return what was found; call once, after the last update."""
        self._wait_for_sm3(0)
        if self._size % PIECE_BYTES:
            self._close_piece()
        return Digested(
            self._sha256.hexdigest(), self._sm3.hexdigest(), self._size, tuple(self._pieces)
        )


def digest_stream(stream: BinaryIO) -> Digested:
    """Read the stream to its end and return its digests."""
    with Tally() as tally:
        while data := stream.read(READ_BYTES):
            tally.update(data)
        return tally.result()


def write_pieces(pieces: tuple[str, ...]) -> bytes:
    """Write a piece list: a line that names the format, then one SHA-256 a line, ASCII."""
    return "".join(f"{line}\n" for line in (_FORMAT, *pieces)).encode("ascii")


def read_pieces(data: bytes) -> tuple[str, ...]:
    """Read a piece list; ValueError for anything `write_pieces` would not have written."""
    form, *pieces = data.decode("ascii").split("\n")
    if form != _FORMAT:
        raise ValueError(f"a piece list of a format this program does not know: {form[:40]!r}")
    if not pieces or pieces.pop() or not all(map(_DIGEST.fullmatch, pieces)):
        raise ValueError("a piece list has a line that is no SHA-256 digest")
    return tuple(pieces)
