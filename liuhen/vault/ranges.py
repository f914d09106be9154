"""Answering with stored bytes, whole or in part (RFC 9110, chapter 14).

Django's FileResponse ignores Range, so a player could not seek; this answers 200, 206, 304 and
416. Several ranges at once are answered with the whole (the RFC allows it, no player asks it).
Who may see the bytes is the caller's business, and so is the ledger entry of the look.

settings.VAULT_ACCEL_PREFIX ("/_vault/") lets nginx send the bytes from an internal location whose
root is the vault's cas folder; without it they go through Python in parts of 256 KiB.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header

from liuhen.vault import store


class Span(NamedTuple):
    """Bytes `start` to `end`, end not included."""

    start: int
    end: int


_ONE_RANGE = re.compile(r"(\d*)-(\d*)\Z", re.ASCII)
# Shown in the page by the browser itself; anything else (HTML, SVG, office files) is saved.
_INLINE = re.compile(
    r"application/pdf\Z|text/plain\Z|image/(jpeg|png|gif|webp|avif)\Z|(audio|video)/[a-z0-9.-]+\Z"
)
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f]")


def parse_range(header: str | None, size: int) -> Span | Literal["whole", "unsatisfiable"]:
    """Read a Range header for a file of `size` bytes.

    "whole" for no header, another unit, bad syntax and several ranges, all of which a server may
    ignore; "unsatisfiable" when nothing of the range exists.
    """
    unit, _, wanted = (header or "").partition("=")
    match = _ONE_RANGE.match(wanted.strip())
    if unit.strip().lower() != "bytes" or not match:
        return "whole"
    first, last = match.groups()
    if not first:
        return _suffix(last, size)
    start, end = _bounded(first), _bounded(last) + 1 if last else size
    if end <= start:  # "5-3" is bad syntax; "9-" of 5 bytes is not
        return "whole" if last else "unsatisfiable"
    return Span(start, min(end, size)) if start < size else "unsatisfiable"


def _suffix(last: str, size: int) -> Span | Literal["whole", "unsatisfiable"]:
    if not last:
        return "whole"
    length = min(_bounded(last), size)
    return Span(size - length, size) if length else "unsatisfiable"


def _bounded(digits: str) -> int:
    """Read a number; longer than any file is as good as the largest file."""
    return int(digits) if len(digits) < 20 else 10**19


def range_response(
    request: HttpRequest, sha256: str, media: str, filename: str, *, download: bool = False
) -> HttpResponseBase:
    """Answer GET or HEAD with the object's bytes under a (Chinese) file name.

    `download` asks the browser to save; kinds that could run as a page are saved in any case.
    Raises Damaged if the file is lost, NotFound if it was never stored.
    """
    if request.method not in ("GET", "HEAD"):
        return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
    size, etag = store.get(sha256).size, f'"{sha256}"'
    if _unchanged(request, etag):
        return _dressed(HttpResponse(status=304), etag)
    span = parse_range(_range_header(request, etag), size)
    if span == "unsatisfiable":
        return _dressed(
            HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"}), etag
        )
    response = _body(request, sha256, None if span == "whole" else span, size)
    response["Content-Type"] = f"{media}; charset=utf-8" if media == "text/plain" else media
    save = download or not _INLINE.match(media)
    response["Content-Disposition"] = _disposition(save, filename)
    return _dressed(response, etag)


def _range_header(request: HttpRequest, etag: str) -> str | None:
    """Return the Range header if it counts: If-Range must name these very bytes, as a strong tag."""
    wanted = request.headers.get("If-Range")
    if request.method != "GET" or (wanted is not None and wanted.strip() != etag):
        return None
    return request.headers.get("Range")


def _unchanged(request: HttpRequest, etag: str) -> bool:
    known = [
        tag.strip().removeprefix("W/")
        for tag in request.headers.get("If-None-Match", "").split(",")
    ]
    return etag in known


def _body(
    request: HttpRequest, sha256: str, span: Span | None, size: int
) -> HttpResponse | StreamingHttpResponse:
    prefix = getattr(settings, "VAULT_ACCEL_PREFIX", "")
    if prefix:
        # The web server reads the file and minds the range itself; it knows of no quarantine.
        store.demand_sound(sha256)
        return HttpResponse(headers={"X-Accel-Redirect": f"{prefix}{sha256[:2]}/{sha256}"})
    start, end = span or (0, size)
    parts = store.read_range(sha256, start, end)
    response: HttpResponse | StreamingHttpResponse
    if request.method == "HEAD":
        parts.close()
        response = HttpResponse()
    else:
        response = StreamingHttpResponse(parts)
    if span:  # also for "0-": a player takes 206 as the sign that it may seek
        response.status_code = 206
        response["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    response["Content-Length"] = str(end - start)
    return response


def _dressed(response: HttpResponseBase, etag: str) -> HttpResponseBase:
    response["ETag"] = etag
    response["Accept-Ranges"] = "bytes"
    # Kept by the person's own browser only, and asked about before each use.
    response["Cache-Control"] = "private, no-cache"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _disposition(save: bool, filename: str) -> str:
    name = _UNPRINTABLE.sub("", filename).strip() or "文件"
    return content_disposition_header(save, name) or "attachment"
