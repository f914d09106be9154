"""The names inside a package; who writes it and who checks it agree here and nowhere else."""

from __future__ import annotations

import re

FORMAT = "liuhen.package/1"
EXPORTED, SEALED, WRITTEN = "case.exported", "case.sealed", "package.written"

BAGIT = "bagit.txt"
BAGIT_TEXT = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
BAG_INFO = "bag-info.txt"
PAYLOAD = "data/"
MANIFESTS = {"sha256": "manifest-sha256.txt", "sha512": "manifest-sha512.txt"}
TAG_MANIFESTS = {"sha256": "tagmanifest-sha256.txt", "sha512": "tagmanifest-sha512.txt"}

CASEFILE = "data/casefile.json"
POLICY = "proof/policy.txt"
NOTE, NOTE_SM3 = "proof/checkpoint.note", "proof/checkpoint-sm3.note"
CONSISTENCY = "proof/consistency.jsonl"
OBJECTS, ROWS = "proof/objects.jsonl", "proof/rows.jsonl"
README, SCRIPT, PROGRAM = "README.txt", "verify.py", "verify.pyz"

EVENT = re.compile(r"proof/events/(0|[1-9][0-9]{0,15})\.(json|tlog-proof|sm3\.tlog-proof)")


def event_path(idx: int, kind: str) -> str:
    """Return where an entry's leaf (`json`) or its proof under one tree stands."""
    return f"proof/events/{idx}.{kind}"


LEAF, PROOF, PROOF_SM3 = "json", "tlog-proof", "sm3.tlog-proof"


def proves_itself(path: str) -> bool:
    """Tell whether a member carries its own proof and so is not named in objects.jsonl.

    The manifests are compared with every byte, objects.jsonl with the export's leaf, notes by
    signature, leaves by inclusion, consistency proofs by their hashes.
    """
    return (
        path in (*MANIFESTS.values(), *TAG_MANIFESTS.values(), OBJECTS, NOTE, NOTE_SM3, CONSISTENCY)
        or EVENT.fullmatch(path) is not None
    )


def manifest_name(path: str) -> str:
    """Write a path as BagIt manifests have it (RFC 8493, 2.1.3)."""
    return path.replace("%", "%25").replace("\n", "%0A").replace("\r", "%0D")


def from_manifest(name: str) -> str:
    """Read a path from a BagIt manifest."""
    for written, meant in (
        ("%0A", "\n"),
        ("%0a", "\n"),
        ("%0D", "\r"),
        ("%0d", "\r"),
        ("%25", "%"),
    ):
        name = name.replace(written, meant)
    return name
