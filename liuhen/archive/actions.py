"""All writes about the closed file: archiving a case, exporting its package."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from liuhen import clock
from liuhen.approvals.models import Matter
from liuhen.archive.access import (
    demand_archivist,
    demand_closed,
    demand_exporter,
    demand_unarchived,
    gap_reason,
)
from liuhen.archive.bag import write_bag
from liuhen.archive.binding import Bound, Facts, bind_volumes
from liuhen.archive.keeping import keeping
from liuhen.archive.models import ArchivedCase, CaseExport, Volume
from liuhen.archive.package import Contents, gather, prove
from liuhen.archive.volumes import plan_volumes
from liuhen.cases.looks import LOOKS
from liuhen.cases.models import Case
from liuhen.cases.secrecy import demand_nothing_isolated
from liuhen.faults import Conflict, Invalid
from liuhen.ledger.models import Checkpoint, LedgerEntry
from liuhen.ledger.signer import checkpoint
from liuhen.people.acting import Act, acting
from liuhen.people.actors import SYSTEM, Actor
from liuhen.procedure.compile import compile_case
from liuhen.procedure.steps import passage_for
from liuhen.regulation.casefile import StepName
from liuhen.regulation.codec import encode
from liuhen.vault import store
from liuhen.vault.hashes import digest_stream
from liuhen.vault.models import StoredObject
from liuhen.verifier import standalone_zipapp


@dataclass(frozen=True)
class _Ready:
    """A case with its volumes bound, and the state of its stream they were bound from."""

    last_event: int
    facts: Facts
    bound: Sequence[Bound]


def archive_case(
    actor: Actor, case: Case, *, gap_approval: Matter | None = None, retention: str = ""
) -> ArchivedCase:
    """归档: bind the volumes, seal the case, sign a checkpoint over it (第二十五条).

    The gate of 第二十五条 is asked before the work and again when it is recorded; with gaps it
    wants an approved matter of kind `archiving_gap`, whose approver's words become the reason
    (A25-1). From then on nobody changes the case (A25-2). Raises Refused with what is missing,
    Conflict when a colleague was first or the case changed while it was being bound.
    """
    demand_archivist(actor, case, to="归档")
    case = _fresh(case)
    demand_unarchived(case)
    demand_closed(case, to="归档")
    demand_nothing_isolated(case, to="归档")
    reason = gap_reason(case, gap_approval)
    passage_for(case, StepName.ARCHIVE, gap_reason=reason or None)
    with TemporaryDirectory(prefix="liuhen-volumes-") as folder:
        facts = Facts(
            archive_number=_next_number(case),
            retention=_retention(case, retention),
            archivist=actor.name,
            at=clock.now(),
            gap_reason=reason,
        )
        last = _last_change(case)
        ready = _Ready(last, facts, bind_volumes(plan_volumes(case), facts, Path(folder)))
        archived = _seal(actor, case, ready, gap_approval)
    # At this point the archived case is durable; the checkpoint makes its end provable.
    checkpoint(actor=SYSTEM.id, at=clock.now())
    return archived


def _fresh(case: Case) -> Case:
    return Case.objects.select_related("bureau").get(pk=case.pk)


def _retention(case: Case, chosen: str) -> str:
    if chosen and chosen not in ArchivedCase.Retention.values:
        raise Invalid("请从列表中选择保管期限。", {"retention": "请选择永久、30年或者10年。"})
    return chosen or keeping().retention_of(case.procedure)


def _next_number(case: Case) -> str:
    """归档号: four digits of the year the case is of, four of its place among those archived."""
    taken = (
        ArchivedCase.objects.filter(
            bureau_id=case.bureau_id, archive_number__startswith=str(case.year)
        )
        .order_by("-archive_number")
        .first()
    )
    serial = int(taken.archive_number[4:]) + 1 if taken is not None else 1
    return f"{case.year}{serial:04d}"


def _last_change(case: Case) -> int:
    """The last entry that changed the case: whoever only looks at it disturbs nothing."""
    for entry in LedgerEntry.objects.filter(case_id=case.stream).order_by("-cseq").iterator(50):
        if entry.event["type"] not in LOOKS:
            return entry.idx
    return -1


def _last_event(case: Case) -> int:
    last = LedgerEntry.objects.filter(case_id=case.stream).order_by("-cseq").first()
    return last.idx if last is not None else -1


def _seal(actor: Actor, case: Case, ready: _Ready, gap_approval: Matter | None) -> ArchivedCase:
    facts = ready.facts
    with acting(actor) as act:
        case = Case.objects.select_for_update(of=("self",)).select_related("bureau").get(pk=case.pk)
        demand_unarchived(case)
        if _last_change(case) != ready.last_event or _next_number(case) != facts.archive_number:
            raise Conflict("整理案卷期间有新的变动，案卷没有封存。请刷新页面，核对后再归档一次。")
        passage = passage_for(case, StepName.ARCHIVE, gap_reason=facts.gap_reason or None)
        passage.require(StepName.ARCHIVE, bureau=case.bureau.code, number=case.number)
        volumes = [_keep_volume(act, case, facts, bound) for bound in ready.bound]
        case.archived_on = facts.at.astimezone(clock.SHANGHAI).date()
        case.archived_by, case.archive_volumes = actor.name, len(volumes)
        case.archive_gap_reason = facts.gap_reason[:300]
        case.save(
            update_fields=["archived_on", "archived_by", "archive_volumes", "archive_gap_reason"]
        )
        archived = _keep_casefile(act, case, facts, gap_approval)
        act.log("case.sealed", [case], case=case.stream, extra=_sealed(archived, volumes))
    return archived


def _keep_volume(act: Act, case: Case, facts: Facts, bound: Bound) -> Volume:
    stored = store.put_file(bound.path, "application/pdf")
    volume = Volume.objects.create(
        case=case,
        kind=bound.kind,
        items=list(bound.items),
        pages=bound.pages,
        bound_at=facts.at,
        file_sha256=stored.sha256,
        file_sm3=stored.sm3,
        file_size=stored.size,
        **act.entered(),
    )
    act.log(
        "volume.bound",
        [volume],
        case=case.stream,
        stored=stored,
        extra={"volume": str(bound.kind), "pages": bound.pages, "items": len(bound.items)},
    )
    return volume


def _keep_casefile(act: Act, case: Case, facts: Facts, gap_approval: Matter | None) -> ArchivedCase:
    stored: StoredObject = store.put_bytes(encode(compile_case(case)), "application/json")
    archived = ArchivedCase.objects.create(
        case=case,
        bureau=case.bureau,
        archive_number=facts.archive_number,
        retention=facts.retention,
        gap_matter=gap_approval,
        keep_until=keeping().until(facts.retention, case.archived_on or clock.today()),
        casefile_sha256=stored.sha256,
        casefile_sm3=stored.sm3,
        casefile_size=stored.size,
        **act.entered(),
    )
    act.log("casefile.stored", [archived], case=case.stream, stored=stored)
    return archived


def _sealed(archived: ArchivedCase, volumes: Sequence[Volume]) -> dict[str, Any]:
    return {
        "casefile": {"sha256": archived.casefile_sha256, "sm3": archived.casefile_sm3},
        "volumes": [
            {"volume": one.kind, "sha256": one.file_sha256, "sm3": one.file_sm3, "pages": one.pages}
            for one in volumes
        ],
        "retention": archived.retention,
    }


def export_case(actor: Actor, case: Case, out: Path, *, purpose: str = "") -> CaseExport:
    """导出: write the package of a closed case to `out`, every byte of it bound to the signed log.

    The export is an entry of the case, made before the checkpoint the package rests on; a second
    one keeps the digests of the finished file. Raises Conflict for an open case or a file that is
    there already, Damaged when a stored file is not what it was, OSError for a full disk.
    """
    case = _fresh(case)
    demand_exporter(actor, case)
    demand_closed(case, to="导出案卷包")
    if out.exists():
        raise Conflict(f"文件“{out.name}”已经存在，请换一个名字。")
    contents, event = _record_export(actor, case)
    signed = checkpoint(actor=SYSTEM.id, at=clock.now())
    _write(case, contents, event, signed, out)
    return _record_package(actor, case, event, out, purpose)


def _record_export(actor: Actor, case: Case) -> tuple[Contents, LedgerEntry]:
    standalone_zipapp()  # built beforehand: nobody's writing waits for it
    with acting(actor) as act:
        contents = gather(case, act.at)
        act.log("case.exported", [], case=case.stream, extra=contents.facts)
        event = LedgerEntry.objects.get(idx=_last_event(case))
    return contents, event


def _write(
    case: Case, contents: Contents, event: LedgerEntry, signed: Checkpoint, out: Path
) -> None:
    members = [*contents.members, *prove(case, event.idx, signed)]
    write_bag(out, top=case.number, members=members, at=event.at)


def _record_package(
    actor: Actor, case: Case, event: LedgerEntry, out: Path, purpose: str
) -> CaseExport:
    with out.open("rb") as file:
        written = digest_stream(file)
    with acting(actor) as act:
        export = CaseExport.objects.create(
            case=case,
            event=event.idx,
            purpose=purpose.strip()[:200],
            file_name=out.name[:200],
            file_sha256=written.sha256,
            file_sm3=written.sm3,
            file_size=written.size,
            **act.entered(),
        )
        act.log("package.written", [export], case=case.stream, extra={"export": event.idx})
    return export
