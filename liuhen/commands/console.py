"""Writing to the console: text, tables that line up in Chinese, JSON, progress."""

from __future__ import annotations

import json
import os
import sys
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, TextIO

_COLOURS = {"正常": "32", "注意": "33", "错误": "31"}


def use_utf8() -> None:
    """Write UTF-8 whatever the locale says; a character the console cannot take never ends a run."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")


def say(text: str = "") -> None:
    """Write one line to standard output."""
    sys.stdout.write(f"{text}\n")


def warn(text: str) -> None:
    """Write one line to standard error."""
    sys.stderr.write(f"{text}\n")


def say_json(value: Mapping[str, Any]) -> None:
    """Write a report as JSON; days and instants in ISO form."""
    say(json.dumps(value, ensure_ascii=False, indent=2, default=_plain))


def as_json(value: object) -> str:
    """Return a value of a report as JSON on one line."""
    return json.dumps(value, ensure_ascii=False, default=_plain)


def _plain(value: object) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no form in a report")


def say_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write a table whose columns line up where Chinese characters are twice as wide."""
    lines = [tuple(head), *(tuple(row) for row in rows)]
    widths = [max(width(line[i]) for line in lines) for i in range(len(head))]
    for number, line in enumerate(lines):
        cells = (cell + " " * (widths[i] - width(cell)) for i, cell in enumerate(line))
        say("  ".join(cells).rstrip())
        if number == 0:
            say("  ".join("-" * one for one in widths))


def width(text: str) -> int:
    """Return how many columns a text takes on a console."""
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text)


def coloured(word: str, stream: TextIO | None = None) -> str:
    """Return a state word in its colour where a person looks on, as it is elsewhere."""
    out = stream or sys.stdout
    colour = _COLOURS.get(word)
    if colour is None or not out.isatty() or os.environ.get("NO_COLOR"):
        return word
    return f"\x1b[{colour}m{word}\x1b[0m"


class Progress:
    """One line on standard error that counts on; silent where nobody looks on.

    `always`: also where nobody does, as in a log; there each tenth is a line of its own.
    """

    def __init__(self, words: str, *, always: bool = False) -> None:
        self.words = words
        self.always = always
        self.shown = ""
        self._tenth = 0

    def __call__(self, done: int, whole: int) -> None:
        """Show how far it is."""
        text = f"{self.words}：{done}/{whole}"
        if sys.stderr.isatty():
            if text != self.shown:
                sys.stderr.write(f"\r{text}")
                sys.stderr.flush()
                self.shown = text
        elif self.always and done * 10 // max(whole, 1) > self._tenth:
            self._tenth = done * 10 // max(whole, 1)
            warn(text)

    def end(self) -> None:
        """Leave the line."""
        if self.shown:
            sys.stderr.write("\n")
            self.shown = ""
