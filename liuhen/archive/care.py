"""Care for what is stored (第三十条第（五）项): the routine check, its alarm, and mending, each logged.

The bytes are read outside the transaction, which is short: nobody waits while gigabytes are read.
What is news stands in the log under `object.damaged`, `object.sound` or `object.mended`, and every
round of the routine that ended under `vault.round_finished`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path

from django.db.models import Model

from liuhen import clock
from liuhen.archive.models import ArchivedCase, Volume
from liuhen.cases.models import Case
from liuhen.documents.models import DocumentVersion, PageScan
from liuhen.evidence.models import EvidenceItem, Recording
from liuhen.ledger.canonical import JSON
from liuhen.people.acting import Act, acting
from liuhen.people.actors import Actor
from liuhen.vault import care, mending, store
from liuhen.vault.models import CheckRound, StoredObject
from liuhen.vault.verdict import Sweep, Verdict

RUN_BYTES = 1024**3
"""How much one run of the worker reads at most, in bytes; one object may go beyond."""

_PIECES_SHOWN = 1000  # runs of pieces that one entry of the log names


@dataclass(frozen=True)
class Checked:
    """What one run did. `more`: it stopped at its limit and there is more to read at once."""

    objects: int
    bytes: int
    faults: int
    more: bool


def check_due(actor: Actor, *, most_bytes: int = RUN_BYTES) -> Checked:
    """Read again what is due by now, keep and log what was found, end the round when it is done.

    Raises Damaged, and records nothing, when the whole store is gone.
    """
    now = clock.now()
    under_way = care.current_round(now)
    if under_way is None:
        return Checked(0, 0, 0, more=False)
    objects = read = faults = 0
    for stored in care.due(under_way, now, most_bytes):
        verdict = care.look(stored.sha256)
        with acting(actor) as act:
            _note(act, verdict, under_way)
        objects, read = objects + 1, read + (verdict.size_found or 0)
        faults += not verdict.intact
    _finish(actor, under_way)
    return Checked(objects, read, faults, more=read >= most_bytes)


def _finish(actor: Actor, under_way: CheckRound) -> None:
    with acting(actor) as act:
        if care.finish(under_way, act.at):
            extra: dict[str, JSON] = {
                "objects": under_way.objects_read,
                "bytes": under_way.bytes_read,
                "faults": under_way.faults,
            }
            act.log("vault.round_finished", [], extra=extra)


def _note(act: Act, verdict: Verdict, under_way: CheckRound | None = None) -> None:
    if care.note(verdict, act.at, under_way):
        event = "object.sound" if verdict.intact else "object.damaged"
        act.log(event, [], extra=_facts(verdict))


def _facts(verdict: Verdict) -> dict[str, JSON]:
    return {
        "sha256": verdict.sha256,
        "state": verdict.state,
        "pieces": _runs(care.ranges(verdict.damaged)),
        "size": verdict.size_expected,
        "found": verdict.size_found,
    }


def _runs(found: list[list[int]]) -> JSON:
    return [[first, last] for first, last in found[:_PIECES_SHOWN]]


def note_sweep(actor: Actor, sweep: Sweep) -> None:
    """Keep and log what a reading of every object found: damage, and damage that is over."""
    faults = {one.sha256: one for one in sweep.faults}
    known = [one.object for one in care.unsound() if one.pk not in faults]
    sound = [_intact(one) for one in known]
    for verdict in (*faults.values(), *sound):
        with acting(actor) as act:
            _note(act, verdict)


def _intact(stored: StoredObject) -> Verdict:
    return Verdict(
        sha256=stored.sha256,
        state="intact",
        message="两种校验值都与入库时一致。",
        size_expected=stored.size,
        size_found=stored.size,
    )


def mend_all(
    actor: Actor, sweep: Sweep, folder: Path, *, dry_run: bool = False
) -> Iterator[mending.Mending]:
    """Mend every object that the sweep found damaged or lost from the copy in `folder`, one by one.

    Each is durable and logged before the next begins, so a run that is broken off is simply run
    again. Raises Invalid for a folder without a copy, OSError for a full disk.
    """
    copy = mending.copy_at(folder)
    if not dry_run:
        note_sweep(actor, sweep)
    for fault in sweep.faults:
        stored = store.get(fault.sha256)
        done = mending.mend(stored, copy, dry_run=dry_run)
        if done.outcome == "mended":
            _mended(actor, stored, done, folder)
        yield done


def _mended(actor: Actor, stored: StoredObject, done: mending.Mending, folder: Path) -> None:
    """Read the object once more from the disk and lift its quarantine, with the entry that says so."""
    verdict = care.look(stored.sha256)
    with acting(actor) as act:
        care.note(verdict, act.at)
        if not verdict.intact:  # the disk does not keep what it is given
            act.log("object.damaged", [], extra=_facts(verdict))
            return
        extra: dict[str, JSON] = {
            "sha256": stored.sha256,
            "pieces": _runs(care.runs(done.pieces)),
            "from": str(folder)[:200],
        }
        act.log("object.mended", [], extra=extra)


@dataclass(frozen=True)
class Use:
    """A record that an object is the file of; `kind` is what it is, in words."""

    case: Case
    kind: str
    id: int


def uses_of(sha256s: Iterable[str]) -> dict[str, list[Use]]:
    """Return the records that the objects are the files of, one query a table."""
    wanted = list(sha256s)
    found: dict[str, list[Use]] = {}
    for kind, model, path in _USERS:
        rows = model._default_manager.filter(**{f"{_column(model)}__in": wanted})
        for row in rows.select_related(f"{path}__bureau").order_by("pk"):
            case = attrgetter(path.replace("__", "."))(row)
            found.setdefault(getattr(row, _column(model)), []).append(Use(case, kind, row.pk))
    return found


_USERS: tuple[tuple[str, type[Model], str], ...] = (
    ("音像记录", Recording, "case"),
    ("证据", EvidenceItem, "case"),
    ("文书", DocumentVersion, "document__case"),
    ("签字页扫描件", PageScan, "version__document__case"),
    ("案卷", Volume, "case"),
    ("归档的案件文件", ArchivedCase, "case"),
)


def _column(model: type[Model]) -> str:
    return "casefile_sha256" if model is ArchivedCase else "file_sha256"
