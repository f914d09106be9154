"""SHA-256 and SM3 of the same bytes, in one read, whole and in pieces of 8 MiB.

SHA-256 names an object, SM3 is the national algorithm (GB/T 32905); both are kept from the first
day because adding one later would mean reading every recording again. The piece list lets a check
name the damaged part of a recording instead of only saying that it is damaged.

Importing this module is the start-up self-test: without a correct, compiled SM3 it refuses to
load. A pure Python SM3 (under 1 MiB/s) is never a fallback.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from types import TracebackType
from typing import BinaryIO, NamedTuple, Protocol, Self

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes as other_hashes

READ_BYTES = 4 * 1024 * 1024
PIECE_BYTES = 8 * 1024 * 1024
# Below this a thread costs more than the hashing it saves.
_THREAD_FROM = 256 * 1024

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


class Piece(NamedTuple):
    """The two digests of one piece, hex."""

    sha256: str
    sm3: str


@dataclass(frozen=True)
class Digested:
    """What a whole read found: both digests (hex), the size in bytes, and the pieces in order."""

    sha256: str
    sm3: str
    size: int
    pieces: tuple[Piece, ...]

    @property
    def pieces_sha256(self) -> str:
        """Digest of the written piece list, as kept in the object's row."""
        return hashlib.sha256(write_pieces(self.pieces)).hexdigest()


Feed = Callable[[memoryview], None]


class _Pair:
    """SHA-256 and SM3 side by side."""

    def __init__(self) -> None:
        self.sha256: Hasher = hashlib.sha256()
        self.sm3 = new_sm3()

    def update(self, data: memoryview) -> None:
        self.sha256.update(data)
        self.sm3.update(data)

    def result(self) -> Piece:
        """Return the digests of what came so far; more may follow."""
        return Piece(self.sha256.hexdigest(), self.sm3.hexdigest())


class Tally:
    """Running digests of bytes handed over in order; use as a context manager, or `close` it.

    Two lanes work at the same time, the calling thread and a second one: hashlib and cryptography
    let go of the interpreter lock for large buffers. The first piece is the beginning of the whole
    and is digested once; after it one lane has the whole and the other the pieces, equal work.
    """

    def __init__(self) -> None:
        self._size = 0
        self._whole = _Pair()
        self._piece = _Pair()
        self._in_piece = 0
        self._pieces: list[Piece] = []
        self._lane = ThreadPoolExecutor(1, "vault-hash")

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
        """Take the next bytes, any number of them."""
        view = memoryview(data)
        first = view[: max(0, PIECE_BYTES - self._size)]
        rest = view[len(first) :]
        self._size += len(data)
        if first:
            self._side_by_side(self._whole.sha256.update, self._whole.sm3.update, first)
            if self._size >= PIECE_BYTES:
                self._pieces.append(self._whole.result())
        if rest:
            self._side_by_side(self._feed_pieces, self._whole.update, rest)

    def _side_by_side(self, one: Feed, other: Feed, data: memoryview) -> None:
        if len(data) < _THREAD_FROM:
            one(data)
            other(data)
            return
        waiting = self._lane.submit(one, data)
        other(data)
        waiting.result()

    def _feed_pieces(self, data: memoryview) -> None:
        while data:
            part = data[: PIECE_BYTES - self._in_piece]
            self._piece.update(part)
            self._in_piece += len(part)
            data = data[len(part) :]
            if self._in_piece == PIECE_BYTES:
                self._close_piece()

    def _close_piece(self) -> None:
        self._pieces.append(self._piece.result())
        self._piece, self._in_piece = _Pair(), 0

    def result(self) -> Digested:
        """Return what was found; call once, after the last update."""
        whole = self._whole.result()
        if self._in_piece:
            self._close_piece()
        if self._size and not self._pieces:
            self._pieces.append(whole)
        return Digested(whole.sha256, whole.sm3, self._size, tuple(self._pieces))


def digest_stream(stream: BinaryIO) -> Digested:
    """Read the stream to its end and return its digests."""
    with Tally() as tally:
        while data := stream.read(READ_BYTES):
            tally.update(data)
        return tally.result()


def write_pieces(pieces: tuple[Piece, ...]) -> bytes:
    """Write a piece list: one line a piece, `sha256 space sm3`, ASCII."""
    return "".join(f"{piece.sha256} {piece.sm3}\n" for piece in pieces).encode("ascii")


def read_pieces(data: bytes) -> tuple[Piece, ...]:
    """Read a piece list; ValueError for anything `write_pieces` would not have written."""
    pieces = []
    for line in data.decode("ascii").splitlines():
        sha256, sm3 = line.split(" ")
        pieces.append(Piece(sha256, sm3))
    return tuple(pieces)
