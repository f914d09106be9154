"""The two digests of the ledger, SHA-256 and SM3, chosen once and tested before use.

SM3 comes from hashlib where its OpenSSL knows it, otherwise from `cryptography`. There is no third
source: a pure Python SM3 is a thousand times too slow for recordings, so without either the
program refuses to start (`NoSuchDigest`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import Protocol, cast

SM3_ABC = bytes.fromhex("66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0")
SHA256_ABC = bytes.fromhex("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")


class NoSuchDigest(RuntimeError):
    """No working source of a digest on this machine; the program must not start."""


class Digest(Protocol):
    """The part of a hashlib object that the ledger uses."""

    def update(self, data: bytes, /) -> None: ...
    def digest(self) -> bytes: ...
    def copy(self) -> Digest: ...


Source = Callable[[], Digest]


def _hashlib_sm3() -> Digest:
    return cast(Digest, hashlib.new("sm3"))


class _CryptographyDigest:
    """`cryptography`'s hash, which finalises once, dressed as a hashlib object."""

    def __init__(self, inner: object | None = None) -> None:
        from cryptography.hazmat.primitives import hashes

        self._inner = cast(hashes.Hash, inner) if inner is not None else hashes.Hash(hashes.SM3())

    def update(self, data: bytes, /) -> None:
        self._inner.update(data)

    def digest(self) -> bytes:
        return self._inner.copy().finalize()

    def copy(self) -> _CryptographyDigest:
        return _CryptographyDigest(self._inner.copy())


def cryptography_sm3() -> Digest:
    """Start an SM3 from `cryptography`'s own OpenSSL."""
    return _CryptographyDigest()


def hashes_abc_to(source: Source, expected: bytes) -> bool:
    """Tell whether a source exists here and gives the published digest of "abc"."""
    try:
        running = source()
    except Exception:  # what an absent algorithm raises differs from build to build
        return False
    running.update(b"abc")
    return running.digest() == expected


def choose(name: str, sources: Sequence[Source], expected: bytes) -> Source:
    """Return the first source that passes its self-test; raise NoSuchDigest if none does."""
    for source in sources:
        if hashes_abc_to(source, expected):
            return source
    raise NoSuchDigest(
        f"本机没有可用的 {name.upper()} 摘要算法，系统不能启动。"
        "请安装支持 SM3 的 OpenSSL（3.0 以上）或 cryptography 组件后再试。"
    )


sha256: Source = choose("sha256", [cast(Source, hashlib.sha256)], SHA256_ABC)
sm3: Source = choose("sm3", [_hashlib_sm3, cryptography_sm3], SM3_ABC)
