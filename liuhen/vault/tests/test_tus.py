"""The upload protocol as a page speaks it: resumable, checked, refused with a reason."""

from __future__ import annotations

import base64
import hashlib
import os
import uuid
from typing import Any, cast

import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings

from liuhen.vault import store, uploads
from liuhen.vault.hashes import new_sm3
from liuhen.vault.models import StoredObject, Upload

pytestmark = pytest.mark.django_db

VIDEO = b"\x00\x00\x00\x18ftypisom" + bytes(range(256)) * 2000
CHUNK = "application/offset+octet-stream"


def encoded(**values: str) -> str:
    return ",".join(
        f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in values.items()
    )


def create(page: Client, size: int | str = len(VIDEO), **values: str) -> HttpResponse:
    metadata = encoded(filename="0003.MP4", **values)
    headers = {"Upload-Length": str(size), "Upload-Metadata": metadata}
    return cast(HttpResponse, page.post("/uploads/", headers=headers))


def opened(page: Client, **values: str) -> str:
    response = create(page, **values)
    assert response.status_code == 201
    return str(response["Location"])


def send(page: Client, url: str, offset: int, data: bytes, **headers: str) -> HttpResponse:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    # The test client leaves the content type out where there are no bytes; a browser does not.
    sent = {"Upload-Offset": str(offset), "Content-Type": CHUNK, **named}
    return cast(HttpResponse, page.patch(url, data=data, content_type=CHUNK, headers=sent))


def text(response: HttpResponse) -> str:
    return response.content.decode()


def state(page: Client, url: str) -> dict[str, Any]:
    return dict(page.get(url).json())


def test_the_server_says_what_it_can(page: Client) -> None:
    response = page.options("/uploads/")
    assert response.status_code == 204
    assert response["Tus-Version"] == "1.0.0"
    assert response["Tus-Extension"] == "creation,checksum,expiration"
    assert response["Tus-Checksum-Algorithm"] == "sha256,sm3,sha1"
    assert response["Tus-Max-Size"] == str(20 * 1024**3)


def test_a_file_in_three_pieces_becomes_one_object(page: Client) -> None:
    url = opened(page, purpose="recording", case="2026-003")
    assert page.head(url)["Upload-Offset"] == "0"
    for start, end in ((0, 1000), (1000, 300_000), (300_000, len(VIDEO))):
        response = send(page, url, start, VIDEO[start:end])
        assert response.status_code == 204
        assert response["Upload-Offset"] == str(end)
    stored = StoredObject.objects.get()
    assert stored.sha256 == hashlib.sha256(VIDEO).hexdigest()
    assert stored.media == "video/mp4"
    assert state(page, url) == {
        "id": url.rsplit("/", 1)[-1],
        "state": "stored",
        "label": "已入库",
        "filename": "0003.MP4",
        "size": len(VIDEO),
        "refusal": "",
        "sha256": stored.sha256,
        "sm3": stored.sm3,
    }
    upload = Upload.objects.get()
    assert (upload.owner, upload.purpose, upload.metadata) == (
        "u1",
        "recording",
        {"case": "2026-003"},
    )
    assert not uploads.path_of(upload).exists()
    assert store.path_for(stored.sha256).stat().st_nlink == 1


def test_repeating_the_end_of_a_finished_upload_changes_nothing(page: Client) -> None:
    url = opened(page)
    send(page, url, 0, VIDEO)
    for _ in range(2):
        assert page.head(url)["Upload-Offset"] == str(len(VIDEO))
        assert send(page, url, len(VIDEO), b"").status_code == 204
    upload = Upload.objects.get()
    assert uploads.finish(upload.pk) == uploads.finish(upload.pk) == StoredObject.objects.get()


def test_an_unfinished_upload_tells_when_it_will_be_given_up(page: Client) -> None:
    url = opened(page)
    assert page.head(url)["Upload-Expires"].endswith("GMT")
    send(page, url, 0, VIDEO)
    assert "Upload-Expires" not in page.head(url)


def test_a_wrong_offset_is_409_and_says_the_right_one(page: Client) -> None:
    url = opened(page)
    send(page, url, 0, VIDEO[:1000])
    for wrong in (0, 999, 1001):
        response = send(page, url, wrong, VIDEO[wrong:])
        assert response.status_code == 409
        assert response["Upload-Offset"] == "1000"
        assert "1000" in text(response)
    assert page.head(url)["Upload-Offset"] == "1000"


@pytest.mark.parametrize("algorithm", ["sha256", "sm3", "sha1"])
def test_a_piece_with_a_wrong_checksum_is_dropped(page: Client, algorithm: str) -> None:
    url = opened(page)
    make = {"sha256": hashlib.sha256, "sm3": new_sm3, "sha1": hashlib.sha1}[algorithm]
    hasher = make()
    hasher.update(VIDEO[:1000])
    good = base64.b64encode(bytes.fromhex(hasher.hexdigest())).decode()
    response = send(page, url, 0, VIDEO[:999] + b"!", Upload_Checksum=f"{algorithm} {good}")
    assert response.status_code == 460
    assert page.head(url)["Upload-Offset"] == "0"
    response = send(page, url, 0, VIDEO[:1000], Upload_Checksum=f"{algorithm} {good}")
    assert response.status_code == 204
    assert page.head(url)["Upload-Offset"] == "1000"


def test_an_unknown_checksum_algorithm_or_bad_base64_is_400(page: Client) -> None:
    url = opened(page)
    assert send(page, url, 0, VIDEO, Upload_Checksum="md5 AAAA").status_code == 400
    assert send(page, url, 0, VIDEO, Upload_Checksum="sha1 ***").status_code == 400
    assert page.head(url)["Upload-Offset"] == "0"


@pytest.mark.parametrize("name", ["sha256", "sm3"])
def test_content_other_than_declared_is_refused_and_said_so(page: Client, name: str) -> None:
    url = opened(page, **{name: "0" * 64})
    response = send(page, url, 0, VIDEO)
    assert response.status_code == 422
    assert "不一致" in text(response)
    assert "不要删除原文件" in text(response)
    assert not StoredObject.objects.exists()
    assert not store.orphans()
    assert page.head(url).status_code == 410
    assert state(page, url)["state"] == "refused"
    assert "不一致" in state(page, url)["refusal"]


def test_content_as_declared_is_taken(page: Client) -> None:
    digests = {
        "sha256": hashlib.sha256(VIDEO).hexdigest(),
        "sm3": hashlib.new("sm3", VIDEO).hexdigest(),
    }
    url = opened(page, **digests)
    assert send(page, url, 0, VIDEO).status_code == 204
    assert state(page, url)["sm3"] == digests["sm3"]


def test_an_empty_file_is_refused_in_chinese(page: Client) -> None:
    response = create(page, 0)
    assert response.status_code == 400
    assert "0 字节" in text(response)
    assert not Upload.objects.exists()


def test_a_file_over_the_limit_is_413_in_chinese(page: Client, settings: Settings) -> None:
    settings.VAULT_MAX_UPLOAD = 3 * 1024**2
    response = create(page, 4 * 1024**2)
    assert response.status_code == 413
    assert "4.0 MB" in text(response)
    assert "3.0 MB" in text(response)
    assert create(page, 3 * 1024**2).status_code == 201


def test_a_file_that_cannot_fit_is_507_before_a_byte_is_sent(
    page: Client, settings: Settings
) -> None:
    settings.VAULT_MAX_UPLOAD = 10**18
    response = create(page, 10**17)
    assert response.status_code == 507
    assert "磁盘已满" in text(response)


def test_more_bytes_than_declared_are_not_taken(page: Client) -> None:
    url = opened(page)
    assert send(page, url, 0, VIDEO + b"more").status_code == 413
    assert page.head(url)["Upload-Offset"] == "0"
    checksum = "sha256 " + base64.b64encode(hashlib.sha256(VIDEO + b"x").digest()).decode()
    assert send(page, url, 0, VIDEO + b"x", Upload_Checksum=checksum).status_code == 413
    assert page.head(url)["Upload-Offset"] == "0"


def test_a_locked_upload_is_423_and_its_head_still_answers(page: Client) -> None:
    url = opened(page)
    with uploads.locked(uploads.path_of(Upload.objects.get()), os.O_RDONLY):
        assert send(page, url, 0, VIDEO).status_code == 423
        assert page.head(url)["Upload-Offset"] == "0"
    assert send(page, url, 0, VIDEO).status_code == 204


def test_strangers_find_nothing_and_the_unknown_are_forbidden(page: Client) -> None:
    url = opened(page)
    other = {"X-Owner": "u2"}
    assert page.head(url, headers=other).status_code == 404
    assert page.get(url, headers=other).status_code == 404
    response = page.patch(
        url, data=VIDEO, content_type=CHUNK, headers={"Upload-Offset": "0", **other}
    )
    assert response.status_code == 404
    assert page.head(f"/uploads/{uuid.uuid4()}").status_code == 404
    assert page.head(url, headers={"X-Owner": ""}).status_code == 403
    assert page.post("/uploads/", headers={"X-Owner": "", "Upload-Length": "1"}).status_code == 403


def test_without_the_csrf_token_nothing_begins(page: Client) -> None:
    response = page.post("/uploads/", headers={"Upload-Length": "5", "X-CSRFToken": "b" * 32})
    assert response.status_code == 403
    assert not Upload.objects.exists()


def test_another_protocol_version_is_412(page: Client) -> None:
    old = {"Tus-Resumable": "0.2.2"}
    response = page.post("/uploads/", headers={"Upload-Length": "5", **old})
    assert response.status_code == 412
    assert response["Tus-Version"] == "1.0.0"


@pytest.mark.parametrize("size", ["", "-1", "x", "1e3", "９", "9" * 30])
def test_a_length_that_is_no_number_is_400(page: Client, size: str) -> None:
    assert create(page, size).status_code == 400


def test_unusable_metadata_is_400(page: Client) -> None:
    for metadata in ("filename ***", "filename " + base64.b64encode(b"\xff\xfe").decode()):
        headers = {"Upload-Length": "5", "Upload-Metadata": metadata}
        assert page.post("/uploads/", headers=headers).status_code == 400
    assert create(page, sha256="abc").status_code == 400


def test_names_are_kept_without_their_path(page: Client) -> None:
    for name, kept in (
        ("C:\\取证\\现场 01.mp4", "现场 01.mp4"),
        ("../../etc/passwd", "passwd"),
        ("a\r\nb\x00.mp4", "ab.mp4"),
        ("", "未命名"),
        ("长" * 300 + ".mp4", "长" * 251 + ".mp4"),
    ):
        headers = {"Upload-Length": "5", "Upload-Metadata": encoded(filename=name)}
        url = page.post("/uploads/", headers=headers)["Location"]
        assert state(page, url)["filename"] == kept


def test_a_wrong_content_type_is_415(page: Client) -> None:
    url = opened(page)
    response = page.patch(
        url, data=VIDEO, content_type="text/plain", headers={"Upload-Offset": "0"}
    )
    assert response.status_code == 415


def test_patch_may_come_disguised_as_post(page: Client) -> None:
    url = opened(page)
    headers = {"Upload-Offset": "0", "X-HTTP-Method-Override": "PATCH"}
    response = page.post(url, data=VIDEO, content_type=CHUNK, headers=headers)
    assert response.status_code == 204
    assert state(page, url)["state"] == "stored"


def test_nothing_can_be_taken_back(page: Client) -> None:
    url = opened(page)
    send(page, url, 0, VIDEO)
    assert page.delete(url).status_code == 405
    assert page.get("/uploads/").status_code == 405
    assert state(page, url)["state"] == "stored"
