"""Signatures from a screen: each is bound to a version that the log issued before it."""

from __future__ import annotations

import json
from typing import Any

from liuhen.verifier.opened import Unreadable
from liuhen.verifier.work import Event, Work

SIGNED, COPY = "document.signed_on_screen", "document.signed_copy_drawn"


def check_handwriting(work: Work) -> None:
    """The strokes' object names the digests of a file that an earlier entry stored for its document.

    That the object itself is the one its entry stored is checked with every other file.
    """
    for event in work.of_type(SIGNED):
        work.report.count("handwriting")
        path = _path_of(work, event)
        if path is None:
            continue  # objects.left_out has said so
        try:
            said = json.loads(work.package.read(path))
            named = (said["file"]["sha256"], said["file"]["sm3"])
            document = said["document"]
        except (Unreadable, ValueError, KeyError, TypeError) as error:
            work.report.altered("signature.form", path, f"笔迹文件不合格式（{error}）。")
            continue
        if document != event.body.get("document") or named not in _versions(work, event):
            work.report.altered(
                "signature.version",
                path,
                f"{event.name}的笔迹没有绑定到此前签发的这份文书：签名可能被移到别的文书上。",
            )


def _path_of(work: Work, event: Event) -> str | None:
    stored = event.body.get("object")
    sha256 = stored.get("sha256") if isinstance(stored, dict) else None
    return next((one.path for one in work.objects if one.sha256 == sha256), None)


def _versions(work: Work, signed: Event) -> set[tuple[Any, Any]]:
    """Return the digests of what earlier entries stored as versions of the same document."""
    return {
        (raw.get("sha256"), raw.get("sm3"))
        for event in work.events
        if event.idx < signed.idx
        and event.body["type"] not in (SIGNED, COPY)
        and event.body.get("document") == signed.body.get("document")
        and isinstance(raw := event.body.get("object"), dict)
    }
