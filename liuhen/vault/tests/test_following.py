"""Digests taken while bytes arrive: used only for the very file that was received."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from typing import BinaryIO

import pytest

from liuhen.vault import following, store, uploads
from liuhen.vault.hashes import Digested, digest_stream
from liuhen.vault.models import Upload
from liuhen.vault.uploads import BLOCK_BYTES, Declaration

pytestmark = pytest.mark.django_db

DATA = b"\x00\x00\x00\x18ftypisom" + os.urandom(9 * BLOCK_BYTES)


@pytest.fixture(autouse=True)
def _nobody_followed() -> Iterator[None]:
    """Uploads that other tests never ended would take the places of those of these tests."""
    _forget_all()
    yield
    _forget_all()


def _forget_all() -> None:
    for follower in following._followers.values():
        follower.drop()
    following._followers.clear()


@pytest.fixture
def read_whole(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Each reading of a whole upload at its end adds its size here."""
    readings: list[int] = []

    def noted(stream: BinaryIO) -> Digested:
        found = digest_stream(stream)
        readings.append(found.size)
        return found

    monkeypatch.setattr(uploads, "digest_stream", noted)
    return readings


def begun(data: bytes = DATA) -> Upload:
    return uploads.begin("u1", Declaration(filename="0003.MP4", size=len(data)))


def sent(upload: Upload, *cuts: int) -> Upload:
    """Send DATA in as many requests as it is cut into."""
    for start, end in zip((0, *cuts), (*cuts, len(DATA)), strict=True):
        uploads.append(upload, start, io.BytesIO(DATA[start:end]).read)
    return upload


def test_an_upload_in_several_requests_is_not_read_again_at_its_end(read_whole: list[int]) -> None:
    stored = uploads.finish(sent(begun(), 5, 3 * BLOCK_BYTES, 8 * BLOCK_BYTES).pk)
    assert not read_whole
    assert store.read_bytes(stored.sha256) == DATA
    assert store.verify(stored.sha256).intact
    assert stored.pieces_sha256 == digest_stream(io.BytesIO(DATA)).pieces_sha256


def test_an_upload_begun_in_another_process_is_read_at_its_end(read_whole: list[int]) -> None:
    upload = begun()
    uploads.append(upload, 0, io.BytesIO(DATA[:BLOCK_BYTES]).read)
    following._followers.pop(upload.pk).drop()  # as after a restart
    uploads.append(upload, BLOCK_BYTES, io.BytesIO(DATA[BLOCK_BYTES:]).read)
    assert store.read_bytes(uploads.finish(upload.pk).sha256) == DATA
    assert read_whole == [len(DATA)]


def test_a_byte_changed_after_the_last_request_is_seen(read_whole: list[int]) -> None:
    upload = sent(begun())
    _change_a_byte(upload)
    stored = uploads.finish(upload.pk)
    assert read_whole == [len(DATA)]
    assert stored.sha256 != digest_stream(io.BytesIO(DATA)).sha256
    assert store.verify(stored.sha256).intact


def test_a_byte_changed_between_two_requests_is_seen(read_whole: list[int]) -> None:
    upload = begun()
    uploads.append(upload, 0, io.BytesIO(DATA[:BLOCK_BYTES]).read)
    _change_a_byte(upload)
    uploads.append(upload, BLOCK_BYTES, io.BytesIO(DATA[BLOCK_BYTES:]).read)
    assert store.verify(uploads.finish(upload.pk).sha256).intact
    assert read_whole == [len(DATA)]


def _change_a_byte(upload: Upload) -> None:
    path = uploads.path_of(upload)
    before = path.stat().st_mtime_ns
    with path.open("r+b") as file:
        file.seek(100)
        file.write(b"!")
    os.utime(path, ns=(before, before + 10_000_000))  # the clock of files may tick slowly


def test_more_uploads_than_followers_are_all_stored(
    read_whole: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(following, "AT_ONCE", 1)
    first, second = begun(), begun()
    uploads.append(first, 0, io.BytesIO(DATA[:BLOCK_BYTES]).read)
    sent(second)
    assert uploads.finish(second.pk).size == len(DATA)
    assert read_whole == [len(DATA)]
    uploads.append(first, BLOCK_BYTES, io.BytesIO(DATA[BLOCK_BYTES:]).read)
    assert uploads.finish(first.pk).size == len(DATA)
    assert read_whole == [len(DATA)]  # who was followed first still is


def test_a_follower_that_waits_in_vain_gives_way(
    read_whole: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(following, "AT_ONCE", 1)
    monkeypatch.setattr(following, "IDLE_SECONDS", 0.0)
    forsaken = begun()
    uploads.append(forsaken, 0, io.BytesIO(DATA[:BLOCK_BYTES]).read)
    assert uploads.finish(sent(begun()).pk).size == len(DATA)
    assert not read_whole
