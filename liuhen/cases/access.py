"""Gates for reading and working on cases. Permission fails closed.

Strangers (other bureaus) get NotFound; a colleague without the right gets Forbidden with the
reason. Seen by all of the bureau's cases: heads, reviewers, legal department, archivists; an
officer sees the cases they handle or took part in; a supervisor reads the bureaus below.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from liuhen.cases.models import Activity, Case, CaseOfficer, Participant
from liuhen.faults import Forbidden, NotFound
from liuhen.people.actors import Actor
from liuhen.people.models import Bureau, Role

WHOLE_BUREAU = (Role.HEAD, Role.DEPUTY, Role.REVIEWER, Role.LEGAL, Role.ARCHIVIST)


def bureaus_below(bureau_id: int) -> list[int]:
    """Return the ids of all bureaus below one, level by level (a province has three levels)."""
    found: list[int] = []
    layer = [bureau_id]
    while layer:
        layer = list(Bureau.objects.filter(parent_id__in=layer).values_list("pk", flat=True))
        found += layer
    return found


def _own_cases(actor: Actor) -> QuerySet[Any, Any]:
    """Return the ids of the bureau's cases that the actor handles, handled, or was present in.

    Found from the person's own rows, the bureau too: a database that first walks the bureau's cases
    and asks each of them takes ever longer.
    """
    handled = CaseOfficer.objects.filter(
        person_id=actor.person_id, case__bureau_id=actor.bureau_id
    ).values("case_id")
    present = Participant.objects.filter(
        person_id=actor.person_id, activity__case__bureau_id=actor.bureau_id
    ).values("activity__case_id")
    return handled.union(present)


def visible_cases(actor: Actor) -> QuerySet[Case]:
    """Return the cases that the actor may read; an empty set for an actor without posts."""
    if not actor.bureau_id:
        return Case.objects.none()
    sight = Q(pk__in=[])
    if actor.holds(*WHOLE_BUREAU):
        sight |= Q(bureau_id=actor.bureau_id)
    elif actor.holds(Role.OFFICER):
        sight |= Q(pk__in=_own_cases(actor))
    if actor.holds(Role.SUPERVISOR):
        sight |= Q(bureau_id__in=bureaus_below(actor.bureau_id))
    return Case.objects.filter(sight)


def sees_own_cases_only(actor: Actor) -> bool:
    """Tell whether the actor's sight is no more than the cases of one person: hundreds, not more."""
    return not actor.holds(*WHOLE_BUREAU, Role.SUPERVISOR)


def case_for_reading(actor: Actor, case_id: int) -> Case:
    """Return a case that the actor may read."""
    case = visible_cases(actor).select_related("bureau").filter(pk=case_id).first()
    if case is not None:
        return case
    if Case.objects.filter(pk=case_id, bureau_id=actor.bureau_id).exists():
        raise Forbidden(
            "您不是本案的办案人员，也没有查看全部案件的岗位，不能查看本案。"
            "如需参与，请由承办人把您加为办案人员。"
        )
    raise NotFound("没有找到这个案件。请从案件列表进入。")


def is_officer_of(actor: Actor, case: Case) -> bool:
    """Tell whether the actor handles the case now."""
    return case.officers.filter(person_id=actor.person_id, until__isnull=True).exists()


def demand_officer(actor: Actor, case: Case, *, to: str) -> None:
    """Raise unless the actor handles this open case now."""
    if actor.bureau_id != case.bureau_id:
        case_for_reading(actor, case.pk)
        raise Forbidden(f"{to}由办案单位办理，上级机关在这里只能查看。")
    demand_open(case)
    # Handling the case is not enough: who left the post, or whose account is closed, acts no more.
    actor.demand(Role.OFFICER, to=to)
    if not is_officer_of(actor, case):
        raise Forbidden(f"{to}由本案承办人或者协办人办理。请联系承办人，或由承办人把您加入本案。")


def demand_open(case: Case) -> None:
    """Raise Forbidden once the case is archived: nobody changes it any more (第二十五条)."""
    if case.archived:
        raise Forbidden(
            f"本案已于 {case.archived_on:%Y年%m月%d日} 归档，任何人不得再修改（第二十五条）。"
        )


def activity_for_reading(actor: Actor, activity_id: int) -> Activity:
    """Return an activity of a case that the actor may read."""
    activity = Activity.objects.select_related("case__bureau").filter(pk=activity_id).first()
    if activity is None:
        raise NotFound("没有找到这项执法活动。")
    case_for_reading(actor, activity.case_id)
    return activity
