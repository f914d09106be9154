"""Requirements that the system as a whole provides, and the tests that the rows name for them."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

from liuhen.regulation.pack import load
from liuhen.regulation.rules import Feature

ROOT = Path(__file__).resolve().parent.parent

FEATURES = [rule for rules in load().rules.values() for rule in rules if isinstance(rule, Feature)]


@pytest.mark.parametrize("feature", FEATURES, ids=lambda one: one.id)
def test_what_provides_a_feature_imports(feature: Feature) -> None:
    assert import_module(feature.provided_by)


@pytest.mark.parametrize("feature", FEATURES, ids=lambda one: one.id)
def test_the_test_that_shows_a_feature_is_collected(feature: Feature) -> None:
    assert feature.shown_by in _collected()


@cache
def _collected() -> frozenset[str]:
    """Return the tests that pytest finds in the files the features name, without parameters."""
    named = {feature.shown_by.partition("::")[0] for feature in FEATURES}
    files = sorted(one for one in named if (ROOT / one).is_file())
    command = [sys.executable, "-m", "pytest", "--collect-only", "-p", "no:cacheprovider"]
    found = subprocess.run(
        [*command, "-p", "no:randomly", *files], cwd=ROOT, capture_output=True, text=True
    )
    assert found.returncode == 0, found.stdout
    return frozenset(line.partition("[")[0] for line in found.stdout.splitlines() if "::" in line)


def test_a_decision_has_room_for_other_matters() -> None:
    """第十三条（八）: the form of the decision takes whatever else law demands."""
    form = ROOT / "liuhen/documents/catalogue/penalty_decision/type.toml"
    fields = tomllib.loads(form.read_text(encoding="utf-8"))["fields"]
    (other,) = [one for one in fields if one["name"] == "other_matters"]
    assert other["kind"] == "longtext"
    assert other["optional"] is True
