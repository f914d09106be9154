"""The scheme of an assessment: items, weights, what each counts; dated, cited, replaceable data."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from liuhen.people.models import Bureau
from liuhen.regulation.citations import Citation, Instrument, together
from liuhen.regulation.requirements import rows

OWN_FILE = "assessment.toml"
"""The name under which a home may keep a scheme of its own."""


class BrokenScheme(ValueError):
    """The scheme contradicts itself or names what does not exist; nothing is assessed by it."""


class Measure(StrEnum):
    """What an item counts. There is none for fines, and none can be written in the data."""

    STATES = "states"
    DEADLINES = "deadlines"
    SERIOUS = "serious"
    MENDED = "mended"
    ESTABLISHED = "established"
    BREACHES = "breaches"


class Of(StrEnum):
    """Who is assessed."""

    BUREAU = "bureau"
    OFFICER = "officer"


@dataclass(frozen=True, kw_only=True)
class Item:
    """One item. `requirements` are full ids; `weight` 0 is an item that takes `points` off."""

    code: str
    title: str
    group: str
    measure: Measure
    explain: str
    weight: int = 0
    points: int = 0
    severe_points: int = 0
    requirements: tuple[str, ...] = ()
    of: frozenset[Of] = frozenset(Of)
    levels: frozenset[str] = field(default_factory=frozenset)

    def counts_for(self, of: Of, level: str) -> bool:
        """Tell whether it is asked of a bureau of this level, or of an officer of one."""
        return of in self.of and (not self.levels or level in self.levels)


@dataclass(frozen=True)
class Scheme:
    """A scheme in force from a day on."""

    title: str
    in_force_from: date
    last_checked: date
    cites: tuple[Citation, ...]
    items: tuple[Item, ...]

    @property
    def basis(self) -> str:
        """The citations in words."""
        return together(self.cites)

    def items_for(self, of: Of, level: str) -> list[Item]:
        """Return the items asked of a bureau of this level, or of an officer of one."""
        return [one for one in self.items if one.counts_for(of, level)]


def scheme_on(day: date) -> Scheme:
    """Return the scheme in force on a day, the oldest for days before the first; the home's own file
    goes before the shipped one. Raises BrokenScheme for a file that cannot be used.
    """
    own: Path = settings.HOME / OWN_FILE
    path = own if own.is_file() else Path(__file__).parent / "scheme.toml"
    known = read(path.read_text(encoding="utf-8"))
    in_force = [one for one in known if one.in_force_from <= day]
    return in_force[-1] if in_force else known[0]


@cache
def read(text: str) -> tuple[Scheme, ...]:
    """Read the schemes, oldest first; raises BrokenScheme with the first fault."""
    try:
        schemes = tuple(_scheme(raw) for raw in tomllib.loads(text)["scheme"])
    except (KeyError, TypeError, ValueError, tomllib.TOMLDecodeError) as error:
        raise BrokenScheme(f"考核办法文件有误：{error}") from error
    if not schemes or list(schemes) != sorted(schemes, key=lambda one: one.in_force_from):
        raise BrokenScheme("考核办法文件有误：请按施行日期从早到晚排列。")
    for one in schemes:
        _check(one)
    return schemes


def _scheme(raw: Mapping[str, Any]) -> Scheme:
    return Scheme(
        raw["title"],
        raw["from"],
        raw["last_checked"],
        tuple(Citation(Instrument[name], *article) for name, *article in raw["cites"]),
        tuple(_item(one) for one in raw["item"]),
    )


def _item(raw: Mapping[str, Any]) -> Item:
    given = dict(raw)
    begins, but = given.pop("requirements", ()), given.pop("except", ())
    of, levels = given.pop("of", list(Of)), given.pop("levels", ())
    return Item(
        **{**given, "measure": Measure(given["measure"])},
        requirements=_ids(begins, but),
        of=frozenset(Of(one) for one in of),
        levels=frozenset(Bureau.Level(one).value for one in levels),
    )


def _ids(begins: list[str], but: list[str]) -> tuple[str, ...]:
    """Return the requirement ids that begin so; a beginning that fits none is a slip of the pen."""
    for one in (*begins, *but):
        if not any(_is_of(id, one) for id in rows()):
            raise ValueError(f"没有编号以 {one} 开头的要求")
    return tuple(
        id
        for id in rows()
        if any(_is_of(id, one) for one in begins) and not any(_is_of(id, one) for one in but)
    )


def _is_of(id: str, beginning: str) -> bool:
    """A07 is A07-1 and A07-7a, not A071; A is every A."""
    return id == beginning or id.partition("-")[0] == beginning or id[:1] == beginning


def _check(scheme: Scheme) -> None:
    codes = [one.code for one in scheme.items]
    if len(set(codes)) != len(codes):
        raise BrokenScheme("考核办法文件有误：项目代码重复。")
    if not scheme.cites:
        raise BrokenScheme("考核办法文件有误：没有写明依据。")
    for one in scheme.items:
        if (one.weight > 0) == (one.points > 0):
            raise BrokenScheme(f"考核办法文件有误：{one.title}须写明分值或者扣分，只写一样。")
        if (one.points > 0) != (one.measure is Measure.BREACHES):
            raise BrokenScheme(f"考核办法文件有误：{one.title}只有违反情形可以扣分。")
    _check_counted_once(scheme)


def _check_counted_once(scheme: Scheme) -> None:
    for measure in (Measure.STATES, Measure.DEADLINES):
        ids = [id for one in scheme.items if one.measure is measure for id in one.requirements]
        twice = sorted({id for id in ids if ids.count(id) > 1})
        if twice:
            raise BrokenScheme(f"考核办法文件有误：{'、'.join(twice)}在两个项目里重复计算。")
