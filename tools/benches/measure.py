"""Timing by turns, medians, spreads, and how a figure is written."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

Work = Callable[[], object]
MS = 1000.0


@dataclass(frozen=True)
class Taken:
    """Durations of one piece of work in seconds, in the order they were measured."""

    seconds: tuple[float, ...]
    processor: tuple[float, ...]
    """Processor seconds of this process; what others on the machine do hardly changes them."""

    @property
    def median(self) -> float:
        """The middle duration."""
        return statistics.median(self.seconds)

    @property
    def cpu(self) -> float:
        """The middle processor time."""
        return statistics.median(self.processor)

    @property
    def p95(self) -> float:
        """The duration that 95 of 100 do not exceed."""
        ranked = sorted(self.seconds)
        return ranked[min(len(ranked) - 1, int(len(ranked) * 0.95))]

    @property
    def noise(self) -> float:
        """Half the distance between the quartiles over the median."""
        if len(self.seconds) < 4:
            return (max(self.seconds) - min(self.seconds)) / 2 / self.median
        low, _, high = statistics.quantiles(self.seconds, n=4)
        return (high - low) / 2 / self.median

    def __str__(self) -> str:
        """Write the median with its noise, and the processor time."""
        return f"{duration(self.median)} ±{self.noise:.0%}, processor {duration(self.cpu)}"


@dataclass(frozen=True)
class Figure:
    """One line of the result; `met` is None where no target is set."""

    what: str
    value: str
    target: str = ""
    met: bool | None = None

    def __str__(self) -> str:
        """Write the row of a Markdown table."""
        words = {None: "", True: "met", False: "missed"}
        return f"| {self.what} | {self.value} | {self.target} | {words[self.met]} |"


Figures = Iterator[Figure]


def duration(seconds: float) -> str:
    """Write a duration with three digits or so, in the unit that reads best."""
    if seconds >= 1:
        return f"{seconds:.2f} s"
    return f"{seconds * MS:.1f} ms" if seconds >= 0.001 else f"{seconds * MS * MS:.0f} µs"


def take(work: Work, rounds: int) -> Taken:
    """Call once to warm up, then `rounds` times."""
    return in_turn({"": work}, rounds)[""]


def in_turn(works: Mapping[str, Work], rounds: int) -> dict[str, Taken]:
    """Warm each up, then measure all of them once a round, so noise hits them alike."""
    for work in works.values():
        work()
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            found[name].append(once(work))
    return {name: collected(pairs) for name, pairs in found.items()}


def once(work: Work) -> tuple[float, float]:
    """Return how long one call takes, and its processor time, in seconds."""
    begun, worked = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - begun, time.process_time() - worked


def collected(pairs: list[tuple[float, float]]) -> Taken:
    """Make one of several measurements of the same work."""
    return Taken(tuple(wall for wall, _ in pairs), tuple(cpu for _, cpu in pairs))


def ratio(above: Taken, below: Taken) -> float:
    """Return the median of the rounds' ratios; both were taken in turn."""
    return statistics.median(a / b for a, b in zip(above.seconds, below.seconds, strict=True))


def ratio_figure(what: str, found: float, least: float, context: str) -> Figure:
    """Return a ratio that should not fall below `least`."""
    return Figure(what, f"{found:.2f} ({context})", f"≥ {least}", found >= least)


def within(what: str, taken: Taken, limit: float) -> Figure:
    """Return a duration that should stay below `limit` seconds, judged by processor time.

    For work that waits for nobody: on a machine that does nothing else both times are the same.
    """
    return Figure(what, str(taken), f"≤ {duration(limit)}", taken.cpu <= limit)
