"""JSON text as it comes from strangers: read in bounded memory, every fault named by its JSON path.

What JSON allows and a case file does not (a key twice, a number too long, NaN) is handed on in a
form that the codec refuses where it stands, so that its words carry the whole path.
"""

from __future__ import annotations

import json
import re
from typing import Any, TypeAlias

from liuhen.regulation.faults import CaseFileError

MAX_BYTES = 32 * 1024 * 1024
MAX_VALUES = 2_000_000
"""Commas, colons and opening brackets of one text: what its values cost in memory."""
MAX_INT = 2**53 - 1
MAX_NESTING = 32
"""How deep a path is told; case files are never half as deep."""

_LONGEST_NUMBER = 40
_BEYOND = MAX_INT + 1
_SHOWN = 60
_LOOKED_AT = 3_000_000  # tokens, when the place of a fault is searched; then "$" must do
_TOKEN = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"?|[\[\]{},]', re.DOTALL)

_Way: TypeAlias = int | str | None
"""A step of a path: an index, a key, or None before an object's next key."""


class Doubled(dict[str, Any]):
    """An object one of whose keys, `key`, stands twice: to be refused by whoever knows its path."""

    key: str


def parse(data: bytes | str) -> Any:
    """Return the JSON value of a text; raises CaseFileError with the path for whatever is not one.

    Takes at most some twenty times MAX_BYTES of memory, whatever the text holds.
    """
    text = _text(data)
    values = sum(text.count(one) for one in ",:[{")
    if values > MAX_VALUES:
        raise CaseFileError("$", f"超过{MAX_VALUES}个值")
    try:
        return json.loads(text, object_pairs_hook=_object, parse_int=_integer, parse_float=_number)
    except json.JSONDecodeError as error:
        where = f"不是JSON：第{error.lineno}行第{error.colno}列"
        raise CaseFileError(place(text, error.pos), where) from None
    except RecursionError:
        raise CaseFileError(place(text, len(text)), "嵌套太深") from None


def _text(data: bytes | str) -> str:
    if len(data) > MAX_BYTES:
        raise CaseFileError("$", f"文件超过{MAX_BYTES // 1024 // 1024}兆字节")
    try:
        text = data.decode("utf-8") if isinstance(data, bytes) else data
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode("utf-8")
        problem = f"不是UTF-8编码：第{error.start + 1}个字节"
        raise CaseFileError(place(before, len(before)), problem) from None
    if text.startswith("\ufeff"):
        raise CaseFileError("$", "开头有字节顺序标记（BOM），请存成不带BOM的UTF-8")
    return text


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    doubled = Doubled(found)
    seen: set[str] = set()
    for key, _ in pairs:
        if key in seen:
            doubled.key = key
            break
        seen.add(key)
    return doubled


def _integer(digits: str) -> int:
    """Read an integer; one of very many digits, which costs a square of time, as beyond all."""
    return int(digits) if len(digits) <= _LONGEST_NUMBER else _BEYOND


def _number(digits: str) -> float:
    return float(digits) if len(digits) <= _LONGEST_NUMBER else float("inf")


def place(text: str, end: int) -> str:
    """Return the JSON path that the text has come to at a position, "$" where that is too far on.

    Of a text nested too deep it is the place where it becomes so.
    """
    ways: list[_Way] = []
    for looked_at, found in enumerate(_TOKEN.finditer(text, 0, end)):
        _walk(ways, found[0])
        if len(ways) > MAX_NESTING:
            break
        if looked_at > _LOOKED_AT:
            return "$"
    steps = (
        f"[{one}]" if isinstance(one, int) else f".{shown(one)}" for one in ways if one is not None
    )
    return "$" + "".join(steps)


def _walk(ways: list[_Way], token: str) -> None:
    if token in ("{", "["):
        ways.append(0 if token == "[" else None)
    elif not ways:
        return
    elif token in ("}", "]"):
        ways.pop()
    elif token == ",":
        last = ways[-1]
        ways[-1] = last + 1 if isinstance(last, int) else None
    elif ways[-1] is None:
        ways[-1] = token[1:].removesuffix('"')


def shown(key: str) -> str:
    """Return a stranger's key as a console can show it: short, without control characters."""
    return "".join(one if one.isprintable() else "\ufffd" for one in key[:_SHOWN])
