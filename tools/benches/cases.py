"""The case list and the case page at 1,000 and at 100,000 cases.

Two processes hold one home each and measure in turns, so noise hits both sizes alike.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from benches import home
from benches.measure import Figure, Figures, Taken, collected, duration, once, ratio

SIZES = (1_000, 100_000)
ROUNDS = 12
EACH = 4  # requests of a kind in one turn
GROWTH = 1.3
LIMIT = 0.100

Times = dict[str, list[tuple[float, float]]]


@dataclass(frozen=True)
class Size:
    """A process with a home of one size."""

    pipe: IO[str]
    answers: IO[str]
    queries: dict[str, int]

    def measure(self) -> Times:
        """Let it measure one turn."""
        self.pipe.write("go\n")
        self.pipe.flush()
        found: Times = json.loads(self.answers.readline())
        return found


def figures() -> Figures:
    """Fill both homes, then measure page by page in turns."""
    with ExitStack() as stack:
        small, large = (stack.enter_context(_running(size)) for size in SIZES)
        turns = [(small.measure(), large.measure()) for _ in range(ROUNDS)]
        for page in small.queries:
            few = collected([pair for turn, _ in turns for pair in turn[page]])
            many = collected([pair for _, turn in turns for pair in turn[page]])
            yield _growth(page, few, many)
            yield _queries(page, small.queries[page], large.queries[page])
            if "restricted" in page:
                yield Figure(
                    f"{page}: median at {SIZES[1]:,} cases",
                    duration(many.median),
                    f"≤ {duration(LIMIT)}",
                    min(many.median, many.cpu) <= LIMIT,
                )


def _growth(page: str, few: Taken, many: Taken) -> Figure:
    grown = ratio(many, few)
    by_processor = statistics.median(
        a / b for a, b in zip(many.processor, few.processor, strict=True)
    )
    return Figure(
        f"{page}: {SIZES[0]:,} → {SIZES[1]:,} cases",
        f"{duration(few.median)} → {duration(many.median)}, 95 % within {duration(few.p95)} →"
        f" {duration(many.p95)}; {grown:.2f} times, by processor {by_processor:.2f}",
        f"≤ {GROWTH} times",
        min(grown, by_processor) <= GROWTH,
    )


def _queries(page: str, few: int, many: int) -> Figure:
    return Figure(f"{page}: queries", f"{few} → {many}", "the same", few == many)


@contextmanager
def _running(cases: int) -> Iterator[Size]:
    with home.folder() as place:
        child = subprocess.Popen(
            [sys.executable, "-m", "benches.cases", str(place / "home"), str(cases)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": f"{home.SOURCE}:{home.SOURCE / 'tools'}"},
        )
        assert child.stdin and child.stdout
        try:
            yield Size(child.stdin, child.stdout, json.loads(child.stdout.readline()))
        finally:
            child.stdin.close()
            child.wait()


# --- inside the process of one size ---------------------------------------------------------------


def serve(place: Path, cases: int) -> None:
    """Fill the home, tell the number of queries of each page, then measure whenever asked."""
    home.begin(place)
    pages = _pages(cases)
    print(json.dumps({name: _count(get) for name, get in pages.items()}), flush=True)
    for _ in sys.stdin:
        turn: Times = {name: [once(get) for _ in range(EACH)] for name, get in pages.items()}
        print(json.dumps(turn), flush=True)


def _pages(cases: int) -> dict[str, Callable[[], Any]]:
    """Return every page to measure, as a function that asks for it and demands an answer of 200."""
    from django.test import Client

    from benches import many
    from liuhen.cases.models import Case
    from liuhen.people.models import Person

    cast, original = many.fill(cases)
    officer = Person.objects.get(username="officer0")
    whole = Case.objects.filter(officers__person=officer, archived_on__isnull=False).first()
    seen = {"restricted": officer, "whole bureau": cast["wu"], "supervisor": cast["ren"]}

    def page(person: Person, path: str) -> Callable[[], Any]:
        client = Client()
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")

        def get() -> None:
            answer = client.get(path)
            if answer.status_code != 200:
                raise RuntimeError(f"{path} answered {answer.status_code}")

        return get

    pages = {f"list, {sight}": page(person, "/cases") for sight, person in seen.items()}
    last = cases // 20 + 1
    pages["list, restricted, last page"] = page(officer, "/cases?page=last")
    pages["list, whole bureau, last page"] = page(cast["wu"], f"/cases?page={last}")
    pages["list, restricted, text search"] = page(officer, "/cases?text=不真实")
    pages["list, whole bureau, one year"] = page(cast["wu"], "/cases?year=2019&state=open")
    pages["list, whole bureau, text search"] = page(cast["wu"], "/cases?text=第17号企业")
    pages["case page, restricted"] = page(officer, f"/cases/{(whole or original).pk}")
    pages["case page, whole bureau"] = page(cast["wu"], f"/cases/{original.pk}")
    return pages


def _count(get: Callable[[], Any]) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    get()
    with CaptureQueriesContext(connection) as asked:
        get()
    return len(asked)


if __name__ == "__main__":
    serve(Path(sys.argv[1]), int(sys.argv[2]))
