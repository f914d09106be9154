"""The to-do page of one person (S1), in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from liuhen.agenda import tasks
from liuhen.agenda.models import CaseDeadline, CaseFinding
from liuhen.agenda.tasks import Link, Task
from liuhen.approvals.models import Matter
from liuhen.approvals.queries import submitted_by
from liuhen.cases.access import WHOLE_BUREAU, visible_cases
from liuhen.cases.secrecy import plain
from liuhen.people.actors import Actor
from liuhen.people.queries import entered_years
from liuhen.regulation import casefile
from liuhen.regulation.calendars import calendar_of
from liuhen.workdays import Calendar

SOON = 5
"""Within how many working days a deadline counts as near."""

SHOWN = 100
"""How many near deadlines the page lists; the counts are of all."""


@dataclass(frozen=True, kw_only=True)
class DueTask:
    """A deadline that is near or past. `days_left` are working days, negative when past.

    `is_duty` False: a period of the party or for a step, which is never late, only over.
    """

    name: str
    subject: str
    case: str
    due_on: date
    days_left: int
    words: str
    provisional: bool
    is_duty: bool
    reason: str
    article: str
    link: Link
    case_id: int

    @property
    def overdue(self) -> bool:
        """Whether the day has passed."""
        return self.days_left < 0


@dataclass(frozen=True, kw_only=True)
class Counts:
    """The four numbers of the head: cases in hand, duties overdue, duties near, serious gaps."""

    open_cases: int
    overdue: int
    due_soon: int
    serious_findings: int


@dataclass(frozen=True, kw_only=True)
class Todo:
    """Everything on the to-do page. `counts` None: not a post that watches the whole bureau."""

    mine: tuple[Task, ...]
    due: tuple[DueTask, ...]
    submitted: tuple[Task, ...]
    submitted_by_state: Mapping[str, int]
    counts: Counts | None


def todo(actor: Actor, today: date) -> Todo:
    """Return what the actor is to do, what falls due in the cases they see, what they handed in."""
    own = list(submitted_by(actor).prefetch_related("steps")) if actor.person_id else []
    sent = [one for one in own if one.state in Matter.OPEN]
    by_state: dict[str, int] = {}
    for one in sent:
        by_state[one.get_state_display()] = by_state.get(one.get_state_display(), 0) + 1
    calendar = office_calendar()
    return Todo(
        mine=_mine(actor, own),
        due=tuple(due_tasks(actor, today, calendar)),
        submitted=tuple(_sent(one) for one in sent),
        submitted_by_state=by_state,
        counts=counts(actor, today, calendar) if actor.holds(*WHOLE_BUREAU) else None,
    )


def _mine(actor: Actor, own: list[Matter]) -> tuple[Task, ...]:
    if not actor.person_id:
        return ()
    back = list(tasks.returned(own))
    shown = {int(one.link.id) for one in back}
    return (
        *tasks.damaged(actor),
        *back,
        *tasks.waiting(actor),
        *tasks.unserved(actor),
        *tasks.unsigned(actor),
        *tasks.drafts(actor, but=shown),
        *tasks.unstored(actor),
        *tasks.uploads(actor),
        *tasks.unarchived(actor),
    )


def _sent(matter: Matter) -> Task:
    return Task(
        label=matter.get_state_display(),
        what=plain(matter.document),
        case=str(matter.case),
        when=matter.recorded_at,
        link=Link(tasks.Kind.MATTER, matter.pk),
        act="查看",
    )


def office_calendar() -> Calendar:
    """Return the calendar of this home: the shipped year tables with the entered ones on top."""
    years = tuple(
        casefile.CalendarYear(
            year=row.year,
            citation=row.citation,
            holidays=tuple(date.fromisoformat(day) for day in row.holidays),
            make_up_days=tuple(date.fromisoformat(day) for day in row.make_up_days),
        )
        for row in entered_years()
    )
    return calendar_of(casefile.Bureau(name="", code="", level="", calendar=years))


def _near(actor: Actor, today: date, calendar: Calendar) -> QuerySet[CaseDeadline]:
    """Open duties up to the horizon, and periods that run out between today and it."""
    horizon = calendar.after_workdays(today, SOON).day
    return CaseDeadline.objects.filter(
        Q(is_duty=True) | Q(due_on__gte=today),
        met_on__isnull=True,
        due_on__lte=horizon,
        case__in=visible_cases(actor).filter(archived_on__isnull=True),
    ).exclude(met=True)


def due_tasks(actor: Actor, today: date, calendar: Calendar) -> list[DueTask]:
    """Return the near and past deadlines of the open cases that the actor sees, most urgent first."""
    rows = _near(actor, today, calendar).select_related("case").order_by("due_on", "pk")[:SHOWN]
    return [_due(row, row.due_on, today, calendar) for row in rows if row.due_on is not None]


def _due(row: CaseDeadline, due_on: date, today: date, calendar: Calendar) -> DueTask:
    if due_on >= today:
        left = calendar.workdays_between(today, due_on)
    else:
        left = -max(1, calendar.workdays_between(due_on, today))
    return DueTask(
        name=row.name,
        subject=row.subject,
        case=str(row.case),
        due_on=due_on,
        days_left=left,
        words=_words(left, due_on, today),
        provisional=row.provisional,
        is_duty=row.is_duty,
        reason=row.reason,
        article=row.article,
        link=Link(row.link_kind, row.link_id),
        case_id=row.case_id,
    )


def _words(left: int, due_on: date, today: date) -> str:
    day = f"（{due_on.month}月{due_on.day}日）"
    if left < 0:
        return f"已超期 {-left} 个工作日{day}"
    if due_on == today:
        return f"今天到期{day}"
    return f"还剩 {left} 个工作日{day}"


def counts(actor: Actor, today: date, calendar: Calendar) -> Counts:
    """Return the four numbers over all open cases that the actor sees."""
    cases = visible_cases(actor).filter(archived_on__isnull=True)
    near = (
        _near(actor, today, calendar)
        .filter(is_duty=True)
        .aggregate(
            overdue=Count("pk", filter=Q(due_on__lt=today)),
            soon=Count("pk", filter=Q(due_on__gte=today)),
        )
    )
    serious = CaseFinding.objects.filter(
        severity=CaseFinding.Severity.SERIOUS, case__in=cases
    ).count()
    return Counts(
        open_cases=cases.filter(closed_on__isnull=True).count(),
        overdue=near["overdue"],
        due_soon=near["soon"],
        serious_findings=serious,
    )
