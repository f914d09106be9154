"""The check of a package, step by step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from liuhen.ledger.notes import VerifierKey
from liuhen.verifier import bag, contents, events, handwriting, rerun, trust
from liuhen.verifier.opened import Package, Progress, open_package, read_all
from liuhen.verifier.report import Report, Section
from liuhen.verifier.work import Work

Step = Callable[[Work], None]

STEPS: tuple[Step, ...] = (
    bag.check_manifests,
    events.read_events,
    events.check_inclusion,
    events.check_chain,
    events.check_count,
    contents.check_export,
    contents.read_objects,
    contents.check_objects,
    contents.check_rows,
    contents.check_casefile,
    handwriting.check_handwriting,
    trust.check_signatures,
    trust.check_outside,
    trust.conclude_trust,
    contents.check_usable,
    rerun.check_regulation,
)


def verify_package(
    path: Path,
    *,
    today: date,
    keys: Sequence[VerifierKey] = (),
    checkpoint: str | None = None,
    progress: Progress | None = None,
    steps: Sequence[Step] = STEPS,
) -> Report:
    """Check a package and return what was found.

    `keys` are vkeys of logs and witnesses that the reader got elsewhere; `checkpoint` is a note, or
    the three lines of one, that somebody else kept; without either the verdict is at best
    `unwitnessed`. Raises OSError when the file cannot be opened. A step that breaks on hostile
    input is a finding, never a pass.
    """
    report = Report(package=path.name)
    package = open_package(path, report)
    if package is None:
        return report
    try:
        read_all(package, report, progress)
        _run(Work(package, report, keys, checkpoint, today), steps)
    finally:
        package.close()
    return report


def _run(work: Work, steps: Sequence[Step]) -> None:
    for step in steps:
        try:
            step(work)
        except Exception as error:  # whatever hostile content provokes: fail closed
            words = f"检查“{step.__name__}”无法完成（{type(error).__name__}：{error}），内容可能被改动。"
            work.report.altered("step.failed", step.__name__, words, Section.SAFE)


__all__ = ["STEPS", "Package", "Step", "verify_package"]
