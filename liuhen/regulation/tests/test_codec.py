"""Case files as JSON: the same bytes again, and nothing strange is let in."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from liuhen.regulation.casefile import CaseFile
from liuhen.regulation.codec import MAX_TEXT, decode, digest, encode
from liuhen.regulation.faults import CaseFileError
from liuhen.regulation.jsontext import MAX_BYTES
from liuhen.regulation.tests.changing import case_a, case_b, case_c, change, having


@pytest.mark.parametrize("case", [case_a, case_b, case_c])
def test_a_case_comes_back_as_the_same_value_and_the_same_bytes(case: Any) -> None:
    written = encode(case())
    read = decode(written)
    assert read == case()
    assert encode(read) == written


def test_the_bytes_do_not_depend_on_the_order_of_keys() -> None:
    raw = json.loads(encode(case_a()))
    shuffled = _shuffled(raw, random.Random(7))
    assert encode(decode(json.dumps(shuffled))) == encode(case_a())


def _shuffled(value: Any, order: random.Random) -> Any:
    if isinstance(value, dict):
        keys = list(value)
        order.shuffle(keys)
        return {key: _shuffled(value[key], order) for key in keys}
    if isinstance(value, list):
        return [_shuffled(one, order) for one in value]
    return value


def test_the_same_instant_in_another_zone_gives_the_same_digest() -> None:
    opened = case_a().case.opened_at.astimezone(UTC)
    moved = replace(case_a(), case=replace(case_a().case, opened_at=opened))
    assert digest(moved) == digest(case_a())
    assert b'"opened_at":"2026-03-02T09:20:00+08:00"' in encode(moved)


def test_a_key_at_its_default_is_left_out_and_may_be_given() -> None:
    raw = json.loads(encode(case_a()))
    assert "complex" not in raw["case"]
    raw["case"]["complex"] = False
    assert encode(decode(json.dumps(raw))) == encode(case_a())


def test_a_naive_time_is_not_written() -> None:
    naive = datetime(2026, 3, 2, 9, 20)  # noqa: DTZ001
    with pytest.raises(ValueError, match="aware"):
        encode(replace(case_a(), case=replace(case_a().case, opened_at=naive)))


def _raw() -> dict[str, Any]:
    raw: dict[str, Any] = json.loads(encode(case_a()))
    return raw


def _error(raw: Any) -> CaseFileError:
    with pytest.raises(CaseFileError) as caught:
        decode(raw if isinstance(raw, str | bytes) else json.dumps(raw))
    return caught.value


def _set(path: str, value: Any) -> dict[str, Any]:
    raw = _raw()
    at: Any = raw
    *way, last = [int(one) if one.isdigit() else one for one in path.split(".")]
    for one in way:
        at = at[one]
    at[last] = value
    return raw


@pytest.mark.parametrize(
    ("path", "value", "where"),
    [
        ("format", "liuhen.casefile/2", "$.format"),
        ("colour", "red", "$"),
        ("case.colour", "red", "$.case"),
        ("case.number", 7, "$.case.number"),
        ("case.number", None, "$.case.number"),
        ("case.complex", 1, "$.case.complex"),
        ("case.conduct_ended_on", "2026-1-9", "$.case.conduct_ended_on"),
        ("case.conduct_ended_on", "2026-02-30", "$.case.conduct_ended_on"),
        ("case.conduct_ended_on", "0001-01-01", "$.case.conduct_ended_on"),
        ("case.conduct_ended_on", "20260109", "$.case.conduct_ended_on"),
        ("case.opened_at", "2026-03-02T09:20:00", "$.case.opened_at"),
        ("case.opened_at", "2026-03-02 09:20:00+08:00", "$.case.opened_at"),
        ("case.opened_at", "yesterday", "$.case.opened_at"),
        ("decision.fine", 30000.5, "$.decision.fine"),
        ("decision.fine", True, "$.decision.fine"),
        ("decision.fine", 2**60, "$.decision.fine"),
        ("activities", {}, "$.activities"),
        ("activities.0.kind", "party", "$.activities[0].kind"),
        ("activities.0", [], "$.activities[0]"),
        ("activities.1.id", "a1", "$.activities[1].id"),
        ("documents.3.title", "x" * (MAX_TEXT + 1), "$.documents[3].title"),
        ("documents.3.fields", [], "$.documents[3].fields"),
        ("documents.0.fields.source", "\ud800", "$.documents[0].fields.source"),
        ("bureau.parameters.0.value", -1, "$.bureau.parameters[0].value"),
    ],
)
def test_what_does_not_fit_is_named_by_its_path(path: str, value: Any, where: str) -> None:
    error = _error(_set(path, value))
    assert error.path == where
    assert where in str(error)


def test_a_missing_key_is_named() -> None:
    raw = _raw()
    del raw["case"]["number"]
    assert "number" in str(_error(raw))


def test_a_parameter_that_counts_days_is_at_least_one() -> None:
    raw = _raw()
    raw["bureau"]["parameters"].append(
        {"name": "archive_days", "value": 0, "in_force_from": "2026-01-01", "citation": "x"}
    )
    assert _error(raw).path == "$.bureau.parameters[1].value"


def test_a_year_table_that_contradicts_itself_is_refused() -> None:
    raw = _raw()
    raw["bureau"]["calendar"] = [
        {"year": 2027, "holidays": ["2027-01-01"], "make_up_days": ["2027-01-04"], "citation": "x"}
    ]
    assert _error(raw).path == "$.bureau.calendar[0]"


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"\xff\xfe",
        b"[1, 2",
        b"null",
        b'{"format": NaN}',
        b'{"format": "a", "format": "b"}',
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b"1" * 10_000,
        '{"format": "liuhen.casefile/1"}'.encode("utf-16"),
    ],
)
def test_no_text_does_worse_than_an_error(text: bytes) -> None:
    _error(text)


def test_a_file_beyond_the_limit_is_not_even_parsed() -> None:
    _error(b" " * (MAX_BYTES + 1))


def test_values_nested_too_deep_are_refused() -> None:
    nested: Any = "x"
    for _ in range(40):
        nested = [nested]
    assert "嵌套" in str(_error(_set("documents.0.fields", {"a": nested})))


def test_any_json_value_of_a_field_comes_back() -> None:
    values = {"a": None, "b": [1, 2.5, "三"], "c": {"d": True, "e": -7}, "f": ""}
    case = change(case_a(), "documents", having(type="lead_registration"), fields=values)
    assert decode(encode(case)) == case


def test_the_smallest_case_file_is_read() -> None:
    smallest = {
        "format": "liuhen.casefile/1",
        "case": {
            "number": "1",
            "title": "",
            "cause": "",
            "procedure": "ordinary",
            "opened_at": "2026-03-02T01:20:00Z",
            "handlers": [],
        },
        "bureau": {"name": "", "code": "", "level": ""},
    }
    assert isinstance(decode(json.dumps(smallest)), CaseFile)
