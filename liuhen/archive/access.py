"""Gates of the closed file: the archivist alone binds it and hands it on (第二十五条)."""

from __future__ import annotations

from liuhen.approvals.models import Matter, MatterStep
from liuhen.archive.models import Volume
from liuhen.cases.access import case_for_reading
from liuhen.cases.models import Case, Classed
from liuhen.cases.secrecy import demand_nothing_isolated, demand_sight_of_all
from liuhen.clock import SHANGHAI
from liuhen.documents.models import Document
from liuhen.evidence.models import EvidenceItem, Recording
from liuhen.faults import Conflict, Forbidden, Invalid
from liuhen.people.actors import SYSTEM, Actor
from liuhen.people.models import Role

GAP = "archiving_gap"


def demand_archivist(actor: Actor, case: Case, *, to: str) -> None:
    """Raise NotFound for strangers, Forbidden unless the actor is an archivist of the bureau."""
    if actor.bureau_id != case.bureau_id:
        case_for_reading(actor, case.pk)
        raise Forbidden(f"{to}由办案单位的档案管理员办理，上级机关在这里只能查看。")
    actor.demand(Role.ARCHIVIST, to=to)


def demand_exporter(actor: Actor, case: Case) -> None:
    """Let the archivist, or the command line of the home itself, hand on a package.

    Whoever takes a whole case out must be cleared for every class in it (第二十九条); with a record
    isolated it goes nowhere.
    """
    if actor is not SYSTEM:
        demand_archivist(actor, case, to="导出案卷包")
    demand_nothing_isolated(case, to="导出案卷包")
    demand_sight_of_all(actor, case, classed_records(case), to="导出案卷包")


def demand_closed(case: Case, *, to: str) -> None:
    """Raise Conflict while the case is not closed."""
    if case.closed_on is None:
        raise Conflict(f"本案还没有结案，不能{to}。请先办理结案。")


def demand_unarchived(case: Case) -> None:
    """Raise Conflict, saying who archived the case and when, when somebody has."""
    if not case.archived:
        return
    done = Volume.objects.filter(case=case).order_by("pk").first()
    when = f"{done.bound_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" if done else str(case.archived_on)
    raise Conflict(f"本案已由{case.archived_by}于 {when} 归档。请在案卷库里查看。")


def classed_records(case: Case) -> list[Classed]:
    """Return the records of a case that carry a class."""
    return [
        *Document.objects.filter(case=case).exclude(secrecy="none").order_by("pk"),
        *Recording.objects.filter(case=case).exclude(secrecy="none").order_by("pk"),
        *EvidenceItem.objects.filter(case=case).exclude(secrecy="none").order_by("pk"),
    ]


def demand_sight_of_volume(actor: Actor, case: Case, kind: str) -> None:
    """Raise unless the actor may see what a volume binds: what is classed stands in the side one."""
    demand_nothing_isolated(case, to="查看案卷")
    if kind != Volume.Kind.MAIN:
        demand_sight_of_all(actor, case, classed_records(case), to="查看副卷")


def gap_reason(case: Case, approval: Matter | None) -> str:
    """Return the approver's written reason for archiving with gaps; "" without an approval.

    Raises Invalid for an approval of another case or matter, or one that was not given.
    """
    if approval is None:
        return ""
    if approval.case_id != case.pk or approval.kind != GAP:
        raise Invalid("所选的审批不是本案的带缺项归档审批，请重新选择。")
    if approval.state != Matter.State.APPROVED:
        raise Invalid(f"带缺项归档的审批现在是「{approval.get_state_display()}」，批准后才能归档。")
    last = (
        approval.steps.filter(role=MatterStep.Role.APPROVER, verdict=MatterStep.Verdict.AGREE)
        .order_by("-pk")
        .first()
    )
    if last is None or not last.words.strip():
        raise Invalid("带缺项归档的审批没有写明批准人的理由，请由批准人补充后再归档。")
    return last.words.strip()
