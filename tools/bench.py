"""Measure the parts that set the pace; one line a subject, the median of several rounds.

    make bench

Figures in docs/benchmarks.md come from here. Nothing is written, no database is needed.
"""

from __future__ import annotations

import io
import os
import statistics
import time
from collections.abc import Callable
from datetime import date, timedelta

from liuhen.ledger.tree import roots_of
from liuhen.regulation.examples import case_a
from liuhen.regulation.pack import evaluate
from liuhen.vault.hashes import digest_stream
from liuhen.workdays import DEFAULT

ROUNDS = 5
MIB = 1024 * 1024


def median_seconds(work: Callable[[], object]) -> float:
    """Run `work` once to warm up, then ROUNDS times; return the median in seconds."""
    work()
    taken = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken)


def deadlines() -> str:
    """Count ten working days from every day of 2025."""
    days = [date(2025, 1, 1) + timedelta(days=i) for i in range(365)]
    seconds = median_seconds(lambda: [DEFAULT.after_workdays(day, 10) for day in days])
    return f"{len(days) / seconds:,.0f} deadlines of 10 working days a second"


def rules() -> str:
    """Run the whole regulation over case A on the day after it was archived."""
    casefile, today = case_a(), date(2026, 5, 21)
    seconds = median_seconds(lambda: evaluate(casefile, today))
    return f"{seconds * 1000:,.1f} ms for all rules over one complete case"


def digests() -> str:
    """Digest 64 MiB with SHA-256 and SM3 in one read."""
    content = os.urandom(64 * MIB)
    seconds = median_seconds(lambda: digest_stream(io.BytesIO(content)))
    return f"{64 / seconds:,.0f} MiB of a recording a second, SHA-256 and SM3 together"


def audit() -> str:
    """Rebuild both trees of a ledger of 100,000 entries of 500 bytes."""
    leaves = [os.urandom(500) for _ in range(100_000)]
    seconds = median_seconds(lambda: roots_of(leaves))
    return f"{len(leaves) / seconds:,.0f} ledger entries a second, both trees rebuilt"


SUBJECTS = {"workdays": deadlines, "regulation": rules, "vault": digests, "ledger": audit}


def main() -> None:
    """Print every subject's figure."""
    for subject, measure in SUBJECTS.items():
        print(f"{subject:12}{measure()}", flush=True)


if __name__ == "__main__":
    main()
