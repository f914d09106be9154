"""A case file as JSON: canonical writing, strict reading.

Writing is canonical: keys in order, no spaces, UTF-8 without escapes, days as 2026-03-02, instants
with the offset of Asia/Shanghai; a key whose value is its default is left out, so that a field
added later changes neither the bytes nor the digest of a file written before. `format` is always
written. Reading what was written and writing it again gives the same bytes.

Reading is strict and bounded. Unknown or doubled keys, wrong kinds, times without an offset, ids
that are not unique, and anything past the limits raise CaseFileError with the JSON path. No input
exhausts the stack.
"""

from __future__ import annotations

import dataclasses
import json
import math
import re
import types
import typing
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from hashlib import sha256
from typing import Any, TypeVar

from liuhen.regulation.calendars import calendar_of
from liuhen.regulation.casefile import FORMAT, CaseFile, Parameter
from liuhen.regulation.faults import CaseFileError
from liuhen.regulation.jsontext import MAX_INT, Doubled, parse, shown
from liuhen.regulation.parameters import numbers
from liuhen.regulation.words import SHANGHAI

MAX_TEXT = 200_000
MAX_LIST = 20_000
MAX_DEPTH = 16
FIRST_YEAR, LAST_YEAR = 1949, 2200
MAX_YEARS_KEPT = 1000

UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
"""What no text of a case file holds: control characters except tab and line ends, surrogates."""

_Read = Callable[[Any, str], Any]
_Write = Callable[[Any], Any]
_T = TypeVar("_T")


def encode(casefile: CaseFile) -> bytes:
    """Return the canonical JSON of a case file."""
    return _canonical(_writer(CaseFile)(casefile))


def decode(data: bytes | str) -> CaseFile:
    """Read a case file; raises CaseFileError, whose words say where and what."""
    raw = parse(data)
    if not isinstance(raw, dict) or raw.get("format") != FORMAT:
        raise CaseFileError("$.format", f"应为“{FORMAT}”")
    casefile: CaseFile = _reader(CaseFile)(raw, "$")
    validate(casefile)
    return casefile


def digest(casefile: CaseFile) -> str:
    """Return the SHA-256 of the canonical JSON, in hexadecimal."""
    return sha256(encode(casefile)).hexdigest()


def validate(casefile: CaseFile) -> None:
    """Raise CaseFileError for what types cannot say: doubled ids, impossible numbers and tables."""
    for name in _LISTS_WITH_IDS:
        _refuse_doubled(name, getattr(casefile, name))
    for index, own in enumerate(casefile.bureau.parameters):
        _refuse_parameter(own, f"$.bureau.parameters[{index}]")
    calendar_of(casefile.bureau)
    years = casefile.archive.retention_years if casefile.archive else None
    if years is not None and not 1 <= years <= MAX_YEARS_KEPT:
        raise CaseFileError("$.archive.retention_years", f"保管期限应是1年至{MAX_YEARS_KEPT}年")


_LISTS_WITH_IDS = tuple(
    name
    for name, hint in typing.get_type_hints(CaseFile).items()
    if typing.get_origin(hint) is tuple and "id" in typing.get_type_hints(typing.get_args(hint)[0])
)


def _refuse_doubled(name: str, items: Iterable[Any]) -> None:
    seen: set[str] = set()
    for index, item in enumerate(items):
        if item.id in seen:
            raise CaseFileError(f"$.{name}[{index}].id", f"编号“{shown(item.id)}”重复")
        seen.add(item.id)


def _refuse_parameter(own: Parameter, path: str) -> None:
    number = numbers().get(own.name)
    counts = number is not None and number.unit in ("workdays", "days", "months", "years", "times")
    if own.value < (1 if counts else 0):
        raise CaseFileError(f"{path}.value", "参数的数值太小")
    if counts and own.value > 3660:
        raise CaseFileError(f"{path}.value", "参数的数值太大")


def _canonical(value: Any) -> bytes:
    text = json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )
    return text.encode("utf-8")


# -- reading ----------------------------------------------------------------------------------


@cache
def _reader(kind: Any) -> _Read:
    """Return the reader of a type, built once."""
    if dataclasses.is_dataclass(kind):
        return _read_class(typing.cast(type[Any], kind))
    origin, args = typing.get_origin(kind), typing.get_args(kind)
    if origin is tuple:
        return _read_list(_reader(args[0]))
    if origin in (types.UnionType, typing.Union):
        return _read_optional(_reader(next(one for one in args if one is not type(None))))
    if origin is not None and issubclass(origin, Mapping):
        return _read_fields
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return _read_choice(kind)
    return _PLAIN[kind]


def _read_class(kind: type[Any]) -> _Read:
    hints = typing.get_type_hints(kind)
    fields = dataclasses.fields(kind)
    readers = {one.name: _reader(hints[one.name]) for one in fields}
    required = [one.name for one in fields if _default(one) is dataclasses.MISSING]

    def read(raw: Any, path: str) -> Any:
        values = {}
        for key, value in _members(raw, path):
            reader = readers.get(key)
            if reader is None:
                raise CaseFileError(path, f"不认识的键“{shown(key)}”")
            values[key] = reader(value, f"{path}.{key}")
        for name in required:
            if name not in values:
                raise CaseFileError(path, f"缺少键“{name}”")
        return kind(**values)

    return read


def _members(raw: Any, path: str) -> Iterable[tuple[str, Any]]:
    if not isinstance(raw, dict):
        raise CaseFileError(path, "应是一个对象")
    if isinstance(raw, Doubled):
        raise CaseFileError(f"{path}.{shown(raw.key)}", "键重复")
    return raw.items()


def _read_list(item: _Read) -> _Read:
    return lambda raw, path: tuple(_items(raw, path, item))


def _items(raw: Any, path: str, item: _Read) -> Iterable[Any]:
    if not isinstance(raw, list):
        raise CaseFileError(path, "应是一个列表")
    if len(raw) > MAX_LIST:
        raise CaseFileError(path, f"超过{MAX_LIST}项")
    return (item(value, f"{path}[{index}]") for index, value in enumerate(raw))


def _read_optional(inner: _Read) -> _Read:
    def read(raw: Any, path: str) -> Any:
        return None if raw is None else inner(raw, path)

    return read


def _read_choice(kind: type[StrEnum]) -> _Read:
    choices = {one.value: one for one in kind}

    def read(raw: Any, path: str) -> Any:
        if not isinstance(raw, str) or raw not in choices:
            raise CaseFileError(path, f"应是以下之一：{'、'.join(choices)}")
        return choices[raw]

    return read


def _read_text(raw: Any, path: str) -> str:
    if not isinstance(raw, str):
        raise CaseFileError(path, "应是文字")
    if len(raw) > MAX_TEXT:
        raise CaseFileError(path, f"文字超过{MAX_TEXT}个字")
    if UNWRITABLE.search(raw):
        raise CaseFileError(path, "有控制字符或者不成对的代理字符")
    return raw


def _read_bool(raw: Any, path: str) -> bool:
    if not isinstance(raw, bool):
        raise CaseFileError(path, "应是true或者false")
    return raw


def _read_int(raw: Any, path: str) -> int:
    if isinstance(raw, bool) or not isinstance(raw, int):
        raise CaseFileError(path, "应是整数")
    if abs(raw) > MAX_INT:
        raise CaseFileError(path, "整数太大")
    return raw


def _read_date(raw: Any, path: str) -> date:
    try:
        read = date.fromisoformat(_read_text(raw, path))
    except ValueError as error:
        raise CaseFileError(path, "应是日期，如2026-03-02") from error
    if read.isoformat() != raw:
        raise CaseFileError(path, "应是日期，如2026-03-02")
    return _in_range(read, path)


def _read_datetime(raw: Any, path: str) -> datetime:
    problem = "应是带时区的时间，如2026-03-02T09:20:00+08:00"
    try:
        read = datetime.fromisoformat(_read_text(raw, path))
    except ValueError as error:
        raise CaseFileError(path, problem) from error
    if read.tzinfo is None or "T" not in raw:
        raise CaseFileError(path, problem)
    # The year twice: one before the range may not even be moved to another zone.
    return _in_range(_in_range(read, path).astimezone(SHANGHAI), path)


_Day = TypeVar("_Day", date, datetime)


def _in_range(read: _Day, path: str) -> _Day:
    if not FIRST_YEAR <= read.year <= LAST_YEAR:
        raise CaseFileError(path, f"年份应在{FIRST_YEAR}年至{LAST_YEAR}年之间")
    return read


def _read_fields(raw: Any, path: str) -> Mapping[str, Any]:
    if not isinstance(raw, dict):
        raise CaseFileError(path, "应是一个对象")
    found: dict[str, Any] = _read_any(raw, path, MAX_DEPTH)
    return found


def _read_any(raw: Any, path: str, depth: int) -> Any:
    """Read a document's filled-in value: any JSON, no deeper than the limit."""
    if depth == 0:
        raise CaseFileError(path, f"嵌套超过{MAX_DEPTH}层")
    if isinstance(raw, str):
        return _read_text(raw, path)
    if isinstance(raw, dict):
        return {
            _read_text(key, path): _read_any(value, f"{path}.{shown(key)}", depth - 1)
            for key, value in _members(raw, path)
        }
    if isinstance(raw, list):
        return list(_items(raw, path, lambda one, way: _read_any(one, way, depth - 1)))
    if isinstance(raw, int) and not isinstance(raw, bool):
        return _read_int(raw, path)
    if isinstance(raw, float) and not math.isfinite(raw):
        raise CaseFileError(path, "数太大，或者不是数")
    return raw


_PLAIN: Mapping[Any, _Read] = {
    str: _read_text,
    bool: _read_bool,
    int: _read_int,
    date: _read_date,
    datetime: _read_datetime,
}


# -- writing ----------------------------------------------------------------------------------


@cache
def _writer(kind: Any) -> _Write:
    """Return the writer of a type, built once."""
    if dataclasses.is_dataclass(kind):
        return _write_class(typing.cast(type[Any], kind))
    origin, args = typing.get_origin(kind), typing.get_args(kind)
    if origin is tuple:
        item = _writer(args[0])
        return lambda values: [item(one) for one in values]
    if origin in (types.UnionType, typing.Union):
        inner = _writer(next(one for one in args if one is not type(None)))
        return lambda value: None if value is None else inner(value)
    if origin is not None and issubclass(origin, Mapping):
        return _write_any
    return _WRITE.get(kind, _as_it_is)


def _as_it_is(value: _T) -> _T:
    return value


def _write_datetime(value: datetime) -> str:
    if value.tzinfo is None:
        raise ValueError("a time in a case file is aware")
    return value.astimezone(SHANGHAI).isoformat()


def _write_text(value: str) -> str:
    """Leave out what cannot be read again, so that what was typed never makes a file unreadable."""
    return UNWRITABLE.sub("", value) if UNWRITABLE.search(value) else value


def _write_any(value: Any) -> Any:
    if isinstance(value, str):
        return _write_text(value)
    if isinstance(value, Mapping):
        return {key: _write_any(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_write_any(one) for one in value]
    return value


_WRITE: Mapping[Any, _Write] = {str: _write_text, datetime: _write_datetime, date: date.isoformat}


def _write_class(kind: type[Any]) -> _Write:
    hints = typing.get_type_hints(kind)
    plan = [(one.name, _default(one), _writer(hints[one.name])) for one in dataclasses.fields(kind)]

    def write(value: Any) -> dict[str, Any]:
        written = {}
        for name, default, writer in plan:
            content = getattr(value, name)
            if name == "format" or content != default:
                written[name] = writer(content)
        return written

    return write


def _default(field: dataclasses.Field[Any]) -> Any:
    """Return a field's default, MISSING where it has none."""
    if field.default_factory is not dataclasses.MISSING:
        return field.default_factory()
    return field.default
