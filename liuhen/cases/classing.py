"""密级 and 隔离: what class a record is of, and hiding at once what should not be here."""

from __future__ import annotations

from typing import TypeVar

from liuhen.cases.access import case_for_reading, demand_officer, demand_open
from liuhen.cases.acting import acting_in
from liuhen.cases.models import Case, Classed, Classification, Isolation
from liuhen.clock import SHANGHAI
from liuhen.faults import Conflict, Forbidden, Invalid
from liuhen.people.acting import Act, acting
from liuhen.people.actors import Actor
from liuhen.people.checks import check_choice
from liuhen.people.models import Role
from liuhen.regulation.secrecy import Secrecy, is_raised, why_not_taken, words_of

Record = TypeVar("Record", bound=Classed)


def check_intake(secrecy: str, *, content: bool) -> None:
    """Raise Invalid for what may not come in: above all the content of a state secret (A29-1)."""
    why = why_not_taken(secrecy, content=content)
    if why:
        raise Invalid(why, {"secrecy": why})


def classify(actor: Actor, record: Record, *, secrecy: str, reason: str) -> Record:
    """Set the class of a record, with a reason. Raising is for the case's officers and the head,
    anything else (lowering, or sideways) for the head alone.
    """
    if secrecy == Secrecy.STATE:
        raise Invalid(
            "误传了国家秘密的，请用「隔离」：材料立即对所有人隐藏。",
            {"secrecy": "国家秘密不能在这里标注，请用「隔离」。"},
        )
    check_choice(secrecy, set(Secrecy), "secrecy")
    if not reason.strip():
        raise Invalid(
            "请写明理由。", {"reason": "请写明标注（变更）密级的理由，不要写出秘密的内容。"}
        )
    with acting_in(actor, record.case) as act:
        row = _locked(record)
        demand_classifier(actor, row.case)
        if row.secrecy == secrecy:
            raise Conflict(f"这份材料的密级已经是“{words_of(secrecy)}”。")
        _demand_change(actor, row, secrecy)
        if row.secrecy == Secrecy.STATE:
            raise Conflict("国家秘密的索引不能变更密级。解密的，请登记解密后的材料。")
        change = _changed(act, row, secrecy, reason)
        act.log(
            "record.classified",
            [row, change],
            case=row.case.stream,
            extra={row.KIND: row.pk, "class": secrecy},
        )
    return row


def _changed(act: Act, row: Classed, secrecy: str, reason: str) -> Classification:
    change = Classification.objects.create(
        case=row.case,
        record=row.record_id,
        before=row.secrecy,
        after=secrecy,
        reason=reason.strip(),
        **act.entered(),
    )
    row.secrecy = secrecy
    row.save(update_fields=["secrecy"])
    return change


def _locked(record: Record) -> Record:
    rows = type(record)._default_manager.select_for_update(of=("self",))
    return rows.select_related("case__bureau").get(pk=record.pk)


def _is_head(actor: Actor, case: Case) -> bool:
    return actor.bureau_id == case.bureau_id and actor.holds(Role.HEAD)


def demand_classifier(actor: Actor, case: Case) -> None:
    """Raise unless the actor may set classes in this open case: its officers, and the head."""
    if _is_head(actor, case):
        demand_open(case)
    else:
        demand_officer(actor, case, to="标注密级")


def may_classify(actor: Actor, case: Case) -> bool:
    """Tell whether the actor may set classes in this case."""
    try:
        demand_classifier(actor, case)
    except Forbidden:
        return False
    return True


def _demand_change(actor: Actor, record: Classed, secrecy: str) -> None:
    if not _is_head(actor, record.case) and not is_raised(record.secrecy, secrecy):
        raise Forbidden(
            f"把“{words_of(record.secrecy)}”改为“{words_of(secrecy)}”会放宽或者改变查阅范围，"
            "由机关负责人办理（第二十九条）。"
        )


def demand_isolator(actor: Actor, case: Case) -> None:
    """Raise unless the actor belongs to the bureau and may read the case: whoever notices acts."""
    case_for_reading(actor, case.pk)
    if actor.bureau_id != case.bureau_id:
        raise Forbidden("隔离由办案单位办理。请立即通知办案单位的负责人。")


def isolate(actor: Actor, record: Classed, *, reason: str) -> Isolation:
    """隔离: hide a record from everyone at once, its handlers included; in an archived case too.

    The bytes stay where they are until they are removed by two persons. Raises Conflict where
    somebody was first.
    """
    demand_isolator(actor, record.case)
    if not reason.strip():
        raise Invalid(
            "请写明隔离的理由。",
            {"reason": "请写明理由，例如「误传，保密员已通知」，不要写出秘密的内容。"},
        )
    with acting(actor) as act:
        before = Isolation.objects.filter(case=record.case, record=record.record_id).first()
        if before is not None:
            raise Conflict(
                f"这份材料已由{before.recorded_by}于 "
                f"{before.recorded_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M} 隔离。"
            )
        row = _locked(record)
        isolation = Isolation.objects.create(
            case=row.case, record=row.record_id, reason=reason.strip(), **act.entered()
        )
        # The class says it too, so that whatever asks only for the class fails closed.
        change = _changed(act, row, Secrecy.STATE.value, reason)
        act.log(
            "record.isolated",
            [row, isolation, change],
            case=record.case.stream,
            extra={record.KIND: record.pk},
        )
    return isolation
