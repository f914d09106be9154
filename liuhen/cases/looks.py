"""Who saw or copied what and when (第三十条（三）): so that a leak can be traced.

One entry of the ledger per person, object and ten minutes, and apart from it one for a copy taken.
Exports of a whole case are entries of their own (`archive`).
"""

from __future__ import annotations

from datetime import timedelta

from django.db.models import QuerySet

from liuhen import clock
from liuhen.cases.access import case_for_reading
from liuhen.cases.models import Case, Classed, Look
from liuhen.faults import Forbidden
from liuhen.people.acting import acting
from liuhen.people.actors import Actor
from liuhen.people.models import Keeper, Role

SEEN = "object.viewed"
COPIED = "object.copied"
LOOKS = frozenset({SEEN, COPIED})
"""Entries that change nothing in a case."""

ONE_LOOK = timedelta(minutes=10)


def note_look(actor: Actor, record: Classed, *, copied: bool = False) -> None:
    """Record that somebody looked, or took the bytes with them (`copied`).

    Reading is the gate's business and is asked before; a look is noted in an archived case too.
    """
    how = Look.How.COPIED if copied else Look.How.SEEN
    if _lately(actor, record, how):
        return  # a player asks for many ranges: most of them must not wait for the ledger
    with acting(actor) as act:
        # The page and its player come at once; the ledger is held here, so one sees the other.
        if _lately(actor, record, how):
            return
        look = Look.objects.create(
            case=record.case,
            record=record.record_id,
            how=how,
            who_id=actor.id,
            who=actor.text,
            at=act.at,
        )
        act.log(
            COPIED if copied else SEEN,
            [look],
            case=record.case.stream,
            extra={record.KIND: record.pk},
        )


def _lately(actor: Actor, record: Classed, how: str) -> bool:
    return Look.objects.filter(
        case_id=record.case_id,
        record=record.record_id,
        how=how,
        who_id=actor.id,
        at__gt=clock.now() - ONE_LOOK,
    ).exists()


def may_trace(actor: Actor, case: Case) -> bool:
    """Tell whether the actor may ask who looked: the head, a keeper of records, a supervisor."""
    if actor.holds(Role.SUPERVISOR) and actor.bureau_id != case.bureau_id:
        return True
    if actor.bureau_id != case.bureau_id:
        return False
    if actor.holds(Role.HEAD):
        return True
    return Keeper.objects.filter(
        bureau_id=case.bureau_id,
        person_id=actor.person_id,
        since__lte=clock.today(),
        until__isnull=True,
    ).exists()


def case_for_tracing(actor: Actor, case_id: int) -> Case:
    """Return a case whose looks the actor may read; Forbidden for colleagues without that part."""
    case = case_for_reading(actor, case_id)
    if not may_trace(actor, case):
        raise Forbidden(
            "「谁看过」由机关负责人、记录管理专人和上级监督人员查看（第二十七条、第三十条）。"
        )
    return case


def looks_of(case: Case, record: str = "") -> QuerySet[Look]:
    """Return the looks in a case, newest first; of one record where it is named by its id."""
    looks = Look.objects.filter(case=case).order_by("-at", "-pk")
    return looks.filter(record=record) if record else looks
