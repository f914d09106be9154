"""Measure what sets the pace: `make bench`, or `tools/bench.py SUBJECT…` for some of it.

Each subject runs in a process of its own, on a home made for it and thrown away. The result is the
table of docs/benchmarks.md, which says how to read it.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from importlib import import_module
from pathlib import Path

SUBJECTS = ("regulation", "documents", "volume", "ledger", "upload", "cases", "search")
INSIDE = "--inside"


def main(arguments: list[str]) -> int:
    """Run the named subjects, by default all, and print their figures."""
    if arguments[:1] == [INSIDE]:
        return _inside(arguments[1])
    unknown = [name for name in arguments if name not in SUBJECTS]
    if unknown:
        print(f"unknown subject {', '.join(unknown)}; there are {', '.join(SUBJECTS)}")
        return 2
    print(f"{_machine()}\n{_disturbance()}", flush=True)
    print("\n| subject | median (± noise) | target | |\n|---|---|---|---|", flush=True)
    codes = [
        subprocess.run([sys.executable, __file__, INSIDE, name], check=False).returncode
        for name in arguments or SUBJECTS
    ]
    return max(codes)


def _inside(subject: str) -> int:
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    for figure in import_module(f"benches.{subject}").figures():
        print(figure, flush=True)
    return 0


def _machine() -> str:
    busy = ", ".join(f"{load:.1f}" for load in os.getloadavg())
    return (
        f"{os.cpu_count()} processors, {platform.machine()}, Python {platform.python_version()}, "
        f"load before the run {busy}"
    )


def _disturbance() -> str:
    """Say how much others slow this machine down: a fixed loop, at best and in the middle."""
    from benches.measure import duration, take

    loop = take(lambda: sum(range(1_000_000)), 60)
    best = min(loop.seconds)
    return (
        f"a fixed loop takes {duration(best)} at best, {duration(loop.median)} in the middle"
        f" ({loop.median / best:.1f} times): what waits for nobody is slowed down alike"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
