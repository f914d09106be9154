"""Who watches whom. Permission fails closed.

A supervisor watches the own bureau and all below it; the head and the administrator watch their
own. Everybody else is shown their own figures and nothing more. Strangers get NotFound.
"""

from __future__ import annotations

from liuhen.cases.access import bureaus_below
from liuhen.cases.models import Case
from liuhen.faults import Forbidden, NotFound
from liuhen.people.actors import Actor
from liuhen.people.models import Bureau, Person, Role
from liuhen.supervision.models import Breach, Outcome

_WATCHERS = (Role.SUPERVISOR, Role.HEAD, Role.ADMINISTRATOR)
_REASON = (
    "监督页面由上级监督人员、本单位负责人和系统管理员查看。"
    "执法人员可以在「监督」里看到自己的考核情况。"
)


def watches(actor: Actor) -> bool:
    """Tell whether the actor watches any bureau."""
    return bool(actor.bureau_id) and actor.holds(*_WATCHERS)


def watched_ids(actor: Actor) -> list[int]:
    """Return the ids of the bureaus that the actor watches; none for whoever watches nobody."""
    if not watches(actor):
        return []
    below = bureaus_below(actor.bureau_id) if actor.holds(Role.SUPERVISOR) else []
    return [actor.bureau_id, *below]


def watched_bureaus(actor: Actor) -> list[Bureau]:
    """Return the bureaus that the actor watches, the own one first; Forbidden if there is none."""
    ids = watched_ids(actor)
    if not ids:
        raise Forbidden(_REASON)
    found = Bureau.objects.in_bulk(ids)
    return [found[id] for id in ids if id in found]


def bureau_for_watching(actor: Actor, bureau_id: int) -> Bureau:
    """Return a bureau that the actor watches; NotFound for one that is none of theirs."""
    if bureau_id not in watched_ids(actor):
        if bureau_id == actor.bureau_id:
            raise Forbidden(_REASON)
        raise NotFound("没有找到这个单位。请从监督页面进入。")
    return Bureau.objects.get(pk=bureau_id)


def person_for_watching(actor: Actor, person_id: int) -> Person:
    """Return a person whose figures the actor may see: oneself, or one of a watched bureau."""
    person = Person.objects.select_related("bureau").filter(pk=person_id).first()
    if person is None:
        raise NotFound("没有找到这名人员。请从监督页面进入。")
    if person.pk != actor.person_id and person.bureau_id not in watched_ids(actor):
        if person.bureau_id == actor.bureau_id:
            raise Forbidden("执法人员只能看自己的考核情况，同事的由单位负责人和上级监督人员查看。")
        raise NotFound("没有找到这名人员。请从监督页面进入。")
    return person


def case_for_watching(actor: Actor, case_id: int) -> Case:
    """Return a case of a watched bureau."""
    case = Case.objects.select_related("bureau").filter(pk=case_id).first()
    if case is None:
        raise NotFound("没有找到这个案件。请从监督页面进入。")
    bureau_for_watching(actor, case.bureau_id)
    return case


def breach_for_watching(actor: Actor, breach_id: int) -> Breach:
    """Return a breach entered for a watched bureau."""
    found = Breach.objects.select_related("bureau", "case", "person", "withdrawal", "corrects")
    breach = found.filter(pk=breach_id).first()
    if breach is None:
        raise NotFound("没有找到这条登记。请从违反情形列表进入。")
    bureau_for_watching(actor, breach.bureau_id)
    return breach


def outcome_for_watching(actor: Actor, outcome_id: int) -> Outcome:
    """Return an outcome entered for a watched bureau."""
    outcome = Outcome.objects.select_related("bureau").filter(pk=outcome_id).first()
    if outcome is None:
        raise NotFound("没有找到这条登记。请从责任追究列表进入。")
    bureau_for_watching(actor, outcome.bureau_id)
    return outcome


def demand_entering(actor: Actor, bureau: Bureau, *, to: str) -> None:
    """Let a supervisor enter for the bureaus they watch, a head for the own bureau.

    The administrator keeps the system and watches; judging colleagues is not theirs.
    """
    bureau_for_watching(actor, bureau.pk)
    actor.demand(Role.SUPERVISOR, Role.HEAD, to=to)
