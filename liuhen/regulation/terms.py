"""From a counted term to the deadline that is shown, and to the finding once it is missed."""

from __future__ import annotations

from datetime import date

from liuhen.regulation.answers import Deadline, Gap, Term
from liuhen.regulation.requirements import Effect
from liuhen.regulation.rules import Rule
from liuhen.regulation.words import day


def deadline_of(rule: Rule, term: Term, today: date) -> Deadline:
    """Return the deadline as shown on a day."""
    due = term.due
    words, ref = term.subject.name
    return Deadline(
        id=rule.id,
        article=rule.article,
        name=term.name,
        subject=words,
        subject_ref=ref,
        due_on=due.day if due else None,
        provisional=due.provisional if due else False,
        met=_met(term, today),
        met_on=term.met_on,
        reason=due.words if due else "",
        from_event=term.from_event,
        undetermined_because="" if due else term.because,
        is_duty=rule.effect is Effect.DEADLINE,
        remedy=term.remedy,
    )


def _met(term: Term, today: date) -> bool | None:
    if term.due is None:
        return None
    if term.met_on is not None:
        return term.met_on <= term.due.day and not term.late_by
    return False if term.awaited and today > term.due.day else None


def missed(term: Term, today: date) -> Gap:
    """Return the gap that a missed duty leaves; the term must have a due day that has passed."""
    if term.due is None:
        raise ValueError("a term that cannot be counted cannot be missed")
    last = term.due.day
    expected = f"最迟{day(last)}{term.name}（{term.from_event}；{term.due.words}）"
    if term.met_on is not None:
        late = term.late_by or f"{(term.met_on - last).days}日"
        found = f"{day(term.met_on)}才{term.done}，晚了{late}"
    else:
        found = f"到{day(today)}没有完成的记录，已过{(today - last).days}日"
    return term.subject.lacks(expected=expected, found=found, remedy=term.remedy)
