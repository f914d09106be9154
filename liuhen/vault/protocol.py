"""tus 1.0.0 over HTTP: core, creation, checksum, expiration; headers and bytes in, `Response` out.

There is no termination: what was finished cannot be taken back. Besides the protocol's own
answers: 413 too large, 422 the content is not what was declared, 507 disk full, each with a
Chinese sentence for the person at the page as its body.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC
from email.utils import format_datetime
from typing import Any, BinaryIO
from uuid import UUID

from liuhen.faults import Conflict, Fault, Forbidden, Invalid, NotFound
from liuhen.vault import uploads
from liuhen.vault.durable import make_dir
from liuhen.vault.hashes import Hasher, new_sm3
from liuhen.vault.models import Upload
from liuhen.vault.store import folder
from liuhen.vault.uploads import Declaration, OwnerId

VERSION = "1.0.0"
CHUNK = "application/offset+octet-stream"
ALGORITHMS: Mapping[str, Callable[[], Hasher]] = {
    "sha256": hashlib.sha256,
    "sm3": new_sm3,
    "sha1": lambda: hashlib.sha1(usedforsecurity=False),
}
# Pieces with a checksum are held here until they are known to be right.
_HELD_IN_MEMORY = 8 * 1024 * 1024
_DIGEST = re.compile(r"[0-9a-f]{64}\Z")
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f]")


class ChecksumMismatch(Invalid):
    """A piece arrived other than it was sent; it was dropped."""


class WrongVersion(Invalid):
    """The sender speaks another version of the protocol."""


class Gone(Invalid):
    """The upload was refused or given up, and will not go on."""


@dataclass(frozen=True, kw_only=True)
class Response:
    """An answer, before any web framework: status, headers, and a sentence or a value to show."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    text: str = ""
    value: Mapping[str, Any] | None = None


_STATUS: tuple[tuple[type[Fault], int], ...] = (
    (WrongVersion, 412),
    (ChecksumMismatch, 460),
    (Gone, 410),
    (uploads.Busy, 423),
    (uploads.TooLarge, 413),
    (uploads.UploadRefused, 422),
    (uploads.DiskFull, 507),
    (NotFound, 404),
    (Forbidden, 403),
    (Conflict, 409),
    (Invalid, 400),
)


def fault_response(fault: Fault) -> Response:
    """Say a fault in the protocol's numbers, with its message as the body."""
    status = next((number for kind, number in _STATUS if isinstance(fault, kind)), 500)
    headers = {"Tus-Resumable": VERSION, "Cache-Control": "no-store"}
    if isinstance(fault, WrongVersion):
        headers["Tus-Version"] = VERSION
    if isinstance(fault, uploads.WrongOffset):
        headers["Upload-Offset"] = str(fault.offset)
    return Response(status=status, headers=headers, text=fault.message)


def options() -> Response:
    """Tell what this server can do."""
    return Response(
        status=204,
        headers={
            "Tus-Resumable": VERSION,
            "Tus-Version": VERSION,
            "Tus-Extension": "creation,checksum,expiration",
            "Tus-Max-Size": str(uploads.limit()),
            "Tus-Checksum-Algorithm": ",".join(ALGORITHMS),
        },
    )


def create(owner: OwnerId, headers: Mapping[str, str], location: Callable[[UUID], str]) -> Response:
    """Open an upload; `location` gives the address of an upload id."""
    _check_version(headers)
    upload = uploads.begin(owner, _declaration(headers))
    found = {"Location": location(upload.pk), "Upload-Offset": "0"}
    return Response(status=201, headers=_headers(found, upload))


def head(owner: OwnerId, upload_id: UUID, headers: Mapping[str, str]) -> Response:
    """Tell how many bytes are here; finishes an upload whose last answer was lost."""
    _check_version(headers)
    upload = uploads.get(owner, upload_id)
    try:
        offset = uploads.offset_of(upload)
        if offset == upload.declared_size:
            _finish_unless_busy(upload)
    except uploads.UploadRefused as refused:
        raise Gone(refused.message) from refused
    found = {"Upload-Offset": str(offset), "Upload-Length": str(upload.declared_size)}
    return Response(status=200, headers=_headers(found, upload))


def patch(
    owner: OwnerId, upload_id: UUID, headers: Mapping[str, str], stream: BinaryIO
) -> Response:
    """Take bytes at the announced offset; with the last byte the upload is finished.

    An empty body at the end of a complete upload finishes it as well.
    """
    _check_version(headers)
    if _get(headers, "content-type").partition(";")[0].strip() != CHUNK:
        return Response(
            status=415, headers={"Tus-Resumable": VERSION}, text=f"内容类型应为 {CHUNK}。"
        )
    upload = uploads.get(owner, upload_id)
    offset = _number(headers, "upload-offset")
    length = _number(headers, "content-length") if _get(headers, "content-length") else None
    checksum = _get(headers, "upload-checksum")
    if checksum:
        offset = _append_checked(upload, offset, stream, checksum)
    else:
        offset = uploads.append(upload, offset, stream.read, length)
    if offset == upload.declared_size:
        _finish_unless_busy(upload)
    return Response(status=204, headers=_headers({"Upload-Offset": str(offset)}, upload))


def status(owner: OwnerId, upload_id: UUID) -> Response:
    """Tell how an upload stands, for the page (not part of tus): "stored" is the only success."""
    upload = uploads.get(owner, upload_id)
    value: dict[str, Any] = {
        "id": str(upload.pk),
        "state": upload.state,
        "label": upload.get_state_display(),
        "filename": upload.filename,
        "size": upload.declared_size,
        "refusal": upload.refusal,
        "sha256": upload.result.sha256 if upload.result else "",
        "sm3": upload.result.sm3 if upload.result else "",
    }
    return Response(status=200, headers={"Cache-Control": "no-store"}, value=value)


def _finish_unless_busy(upload: Upload) -> None:
    """Finish; if another request is at it, all bytes are here all the same, which is the answer."""
    try:
        uploads.finish(upload.pk)
    except uploads.Busy:
        return


def _append_checked(upload: Upload, offset: int, stream: BinaryIO, checksum: str) -> int:
    """Take a piece only if it is what its checksum says: held apart until that is known."""
    algorithm, expected = _checksum(checksum)
    here = uploads.offset_of(upload)
    if here != offset:  # say so before taking in the whole piece
        raise uploads.WrongOffset(here)
    hasher = ALGORITHMS[algorithm]()
    make_dir(folder().tmp)
    with tempfile.SpooledTemporaryFile(max_size=_HELD_IN_MEMORY, dir=str(folder().tmp)) as held:
        with uploads.disk():
            while block := uploads.receive(stream.read):
                uploads.check_room(upload, offset + held.tell(), len(block))
                hasher.update(block)
                held.write(block)
        if not hmac.compare_digest(bytes.fromhex(hasher.hexdigest()), expected):
            raise ChecksumMismatch("这一段在传输中损坏，没有收下，系统会重传这一段。")
        held.seek(0)
        return uploads.append(upload, offset, held.read)


def _checksum(header: str) -> tuple[str, bytes]:
    algorithm, _, encoded = header.partition(" ")
    if algorithm not in ALGORITHMS:
        raise Invalid(f"不支持校验算法“{algorithm}”，可用：{'、'.join(ALGORITHMS)}。")
    return algorithm, _decode(encoded)


def _decode(encoded: str) -> bytes:
    try:
        return base64.b64decode(encoded.strip(), validate=True)
    except (binascii.Error, ValueError):
        raise Invalid("请求头中的 Base64 内容无法识别。请刷新页面后重新上传。") from None


def _check_version(headers: Mapping[str, str]) -> None:
    if _get(headers, "tus-resumable") != VERSION:
        raise WrongVersion(f"上传协议版本不符，服务器使用 tus {VERSION}。请刷新页面后重试。")


def _get(headers: Mapping[str, str], name: str) -> str:
    return next((value for key, value in headers.items() if key.lower() == name), "")


def _number(headers: Mapping[str, str], name: str) -> int:
    text = _get(headers, name)
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise Invalid(f"请求头 {name} 缺失或不是数字。请刷新页面后重新上传。")
    return int(text)


def _declaration(headers: Mapping[str, str]) -> Declaration:
    metadata = _metadata(_get(headers, "upload-metadata"))
    digests = {name: metadata.pop(name, "").lower() for name in ("sha256", "sm3")}
    for name, digest in digests.items():
        if digest and not _DIGEST.match(digest):
            raise Invalid(f"{name} 校验值应为 64 位十六进制。请刷新页面后重新上传。")
    return Declaration(
        filename=_plain_name(metadata.pop("filename", "")),
        size=_number(headers, "upload-length"),
        purpose=metadata.pop("purpose", "")[:100],
        metadata=metadata,
        **digests,
    )


def _metadata(header: str) -> dict[str, str]:
    """Read `key base64,key base64,…`; NUL is dropped because no database takes it."""
    found = {}
    for part in header.split(","):
        key, _, encoded = part.strip().partition(" ")
        if key:
            try:
                found[key] = _decode(encoded).decode("utf-8").replace("\x00", "")
            except UnicodeDecodeError:
                raise Invalid("随附信息不是 UTF-8 文字。请刷新页面后重新上传。") from None
    return found


def _plain_name(name: str) -> str:
    """Keep the last part of a path, printable, at most 255 characters with its ending."""
    last = _UNPRINTABLE.sub("", name.replace("\\", "/").rsplit("/", 1)[-1]).strip()
    if len(last) <= 255:
        return last or "未命名"
    stem, dot, ending = last.rpartition(".")
    return f"{stem[: 254 - len(ending)]}.{ending}" if dot and len(ending) < 20 else last[:255]


def _headers(found: Mapping[str, str], upload: Upload) -> dict[str, str]:
    headers = {"Tus-Resumable": VERSION, "Cache-Control": "no-store", **found}
    expires = uploads.expires_at(upload)
    if expires is not None:
        headers["Upload-Expires"] = format_datetime(expires.astimezone(UTC), usegmt=True)
    return headers
