"""T-17: each step of the check is needed. For each there is a package that only it refuses."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from liuhen.ledger import tree
from liuhen.verifier import STEPS, Verdict, layout, verify_package
from liuhen.verifier.tests.building import (
    TODAY,
    Files,
    Log,
    Made,
    digests,
    flipped,
    made,
    objects,
    vkey,
    with_manifests,
    write,
)


@dataclass(frozen=True)
class Attack:
    """A bad package, what the reader holds, and what the step must say of it."""

    files: Files
    code: str
    trusted: bool = True
    checkpoint: str | None = None


def manifests() -> Attack:
    files = made().files
    return Attack(files | {layout.CONSISTENCY: flipped(files[layout.CONSISTENCY])}, "bag.digest")


def inclusion() -> Attack:
    package = made()
    path = layout.event_path(package.events[2], layout.PROOF_SM3)
    other = package.files[layout.event_path(package.events[1], layout.PROOF_SM3)]
    return Attack(with_manifests(package.files | {path: other}), "proof.inclusion")


def chain() -> Attack:
    def unlink(log: Log) -> None:
        log.last["c1"] = (log.last["c1"][0], "00" * 32)

    return Attack(made(before_export=unlink).files, "chain.link")


def count() -> Attack:
    return Attack(made(seal={"count": 99}).files, "count.sealed")


def export() -> Attack:
    package = made()
    files = package.files | {layout.README: "换了说明\n".encode()}
    files[layout.OBJECTS] = _listed_again(package, files)
    return Attack(with_manifests(files), "export.objects")


def _listed_again(package: Made, files: Files) -> bytes:
    stored = {
        layout.CASEFILE: package.events[3],
        "data/documents/notice.pdf": package.events[1],
        "data/recordings/photo.jpg": package.events[2],
    }
    medias = {layout.CASEFILE: "application/json"}
    return objects(files, stored, medias)


def listed() -> Attack:
    files = made().files
    return Attack(with_manifests(files | {layout.README: b"another text\n"}), "objects.digest")


def rows() -> Attack:
    def lie(log: Log) -> None:
        log.opened[1][0]["value"] = "别的名称"

    return Attack(made(before_export=lie).files, "rows.commitment")


def casefile() -> Attack:
    return Attack(made(seal={"casefile": digests(b"another")}).files, "casefile.digest")


def handwriting() -> Attack:
    """A signature that was given under another text: every file is as the log has it."""
    said = {"document": 7, "file": digests(b"another text")}
    return Attack(made(strokes=json.dumps(said).encode()).files, "signature.version")


def signatures() -> Attack:
    package = made()
    text, blank, signature = package.files[layout.NOTE].decode().partition("\n\n")
    false = f"{text}{blank}{signature[:60]}{'A' if signature[60] != 'A' else 'B'}{signature[61:]}"
    swap = package.files[layout.NOTE], false.encode()
    files = {path: data.replace(*swap) for path, data in package.files.items()}
    return Attack(
        with_manifests(files),
        "trust.signature",
        trusted=False,
        checkpoint=package.log.note(tree.SHA256),
    )


def outside() -> Attack:
    package, other = made(), Log()
    for _ in range(len(package.log.leaves)):
        other.append("case.noted")
    return Attack(package.files, "outside.fork", checkpoint=other.note(tree.SHA256))


def trust() -> Attack:
    return Attack(made().files, "trust.none", trusted=False)


def usable() -> Attack:
    return Attack(made(paper_bytes=b"no PDF at all").files, "usable.format")


def regulation() -> Attack:
    return Attack(made(casefile=b'{"format":"liuhen.casefile/1"}').files, "usable.casefile")


ATTACKS: dict[str, Callable[[], Attack]] = {
    "check_manifests": manifests,
    "check_inclusion": inclusion,
    "check_chain": chain,
    "check_count": count,
    "check_export": export,
    "check_objects": listed,
    "check_rows": rows,
    "check_casefile": casefile,
    "check_handwriting": handwriting,
    "check_signatures": signatures,
    "check_outside": outside,
    "conclude_trust": trust,
    "check_usable": usable,
    "check_regulation": regulation,
}
READERS = {"read_events", "read_objects"}
"""Steps without which nothing passes at all."""


def test_every_step_has_its_attack() -> None:
    assert {step.__name__ for step in STEPS} == ATTACKS.keys() | READERS


@pytest.mark.parametrize("name", ATTACKS)
def test_only_this_step_refuses_the_attack(name: str, tmp_path: Path) -> None:
    attack = ATTACKS[name]()
    path = write(tmp_path / "p.zip", attack.files)
    keys = [vkey()] if attack.trusted else []
    full = verify_package(path, today=TODAY, keys=keys, checkpoint=attack.checkpoint)
    without = verify_package(
        path,
        today=TODAY,
        keys=keys,
        checkpoint=attack.checkpoint,
        steps=[step for step in STEPS if step.__name__ != name],
    )
    assert attack.code in {one.code for one in full.findings}
    assert full.verdict is not Verdict.INTACT
    assert without.verdict is Verdict.INTACT, without.findings


@pytest.mark.parametrize("name", sorted(READERS))
def test_without_reading_even_a_sound_package_does_not_pass(name: str, tmp_path: Path) -> None:
    path = write(tmp_path / "p.zip", made().files)
    steps = [step for step in STEPS if step.__name__ != name]
    report = verify_package(path, today=TODAY, keys=[vkey()], steps=steps)
    assert report.verdict in (Verdict.ALTERED, Verdict.INCOMPLETE)
