"""The regulation and the counting of days: what every page and every background round asks."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date, timedelta

from benches.home import SOURCE
from benches.measure import Figure, Figures, collected, duration, take, within

LOAD = """
import json, time
begun, worked = time.perf_counter(), time.process_time()
from liuhen.regulation.pack import load
load()
print(json.dumps([time.perf_counter() - begun, time.process_time() - worked]))
"""


def figures() -> Figures:
    """Load the pack in fresh interpreters; check a whole case; count deadlines."""
    yield within(
        "rule pack: import, load, verify, in a fresh process",
        collected([_load_once() for _ in range(7)]),
        0.3,
    )
    from liuhen.regulation.examples import case_a
    from liuhen.regulation.pack import evaluate
    from liuhen.workdays import DEFAULT

    casefile, today = case_a(), date(2026, 5, 21)
    checks = take(lambda: evaluate(casefile, today), 200)
    yield within("regulation: all rules over the complete case A", checks, 0.003)
    days = [date(2025, 1, 1) + timedelta(days=i) for i in range(365)]
    counted = take(lambda: [DEFAULT.after_workdays(day, 10) for day in days], 20)
    yield Figure("counting 10 working days on", f"{duration(counted.cpu / len(days))} of processor")


def _load_once() -> tuple[float, float]:
    said = subprocess.run(
        [sys.executable, "-c", LOAD], capture_output=True, text=True, check=True, cwd=SOURCE
    )
    wall, cpu = json.loads(said.stdout)
    return wall, cpu
