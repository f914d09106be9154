"""Requirements that the system as a whole provides, and the tests that the rows name for them."""

from __future__ import annotations

import ast
import tomllib
from importlib.util import find_spec
from pathlib import Path

import pytest

from liuhen.regulation.pack import load
from liuhen.regulation.rules import Feature

ROOT = Path(__file__).resolve().parent.parent

FEATURES = [rule for rules in load().rules.values() for rule in rules if isinstance(rule, Feature)]

AWAITED = {"A03-2"}
"""Features whose named test is not written yet; whoever writes it takes the id off this list."""


@pytest.mark.parametrize("feature", FEATURES, ids=lambda one: one.id)
def test_what_provides_a_feature_exists(feature: Feature) -> None:
    assert find_spec(feature.provided_by) is not None


@pytest.mark.parametrize("feature", FEATURES, ids=lambda one: one.id)
def test_the_test_that_shows_a_feature_exists(feature: Feature) -> None:
    assert _exists(feature.shown_by) is (feature.id not in AWAITED)


def _exists(node: str) -> bool:
    path, _, name = node.partition("::")
    file = ROOT / path
    if not file.is_file():
        return False
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return any(isinstance(one, ast.FunctionDef) and one.name == name for one in ast.walk(tree))


def test_a_decision_has_room_for_other_matters() -> None:
    """第十三条（八）: the form of the decision takes whatever else law demands."""
    form = ROOT / "liuhen/documents/catalogue/penalty_decision/type.toml"
    fields = tomllib.loads(form.read_text(encoding="utf-8"))["fields"]
    (other,) = [one for one in fields if one["name"] == "other_matters"]
    assert other["kind"] == "longtext"
    assert other["optional"] is True
