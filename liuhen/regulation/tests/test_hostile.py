"""Broken and hostile case files: refused quickly, in bounded memory, by the JSON path."""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liuhen.regulation.codec import MAX_DEPTH, MAX_LIST, MAX_TEXT, decode, encode
from liuhen.regulation.faults import CaseFileError
from liuhen.regulation.tests.changing import case_a, case_b, case_facts
from liuhen.regulation.tests.hostile import HOSTILE

WRITTEN = encode(case_a())
fuzzed = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
seeds = st.integers(min_value=0, max_value=2**32).map(random.Random)


def _refused(data: bytes | str) -> CaseFileError:
    with pytest.raises(CaseFileError) as caught:
        decode(data)
    assert caught.value.path.startswith("$")
    assert re.search("[一-鿿]", caught.value.problem)
    return caught.value


# -- what it costs ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def costs() -> dict[str, tuple[str, float, int]]:
    """Path, seconds and megabytes of each hostile file, read in a process of half a gigabyte."""
    said = subprocess.run(
        [sys.executable, "-m", "liuhen.regulation.tests.hostile"],
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert said.returncode == 0, said.stderr[-2000:]
    rows = [json.loads(line) for line in said.stdout.splitlines()]
    return {name: (path, seconds, held) for name, path, seconds, held in rows}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_quickly_and_in_bounded_memory(
    name: str, costs: dict[str, tuple[str, float, int]]
) -> None:
    path, seconds, held = costs[name]
    assert path.startswith("$")
    assert seconds < 10  # of processor; about one where nobody else computes
    assert held < 450


# -- broken off, spoilt -----------------------------------------------------------------------


@pytest.mark.parametrize("fiftieth", range(50))
def test_a_file_broken_off_is_refused_where_it_ends(fiftieth: int) -> None:
    cut = WRITTEN[: len(WRITTEN) * fiftieth // 50]
    error = _refused(cut)
    first = re.match(r"\$\.(\w+)", error.path)
    assert fiftieth == 0 or first
    if first and first[1] not in ("case", "bureau"):
        assert f'"{first[1]}'.encode() in cut


def test_the_path_of_a_broken_file_is_the_value_that_is_missing() -> None:
    text = WRITTEN.decode()
    third = [found.end() for found in re.finditer('"started_at":', text)][3]
    assert _refused(text[:third]).path == "$.activities[3].started_at"
    assert _refused(text[: third + 4]).path == "$.activities[3].started_at"
    assert _refused(text[:third] + "?" + text[third:]).path == "$.activities[3].started_at"


@pytest.mark.parametrize("spoilt", ["\ufeff" + WRITTEN.decode(), WRITTEN.decode("utf-8") + "}"])
def test_more_than_the_value_is_refused(spoilt: str) -> None:
    assert _refused(spoilt).path == "$"
    assert _refused(spoilt.encode()).path == "$"


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-16-le", "utf-32"])
def test_another_encoding_is_refused(encoding: str) -> None:
    _refused(WRITTEN.decode().encode(encoding))


def test_a_byte_that_is_no_text_is_told_by_its_path() -> None:
    at = WRITTEN.index('"title":"某某'.encode()) + len(b'"title":"')
    spoilt = WRITTEN[:at] + b"\xff" + WRITTEN[at:]
    assert _refused(spoilt).path == "$.case.title"


@fuzzed
@given(seeds, st.integers(min_value=1, max_value=8))
def test_spoilt_bytes_do_no_worse_than_an_error(order: random.Random, times: int) -> None:
    data = bytearray(WRITTEN)
    for _ in range(times):
        at = order.randrange(len(data))
        way = order.randrange(3)
        if way == 0:
            data[at] = order.randrange(256)
        elif way == 1:
            del data[at : at + order.randrange(1, 40)]
        else:
            data[at:at] = data[order.randrange(len(data)) :][: order.randrange(1, 40)]
    _answered(bytes(data))


def _answered(data: bytes | str) -> None:
    """Read it: either an error with its path, or a value that comes back by the byte."""
    try:
        read = decode(data)
    except CaseFileError as error:
        assert error.path.startswith("$")
        assert str(error).isprintable()
    else:
        assert encode(decode(encode(read))) == encode(read)


# -- wrong values -----------------------------------------------------------------------------

_HUGE = "9" * 5000
_WRONG = {
    "a number": "7",
    "a fraction": "7.5",
    "a huge number": _HUGE,
    "a huge negative number": "-" + _HUGE,
    "a huge fraction": f"0.{_HUGE}",
    "beyond every float": "1e999",
    "not a number": "NaN",
    "infinity": "-Infinity",
    "a truth": "true",
    "an empty list": "[]",
    "a list in a list": "[[[]]]",
    "an object": '{"a":1}',
    "a key twice": '{"id":"a","id":"b"}',
    "a text too long": f'"{"x" * (MAX_TEXT + 1)}"',
    "NUL": '"a\\u0000"',
    "an escape sequence": '"\\u001b[31m"',
    "half a surrogate pair": '"\\ud83d"',
    "brackets": "[" * 5000 + "]" * 5000,
    "objects": '{"a":' * 5000 + "1" + "}" * 5000,
}
_MARK = "7e0d2c1a-mark"


def _places(value: Any, path: str = "$") -> Iterator[tuple[str, Any, Any]]:
    """Yield every place of a JSON value: its path, what holds it, and under what."""
    for key, one in value.items() if isinstance(value, dict) else enumerate(value):
        way = f"{path}[{key}]" if isinstance(key, int) else f"{path}.{key}"
        yield way, value, key
        if isinstance(one, dict | list):
            yield from _places(one, way)


@fuzzed
@given(seeds, st.sampled_from(sorted(_WRONG)))
def test_a_wrong_value_is_told_by_its_path(order: random.Random, kind: str) -> None:
    raw = json.loads(encode(case_b()))
    path, holder, key = order.choice(list(_places(raw)))
    holder[key] = _MARK
    text = json.dumps(raw, ensure_ascii=False).replace(f'"{_MARK}"', _WRONG[kind])
    try:
        decode(text)
    except CaseFileError as error:
        # A missing key and an unknown one are told by the object that should hold them.
        assert error.path.startswith(path) or path.startswith(error.path), (path, str(error))
        assert str(error).isprintable()
    else:
        assert kind not in (
            "a key twice",
            "NUL",
            "not a number",
            "brackets",
            "half a surrogate pair",
        )


@pytest.mark.parametrize(
    "kind", [one for one in _WRONG if one not in ("an object", "a number", "a truth")]
)
def test_a_documents_own_values_are_as_strict(kind: str) -> None:
    raw = json.loads(WRITTEN)
    raw["documents"][3]["fields"] = {"a": {"b": _MARK}}
    text = json.dumps(raw).replace(f'"{_MARK}"', _WRONG[kind])
    if kind in ("a fraction", "an empty list", "a list in a list"):
        decode(text)
    else:
        assert _refused(text).path.startswith("$.documents[3].fields.a.b")


def test_a_key_twice_is_told_by_its_path() -> None:
    text = WRITTEN.decode().replace('"kind":"lead"', '"kind":"lead","kind":"lead"')
    assert _refused(text).path == "$.activities[0].kind"


def test_an_id_twice_is_told_by_its_path() -> None:
    for name in ("activities", "documents", "recordings", "deliveries", "evidence", "rights"):
        raw = json.loads(WRITTEN)
        raw[name][2]["id"] = raw[name][0]["id"]
        assert _refused(json.dumps(raw)).path == f"$.{name}[2].id"


def test_a_list_too_long_is_told_by_its_path() -> None:
    raw = json.loads(WRITTEN)
    raw["case"]["handlers"] = [raw["case"]["handlers"][0]] * (MAX_LIST + 1)
    assert _refused(json.dumps(raw)).path == "$.case.handlers"


def test_nesting_within_the_limit_is_read_and_beyond_it_told() -> None:
    raw = json.loads(WRITTEN)
    for depth, fine in ((MAX_DEPTH - 2, True), (MAX_DEPTH, False)):
        nested: Any = "x"
        for _ in range(depth):
            nested = [nested]
        raw["documents"][0]["fields"] = {"a": nested}
        if fine:
            decode(json.dumps(raw))
        else:
            assert _refused(json.dumps(raw)).path.startswith("$.documents[0].fields.a[0]")


def test_an_error_never_carries_a_strangers_control_characters() -> None:
    raw = json.loads(WRITTEN)
    raw["case"]["\x1b[2J\u202e\ud800"] = 1
    raw["documents"][0]["fields"] = {"\x1b]0;": "x"}
    assert str(_refused(json.dumps(raw))).isprintable()
    del raw["case"]["\x1b[2J\u202e\ud800"]
    assert str(_refused(json.dumps(raw))).isprintable()


def test_what_was_typed_with_control_characters_is_written_without_and_read_again() -> None:
    case = case_facts(case_a(), title="某\x0b某\x00建材\n第二行\t")
    first = replace(case.documents[0], fields={"source": ["数据\x1f审核"]})
    case = replace(case, documents=(first, *case.documents[1:]))
    read = decode(encode(case))
    assert read.case.title == "某某建材\n第二行\t"
    assert read.documents[0].fields == {"source": ["数据审核"]}


@pytest.mark.parametrize("years", [0, -1, 1001])
def test_years_of_keeping_that_no_file_has_are_told_by_their_path(years: int) -> None:
    raw = json.loads(WRITTEN)
    raw["archive"]["retention_years"] = years
    assert _refused(json.dumps(raw)).path == "$.archive.retention_years"
