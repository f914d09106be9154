"""A file is what its bytes say."""

from __future__ import annotations

import io
import zipfile

import pytest

from liuhen.vault.media import HEAD_BYTES, UNKNOWN, media_of, sniff


@pytest.mark.parametrize(
    ("head", "media"),
    [
        (b"%PDF-1.7\n", "application/pdf"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"RIFF\x24\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"RIFF\x24\x00\x00\x00WAVEfmt ", "audio/wav"),
        (b"RIFF\x24\x00\x00\x00AVI LIST", "video/x-msvideo"),
        (b"\x00\x00\x00\x18ftypisom", "video/mp4"),
        (b"\x00\x00\x00\x18ftypM4A ", "audio/mp4"),
        (b"\x00\x00\x00\x14ftypqt  ", "video/quicktime"),
        (b"\x00\x00\x00\x14ftyp3gp5", "video/3gpp"),
        (b"\x00\x00\x00\x18ftypheic", "image/heic"),
        (b"ID3\x04\x00", "audio/mpeg"),
        (b"\xff\xfb\x90\x44\x00", "audio/mpeg"),
        (b"\xff\xf1\x50\x80", "audio/aac"),
        (b"#!AMR\n", "audio/amr"),
        (b"#!AMR-WB\n", "audio/amr"),
        (b"\x1a\x45\xdf\xa3\x9f", "video/webm"),
        (b"\x00\x00\x01\xba\x44", "video/mpeg"),
        (b"G" + b"\x00" * 187 + b"G" + b"\x00" * 187 + b"G", "video/mp2t"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
        (b"MZ\x90\x00", "application/x-dosexec"),
        ("统计执法检查".encode(), "text/plain"),
        (("统" * 1400).encode()[:HEAD_BYTES], "text/plain"),
        ("统计".encode()[:-1], UNKNOWN),
        ("统计".encode("gb18030"), UNKNOWN),
        (b"<script>alert(1)</script>", "text/plain"),
        (b"\x00\x01\x02\x03", UNKNOWN),
        (b"", UNKNOWN),
    ],
)
def test_first_bytes_tell_the_kind(head: bytes, media: str) -> None:
    assert sniff(head) == media


@pytest.mark.parametrize(
    ("inside", "ending"),
    [
        ("word/document.xml", "wordprocessingml.document"),
        ("xl/workbook.xml", "spreadsheetml.sheet"),
        ("OFD.xml", "application/ofd"),
        ("随便.txt", "application/zip"),
    ],
)
def test_a_zip_is_named_by_what_is_in_it(inside: str, ending: str) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(inside, "x")
    assert media_of(file).endswith(ending)
    assert file.tell() == 0


def test_a_broken_zip_is_still_called_a_zip() -> None:
    assert media_of(io.BytesIO(b"PK\x03\x04 and then nothing of the kind")) == "application/zip"
