"""For every step that a requirement stands before: a case where it is refused, one where it is not.

The two differ in one thing, the one that the requirement asks for; everything else is there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from liuhen.regulation.casefile import CaseFile, DeliveryWay, Request, Right, RightTold, StepName
from liuhen.regulation.examples.cast import BING, GENG, JI, JIA, WU
from liuhen.regulation.examples.story import Story, at
from liuhen.regulation.tests.changing import (
    A_DAY,
    add,
    case_a,
    case_c,
    case_facts,
    change,
    document,
    drop,
    having,
    known_on,
    of_type,
    with_draft_decision,
    with_field,
    without_field,
)
from liuhen.regulation.tests.pairs import ENTERED, demanded
from liuhen.regulation.tests.pairs_deciding import heard
from liuhen.regulation.tests.pairs_secrecy import isolated


@dataclass(frozen=True)
class Asked:
    """A step asked for on a day, upon `subject` (as for `gate`); `instead` replaces parts of the
    subject where the step is refused.
    """

    id: str
    step: StepName
    refused: CaseFile
    allowed: CaseFile
    today: date
    subject: Mapping[str, Any] = field(default_factory=dict)
    instead: Mapping[str, Any] = field(default_factory=dict)


def everything() -> Iterator[Asked]:
    yield from _before_the_notice()
    yield from _before_the_decision()
    yield from _what_the_decision_states()
    yield from _before_it_is_served()
    yield from _hearing()
    yield from _afterwards()
    yield from _persons()
    yield from _secrets()


def _before_the_notice() -> Iterator[Asked]:
    today = date(2026, 3, 27)
    ready = known_on(case_a(), today)
    unreported = drop(ready, "documents", of_type("investigation_report"))
    unfiled = case_facts(ready, filed_on=None)
    yield Asked("A10-1", StepName.NOTIFY, unreported, ready, today)
    yield Asked("L21-1", StepName.NOTIFY, unfiled, ready, today)
    yield Asked("L21-1", StepName.CONCLUDE, unfiled, ready, today)


DECIDING = date(2026, 4, 15)


def _ready_to_decide() -> CaseFile:
    known = known_on(case_a(), date(2026, 4, 14))
    return with_draft_decision(known, DECIDING, case_a())


def _before_the_decision() -> Iterator[Asked]:
    ready = _ready_to_decide()
    large = with_field(change(ready, "proposals", having(), fine=6_000_000), _DECISION, **_LARGE)
    offered = add(large, "rights", _hearing_told())
    hearing = Request(id="q3", kind="hearing", made_at=at("2026-04-07"), entered=ENTERED)
    withdrawn = add(offered, "requests", replace(hearing, withdrawn=True))
    for id, refused, allowed in (
        ("A11-1", drop(ready, "approvals", having(matter="decision")), ready),
        ("A11-2", replace(ready, legal_reviews=()), ready),
        ("A11-3", replace(ready, discussions=()), ready),
        ("A12-1", drop(ready, "deliveries", having(document=_notice().id)), ready),
        ("L01-1", case_facts(ready, discovered_on=None), ready),
        ("L04-1", _simplified(300_100), _simplified(300_000)),
        ("L06-1", change(ready, "legal_reviews", having(), verdict="disagree"), ready),
        ("L09-1", add(offered, "requests", hearing), withdrawn),
    ):
        yield Asked(id, StepName.ISSUE_DECISION, refused, allowed, DECIDING)


_DECISION = "penalty_decision"
_LARGE = {"fine_fen": 6_000_000}


def _notice() -> Any:
    return document(case_a(), "penalty_notice")


def _hearing_told() -> RightTold:
    return RightTold(
        id="t9", right=Right.HEARING, means="事先告知书", at=at("2026-04-02 11:00"), by=JIA.name,
        activity=_notice().activity, document=_notice().id,
    )  # fmt: skip


def _simplified(fine: int) -> CaseFile:
    """A small fine about to be imposed on the spot."""
    ready = case_facts(_ready_to_decide(), procedure="simplified")
    spoken = "不服本决定的，先在六十日内申请行政复议；对复议决定不服的，可以在十五日内提起诉讼。"
    drafted = with_field(ready, _DECISION, fine_fen=fine, remedies=spoken)
    return change(drafted, "documents", of_type(_DECISION), type="simplified_decision")


def _what_the_decision_states() -> Iterator[Asked]:
    ready = _ready_to_decide()
    for id, name in (
        ("A13-1", "party_particulars"),
        ("A13-2", "facts"),
        ("A13-3", "legal_basis"),
        ("A13-4", "decision_content"),
        ("A13-5", "performance"),
        ("A13-6", "remedies"),
    ):
        lacking = without_field(ready, _DECISION, name)
        yield Asked(id, StepName.ISSUE_DECISION, lacking, ready, DECIDING)


def _before_it_is_served() -> Iterator[Asked]:
    today = date(2026, 4, 17)
    ready = known_on(case_a(), date(2026, 4, 16))
    unsealed = change(ready, "documents", of_type(_DECISION), sealed=False)
    upon = {"document": document(ready, _DECISION).id}
    direct = {**upon, "way": DeliveryWay.DIRECT}
    yield Asked("A13-7", StepName.SERVE, unsealed, ready, today, direct)
    story = Story()
    story.paper("address_confirmation", "送达地址确认书", "2026-03-10")
    consented = add(ready, "documents", replace(story.documents[0], id="consent"))
    by_mail = {**upon, "way": DeliveryWay.ELECTRONIC}
    yield Asked("L08-2", StepName.SERVE, ready, consented, today, by_mail)
    proven = known_on(case_c(), date(2026, 5, 29))
    unproven = drop(proven, "documents", of_type("absence_proof"))
    in_public = {"document": document(proven, _DECISION).id, "way": DeliveryWay.PUBLIC_NOTICE}
    yield Asked("A24-1", StepName.SERVE, unproven, proven, date(2026, 5, 29), in_public)


def _hearing() -> Iterator[Asked]:
    to_come = change(heard(), "hearings", having(), held_at=None, transcript=None, report=None)
    hosted_by_an_officer = change(to_come, "hearings", having(), host_person=JIA.id)
    yield Asked(
        "L09-2", StepName.HOLD_HEARING, hosted_by_an_officer, to_come, date(2026, 4, 14),
        {"hearing": "h1"},
    )  # fmt: skip


def _afterwards() -> Iterator[Asked]:
    asked_too_early = drop(demanded(), "demands", having())
    january = date(2027, 1, 26)
    yield Asked("A16-1", StepName.APPLY_COURT, asked_too_early, demanded(), january)
    today = date(2026, 5, 8)
    ready = known_on(case_a(), date(2026, 5, 7))
    unchecked = change(ready, "correction_orders", having(), checked_at=None, check_activity=None)
    yield Asked("A14-2", StepName.CLOSE, unchecked, ready, today)
    asked = Request(id="q2", kind="copy", made_at=at("2026-05-10"), entered=ENTERED)
    approved = replace(asked, accepted=True, decided_at=at("2026-05-11"))
    copied = add(case_a(), "requests", approved)
    party = case_a().parties[0].id
    whole = {"request": "q2", "person": party, "records": (document(case_a(), _DECISION).id,)}
    waiting = add(case_a(), "requests", asked)
    yield Asked("A28-1", StepName.COPY, waiting, copied, A_DAY, whole)
    lead = of_type("lead_registration")
    informed = change(copied, "documents", lead, secrecy="informant", volume="side")
    named = {"records": (document(case_a(), "lead_registration").id,)}
    yield Asked("A28-2", StepName.COPY, informed, informed, A_DAY, whole, named)


def _persons() -> Iterator[Asked]:
    recusal = Request(
        id="q1", kind="recusal", made_at=at("2026-03-11"), entered=ENTERED, accepted=True,
        concerns_person=JIA.id,
    )  # fmt: skip
    decided = add(case_a(), "requests", recusal)
    undecided = replace(decided, requests=(replace(recusal, accepted=None),))
    yield Asked("L02-1", StepName.ACT, decided, undecided, A_DAY, {"person": JIA.id})
    yield Asked(
        "L02-1", StepName.ACT, decided, decided, A_DAY, {"person": JI.id}, {"person": JIA.id}
    )
    today = date(2026, 3, 12)
    (filing,) = [one for one in known_on(case_a(), today).approvals if one.matter == "filing"]
    waiting = change(
        known_on(case_a(), today), "approvals", having(id=filing.id), state="with_approver",
        steps=filing.steps[:2], decided_at=None,
    )  # fmt: skip
    by_the_head = {"approval": filing.id, "role": "approver", "person": WU.id}
    by_the_reviewer = {"person": filing.steps[1].person}
    yield Asked("A33-1", StepName.APPROVE, waiting, waiting, today, by_the_head, by_the_reviewer)


def _secrets() -> Iterator[Asked]:
    secret = {"secrecy": "state"}
    yield Asked("A29-1", StepName.INTAKE, case_a(), case_a(), A_DAY, secret, {"content": True})
    video = case_a().recordings[0].id
    business = change(case_a(), "recordings", having(id=video), secrecy="business")
    by_an_officer = {"record": video, "person": JIA.id}
    yield Asked(
        "A29-1", StepName.VIEW, business, business, A_DAY, by_an_officer, {"person": BING.id}
    )
    informant = change(case_a(), "recordings", having(id=video), secrecy="informant")
    yield Asked("L18-1", StepName.VIEW, informant, case_a(), A_DAY, by_an_officer)
    two = {"record": video, "security": BING.id, "auditor": GENG.id}
    hidden = isolated()
    shown = replace(hidden, isolations=())
    yield Asked("L17-1", StepName.REMOVE, shown, hidden, A_DAY, two)
