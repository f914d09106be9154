"""A-2: every kind of range a player or a download manager may ask for."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.test import Client, RequestFactory
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from liuhen.faults import NotFound
from liuhen.vault import store
from liuhen.vault.models import StoredObject
from liuhen.vault.ranges import Span, parse_range, range_response

DATA = b"\x00\x00\x00\x18ftypisom" + bytes(range(256)) * 3000


@pytest.fixture
def video(db: None) -> StoredObject:
    return store.put_bytes(DATA)


def body(response: HttpResponseBase) -> bytes:
    if isinstance(response, StreamingHttpResponse):
        return response.getvalue()
    assert isinstance(response, HttpResponse)
    return response.content


@given(st.integers(1, 60), st.integers(0, 70), st.integers(0, 70))
def test_a_bounded_range_is_a_slice(size: int, first: int, last: int) -> None:
    data = bytes(range(size))
    span = parse_range(f"bytes={first}-{last}", size)
    if last < first:
        assert span == "whole"
    elif first >= size:
        assert span == "unsatisfiable"
    else:
        assert isinstance(span, Span)
        assert data[span.start : span.end] == data[first : last + 1]


@given(st.integers(1, 60), st.integers(0, 70))
def test_open_and_suffix_ranges_are_slices(size: int, number: int) -> None:
    data = bytes(range(size))
    opened, suffix = parse_range(f"bytes={number}-", size), parse_range(f"bytes=-{number}", size)
    assert (opened == "unsatisfiable") == (number >= size)
    assert (suffix == "unsatisfiable") == (number == 0)
    if isinstance(opened, Span):
        assert data[opened.start : opened.end] == data[number:]
    if isinstance(suffix, Span):
        assert data[suffix.start : suffix.end] == data[-number:]


@given(st.text(max_size=40), st.integers(1, 100))
def test_any_other_header_means_the_whole_or_a_span_inside(header: str, size: int) -> None:
    for text in (header, f"bytes={header}"):
        span = parse_range(text, size)
        if isinstance(span, Span):
            assert 0 <= span.start < span.end <= size


@pytest.mark.parametrize(
    "header", [None, "", "bytes", "items=0-1", "bytes=0-1,3-4", "bytes=-", "bytes=５-"]
)
def test_what_a_server_may_ignore_means_the_whole(header: str | None) -> None:
    assert parse_range(header, 10) == "whole"


def test_numbers_beyond_any_file_are_understood() -> None:
    huge = "9" * 400
    assert parse_range(f"bytes=0-{huge}", 10) == Span(0, 10)
    assert parse_range(f"bytes={huge}-", 10) == "unsatisfiable"
    assert parse_range(f"bytes=-{huge}", 10) == Span(0, 10)


def test_a_whole_answer(page: Client, video: StoredObject) -> None:
    response = page.get(f"/play/{video.sha256}")
    assert response.status_code == 200
    assert body(response) == DATA
    assert response["Content-Length"] == str(len(DATA))
    assert response["Content-Type"] == "video/mp4"
    assert response["Accept-Ranges"] == "bytes"
    assert response["ETag"] == f'"{video.sha256}"'
    assert quote("现场检查 01.mp4") in response["Content-Disposition"]
    assert response["Content-Disposition"].startswith("inline")


@pytest.mark.parametrize(
    ("header", "start", "end"),
    [
        ("bytes=100-199", 100, 200),
        ("bytes=0-", 0, len(DATA)),
        ("bytes=-500", len(DATA) - 500, len(DATA)),
        ("bytes=300000-99999999", 300000, len(DATA)),
    ],
)
def test_a_part_answer(
    page: Client, video: StoredObject, header: str, start: int, end: int
) -> None:
    response = page.get(f"/play/{video.sha256}", headers={"Range": header})
    assert response.status_code == 206
    assert body(response) == DATA[start:end]
    assert response["Content-Range"] == f"bytes {start}-{end - 1}/{len(DATA)}"
    assert response["Content-Length"] == str(end - start)


def test_beyond_the_end_is_416_with_the_size(page: Client, video: StoredObject) -> None:
    response = page.get(f"/play/{video.sha256}", headers={"Range": f"bytes={len(DATA)}-"})
    assert response.status_code == 416
    assert response["Content-Range"] == f"bytes */{len(DATA)}"


def test_several_ranges_are_answered_with_the_whole(page: Client, video: StoredObject) -> None:
    response = page.get(f"/play/{video.sha256}", headers={"Range": "bytes=0-1,5-6"})
    assert response.status_code == 200
    assert body(response) == DATA


def test_head_has_the_headers_of_the_whole_and_no_body(page: Client, video: StoredObject) -> None:
    response = page.head(f"/play/{video.sha256}", headers={"Range": "bytes=0-9"})
    assert response.status_code == 200
    assert response["Content-Length"] == str(len(DATA))
    assert body(response) == b""


@pytest.mark.parametrize(
    ("tag", "status"),
    [("same", 206), ("weak", 200), ("other", 200), ("Wed, 21 Oct 2026 07:28:00 GMT", 200)],
)
def test_if_range_wants_the_very_same_bytes(
    page: Client, video: StoredObject, tag: str, status: int
) -> None:
    tags = {"same": f'"{video.sha256}"', "weak": f'W/"{video.sha256}"', "other": '"x"'}
    headers = {"Range": "bytes=0-9", "If-Range": tags.get(tag, tag)}
    assert page.get(f"/play/{video.sha256}", headers=headers).status_code == status


def test_a_known_tag_is_answered_not_modified(page: Client, video: StoredObject) -> None:
    headers = {"If-None-Match": f'"x", W/"{video.sha256}"'}
    response = page.get(f"/play/{video.sha256}", headers=headers)
    assert response.status_code == 304
    assert body(response) == b""


def test_other_methods_are_refused(page: Client, video: StoredObject) -> None:
    assert page.post(f"/play/{video.sha256}").status_code == 405


@pytest.mark.parametrize(
    "media", ["text/html", "image/svg+xml", "application/xhtml+xml", "application/zip"]
)
def test_what_could_run_as_a_page_is_only_ever_saved(video: StoredObject, media: str) -> None:
    response = range_response(RequestFactory().get("/"), video.sha256, media, "a.html")
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"


def test_a_file_name_cannot_break_out_of_its_header(video: StoredObject) -> None:
    name = '证据"\r\nSet-Cookie: a=b.pdf'
    response = range_response(RequestFactory().get("/"), video.sha256, "application/pdf", name)
    assert "\r" not in response["Content-Disposition"]
    assert "\n" not in response["Content-Disposition"]


def test_behind_nginx_the_path_is_handed_over(video: StoredObject, settings: Settings) -> None:
    settings.VAULT_ACCEL_PREFIX = "/_vault/"
    response = range_response(
        RequestFactory().get("/"), video.sha256, "video/mp4", "a.mp4", download=True
    )
    assert response["X-Accel-Redirect"] == f"/_vault/{video.sha256[:2]}/{video.sha256}"
    assert body(response) == b""
    assert response["Content-Disposition"].startswith("attachment")


def test_a_lost_file_is_damage_and_an_unknown_one_is_not_found(video: StoredObject) -> None:
    store.path_for(video.sha256).unlink()
    with pytest.raises(store.Damaged):
        range_response(RequestFactory().get("/"), video.sha256, "video/mp4", "a.mp4")
    with pytest.raises(NotFound):
        range_response(RequestFactory().get("/"), "0" * 64, "video/mp4", "a.mp4")


def test_a_player_that_hangs_up_frees_the_file(page: Client, video: StoredObject) -> None:
    parts = store.read_range(video.sha256, 0, video.size)
    next(parts)
    parts.close()
    assert list(parts) == []
