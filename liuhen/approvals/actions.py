"""All writes about internal approvals. An approval never acts itself: `procedure` takes the step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError

from liuhen.approvals.access import demand_turn
from liuhen.approvals.kinds import all_matter_kinds
from liuhen.approvals.models import Matter, MatterStep
from liuhen.cases.access import demand_officer
from liuhen.cases.acting import acting_in
from liuhen.documents.actions import fields_digest
from liuhen.documents.models import Document
from liuhen.faults import Conflict, Forbidden, Invalid
from liuhen.people.acting import Act
from liuhen.people.actors import Actor
from liuhen.people.checks import check_choice, check_past
from liuhen.people.models import Person

Role, Verdict, State = MatterStep.Role, MatterStep.Verdict, Matter.State


def submit(act: Act, document: Document, *, kind: str, words: str) -> Matter:
    """承办人提出: open the matter with opinion and reasons, bound to the words as they stand."""
    demand_officer(act.actor, document.case, to="提交审批")
    if not words.strip():
        raise Invalid("请写明承办意见和理由（第三十三条）。", {"words": "请写明意见和理由。"})
    try:
        matter = Matter.objects.create(
            case=document.case,
            document=document,
            kind=all_matter_kinds()[kind].code,
            digest=fields_digest(document.type, document.fields),
            state=State.WITH_REVIEWER,
            handler_id=act.actor.person_id,
            **act.entered(),
        )
    except IntegrityError as error:
        raise Conflict("这份文书已经提交审批，请勿重复提交。") from error
    step = _step(act, matter, Role.HANDLER, Verdict.PROPOSE, words)
    act.log("approval.submitted", [matter, step], case=matter.case.stream, extra=_clear(matter))
    return matter


def give_verdict(act: Act, matter: Matter, *, verdict: str, words: str) -> Matter:
    """审核、批准: one verdict by the person whose turn it is; the row is locked, the first wins.

    Raises Conflict when someone was first or when the words changed since they were submitted.
    """
    matter = (
        Matter.objects.select_for_update(of=("self",))
        .select_related("case__bureau", "document")
        .get(pk=matter.pk)
    )
    role = demand_turn(act.actor, matter)
    if not words.strip():
        raise Invalid("请写明意见。", {"words": "请写明意见，例如「同意。」；退回须写明原因。"})
    if verdict not in (Verdict.AGREE, Verdict.DISAGREE, Verdict.RETURN):
        raise Invalid("请选择「同意」「不同意」或者「退回」。")
    if fields_digest(matter.document.type, matter.document.fields) != matter.digest:
        raise Conflict("文书内容在提交后有变化，原审批已失效。请退回，由承办人重新提交。")
    matter.state = _next_state(role, verdict)
    if matter.state in (State.APPROVED, State.REFUSED):
        matter.decided_at = act.at
    matter.save(update_fields=["state", "decided_at"])
    step = _step(act, matter, role, verdict, words)
    act.log(
        f"approval.{_EVENTS[matter.state]}",
        [matter, step],
        case=matter.case.stream,
        extra=_clear(matter),
    )
    return matter


_EVENTS = {
    State.WITH_APPROVER: "reviewed",
    State.APPROVED: "granted",
    State.REFUSED: "refused",
    State.RETURNED: "returned",
}


def _next_state(role: str, verdict: str) -> Matter.State:
    if verdict == Verdict.RETURN:
        return State.RETURNED
    if verdict == Verdict.DISAGREE:
        return State.REFUSED
    return State.WITH_APPROVER if role == Role.REVIEWER else State.APPROVED


def withdraw(act: Act, matter: Matter, *, words: str) -> Matter:
    """撤回: the handler takes the matter back while nobody has closed it."""
    matter = (
        Matter.objects.select_for_update(of=("self",))
        .select_related("case__bureau", "document")
        .get(pk=matter.pk)
    )
    demand_officer(act.actor, matter.case, to="撤回审批")
    if matter.handler_id != act.actor.person_id:
        raise Forbidden("只有提交的承办人可以撤回。")
    if matter.state not in Matter.OPEN:
        raise Conflict(f"这件事已是「{matter.get_state_display()}」，不能撤回。")
    matter.state = State.WITHDRAWN
    matter.save(update_fields=["state"])
    step = _step(act, matter, Role.HANDLER, Verdict.WITHDRAW, words.strip() or "撤回修改。")
    act.log("approval.withdrawn", [matter, step], case=matter.case.stream, extra=_clear(matter))
    return matter


def _clear(matter: Matter) -> dict[str, int | str]:
    return {"matter": matter.pk, "kind": matter.kind, "document": matter.document_id}


def _step(act: Act, matter: Matter, role: str, verdict: str, words: str) -> MatterStep:
    return MatterStep.objects.create(
        matter=matter,
        role=role,
        person_id=act.actor.person_id,
        name=act.actor.name,
        post=act.actor.post,
        verdict=verdict,
        words=words.strip(),
        taken_at=act.at,
        **act.entered(),
    )


@dataclass(frozen=True, kw_only=True)
class PaperStep:
    """A step as the paper form shows it."""

    role: str
    person: Person
    post: str
    words: str
    at: datetime
    verdict: str = Verdict.AGREE


def _state_on_paper(steps: Sequence[PaperStep]) -> Matter.State:
    """What the paper says: the approver's last word; a paper without one approved nothing."""
    said = next((s.verdict for s in reversed(steps) if s.role == Role.APPROVER), None)
    if said == Verdict.AGREE:
        return State.APPROVED
    return State.RETURNED if said == Verdict.RETURN else State.REFUSED


def enter_paper_approval(
    actor: Actor,
    document: Document,
    *,
    kind: str,
    steps: Sequence[PaperStep],
    late_reason: str = "",
) -> Matter:
    """Enter an approval that was given on paper, as it really went; the rules judge it."""
    demand_officer(actor, document.case, to="录入纸质审批")
    if not steps:
        raise Invalid("请按纸质审批表录入审批步骤。", {"steps": "至少录入一步。"})
    check_choice(kind, all_matter_kinds(), "kind")
    for step in steps:
        check_choice(step.role, Role.values, "role")
        check_choice(step.verdict, Verdict.values, "verdict")
        check_past(step.at, "at")
    state = _state_on_paper(steps)
    with acting_in(actor, document.case) as act:
        matter = Matter.objects.create(
            case=document.case,
            document=document,
            kind=kind,
            paper=True,
            digest=fields_digest(document.type, document.fields),
            state=state,
            handler=next((s.person for s in steps if s.role == Role.HANDLER), None),
            decided_at=None if state == State.RETURNED else max(step.at for step in steps),
            **act.entered(late_reason),
        )
        rows = [
            MatterStep.objects.create(
                matter=matter,
                role=step.role,
                person=step.person,
                name=step.person.name,
                post=step.post,
                verdict=step.verdict,
                words=step.words,
                taken_at=step.at,
                **act.entered(),
            )
            for step in steps
        ]
        act.log("approval.entered", [matter, *rows], case=matter.case.stream, extra=_clear(matter))
    return matter
