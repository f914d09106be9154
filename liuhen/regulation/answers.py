"""What a rule may answer, and what the pack makes of it.

A rule looks at each thing in the case that its requirement applies to and answers once for each:
`Kept`, `Gap`, `NotYet`, `Unclear` or a `Term`. Answering nothing means that the requirement does
not apply to the case. From the same answers come the findings, the deadlines, what a gate finds
missing, and the state of the requirement in the case.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple, TypeAlias

from liuhen.faults import Missing
from liuhen.regulation.casefile import StepName
from liuhen.workdays import Due


class Status(StrEnum):
    """How a requirement stands in a case."""

    RECORDED = "recorded"
    MISSING = "missing"
    NOT_APPLICABLE = "not_applicable"
    NOT_YET_DUE = "not_yet_due"
    UNDETERMINED = "undetermined"

    @property
    def words(self) -> str:
        """The state as pages show it."""
        return _STATUS_WORDS[self]


_STATUS_WORDS = {
    Status.RECORDED: "已记录",
    Status.MISSING: "缺失",
    Status.NOT_APPLICABLE: "不适用",
    Status.NOT_YET_DUE: "未到期",
    Status.UNDETERMINED: "无法判断",
}


class Severity(StrEnum):
    """How much weighs a finding; `SERIOUS` puts the decision itself in question."""

    SERIOUS = "serious"
    ORDINARY = "ordinary"

    @property
    def words(self) -> str:
        """The weight as pages show it."""
        return "严重" if self is Severity.SERIOUS else "一般"


class Name(NamedTuple):
    """What a clerk calls a thing, and where it stands in the case file (`documents/ID`)."""

    words: str
    ref: str


class Subject(NamedTuple):
    """The thing a rule speaks about, the day by whose law it is judged, and the officer it
    concerns, if one.

    `named` names the thing; it is asked only when somebody reads `words` or `ref`, for most
    answers say that nothing is missing.
    """

    thing: Any
    named: Callable[[Any], Name]
    on: date
    person: str | None = None

    @property
    def name(self) -> Name:
        """What a clerk calls the thing, and where it stands."""
        return self.named(self.thing)

    @property
    def words(self) -> str:
        """What a clerk calls the thing."""
        return self.name.words

    @property
    def ref(self) -> str:
        """Where the thing stands in the case file."""
        return self.name.ref

    def at(self, words: str, on: date) -> Subject:
        """Return the same place in the file under another name and day."""
        return called(words, self.ref, on, self.person)

    def on_day(self, on: date) -> Subject:
        """Return the same thing, judged by the law of another day."""
        return Subject(self.thing, self.named, on, self.person)

    def concerning(self, person: str | None) -> Subject:
        """Return the same thing, which concerns this officer."""
        return Subject(self.thing, self.named, self.on, person)

    def kept(self) -> Kept:
        """Answer that what the requirement demands is there."""
        return Kept(self)

    def lacks(self, *, expected: str, found: str, remedy: str, person: str | None = None) -> Gap:
        """Answer that something is missing: what was expected, what the record shows, the way to
        mend it."""
        return Gap(self, expected, found, remedy, person or self.person)

    def not_yet(self, why: str) -> NotYet:
        """Answer that it is too early to ask."""
        return NotYet(self, why)

    def unclear(self, why: str) -> Unclear:
        """Answer that the record does not say enough to judge."""
        return Unclear(self, why)

    def demands(
        self, lacking: Iterable[str], *, expected: str, remedy: str, person: str | None = None
    ) -> Kept | Gap:
        """Answer by a list of what is lacking: kept if it is empty, else one gap naming all."""
        named = list(lacking)
        if not named:
            return self.kept()
        found = f"缺少：{'；'.join(named)}"
        return self.lacks(expected=expected, found=found, remedy=remedy, person=person)


def called(words: str, ref: str, on: date, person: str | None = None) -> Subject:
    """Return a subject whose name is known already."""
    return Subject(Name(words, ref), _itself, on, person)


def _itself(name: Name) -> Name:
    return name


class Kept(NamedTuple):
    """What the requirement demands is there."""

    subject: Subject


class Gap(NamedTuple):
    """What the requirement demands is not there."""

    subject: Subject
    expected: str
    found: str
    remedy: str
    person: str | None = None


class NotYet(NamedTuple):
    """It is too early to ask."""

    subject: Subject
    why: str


class Unclear(NamedTuple):
    """The record does not say enough to judge."""

    subject: Subject
    why: str


class Term(NamedTuple):
    """A day by which something is to be done, or may be done.

    `due` None: it cannot be counted, `because` says why. `met_on`: when it was done, in words
    `done`. `awaited` False: nobody has to do anything by that day (a right that may be used, a day
    that only has to pass). `late_by`: how late it was in words, where hours and not days decide.
    """

    subject: Subject
    name: str
    due: Due | None
    from_event: str
    met_on: date | None = None
    because: str = ""
    remedy: str = ""
    done: str = "完成"
    awaited: bool = True
    late_by: str = ""


Answer: TypeAlias = Kept | Gap | NotYet | Unclear | Term
Answers: TypeAlias = Iterator[Answer]


class Finding(NamedTuple):
    """One gap in the case, under its requirement and article, with the way to mend it.

    `subject_ref` is `list/id` in the case file; `person` the roster id (or the name as written) of
    the officer it concerns, where the record shows one. It never says what the record does not show.
    """

    id: str
    article: str
    subject: str
    subject_ref: str
    expected: str
    found: str
    remedy: str
    severity: Severity
    on: date
    person: str | None = None


class Deadline(NamedTuple):
    """A day that law computes. `met`: True in time, False late or missed, None still open.

    `is_duty` False: the party's day, or one that only has to pass; its passing is never a finding,
    and `met` stays None where nothing had to be done. `due_on` None: undetermined, `undetermined_because` says why. `provisional`: a year
    without a table of holidays took part, so the day may still move.
    """

    id: str
    article: str
    name: str
    subject: str
    subject_ref: str
    due_on: date | None
    provisional: bool
    met: bool | None
    met_on: date | None
    reason: str
    from_event: str
    undetermined_because: str
    is_duty: bool
    remedy: str


class State(NamedTuple):
    """How one requirement stands in the case; `why` is given unless it is recorded."""

    id: str
    article: str
    status: Status
    why: str


@dataclass(frozen=True)
class Gate:
    """Whether a step may be taken now; `missing` is empty exactly when it may."""

    step: StepName
    allowed: bool
    missing: tuple[Missing, ...]


@dataclass(frozen=True)
class Evaluation:
    """Everything the regulation says about a case on a day.

    `gates` are the steps that lie ahead. Everything is in the order of the requirement ids.
    """

    findings: tuple[Finding, ...]
    deadlines: tuple[Deadline, ...]
    gates: tuple[Gate, ...]
    states: tuple[State, ...]
    rule_pack: str

    def state_of(self, requirement: str) -> State:
        """Return how a requirement stands; raises KeyError for one that is not judged by case."""
        for one in self.states:
            if one.id == requirement:
                return one
        raise KeyError(requirement)
