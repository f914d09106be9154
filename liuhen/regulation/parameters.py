"""The law's numbers, dated and cited (`data/parameters.toml`), and the bureau's own on top of them.

The day a rule asks about selects the value. A bureau may set only the numbers that the file marks
`local`; its value holds from its own day on and carries its own citation.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from liuhen.regulation.casefile import Parameter
from liuhen.regulation.citations import Citation, Instrument


@dataclass(frozen=True)
class Value:
    """A number in force from a day on."""

    value: int
    in_force_from: date
    cites: Citation
    last_checked: date


@dataclass(frozen=True)
class Number:
    """One number of the law with its history, oldest value first.

    `unit`: workdays, days, hours, months, years, fen, percent or times. `local`: a bureau may set it.
    """

    name: str
    words: str
    unit: str
    local: bool
    values: tuple[Value, ...]

    def on(self, when: date) -> Value:
        """Return the value in force on a day; the oldest for days before the first."""
        in_force = [one for one in self.values if one.in_force_from <= when]
        return in_force[-1] if in_force else self.values[0]


@dataclass(frozen=True)
class Violation:
    """A kind of violation of 统计法 and the ceiling (`major`, `minor`) its fine falls under."""

    key: str
    words: str
    ceiling: str


class Parameters:
    """The shipped numbers with one bureau's own values on top."""

    def __init__(self, own: Sequence[Parameter] = ()) -> None:
        self._own: dict[str, list[Parameter]] = {}
        for one in sorted(own, key=lambda one: (one.in_force_from, one.value)):
            self._own.setdefault(one.name, []).append(one)
        self._known: dict[tuple[str, date], int] = {}

    def on(self, name: str, when: date) -> int:
        """Return the number in force on a day; raises KeyError for a name that is not shipped."""
        known = self._known.get((name, when))
        if known is None:
            known = self._known[name, when] = self._in_force(name, when)
        return known

    def _in_force(self, name: str, when: date) -> int:
        number = numbers()[name]
        if number.local:
            own = [one for one in self._own.get(name, ()) if one.in_force_from <= when]
            if own:
                return own[-1].value
        return number.on(when).value


@cache
def numbers() -> Mapping[str, Number]:
    """Return every shipped number by name."""
    raw = _raw()
    found = [_number(one, raw["last_checked"]) for one in raw["parameter"]]
    by_name = {one.name: one for one in found}
    if len(by_name) != len(found):
        raise ValueError("a parameter stands twice in parameters.toml")
    return by_name


@cache
def violations() -> Mapping[str, Violation]:
    """Return the kinds of violation that `CaseFacts.violation` may name, by key."""
    return {
        key: Violation(key, one["words"], one["ceiling"])
        for key, one in _raw()["violations"].items()
    }


@cache
def _raw() -> Mapping[str, Any]:
    text = (files(__package__) / "data" / "parameters.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _number(raw: Mapping[str, Any], last_checked: date) -> Number:
    values = [_value(one, last_checked) for one in raw["values"]]
    if not values or values != sorted(values, key=lambda one: one.in_force_from):
        raise ValueError(f"{raw['name']}: give values, oldest first")
    return Number(raw["name"], raw["words"], raw["unit"], raw.get("local", False), tuple(values))


def _value(raw: Mapping[str, Any], last_checked: date) -> Value:
    instrument, *article = raw["cites"]
    citation = Citation(Instrument[instrument], *article)
    return Value(raw["value"], raw["from"], citation, raw.get("last_checked", last_checked))
