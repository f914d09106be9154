"""Throw-away homes: a folder, its database and keys, for the process that begins one."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2]


@contextmanager
def folder() -> Iterator[Path]:
    """A folder on the disk that homes usually lie on, gone afterwards.

    Not /tmp, which may be memory: LIUHEN_BENCH_DIR, by default the build folder of this source.
    """
    parent = Path(os.environ.get("LIUHEN_BENCH_DIR", SOURCE / "build"))
    parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="bench-", dir=parent) as made:
        yield Path(made)


def begin(at: Path) -> Path:
    """Set this process up on a new demo home in the folder; once a process, before any model."""
    os.environ["LIUHEN_HOME"] = str(at)
    from liuhen.commands import home
    from liuhen.commands.init import create_home

    home.begin()
    from liuhen.demo.story import BEGINS_AT

    create_home(at, mode="demo", origin="liuhen/bench", at=BEGINS_AT)
    return at
