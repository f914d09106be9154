"""What a recording's own bytes say of it: length and kind."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import av
from PIL import Image, UnidentifiedImageError

from liuhen.faults import Invalid

PICTURES = ("image/jpeg", "image/png", "image/tiff", "image/webp", "image/heic")
SOUNDS = ("audio/",)
MOVING = ("video/",)


@dataclass(frozen=True)
class Probed:
    """Seconds are None for a picture; `has_sound` and `has_pictures` are of the streams inside."""

    seconds: int | None
    has_sound: bool
    has_pictures: bool


def probe(path: Path, media: str) -> Probed:
    """Open the container and read its length; Invalid for bytes that are no recording at all."""
    if media in PICTURES:
        return _picture(path)
    try:
        with av.open(str(path)) as container:
            seconds = container.duration / av.time_base if container.duration else None
            return Probed(
                round(seconds) if seconds is not None else None,
                bool(container.streams.audio),
                bool(container.streams.video),
            )
    except (av.FFmpegError, ValueError, IndexError) as error:
        raise Invalid(
            "文件不是可以播放的录音录像，可能已经损坏。请核对原文件后重新上传。"
        ) from error


def _picture(path: Path) -> Probed:
    try:
        with Image.open(path) as image:
            image.verify()
    except (
        UnidentifiedImageError,
        OSError,
        SyntaxError,
        Image.DecompressionBombError,
    ) as error:
        raise Invalid("照片打不开，可能已经损坏。请核对原文件后重新上传。") from error
    return Probed(None, False, True)


def fits(chosen: str, probed: Probed) -> bool:
    """Tell whether what the officer calls it agrees with what is inside."""
    if chosen == "photo":
        return probed.seconds is None and probed.has_pictures
    if chosen == "sound":
        return probed.has_sound
    return probed.has_pictures


PROGRAMS = ("application/x-dosexec", "application/x-elf")


def check_attachment(path: Path, media: str) -> None:
    """Turn away a file that cannot stand as a copy of evidence: a program, a broken picture."""
    if media in PROGRAMS:
        raise Invalid(
            "程序文件不能作为证据文件上传。",
            {"file": "程序文件不能收下。确需固定程序的，请打包成 ZIP 并写明校验值。"},
        )
    if media in PICTURES:
        try:
            _picture(path)
        except Invalid as fault:
            raise Invalid(fault.message, {"file": fault.message}) from fault
