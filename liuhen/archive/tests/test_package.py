"""The package: a stranger reads and checks it without this system."""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import sys
import tracemalloc
import zipfile
from collections.abc import Collection, Sequence
from datetime import date
from pathlib import Path
from typing import BinaryIO

import bagit
import pytest

from liuhen import clock
from liuhen.archive import bag
from liuhen.archive.actions import export_case
from liuhen.archive.bag import BagMember, member_of, write_bag
from liuhen.archive.models import CaseExport
from liuhen.archive.tests.conftest import Exported, World
from liuhen.cases.models import Case
from liuhen.faults import Conflict, Forbidden, NotFound
from liuhen.ledger import actions as ledger
from liuhen.ledger.models import LedgerEntry
from liuhen.ledger.notes import VerifierKey
from liuhen.ledger.signer import checkpoint, home_signer
from liuhen.people.actors import SYSTEM
from liuhen.procedure.compile import compile_case
from liuhen.regulation.codec import encode
from liuhen.vault import store
from liuhen.vault.folder import Damaged
from liuhen.verifier import Report, Verdict, layout, verify_package
from liuhen.verifier.tests.building import Files, flipped, unpack, with_manifests, write

TODAY = date(2026, 11, 24)
AT = clock.shanghai(2026, 11, 24, 10, 0)


def keys() -> list[VerifierKey]:
    return list(home_signer().keys(ledger.origin()))


def verified(path: Path, by: Sequence[VerifierKey] = ()) -> Report:
    return verify_package(path, today=TODAY, keys=by or keys())


@pytest.fixture
def files(exported: Exported) -> Files:
    return unpack(exported.path)


@pytest.fixture
def package(archived: World, tmp_path: Path) -> Path:
    out = tmp_path / "out" / "案卷包.zip"
    out.parent.mkdir()
    export_case(archived.actor("庚"), archived.case, out, purpose="移送法院")
    return out


def test_the_package_of_an_archived_case_is_intact(exported: Exported) -> None:
    report = verified(exported.path, exported.keys)
    assert report.verdict is Verdict.INTACT, report.findings
    assert report.checked["events"] > 20
    assert report.checked["values"] > 500
    assert report.facts["number"].endswith("-001")
    assert report.regulation is not None
    assert report.regulation["rule_pack"] == report.regulation["rule_pack_at_export"]


def test_without_a_key_from_outside_it_is_unwitnessed(exported: Exported) -> None:
    assert verify_package(exported.path, today=TODAY).verdict is Verdict.UNWITNESSED


def test_a_slip_from_the_day_of_archiving_vouches_for_a_later_package(exported: Exported) -> None:
    report = verify_package(exported.path, today=TODAY, checkpoint=exported.slip)
    assert report.verdict is Verdict.INTACT, report.findings


def test_the_bagit_library_finds_the_bag_valid(exported: Exported, tmp_path: Path) -> None:
    with zipfile.ZipFile(exported.path) as archive:
        archive.extractall(tmp_path / "unpacked")
    folder = next((tmp_path / "unpacked").iterdir())
    opened = bagit.Bag(str(folder))
    opened.validate(fast=False)
    assert sorted(opened.algorithms) == ["sha256", "sha512"]


def test_it_holds_every_kind_of_record_under_names_that_people_can_read(files: Files) -> None:
    folders = {
        path.split("/")[1] for path in files if path.startswith("data/") and path.count("/") > 1
    }
    assert folders == {"documents", "scans", "recordings", "evidence", "volumes"}
    assert {"data/volumes/正卷.pdf", "data/volumes/副卷.pdf", layout.CASEFILE} <= files.keys()
    assert any("误收的函" in path for path in files), "void papers are kept"
    assert "移送法院" not in files[layout.README].decode()


def test_the_case_file_is_the_sealed_one_byte_for_byte(files: Files, exported: Exported) -> None:
    assert files[layout.CASEFILE] == exported.casefile


def telling(files: Files, without: Collection[str] = ()) -> list[str]:
    """Return every member, of the many alike entries with their proofs every fifth one."""
    return [
        name
        for name in sorted(files)
        if name not in without
        and ((m := layout.EVENT.fullmatch(name)) is None or int(m[1]) % 5 == 0)
    ]


def test_a_flipped_bit_in_any_member_is_found(
    files: Files, exported: Exported, tmp_path: Path
) -> None:
    path = tmp_path / "p.zip"
    for name in telling(files):
        report = verified(write(path, files | {name: flipped(files[name])}), exported.keys)
        assert report.verdict in (Verdict.ALTERED, Verdict.INCOMPLETE), name
        assert name in " ".join(one.subject + one.message for one in report.findings), name


def test_new_manifests_hide_no_flipped_bit(
    files: Files, exported: Exported, tmp_path: Path
) -> None:
    path = tmp_path / "p.zip"
    derived = {*layout.MANIFESTS.values(), *layout.TAG_MANIFESTS.values(), layout.CONSISTENCY}
    for name in telling(files, derived):
        report = verified(
            write(path, with_manifests(files | {name: flipped(files[name])})), exported.keys
        )
        assert report.verdict in (Verdict.ALTERED, Verdict.INCOMPLETE), name


def test_every_event_taken_out_is_missed(files: Files, exported: Exported, tmp_path: Path) -> None:
    path = tmp_path / "p.zip"
    indexes = {int(m[1]) for name in files if (m := layout.EVENT.fullmatch(name))}
    for idx in sorted(indexes):
        fewer = {
            name: data
            for name, data in files.items()
            if not ((m := layout.EVENT.fullmatch(name)) and int(m[1]) == idx)
        }
        report = verified(write(path, with_manifests(fewer)), exported.keys)
        assert report.verdict in (Verdict.ALTERED, Verdict.INCOMPLETE), idx


def test_the_single_file_in_the_package_checks_the_package_itself(
    exported: Exported, files: Files, tmp_path: Path
) -> None:
    for name in (layout.PROGRAM, layout.SCRIPT):
        (tmp_path / name).write_bytes(files[name])
    for script in ("verify.pyz", "verify.py"):
        done = subprocess.run(
            [
                sys.executable,
                "-S",
                "-I",
                script,
                str(exported.path),
                "--key",
                str(exported.keys[0]),
                "--json",
            ],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert json.loads(done.stdout)["verdict"] in ("intact", "unwitnessed")


def test_the_export_is_in_the_ledger_before_and_the_file_after(
    package: Path, archived: World
) -> None:
    own = LedgerEntry.objects.filter(case_id=archived.case.stream).order_by("idx")
    types = [one.event["type"] for one in own]
    assert types[-2:] == ["case.exported", "package.written"]
    row = CaseExport.objects.get()
    assert row.file_size == package.stat().st_size
    assert row.file_sha256 == hashlib.sha256(package.read_bytes()).hexdigest()
    assert (row.purpose, row.recorded_by_id) == ("移送法院", archived.actor("庚").id)


def test_a_second_package_holds_the_first_export_too(package: Path, archived: World) -> None:
    again = package.with_name("again.zip")
    export_case(SYSTEM, archived.case, again)
    report = verified(again)
    assert report.verdict is Verdict.INTACT, report.findings
    assert report.checked["events"] == verified(package).checked["events"] + 2


def test_an_older_package_stays_good_when_the_log_grows(package: Path) -> None:
    checkpoint(actor=SYSTEM.id, at=clock.now())
    assert verified(package).verdict is Verdict.INTACT


def test_a_closed_case_can_be_exported_before_it_is_archived(world: World, tmp_path: Path) -> None:
    out = tmp_path / "p.zip"
    export_case(world.actor("庚"), world.case, out)
    report = verified(out)
    assert report.verdict is Verdict.INTACT, report.findings
    assert unpack(out)[layout.CASEFILE] == encode(compile_case(world.case))


def test_an_open_case_is_not_exported(world: World, tmp_path: Path) -> None:
    Case.objects.filter(pk=world.case.pk).update(closed_on=None)
    with pytest.raises(Conflict, match="还没有结案"):
        export_case(world.actor("庚"), world.case, tmp_path / "p.zip")


def test_only_the_archivist_hands_a_package_on(archived: World, tmp_path: Path) -> None:
    out = tmp_path / "p.zip"
    for name in ("甲", "丙", "戊"):
        with pytest.raises(Forbidden, match="档案管理员"):
            export_case(archived.actor(name), archived.case, out)
    with pytest.raises(NotFound):
        export_case(archived.actor("外"), archived.case, out)
    assert not out.exists()


def test_a_file_that_is_there_is_never_overwritten(archived: World, tmp_path: Path) -> None:
    out = tmp_path / "p.zip"
    out.write_bytes(b"mine")
    with pytest.raises(Conflict, match="已经存在"):
        export_case(archived.actor("庚"), archived.case, out)
    assert out.read_bytes() == b"mine"


def test_a_damaged_file_of_the_vault_stops_the_export_and_is_named(
    archived: World, tmp_path: Path
) -> None:
    path = store.path_for(archived.case.recordings.get(title="录音").file_sha256)
    path.chmod(0o600)
    path.write_bytes(flipped(path.read_bytes()))
    out = tmp_path / "folder" / "p.zip"
    out.parent.mkdir()
    with pytest.raises(Damaged, match="录音"):
        export_case(archived.actor("庚"), archived.case, out)
    assert not list(out.parent.iterdir())


def test_content_that_was_forgotten_is_no_fault_of_the_package(
    archived: World, tmp_path: Path
) -> None:
    from liuhen.people.acting import acting

    idx = LedgerEntry.objects.filter(case_id=archived.case.stream).order_by("idx")[3].idx
    with acting(SYSTEM) as act:
        ledger.forget(idx=idx, actor=SYSTEM.id, at=act.at, reason="PIPL-47")
    out = tmp_path / "p.zip"
    export_case(archived.actor("庚"), archived.case, out)
    report = verified(out)
    assert report.verdict is Verdict.INTACT, report.findings
    assert "rows.forgotten" in {one.code for one in report.findings}


def test_the_key_of_the_home_is_not_inside(exported: Exported, files: Files) -> None:
    secret = exported.private_key.splitlines()[1]
    assert len(secret) > 40
    assert not any(secret in data or b"PRIVATE KEY" in data for data in files.values())


class Zeros(io.RawIOBase):
    """A long recording that takes no room."""

    def __init__(self, size: int) -> None:
        self.left = size

    def read(self, size: int = -1) -> bytes:
        part = min(self.left, size if size >= 0 else self.left)
        self.left -= part
        return bytes(part)


def zeros(size: int) -> BagMember:
    def opened() -> BinaryIO:
        return Zeros(size)  # type: ignore[return-value]

    return BagMember("data/recordings/long.mp4", size, "video/mp4", opened)


def test_a_long_recording_does_not_pass_through_memory(tmp_path: Path) -> None:
    size = 40 * 1024 * 1024
    tracemalloc.start()
    try:
        write_bag(tmp_path / "p.zip", top="x", members=[zeros(size)], at=AT)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 8 * bag.READ_BYTES
    with zipfile.ZipFile(tmp_path / "p.zip") as archive:
        assert archive.getinfo("x/data/recordings/long.mp4").compress_type == zipfile.ZIP_STORED


@pytest.mark.long
def test_a_recording_of_more_than_four_gigabytes_goes_in_and_is_read_back(tmp_path: Path) -> None:
    size = 4 * 1024**3 + 17
    out = tmp_path / "p.zip"
    write_bag(out, top="x", members=[zeros(size), member_of(layout.BAGIT, b"x")], at=AT)
    with zipfile.ZipFile(out) as archive:
        assert archive.getinfo("x/data/recordings/long.mp4").file_size == size
        assert archive.testzip() is None


def test_the_same_members_give_the_same_bytes(tmp_path: Path) -> None:
    members = [member_of("data/b", b"2"), member_of("data/a", b"1"), member_of("README.txt", b"r")]
    for name, given in (("a", members), ("b", members[::-1])):
        write_bag(tmp_path / name, top="x", members=given, at=AT)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_a_full_disk_leaves_no_half_package(tmp_path: Path) -> None:
    def broken() -> BinaryIO:
        raise OSError(28, "No space left on device")

    out = tmp_path / "p.zip"
    with pytest.raises(OSError, match="No space"):
        write_bag(out, top="x", members=[BagMember("data/a", 1, "a/b", broken)], at=AT)
    assert not list(tmp_path.iterdir())
