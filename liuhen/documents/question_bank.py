"""The question bank of transcripts: what is asked at the opening, about each violation, at the end.

One file a bank under `questions/`, each with its citations and the day a person last checked them.
A bureau replaces a bank, or adds one, by a file of the same (a new) name in the folder `questions`
of its home; a faulty file there raises CatalogueError, which names the file and the key.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from liuhen.documents.toml_table import TomlTable
from liuhen.regulation.citations import Citation, Instrument, together
from liuhen.regulation.parameters import violations

QUESTIONS_FOLDER = Path(__file__).resolve().parent / "questions"
PLACES = ("opening", "violation", "closing")
_ON_SITE = "on_site.toml"


@dataclass(frozen=True, kw_only=True)
class Bank:
    """Questions that belong together; `violations` are the kinds of case it is meant for."""

    code: str
    title: str
    place: str
    questions: tuple[str, ...]
    violations: tuple[str, ...]
    cites: tuple[Citation, ...]
    checked_on: date

    @property
    def basis(self) -> str:
        """The citations as the law is quoted."""
        return together(self.cites)


@dataclass(frozen=True, kw_only=True)
class OnSite:
    """The words that one tap writes: how rights are told, certificates shown, recusal asked."""

    means: tuple[str, ...]
    recusal_ask: str
    recusal_answers: tuple[str, ...]
    certificates: str
    cites: tuple[Citation, ...]
    checked_on: date


def banks(own: Path | None = None) -> tuple[Bank, ...]:
    """Return all banks in the order of a transcript; those of the folder `own` go first by name."""
    found = {path.stem: path for path in _files(QUESTIONS_FOLDER) if path.name != _ON_SITE}
    found |= {path.stem: path for path in _files(own) if path.name != _ON_SITE}
    read = [_bank(path, path.stat().st_mtime_ns) for path in found.values()]
    order = list(violations())
    return tuple(sorted(read, key=lambda one: (PLACES.index(one.place), _rank(one, order))))


def on_site(own: Path | None = None) -> OnSite:
    """Return the words of one tap, the bureau's own if it has a file of its own."""
    mine = own / _ON_SITE if own else None
    path = mine if mine and mine.is_file() else QUESTIONS_FOLDER / _ON_SITE
    return _on_site(path, path.stat().st_mtime_ns)


def _files(folder: Path | None) -> Sequence[Path]:
    return sorted(folder.glob("*.toml")) if folder and folder.is_dir() else ()


def _rank(one: Bank, order: list[str]) -> tuple[int, str]:
    places = [order.index(each) for each in one.violations]
    return (min(places, default=len(order)), one.code)


@lru_cache(maxsize=64)
def _bank(path: Path, _changed: int) -> Bank:
    table = TomlTable.read(path)
    place = table.one_of("place", frozenset(PLACES))
    kinds = table.texts("violations") if place == "violation" else ()
    for one in kinds:
        if one not in violations():
            table.fail("violations", f"没有 {one} 这种违法行为")
    read = Bank(
        code=path.stem,
        title=table.text("title"),
        place=place,
        questions=table.texts("questions"),
        violations=kinds,
        cites=_cites(table),
        checked_on=table.day("checked_on"),
    )
    table.no_other_keys()
    return read


@lru_cache(maxsize=8)
def _on_site(path: Path, _changed: int) -> OnSite:
    table = TomlTable.read(path)
    read = OnSite(
        means=table.texts("means"),
        recusal_ask=table.text("recusal_ask"),
        recusal_answers=table.texts("recusal_answers"),
        certificates=table.text("certificates"),
        cites=_cites(table),
        checked_on=table.day("checked_on"),
    )
    table.no_other_keys()
    return read


def _cites(table: TomlTable) -> tuple[Citation, ...]:
    """Read [["STATISTICS_LAW", 44], …]; a bank without a citation cannot be loaded."""
    rows = table.rows("cites")
    for row in rows:
        known = len(row) == 2 and row[0] in Instrument.__members__ and isinstance(row[1], int)
        if not known:
            table.fail("cites", '应当写成 [["STATISTICS_LAW", 44]] 的样子')
    return tuple(Citation(Instrument[str(row[0])], int(row[1])) for row in rows)
