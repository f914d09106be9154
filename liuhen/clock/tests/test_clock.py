"""The one source of now, and who may set it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextvars import copy_context
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Thread

import pytest

from liuhen import clock

PAST = clock.shanghai(2026, 3, 10, 9, 30)


@pytest.fixture(autouse=True)
def _permit_restored(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Leave the process's permit and hand as they were, whatever a test registers."""
    monkeypatch.setattr(clock, "_demo_permit", None)
    monkeypatch.setattr(clock, "_hand", None)
    yield


@pytest.fixture
def demo_home() -> None:
    clock.permit_when(lambda: True)


def test_now_is_the_real_time_aware_and_in_utc() -> None:
    before = datetime.now(UTC)
    asked = clock.now()
    assert before <= asked <= datetime.now(UTC)
    assert asked.utcoffset() == timedelta(0)
    assert not clock.is_set()


def test_nobody_may_set_the_clock_before_a_home_says_demo() -> None:
    with pytest.raises(clock.ClockRefused, match="演示"), clock.playing(PAST):
        pytest.fail("the block must not run")


def test_a_home_that_is_not_a_demo_refuses_a_set_clock() -> None:
    clock.permit_when(lambda: False)
    with pytest.raises(clock.ClockRefused), clock.playing(PAST):
        pytest.fail("the block must not run")
    assert not clock.is_set()


def test_the_permit_is_asked_every_time() -> None:
    answers = iter([True, False])
    clock.permit_when(lambda: next(answers))
    with clock.playing(PAST):
        assert clock.is_set()
    with pytest.raises(clock.ClockRefused), clock.playing(PAST):
        pytest.fail("the block must not run")


@pytest.mark.usefixtures("demo_home")
def test_a_set_clock_starts_where_it_was_set_and_runs_on() -> None:
    with clock.playing(PAST):
        first = clock.now()
        second = clock.now()
        assert PAST <= first <= second < PAST + timedelta(seconds=30)
        assert first.utcoffset() == timedelta(0)
        assert clock.today() == date(2026, 3, 10)


@pytest.mark.usefixtures("demo_home")
def test_a_naive_time_is_refused() -> None:
    naive = PAST.replace(tzinfo=None)
    with pytest.raises(ValueError, match="aware"), clock.playing(naive):
        pytest.fail("the block must not run")


@pytest.mark.usefixtures("demo_home")
def test_the_clock_is_real_again_after_the_block_even_after_an_error() -> None:
    with pytest.raises(KeyError), clock.playing(PAST):
        raise KeyError("something broke")
    assert not clock.is_set()
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=30)


@pytest.mark.usefixtures("demo_home")
def test_an_inner_set_clock_gives_way_to_the_outer_one() -> None:
    with clock.playing(PAST):
        with clock.playing(PAST + timedelta(days=5)):
            assert clock.today() == date(2026, 3, 15)
        assert clock.today() == date(2026, 3, 10)


@pytest.mark.usefixtures("demo_home")
@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (clock.shanghai(2026, 3, 10, 0, 0, 0), date(2026, 3, 10)),
        (datetime(2026, 3, 10, 15, 59, 0, tzinfo=UTC), date(2026, 3, 10)),
        (datetime(2026, 3, 10, 16, 0, 0, tzinfo=UTC), date(2026, 3, 11)),
    ],
)
def test_today_is_the_day_in_shanghai(instant: datetime, day: date) -> None:
    with clock.playing(instant):
        assert clock.today() == day


@pytest.mark.usefixtures("demo_home")
def test_another_thread_keeps_the_real_time() -> None:
    seen: list[bool] = []
    with clock.playing(PAST):
        stranger = Thread(target=lambda: seen.append(clock.is_set()))
        stranger.start()
        stranger.join()
        follower = copy_context()
        assert follower.run(clock.is_set)
    assert seen == [False]


def test_shanghai_builds_the_instant_a_paper_states() -> None:
    assert clock.shanghai(2026, 3, 10, 9, 30) == datetime(2026, 3, 10, 1, 30, tzinfo=UTC)


@pytest.fixture
def hand(tmp_path: Path) -> Path:
    """The file that moves a demo home's clock, not yet written."""
    path = tmp_path / "clock"
    clock.follow(path)
    return path


@pytest.mark.usefixtures("demo_home")
def test_the_hand_moves_the_clock_of_a_demo_home_and_time_runs_on(hand: Path) -> None:
    hand.write_text("2026-03-10T09:30:00+08:00\n", encoding="ascii")
    assert PAST <= clock.now() < PAST + timedelta(seconds=30)
    assert clock.is_set()


@pytest.mark.usefixtures("demo_home")
def test_the_hand_counts_from_when_it_was_written(hand: Path) -> None:
    hand.write_text("2026-03-10T09:30:00+08:00", encoding="ascii")
    an_hour_ago = datetime.now(UTC).timestamp() - 3600
    os.utime(hand, (an_hour_ago, an_hour_ago))
    assert timedelta(hours=1) <= clock.now() - PAST < timedelta(hours=1, seconds=30)


@pytest.mark.usefixtures("demo_home")
def test_a_clock_set_in_the_block_goes_before_the_hand(hand: Path) -> None:
    hand.write_text("2026-03-10T09:30:00+08:00", encoding="ascii")
    with clock.playing(PAST + timedelta(days=5)):
        assert clock.today() == date(2026, 3, 15)
    assert clock.today() == date(2026, 3, 10)


@pytest.mark.parametrize("permit", [None, lambda: False])
def test_the_hand_moves_nothing_in_a_real_home(
    hand: Path, permit: Callable[[], bool] | None
) -> None:
    if permit is not None:
        clock.permit_when(permit)
    hand.write_text("2026-03-10T09:30:00+08:00", encoding="ascii")
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=30)
    assert not clock.is_set()


@pytest.mark.usefixtures("demo_home")
@pytest.mark.parametrize("content", [None, "", "yesterday"])
def test_without_a_readable_hand_the_real_time_holds(hand: Path, content: str | None) -> None:
    if content is not None:
        hand.write_text(content, encoding="ascii")
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=30)
    assert not clock.is_set()
