"""查阅权限: who is cleared for which class of records; granted and ended by the head alone."""

from __future__ import annotations

from datetime import date

from liuhen import clock
from liuhen.faults import Conflict, Forbidden, Invalid, NotFound
from liuhen.people.acting import acting
from liuhen.people.actors import Actor
from liuhen.people.checks import check_choice
from liuhen.people.models import Clearance, Person, Role
from liuhen.regulation.secrecy import GRANTABLE, holds_on, words_of


def demand_head(actor: Actor, person: Person) -> None:
    """Raise NotFound for strangers, Forbidden for all colleagues but the head."""
    if actor.bureau_id != person.bureau_id:
        raise NotFound("没有找到这名人员。请从本单位人员名单中选择。")
    if not actor.holds(Role.HEAD):
        raise Forbidden("查阅权限只能由机关负责人给予和收回（第二十九条）。请报告机关负责人。")


def grant_clearance(
    actor: Actor,
    person: Person,
    *,
    secrecy: str,
    since: date,
    reason: str,
    until: date | None = None,
) -> Clearance:
    """Let a colleague see one class of records from a day on; never backwards in time.

    Raises Conflict where the person holds it already for some of these days.
    """
    demand_head(actor, person)
    check_choice(secrecy, GRANTABLE, "secrecy")
    problems = {}
    if since < clock.today():
        problems["since"] = "查阅权限不能追溯，起始日期不能早于今天。"
    if until is not None and until < since:
        problems["until"] = "终止日期不能早于起始日期，请核对。"
    if not reason.strip():
        problems["reason"] = "请写明工作需要，例如「负责本局案件法制审核」。"
    if not person.is_active:
        problems["secrecy"] = "账号已停用，不能给予查阅权限。"
    if problems:
        raise Invalid("查阅权限没有登记，请按提示核对。", problems)
    with acting(actor) as act:
        for row in person.clearances.filter(secrecy=secrecy):
            if (row.held_to is None or row.held_to >= since) and (
                until is None or row.since <= until
            ):
                raise Conflict(f"{person.name}在这段时间已经有“{words_of(secrecy)}”的查阅权限。")
        clearance = Clearance.objects.create(
            person=person,
            bureau=person.bureau,
            name=person.name,
            secrecy=secrecy,
            since=since,
            until=until,
            reason=reason.strip(),
            **act.entered(),
        )
        act.log("clearance.granted", [clearance])
    return clearance


def end_clearance(actor: Actor, clearance: Clearance, *, reason: str) -> Clearance:
    """Take a clearance back at once: it holds no more from today on."""
    demand_head(actor, clearance.person)
    if not reason.strip():
        raise Invalid("请写明收回的理由。", {"reason": "请写明收回的理由。"})
    with acting(actor) as act:
        clearance = (
            Clearance.objects.select_for_update(of=("self",))
            .select_related("person")
            .get(pk=clearance.pk)
        )
        if clearance.ended_on is not None:
            raise Conflict(
                f"这项权限已由{clearance.ended_by}于 {clearance.ended_on:%Y年%m月%d日} 收回。"
            )
        clearance.ended_on = clock.today()
        clearance.ended_by = actor.text
        clearance.end_reason = reason.strip()
        clearance.save(update_fields=["ended_on", "ended_by", "end_reason"])
        act.log("clearance.ended", [clearance])
    return clearance


def cleared(actor: Actor, bureau_id: int) -> frozenset[str]:
    """Return the classes that the actor is cleared for today in this bureau's cases.

    None for a closed account, and none in another bureau: a clearance is the head's word, and ends
    where the head's does.
    """
    if not actor.person_id or actor.bureau_id != bureau_id or not actor.roles:
        return frozenset()
    rows = Clearance.objects.filter(person_id=actor.person_id, bureau_id=bureau_id)
    today = clock.today()
    return frozenset(row.secrecy for row in rows if holds_on(row.since, row.held_to, today))
