"""核验: what anybody may check, what only some may, and that damage is named."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from liuhen import clock
from liuhen.archive import actions as archiving
from liuhen.demo.cast import Cast
from liuhen.ledger.models import Checkpoint, LedgerEntry
from liuhen.ledger.signer import checkpoint, home_signer
from liuhen.vault import store
from liuhen.web.tests.office import (
    client_of,
    closed_case,
    found_office,
    gap_approved,
    open_demo_log,
)
from liuhen.web.verification import home, views
from liuhen.web.verification.outside import VERIFIED, last_confirmation, note_verified

NOW = clock.shanghai(2026, 3, 2, 9)


@pytest.fixture
def cast(db: None, settings: Any, tmp_path: Path) -> Iterator[Cast]:
    open_demo_log(settings, tmp_path)
    with clock.playing(NOW):
        yield found_office()


@pytest.fixture
def archivist(cast: Cast) -> Client:
    return client_of(cast, "geng")


def slip(note: str | None = None) -> str:
    """Return the three lines of the last checkpoint, as they stand on a slip."""
    text = note or Checkpoint.objects.order_by("-size")[0].note256
    return "\n".join(text.split("\n")[:3])


def signed(cast: Cast) -> str:
    checkpoint(actor="system", at=clock.now())
    return slip()


# A package -----------------------------------------------------------------------------------------

_made: dict[str, Any] = {}


@pytest.fixture
def package(cast: Cast, tmp_path: Path) -> dict[str, Any]:
    """A package of a small archived case with its key and slip; made once, it is only read."""
    if not _made:
        case = closed_case(cast)
        archiving.archive_case(cast.actor("geng"), case, gap_approval=gap_approved(cast, case))
        path = tmp_path / "2026-001.zip"
        archiving.export_case(cast.actor("geng"), case, path)
        key, _ = home_signer().keys("test.example/liuhen")
        _made.update(data=path.read_bytes(), key=str(key), slip=slip())
    return _made


def upload(data: bytes, name: str = "2026-001.zip", **fields: str) -> dict[str, Any]:
    return {"package": SimpleUploadedFile(name, data), **fields}


def test_a_stranger_checks_a_package_with_a_key_from_elsewhere(package: dict[str, Any]) -> None:
    answer = Client().post("/verify", upload(package["data"], keys=package["key"]))
    body = answer.content.decode()
    assert answer.status_code == 200
    assert "完好：与外部证实的日志完全一致" in body
    for heading in ("真实性", "完整性", "可用性", "安全性"):
        assert heading in body
    assert "2026-001.zip" in body
    assert "核验本系统" not in body


def test_a_slip_typed_in_vouches_for_a_package(package: dict[str, Any]) -> None:
    typed = package["slip"].replace("\n", "  \r\n\r\n  ")
    body = Client().post("/verify", upload(package["data"], checkpoint=typed)).content.decode()
    assert "完好：与外部证实的日志完全一致" in body


def test_without_anything_from_outside_the_verdict_says_so(package: dict[str, Any]) -> None:
    body = Client().post("/verify", upload(package["data"])).content.decode()
    assert "内部一致，但没有经过外部证实" in body


def changed(data: bytes, ending: str) -> bytes:
    """Return the package with one byte of one member changed, its ZIP in order."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            content = bytearray(old.read(info))
            if info.filename.endswith(ending):
                content[len(content) // 2] ^= 1
            new.writestr(info, bytes(content))
    return out.getvalue()


@pytest.mark.parametrize("ending", [".pdf", "casefile.json", ".json"])
def test_a_package_with_one_byte_changed_is_altered(package: dict[str, Any], ending: str) -> None:
    data = changed(package["data"], ending)
    answer = Client().post("/verify", upload(data, keys=package["key"]))
    assert answer.status_code == 200
    assert "被改动过：内容与签名的日志不一致" in answer.content.decode()


@pytest.mark.parametrize("data", [b"not a zip", b"PK\x03\x04" + bytes(400), b"", b"\x00" * 5000])
def test_what_is_no_package_is_told_and_never_breaks_the_page(cast: Cast, data: bytes) -> None:
    answer = Client(raise_request_exception=False).post("/verify", upload(data))
    assert answer.status_code in (200, 422)
    assert "ZIP" in answer.content.decode()


def test_the_upload_is_gone_once_it_is_checked(
    package: dict[str, Any], settings: Any, tmp_path: Path
) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path / "uploads")
    (tmp_path / "uploads").mkdir()
    Client().post("/verify", upload(package["data"]))
    assert list((tmp_path / "uploads").iterdir()) == []


def test_a_file_above_the_limit_is_refused_before_it_is_kept(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "MAX_STRANGER", 1000)
    answer = Client().post("/verify", upload(bytes(2000)))
    assert answer.status_code == 413
    assert "不能在网页上核验" in answer.content.decode()
    assert client_of(cast, "jia").post("/verify", upload(bytes(2000))).status_code == 200


def test_a_full_disk_is_said_before_the_upload_is_read(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    import shutil
    from collections import namedtuple

    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(1, 1, 0))
    assert "磁盘空间不够" in Client().post("/verify", upload(b"x")).content.decode()


def test_the_form_still_needs_its_token(cast: Cast) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/verify", upload(b"x")).status_code == 403


# A slip or a key alone ----------------------------------------------------------------------------


def test_a_slip_alone_is_compared_with_this_log(cast: Cast) -> None:
    body = Client().post("/verify", {"checkpoint": signed(cast)}).content.decode()
    assert "凭条与本系统一致" in body


def test_the_whole_note_and_its_sm3_twin_are_read_as_well(cast: Cast) -> None:
    signed(cast)
    kept = Checkpoint.objects.order_by("-size")[0]
    for note in (kept.note256, kept.notesm3):
        assert "凭条与本系统一致" in Client().post("/verify", {"checkpoint": note}).content.decode()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda lines: [lines[0], lines[1], lines[2][:-4] + "AAA="], "不一致"),
        (lambda lines: [lines[0], "99999", lines[2]], "有日志被删除"),
        (lambda lines: ["other.example/log", *lines[1:]], "不是本系统"),
        (lambda lines: [lines[0], "0", lines[2]], "不一致"),
    ],
)
def test_a_slip_that_does_not_fit_is_told_apart(cast: Cast, change: Any, words: str) -> None:
    typed = "\n".join(change(signed(cast).split("\n")))
    body = Client().post("/verify", {"checkpoint": typed}).content.decode()
    assert "凭条与本系统对不上" in body
    assert words in body


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "请选择案卷包，或者录入检查点凭条"),
        ({"checkpoint": "只有一行"}, "应当有三行"),
        ({"checkpoint": "a\nb\nc"}, "应当有三行"),
        ({"checkpoint": "x\n-1\nAAAA"}, "应当有三行"),
        ({"checkpoint": "长" * 30_000}, "内容太长"),
        ({"keys": "公钥"}, "不合格式"),
        ({"keys": "name+00000000+AAAA"}, "不合格式"),
    ],
)
def test_unusable_input_comes_back_with_words(
    cast: Cast, fields: dict[str, str], words: str
) -> None:
    answer = Client(raise_request_exception=False).post("/verify", fields)
    assert answer.status_code == 422
    assert words in answer.content.decode()


# This home ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/verify/home", "/verify/slip"])
@pytest.mark.parametrize(
    ("who", "status"),
    [("guanli", 200), ("geng", 200), ("wu", 200), ("ren", 200), ("jia", 403), ("bing", 403)],
)
def test_those_who_answer_for_the_log_may_verify_it(
    cast: Cast, path: str, who: str, status: int
) -> None:
    assert client_of(cast, who).get(path).status_code == status


@pytest.mark.parametrize("path", ["/verify/home", "/verify/checkpoint"])
def test_an_officer_cannot_set_it_going(cast: Cast, path: str) -> None:
    before = LedgerEntry.objects.count()
    assert client_of(cast, "jia").post(path).status_code == 403
    assert Client().post(path).status_code == 302
    assert LedgerEntry.objects.count() == before


def test_a_sound_home_is_unwitnessed_and_the_verification_is_on_record(archivist: Client) -> None:
    body = archivist.post("/verify/home").content.decode()
    assert "没有用外部保存的凭条核对" in body
    assert "这次核验和结论已记入日志" in body
    event = LedgerEntry.objects.order_by("-idx")[0].event
    assert (event["type"], event["verdict"], event["outside"]) == (VERIFIED, "unwitnessed", None)


def test_with_a_slip_the_home_is_intact_and_the_confirmation_is_shown(
    cast: Cast, archivist: Client
) -> None:
    typed = signed(cast)
    body = archivist.post("/verify/home", {"checkpoint": typed}).content.decode()
    assert "完好：与外部保存的凭条一致" in body
    assert f"证实到第 {typed.splitlines()[1]} 条" in body
    assert "已确认" in archivist.get("/verify").content.decode()


def test_a_row_changed_behind_the_log_is_named(cast: Cast, archivist: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE people_certificate SET number = 'X' WHERE number = 'TJ-0001'")
    before = LedgerEntry.objects.count()
    body = archivist.post("/verify/home").content.decode()
    assert "有内容被改动过" in body
    assert "people_certificate" in body or "执法证" in body
    assert "这次核验没有记入日志" in body
    assert LedgerEntry.objects.count() == before


def test_a_file_changed_on_the_disk_is_named(cast: Cast, archivist: Client) -> None:
    closed_case(cast)
    from liuhen.vault.models import StoredObject

    row = StoredObject.objects.order_by("sha256")[0]
    path = store.path_for(row.sha256)
    path.chmod(0o600)
    path.write_bytes(b"something else")
    body = archivist.post("/verify/home").content.decode()
    assert "有内容被改动过" in body
    assert row.sha256[:16] in body


def test_a_lost_file_makes_the_home_incomplete(cast: Cast, archivist: Client) -> None:
    closed_case(cast)
    from liuhen.vault.models import StoredObject

    path = store.path_for(StoredObject.objects.order_by("sha256")[0].sha256)
    path.parent.chmod(0o700)
    path.unlink()
    assert "不完整：有应当在的内容不见了" in archivist.post("/verify/home").content.decode()


def test_a_slip_that_does_not_fit_makes_the_home_altered(cast: Cast, archivist: Client) -> None:
    lines = signed(cast).split("\n")
    typed = "\n".join([lines[0], lines[1], lines[2][:-4] + "AAA="])
    body = archivist.post("/verify/home", {"checkpoint": typed}).content.decode()
    assert "有内容被改动过" in body
    assert last_confirmation(clock.now()).at is None


def test_a_home_too_large_for_a_page_is_sent_to_the_command(
    archivist: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(home, "MAX_ENTRIES", 1)
    answer = archivist.post("/verify/home")
    assert answer.status_code == 422
    assert "liuhen verify" in answer.content.decode()


@pytest.mark.parametrize(
    ("hours", "kind"), [(1, "success"), (24, "success"), (25, "warning"), (73, "danger")]
)
def test_a_confirmation_grows_old_by_what_it_covers_not_by_when_it_was_compared(
    cast: Cast, hours: int, kind: str
) -> None:
    size = LedgerEntry.objects.count()
    newest = LedgerEntry.objects.get(idx=size - 1).at
    later = newest + timedelta(hours=hours)
    with clock.playing(later - timedelta(minutes=1)):
        note_verified(cast.actor("geng"), size=size, verdict="intact", outside=size)
    found = last_confirmation(later)
    assert (found.kind, found.size, found.at) == (kind, size, newest)


def test_only_an_intact_verification_confirms(cast: Cast) -> None:
    note_verified(cast.actor("geng"), size=5, verdict="altered", outside=5)
    note_verified(cast.actor("geng"), size=5, verdict="unwitnessed", outside=None)
    assert last_confirmation(clock.now()).kind == "danger"


def test_a_new_checkpoint_gives_a_slip_that_the_page_then_reads(
    cast: Cast, archivist: Client
) -> None:
    page = archivist.post("/verify/checkpoint", follow=True)
    body = page.content.decode()
    for line in slip().splitlines():
        assert line in body
    assert "data:image/svg+xml" in body
    assert "凭条与本系统一致" in Client().post("/verify", {"checkpoint": slip()}).content.decode()


def test_before_the_first_checkpoint_the_pages_say_so(archivist: Client) -> None:
    assert "还没有签发过" in archivist.get("/verify").content.decode()
    assert "还没有签发过" in archivist.get("/verify/slip").content.decode()


def test_before_set_up_the_page_can_be_read(db: None, settings: Any, tmp_path: Path) -> None:
    open_demo_log(settings, tmp_path)
    assert Client().get("/verify").status_code == 200
