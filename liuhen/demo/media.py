"""Small real recordings for the demo: a video with sound, a voice-like sound, a photograph."""

from __future__ import annotations

import io
import math
import tempfile
from array import array
from fractions import Fraction
from pathlib import Path

import av
from PIL import Image, ImageDraw

RATE = 16_000  # samples a second


def photograph(caption: str, hue: int = 200) -> bytes:
    """Return a JPEG that shows its caption's length in bars; each caption gives other bytes."""
    image = Image.new("RGB", (1280, 960), (235, 238, 242))
    draw = ImageDraw.Draw(image)
    for index, character in enumerate(caption):
        height = 80 + ord(character) % 600
        draw.rectangle(
            (40 + index * 46, 900 - height, 76 + index * 46, 900),
            fill=(hue % 255, (hue * 3 + index * 7) % 255, 120),
        )
    draw.rectangle((20, 20, 1260, 940), outline=(60, 70, 90), width=6)
    out = io.BytesIO()
    image.save(out, format="JPEG", quality=82)
    return out.getvalue()


def _tone(seconds: int, pitch: int) -> array[int]:
    return array(
        "h",
        (
            int(9000 * math.sin(2 * math.pi * pitch * n / RATE) * (0.5 + 0.5 * math.sin(n / 900)))
            for n in range(seconds * RATE)
        ),
    )


def _frames(samples: array[int]) -> list[av.AudioFrame]:
    frames = []
    for start in range(0, len(samples), 1024):
        part = samples[start : start + 1024]
        frame = av.AudioFrame(format="s16", layout="mono", samples=len(part))
        frame.planes[0].update(part.tobytes().ljust(frame.planes[0].buffer_size, b"\0"))
        frame.sample_rate, frame.pts, frame.time_base = RATE, start, Fraction(1, RATE)
        frames.append(frame)
    return frames


def sound(pitch: int = 220, seconds: int = 3) -> bytes:
    """Return a short WAV."""
    return _written(".wav", pitch, seconds, pictures=False)


def video(pitch: int = 180, seconds: int = 3) -> bytes:
    """Return a short MP4 with H.264 pictures and AAC sound."""
    return _written(".mp4", pitch, seconds, pictures=True)


def _written(suffix: str, pitch: int, seconds: int, *, pictures: bool) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"made{suffix}"
        with av.open(str(path), "w") as container:
            # Every stream is there before the first packet: the header is written with it.
            shown = container.add_stream("libx264", rate=10) if pictures else None
            heard = container.add_stream("aac" if pictures else "pcm_s16le", rate=RATE)
            heard.layout = "mono"
            if shown is not None:
                shown.width, shown.height, shown.pix_fmt = 320, 240, "yuv420p"
                _write_pictures(container, shown, pitch, seconds)
            _write_sound(container, heard, pitch, seconds)
        return path.read_bytes()


def _write_pictures(
    container: av.container.OutputContainer, stream: av.VideoStream, pitch: int, seconds: int
) -> None:
    for number in range(seconds * 10):
        image = Image.new("RGB", (320, 240), (pitch % 255, (number * 8) % 255, 120))
        ImageDraw.Draw(image).rectangle(
            (number * 5 % 300, 100, number * 5 % 300 + 20, 140), fill="white"
        )
        container.mux(stream.encode(av.VideoFrame.from_image(image)))
    container.mux(stream.encode(None))


def _write_sound(
    container: av.container.OutputContainer, stream: av.AudioStream, pitch: int, seconds: int
) -> None:
    resampler = av.AudioResampler(format=stream.format.name, layout="mono", rate=RATE)
    for frame in _frames(_tone(seconds, pitch)):
        for ready in resampler.resample(frame):
            container.mux(stream.encode(ready))
    container.mux(stream.encode(None))
