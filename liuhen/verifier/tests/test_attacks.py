"""Every way of altering a package that we could think of is found and named."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from liuhen.ledger import notes, tree
from liuhen.verifier import Report, Verdict, layout, verify_package
from liuhen.verifier.tests.building import (
    LOG_KEY,
    OTHER_KEY,
    TODAY,
    WITNESS,
    Files,
    Log,
    Made,
    casefile_bytes,
    digests,
    flipped,
    lines,
    made,
    objects,
    vkey,
    with_manifests,
    write,
)

MEMBERS = sorted(made().files)
SELF_MADE = {*layout.MANIFESTS.values(), *layout.TAG_MANIFESTS.values()}
BAD = (Verdict.ALTERED, Verdict.INCOMPLETE)


@pytest.fixture
def package() -> Made:
    return made()


@pytest.fixture
def check(tmp_path: Path) -> Callable[[Files], Report]:
    def run(files: Files) -> Report:
        return verify_package(write(tmp_path / "p.zip", files), today=TODAY, keys=[vkey()])

    return run


def codes(report: Report) -> set[str]:
    return {one.code for one in report.findings}


def subjects(report: Report) -> str:
    return " ".join(one.subject + one.message for one in report.findings)


Check = Callable[[Files], Report]


def test_a_sound_package_is_intact(package: Made, check: Check) -> None:
    report = check(package.files)
    assert report.verdict is Verdict.INTACT, report.findings
    assert report.exit_code == 0
    assert report.checked["events"] == 6
    assert report.as_json()["sections"] == dict.fromkeys(
        ["真实性", "完整性", "可用性", "安全性"], True
    )


@pytest.mark.parametrize("path", MEMBERS)
def test_a_flipped_bit_in_any_member_is_found_and_named(path: str, check: Check) -> None:
    files = made().files
    report = check(files | {path: flipped(files[path])})
    assert report.verdict in BAD
    assert path in subjects(report)


@pytest.mark.parametrize("path", [p for p in MEMBERS if p not in SELF_MADE | {layout.CONSISTENCY}])
def test_new_manifests_do_not_hide_a_flipped_bit(path: str, check: Check) -> None:
    files = made().files
    report = check(with_manifests(files | {path: flipped(files[path])}))
    assert report.verdict in BAD
    assert not any(code.startswith("bag.digest") for code in codes(report))


@pytest.mark.parametrize("path", MEMBERS)
def test_a_member_taken_out_is_missed_and_named(path: str, check: Check) -> None:
    files = made().files
    files.pop(path)
    report = check(files)
    assert report.verdict in BAD
    assert path in subjects(report)


@pytest.mark.parametrize("path", [p for p in MEMBERS if p not in SELF_MADE | {layout.CONSISTENCY}])
def test_new_manifests_do_not_hide_a_member_taken_out(path: str, check: Check) -> None:
    files = made().files
    files.pop(path)
    assert check(with_manifests(files)).verdict in BAD


@pytest.mark.parametrize("path", ["data/documents/extra.pdf", "proof/extra.txt", "extra.exe"])
def test_an_added_member_is_named(path: str, package: Made, check: Check) -> None:
    report = check(with_manifests(package.files | {path: b"more"}))
    assert "objects.extra" in codes(report)
    assert path in subjects(report)


def taken_out(package: Made, idx: int) -> Files:
    names = {layout.event_path(idx, kind) for kind in ("json", "tlog-proof", "sm3.tlog-proof")}
    return with_manifests({p: d for p, d in package.files.items() if p not in names})


@pytest.mark.parametrize("place", range(5))
def test_a_removed_event_is_missed_by_its_number(place: int, package: Made, check: Check) -> None:
    report = check(taken_out(package, package.events[place]))
    assert report.verdict is Verdict.INCOMPLETE
    assert f"第 {place} 号" in subjects(report)


def test_the_last_event_dropped_is_missed(package: Made, check: Check) -> None:
    assert "count.exported" in codes(check(taken_out(package, package.events[-1])))


def test_the_first_event_dropped_is_missed(package: Made, check: Check) -> None:
    assert "chain.missing" in codes(check(taken_out(package, package.events[0])))


def test_two_events_that_changed_places_are_found(package: Made, check: Check) -> None:
    one, other = (layout.event_path(idx, layout.LEAF) for idx in package.events[1:3])
    files = package.files
    swapped = with_manifests(files | {one: files[other], other: files[one]})
    assert {"proof.inclusion", "chain.link"} <= codes(check(swapped))


def test_an_event_of_another_case_slipped_in_is_named(package: Made, check: Check) -> None:
    log, other = package.log, 3
    note, twin = (package.files[name].decode() for name in (layout.NOTE, layout.NOTE_SM3))
    added = {
        layout.event_path(other, layout.LEAF): log.leaves[other],
        layout.event_path(other, layout.PROOF): log.proof(tree.SHA256, other, note).encode(),
        layout.event_path(other, layout.PROOF_SM3): log.proof(tree.SM3, other, twin).encode(),
    }
    report = check(with_manifests(package.files | added))
    assert "event.case" in codes(report)
    assert "c2" in subjects(report)


def test_proofs_of_another_case_do_not_serve(package: Made, check: Check) -> None:
    note = package.files[layout.NOTE].decode()
    stolen = package.log.proof(tree.SHA256, 3, note).encode()
    path = layout.event_path(package.events[1], layout.PROOF)
    assert "proof.inclusion" in codes(check(with_manifests(package.files | {path: stolen})))


def test_an_invented_event_has_no_proof(package: Made, check: Check) -> None:
    path = layout.event_path(99, layout.LEAF)
    invented = package.files[layout.event_path(package.events[1], layout.LEAF)]
    report = check(with_manifests(package.files | {path: invented}))
    assert {"proof.form", "chain.link"} <= codes(report)


def test_a_replaced_document_with_everything_rewritten_around_it_is_found(
    package: Made, check: Check
) -> None:
    path, forged = "data/documents/notice.pdf", b"%PDF-1.7 a milder notice"
    files = package.files | {path: forged}
    medias = {path: "application/pdf"}
    files[layout.OBJECTS] = objects(files, {path: package.events[1]}, medias)
    report = check(with_manifests(files))
    assert {"export.objects", "objects.leaf", "objects.left_out"} <= codes(report)


def test_a_case_file_edited_consistently_is_found(package: Made, check: Check) -> None:
    files = package.files | {layout.CASEFILE: casefile_bytes("某某公司拒报统计资料案")}
    files[layout.OBJECTS] = objects(files, {}, {})
    report = check(with_manifests(files))
    assert {"casefile.digest", "export.objects", "objects.left_out"} <= codes(report)


def test_a_whole_package_forged_with_another_key_does_not_pass(check: Check) -> None:
    report = check(made(Log(key=OTHER_KEY)).files)
    assert "trust.signature" in codes(report)
    assert report.verdict is Verdict.ALTERED


def test_two_trees_that_disagree_are_found(package: Made, check: Check) -> None:
    other = Log()
    for _ in range(len(package.log.leaves)):
        other.append("case.noted")
    files = package.files | {layout.NOTE_SM3: other.note(tree.SM3).encode()}
    assert "proof.inclusion" in codes(check(with_manifests(files)))


def test_notes_of_different_sizes_are_not_twins(package: Made, check: Check) -> None:
    shorter = package.log.note(tree.SM3, len(package.log.leaves) - 1)
    files = package.files | {layout.NOTE_SM3: shorter.encode()}
    assert "checkpoint.twins" in codes(check(with_manifests(files)))


def test_a_value_that_was_opened_falsely_is_named(package: Made, check: Check) -> None:
    files = package.files
    changed = files[layout.ROWS].replace(b'"value":100', b'"value":900')
    assert changed != files[layout.ROWS]
    report = check(with_manifests(files | {layout.ROWS: changed}))
    assert "rows.commitment" in codes(report)
    assert "fine" in subjects(report)


def test_a_value_left_out_is_named(package: Made, check: Check) -> None:
    files = package.files
    fewer = b"".join(one for one in files[layout.ROWS].splitlines(True) if b'"fine"' not in one)
    report = check(with_manifests(files | {layout.ROWS: fewer}))
    assert "rows.missing" in codes(report)
    assert "fine" in subjects(report)


def test_content_that_was_lawfully_forgotten_is_told_and_no_fault(check: Check) -> None:
    log = Log()

    def forget(log: Log) -> None:
        log.opened[1] = [{"idx": 1, "forgotten": True}]

    report = check(made(log, before_export=forget).files)
    assert report.verdict is Verdict.INTACT
    assert "rows.forgotten" in codes(report)


def test_a_package_of_garbage_is_a_finding_and_no_crash(check: Check) -> None:
    junk = b"\xff\x00{[" * 50
    report = check(dict.fromkeys(MEMBERS, junk))
    assert report.verdict is Verdict.ALTERED


# --- trust ----------------------------------------------------------------------------------------


def test_without_anything_from_outside_the_verdict_is_unwitnessed(tmp_path: Path) -> None:
    report = verify_package(write(tmp_path / "p.zip", made().files), today=TODAY)
    assert report.verdict is Verdict.UNWITNESSED
    assert report.exit_code == 0
    assert "trust.none" in codes(report)


def test_a_forger_with_a_key_of_his_own_gets_no_more_than_unwitnessed(tmp_path: Path) -> None:
    forged = made(Log(key=OTHER_KEY)).files
    assert (
        verify_package(write(tmp_path / "p.zip", forged), today=TODAY).verdict
        is Verdict.UNWITNESSED
    )


def test_a_checkpoint_held_outside_vouches_for_the_package(tmp_path: Path) -> None:
    package = made()
    path = write(tmp_path / "p.zip", package.files)
    same = package.log.note(tree.SHA256)
    earlier = package.log.note(tree.SHA256, len(package.log.leaves) - 1)
    for held in (same, earlier, "\n".join(earlier.split("\n")[:3])):
        assert verify_package(path, today=TODAY, checkpoint=held).verdict is Verdict.INTACT


@pytest.mark.parametrize("short", [0, 1])
def test_a_rewritten_log_is_found_against_a_checkpoint_held_outside(
    short: int, tmp_path: Path
) -> None:
    package, other = made(), Log()
    for _ in range(len(package.log.leaves)):
        other.append("case.noted")
    held = other.note(tree.SHA256, len(package.log.leaves) - short)
    path = write(tmp_path / "p.zip", package.files)
    report = verify_package(path, today=TODAY, keys=[vkey()], checkpoint=held)
    assert "outside.fork" in codes(report)
    assert report.verdict is Verdict.ALTERED


def test_a_checkpoint_that_cannot_be_linked_does_not_vouch(tmp_path: Path) -> None:
    package = made()
    held = package.log.note(tree.SHA256, 2)
    report = verify_package(write(tmp_path / "p.zip", package.files), today=TODAY, checkpoint=held)
    assert report.verdict is Verdict.UNWITNESSED
    assert "outside.link" in codes(report)


def with_links(package: Made, *sizes: int) -> Files:
    """Give the package links to more of its earlier checkpoints."""
    links = [
        {"size": size, "path": [notes._b64(one) for one in package.log.consistency(size)]}
        for size in sizes
    ]
    return with_manifests(package.files | {layout.CONSISTENCY: lines(*links)})


@pytest.mark.parametrize(("size", "verdict"), [(7, Verdict.INTACT), (5, Verdict.UNWITNESSED)])
def test_an_old_checkpoint_vouches_only_for_what_came_before_it(
    size: int, verdict: Verdict, tmp_path: Path
) -> None:
    """Entry 6 is the seal: a slip from after it covers the case, one from before it does not."""
    package = made()
    path = write(tmp_path / "p.zip", with_links(package, 5, 7))
    held = package.log.note(tree.SHA256, size)
    report = verify_package(path, today=TODAY, checkpoint=held)
    assert report.verdict is verdict
    assert ("trust.uncovered" in codes(report)) is (verdict is Verdict.UNWITNESSED)


def test_a_witness_counts_and_its_absence_is_told(tmp_path: Path) -> None:
    keys = [vkey(), WITNESS.verifier]
    seen = verify_package(
        write(tmp_path / "a.zip", made(witnessed=True).files), today=TODAY, keys=keys
    )
    unseen = verify_package(write(tmp_path / "b.zip", made().files), today=TODAY, keys=keys)
    assert seen.verdict is Verdict.INTACT
    assert seen.facts["witnesses"] == [WITNESS.name]
    assert unseen.verdict is Verdict.UNWITNESSED


def test_where_no_signature_can_be_checked_the_verdict_is_never_fine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from liuhen.ledger import ed25519

    def cannot(*_: bytes) -> bool:
        raise ed25519.NoEd25519("没有")

    monkeypatch.setattr(ed25519, "verify", cannot)
    report = verify_package(write(tmp_path / "p.zip", made().files), today=TODAY, keys=[vkey()])
    assert report.verdict is Verdict.UNWITNESSED
    assert "trust.unchecked" in codes(report)


def test_lines_of_the_list_that_say_more_than_they_should_are_refused(
    package: Made, check: Check
) -> None:
    more = lines({"path": "x", **digests(b"x"), "size": 1, "idx": None, "media": "a/b", "why": "x"})
    files = package.files | {layout.OBJECTS: package.files[layout.OBJECTS] + more}
    assert "objects.form" in codes(check(with_manifests(files)))


def test_the_vkey_of_another_log_does_not_vouch(tmp_path: Path) -> None:
    from liuhen.verifier.tests.building import signing_key

    stranger = signing_key("stranger", "stranger.example/log").verifier
    path = write(tmp_path / "p.zip", made().files)
    report = verify_package(path, today=TODAY, keys=[stranger])
    assert report.verdict is Verdict.UNWITNESSED
    assert "trust.key" in codes(report)
    assert LOG_KEY.verifier.name in subjects(report)
