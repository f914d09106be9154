"""The package of a case: everything a stranger needs to check it without this system.

Every byte of the payload is bound to the signed log: by the entry that stored it, or by
objects.jsonl, whose digests the export's own entry carries. Recordings never pass through memory.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from liuhen.archive.bag import BagMember, member_of
from liuhen.archive.models import ArchivedCase, Volume
from liuhen.archive.openings import rows_file
from liuhen.cases.models import Case
from liuhen.clock import SHANGHAI
from liuhen.documents.models import DocumentVersion, PageScan, ScreenSignature, SignedCopy
from liuhen.evidence.models import EvidenceItem, Recording
from liuhen.ledger import actions as ledger
from liuhen.ledger import canonical, nodes, signer
from liuhen.ledger.canonical import JSON
from liuhen.ledger.models import Checkpoint, LedgerEntry
from liuhen.ledger.notes import Proof
from liuhen.ledger.queries import entries_of
from liuhen.ledger.tree import SHA256, SM3
from liuhen.procedure.compile import compile_case
from liuhen.regulation.codec import encode
from liuhen.regulation.pack import load
from liuhen.vault import store
from liuhen.vault.hashes import new_sm3
from liuhen.verifier import layout, standalone_zipapp

_OFFLINE = Path(__file__).parent / "offline"
_SUFFIX = {
    "application/pdf": ".pdf",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/tiff": ".tif",
    "image/webp": ".webp",
    "image/heic": ".heic",
    "video/mp4": ".mp4",
    "audio/mp4": ".m4a",
    "audio/wav": ".wav",
    "audio/x-wav": ".wav",
    "audio/mpeg": ".mp3",
    "video/webm": ".webm",
    "audio/webm": ".weba",
    "video/x-matroska": ".mkv",
    "text/plain": ".txt",
    "text/csv": ".csv",
    "application/json": ".json",
    "application/zip": ".zip",
}
_UNFIT = re.compile(r"[^\w（）()\-－·]+")
_MAX_CHECKPOINTS = 500


@dataclass(frozen=True)
class Contents:
    """What an export puts in, apart from the proofs, with what its entry has to say."""

    members: tuple[BagMember, ...]
    objects: bytes
    facts: dict[str, JSON]


@dataclass(frozen=True)
class Stored:
    """A file of the case in the vault and the entry that stored it."""

    path: str
    sha256: str
    sm3: str
    size: int
    media: str
    idx: int | None

    def member(self) -> BagMember:
        """Return it as a member that is read from the vault when it is written."""
        sha256 = self.sha256

        def opened() -> BinaryIO:
            return store.open(sha256)

        return BagMember(self.path, self.size, self.media, opened, self.sha256, self.sm3)


def gather(case: Case, at: datetime) -> Contents:
    """Gather the contents of a package; runs inside the transaction that records the export."""
    entries = list(entries_of(case.stream))
    casefile = _casefile(case)
    stored = list(_stored(case, entries))
    made: list[BagMember] = []
    if not any(one.path == layout.CASEFILE for one in stored):  # closed, not archived yet
        made.append(member_of(layout.CASEFILE, casefile, "application/json"))
    sizes = [*(one.size for one in stored), *(one.size for one in made)]
    made += _tags(case, at, sizes)
    made.append(member_of(layout.ROWS, rows_file(entries)))
    objects = _objects(stored, made)
    members = (*(one.member() for one in stored), *made, member_of(layout.OBJECTS, objects))
    facts: dict[str, JSON] = {
        "format": layout.FORMAT,
        "objects": _digests(objects),
        "casefile": _digests(casefile),
    }
    return Contents(members, objects, facts)


def _casefile(case: Case) -> bytes:
    """An archived case's file is the one that was sealed, byte for byte."""
    archived = ArchivedCase.objects.filter(case=case).first()
    if archived is not None:
        return store.read_bytes(archived.casefile_sha256)
    return encode(compile_case(case))


def _stored(case: Case, entries: Sequence[LedgerEntry]) -> Iterator[Stored]:
    """Yield each file that an entry of the case stored, once, under a name that people can read."""
    names = _names(case)
    seen: set[str] = set()
    for entry in entries:
        raw = entry.event.get("object")
        if raw is None or raw["sha256"] in seen:
            continue
        seen.add(raw["sha256"])
        path = names.get(raw["sha256"]) or f"data/other/{raw['sha256'][:16]}{_suffix(raw['media'])}"
        yield Stored(path, raw["sha256"], raw["sm3"], raw["size"], raw["media"], entry.idx)


def _names(case: Case) -> dict[str, str]:
    """Name the files by what they are; the row's number keeps two of one title apart."""
    found: dict[str, str] = {}

    def name(sha256: str, folder: str, title: str, media: str) -> None:
        if sha256:
            found.setdefault(sha256, f"data/{folder}/{_fit(title)}{_suffix(media)}")

    for archived in ArchivedCase.objects.filter(case=case):
        found[archived.casefile_sha256] = layout.CASEFILE
    for volume in Volume.objects.filter(case=case):
        name(volume.file_sha256, "volumes", volume.get_kind_display(), "application/pdf")
    for version in DocumentVersion.objects.filter(document__case=case).select_related("document"):
        title = f"D{version.document_id}-V{version.number}_{version.document.title}"
        name(version.file_sha256, "documents", title, version.file_media)
    scans = PageScan.objects.filter(version__document__case=case)
    for scan in scans.select_related("version__document"):
        title = f"D{scan.version.document_id}-V{scan.version.number}-P{scan.page}_{scan.version.document.title}_{scan.pk}"
        name(scan.file_sha256, "scans", title, scan.file_media)
    copies = SignedCopy.objects.filter(version__document__case=case)
    for copy in copies.select_related("version__document"):
        title = f"D{copy.version.document_id}-V{copy.version.number}-S{copy.pk}_{copy.version.document.title}_签署版"
        name(copy.file_sha256, "documents", title, copy.file_media)
    written = ScreenSignature.objects.filter(signature__version__document__case=case)
    for one in written.select_related("signature__version"):
        version = one.signature.version
        title = f"D{version.document_id}-V{version.number}_{one.signature.label}_{one.pk}"
        name(one.file_sha256, "signatures", title, one.file_media)
    for recording in Recording.objects.filter(case=case):
        name(
            recording.file_sha256,
            "recordings",
            f"R{recording.pk}_{recording.title}",
            recording.file_media,
        )
    for item in EvidenceItem.objects.filter(case=case):
        name(item.file_sha256, "evidence", f"E{item.pk}_{item.name}", item.file_media)
    return found


def _fit(title: str) -> str:
    """Return a title as a file name that every system takes."""
    return _UNFIT.sub("_", title)[:80].strip("_")


def _suffix(media: str) -> str:
    return _SUFFIX.get(media, ".bin")


def _tags(case: Case, at: datetime, payload: Sequence[int]) -> list[BagMember]:
    """Return the members that explain and carry the package; `payload` are its files' sizes."""
    words = {
        "number": case.number,
        "title": case.title,
        "bureau": case.bureau.name,
        "at": f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}",
        "rule_pack": load().version,
    }
    info = {
        "Source-Organization": case.bureau.name,
        "External-Identifier": case.number,
        "External-Description": case.title,
        "Bagging-Date": f"{at.astimezone(SHANGHAI):%Y-%m-%d}",
        "Payload-Oxum": f"{sum(payload)}.{len(payload)}",
        "Bag-Software-Agent": "liuhen",
        "Rule-Pack": load().version,
    }
    readme = (_OFFLINE / layout.README).read_text(encoding="utf-8").format(**words)
    lines = "".join(f"{name}: {' '.join(value.split())}\n" for name, value in info.items())
    keys = signer.home_signer().keys(ledger.origin())
    policy = "".join(f"log {key}\n" for key in keys) + "quorum none\n"
    return [
        member_of(layout.BAGIT, layout.BAGIT_TEXT.encode()),
        member_of(layout.BAG_INFO, lines.encode()),
        member_of(layout.README, readme.encode()),
        member_of(layout.POLICY, policy.encode()),
        member_of(layout.SCRIPT, (_OFFLINE / layout.SCRIPT).read_bytes()),
        member_of(layout.PROGRAM, standalone_zipapp(), "application/zip"),
    ]


def _objects(stored: Sequence[Stored], made: Sequence[BagMember]) -> bytes:
    lines: list[dict[str, JSON]] = [
        {
            "path": one.path,
            "sha256": one.sha256,
            "sm3": one.sm3,
            "size": one.size,
            "media": one.media,
            "idx": one.idx,
        }
        for one in stored
    ]
    for member in made:
        with member.open() as source:
            data = source.read()
        lines.append(
            {
                "path": member.path,
                **_digests(data),
                "size": len(data),
                "media": member.media,
                "idx": None,
            }
        )
    lines.sort(key=lambda line: str(line["path"]))
    return b"".join(canonical.encode(line) + b"\n" for line in lines)


def _digests(data: bytes) -> dict[str, JSON]:
    national = new_sm3()
    national.update(data)
    return {"sha256": hashlib.sha256(data).hexdigest(), "sm3": national.hexdigest()}


def prove(case: Case, last: int, checkpoint: Checkpoint) -> Iterator[BagMember]:
    """Yield leaves and proofs of the case's entries up to index `last` under a checkpoint."""
    yield member_of(layout.NOTE, checkpoint.note256.encode())
    yield member_of(layout.NOTE_SM3, checkpoint.notesm3.encode())
    for entry in entries_of(case.stream):
        if entry.idx > last:
            break
        yield member_of(
            layout.event_path(entry.idx, layout.LEAF), bytes(entry.leaf), "application/json"
        )
        for kind, algorithm, note in (
            (layout.PROOF, SHA256, checkpoint.note256),
            (layout.PROOF_SM3, SM3, checkpoint.notesm3),
        ):
            path = nodes.inclusion_path(algorithm, entry.idx, checkpoint.size)
            text = Proof(entry.idx, tuple(path), note).text
            yield member_of(layout.event_path(entry.idx, kind), text.encode())
    yield member_of(layout.CONSISTENCY, _consistency(case, checkpoint))


def _consistency(case: Case, checkpoint: Checkpoint) -> bytes:
    """Link the earlier checkpoints since the case began, so that any slip of them will serve.

    Of very many, the last of each day stays: slips are printed daily.
    """
    first = next(iter(entries_of(case.stream))).idx
    earlier = list(
        Checkpoint.objects.filter(size__gt=first, size__lt=checkpoint.size)
        .order_by("size")
        .values_list("size", "created_at")
    )
    sizes = [size for size, _ in earlier]
    if len(earlier) > _MAX_CHECKPOINTS:
        sizes = list({at.astimezone(SHANGHAI).date(): size for size, at in earlier}.values())
    return b"".join(canonical.encode(_link(size, checkpoint.size)) + b"\n" for size in sizes)


def _link(old: int, new: int) -> dict[str, Any]:
    path = nodes.consistency_path(SHA256, old, new)
    return {"size": old, "path": [base64.b64encode(one).decode("ascii") for one in path]}
