"""The answer about many cases as one JSON object, written in constant memory."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable
from datetime import date
from tempfile import SpooledTemporaryFile
from typing import IO

from liuhen.commands import console
from liuhen.commands.answers import Json
from liuhen.commands.casefiles import Unreadable

_IN_MEMORY = 1024 * 1024  # bytes of each list, before it goes on in a file
_TOGETHER = ("findings", "deadlines", "gates")


class Merged:
    """Writes `Reports` (see `answers.schema`) to standard output, a case as soon as it is judged.

    The lists over all cases come last; until then they wait in temporary files.
    """

    def __init__(self, today: date) -> None:
        self._today = today
        self._waiting = {name: _spool() for name in (*_TOGETHER, "unreadable")}
        self._begun: set[str] = set()

    def __enter__(self) -> Merged:
        console.say(f'{{"today": {console.as_json(self._today)}, "cases": [')
        return self

    def report(self, one: Json) -> None:
        """Take the report of a case."""
        console.say(f"{self._comma('cases')}{console.as_json(one)}")
        for name in _TOGETHER:
            self._keep(name, one[name])

    def unreadable(self, one: Unreadable) -> None:
        """Take a case file that cannot be read."""
        fault = {"file": one.name, "path": one.path, "problem": one.problem}
        self._keep("unreadable", [fault])

    def _keep(self, name: str, items: Iterable[Json]) -> None:
        for one in items:
            self._waiting[name].write(f"{self._comma(name)}{console.as_json(one)}\n")

    def _comma(self, name: str) -> str:
        """Return what separates the next item of a list from the one before."""
        begun = name in self._begun
        self._begun.add(name)
        return ", " if begun else ""

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Write what has waited; after a fault the object stays unfinished, as it is."""
        for name, spool in self._waiting.items():
            if kind is None:
                console.say(f'], "{name}": [')
                spool.seek(0)
                shutil.copyfileobj(spool, sys.stdout)
            spool.close()
        if kind is None:
            console.say("]}")


def _spool() -> IO[str]:
    return SpooledTemporaryFile(
        _IN_MEMORY, "w+", encoding="utf-8", errors="backslashreplace", newline="\n"
    )
