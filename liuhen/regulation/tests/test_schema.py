"""The published schema fits what is written."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

import pytest

from liuhen.regulation import casefile
from liuhen.regulation.codec import encode
from liuhen.regulation.schema import json_schema
from liuhen.regulation.tests.changing import case_a, case_b, case_c


def _fits(value: Any, schema: dict[str, Any], root: dict[str, Any], path: str = "$") -> None:
    """A small checker of the keywords that the schema uses; asserts with the path."""
    if "$ref" in schema:
        _fits(value, root["$defs"][schema["$ref"].rpartition("/")[2]], root, path)
        return
    if "anyOf" in schema:
        if value is not None:
            _fits(value, schema["anyOf"][0], root, path)
        return
    if "const" in schema:
        assert value == schema["const"], path
    if "enum" in schema:
        assert value in schema["enum"], path
    kind = {"object": dict, "array": list, "string": str, "boolean": bool, "integer": int}
    if "type" in schema:
        assert isinstance(value, kind[schema["type"]]), path
    if "properties" in schema:
        assert set(schema["required"]) <= set(value), path
        assert set(value) <= set(schema["properties"]), path
        for key, one in value.items():
            _fits(one, schema["properties"][key], root, f"{path}.{key}")
    if "items" in schema:
        for index, one in enumerate(value):
            _fits(one, schema["items"], root, f"{path}[{index}]")


@pytest.mark.parametrize("case", [case_a, case_b, case_c])
def test_every_worked_case_fits_the_schema(case: Any) -> None:
    schema = json_schema()
    _fits(json.loads(encode(case())), schema, schema)


def test_something_else_does_not_fit() -> None:
    schema = json_schema()
    raw = json.loads(encode(case_a()))
    raw["activities"][0]["kind"] = "party"
    with pytest.raises(AssertionError, match="kind"):
        _fits(raw, schema, schema)


def test_every_class_of_the_case_file_is_described() -> None:
    schema = json_schema()
    classes = {
        one.__name__
        for one in vars(casefile).values()
        if isinstance(one, type) and dataclasses.is_dataclass(one) and one is not casefile.CaseFile
    }
    assert classes <= set(schema["$defs"])
    for one in schema["$defs"].values():
        assert one["description"]


def test_every_reference_leads_somewhere_and_it_is_json() -> None:
    text = json.dumps(json_schema())
    schema = json.loads(text)
    for name in {part.split('"')[0] for part in text.split("#/$defs/")[1:]}:
        assert name in schema["$defs"]
