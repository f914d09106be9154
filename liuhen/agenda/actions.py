"""Keeping findings, states and deadlines up with the ledger and the calendar.

Nothing here changes a record: it reads cases and writes derived rows, so no act is logged. The
worker calls `follow_feed` and `refresh_day` over and over; each may be broken off at any moment.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import structlog
from django.db import transaction
from django.db.models import Q

from liuhen import clock
from liuhen.agenda import compute
from liuhen.agenda.models import (
    CaseAgenda,
    CaseDeadline,
    CaseFinding,
    CaseState,
    DeadlineHistory,
    FindingHistory,
)
from liuhen.cases.looks import LOOKS
from liuhen.cases.models import Case
from liuhen.ledger import feed
from liuhen.procedure.compile import compile_case
from liuhen.regulation.answers import Evaluation
from liuhen.regulation.pack import evaluate
from liuhen.regulation.secrecy import NOBODY, masked

CURSOR = "agenda"

# Facts of the bureau that every case is judged by: the case files change with them.
_CHANGES_EVERY_CASE = frozenset(
    {"parameter.set", "calendar.entered", "keeper.named", "management_rule.filed"}
)

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Followed:
    """What one round did: entries of the ledger read, cases computed."""

    entries: int
    cases: int


def follow_feed(limit: int = 200) -> Followed:
    """Read up to `limit` entries after the cursor and compute every case they touch.

    Rows and cursor move in one transaction: both or neither. `entries` below `limit` means that
    everything is read.
    """
    with transaction.atomic():
        events = feed.read(CURSOR, limit)
        if not events:
            return Followed(0, 0)
        position = events[-1].idx + 1
        # Locks the cursor before the work, so that a second worker waits instead of doing it too.
        feed.advance(CURSOR, position)
        changed = {event.case for event in events if event.type not in LOOKS}
        touched = Case.objects.filter(pk__in=_cases_of(changed))
        cases = list(touched.order_by("pk"))
        for case in cases:
            _compute(case, clock.today(), position)
        if any(event.type in _CHANGES_EVERY_CASE for event in events):
            CaseAgenda.objects.filter(case__archived_on=None).update(day=None)
    return Followed(len(events), len(cases))


def _cases_of(streams: set[str]) -> list[int]:
    """Return the ids of the cases whose streams these are (`Case.stream` is `c` and the id)."""
    return [int(one[1:]) for one in streams if one.startswith("c") and one[1:].isdecimal()]


def refresh_day(today: date, limit: int = 200) -> int:
    """Compute up to `limit` open cases that were last computed for another day; return how many.

    One transaction a case: nobody who works waits for the whole bureau. An archived case is left
    as it was: nothing falls due in it any more.
    """
    due = Q(day__isnull=True) | ~Q(day=today)
    waiting = list(
        CaseAgenda.objects.filter(due, case__archived_on=None)
        .order_by("case_id")
        .values_list("case_id", flat=True)[:limit]
    )
    for case_id in waiting:
        with transaction.atomic():
            row = CaseAgenda.objects.select_for_update().get(pk=case_id)
            _compute(Case.objects.get(pk=case_id), today, row.position)
    return len(waiting)


def rebuild() -> None:
    """Throw the derived rows away and start again from the first entry; the histories stay."""
    with transaction.atomic():
        CaseFinding.objects.all().delete()
        CaseState.objects.all().delete()
        CaseAgenda.objects.all().delete()
        # Deadlines stay until each case is computed: else every one would seem to have gone.
        feed.reset(CURSOR)
    while follow_feed().entries:
        pass


def _compute(case: Case, today: date, position: int) -> None:
    """Compute one case. A case that cannot be computed must not stop all others: the reason is
    kept in its row and shown, its rows stay as they were, and the next event tries again.
    """
    fault = ""
    try:
        with transaction.atomic():
            evaluation = evaluate(masked(compile_case(case), NOBODY), today)
            _store_deadlines(case, evaluation, position)
            _store_findings(case, evaluation, today)
            _store_states(case, evaluation)
    except Exception as error:
        log.exception("agenda.case_failed", case=case.pk, position=position)
        fault = f"{type(error).__name__}: {error}"
        evaluation = None
    CaseAgenda.objects.update_or_create(
        case=case,
        defaults={
            "computed_at": clock.now(),
            "day": today,
            "position": position,
            "fault": fault,
            **({"rule_pack": evaluation.rule_pack} if evaluation else {}),
        },
    )


def _store_deadlines(case: Case, evaluation: Evaluation, position: int) -> None:
    before = list(CaseDeadline.objects.filter(case=case))
    now = [compute.deadline_row(case, one) for one in evaluation.deadlines]
    moved = compute.changes(case, before, now, at=clock.now(), position=position)
    DeadlineHistory.objects.bulk_create(moved)
    CaseDeadline.objects.filter(case=case).delete()
    CaseDeadline.objects.bulk_create(now)


def _store_findings(case: Case, evaluation: Evaluation, today: date) -> None:
    now = [compute.finding_row(case, one) for one in evaluation.findings]
    moved = compute.moved_findings(
        case, FindingHistory.objects.filter(case=case, gone_on=None), now, today
    )
    FindingHistory.objects.filter(pk__in=moved.gone).update(gone_on=today)
    FindingHistory.objects.bulk_create(moved.come)
    CaseFinding.objects.filter(case=case).delete()
    CaseFinding.objects.bulk_create(now)


def _store_states(case: Case, evaluation: Evaluation) -> None:
    difference = compute.state_difference(
        CaseState.objects.filter(case=case),
        [compute.state_row(case, one) for one in evaluation.states],
    )
    CaseState.objects.filter(pk__in=difference.drop).delete()
    CaseState.objects.bulk_create(difference.write)
