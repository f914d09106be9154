"""The pack verifies itself when it is loaded, and says what it does not do yet."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from liuhen.regulation import pack
from liuhen.regulation.answers import Answers
from liuhen.regulation.citations import law, measure
from liuhen.regulation.listing import listing, not_implemented
from liuhen.regulation.pack import BrokenPack, load, verify
from liuhen.regulation.requirements import rows
from liuhen.regulation.rules import check, duty
from liuhen.regulation.view import View

NOT_YET = [
    "A29-1", "A30-1", "A30-2", "A30-3", "A30-4", "A30-5", "A30-7", "A31-1", "A32-1", "L05-1",
    "L12-1", "L14-1", "L16-1", "L17-1", "L18-1", "L19-1", "L20-1",
]  # fmt: skip
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
        ("A07-1", measure(8), "its row says"),
        ("A07-1", law(next(iter(measure(7).instrument.__class__))), "its row says"),
    ],
)
def test_a_rule_that_contradicts_its_row_is_refused(id: str, cites: object, problem: str) -> None:
    rule = check(id, cites, unless="")(_nothing)  # type: ignore[arg-type]
    with pytest.raises(BrokenPack, match=problem):
        verify({id: [rule]})


def test_a_rule_of_another_effect_is_refused() -> None:
    rule = duty("A07-1", measure(7, item=1), unless="")(_nothing)
    with pytest.raises(BrokenPack, match="otherwise"):
        verify({"A07-1": [rule]})


def test_the_same_rule_twice_is_refused_but_not_an_older_text_beside_it() -> None:
    rule = check("A07-1", measure(7, item=1), unless="")(_nothing)
    with pytest.raises(BrokenPack, match="twice"):
        verify({"A07-1": [rule, rule]})
    older = replace(rule, in_force_from=date(2010, 1, 1), in_force_to=date(2019, 9, 26))
    verify({"A07-1": [older, rule]})


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
