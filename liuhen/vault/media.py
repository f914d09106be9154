"""What a file is, by its content; a name or a browser's word is never believed.

This says what the bytes are. Which kinds a purpose admits is the caller's decision.
"""

from __future__ import annotations

import codecs
import re
import zipfile
from typing import BinaryIO

UNKNOWN = "application/octet-stream"
TEXT = "text/plain"
HEAD_BYTES = 4096

_ISO_BRANDS = {
    b"qt  ": "video/quicktime",
    b"M4A ": "audio/mp4",
    b"M4B ": "audio/mp4",
    b"heic": "image/heic",
    b"heix": "image/heic",
    b"mif1": "image/heif",
    b"avif": "image/avif",
}
_RIFF_KINDS = {b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo", b"WEBP": "image/webp"}
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "application/pdf"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"#!AMR", "audio/amr"),
    (b"ID3", "audio/mpeg"),
    (b"OggS", "application/ogg"),
    (b"fLaC", "audio/flac"),
    (b"\x1a\x45\xdf\xa3", "video/webm"),
    (b"FLV\x01", "video/x-flv"),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "video/x-ms-asf"),
    (b"\x00\x00\x01\xba", "video/mpeg"),
    (b"PK\x03\x04", "application/zip"),
    (b"PK\x05\x06", "application/zip"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"\x1f\x8b", "application/gzip"),
    (b"MZ", "application/x-dosexec"),
    (b"\x7fELF", "application/x-elf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
)
_OFFICE = "application/vnd.openxmlformats-officedocument."
_IN_ZIP = (
    ("word/", _OFFICE + "wordprocessingml.document"),
    ("xl/", _OFFICE + "spreadsheetml.sheet"),
    ("ppt/", _OFFICE + "presentationml.presentation"),
    ("OFD.xml", "application/ofd"),  # GB/T 33190, the national page format
)
# Control characters that no text file carries; tab, line feed, form feed, return are text.
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def sniff(head: bytes) -> str:
    """Name the media type from the first bytes (HEAD_BYTES of them, or the whole if shorter)."""
    for magic, media in _MAGIC:
        if head.startswith(magic):
            return media
    return _by_container(head) or _by_frames(head) or _text_or_unknown(head)


def _by_container(head: bytes) -> str | None:
    if head[4:8] == b"ftyp":
        brand = head[8:12]
        if brand.startswith(b"3g"):
            return "video/3gpp"
        return _ISO_BRANDS.get(brand, "video/mp4")
    if head[4:8] in (b"moov", b"mdat", b"wide", b"free") and head[:2] == b"\x00\x00":
        return "video/quicktime"  # QuickTime files older than the ftyp box
    if head.startswith(b"RIFF"):
        return _RIFF_KINDS.get(head[8:12])
    return None


def _by_frames(head: bytes) -> str | None:
    """Recognise streams that begin with a frame instead of a file header."""
    if len(head) > 2 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0:
        if head[1] & 0xF6 == 0xF0:
            return "audio/aac"
        layer, bitrate = head[1] & 0x06, head[2] >> 4
        return "audio/mpeg" if layer and bitrate != 15 else None
    if len(head) > 376 and head[0] == head[188] == head[376] == 0x47:
        return "video/mp2t"
    return None


def _text_or_unknown(head: bytes) -> str:
    if not head or _BINARY.search(head):
        return UNKNOWN
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        decoder.decode(head, final=len(head) < HEAD_BYTES)  # a full head may end inside a character
    except UnicodeDecodeError:
        return UNKNOWN
    return TEXT


def media_of(stream: BinaryIO) -> str:
    """Name the media type of a seekable file; looks into a zip to tell office files from others.

    The position of the stream is 0 afterwards.
    """
    stream.seek(0)
    media = sniff(stream.read(HEAD_BYTES))
    if media == "application/zip":
        media = _look_into_zip(stream)
    stream.seek(0)
    return media


def _look_into_zip(stream: BinaryIO) -> str:
    try:
        with zipfile.ZipFile(stream) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return "application/zip"
    for mark, media in _IN_ZIP:
        if any(name == mark or (mark.endswith("/") and name.startswith(mark)) for name in names):
            return media
    return "application/zip"
