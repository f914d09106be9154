"""Which version of 统计法 applies to a conduct, and how high its fine may be (从旧兼从轻)."""

from __future__ import annotations

from datetime import date

from liuhen.regulation.answers import Gap, Kept, Subject, Unclear
from liuhen.regulation.clauses import named_violation
from liuhen.regulation.parameters import Number, Violation, numbers
from liuhen.regulation.steps import Outcome
from liuhen.regulation.view import View
from liuhen.regulation.words import day, yuan


def violation_of(view: View) -> Violation | None:
    """Return the kind of violation the case names, by its key or its words."""
    return named_violation(view.casefile.case.violation)


def version_problem(view: View, subject: Subject, outcome: Outcome) -> Kept | Gap | Unclear:
    """Answer whether the version of the law in force on the day of the conduct was applied.

    A later version is right as well where its ceiling is lower. Where the law was not changed
    between the conduct and the decision, only one version can have been applied.
    """
    ended, applied = view.casefile.case.conduct_ended_on, outcome.law_version_on
    if ended is None:
        return subject.unclear("没有记录违法行为终了之日，不能核对适用的法律版本")
    ceiling = _ceiling(view, outcome)
    if ceiling is None:
        return subject.unclear("没有登记违法行为的种类，不能核对适用的法律版本")
    then, used = ceiling.on(ended), ceiling.on(applied or subject.on)
    if applied is None and then != used:
        return subject.unclear("行为后法律有修改，没有记录适用的是哪一版")
    if then == used or (used.in_force_from > then.in_force_from and used.value < then.value):
        return subject.kept()
    return subject.lacks(
        expected=f"适用行为时（{day(ended)}）的{then.cites.instrument.title}，新法处罚较轻的适用新法",
        found=f"适用的是{used.cites.instrument.title}",
        remedy="请改正适用的法律版本。",
    )


def ceiling_problem(view: View, subject: Subject, outcome: Outcome) -> Kept | Gap | Unclear:
    """Answer whether the fine keeps within the statute's ceiling for the kind of party."""
    ended = view.casefile.case.conduct_ended_on
    ceiling = _ceiling(view, outcome)
    if ceiling is None or ended is None:
        return subject.unclear("没有登记违法行为的种类和终了之日，不能核对罚款上限")
    limit = _limit(ceiling, ended, outcome.law_version_on)
    if outcome.fine <= limit:
        return subject.kept()
    serious = numbers().get(f"{ceiling.name}.serious")
    note = "；超过的须认定情节严重" if serious and not outcome.serious else ""
    return subject.lacks(
        expected=f"罚款不超过法定上限{yuan(limit)}{note}",
        found=f"罚款{yuan(outcome.fine)}" + ("，没有情节严重的认定" if note else ""),
        remedy="请在法定幅度内确定罚款；情节严重的，写明认定的事实和依据。",
    )


def _limit(ceiling: Number, ended: date, applied: date | None) -> int:
    """The ceiling of the day of the conduct, or the lower one of a later version applied."""
    then = ceiling.on(ended)
    later = ceiling.on(applied) if applied else then
    return min(then.value, later.value) if later.in_force_from > then.in_force_from else then.value


def _ceiling(view: View, outcome: Outcome) -> Number | None:
    violation, party = violation_of(view), view.party
    if party is None:
        return None
    if party.kind == "state_organ":
        return numbers()["fine_ceiling.state_organ"]
    if violation is None:
        return None
    name = f"fine_ceiling.{violation.ceiling}.{party.kind}"
    if outcome.serious and f"{name}.serious" in numbers():
        name += ".serious"
    return numbers().get(name)
