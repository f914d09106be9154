"""What is said and shown on the spot, while an activity is under way: rights told, certificates.

Each is recorded once and stands; recording the same again changes nothing, so a page that never
got its answer may send it again.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from liuhen.cases.acting import acting_in
from liuhen.cases.actions import Told, demand_recorder
from liuhen.cases.models import Activity, RightTold
from liuhen.people.actors import Actor
from liuhen.people.checks import check_choice, check_past
from liuhen.regulation.casefile import Right


def tell_rights(actor: Actor, activity: Activity, told: Sequence[Told]) -> list[RightTold]:
    """Record rights told in an activity: which, how, by whom, when, and the answer (第八条).

    Returns the rows added; a telling of the same right at the same time is there already. Raises
    Invalid for an unknown right or a time in the future.
    """
    demand_recorder(actor, activity.case, activity.kind)
    for one in told:
        check_choice(one.right, Right, "right")
        check_past(one.at, "told_at")
    with acting_in(actor, activity.case) as act:
        known = set(activity.rights.values_list("right", "told_at"))
        rows = [
            RightTold.objects.create(
                activity=activity,
                right=one.right,
                means=one.means,
                told_at=one.at,
                told_by=one.by,
                answer=one.answer,
                **act.entered(),
            )
            for one in told
            if (one.right, one.at) not in known
        ]
        if rows:
            act.log(
                "activity.rights_told",
                rows,
                case=activity.case.stream,
                extra={"activity": activity.pk},
            )
    return rows


def show_certificates(actor: Actor, activity: Activity, shown: Collection[int]) -> int:
    """Record that these officers (ids of participants) showed their certificates (第五条).

    Returns how many were recorded now; who is no officer of the activity is passed over.
    """
    demand_recorder(actor, activity.case, activity.kind)
    with acting_in(actor, activity.case) as act:
        officers = activity.participants.select_for_update().filter(
            capacity="officer", pk__in=shown
        )
        rows = [one for one in officers if one.certificate_shown is not True]
        for one in rows:
            one.certificate_shown = True
            one.save(update_fields=["certificate_shown"])
        if rows:
            act.log(
                "activity.certificates_shown",
                rows,
                case=activity.case.stream,
                extra={"activity": activity.pk},
            )
    return len(rows)
