"""Clearing away what is worth nothing any more: given-up uploads and half-written copies.

Nothing that was stored is touched. A complete upload is never given up, it is finished instead.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from liuhen.faults import Fault
from liuhen.vault import uploads
from liuhen.vault.models import Upload
from liuhen.vault.store import folder

# Long enough that whoever was writing it is certainly gone.
STRAY_AFTER = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Tidied:
    """What one round did: uploads finished, uploads given up, stray files removed."""

    finished: int
    given_up: int
    strays: int


def tidy(now: datetime) -> Tidied:
    """Finish complete uploads, give up expired ones, remove strays; for the worker, daily.

    `now` is real time, compared with file times. What another process holds is left alone.
    """
    finished = sum(_finish(upload) for upload in _waiting())
    given_up = sum(_give_up(upload, now) for upload in _waiting())
    return Tidied(finished=finished, given_up=given_up, strays=_remove_strays(now))


def _waiting() -> list[Upload]:
    open_states = [Upload.State.RECEIVING, Upload.State.VERIFYING]
    return list(Upload.objects.filter(state__in=open_states).order_by("created_at"))


def _finish(upload: Upload) -> bool:
    """Finish an upload whose last answer never reached its sender."""
    try:
        if uploads.offset_of(upload) != upload.declared_size:
            return False
        uploads.finish(upload.pk)
    except Fault:  # busy, refused, damaged: each is in the row or will be met again
        return False
    return True


def _give_up(upload: Upload, now: datetime) -> bool:
    expires = uploads.expires_at(upload)
    if expires is None or expires > now:
        return False
    try:
        with uploads.locked(uploads.path_of(upload), os.O_RDONLY) as fd:
            if os.fstat(fd).st_size == upload.declared_size:
                return False
            days = uploads.lifetime().days
            reason = f"文件“{upload.filename}”超过 {days} 天没有传完，已收到的部分已清除。请重新上传原文件。"
            uploads.refuse(upload, reason)
            uploads.path_of(upload).unlink()
    except (uploads.Busy, FileNotFoundError):
        return False
    return True


def _remove_strays(now: datetime) -> int:
    count = 0
    for path, keep in _strays():
        if datetime.fromtimestamp(path.stat().st_mtime, tz=UTC) + keep <= now:
            path.unlink(missing_ok=True)
            count += 1
    return count


def _strays() -> Iterator[tuple[Path, timedelta]]:
    """Yield files that no open upload needs, with the time each is kept after its last change."""
    place = folder()
    for path in place.leftovers():
        yield path, STRAY_AFTER
    if not place.uploads.is_dir():
        return
    states = {str(pk): state for pk, state in Upload.objects.values_list("pk", "state")}
    for path in place.uploads.iterdir():
        state = states.get(path.name)
        if state is None or state == Upload.State.STORED:
            yield path, STRAY_AFTER
        elif state == Upload.State.REFUSED:
            yield path, uploads.lifetime()
