"""The rule pack: every rule, verified when it is loaded, and the three questions it answers.

`evaluate` says everything about a case on a day; `gate` whether one step may be taken now. Both are
pure: the same case file and day give the same answer on any machine, and the order of the file's
lists gives no difference. `today` is a day in Asia/Shanghai.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from hashlib import sha256
from importlib import import_module
from importlib.resources import files
from itertools import chain
from typing import Any

from liuhen.faults import Fault, Missing
from liuhen.regulation import ahead
from liuhen.regulation.answers import (
    Answer,
    Deadline,
    Evaluation,
    Finding,
    Gap,
    Gate,
    Kept,
    NotYet,
    State,
    Status,
    Term,
    Unclear,
)
from liuhen.regulation.casefile import CaseFile, StepName
from liuhen.regulation.parameters import numbers, violations
from liuhen.regulation.requirements import Effect, Row, rows
from liuhen.regulation.rules import Feature, Inquiry, Rule, StepRule
from liuhen.regulation.steps import Step, Wanted, taken_steps, wanted_step
from liuhen.regulation.terms import deadline_of, missed
from liuhen.regulation.view import View
from liuhen.regulation.words import STEP

MODULES = (
    "general",
    "investigation",
    "transcripts",
    "decision",
    "contents",
    "performance",
    "delivery",
    "keeping",
    "secrecy",
    "accountability",
    "higher_law",
    "higher_law_periods",
    "custody",
)
"""The modules that hold rules, one or more a group of articles."""


class BrokenPack(Fault):
    """The rule pack is at odds with its own tables; nothing may run on it."""

    def __init__(self, problem: str) -> None:
        super().__init__(
            f"规则库有误，程序拒绝运行：{problem}。请重新安装本版程序，或者联系维护人员。"
        )
        self.problem = problem


@dataclass(frozen=True)
class Pack:
    """All rules by requirement id. Loading verifies it; see `load`."""

    rules: Mapping[str, tuple[Rule, ...]]
    version: str

    @cached_property
    def judging(self) -> tuple[tuple[Row, tuple[Rule, ...]], ...]:
        """The rows that are judged by case, in the order of the table, with the rules that do it."""
        judging = (
            (row, tuple(one for one in self.rules.get(id, ()) if not isinstance(one, Feature)))
            for id, row in rows().items()
        )
        return tuple((row, rules) for row, rules in judging if rules)

    def step_rules(self, row: Row, step: StepName) -> list[StepRule]:
        """Return the rules of a requirement that stand before a step."""
        return [
            rule
            for rule in self.rules.get(row.id, ())
            if isinstance(rule, StepRule) and step in (rule.steps or row.steps)
        ]


@cache
def load() -> Pack:
    """Load every rule and every number and verify them; raises BrokenPack with the first fault."""
    try:
        by_id = _rules()
        verify(by_id)
        numbers()
        violations()
    except (ValueError, LookupError, OSError) as error:
        raise BrokenPack(f"{type(error).__name__} {error}") from error
    return Pack({id: tuple(rules) for id, rules in by_id.items()}, _version())


def _rules() -> dict[str, list[Rule]]:
    by_id: dict[str, list[Rule]] = {}
    for name in MODULES:
        for rule in vars(import_module(f"{__package__}.{name}")).values():
            if isinstance(rule, Rule) and rule.module == f"{__package__}.{name}":
                by_id.setdefault(rule.id, []).append(rule)
    return by_id


def verify(by_id: Mapping[str, list[Rule]]) -> None:
    """Raise BrokenPack unless every rule is of a known row, cites its article, has tests, is alone.

    "Alone": two rules of one id differ in effect or step, or in the days they are in force.
    """
    for id, rules in by_id.items():
        row = rows().get(id)
        if row is None:
            raise BrokenPack(f"requirements.toml 里没有 {id}")
        places: set[tuple[Any, ...]] = set()
        for rule in rules:
            _verify_rule(rule, row)
            place = (rule.effect, getattr(rule, "steps", None), rule.in_force_from)
            if place in places:
                raise BrokenPack(f"{id} 在同一时期有两条规则")
            places.add(place)


def _verify_rule(rule: Rule, row: Row) -> None:
    if rule.article != row.article:
        raise BrokenPack(f"{rule.id} 引用{rule.article}，requirements.toml 写的是{row.article}")
    shown_day = rule.effect is Effect.PERIOD and Effect.BLOCK in row.effects
    if rule.effect not in row.effects and not shown_day:
        raise BrokenPack(f"{rule.id} 的后果写成 {rule.effect}，与 requirements.toml 不一致")
    if isinstance(rule, StepRule) and not set(rule.steps or row.steps) <= set(row.steps):
        raise BrokenPack(f"{rule.id} 所在的步骤 requirements.toml 没有写")
    if not rule.tests:
        raise BrokenPack(f"{rule.id} 没有测试（python -m liuhen.regulation.tests.shown --write）")


def _version() -> str:
    """Name the pack by what makes its answers: its code and its data, not the list of its tests."""
    digest = sha256()
    package = files(__package__)
    for folder in (package, package / "data"):
        for entry in sorted(folder.iterdir(), key=lambda one: one.name):
            if entry.name.endswith((".py", ".toml")) and entry.name != "shown.toml":
                digest.update(entry.name.encode() + b"\0" + entry.read_bytes() + b"\0")
    return f"liuhen.rules/{digest.hexdigest()[:16]}"


def evaluate(casefile: CaseFile, today: date) -> Evaluation:
    """Say everything the regulation says about a case on a day.

    Raises CaseFileError for a case file whose own calendar contradicts itself; any other file that
    the codec accepts is answered.
    """
    pack = load()
    view = View(casefile, today)
    findings: list[Finding] = []
    deadlines: list[Deadline] = []
    states: list[State] = []
    for row, rules in pack.judging:
        found, counted, state = _judged(row, rules, view)
        findings += found
        deadlines += counted
        states.append(state)
    _add_archived_with_gaps(view, findings, states)
    findings.sort(key=_in_order)
    return Evaluation(
        findings=tuple(findings),
        deadlines=tuple(deadlines),
        gates=tuple(_gate(view, *step, findings) for step in ahead.steps_ahead(view)),
        states=tuple(states),
        rule_pack=pack.version,
    )


def gate(casefile: CaseFile, step: StepName, today: date, **subject: Any) -> Gate:
    """Say whether a step may be taken today; `subject` as the fields of `steps.Wanted`.

    Fails closed: a requirement that the table puts before this step and that no code answers yet
    counts as missing, and so does one that cannot be judged.
    """
    findings = evaluate(casefile, today).findings if step is StepName.ARCHIVE else ()
    return _gate(View(casefile, today), step, Wanted(**subject), findings)


def _add_archived_with_gaps(view: View, findings: list[Finding], states: list[State]) -> None:
    """Add the finding that depends on all others: a file archived with gaps and no reason."""
    for finding in list(ahead.archived_with_gaps(view, findings)):
        findings.append(finding)
        states[:] = [
            State(one.id, one.article, Status.MISSING, finding.found)
            if one.id == finding.id and one.status is not Status.MISSING
            else one
            for one in states
        ]


def _gate(view: View, name: StepName, wanted: Wanted, findings: Sequence[Finding]) -> Gate:
    step = wanted_step(view, name, wanted)
    missing: list[Missing] = []
    for row in rows().values():
        if Effect.BLOCK in row.effects and name in row.steps:
            missing += _missing(view, row, step)
    if name is StepName.ARCHIVE:
        missing += ahead.missing_for_archive(view, findings, wanted.gap_reason)
    return Gate(name, not missing, tuple(missing))


def _missing(view: View, row: Row, step: Step) -> Iterator[Missing]:
    rules = load().step_rules(row, step.name)
    if not rules:
        yield Missing(
            requirement=row.id,
            article=row.article,
            what=f"本版系统还不能核对{row.article}的要求，不能放行",
            remedy="请升级系统后再办理。",
        )
    for rule in rules:
        if not rule.holds_on(step.on):
            continue
        for answer in rule.ask(view, step):
            if isinstance(answer, Gap):
                what = f"{answer.expected}。现在：{answer.found}"
                yield Missing(
                    requirement=row.id, article=row.article, what=what, remedy=answer.remedy
                )
            elif isinstance(answer, NotYet | Unclear):
                yield Missing(
                    requirement=row.id,
                    article=row.article,
                    what=answer.why,
                    remedy="请先补全有关记录。",
                )


def _judged(
    row: Row, rules: tuple[Rule, ...], view: View
) -> tuple[list[Finding], list[Deadline], State]:
    """Judge one row: its findings, its deadlines, and how it stands."""
    answers = [(rule, _answers(rule, row, view)) for rule in rules]
    given = list(chain.from_iterable(each for _, each in answers))
    if not given:
        return [], [], _no_answer(row, rules, view)
    if set(map(type, given)) == {Kept}:  # so it is with most rows, and there is nothing to say
        return [], [], State(row.id, row.article, Status.RECORDED, "")
    found, counted = _sorted_out(answers, view.today)
    return found, counted, _state(row, given, found, counted)


def _answers(rule: Rule, row: Row, view: View) -> list[Answer]:
    if isinstance(rule, Inquiry):
        return rule.in_force(rule.ask(view))
    if isinstance(rule, StepRule):
        taken = _taken(rule, row, view)
        return rule.in_force(chain.from_iterable(rule.ask(view, step) for step in taken))
    raise BrokenPack(f"{rule.id} 不能判断案件")


def _taken(rule: StepRule, row: Row, view: View) -> Iterable[Step]:
    if rule.taken is not None:
        return rule.taken(view)
    return chain.from_iterable(taken_steps(view, name) for name in rule.steps or row.steps)


def _sorted_out(
    answers: Iterable[tuple[Rule, list[Answer]]], today: date
) -> tuple[list[Finding], list[Deadline]]:
    findings: list[Finding] = []
    deadlines: list[Deadline] = []
    for rule, given in answers:
        for answer in given:
            if isinstance(answer, Gap):
                findings.append(_finding(rule, answer))
            elif isinstance(answer, Term):
                deadline = deadline_of(rule, answer, today)
                deadlines.append(deadline)
                if deadline.is_duty and deadline.met is False:
                    findings.append(_finding(rule, missed(answer, today)))
    deadlines.sort(key=lambda one: (one.due_on or date.max, one.subject_ref, one.name, one.reason))
    return sorted(findings, key=_in_order), deadlines


def _finding(rule: Rule, gap: Gap) -> Finding:
    return Finding(
        id=rule.id,
        article=rule.article,
        subject=gap.subject.words,
        subject_ref=gap.subject.ref,
        expected=gap.expected,
        found=gap.found,
        remedy=gap.remedy,
        severity=rule.severity,
        on=gap.subject.on,
        person=gap.person,
    )


def _in_order(one: Finding) -> tuple[int, date, str, str]:
    return _place(one.id), one.on, one.subject_ref, one.found


@cache
def _places() -> Mapping[str, int]:
    return {id: place for place, id in enumerate(rows())}


def _place(id: str) -> int:
    return _places()[id]


def _state(
    row: Row, given: list[Answer], findings: list[Finding], deadlines: list[Deadline]
) -> State:
    """Return how a row stands to which there are answers."""
    if findings:
        return State(row.id, row.article, Status.MISSING, findings[0].found)
    unclear = _reasons(one for one in given if isinstance(one, Unclear))
    unclear += [one.undetermined_because for one in deadlines if one.due_on is None]
    if unclear:
        return State(row.id, row.article, Status.UNDETERMINED, unclear[0])
    waiting = _reasons(one for one in given if isinstance(one, NotYet))
    waiting += [one.reason for one in deadlines if one.is_duty and one.met is None]
    if waiting:
        return State(row.id, row.article, Status.NOT_YET_DUE, waiting[0])
    return State(row.id, row.article, Status.RECORDED, "")  # also a day that was met or need not be


def _reasons(given: Iterable[NotYet | Unclear]) -> list[str]:
    """Return the reasons in an order that is not the file's: only the first is told."""
    ordered = sorted(given, key=lambda one: (one.subject.on, one.subject.ref, one.why))
    return [one.why for one in ordered]


def _no_answer(row: Row, rules: Sequence[Rule], view: View) -> State:
    """Nothing in the case touches the requirement: not yet, or not at all."""
    for rule in rules:
        if isinstance(rule, StepRule) and rule.awaited and not list(_taken(rule, row, view)):
            name = (rule.steps or row.steps)[0]
            return State(row.id, row.article, Status.NOT_YET_DUE, f"尚未{STEP[name]}")
    return State(
        row.id, row.article, Status.NOT_APPLICABLE, rules[0].unless or "当时还没有这项规定"
    )
