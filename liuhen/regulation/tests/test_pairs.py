"""Every requirement has a case that keeps it and one that breaks it."""

from __future__ import annotations

import pytest

from liuhen.regulation.answers import Status
from liuhen.regulation.codec import decode, encode
from liuhen.regulation.pack import evaluate, load
from liuhen.regulation.requirements import Effect, rows
from liuhen.regulation.tests.pairs import Pair
from liuhen.regulation.tests.pairs_custody import custody
from liuhen.regulation.tests.pairs_deciding import decision, hearing
from liuhen.regulation.tests.pairs_law import higher_law
from liuhen.regulation.tests.pairs_recording import general, investigation
from liuhen.regulation.tests.pairs_secrecy import secrecy
from liuhen.regulation.tests.pairs_serving import (
    accountability,
    delivery,
    keeping,
    performance,
)

GROUPS = (
    general, investigation, decision, hearing, performance, delivery, keeping, secrecy,
    accountability, higher_law, custody,
)  # fmt: skip
PAIRS = [pair for group in GROUPS for pair in group()]


def _named(pair: Pair) -> str:
    return f"{pair.id}-{pair.what.replace(' ', '-')}"


SHOWN = [pytest.param(one, id=_named(one), marks=pytest.mark.shows(one.id)) for one in PAIRS]


@pytest.mark.parametrize("pair", SHOWN)
def test_it_is_recorded_where_it_is_kept(pair: Pair) -> None:
    assert evaluate(pair.kept, pair.today).state_of(pair.id).status is Status.RECORDED


@pytest.mark.parametrize("pair", SHOWN)
def test_it_is_found_where_it_is_broken(pair: Pair) -> None:
    answer = evaluate(pair.broken, pair.today)
    found = [one for one in answer.findings if one.id == pair.id]
    assert found
    assert answer.state_of(pair.id).status is Status.MISSING
    for one in found:
        assert all((one.article, one.subject, one.subject_ref, one.expected, one.found, one.remedy))


@pytest.mark.parametrize("pair", PAIRS, ids=_named)
def test_both_go_through_the_codec_unchanged(pair: Pair) -> None:
    for casefile in (pair.kept, pair.broken):
        written = encode(casefile)
        assert encode(decode(written)) == written


def test_every_judged_requirement_has_its_pair() -> None:
    judged = {
        id
        for id in load().rules
        if set(rows()[id].effects) & {Effect.BLOCK, Effect.FINDING, Effect.DEADLINE}
    }
    # L02-1 judges a person before an act, so no case file can break it; test_gates shows it.
    assert judged - {pair.id for pair in PAIRS} == {"L02-1"}
