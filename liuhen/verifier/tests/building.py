"""A small log and package built by hand, and the tools to forge one.

Second writer of the format, apart from the one that ships: what both agree on is the format.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from liuhen.ledger import canonical, hashes, leaf, notes, tree
from liuhen.ledger.leaf import ObjectRef, Place, RowState
from liuhen.ledger.notes import SigningKey, VerifierKey
from liuhen.regulation import casefile as file
from liuhen.regulation.codec import encode
from liuhen.verifier import layout

ORIGIN = "test.example/liuhen"
START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
TODAY = date(2026, 11, 24)
Files = dict[str, bytes]


def signing_key(seed: str, name: str = ORIGIN, kind: int = notes.LOG_KEY) -> SigningKey:
    private = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(seed.encode()).digest())
    return SigningKey(name, kind, private)


LOG_KEY = signing_key("test log key - not secret")
OTHER_KEY = signing_key("another log key")
WITNESS = signing_key("test witness key - not secret", "witness.example/city", notes.WITNESS_KEY)


def digests(data: bytes) -> dict[str, Any]:
    national = hashes.sm3()
    national.update(data)
    return {"sha256": hashlib.sha256(data).hexdigest(), "sm3": national.digest().hex()}


@dataclass
class Log:
    """A log in memory, with the salts of its entries."""

    key: SigningKey = LOG_KEY
    leaves: list[bytes] = field(default_factory=list)
    opened: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    last: dict[str, tuple[int, str]] = field(default_factory=dict)

    def append(
        self,
        type: str,
        *,
        case: str = "c1",
        object: bytes | None = None,
        media: str = "application/pdf",
        rows: Mapping[str, Any] | None = None,
        **extra: Any,
    ) -> int:
        """Append an entry with one row of table `t`, and return its index."""
        idx = len(self.leaves)
        cseq, cprev = self.last.get(case, (-1, None))
        place = Place(case=case, cseq=cseq + 1, cprev=cprev)
        if type == layout.SEALED:
            extra.setdefault("count", cseq + 2)
        state = [RowState("t", str(idx), rows)] if rows else []
        salt = hashlib.sha256(b"salt %d" % idx).digest()
        data = leaf.build(
            place=place,
            actor="p1",
            type=type,
            time=leaf.time_text(START + timedelta(minutes=idx)),
            object=ObjectRef(**digests(object), size=len(object), media=media) if object else None,
            rows=state,
            entry_salt=salt,
            extra=extra,
        )
        self.leaves.append(data)
        self.last[case] = (cseq + 1, tree.SHA256.leaf(data).hex())
        self.opened[idx] = [
            {
                "idx": idx,
                "table": "t",
                "key": str(idx),
                "column": column,
                "value": value,
                "salt": leaf.field_salt(salt, "t", str(idx), column).hex(),
            }
            for column, value in (rows or {}).items()
        ]
        return idx

    def note(self, algorithm: tree.Algorithm, size: int | None = None, *lines: str) -> str:
        size = len(self.leaves) if size is None else size
        hashed = tree.leaf_hashes(algorithm, self.leaves[:size])
        name = self.key.name + (notes.SM3_SUFFIX if algorithm is tree.SM3 else "")
        root = tree.root(algorithm, tree.memory_nodes(algorithm, hashed), size)
        point = notes.Checkpoint(name, size, root)
        signer = SigningKey(name, notes.LOG_KEY, self.key.private)
        return notes.signed(point, [signer.sign(point.text), *lines])

    def proof(self, algorithm: tree.Algorithm, idx: int, note: str) -> str:
        nodes = tree.memory_nodes(algorithm, tree.leaf_hashes(algorithm, self.leaves))
        path = tree.inclusion_path(algorithm, nodes, idx, len(self.leaves))
        return notes.Proof(idx, tuple(path), note).text

    def consistency(self, size: int) -> list[bytes]:
        nodes = tree.memory_nodes(tree.SHA256, tree.leaf_hashes(tree.SHA256, self.leaves))
        return tree.consistency_path(tree.SHA256, nodes, size, len(self.leaves))


def casefile_bytes(title: str = "某某公司提供不真实统计资料案") -> bytes:
    handler = file.Participant(name="李执法", capacity=file.Capacity.OFFICER, person="p1")
    facts = file.CaseFacts(
        number="2026-001",
        title=title,
        cause="提供不真实统计资料",
        procedure="ordinary",
        opened_at=START,
        handlers=(handler,),
    )
    bureau = file.Bureau(name="示例区统计局", code="11110000000000000X", level="county")
    return encode(file.CaseFile(case=facts, bureau=bureau))


PAPER = b"%PDF-1.7 the notice\n%%EOF\n"
PHOTO = b"\xff\xd8\xff the photograph"
SIGNATURE = "data/signatures/party.json"


@dataclass
class Made:
    """A finished package as files, with the log it came from."""

    log: Log
    files: Files
    events: list[int]


def made(
    log: Log | None = None,
    *,
    witnessed: bool = False,
    paper_bytes: bytes = PAPER,
    casefile: bytes | None = None,
    seal: Mapping[str, Any] | None = None,
    strokes: bytes | None = None,
    before_export: Callable[[Log], None] = lambda log: None,
) -> Made:
    """Build a sound package of case c1; the arguments make the log itself lie, rightly signed."""
    log = log or Log()
    casefile = casefile_bytes() if casefile is None else casefile
    log.append("log.opened", case="-", origin=ORIGIN, mode="bureau")
    first = log.append("case.opened", rows={"title": "某某公司案", "fine": 100})
    paper = log.append(
        "document.issued", object=paper_bytes, rows={"title": "责令改正通知书"}, document=7
    )
    log.append("case.opened", case="c2", rows={"title": "别的案件"})
    photo = log.append("recording.stored", object=PHOTO, media="image/jpeg", rows={"title": "照片"})
    if strokes is not None:
        signed = log.append(
            "document.signed_on_screen", object=strokes, media="application/json", document=7
        )
    file_event = log.append("casefile.stored", object=casefile, media="application/json")
    sealed = log.append("case.sealed", **{"casefile": digests(casefile), **(seal or {})})
    before_export(log)
    files: Files = {
        layout.BAGIT: layout.BAGIT_TEXT.encode(),
        layout.BAG_INFO: b"Bagging-Date: 2026-03-02\n",
        layout.CASEFILE: casefile,
        "data/documents/notice.pdf": paper_bytes,
        "data/recordings/photo.jpg": PHOTO,
        layout.README: "核验说明\n".encode(),
        layout.POLICY: f"log {log.key.verifier}\nquorum none\n".encode(),
    }
    events = [first, paper, photo, file_event, sealed]
    if strokes is not None:
        files[SIGNATURE] = strokes
        events.insert(3, signed)
    files[layout.ROWS] = lines(*(row for idx in events for row in log.opened[idx]))
    stored = {
        layout.CASEFILE: file_event,
        "data/documents/notice.pdf": paper,
        "data/recordings/photo.jpg": photo,
    }
    if strokes is not None:
        stored[SIGNATURE] = signed
    medias = {
        SIGNATURE: "application/json",
        layout.CASEFILE: "application/json",
        "data/documents/notice.pdf": "application/pdf",
        "data/recordings/photo.jpg": "image/jpeg",
    }
    files[layout.OBJECTS] = objects(files, stored, medias)
    events.append(
        log.append(
            layout.EXPORTED,
            format=layout.FORMAT,
            objects=digests(files[layout.OBJECTS]),
            casefile=digests(casefile),
        )
    )
    before = len(log.leaves)
    log.append("checkpoint.sm3", case="-", size=before)
    return Made(log, with_manifests(prove(log, files, events, before, witnessed=witnessed)), events)


def prove(log: Log, files: Files, events: list[int], old: int, *, witnessed: bool = False) -> Files:
    """Add leaves, proofs and notes."""
    plain = log.note(tree.SHA256)
    text = notes.parse_note(plain).text
    extra = [WITNESS.cosign(text, START)] if witnessed else []
    note, twin = log.note(tree.SHA256, None, *extra), log.note(tree.SM3)
    files = dict(files) | {layout.NOTE: note.encode(), layout.NOTE_SM3: twin.encode()}
    for idx in events:
        files[layout.event_path(idx, layout.LEAF)] = log.leaves[idx]
        files[layout.event_path(idx, layout.PROOF)] = log.proof(tree.SHA256, idx, note).encode()
        files[layout.event_path(idx, layout.PROOF_SM3)] = log.proof(tree.SM3, idx, twin).encode()
    path = [notes._b64(one) for one in log.consistency(old)]
    files[layout.CONSISTENCY] = lines({"size": old, "path": path})
    return files


def objects(files: Files, stored: Mapping[str, int], medias: Mapping[str, str]) -> bytes:
    return lines(
        *(
            {
                "path": path,
                **digests(data),
                "size": len(data),
                "idx": stored.get(path),
                "media": medias.get(path, "text/plain"),
            }
            for path, data in sorted(files.items())
            if not layout.proves_itself(path)
        )
    )


def lines(*values: Any) -> bytes:
    return b"".join(canonical.encode(value) + b"\n" for value in values)


def with_manifests(files: Files) -> Files:
    """Write the manifests anew, as any forger can."""
    done = {p: d for p, d in files.items() if "manifest-" not in p}
    for algorithm, name in layout.MANIFESTS.items():
        done[name] = _manifest(algorithm, {p: d for p, d in files.items() if p.startswith("data/")})
    tags = {
        p: d
        for p, d in done.items()
        if not p.startswith("data/") and p not in layout.TAG_MANIFESTS.values()
    }
    for algorithm, name in layout.TAG_MANIFESTS.items():
        done[name] = _manifest(algorithm, tags)
    return done


def _manifest(algorithm: str, files: Files) -> bytes:
    return "".join(
        f"{hashlib.new(algorithm, data).hexdigest()}  {layout.manifest_name(path)}\n"
        for path, data in sorted(files.items())
    ).encode()


def write(path: Path, files: Files, top: str = "2026-001") -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in sorted(files.items()):
            archive.writestr(f"{top}/{name}", data)
    return path


def unpack(path: Path) -> Files:
    """Read a package as files by their path below the top folder."""
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
        return {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}


def flipped(data: bytes, place: int | None = None) -> bytes:
    """Flip one bit, by default in the middle."""
    place = len(data) // 2 if place is None else place
    return data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]


def vkey() -> VerifierKey:
    return LOG_KEY.verifier
