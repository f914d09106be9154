"""Who signs checkpoints: the Signer, and the default one that keeps its key in a file.

A signer has one verb: sign this head of the log. It remembers the last head it signed, outside the
database, and refuses whatever does not continue it; so with the database alone nobody obtains a
signature over a rewritten or shortened log.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from liuhen.ledger import canonical, notes, tree
from liuhen.ledger.errors import SignerRefused
from liuhen.ledger.notes import SM3_SUFFIX, SigningKey, VerifierKey

KEY_FILE, PUBLIC_FILE, LAST_FILE = "ledger_key", "ledger.vkey", "last_checkpoint"


@dataclass(frozen=True)
class Head:
    """Both roots of a log at one size, by algorithm name."""

    origin: str
    size: int
    roots: Mapping[str, bytes]

    def checkpoint(self, algorithm: str) -> notes.Checkpoint:
        """Return the statement to be signed for one tree; the SM3 twin has its own origin."""
        return notes.Checkpoint(named(self.origin, algorithm), self.size, self.roots[algorithm])


@dataclass(frozen=True)
class SignedHead:
    """The two signed notes of one head."""

    note256: str
    notesm3: str


class Signer(Protocol):
    """What signs checkpoints: a file here, elsewhere a process of its own or a device."""

    def keys(self, origin: str) -> tuple[VerifierKey, VerifierKey]:
        """Return the public keys for the SHA-256 tree and for its SM3 twin."""

    def last(self) -> Head | None:
        """Return the last head signed, None before the first."""

    def sign(self, head: Head, proofs: Mapping[str, Sequence[bytes]]) -> SignedHead:
        """Sign a head that provably continues the last one; raises SignerRefused otherwise.

        `proofs` holds, by algorithm, the consistency proof from the last size to this one.
        """


def named(origin: str, algorithm: str) -> str:
    """Return the name a tree signs under: the origin, with /sm3 for the SM3 twin."""
    return origin + SM3_SUFFIX if algorithm == "sm3" else origin


class FileSigner:
    """An Ed25519 key in a file of mode 0400, with the last signed head beside it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def create(self, origin: str) -> tuple[VerifierKey, VerifierKey]:
        """Make the key unless there is one, publish its vkeys beside it, and return them.

        Raises SignerRefused when this key has signed already: then a log is missing, not new.
        """
        if self.last() is not None:
            raise SignerRefused(
                f"{self.folder} 中的密钥已经签发过检查点，而日志是空的：原有日志可能丢失或被清空。"
                "请先从备份恢复；确需重新开始时，请使用新的数据目录。"
            )
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not (self.folder / KEY_FILE).exists():
            _write_durably(self.folder / KEY_FILE, _fresh_key(), 0o400)
        keys = self.keys(origin)
        _write_durably(self.folder / PUBLIC_FILE, "".join(f"{k}\n" for k in keys).encode(), 0o444)
        return keys

    def keys(self, origin: str) -> tuple[VerifierKey, VerifierKey]:
        """Return the public keys for the SHA-256 tree and for its SM3 twin."""
        private = self._private()
        sha256, sm3 = (
            SigningKey(named(origin, a), notes.LOG_KEY, private) for a in tree.ALGORITHMS
        )
        return sha256.verifier, sm3.verifier

    def last(self) -> Head | None:
        """Return the last head signed; raises SignerRefused when its file is damaged."""
        path = self.folder / LAST_FILE
        try:
            kept = canonical.decode(path.read_bytes().rstrip(b"\n"))
            roots = {name: bytes.fromhex(kept[name]) for name in tree.ALGORITHMS}
            return Head(str(kept["origin"]), int(kept["size"]), roots)
        except FileNotFoundError:
            return None
        except (ValueError, KeyError, TypeError) as error:
            raise SignerRefused(f"上次检查点的记录 {path} 已损坏，请从备份恢复该文件。") from error

    def sign(self, head: Head, proofs: Mapping[str, Sequence[bytes]]) -> SignedHead:
        """Sign a head that provably continues the last one; raises SignerRefused otherwise."""
        private = self._private()
        with self._alone():
            last = self.last()
            if last is not None:
                _demand_continuation(last, head, proofs)
            # Remembered before the signature exists: no signature is ever forgotten.
            self._remember(head)
            return SignedHead(*(_sign_tree(private, head, a) for a in tree.ALGORITHMS))

    def _private(self) -> Ed25519PrivateKey:
        path = self.folder / KEY_FILE
        try:
            if path.stat().st_mode & 0o077:
                raise SignerRefused(
                    f"签名密钥 {path} 的权限过宽，请改为只有所有者可读（chmod 400）。"
                )
            key = serialization.load_pem_private_key(path.read_bytes(), password=None)
        except FileNotFoundError:
            raise SignerRefused(f"找不到签名密钥 {path}，请从密钥备份恢复。") from None
        except ValueError as error:
            raise SignerRefused(f"签名密钥 {path} 已损坏，请从密钥备份恢复。") from error
        if not isinstance(key, Ed25519PrivateKey):
            raise SignerRefused(f"签名密钥 {path} 不是 Ed25519 密钥。")
        return key

    def _remember(self, head: Head) -> None:
        kept: dict[str, canonical.JSON] = {"origin": head.origin, "size": head.size}
        kept |= {name: value.hex() for name, value in head.roots.items()}
        _write_durably(self.folder / LAST_FILE, canonical.encode(kept) + b"\n", 0o600)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Keep a second process from signing between the check and the record."""
        with (self.folder / f"{LAST_FILE}.lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def published_keys(folder: Path) -> tuple[VerifierKey, VerifierKey] | None:
    """Read the vkeys published beside the key; None when there are none that can be read."""
    try:
        lines = (folder / PUBLIC_FILE).read_text(encoding="utf-8").splitlines()
        sha256, sm3 = (VerifierKey.parse(line) for line in lines)
    except (OSError, ValueError):
        return None
    return sha256, sm3


def continues(last: Head, head: Head, proofs: Mapping[str, Sequence[bytes]]) -> bool:
    """Tell whether both trees of `head` provably begin with those of `last`."""
    return last.origin == head.origin and all(
        tree.verify_consistency(
            algorithm,
            last.size,
            head.size,
            last.roots[name],
            head.roots[name],
            proofs.get(name, ()),
        )
        for name, algorithm in tree.ALGORITHMS.items()
    )


def _demand_continuation(last: Head, head: Head, proofs: Mapping[str, Sequence[bytes]]) -> None:
    if head.size < last.size:
        raise SignerRefused(
            f"拒绝签名：日志只有 {head.size} 条，少于上次签名时的 {last.size} 条，末尾的日志可能被删除，"
            "或恢复了旧备份。请停止写入并与外部检查点核对。"
        )
    if not continues(last, head, proofs):
        raise SignerRefused(
            f"拒绝签名：现在的日志不是上次签名（{last.size} 条）的延续，已签名的内容可能被改写。"
            "请停止写入，运行 liuhen verify --all。"
        )


def _sign_tree(private: Ed25519PrivateKey, head: Head, algorithm: str) -> str:
    checkpoint = head.checkpoint(algorithm)
    key = SigningKey(checkpoint.origin, notes.LOG_KEY, private)
    return notes.signed(checkpoint, [key.sign(checkpoint.text)])


def _fresh_key() -> bytes:
    return Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def _write_durably(path: Path, data: bytes, mode: int) -> None:
    """Replace a file whole: after this returns it survives a power cut, at no time is it half."""
    draft = path.with_name(f"{path.name}.{os.getpid()}.new")
    draft.unlink(missing_ok=True)
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        os.write(handle, data)
        os.fsync(handle)
    finally:
        os.close(handle)
    draft.rename(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
