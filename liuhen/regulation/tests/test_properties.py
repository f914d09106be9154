"""What holds for every case file: no order, no crash, the same bytes again."""

from __future__ import annotations

import dataclasses
import random
import typing
from datetime import date, timedelta
from functools import cache
from time import perf_counter, process_time
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liuhen.regulation.casefile import CaseFile, StepName
from liuhen.regulation.codec import FIRST_YEAR, LAST_YEAR, decode, encode
from liuhen.regulation.pack import evaluate, gate
from liuhen.regulation.tests.changing import A_DAY, B_DAY, C_DAY, case_a, case_b, case_c
from liuhen.regulation.tests.full import full_case
from liuhen.regulation.tests.generating import any_casefile
from liuhen.regulation.tests.pairs import Pair
from liuhen.regulation.tests.test_pairs import PAIRS

CASES = [(case_a, A_DAY), (case_b, B_DAY), (case_c, C_DAY)]
seeds = st.integers(min_value=0, max_value=2**32).map(random.Random)
"""A seed and not Hypothesis' own randomness: thousands of draws an example would be slow."""
few = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def _reordered(value: Any, order: random.Random) -> Any:
    """Shuffle every tuple inside the case file, at any depth."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        changes = {
            one.name: _reordered(getattr(value, one.name), order)
            for one in dataclasses.fields(value)
        }
        return dataclasses.replace(value, **changes)
    if isinstance(value, tuple):
        items = [_reordered(one, order) for one in value]
        order.shuffle(items)
        return tuple(items)
    return value


@few
@given(st.sampled_from(CASES), seeds)
def test_the_order_of_lists_changes_no_answer(case: Any, order: random.Random) -> None:
    build, today = case
    assert evaluate(_reordered(build(), order), today) == evaluate(build(), today)


@cache
def _optional(kind: type[Any]) -> frozenset[str]:
    """Return the fields of a class that may be None."""
    hints = typing.get_type_hints(kind)
    return frozenset(name for name, hint in hints.items() if type(None) in typing.get_args(hint))


def _mutated(value: Any, order: random.Random, rate: float) -> Any:
    """Drop random elements of lists and forget random optional fields, at any depth."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        changes: dict[str, Any] = {}
        for one in dataclasses.fields(value):
            content = getattr(value, one.name)
            if one.name in _optional(type(value)) and order.random() < rate:
                changes[one.name] = None
            else:
                changes[one.name] = _mutated(content, order, rate)
        return dataclasses.replace(value, **changes)
    if isinstance(value, tuple):
        kept = [one for one in value if order.random() >= rate]
        return tuple(_mutated(one, order, rate) for one in kept)
    if isinstance(value, dict):
        odd: list[Any] = [None, "", 0, [], {}, [None], [{"evidence": 3}], "二"]
        return {
            key: order.choice(odd) if order.random() < rate else one
            for key, one in value.items()
            if order.random() >= rate
        }
    return value


@few
@given(
    st.sampled_from(CASES),
    seeds,
    st.sampled_from([0.02, 0.1, 0.4]),
    st.integers(min_value=-400, max_value=900),
)
def test_no_case_file_is_too_broken_to_be_answered(
    case: Any, order: random.Random, rate: float, later: int
) -> None:
    build, day = case
    today = day + timedelta(days=later)
    mutated = _mutated(build(), order, rate)
    written = encode(mutated)
    read = decode(written)
    assert encode(read) == written
    _fully_answered(read, today)


def _fully_answered(casefile: CaseFile, today: date) -> None:
    answer = evaluate(casefile, today)
    for finding in answer.findings:
        assert all((finding.article, finding.subject_ref, finding.expected, finding.found))
    for state in answer.states:
        assert state.why or state.status == "recorded"
    for deadline in answer.deadlines:
        assert (deadline.due_on is None) == bool(deadline.undetermined_because)
    for step in StepName:
        one = gate(casefile, step, today)
        assert one.allowed == (not one.missing)


any_day = st.one_of(
    st.dates(min_value=date(FIRST_YEAR, 1, 1), max_value=date(LAST_YEAR, 12, 31)),
    st.dates(min_value=date(2026, 1, 1), max_value=date(2027, 12, 31)),
)


@few
@given(seeds, any_day)
def test_any_case_file_is_answered_on_any_day_and_in_any_order(
    order: random.Random, today: date
) -> None:
    """Generated from the dataclasses: no plausible case, but all that the codec lets in."""
    casefile = any_casefile(order)
    written = encode(casefile)
    read = decode(written)
    assert read == casefile
    assert encode(read) == written
    _fully_answered(read, today)
    assert evaluate(_reordered(read, order), today) == evaluate(read, today)


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair.id}-{pair.what}")
def test_the_missing_record_removes_the_finding_and_adds_none(pair: Pair) -> None:
    order = random.Random(pair.what)
    broken, mended = (
        {one.id for one in evaluate(_reordered(case, order), pair.today).findings}
        for case in (pair.broken, pair.kept)
    )
    assert pair.id in broken
    assert pair.id not in mended


@few
@given(st.sampled_from(PAIRS), seeds)
def test_the_order_of_lists_changes_no_pair(pair: Pair, order: random.Random) -> None:
    for case in (pair.broken, pair.kept):
        assert evaluate(_reordered(case, order), pair.today) == evaluate(case, pair.today)


@few
@given(st.sampled_from(PAIRS), any_day)
def test_every_pair_is_answered_on_any_day(pair: Pair, today: date) -> None:
    _fully_answered(pair.broken, today)
    _fully_answered(pair.kept, today)


def test_the_cost_grows_with_the_records_and_no_faster() -> None:
    """Four times the records take less than six times as long: a square would take sixteen."""

    def best(times: int) -> float:
        case, taken = full_case(times), []
        for _ in range(15):
            begun = process_time()
            evaluate(case, A_DAY)
            taken.append(process_time() - begun)
        return min(taken)

    assert best(8) < 6 * best(2)


def test_the_full_case_is_as_large_as_it_is_said_and_complete() -> None:
    case = full_case()
    lists = (case.activities, case.documents, case.recordings, case.deliveries)
    assert [len(one) for one in lists] == [60, 120, 30, 40]
    assert evaluate(case, A_DAY).findings == ()


def test_an_answer_is_the_same_twice() -> None:
    assert evaluate(case_b(), B_DAY) == evaluate(case_b(), B_DAY)


def test_states_name_each_judged_requirement_once() -> None:
    states = [one.id for one in evaluate(case_a(), A_DAY).states]
    assert len(states) == len(set(states))


def test_a_full_case_is_answered_in_milliseconds() -> None:
    """Three milliseconds on an idle machine; ten times that here, where others compute as well."""
    evaluate(case_a(), A_DAY)
    times = []
    for _ in range(20):
        start = perf_counter()
        evaluate(case_a(), A_DAY)
        times.append(perf_counter() - start)
    assert min(times) < 0.030


def test_a_case_file_of_a_thousand_records_is_still_quick() -> None:
    many = tuple(
        dataclasses.replace(one, id=f"{one.id}-{copy}")
        for copy in range(20)
        for one in case_a().documents
    )
    start = perf_counter()
    evaluate(dataclasses.replace(case_a(), documents=many), date(2026, 5, 21))
    assert perf_counter() - start < 1.0
