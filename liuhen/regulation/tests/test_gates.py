"""Gates: what is asked before a step, and that they fail closed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from liuhen.regulation import pack
from liuhen.regulation.casefile import (
    CaseFile,
    DeliveryWay,
    DocumentState,
    Hearing,
    Request,
    StepName,
)
from liuhen.regulation.examples.cast import JI, JIA
from liuhen.regulation.examples.story import Story, at
from liuhen.regulation.pack import gate
from liuhen.regulation.requirements import Effect, rows
from liuhen.regulation.tests.asked import Asked, everything
from liuhen.regulation.tests.changing import (
    A_DAY,
    add,
    case_a,
    case_facts,
    change,
    document,
    drop,
    having,
    known_on,
    of_type,
)


def _missing(casefile: CaseFile, step: StepName, today: date, **subject: object) -> list[str]:
    answer = gate(casefile, step, today, **subject)
    assert answer.allowed is (answer.missing == ())
    return list(dict.fromkeys(one.requirement for one in answer.missing))


ASKED = list(everything())


def _named(asked: Asked) -> str:
    return f"{asked.id}-{asked.step.value}"


SHOWN = [pytest.param(one, id=_named(one), marks=pytest.mark.shows(one.id)) for one in ASKED]


@pytest.mark.parametrize("asked", SHOWN)
def test_a_step_is_refused_for_what_is_missing_alone(asked: Asked) -> None:
    subject = {**asked.subject, **asked.instead}
    answer = gate(asked.refused, asked.step, asked.today, **subject)
    assert not answer.allowed
    assert {one.requirement for one in answer.missing} == {asked.id}
    for one in answer.missing:
        assert one.article == rows()[asked.id].article
        assert one.what.strip("。现在：")
        assert one.remedy.endswith("。")
        assert one.remedy[0] in "请由今"  # whom it falls to, or what to do: 请…、由…办理


@pytest.mark.parametrize("asked", SHOWN)
def test_the_step_is_let_through_where_it_is_there(asked: Asked) -> None:
    answer = gate(asked.allowed, asked.step, asked.today, **asked.subject)
    assert answer.missing == ()
    assert answer.allowed


def test_every_requirement_that_blocks_is_asked_before_each_of_its_steps() -> None:
    """A new row that blocks comes with its two cases; until it has a rule, it refuses outright."""
    blocking = {
        (row.id, step)
        for row in rows().values()
        if Effect.BLOCK in row.effects
        for step in row.steps
    }
    assert {(one.id, one.step) for one in ASKED} == blocking


def test_the_notice_waits_for_the_report_and_the_filing() -> None:
    today = date(2026, 3, 26)
    assert _missing(known_on(case_a(), today), StepName.NOTIFY, today) == ["A10-1"]
    today = date(2026, 3, 27)
    assert _missing(known_on(case_a(), today), StepName.NOTIFY, today) == []
    unfiled = case_facts(known_on(case_a(), today), filed_on=None)
    assert _missing(unfiled, StepName.NOTIFY, today) == ["L21-1"]


def test_a_report_that_leaves_out_evidence_is_not_enough() -> None:
    today = date(2026, 3, 27)
    case = known_on(case_a(), today)
    report = document(case, "investigation_report")
    short = replace(report, fields={**report.fields, "evidence": ["e1"]})
    case = add(drop(case, "documents", of_type("investigation_report")), "documents", short)
    (missing,) = gate(case, StepName.NOTIFY, today).missing
    assert "报告列明1项证据，案卷此前有16项" in missing.what


def test_the_decision_without_a_draft_lacks_its_paper() -> None:
    today = date(2026, 4, 15)
    case = known_on(case_a(), date(2026, 4, 14))
    missing = _missing(case, StepName.ISSUE_DECISION, today)
    assert missing == ["A13-1", "A13-2", "A13-3", "A13-4", "A13-5", "A13-6"]


def test_the_draft_is_named_by_its_id() -> None:
    today = date(2026, 4, 15)
    case = known_on(case_a(), date(2026, 4, 14))
    whole = replace(
        document(case_a(), "penalty_decision"), id="x", state=DocumentState.DRAFT, issued_on=None
    )
    bare = replace(whole, id="y", fields={"fine_fen": 3_000_000})
    case = add(case, "documents", whole, bare)
    assert _missing(case, StepName.ISSUE_DECISION, today, document="x") == []
    assert "A13-1" in _missing(case, StepName.ISSUE_DECISION, today, document="y")


def test_an_unsealed_decision_is_not_served() -> None:
    today = date(2026, 4, 17)
    case = known_on(case_a(), date(2026, 4, 16))
    decision = document(case, "penalty_decision")
    ask = {"document": decision.id, "way": DeliveryWay.DIRECT}
    assert _missing(case, StepName.SERVE, today, **ask) == []
    unsealed = add(
        drop(case, "documents", of_type("penalty_decision")),
        "documents",
        replace(decision, sealed=False),
    )
    assert _missing(unsealed, StepName.SERVE, today, **ask) == ["A13-7"]


def test_electronic_service_needs_the_partys_consent() -> None:
    today = date(2026, 4, 17)
    case = known_on(case_a(), date(2026, 4, 16))
    ask = {"document": document(case, "penalty_decision").id, "way": DeliveryWay.ELECTRONIC}
    assert _missing(case, StepName.SERVE, today, **ask) == ["L08-2"]
    story = Story()
    story.paper("address_confirmation", "送达地址确认书", "2026-03-10")
    consented = add(case, "documents", replace(story.documents[0], id="consent"))
    assert _missing(consented, StepName.SERVE, today, **ask) == []


@pytest.mark.parametrize(
    ("role", "person", "allowed"),
    [
        ("reviewer", "bing", True),
        ("reviewer", "jia", False),
        ("approver", "wu", False),
        ("handler", "jia", True),
    ],
)
def test_an_approval_goes_from_hand_to_hand(role: str, person: str, allowed: bool) -> None:
    case = known_on(case_a(), date(2026, 3, 12))
    (filing,) = [one for one in case.approvals if one.matter == "filing"]
    begun = replace(filing, state="with_reviewer", steps=filing.steps[:1], decided_at=None)
    case = add(drop(case, "approvals", lambda one: one.id == filing.id), "approvals", begun)
    today = date(2026, 3, 12)
    answer = gate(case, StepName.APPROVE, today, approval=filing.id, role=role, person=person)
    assert answer.allowed is allowed


def test_a_new_matter_may_be_proposed() -> None:
    assert gate(case_a(), StepName.APPROVE, A_DAY, role="handler", person="jia").allowed


@pytest.mark.shows("L02-1")
def test_a_recused_officer_may_not_act() -> None:
    request = Request(
        id="q1",
        kind="recusal",
        made_at=at("2026-03-11"),
        entered=Story().entered(at("2026-03-11")),
        accepted=True,
        concerns_person=JIA.id,
    )
    case = add(case_a(), "requests", request)
    assert _missing(case, StepName.ACT, A_DAY, person=JIA.id) == ["L02-1"]
    assert _missing(case, StepName.ACT, A_DAY, person=JI.id) == []
    undecided = replace(case, requests=(replace(request, accepted=None),))
    assert _missing(undecided, StepName.ACT, A_DAY, person=JIA.id) == []


def test_a_hearing_needs_an_independent_host_and_notice_in_time() -> None:
    hearing = Hearing(id="h1", activity="a", held_at=None, host=JIA.name, host_person=JIA.id)
    case = add(case_a(), "hearings", hearing)
    (missing,) = gate(case, StepName.HOLD_HEARING, A_DAY, hearing="h1").missing
    assert "未参与本案调查的主持人" in missing.what
    assert "听证会通知书" in missing.what


@pytest.mark.shows("A28-2")
def test_a_copy_names_what_is_copied_and_is_judged_against_who_asks() -> None:
    asked = Request(
        id="q2", kind="copy", made_at=at("2026-05-10"), entered=Story().entered(at("2026-05-10")),
        accepted=True, decided_at=at("2026-05-11"),
    )  # fmt: skip
    video = case_a().recordings[0].id
    case = add(case_a(), "requests", asked)
    own = change(case, "recordings", having(id=video), secrecy="business")
    ask = {"request": "q2", "records": (video,)}
    party = case.parties[0].id
    assert _missing(own, StepName.COPY, A_DAY, **ask, person=party) == []
    assert _missing(own, StepName.COPY, A_DAY, **ask, person="another") == ["A28-2"]
    assert _missing(own, StepName.COPY, A_DAY, **ask, person=JIA.id) == ["A28-2"]
    for secrecy in ("informant", "state", "x"):
        hidden = change(case, "recordings", having(id=video), secrecy=secrecy)
        assert _missing(hidden, StepName.COPY, A_DAY, **ask, person=party) == ["A28-2"]
    assert _missing(case, StepName.COPY, A_DAY, request="q2", person=party) == ["A28-2"]
    nowhere = {"request": "q2", "records": ("nowhere",)}
    assert _missing(case, StepName.COPY, A_DAY, **nowhere, person=party) == ["A28-2"]


@pytest.mark.parametrize("step", [StepName.INTAKE, StepName.VIEW, StepName.REMOVE])
def test_a_step_whose_rules_are_not_there_is_refused(
    step: StepName, monkeypatch: pytest.MonkeyPatch
) -> None:
    bare = replace(pack.load(), rules={})
    monkeypatch.setattr(pack, "load", lambda: bare)
    answer = gate(case_a(), step, A_DAY)
    assert not answer.allowed
    assert all("不能放行" in one.what for one in answer.missing)


def test_a_gap_needs_a_reason_before_archiving() -> None:
    today = date(2026, 5, 19)
    case = drop(known_on(case_a(), today), "documents", of_type("lead_registration"))
    assert _missing(case, StepName.ARCHIVE, today) == ["A25-1"]
    assert _missing(case, StepName.ARCHIVE, today, gap_reason="表格遗失，已说明") == []


def test_a_subject_that_no_step_knows_is_a_mistake() -> None:
    with pytest.raises(TypeError):
        gate(case_a(), StepName.SERVE, A_DAY, colour="red")
