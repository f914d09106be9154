"""The regulation and the counting of days: what every page and every background round asks."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from benches import home
from benches.home import SOURCE
from benches.measure import Figure, Figures, collected, duration, in_turn, take, within

LOAD = """
import json, time
begun, worked = time.perf_counter(), time.process_time()
from liuhen.regulation.pack import load
load()
print(json.dumps([time.perf_counter() - begun, time.process_time() - worked]))
"""
FEW, MANY = 1_000, 10_000
GROWTH_OF_MEMORY = 10  # megabytes that ten times the files may take more
TIMES = (1, 2, 4)


def figures() -> Figures:
    """Load the pack in fresh interpreters; check whole cases and folders; count deadlines."""
    yield within(
        "rule pack: import, load, verify, in a fresh process",
        collected([_load_once() for _ in range(7)]),
        0.3,
    )
    yield from _full_case()
    yield from _folders()
    from liuhen.workdays import DEFAULT

    days = [date(2025, 1, 1) + timedelta(days=i) for i in range(365)]
    counted = take(lambda: [DEFAULT.after_workdays(day, 10) for day in days], 20)
    yield Figure("counting 10 working days on", f"{duration(counted.cpu / len(days))} of processor")


def _load_once() -> tuple[float, float]:
    said = subprocess.run(
        [sys.executable, "-c", LOAD], capture_output=True, text=True, check=True, cwd=SOURCE
    )
    wall, cpu = json.loads(said.stdout)
    return wall, cpu


def _full_case() -> Figures:
    from liuhen.regulation.codec import decode, encode
    from liuhen.regulation.pack import evaluate
    from liuhen.regulation.tests.changing import A_DAY, case_a
    from liuhen.regulation.tests.full import full_case

    case = case_a()
    checked = take(lambda: evaluate(case, A_DAY), 200)
    yield Figure("regulation: all rules over the complete case A", str(checked))
    # Before the larger ones are made: what else lives in memory slows the collector down.
    what = "regulation: a full case (60 activities, 120 documents, 30 recordings, 40 deliveries)"
    full = full_case()
    yield within(what, take(lambda: evaluate(full, A_DAY), 400), 0.003)
    works = {str(times): partial(evaluate, full_case(times), A_DAY) for times in TIMES}
    taken = in_turn(works, 100)
    each = [taken[str(times)].cpu for times in TIMES]
    steps = (each[1] / each[0], each[2] / each[1])
    yield Figure(
        "regulation: the same with 1, 2, 4 times the acts that are added to case A",
        f"{', '.join(duration(one) for one in each)} of processor; {steps[0]:.2f} and"
        f" {steps[1]:.2f} times for twice as many",
        "≤ 2.2 times",
        max(steps) <= 2.2,
    )
    written = encode(full)
    read = take(lambda: decode(written), 50)
    yield Figure(f"case file of the full case read ({len(written) // 1024} KiB)", str(read))


def _folders() -> Figures:
    """Check a folder of many case files in a process of its own; compare the most memory held."""
    from liuhen.regulation.codec import encode
    from liuhen.regulation.examples import case_a, case_b, case_c

    contents = [encode(build()) for build in (case_a, case_b, case_c)]
    held, took = {}, {}
    with home.folder() as at:
        for count in (FEW, MANY):
            cases = at / str(count)
            cases.mkdir()
            for number in range(count):
                (cases / f"{number:05}.json").write_bytes(contents[number % len(contents)])
            held[count], took[count] = _checked(cases, at / "answer.json")
    grown = held[MANY] - held[FEW]
    yield Figure(
        f"liuhen check --json FOLDER: {FEW:,} → {MANY:,} case files (A, B, C in turn)",
        f"{held[FEW]:.0f} → {held[MANY]:.0f} MiB at most; {duration(took[MANY] / MANY)} of"
        " processor a file",
        f"≤ {GROWTH_OF_MEMORY} MiB more",
        grown <= GROWTH_OF_MEMORY,
    )


def _checked(cases: Path, answer: Path) -> tuple[float, float]:
    command = [sys.executable, "-c", _CHECK, str(cases)]
    with answer.open("w", encoding="utf-8") as out:
        said = subprocess.run(
            command, stdout=out, stderr=subprocess.PIPE, text=True, check=True, cwd=SOURCE
        )
    held, cpu = json.loads(said.stderr.splitlines()[-1])
    return held, cpu


_CHECK = """
import json, resource, sys
from liuhen.commands import main
code = main(["check", sys.argv[1], "--today", "2026-07-02", "--json"])
sys.stdout.flush()
used = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps([used.ru_maxrss / 1024, used.ru_utime + used.ru_stime]), file=sys.stderr)
sys.exit(0 if code == 3 else 1)
"""
