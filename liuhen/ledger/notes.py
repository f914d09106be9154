"""Signed notes, checkpoints, witness cosignatures and proof files, byte for byte as C2SP has them.

Formats: c2sp.org/signed-note, tlog-checkpoint, tlog-cosignature, tlog-proof. Keys are Ed25519:
type 0x01 for the log, 0x04 for a witness. The parser takes nothing that a writer would not write.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from liuhen.ledger import ed25519, tree

if TYPE_CHECKING:  # a stranger who only verifies need not have it
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

LOG_KEY = 0x01
WITNESS_KEY = 0x04
SM3_SUFFIX = "/sm3"

MAX_SIGNATURES = 100  # as the reference implementation has it; more is an attack, not a log
MAX_SIZE = 2**63 - 1
_LENGTHS = {LOG_KEY: 64, WITNESS_KEY: 72}
_NAME = re.compile(r"[^\s+]+")
_DECIMAL = re.compile(r"0|[1-9][0-9]{0,18}")
_PROOF_HEAD = "c2sp.org/tlog-proof@v1"


class BadNote(ValueError):
    """Text that is not a well-formed note, checkpoint, key or proof; says what is wrong."""


class BadSignature(ValueError):
    """A well-formed note that does not carry the signature asked for, or carries a false one."""


# --- keys -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class VerifierKey:
    """A public key with the name it signs under; `str()` gives the vkey text."""

    name: str
    kind: int
    public: bytes

    def __post_init__(self) -> None:
        check_name(self.name)
        if self.kind not in _LENGTHS or len(self.public) != 32:
            raise BadNote("only Ed25519 keys of type 0x01 (log) and 0x04 (witness) are known")

    @property
    def id(self) -> bytes:
        """Return the 4-byte key id that stands in signature lines."""
        head = self.name.encode() + b"\n" + bytes([self.kind])
        return hashlib.sha256(head + self.public).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{_b64(bytes([self.kind]) + self.public)}"

    @classmethod
    def parse(cls, text: str) -> VerifierKey:
        """Read a vkey; raises BadNote when malformed or when its key id does not fit."""
        parts = text.split("+", 2)
        if len(parts) != 3:
            raise BadNote("a vkey has the form name+id+base64")
        name, key_id, encoded = parts
        raw = _unb64(encoded)
        key = cls(name, raw[0] if raw else 0, raw[1:])
        if key.id.hex() != key_id:
            raise BadNote(f"the key id {key_id} does not belong to the key of {name}")
        return key

    def is_good(self, signature: bytes, text: str) -> bool:
        """Tell whether the bytes of a signature line (after the key id) sign the text.

        Raises ed25519.NoEd25519 where nothing on the machine can tell.
        """
        if len(signature) != _LENGTHS[self.kind]:
            return False
        message, raw = text.encode(), signature
        if self.kind == WITNESS_KEY:
            seconds = struct.unpack(">Q", signature[:8])[0]
            message, raw = cosigned_message(text, seconds), signature[8:]
        return ed25519.verify(self.public, message, raw)


@dataclass(frozen=True)
class SigningKey:
    """A private Ed25519 key with the name it signs under."""

    name: str
    kind: int
    private: Ed25519PrivateKey

    @property
    def verifier(self) -> VerifierKey:
        """Return the public half."""
        return VerifierKey(self.name, self.kind, self.private.public_key().public_bytes_raw())

    def sign(self, text: str) -> str:
        """Return the log's signature line over a note text."""
        if self.kind != LOG_KEY:
            raise ValueError("a witness key cosigns, it does not sign")
        return self._line(self.private.sign(_checked_text(text).encode()))

    def cosign(self, text: str, at: datetime) -> str:
        """Return a witness's cosignature line over a checkpoint text, seen at `at` (aware)."""
        if self.kind != WITNESS_KEY:
            raise ValueError("a log key signs, it does not cosign")
        if at.tzinfo is None:
            raise ValueError("a cosignature needs an aware time")
        seconds = int(at.timestamp())
        raw = self.private.sign(cosigned_message(_checked_text(text), seconds))
        return self._line(struct.pack(">Q", seconds) + raw)

    def _line(self, signature: bytes) -> str:
        return f"— {self.name} {_b64(self.verifier.id + signature)}\n"


def check_name(name: str) -> str:
    """Return a key name or origin unchanged; raises BadNote for blanks, '+' or control characters."""
    if not _NAME.fullmatch(name) or any(ord(c) < 0x20 or ord(c) == 0x7F for c in name):
        raise BadNote(f"the name {name!r} must be one word without blanks and without '+'")
    try:
        name.encode()
    except UnicodeEncodeError as error:
        raise BadNote("the name holds half a surrogate pair") from error
    return name


def cosigned_message(text: str, seconds: int) -> bytes:
    """Return what a witness signs: the time it saw the checkpoint, then the checkpoint."""
    return f"cosignature/v1\ntime {seconds}\n{text}".encode()


# --- notes ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Signature:
    """One signature line, not yet checked."""

    name: str
    key_id: bytes
    raw: bytes

    @property
    def witnessed_at(self) -> datetime:
        """Return the time inside a witness's line; raises BadNote if it cannot hold one."""
        if len(self.raw) != _LENGTHS[WITNESS_KEY]:
            raise BadNote("not a witness's signature")
        seconds = struct.unpack(">Q", self.raw[:8])[0]
        try:
            return datetime.fromtimestamp(seconds, UTC)
        except (OverflowError, ValueError, OSError) as error:
            raise BadNote(f"the time {seconds} is beyond the calendar") from error


@dataclass(frozen=True)
class Note:
    """A text with its signature lines; opening one checks the form, `verified` the signatures."""

    text: str
    signatures: tuple[Signature, ...]

    def verified(self, keys: Iterable[VerifierKey]) -> tuple[VerifierKey, ...]:
        """Return those keys that signed.

        Lines of unknown keys are ignored. One false signature in the name of a known key spoils
        the whole note: raises BadSignature.
        """
        known = {(key.name, key.id): key for key in keys}
        good: dict[tuple[str, bytes], VerifierKey] = {}
        for line in self.signatures:
            key = known.get((line.name, line.key_id))
            if key is None:
                continue
            if not key.is_good(line.raw, self.text):
                raise BadSignature(f"the signature of {line.name} is false")
            good[key.name, key.id] = key
        return tuple(good.values())


def parse_note(data: str | bytes) -> Note:
    """Read a signed note strictly; raises BadNote for anything out of form."""
    whole = _decoded(data)
    text, blank, lines = whole.rpartition("\n\n")
    if not blank or not text:
        raise BadNote("no blank line between the text and the signatures")
    if not lines.endswith("\n"):
        raise BadNote("the last signature line does not end")
    signatures = lines[:-1].split("\n")
    if len(signatures) > MAX_SIGNATURES:
        raise BadNote(f"more than {MAX_SIGNATURES} signatures")
    return Note(_checked_text(text + "\n"), tuple(_signature(line) for line in signatures))


def _signature(line: str) -> Signature:
    dash, _, rest = line.partition(" ")
    name, _, encoded = rest.partition(" ")
    if dash != "—":
        raise BadNote("a signature line begins with an em dash and a blank")
    raw = _unb64(encoded)
    if len(raw) < 5:
        raise BadNote("a signature is too short")
    return Signature(check_name(name), raw[:4], raw[4:])


# --- checkpoints ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Checkpoint:
    """What a log says of itself: this origin, this many leaves, this root."""

    origin: str
    size: int
    root: bytes

    def __post_init__(self) -> None:
        check_name(self.origin)
        if not 0 <= self.size <= MAX_SIZE or len(self.root) != 32:
            raise BadNote("a checkpoint needs a size from 0 and a root of 32 bytes")

    @property
    def text(self) -> str:
        """Return the text that is signed."""
        return f"{self.origin}\n{self.size}\n{_b64(self.root)}\n"

    @classmethod
    def parse(cls, text: str) -> Checkpoint:
        """Read a checkpoint text without extension lines; raises BadNote."""
        lines = text.split("\n")
        if len(lines) != 4 or lines[3]:
            raise BadNote("a checkpoint has three lines: origin, size and root")
        return cls(lines[0], _number(lines[1]), _unb64(lines[2]))


def signed(checkpoint: Checkpoint, lines: Iterable[str]) -> str:
    """Put a checkpoint and finished signature lines together into a note."""
    return checkpoint.text + "\n" + "".join(lines)


def open_checkpoint(note: str | bytes, key: VerifierKey) -> Checkpoint:
    """Read a checkpoint that this log key signed under its own name.

    Raises BadNote for a wrong form or another log's origin, BadSignature when the key did not sign.
    """
    opened = parse_note(note)
    checkpoint = Checkpoint.parse(opened.text)
    if checkpoint.origin != key.name:
        raise BadNote(f"this is a checkpoint of {checkpoint.origin}, not of {key.name}")
    if not opened.verified([key]):
        raise BadSignature(f"{key.name} did not sign this checkpoint")
    return checkpoint


# --- proof files ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Proof:
    """A `.tlog-proof`: where a leaf stands in the tree of a signed checkpoint, and the way up."""

    index: int
    path: tuple[bytes, ...]
    checkpoint: str
    extra: bytes | None = None

    @property
    def text(self) -> str:
        """Return the file's text."""
        extra = f"extra {_b64(self.extra)}\n" if self.extra is not None else ""
        path = "".join(f"{_b64(sibling)}\n" for sibling in self.path)
        return f"{_PROOF_HEAD}\n{extra}index {self.index}\n{path}\n{self.checkpoint}"

    @classmethod
    def parse(cls, data: str | bytes) -> Proof:
        """Read a proof file strictly; raises BadNote. The checkpoint inside is checked for form."""
        head, blank, note = _decoded(data).partition("\n\n")
        if not blank:
            raise BadNote("no blank line between the path and the checkpoint")
        lines = head.split("\n")
        if lines.pop(0) != _PROOF_HEAD:
            raise BadNote(f"a proof begins with {_PROOF_HEAD}")
        extra = None
        if lines and lines[0].startswith("extra "):
            extra = _unb64(lines.pop(0).removeprefix("extra "))
        if not lines or not lines[0].startswith("index "):
            raise BadNote("a proof names the leaf's index")
        index = _number(lines.pop(0).removeprefix("index "))
        Checkpoint.parse(parse_note(note).text)
        return cls(index, _path(lines), note, extra)

    def verify(self, leaf: bytes, key: VerifierKey) -> Checkpoint:
        """Return the checkpoint that provably holds this leaf at this index.

        Raises BadNote or BadSignature for the checkpoint, BadProof when the leaf is not in it.
        """
        checkpoint = open_checkpoint(self.checkpoint, key)
        hash_ = tree.SHA256.leaf(leaf)
        if not tree.verify_inclusion(
            tree.SHA256, hash_, self.index, checkpoint.size, self.path, checkpoint.root
        ):
            raise BadProof(f"the leaf is not entry {self.index} of the tree of {checkpoint.size}")
        return checkpoint


class BadProof(ValueError):
    """A sound, signed checkpoint under which this leaf is not to be found."""


def _path(lines: Sequence[str]) -> tuple[bytes, ...]:
    path = tuple(_unb64(line) for line in lines)
    if len(path) > 63 or any(len(sibling) != 32 for sibling in path):
        raise BadNote("a path has at most 63 hashes of 32 bytes")
    return path


# --- small parts ----------------------------------------------------------------------------------


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _unb64(text: str) -> bytes:
    """Decode base64 that has exactly one way of being written."""
    try:
        data = base64.b64decode(text.encode("ascii"), validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadNote(f"not base64: {text[:20]!r}") from error
    if _b64(data) != text:
        raise BadNote(f"base64 with stray bits: {text[:20]!r}")
    return data


def _number(text: str) -> int:
    if not _DECIMAL.fullmatch(text):
        raise BadNote(f"not a plain decimal number: {text[:24]!r}")
    return int(text)


def _decoded(data: str | bytes) -> str:
    if isinstance(data, str):
        return data
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadNote("not UTF-8") from error


def _checked_text(text: str) -> str:
    """Return a note text unchanged; it ends with a newline and holds no other control character."""
    if not text.endswith("\n") or any(ord(c) < 0x20 and c != "\n" for c in text):
        raise BadNote("a note's text ends with a newline and holds no control characters")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise BadNote("the text holds half a surrogate pair") from error
    return text


def self_test() -> None:
    """Check Ed25519 against RFC 8032, test 1; raises RuntimeError, the program must not start."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    seed = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"
    expected = (
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd"
        "25bf5f0595bbe24655141438e7a100b"
    )
    key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(seed))
    if key.sign(b"").hex() != expected:
        raise RuntimeError(
            "本机的 Ed25519 签名算法不正确，系统不能启动。请重新安装 cryptography 组件。"
        )
