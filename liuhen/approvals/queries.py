"""Lists of matters."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from liuhen.approvals.kinds import all_matter_kinds
from liuhen.approvals.models import Matter, MatterStep
from liuhen.people.actors import Actor


def waiting_for(actor: Actor) -> QuerySet[Matter]:
    """Return the open matters whose turn it is for this actor, oldest first."""
    wanted = Q(pk__in=[])
    for kind in all_matter_kinds().values():
        if actor.holds(*kind.reviewer):
            wanted |= Q(kind=kind.code, state=Matter.State.WITH_REVIEWER)
        if actor.holds(*kind.approver):
            wanted |= Q(kind=kind.code, state=Matter.State.WITH_APPROVER)
    acted = MatterStep.objects.filter(person_id=actor.person_id).values("matter_id")
    return (
        Matter.objects.filter(wanted, case__bureau_id=actor.bureau_id)
        .exclude(pk__in=acted)
        .select_related("case", "document")
        .order_by("recorded_at")
    )


def submitted_by(actor: Actor) -> QuerySet[Matter]:
    """Return the actor's open and returned matters, newest first."""
    return (
        Matter.objects.filter(handler_id=actor.person_id)
        .filter(state__in=[*Matter.OPEN, Matter.State.RETURNED])
        .select_related("case", "document")
        .order_by("-pk")
    )
