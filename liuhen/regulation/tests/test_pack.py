"""The pack verifies itself when it is loaded, and says what it does not do yet."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from liuhen.regulation import pack, parameters, requirements, shown
from liuhen.regulation.answers import Answers
from liuhen.regulation.citations import law, measure
from liuhen.regulation.listing import listing, not_implemented
from liuhen.regulation.pack import BrokenPack, load, verify
from liuhen.regulation.requirements import rows
from liuhen.regulation.rules import Feature, check, duty
from liuhen.regulation.view import View

NOT_YET: list[str] = []
"""Requirements that no rule carries out yet; whoever adds one takes it off this list."""


def _nothing(view: View) -> Answers:
    yield from ()


def test_there_are_102_requirements() -> None:
    assert len(rows()) == 102


def test_every_rule_is_of_a_known_requirement() -> None:
    assert set(load().rules) <= set(rows())


def test_what_is_not_implemented_yet_is_listed() -> None:
    assert not_implemented() == NOT_YET


def test_every_rule_cites_the_article_of_its_row() -> None:
    for id, rules in load().rules.items():
        for rule in rules:
            assert rule.article == rows()[id].article
            assert rule.last_checked >= rule.in_force_from


def test_a_rule_without_a_citation_is_refused() -> None:
    with pytest.raises(ValueError, match="citation"):
        check("A07-1", (), unless="")


@pytest.mark.parametrize(
    ("id", "cites", "problem"),
    [
        ("A99-1", measure(7, item=1), "requirements.toml"),
        ("A07-1", measure(8), "写的是第七条（一）"),
        ("A07-1", law(next(iter(measure(7).instrument.__class__))), "写的是第七条（一）"),
    ],
)
def test_a_rule_that_contradicts_its_row_is_refused(id: str, cites: object, problem: str) -> None:
    rule = check(id, cites, unless="")(_nothing)  # type: ignore[arg-type]
    with pytest.raises(BrokenPack, match=problem):
        verify({id: [rule]})


def test_a_rule_of_another_effect_is_refused() -> None:
    rule = duty("A07-1", measure(7, item=1), unless="")(_nothing)
    with pytest.raises(BrokenPack, match="后果"):
        verify({"A07-1": [rule]})


def test_the_same_rule_twice_is_refused_but_not_an_older_text_beside_it() -> None:
    rule = check("A07-1", measure(7, item=1), unless="")(_nothing)
    with pytest.raises(BrokenPack, match="两条规则"):
        verify({"A07-1": [rule, rule]})
    older = replace(rule, in_force_from=date(2010, 1, 1), in_force_to=date(2019, 9, 26))
    verify({"A07-1": [older, rule]})


def test_a_rule_without_a_test_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The table of tests may lose an id; nothing is judged then."""
    monkeypatch.setattr("liuhen.regulation.rules.tests_of", {"A07-2": ("x",)}.get)
    questioned = check("A07-2", measure(7, item=2), unless="")(_nothing)
    verify({"A07-2": [questioned]})
    with pytest.raises(BrokenPack, match="A07-1 没有测试"):
        verify({"A07-1": [check("A07-1", measure(7, item=1), unless="")(_nothing)]})


@pytest.mark.parametrize("table", ["requirements.toml", "parameters.toml", "shown.toml"])
def test_a_damaged_table_is_refused_in_words_for_the_bureau(
    table: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(Path(pack.__file__).parent / "data", tmp_path / "data")
    (tmp_path / "data" / table).write_text("[[", encoding="utf-8")
    caches = (load, requirements.rows, parameters._raw, parameters.numbers, shown.shown)
    for module in (requirements, parameters, shown):
        monkeypatch.setattr(module, "files", lambda package: tmp_path)
    for one in caches:
        one.cache_clear()
    try:
        with pytest.raises(BrokenPack, match="规则库有误，程序拒绝运行：TOMLDecodeError"):
            load()
    finally:
        monkeypatch.undo()
        for one in caches:
            one.cache_clear()


def test_the_table_of_tests_is_what_is_collected() -> None:
    """Needs `python -m liuhen.regulation.tests.shown --write` after tests came or went."""
    table = subprocess.run(
        [sys.executable, "-m", "liuhen.regulation.tests.shown"],
        cwd=Path(__file__).resolve().parents[3],
        capture_output=True,
        text=True,
    )
    assert table.returncode == 0, table.stdout + table.stderr


def test_the_table_of_tests_names_every_rule_that_is_no_feature_and_nothing_else() -> None:
    judged = {
        id
        for id, rules in load().rules.items()
        if not all(isinstance(rule, Feature) for rule in rules)
    }
    assert set(shown.shown()) == judged


def test_no_rule_is_forgotten_in_a_module_that_is_not_loaded() -> None:
    folder = Path(pack.__file__).parent
    with_rules = {
        one.stem
        for one in folder.glob("*.py")
        if any(
            line.startswith(("@check(", "@duty(", "@period(", "@gate("))
            for line in one.read_text(encoding="utf-8").splitlines()
        )
    }
    assert with_rules == set(pack.MODULES)


def test_the_version_names_the_pack_by_its_content() -> None:
    assert load().version.startswith("liuhen.rules/")
    assert load().version == pack._version()


def test_the_listing_has_every_requirement_in_order() -> None:
    listed = list(listing())
    assert list(dict.fromkeys(one.id for one in listed)) == list(rows())
    for one in listed:
        assert one.article
        assert one.implemented is (one.module is not None)
    (questioned,) = [one for one in listed if one.id == "A07-1"]
    assert questioned.module == "liuhen.regulation.investigation"
    assert questioned.function == "questioning_the_party_leaves_a_transcript"
    assert questioned.in_force_from == date(2019, 9, 27)
    assert questioned.in_force_to is None
    assert questioned.severity == "ordinary"
    assert any("test_it_is_found_where_it_is_broken[A07-1" in one for one in questioned.tests)


def test_a_feature_is_listed_with_what_provides_it_and_its_one_test() -> None:
    (carried,) = [one for one in listing() if one.id == "A34-1"]
    assert carried.provided_by == "liuhen.regulation.rules"
    assert carried.tests == (
        "liuhen/regulation/tests/test_in_force.py"
        "::test_a_thing_is_judged_by_the_rule_in_force_on_its_day",
    )
