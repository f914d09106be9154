"""A ZIP file that wants to do more than hold a package is not read at all."""

from __future__ import annotations

import stat
import struct
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from liuhen.verifier import Report, Verdict, layout, verify_package
from liuhen.verifier import opened as opening
from liuhen.verifier.tests.building import TODAY, made, vkey, write


def verified(path: Path) -> Report:
    return verify_package(path, today=TODAY, keys=[vkey()])


def sound(tmp_path: Path) -> Path:
    return write(tmp_path / "p.zip", made().files)


def add(path: Path, name: str, data: bytes = b"x", mode: int = 0) -> None:
    with warnings.catch_warnings(), zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")
        info = zipfile.ZipInfo(name)
        info.external_attr = mode << 16
        info.compress_type = zipfile.ZIP_DEFLATED
        archive.writestr(info, data)


TRICKS: dict[str, Callable[[Path], None]] = {
    "a path upwards": lambda path: add(path, "2026-001/../../etc/passwd"),
    "an absolute path": lambda path: add(path, "/etc/passwd"),
    "a drive": lambda path: add(path, "2026-001/C:evil"),
    "a backslash": lambda path: add(path, "2026-001\\..\\evil"),
    "an empty part": lambda path: add(path, "2026-001//evil"),
    "a control character": lambda path: add(path, "2026-001/e\x1bvil"),
    "the same name twice": lambda path: add(path, f"2026-001/{layout.CASEFILE}"),
    "the same name in capitals": lambda path: add(path, f"2026-001/{layout.CASEFILE.upper()}"),
    "a symbolic link": lambda path: add(path, "2026-001/link", b"/etc", stat.S_IFLNK | 0o777),
    "a device": lambda path: add(path, "2026-001/dev", b"", stat.S_IFCHR | 0o666),
    "data in a folder": lambda path: add(path, "2026-001/folder/", b"hidden", stat.S_IFDIR | 0o755),
    "a second top folder": lambda path: add(path, "elsewhere/file"),
    "a file beside the folder": lambda path: add(path, "file"),
}


@pytest.mark.parametrize("name", TRICKS)
def test_a_trick_is_refused_before_anything_is_read(name: str, tmp_path: Path) -> None:
    path = sound(tmp_path)
    TRICKS[name](path)
    report = verified(path)
    assert report.verdict is Verdict.ALTERED, name
    assert {one.code for one in report.findings} <= {"zip.unsafe", "zip.layout"}
    assert report.checked == {}


def test_a_bomb_is_refused_by_its_ratio(tmp_path: Path) -> None:
    path = sound(tmp_path)
    add(path, "2026-001/data/bomb", bytes(opening.BOMB_FROM + 1))
    report = verified(path)
    assert "压缩炸弹" in report.findings[0].message


def test_a_large_recording_is_no_bomb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "BOMB_FROM", 10)
    assert verified(sound(tmp_path)).verdict is Verdict.INTACT


def test_a_comment_and_data_in_front_are_refused(tmp_path: Path) -> None:
    path = sound(tmp_path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.comment = b"hello"
    assert "zip.unsafe" in {one.code for one in verified(path).findings}
    path = sound(tmp_path)
    path.write_bytes(b"MZ another program" + path.read_bytes())
    assert "zip.unsafe" in {one.code for one in verified(path).findings}


def test_members_that_share_bytes_are_refused(tmp_path: Path) -> None:
    """The directory is made to point two names at one member, as overlapping bombs do."""
    path = sound(tmp_path)
    data = bytearray(path.read_bytes())
    first = data.index(b"PK\x01\x02")
    second = data.index(b"PK\x01\x02", first + 4)
    offset = struct.unpack_from("<L", data, first + 42)
    struct.pack_into("<L", data, second + 42, *offset)
    path.write_bytes(bytes(data))
    report = verified(path)
    assert report.verdict is Verdict.ALTERED
    assert "重叠" in report.findings[0].message


@pytest.mark.parametrize("keep", [0, 1, 100, 5000])
def test_a_truncated_file_is_no_package(keep: int, tmp_path: Path) -> None:
    path = sound(tmp_path)
    path.write_bytes(path.read_bytes()[:keep])
    report = verified(path)
    assert [one.code for one in report.findings] == ["zip.unreadable"]


def test_every_flipped_byte_of_the_file_is_found_or_harmless(tmp_path: Path) -> None:
    """Some header bytes (dates, versions) bear no content; whatever changes content is found."""
    path = sound(tmp_path)
    data = path.read_bytes()
    content = made().files
    for place in range(0, len(data), 211):
        path.write_bytes(data[:place] + bytes([data[place] ^ 0x41]) + data[place + 1 :])
        report = verified(path)
        if report.verdict is Verdict.INTACT:
            with zipfile.ZipFile(path) as archive:
                read = {n.partition("/")[2]: archive.read(n) for n in archive.namelist()}
            assert read == content, place


def test_a_password_is_refused(tmp_path: Path) -> None:
    path = sound(tmp_path)
    data = bytearray(path.read_bytes())
    place = data.index(b"PK\x01\x02")
    data[place + 8] |= 1
    path.write_bytes(bytes(data))
    assert "密码" in verified(path).findings[0].message


def test_a_file_that_is_not_there_is_an_error_and_no_verdict(tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r"none\.zip"):
        verified(tmp_path / "none.zip")
