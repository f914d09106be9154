"""Fixtures shared by all nouns: the bureau of the worked cases, and the cases played in it.

`cast` is the bureau with its people, on the morning of 2026-03-02; `teller` one open case in it.
`begun` is a case in the middle of its life with one of nearly everything; `played` holds the three
worked cases to their end. All four are rolled back after the test. The fixtures ending in `_home`
give a test a home of its own, on disk, committed.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.homes import Build, Home, Time, build

MORNING = (2026, 3, 2, 9, 0)
AFTER_ALL = (2026, 7, 2, 9, 0)
Go = Callable[[datetime], None]


@pytest.fixture(scope="session")
def homes_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that all workers of this run share."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


def _found() -> dict[str, Any]:
    from liuhen import clock
    from liuhen.demo.cast import found
    from liuhen.demo.story import BEGINS_AT

    with clock.playing(BEGINS_AT):
        found()
    return {}


def _built(root: Path, blocker: Any, name: str, fill: Build) -> Home:
    with blocker.unblock():
        bureau = build(root, "bureau", _found)
        return bureau if name == "bureau" else build(root, name, fill, bureau)


def _begin() -> dict[str, Any]:
    from tests.begun import begin

    return begin()


def _play() -> dict[str, Any]:
    from tests.whole import play_all

    return play_all()


_FILLS: dict[str, Build] = {"bureau": _found, "begun": _begin, "played": _play}


def _homes_of(name: str) -> tuple[Any, Any]:
    """Return the worker's own home of that name, to borrow, and a copy for one test."""

    @pytest.fixture(scope="session", name=f"_{name}")
    def shared(
        homes_root: Path, tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any
    ) -> Iterator[Home]:
        source = _built(homes_root, django_db_blocker, name, _FILLS[name])
        with django_db_blocker.unblock():
            mine = source.copy(tmp_path_factory.mktemp(name) / "home")
        yield mine
        with django_db_blocker.unblock():
            mine.drop()

    @pytest.fixture(name=f"{name}_home")
    def own(request: pytest.FixtureRequest, tmp_path: Path, django_db_blocker: Any) -> Any:
        source: Home = request.getfixturevalue(f"_{name}")
        with django_db_blocker.unblock():
            copied = source.copy(tmp_path / "home")
            try:
                with copied.entered():
                    yield copied
            finally:
                copied.drop()

    return shared, own


_shared_bureau, bureau_home = _homes_of("bureau")
_shared_begun, begun_home = _homes_of("begun")
_shared_played, played_home = _homes_of("played")


@pytest.fixture
def time() -> Iterator[Time]:
    """The set clock of a test."""
    told = Time()
    yield told
    told.stop()


@pytest.fixture
def go(time: Time) -> Go:
    """Move the clock of the test on to a moment."""
    return time.go


def _borrowed(home: Home, blocker: Any, time: Time, moment: tuple[int, ...]) -> Iterator[Home]:
    from liuhen import clock

    with blocker.unblock(), home.borrowed():
        time.go(clock.shanghai(*moment))
        yield home
        time.stop()


@pytest.fixture
def cast(_bureau: Home, django_db_blocker: Any, time: Time) -> Iterator[Any]:
    """The bureau and its people; nothing has happened yet."""
    from tests.begun import cast_of

    for _ in _borrowed(_bureau, django_db_blocker, time, MORNING):
        yield cast_of()


@pytest.fixture
def teller(cast: Any) -> Any:
    """Tells a case that 甲 has just opened with 乙."""
    from tests.begun import opened

    return opened(cast)


@pytest.fixture
def begun(_begun: Home, django_db_blocker: Any, time: Time) -> Iterator[Any]:
    """A case in the middle of its life; see tests/begun.py for what it has."""
    from tests.begun import BEGUN_AT, begun_of

    for home in _borrowed(_begun, django_db_blocker, time, BEGUN_AT):
        yield begun_of(home.told)


@dataclass(frozen=True)
class Played:
    """The worked cases by letter, and what the tries along the way were answered."""

    cast: Any
    cases: dict[str, Any]
    tried: dict[str, Any]


@pytest.fixture
def played(_played: Home, django_db_blocker: Any, time: Time) -> Iterator[Played]:
    """The three worked cases, played to their end: it is the morning of 2026-07-02."""
    from liuhen.cases.models import Case
    from tests.begun import cast_of

    for home in _borrowed(_played, django_db_blocker, time, AFTER_ALL):
        cases = {letter: Case.objects.get(serial=n) for n, letter in enumerate("ABC", start=1)}
        yield Played(cast_of(), cases, home.told)
