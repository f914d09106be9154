"""Reading TOML strictly: each key is asked for once by type, and what nobody asked for is a fault.

A mistyped key in a catalogue would otherwise silently lose a field or a signature place.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, NoReturn

_IDENTIFIER = re.compile(r"[a-z][a-z0-9_]*")
_ABSENT = object()


class CatalogueError(Exception):
    """A catalogue file that cannot be used; `words` say in Chinese which key and what of it."""

    def __init__(self, path: Path, key: str, fault: str) -> None:
        self.words = f"{key} {fault}" if key else fault
        super().__init__(f"{path}: {self.words}")
        self.path = path
        self.key = key


class TomlTable:
    """One table of a TOML file, which remembers what was asked for."""

    def __init__(self, path: Path, where: str, data: Mapping[str, Any], depth: int = 0) -> None:
        self.path = path
        self.where = where
        self.depth = depth
        self._data = data
        self._asked: set[str] = set()

    @classmethod
    def read(cls, path: Path) -> TomlTable:
        """Parse a file; raises CatalogueError when it is not TOML."""
        try:
            return cls(path, "", tomllib.loads(path.read_text(encoding="utf-8")))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise CatalogueError(path, "", f"不是 TOML 格式（{error}）") from error

    def fail(self, key: str, fault: str) -> NoReturn:
        """Raise CatalogueError for a key of this table."""
        raise CatalogueError(self.path, f"{self.where}.{key}" if self.where else key, fault)

    def no_other_keys(self) -> None:
        """Fail when the table has a key that nobody asked for."""
        for key in self._data:
            if key not in self._asked:
                self.fail(key, "没有这一项，请核对拼写")

    def text(self, key: str, default: str | None = None) -> str:
        """Return a text; without a default it must be there and not empty."""
        value = self._take(key, default)
        if not isinstance(value, str) or (default is None and not value.strip()):
            self.fail(key, "应当是文字")
        return value

    def identifier(self, key: str) -> str:
        """Return an English name: lower-case letters, digits and underscores."""
        value = self.text(key)
        if not _IDENTIFIER.fullmatch(value):
            self.fail(key, "只能用小写英文字母、数字和下划线，以字母开头")
        return value

    def one_of(self, key: str, allowed: frozenset[str]) -> str:
        """Return a text out of a closed list."""
        value = self.text(key)
        if value not in allowed:
            self.fail(key, f"应当是其中之一：{'、'.join(sorted(allowed))}")
        return value

    def flag(self, key: str, default: bool) -> bool:
        """Return true or false."""
        value = self._take(key, default)
        if not isinstance(value, bool):
            self.fail(key, "应当是 true 或者 false")
        return value

    def whole(self, key: str, default: int | None = None) -> int:
        """Return a whole number that is not negative."""
        value = self._take(key, default)
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            self.fail(key, "应当是不小于 0 的整数")
        return value

    def day(self, key: str) -> date:
        """Return a date."""
        value = self._take(key, None)
        if not isinstance(value, date) or isinstance(value, datetime):
            self.fail(key, "应当是日期，例如 2026-01-01")
        return value

    def scalar(self, key: str) -> str | bool | int:
        """Return a text, a whole number, true or false."""
        value = self._take(key, None)
        if not isinstance(value, str | bool | int):
            self.fail(key, "应当是文字、整数、true 或者 false")
        return value

    def table(self, key: str) -> TomlTable | None:
        """Return a sub-table, None when there is none."""
        value = self._take(key, _ABSENT)
        if value is _ABSENT:
            return None
        if not isinstance(value, dict):
            self.fail(key, "应当是一个表")
        return TomlTable(self.path, self._inner(key), value, self.depth + 1)

    def tables(self, key: str) -> list[TomlTable]:
        """Return a list of sub-tables, empty when there is none."""
        value = self._take(key, [])
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            self.fail(key, "应当是若干个表")
        return [
            TomlTable(
                self.path, self._inner(f"{key}[{one.get('name', index)}]"), one, self.depth + 1
            )
            for index, one in enumerate(value)
        ]

    def options(self, key: str) -> tuple[tuple[str, str], ...]:
        """Return the (value, label) pairs of a table of labels, in order."""
        value = self._take(key, {})
        if not isinstance(value, dict) or not all(isinstance(one, str) for one in value.values()):
            self.fail(key, "应当是「值 = 名称」的表")
        return tuple(value.items())

    def preset(self, key: str) -> str | tuple[Mapping[str, str], ...] | None:
        """Return a text, rows of texts, or None."""
        value = self._take(key, _ABSENT)
        if value is _ABSENT:
            return None
        if isinstance(value, str):
            return value
        rows = value if isinstance(value, list) else [None]
        for row in rows:
            if not isinstance(row, dict) or not all(isinstance(one, str) for one in row.values()):
                self.fail(key, "应当是文字，或者若干行文字")
        return tuple(rows)

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts, at least one and none of them empty."""
        value = self._take(key, None)
        if not isinstance(value, list) or not value:
            self.fail(key, "应当是若干句文字")
        if not all(isinstance(one, str) and one.strip() for one in value):
            self.fail(key, "应当是若干句文字，没有空的")
        return tuple(value)

    def rows(self, key: str) -> list[list[Any]]:
        """Return a list of lists, at least one."""
        value = self._take(key, None)
        if not isinstance(value, list) or not value:
            self.fail(key, "应当是若干行")
        if not all(isinstance(one, list) for one in value):
            self.fail(key, "应当是若干行")
        return value

    def _inner(self, key: str) -> str:
        return f"{self.where}.{key}" if self.where else key

    def _take(self, key: str, default: Any) -> Any:
        self._asked.add(key)
        if key in self._data:
            return self._data[key]
        if default is None:
            self.fail(key, "没有写")
        return default
