"""All writes about breaches and outcomes.

None of them is an entry of a case's stream, even where a case is named: who was disciplined for what
must not travel with the case's package to its party.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from liuhen.cases.models import Case
from liuhen.clock import SHANGHAI
from liuhen.faults import Conflict, Invalid
from liuhen.people.acting import Act, acting
from liuhen.people.actors import Actor, posts_on
from liuhen.people.checks import check_choice, check_not_after_today
from liuhen.people.models import Bureau, Person
from liuhen.supervision.access import demand_entering
from liuhen.supervision.kinds import breach_kinds, measures
from liuhen.supervision.models import Breach, Outcome, Withdrawal


@dataclass(frozen=True, kw_only=True)
class BreachFacts:
    """What is known of a breach. `article` empty: the item of 第三十条 that its kind names."""

    person: Person
    kind: str
    occurred_on: date
    what: str
    consequence: str
    severe: bool = False
    article: str = ""
    case: Case | None = None


@dataclass(frozen=True, kw_only=True)
class OutcomeFacts:
    """What was decided. `person` None: against the unit."""

    measure: str
    grounds: str
    article: str
    decided_on: date
    decided_by: str
    document: str
    person: Person | None = None
    breach: Breach | None = None
    case: Case | None = None


def record_breach(actor: Actor, bureau: Bureau, facts: BreachFacts) -> Breach:
    """Enter a breach that a person found (第三十条（六）); it is counted with the rest from then on."""
    demand_entering(actor, bureau, to="登记违反情形")
    _check_breach(bureau, facts)
    with acting(actor) as act:
        breach = _breach(act, bureau, facts)
        act.log("breach.recorded", [breach])
    return breach


def correct_breach(actor: Actor, breach: Breach, facts: BreachFacts, *, reason: str) -> Breach:
    """更正: withdraw a breach and enter in its place what is right, in one act."""
    demand_entering(actor, breach.bureau, to="更正违反情形")
    _check_breach(breach.bureau, facts)
    with acting(actor) as act:
        withdrawal = _withdraw_breach(act, breach, reason)
        new = _breach(act, breach.bureau, facts, corrects=breach)
        act.log("breach.corrected", [withdrawal, new])
    return new


def withdraw_breach(actor: Actor, breach: Breach, *, reason: str) -> Withdrawal:
    """撤回: the breach does not hold; it stays readable with the reason."""
    demand_entering(actor, breach.bureau, to="撤回违反情形")
    with acting(actor) as act:
        withdrawal = _withdraw_breach(act, breach, reason)
        act.log("breach.withdrawn", [withdrawal])
    return withdrawal


def record_outcome(actor: Actor, bureau: Bureau, facts: OutcomeFacts) -> Outcome:
    """Enter what came of it (第三十一条): the measure, by whom, on what, by which document."""
    demand_entering(actor, bureau, to="登记责任追究")
    _check_outcome(bureau, facts)
    with acting(actor) as act:
        outcome = Outcome.objects.create(
            bureau=bureau,
            person=facts.person,
            person_name=facts.person.name if facts.person else "",
            measure=facts.measure,
            grounds=facts.grounds.strip(),
            article=facts.article.strip(),
            breach=facts.breach,
            case=facts.case,
            decided_on=facts.decided_on,
            decided_by=facts.decided_by.strip(),
            document=facts.document.strip(),
            **act.entered(),
        )
        act.log("outcome.recorded", [outcome])
    return outcome


def withdraw_outcome(actor: Actor, outcome: Outcome, *, reason: str) -> Withdrawal:
    """撤回: the outcome was entered wrongly or was itself set aside."""
    demand_entering(actor, outcome.bureau, to="撤回责任追究")
    _check_reason(reason)
    with acting(actor) as act:
        _demand_standing(Withdrawal.objects.filter(outcome=outcome).first())
        withdrawal = Withdrawal.objects.create(
            outcome=outcome, reason=reason.strip(), **act.entered()
        )
        act.log("outcome.withdrawn", [withdrawal])
    return withdrawal


def _breach(
    act: Act, bureau: Bureau, facts: BreachFacts, *, corrects: Breach | None = None
) -> Breach:
    post = next(iter(posts_on(facts.person, facts.occurred_on)), None)
    return Breach.objects.create(
        bureau=bureau,
        person=facts.person,
        person_name=facts.person.name,
        person_post=post.title if post else "",
        kind=facts.kind,
        article=facts.article.strip() or breach_kinds()[facts.kind].article,
        occurred_on=facts.occurred_on,
        what=facts.what.strip(),
        consequence=facts.consequence.strip(),
        severe=facts.severe,
        case=facts.case,
        corrects=corrects,
        **act.entered(),
    )


def _withdraw_breach(act: Act, breach: Breach, reason: str) -> Withdrawal:
    _check_reason(reason)
    _demand_standing(Withdrawal.objects.filter(breach=breach).first())
    return Withdrawal.objects.create(breach=breach, reason=reason.strip(), **act.entered())


def _demand_standing(done: Withdrawal | None) -> None:
    if done is not None:
        when = f"{done.recorded_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
        raise Conflict(f"这条登记已由{done.recorded_by}于 {when} 撤回：{done.reason}")


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise Invalid("请写明理由。", {"reason": "请写明理由，例如「经核实，当日已按规定入库」。"})


def _check_breach(bureau: Bureau, facts: BreachFacts) -> None:
    check_choice(facts.kind, breach_kinds(), "kind")
    check_not_after_today(facts.occurred_on, "occurred_on")
    problems = {
        **({} if facts.what.strip() else {"what": "请写明事实：什么时间、什么事、怎么发现的。"}),
        **({} if facts.consequence.strip() else {"consequence": "请写明后果；没有的写「无」。"}),
        **_misplaced(bureau, facts.person, facts.case),
    }
    if problems:
        raise Invalid("登记的内容还不完整。", problems)


def _check_outcome(bureau: Bureau, facts: OutcomeFacts) -> None:
    check_choice(facts.measure, measures(), "measure")
    check_not_after_today(facts.decided_on, "decided_on")
    needed = {
        "grounds": "请写明事由。",
        "article": "请写明依据，例如「第三十一条」。",
        "decided_by": "请写明作出机关。",
        "document": "请写明文书的名称和文号；没有文书的写明记载在哪里。",
    }
    problems = {
        **{name: words for name, words in needed.items() if not getattr(facts, name).strip()},
        **_misplaced(bureau, facts.person, facts.case),
    }
    if facts.breach is not None:
        problems |= _not_of(bureau, facts.breach)
    if problems:
        raise Invalid("登记的内容还不完整。", problems)


def _misplaced(bureau: Bureau, person: Person | None, case: Case | None) -> dict[str, str]:
    """Say what belongs to another bureau than the one it is entered for."""
    problems = {}
    if person is not None and person.bureau_id != bureau.pk:
        problems["person"] = f"请从{bureau.name}的人员中选择。"
    if case is not None and case.bureau_id != bureau.pk:
        problems["case"] = f"请从{bureau.name}的案件中选择。"
    return problems


def _not_of(bureau: Bureau, breach: Breach) -> dict[str, str]:
    if breach.bureau_id != bureau.pk:
        return {"breach": f"请从{bureau.name}的违反情形中选择。"}
    if Withdrawal.objects.filter(breach=breach).exists():
        return {"breach": "这条违反情形已经撤回，请另选一条，或者不选。"}
    return {}
