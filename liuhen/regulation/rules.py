"""How a requirement becomes a rule: one small function under one decorator.

    @check("A07-2", measure(7, item=2), unless="本案没有询问证人")
    def a_witness_statement_is_made(view: View) -> Answers: ...

`check`     answers for each thing the requirement applies to: kept, or what is missing.
`duty`      yields the bureau's deadlines; a passed one becomes a finding by itself.
`period`    yields days that are only shown.
`gate`      is asked about a step, before it is taken (refuse) and after (finding under the same id).
`feature`   names what in the system provides it, and the test that shows it.

A rule holds from the day its instruments took force, unless it says otherwise; a thing is judged by
the rule in force on its day (A34-1), so an older text of a rule stays beside the newer one with its
`in_force_to`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TypeAlias

from liuhen.regulation.answers import Answer, Answers, Severity
from liuhen.regulation.casefile import StepName
from liuhen.regulation.citations import Citation, together
from liuhen.regulation.requirements import Effect
from liuhen.regulation.shown import tests_of
from liuhen.regulation.steps import Step
from liuhen.regulation.view import View

Cites: TypeAlias = Citation | Iterable[Citation]
Question: TypeAlias = Callable[[View], Answers]
StepQuestion: TypeAlias = Callable[[View, Step], Answers]
StepsTaken: TypeAlias = Callable[[View], Iterable[Step]]


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One requirement put into code, with its citation and its days."""

    id: str
    effect: Effect
    cites: tuple[Citation, ...]
    unless: str
    module: str
    function: str
    in_force_from: date
    in_force_to: date | None
    last_checked: date
    severity: Severity = Severity.ORDINARY

    @cached_property
    def article(self) -> str:
        """The citation in words."""
        return together(self.cites)

    def holds_on(self, when: date) -> bool:
        """Tell whether this text of the rule was in force on a day."""
        return self.in_force_from <= when and (self.in_force_to is None or when <= self.in_force_to)

    def in_force(self, answers: Answers) -> list[Answer]:
        """Return those of the answers on whose day this text was in force."""
        first, last = self.in_force_from, self.in_force_to or date.max
        return [one for one in answers if first <= one.subject.on <= last]

    @property
    def tests(self) -> tuple[str, ...]:
        """The pytest node ids that show the requirement; the pack refuses a rule without any."""
        return tests_of(self.id)


@dataclass(frozen=True, kw_only=True)
class Inquiry(Rule):
    """A check, a duty or a period: a question to the whole case."""

    ask: Question


@dataclass(frozen=True, kw_only=True)
class StepRule(Rule):
    """A gate: a question about one step. `awaited`: a case of this kind will come to that step.

    `taken` names the steps that were taken, where they are not simply the row's own.
    """

    ask: StepQuestion
    taken: StepsTaken | None = None
    steps: tuple[StepName, ...] | None = None
    awaited: bool = True


@dataclass(frozen=True, kw_only=True)
class Feature(Rule):
    """Something the system itself provides; `provided_by` is a module, `shown_by` a test in it."""

    provided_by: str
    shown_by: str

    @property
    def tests(self) -> tuple[str, ...]:
        """The one test that its row in the code names."""
        return (self.shown_by,)


def check(
    id: str,
    cites: Cites,
    *,
    unless: str,
    serious: bool = False,
    in_force_from: date | None = None,
    in_force_to: date | None = None,
) -> Callable[[Question], Inquiry]:
    """Make a rule whose gaps are findings. `unless`: why it may not apply, in Chinese."""
    return _inquiry(id, Effect.FINDING, cites, unless, _weight(serious), in_force_from, in_force_to)


def duty(
    id: str, cites: Cites, *, unless: str, in_force_from: date | None = None
) -> Callable[[Question], Inquiry]:
    """Make a rule that yields the bureau's own deadlines (`Term`); a passed one is a finding."""
    return _inquiry(id, Effect.DEADLINE, cites, unless, Severity.ORDINARY, in_force_from, None)


def period(
    id: str, cites: Cites, *, unless: str, in_force_from: date | None = None
) -> Callable[[Question], Inquiry]:
    """Make a rule that yields days to be shown (`Term`), whose passing is never a finding.

    A requirement that blocks a step until a day has passed shows that day in this way too.
    """
    return _inquiry(id, Effect.PERIOD, cites, unless, Severity.ORDINARY, in_force_from, None)


def gate(
    id: str,
    cites: Cites,
    *,
    unless: str,
    taken: StepsTaken | None = None,
    steps: Iterable[StepName] | None = None,
    awaited: bool = True,
    in_force_from: date | None = None,
) -> Callable[[StepQuestion], StepRule]:
    """Make a rule that stands before a step, and judges it afterwards by the same words.

    `steps` narrows the row's steps, where two functions share them.
    """
    citations = _citations(cites)

    def make(function: StepQuestion) -> StepRule:
        return StepRule(
            id=id,
            effect=Effect.BLOCK,
            cites=citations,
            unless=unless,
            module=function.__module__,
            function=function.__name__,
            in_force_from=in_force_from or _in_force_from(citations),
            in_force_to=None,
            last_checked=_last_checked(citations),
            severity=Severity.SERIOUS,
            ask=function,
            taken=taken,
            steps=tuple(steps) if steps is not None else None,
            awaited=awaited,
        )

    return make


def feature(id: str, cites: Cites, *, module: str, provided_by: str, shown_by: str) -> Feature:
    """Name what provides a feature requirement: a module, and the test that shows it."""
    citations = _citations(cites)
    return Feature(
        id=id,
        effect=Effect.FEATURE,
        cites=citations,
        unless="",
        module=module,
        function="",
        in_force_from=_in_force_from(citations),
        in_force_to=None,
        last_checked=_last_checked(citations),
        provided_by=provided_by,
        shown_by=shown_by,
    )


def _inquiry(
    id: str,
    effect: Effect,
    cites: Cites,
    unless: str,
    severity: Severity,
    in_force_from: date | None,
    in_force_to: date | None,
) -> Callable[[Question], Inquiry]:
    citations = _citations(cites)

    def make(function: Question) -> Inquiry:
        return Inquiry(
            id=id,
            effect=effect,
            cites=citations,
            unless=unless,
            module=function.__module__,
            function=function.__name__,
            in_force_from=in_force_from or _in_force_from(citations),
            in_force_to=in_force_to,
            last_checked=_last_checked(citations),
            severity=severity,
            ask=function,
        )

    return make


def _citations(cites: Cites) -> tuple[Citation, ...]:
    citations = (cites,) if isinstance(cites, Citation) else tuple(cites)
    if not citations:
        raise ValueError("a rule without a citation cannot be loaded")
    return citations


def _weight(serious: bool) -> Severity:
    return Severity.SERIOUS if serious else Severity.ORDINARY


def _in_force_from(citations: Iterable[Citation]) -> date:
    """A rule holds as soon as one of the instruments it cites does."""
    return min(one.instrument.in_force_from for one in citations)


def _last_checked(citations: Iterable[Citation]) -> date:
    return min(one.instrument.last_checked for one in citations)
