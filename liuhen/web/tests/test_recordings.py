"""Recordings: in by pieces or by a plain form, out by ranges, each look in the ledger once."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from liuhen import clock
from liuhen.cases.looks import SEEN
from liuhen.demo import media
from liuhen.evidence.actions import DedicatedStorage, register_off_platform
from liuhen.evidence.models import Recording
from liuhen.ledger.audit import verify_log
from liuhen.ledger.models import LedgerEntry
from liuhen.vault.models import Upload
from liuhen.web.tests.desk import Desk, desk, words

__all__ = ["desk"]

PICTURE = media.photograph("现场照片")
TUS = {"Tus-Resumable": "1.0.0"}


def entered(**changes: Any) -> dict[str, Any]:
    plain = {
        "media": "photo", "purpose": "process", "title": "现场照片", "maker": "甲",
        "captured_from": "2026-03-10 09:30", "device": "JL-03", "method": "直接拍摄",
    }  # fmt: skip
    return {**plain, **changes}


def photo(name: str = "0001.jpg", data: bytes = PICTURE) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def sent(client: Client, data: bytes, name: str = "0003.MP4", *, part: int | None = None) -> str:
    """Send a file by pieces, all of it or its first `part` bytes; return its upload id."""
    begun = client.post(
        "/uploads/", content_type="application/offset+octet-stream",
        headers={
            **TUS, "Upload-Length": str(len(data)),
            "Upload-Metadata": f"filename {base64.b64encode(name.encode()).decode()}",
        },
    )  # fmt: skip
    assert begun.status_code == 201, begun.content
    address = begun.headers["Location"]
    answer = client.patch(
        address, data[:part], content_type="application/offset+octet-stream",
        headers={**TUS, "Upload-Offset": "0"},
    )  # fmt: skip
    assert answer.status_code == 204, answer.content
    return str(address.rsplit("/", 1)[1])


def registered(desk: Desk, **changes: Any) -> Recording:
    path = f"/cases/{desk.case.pk}/recordings/new"
    answer = desk.client("jia").post(path, entered(file=photo(), **changes))
    assert answer.status_code == 302, words(answer)
    return Recording.objects.get()


def test_a_plain_form_stores_a_photograph_with_both_digests(desk: Desk) -> None:
    activity = desk.activity()
    recording = registered(desk, activity=activity.pk)
    assert recording.captured_from == recording.captured_to
    assert (recording.activity_id, recording.file_name) == (activity.pk, "0001.jpg")
    page = words(desk.client("jia").get(f"/recordings/{recording.pk}"))
    assert recording.file_sha256 in page
    assert recording.file_sm3 in page
    assert f'src="/recordings/{recording.pk}/file"' in page
    assert "期限 3月17日" in page  # five working days from Tuesday the 10th


def test_a_video_sent_by_pieces_becomes_one_recording_however_often_the_form_is_sent(
    desk: Desk,
) -> None:
    client = desk.client("jia")
    upload = sent(client, media.video(seconds=1))
    form = entered(media="video", captured_to="2026-03-10 09:31", upload=upload)
    path = f"/cases/{desk.case.pk}/recordings/new"
    assert client.post(path, form).status_code == 302
    assert client.post(path, form).status_code == 302
    recording = Recording.objects.get()
    assert (recording.upload_id, recording.seconds) == (upload, 1)
    assert "<video" in words(client.get(f"/recordings/{recording.pk}"))


def test_several_files_become_recordings_with_numbers(desk: Desk) -> None:
    files = [photo("1.jpg"), photo("2.jpg", media.photograph("另一张"))]
    answer = desk.client("jia").post(f"/cases/{desk.case.pk}/recordings/new", entered(file=files))
    assert answer.status_code == 302
    titles = Recording.objects.order_by("pk").values_list("title", flat=True)
    assert list(titles) == ["现场照片（1）", "现场照片（2）"]


def test_one_bad_file_holds_back_all_and_is_named(desk: Desk) -> None:
    files = [photo("1.jpg"), photo("坏的.jpg", b"\xff\xd8\xff" + b"broken")]
    answer = desk.client("jia").post(f"/cases/{desk.case.pk}/recordings/new", entered(file=files))
    assert answer.status_code == 422
    assert "坏的.jpg" in words(answer)
    assert not Recording.objects.exists()
    assert verify_log().verdict == "intact"  # bytes that nobody took are no tampering


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"captured_from": "2027-01-01 10:00", "captured_to": "2027-01-01 11:00"}, "不能晚于现在"),
        ({"captured_to": "2026-03-10 09:00"}, "结束时间早于开始时间"),
        ({"captured_from": "上午"}, "2026-11-24 10:05"),
        ({"media": "video"}, "请填写拍摄（录制）结束"),
        ({"media": "sound", "captured_to": "2026-03-10 09:31"}, "没有所选的画面或者声音"),
        ({"media": "smell"}, "方式"),
        ({"title": ""}, "请填写内容"),
        ({"activity": "99999"}, "执法活动"),
        ({"file": SimpleUploadedFile("空.jpg", b"")}, "0 字节"),
        ({"file": SimpleUploadedFile("说明.jpg", "只是文字".encode())}, "不是可以播放的"),
        ({"file": ""}, "请选择"),
        ({"upload": "not-an-id"}, "请重新选择文件"),
        ({"upload": "5b7f9f0e-3d0c-4a64-9f7a-0f6d2b6c1c11"}, "没有找到这次上传"),
    ],
)
def test_what_cannot_be_is_put_back_with_the_text(
    desk: Desk, changes: dict[str, Any], told: str
) -> None:
    form = entered(**{"file": photo(), "proves": "台账缺页", **changes})
    answer = desk.client("jia").post(f"/cases/{desk.case.pk}/recordings/new", form)
    page = words(answer)
    assert answer.status_code == 422
    assert told in page
    assert "台账缺页" in page
    assert not Recording.objects.exists()


def test_a_failed_form_keeps_the_files_that_the_server_has(desk: Desk) -> None:
    client = desk.client("jia")
    upload = sent(client, media.video(seconds=1))
    path = f"/cases/{desk.case.pk}/recordings/new"
    page = words(client.post(path, entered(media="video", upload=upload)))
    assert f'value="{upload}"' in page
    assert "0003.MP4" in page


def test_an_upload_belongs_to_who_sent_it(desk: Desk) -> None:
    upload = sent(desk.client("yi"), PICTURE)
    path = f"/cases/{desk.case.pk}/recordings/new"
    answer = desk.client("jia").post(path, entered(upload=upload))
    assert answer.status_code == 422
    assert desk.client("jia").get(f"/uploads/{upload}").status_code == 404
    assert desk.client("yi").get(f"/uploads/{upload}").status_code == 200


@pytest.mark.parametrize("who", ["bing", "guanli", None])
def test_only_officers_upload(desk: Desk, who: str | None) -> None:
    client = desk.client(who) if who else Client()
    headers = {**TUS, "Upload-Length": "5"}
    assert client.post("/uploads/", headers=headers).status_code == 403
    assert not Upload.objects.exists()


def test_unfinished_uploads_are_listed_for_their_owner_only(desk: Desk) -> None:
    sent(desk.client("jia"), PICTURE, "没传完.jpg", part=100)
    assert "没传完.jpg" in words(desk.client("jia").get("/uploads/mine"))
    assert "没传完.jpg" not in words(desk.client("yi").get("/uploads/mine"))


def test_bytes_come_by_range_under_the_original_name(desk: Desk) -> None:
    recording = registered(desk)
    path = f"/recordings/{recording.pk}/file"
    client = desk.client("bing")
    part = client.get(path, headers={"Range": "bytes=0-99"})
    assert part.status_code == 206
    assert b"".join(part.streaming_content) == PICTURE[:100]  # type: ignore[attr-defined]
    assert client.get(path, headers={"Range": "bytes=99999999-"}).status_code == 416
    whole = client.get(f"{path}?download=1")
    assert b"".join(whole.streaming_content) == PICTURE  # type: ignore[attr-defined]
    assert whole.headers["Content-Disposition"].startswith("attachment")


def looks(desk: Desk) -> list[tuple[str, int]]:
    entries = LedgerEntry.objects.filter(case_id=desk.case.stream).order_by("cseq")
    events = [one.event for one in entries]
    return [(e["actor"], e["recording"]) for e in events if e["type"] == SEEN]


def test_a_look_is_one_entry_per_person_object_and_ten_minutes(desk: Desk) -> None:
    recording = registered(desk)
    path = f"/recordings/{recording.pk}"
    jia, bing = desk.client("jia"), desk.client("bing")
    for client in (jia, jia, bing):
        client.get(path)
        client.get(f"{path}/file")
    ids = [desk.cast.actor(name).id for name in ("jia", "bing")]
    assert looks(desk) == [(id, recording.pk) for id in ids]
    with clock.playing(clock.shanghai(2026, 3, 10, 10, 9)):
        jia.get(path)
    assert len(looks(desk)) == 2
    with clock.playing(clock.shanghai(2026, 3, 10, 10, 15)):
        jia.get(path)
    assert len(looks(desk)) == 3


def test_nobody_kept_out_leaves_a_look(desk: Desk) -> None:
    recording = registered(desk)
    for path in (f"/recordings/{recording.pk}", f"/recordings/{recording.pk}/file"):
        assert desk.outside().get(path).status_code == 404
        assert desk.status("xin", path) == 403
    assert looks(desk) == []


def test_strangers_and_colleagues_without_the_case_are_kept_out(desk: Desk) -> None:
    listed, new = (f"/cases/{desk.case.pk}/recordings{end}" for end in ("", "/new"))
    assert desk.outside().get(listed).status_code == 404
    assert desk.outside().get(new).status_code == 404
    assert desk.status("xin", listed) == desk.status("xin", new) == 403
    assert desk.status("bing", listed) == 200
    assert desk.status("bing", new) == 403
    assert desk.client("bing").post(new, entered(file=photo())).status_code == 403
    assert desk.status("jia", "/recordings/99999") == 404
    assert desk.status("jia", "/recordings/99999/file") == 404


def test_a_recording_kept_elsewhere_says_where_and_by_whom(desk: Desk) -> None:
    from liuhen.evidence.actions import Capture

    at = clock.shanghai(2026, 3, 10, 9)
    recording = register_off_platform(
        desk.cast.actor("jia"), desk.case,
        Capture(media="video", purpose="process", title="检查录像", captured_from=at, captured_to=at),
        storage=DedicatedStorage(
            place="专用移动硬盘 YP-01", keeper="庚", stored_at=at, sha256="a" * 64, sm3="b" * 64,
            size=5, media="video/mp4",
        ),
    )  # fmt: skip
    page = words(desk.client("jia").get(f"/recordings/{recording.pk}"))
    assert "专用移动硬盘 YP-01" in page
    assert "<video" not in page
    assert desk.status("jia", f"/recordings/{recording.pk}/file") == 404
    assert "专用存储器" in words(desk.client("jia").get(f"/cases/{desk.case.pk}/recordings"))
