"""Canonical JSON: what is refused, and that two independent writers agree on every byte."""

from __future__ import annotations

from typing import Any

import pytest
import rfc8785
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liuhen.ledger import canonical
from liuhen.ledger.canonical import MAX_INTEGER, NotCanonical, decode, encode, encode_leaf

_scalars = st.none() | st.booleans() | st.integers(-MAX_INTEGER, MAX_INTEGER) | st.text()
_values = st.recursive(
    _scalars, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=12
)
_bmp = st.characters(max_codepoint=0xFFFF, codec="utf-8")
_slow_start = settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)


@_slow_start
@given(_values)
def test_what_is_encoded_decodes_to_itself(value: Any) -> None:
    assert decode(encode(value)) == value


@_slow_start
@given(st.dictionaries(st.text(_bmp), st.text() | st.integers(-MAX_INTEGER, MAX_INTEGER)))
def test_rfc8785_and_the_quick_writer_agree_below_the_supplementary_planes(value: Any) -> None:
    assert canonical.quick(value) == encode(value)


@_slow_start
@given(_scalars)
def test_a_lone_value_is_written_as_rfc8785_writes_it(value: Any) -> None:
    assert encode(value) == rfc8785.dumps(value)


def test_keys_beyond_the_bmp_are_ordered_by_utf16_units() -> None:
    value = {"\ufb33": 1, "\U0001f600": 2}
    assert encode(value) == '{"\U0001f600":2,"\ufb33":1}'.encode()
    assert decode(encode(value)) == value
    with pytest.raises(NotCanonical):
        decode('{"\ufb33":1,"\U0001f600":2}'.encode())


def test_composed_and_decomposed_letters_stay_different() -> None:
    assert encode("\u00e9") != encode("e\u0301")


def test_control_characters_are_escaped_as_the_rfc_says() -> None:
    assert encode('\x00\x1f\x7f\b\t\n\f\r"\\/') == b'"\\u0000\\u001f\x7f\\b\\t\\n\\f\\r\\"\\\\/"'


@pytest.mark.parametrize(
    ("value", "place"),
    [
        (1.5, r"\$: float"),
        ({"a": [0, 1.0]}, r"\$\.a\[1\]: float"),
        (float("nan"), r"\$: float"),
        (MAX_INTEGER + 1, "2\\^53-1"),
        ({"b": -MAX_INTEGER - 1}, r"\$\.b"),
        ({1: "x"}, "not text"),
        ("\ud800", "surrogate"),
        ({"\udfff": 1}, "surrogate"),
        (b"bytes", "bytes is not allowed"),
        ({"s": {1, 2}}, "set is not allowed"),
    ],
)
def test_what_has_no_canonical_form_is_refused_with_its_place(value: Any, place: str) -> None:
    with pytest.raises(NotCanonical, match=place):
        encode(value)


@pytest.mark.parametrize("value", [MAX_INTEGER, -MAX_INTEGER, 0, True, False, None])
def test_the_largest_integers_and_the_constants_pass(value: Any) -> None:
    assert decode(encode(value)) == value


@pytest.mark.parametrize(
    "data",
    [
        b'{"a":1.0}',
        b'{"a":1e2}',
        b'{"a":-0}',
        b'{"a":NaN}',
        b'{"a":Infinity}',
        b'{"a":9007199254740992}',
        b'{"a":' + b"9" * 5000 + b"}",
        b'{ "a":1}',
        b'{"a":1}\n',
        b'{"b":1,"a":2}',
        b'{"a":1,"a":1}',
        b'{"a":"\\u0041"}',
        b'{"a":"\\/"}',
        b'{"a":"\\ud83d\\ude00"}',
        b'{"a":"\\ud800"}',
        b"\xef\xbb\xbf{}",
        b'{"a":"\xff"}',
        b"",
        b"{",
        b"[" * 100_000,
    ],
)
def test_bytes_that_encode_would_not_write_are_refused(data: bytes) -> None:
    with pytest.raises(NotCanonical):
        decode(data)


def test_a_leaf_holds_65535_bytes_and_not_one_more() -> None:
    frame = len(encode({"a": ""}))
    assert len(encode_leaf({"a": "x" * (canonical.MAX_LEAF - frame)})) == canonical.MAX_LEAF
    with pytest.raises(NotCanonical, match="65536 bytes"):
        encode_leaf({"a": "x" * (canonical.MAX_LEAF - frame + 1)})


def test_text_subclasses_are_written_as_plain_text() -> None:
    class Choice(str):
        def __str__(self) -> str:
            return "label"

    assert encode({Choice("k"): Choice("v")}) == b'{"k":"v"}'
