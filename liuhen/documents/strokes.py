"""Handwriting from a screen: strokes as vectors, read strictly, drawn as SVG.

Units: a pad is 10000 wide and 4000 high whatever the screen; a point is (x, y, t) or (x, y, t, p)
with t in milliseconds since the first touch and the pressure p from 0 to 1000, where the device
tells it. There is no least size: 丁一 is three strokes, and only nothing at all is refused.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from liuhen.faults import Invalid

PAD_WIDTH, PAD_HEIGHT = 10_000, 4_000
MOST_STROKES, MOST_POINTS = 500, 20_000
_OUTSIDE = 2_000  # a stroke may leave the pad a little
_LONGEST = 24 * 3600 * 1000
_SMALLEST_VIEW = 1_200  # a small signature stays small: it is not blown up to fill the line

Point = tuple[int, ...]
Stroke = tuple[Point, ...]


def read_strokes(text: str) -> tuple[Stroke, ...]:
    """Read the strokes that a pad sent; Invalid for none, too many, or what no pad can draw."""
    try:
        raw = json.loads(text or "[]")
        strokes = tuple(tuple(_point(point) for point in stroke) for stroke in raw)
    except (ValueError, TypeError, RecursionError) as error:
        raise Invalid("没有收到完整的签名。请重新签一次。") from error
    strokes = tuple(stroke for stroke in strokes if stroke)
    if not strokes:
        raise Invalid("签名区还是空的，请先签名。")
    if len(strokes) > MOST_STROKES or sum(map(len, strokes)) > MOST_POINTS:
        raise Invalid("签名的笔画太多。请点「重写」后再签一次。")
    return strokes


def _point(raw: Any) -> Point:
    """Return a point of whole numbers; ValueError or TypeError for anything else."""
    if not isinstance(raw, list) or len(raw) not in (3, 4):
        raise ValueError("a point has three or four numbers")
    if any(type(one) is not int for one in raw):
        raise TypeError("a point has whole numbers")
    x, y, at, *pressure = raw
    if not (-_OUTSIDE <= x <= PAD_WIDTH + _OUTSIDE and -_OUTSIDE <= y <= PAD_HEIGHT + _OUTSIDE):
        raise ValueError("outside the pad")
    if not 0 <= at <= _LONGEST or any(not 0 <= one <= 1000 for one in pressure):
        raise ValueError("no time or pressure")
    return tuple(raw)


def as_svg(strokes: Sequence[Stroke]) -> str:
    """Draw strokes in black on nothing, cut to what is written."""
    left, top, width, height = _view(strokes)
    line = min(140, max(45, height // 28))
    paths = "".join(f'<path d="{" ".join(_path(stroke))}"/>' for stroke in strokes)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"'
        f' viewBox="{left} {top} {width} {height}"><g fill="none" stroke="#000"'
        f' stroke-width="{line}" stroke-linecap="round" stroke-linejoin="round">{paths}</g></svg>'
    )


def _view(strokes: Sequence[Stroke]) -> tuple[int, int, int, int]:
    """Return the picture's left, top, width and height: what is written, with a margin."""
    across = [point[0] for stroke in strokes for point in stroke]
    down = [point[1] for stroke in strokes for point in stroke]
    left, width = _span(min(across), max(across))
    top, height = _span(min(down), max(down))
    return left, top, width, height


def _span(least: int, most: int) -> tuple[int, int]:
    width = max(most - least + 200, _SMALLEST_VIEW)
    return (least + most - width) // 2, width


def _path(stroke: Stroke) -> Iterator[str]:
    """Go from middle to middle of the points, so that a stroke has no corners of its own."""
    (x, y, *_), *rest = stroke
    yield f"M{x} {y}"
    for here, after in pairwise(rest):
        yield f"Q{here[0]} {here[1]} {(here[0] + after[0]) // 2} {(here[1] + after[1]) // 2}"
    end = rest[-1] if rest else stroke[0]
    yield f"L{end[0]} {end[1]}"
