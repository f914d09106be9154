"""The object in which a signature on the screen is bound to its text, and the check of the binding.

docs/screen-signing.md has the format. Whoever holds the object, the version's PDF and the log can
repeat the check without this system; the package of a case carries all three.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from liuhen.documents.actions.drafting import fields_digest
from liuhen.documents.models import ScreenSignature, Signature
from liuhen.documents.strokes import PAD_HEIGHT, PAD_WIDTH, Stroke, read_strokes
from liuhen.faults import Invalid
from liuhen.ledger import canonical
from liuhen.vault import store

FORMAT = "liuhen.strokes/1"


@dataclass(frozen=True, kw_only=True)
class Writing:
    """What the pad hands in: the strokes as its JSON text, the pointer, when the device was given.

    `name` is for a place whose signer was not known before.
    """

    strokes: str
    handed_over_at: datetime
    name: str = ""
    pointer: str = ""


def bound(
    row: Signature, writing: Writing, strokes: Sequence[Stroke], *, filing: str, at: datetime
) -> bytes:
    """Return the object of a signature: strokes, times and the digests of the version, canonical."""
    version = row.version
    return canonical.encode(
        {
            "format": FORMAT,
            "document": version.document_id,
            "version": version.number,
            "code": version.code,
            "fields_sha256": version.fields_sha256,
            "file": {"sha256": version.file_sha256, "sm3": version.file_sm3},
            "place": row.place,
            "label": row.label,
            "ordinal": row.ordinal,
            "name": writing.name or row.name,
            "filing_number": filing,
            "handed_over_at": _instant(writing.handed_over_at),
            "signed_at": _instant(at),
            "pointer": writing.pointer if writing.pointer in ("pen", "touch", "mouse") else "",
            "pad": [PAD_WIDTH, PAD_HEIGHT],
            "strokes": [[list(point) for point in stroke] for stroke in strokes],
        }
    )


def _instant(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}Z"


def strokes_of(written: ScreenSignature) -> tuple[Stroke, ...]:
    """Return the strokes of a signature from its object; Damaged where its bytes are not whole."""
    raw = json.loads(store.read_bytes(written.file_sha256))
    return read_strokes(json.dumps(raw["strokes"]))


@dataclass(frozen=True)
class Binding:
    """What a check of one signature on the screen found; no problems: it is bound to this text."""

    signature: Signature
    problems: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Tell whether everything agrees."""
        return not self.problems


def check_binding(written: ScreenSignature) -> Binding:
    """Recompute everything that binds a signature to its text, from the bytes in the vault.

    The strokes' object and the version's PDF are read and compared with both of their digests; the
    words are digested again; what the object says is compared with the rows.
    """
    return Binding(written.signature, tuple(_problems(written)))


def _problems(written: ScreenSignature) -> Iterator[str]:
    row = written.signature
    version = row.version
    try:
        raw = json.loads(store.read_bytes(written.file_sha256))
        read_strokes(json.dumps(raw["strokes"]))
    except (store.Damaged, ValueError, KeyError, TypeError, Invalid):
        yield "笔迹文件损坏或者被改动"
        return
    if raw != {**raw, **_said(row, written)}:
        yield "笔迹文件所写的文书、版本、位置或者备案号与登记不一致"
    if written.version_sha256 != version.file_sha256:
        yield "登记的签署文件与这一版不一致"
    try:
        store.read_bytes(version.file_sha256)
    except store.Damaged:
        yield "所签的那一版文件损坏或者被改动"
    if fields_digest(version.document.type, version.fields) != written.fields_sha256:
        yield "文书的内容与签名时不一致"


def _said(row: Signature, written: ScreenSignature) -> dict[str, Any]:
    """Return what the object must say for the rows to be true."""
    version = row.version
    return {
        "format": FORMAT,
        "document": version.document_id,
        "version": version.number,
        "code": version.code,
        "fields_sha256": version.fields_sha256,
        "file": {"sha256": version.file_sha256, "sm3": version.file_sm3},
        "place": row.place,
        "ordinal": row.ordinal,
        "name": row.name,
        "filing_number": written.filing_number,
        "handed_over_at": _instant(written.handed_over_at),
        "signed_at": _instant(written.recorded_at),
    }
