"""Gates for reading matters and for acting in them."""

from __future__ import annotations

from liuhen.approvals.kinds import all_matter_kinds
from liuhen.approvals.models import Matter, MatterStep
from liuhen.cases.access import case_for_reading, demand_open
from liuhen.cases.secrecy import demand_sight
from liuhen.clock import SHANGHAI
from liuhen.faults import Conflict, Forbidden, Missing, NotFound, Refused
from liuhen.people.actors import Actor


def matter_for_reading(actor: Actor, matter_id: int) -> Matter:
    """Return a matter of a case that the actor may read, about a document that they may see."""
    matter = Matter.objects.select_related("case__bureau", "document").filter(pk=matter_id).first()
    if matter is None:
        raise NotFound("没有找到这个审批事项。请从待办进入。")
    case_for_reading(actor, matter.case_id)
    demand_sight(actor, matter.document)  # the page shows what the form says
    return matter


def role_now(matter: Matter) -> MatterStep.Role:
    """Return whose turn it is; Conflict names who closed the matter and when."""
    if matter.state == Matter.State.WITH_REVIEWER:
        return MatterStep.Role.REVIEWER
    if matter.state == Matter.State.WITH_APPROVER:
        return MatterStep.Role.APPROVER
    last = matter.steps.order_by("-pk").first()
    done = f"{last.name}于 {last.taken_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" if last else "他人"
    raise Conflict(
        f"这件事已由{done}办理，现在是「{matter.get_state_display()}」。请刷新页面查看。"
    )


def demand_turn(actor: Actor, matter: Matter) -> MatterStep.Role:
    """Raise unless it is the actor's turn; three different persons, in order (A33-1)."""
    if actor.bureau_id != matter.case.bureau_id:
        case_for_reading(actor, matter.case_id)
        raise Forbidden("审批由办案单位的审核人和批准人办理。")
    demand_open(matter.case)
    role = role_now(matter)
    kind = all_matter_kinds()[matter.kind]
    wanted = kind.reviewer if role == MatterStep.Role.REVIEWER else kind.approver
    if matter.steps.filter(person_id=actor.person_id).exists():
        raise Refused(
            f"您已经在这件事里办理过，不能再作为{role.label}。",
            step="approve",
            missing=[
                Missing(
                    requirement="A33-1",
                    article="第三十三条",
                    what="承办人、审核人、批准人须是三个不同的人",
                    remedy=f"请由其他{'、'.join(one.label for one in wanted)}办理。",
                )
            ],
        )
    actor.demand(*wanted, to=f"「{kind.label}」的{role.label}环节")
    return role
