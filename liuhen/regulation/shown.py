"""Which tests show a requirement, as `data/shown.toml` has it (written by `tests.shown --write`)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


def tests_of(id: str) -> tuple[str, ...]:
    """Return the pytest node ids that show a requirement; empty where the table names none."""
    return shown().get(id, ())


@cache
def shown() -> Mapping[str, tuple[str, ...]]:
    """Return the whole table: requirement id to pytest node ids, without the feature rules."""
    text = (files(__package__) / "data" / "shown.toml").read_text(encoding="utf-8")
    return {id: tuple(tests) for id, tests in tomllib.loads(text).items()}
