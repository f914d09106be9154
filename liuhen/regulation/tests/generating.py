"""Case files of any content, made from the dataclasses alone, so that new fields are made too."""

from __future__ import annotations

import dataclasses
import random
import types
import typing
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import Any

from liuhen.regulation.casefile import FORMAT, CaseFile, Document
from liuhen.regulation.codec import FIRST_YEAR, LAST_YEAR
from liuhen.regulation.jsontext import MAX_INT
from liuhen.regulation.papers import Paper
from liuhen.regulation.words import SHANGHAI

_FIRST, _LAST = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)
_IDS = [f"x{number}" for number in range(6)]
_WORDS = [
    *_IDS, *_IDS, *(one.value for one in Paper), "", " ", "甲", "ordinary", "simplified", "penalty",
    "no_penalty", "approved", "decision", "filing", "inspection", "fine", "hearing", "recusal",
    "registered", "agree", "approver", "reviewer", "party", "organisation", "text", "第二行\n\t🈲",
]  # fmt: skip
_NUMBERS = [0, 0, 1, 2, 3, 60, 12_000, 3_000_000, -1, MAX_INT, -MAX_INT]
_FIELDS: list[Any] = [
    None, True, 0, -3, 2.5, "", "x1", "六十日", [], [None], ["x1", "x2"], [[["x"]]], {},
    [{"evidence": "x1"}, {"evidence": ["x2", 3]}, {"name": "甲", "certificate_number": "1"}],
]  # fmt: skip
Draw = Callable[[random.Random], Any]


def any_casefile(order: random.Random) -> CaseFile:
    """Return a case file that the codec accepts: any field may hold whatever its type allows."""
    made: CaseFile = _draw(CaseFile)(order)
    lists = {
        one.name: _by_id(getattr(made, one.name))
        for one in dataclasses.fields(made)
        if isinstance(getattr(made, one.name), tuple)
    }
    # What codec.validate demands of the bureau's own numbers and tables is tested by itself.
    bureau = dataclasses.replace(made.bureau, parameters=(), calendar=())
    if made.archive and made.archive.retention_years is not None:
        archive = dataclasses.replace(made.archive, retention_years=order.choice((1, 30, 1000)))
        made = dataclasses.replace(made, archive=archive)
    return dataclasses.replace(made, **typing.cast(Any, lists), bureau=bureau, format=FORMAT)


def _by_id(items: tuple[Any, ...]) -> tuple[Any, ...]:
    if not items or not hasattr(items[0], "id"):
        return items
    return tuple({one.id: one for one in items}.values())


@cache
def _draw(kind: Any) -> Draw:
    origin, args = typing.get_origin(kind), typing.get_args(kind)
    if origin is tuple:
        item = _draw(args[0])
        return lambda order: tuple(item(order) for _ in range(order.choice((0, 0, 1, 2, 4))))
    if origin in (types.UnionType, typing.Union):
        inner = _draw(next(one for one in args if one is not type(None)))
        return lambda order: inner(order) if order.random() < 0.6 else None
    if origin is not None and issubclass(origin, Mapping):
        return lambda order: {
            name: order.choice(_FIELDS) for name in order.sample(_field_names(), 8)
        }
    if dataclasses.is_dataclass(kind):
        return _draw_class(typing.cast(type[Any], kind))
    if issubclass(kind, StrEnum):
        return lambda order: order.choice(list(kind))
    return _PLAIN[kind]


def _draw_class(kind: type[Any]) -> Draw:
    hints = typing.get_type_hints(kind)
    draws = {one.name: _draw(hints[one.name]) for one in dataclasses.fields(kind)}
    if kind is Document:
        draws["type"] = lambda order: order.choice(list(Paper)).value
    return lambda order: kind(**{name: draw(order) for name, draw in draws.items()})


@cache
def _field_names() -> list[str]:
    from liuhen.regulation.tests.changing import case_a, case_c

    named = {name for case in (case_a(), case_c()) for one in case.documents for name in one.fields}
    return sorted({*named, "officers", "decided_on", "remedies", "fine_fen", "penalties", "copies"})


def _day(order: random.Random) -> date:
    if order.random() < 0.1:
        return order.choice((_FIRST, _LAST))
    if order.random() < 0.1:
        return _FIRST + timedelta(days=order.randrange((_LAST - _FIRST).days))
    return date(2026, 1, 1) + timedelta(days=order.randrange(400))


def _moment(order: random.Random) -> datetime:
    day = _day(order)
    return datetime(day.year, day.month, day.day, order.randrange(24), 30, tzinfo=SHANGHAI)


_PLAIN: Mapping[Any, Draw] = {
    str: lambda order: order.choice(_WORDS),
    bool: lambda order: order.random() < 0.5,
    int: lambda order: order.choice(_NUMBERS),
    date: _day,
    datetime: _moment,
}
