"""Small file steps that survive a power cut, and the named points where tests may pull the plug."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO


def _stay_alive(name: str) -> None:
    """Do nothing: what every crash point does outside a crash test."""


_at_crash_point: Callable[[str], None] = _stay_alive


def crash_point(name: str) -> None:
    """Mark a named moment between two durable steps.

    In production this does nothing, and nothing in the environment can change that: only a test
    that calls `set_crash_hook` can make the process die here.
    """
    _at_crash_point(name)


def set_crash_hook(hook: Callable[[str], None] | None) -> None:
    """Install what happens at crash points (tests only); None restores doing nothing."""
    global _at_crash_point
    _at_crash_point = hook or _stay_alive


def sync_dir(path: Path) -> None:
    """Make the names in a directory durable; without it a synced file may still lose its name."""
    fd = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def make_dir(path: Path) -> None:
    """Make a directory (and its parents) whose own name is durable; no-op when it exists."""
    if path.is_dir():
        return
    make_dir(path.parent)
    path.mkdir(mode=0o750, exist_ok=True)
    sync_dir(path.parent)


def forget_cached(file: BinaryIO) -> None:
    """Ask the system to drop a file's clean pages, so that reading it reads the disk."""
    if hasattr(os, "posix_fadvise"):  # not on every system; without it the check is only weaker
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
