"""Canonical JSON of the ledger: RFC 8785 (JCS) without floats and without integers over 2^53-1.

Within those limits every conforming reader and writer agrees on every byte, so a leaf can be
hashed by a stranger's program in any language.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, NoReturn, TypeAlias

import rfc8785

JSON: TypeAlias = "Mapping[str, JSON] | Sequence[JSON] | str | int | bool | None"

MAX_INTEGER = 2**53 - 1
MAX_LEAF = 65_535  # bytes: what fits one entry of a tlog-tiles bundle

_OUTSIDE_BMP = re.compile(rb"[\xf0-\xf7]")


class NotCanonical(ValueError):
    """A value that has no canonical form here, or bytes that are not in it; says where and why."""


def encode(value: JSON) -> bytes:
    """Return the canonical bytes of a value.

    Raises NotCanonical for floats, integers beyond 2^53-1, keys that are not text, lone
    surrogates, and anything that is not JSON; the message names the place.
    """
    plain = _plain(value, "$")
    # A lone scalar has no keys to order: the quick writer is exact, and most commitments are one.
    return rfc8785.dumps(plain) if isinstance(plain, (dict, list)) else quick(plain)


def encode_leaf(value: Mapping[str, JSON]) -> bytes:
    """Return the canonical bytes of an event; raises NotCanonical above 65,535 bytes."""
    data = encode(value)
    if len(data) > MAX_LEAF:
        raise NotCanonical(
            f"the event takes {len(data)} bytes, a leaf holds at most {MAX_LEAF}: "
            "record fewer rows in one entry, or a digest in place of the content"
        )
    return data


def decode(data: bytes) -> Any:
    """Parse canonical bytes; raises NotCanonical unless they are exactly what `encode` writes."""
    try:
        text = data.decode("utf-8")
        value = _DECODER.decode(text)
    except NotCanonical:
        raise
    except (ValueError, RecursionError) as error:
        raise NotCanonical(f"not JSON in UTF-8: {error}") from error
    # The quick writer differs from RFC 8785 only in ordering keys beyond U+FFFF.
    wanted = encode(value) if _OUTSIDE_BMP.search(data) else quick(value)
    if wanted != data:
        raise NotCanonical(
            "JSON, but not in canonical form (spaces, order, escapes or a key twice)"
        )
    return value


def quick(value: JSON) -> bytes:
    """Write canonical bytes fast; right only for values of `decode` with no key beyond U+FFFF."""
    try:
        return _ENCODER.encode(value).encode("utf-8")
    except UnicodeEncodeError as error:
        raise NotCanonical(f"text with half a surrogate pair: {error.reason}") from error


def _plain(value: JSON, place: str) -> Any:
    """Copy into plain dicts and lists, refusing what is not allowed at the place it stands."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return _text(value, place)
    if isinstance(value, int):
        return _integer(value, place)
    if isinstance(value, Mapping):
        return {_key(k, place): _plain(v, f"{place}.{k}") for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(v, f"{place}[{i}]") for i, v in enumerate(value)]
    hint = (
        ": write amounts as integers in fen, other decimals as text"
        if isinstance(value, float)
        else ""
    )
    raise NotCanonical(f"{place}: {type(value).__name__} is not allowed in the ledger{hint}")


def _text(value: str, place: str) -> str:
    try:
        value.encode("utf-8")
    except UnicodeEncodeError as error:
        raise NotCanonical(f"{place}: text with half a surrogate pair") from error
    return str.__str__(value)


def _integer(value: int, place: str) -> int:
    if abs(value) > MAX_INTEGER:
        raise NotCanonical(f"{place}: {value} is beyond 2^53-1: write it as text")
    return int(value)


def _key(key: object, place: str) -> str:
    if not isinstance(key, str):
        raise NotCanonical(f"{place}: the key {key!r} is not text")
    return _text(key, place)


def _no_float(text: str) -> NoReturn:
    raise NotCanonical(f"the number {text} is not an integer")


def _bounded_integer(text: str) -> int:
    if len(text) > 17:
        raise NotCanonical(f"the number {text[:20]}… is beyond 2^53-1")
    return _integer(int(text), "$")


_ENCODER = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
)
_DECODER = json.JSONDecoder(
    parse_float=_no_float, parse_int=_bounded_integer, parse_constant=_no_float
)
