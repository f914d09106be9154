"""第二十九条: who sees what, what comes in, and how what should not be here leaves."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from liuhen.regulation.casefile import CaseFile, Clearance, StepName
from liuhen.regulation.codec import decode, encode
from liuhen.regulation.examples.cast import BING, DING, GENG, JIA
from liuhen.regulation.examples.story import on
from liuhen.regulation.pack import gate
from liuhen.regulation.secrecy import (
    GRANTABLE,
    MASKED,
    NOBODY,
    Secrecy,
    Viewer,
    is_raised,
    masked,
    viewer_of,
    why_hidden,
    why_not_taken,
)
from liuhen.regulation.tests.changing import A_DAY, case_a, change, having
from liuhen.regulation.tests.pairs_secrecy import isolated

VIDEO = case_a().recordings[0].id


def _classed(secrecy: str, *cleared: str) -> CaseFile:
    """Case A with its first recording classed, and 丁 cleared for classes in May 2026."""
    case = change(case_a(), "recordings", having(id=VIDEO), secrecy=secrecy)
    held = tuple(
        Clearance(
            person=DING.id, name=DING.name, secrecy=one, since=on("2026-05-01"),
            until=on("2026-05-31"), granted_by="戊", reason="法制审核",
        )
        for one in cleared
    )  # fmt: skip
    return replace(case, bureau=replace(case.bureau, clearances=held))


def _sees(case: CaseFile, person: str, today: date = A_DAY) -> bool:
    return gate(case, StepName.VIEW, today, record=VIDEO, person=person).allowed


@pytest.mark.parametrize("secrecy", [Secrecy.BUSINESS, Secrecy.PRIVACY])
def test_the_handlers_the_respondent_and_the_cleared_see_a_secret(secrecy: str) -> None:
    case = _classed(secrecy, secrecy)
    party = case.parties[0].id
    assert [_sees(case, one) for one in (JIA.id, party, DING.id, BING.id)] == [
        True, True, True, False,
    ]  # fmt: skip


def test_a_clearance_for_one_class_opens_no_other() -> None:
    assert not _sees(_classed("business", "privacy", "informant"), DING.id)
    assert not _sees(_classed("informant", "business", "privacy"), DING.id)


@pytest.mark.shows("L18-1")
def test_handling_the_case_does_not_open_an_informants_identity() -> None:
    case = _classed("informant", "informant")
    assert _sees(case, DING.id)
    for other in (JIA.id, BING.id, case.parties[0].id):
        answer = gate(case, StepName.VIEW, A_DAY, record=VIDEO, person=other)
        assert [one.requirement for one in answer.missing] == ["L18-1"]


@pytest.mark.parametrize(
    ("today", "seen"),
    [("2026-04-30", False), ("2026-05-01", True), ("2026-05-31", True), ("2026-06-01", False)],
)
def test_a_clearance_counts_on_its_days_alone(today: str, seen: bool) -> None:
    assert _sees(_classed("business", "business"), DING.id, on(today)) is seen


@pytest.mark.shows("A29-1")
def test_what_is_not_classed_is_open_and_what_is_not_named_is_shut() -> None:
    assert _sees(case_a(), BING.id)
    assert not gate(case_a(), StepName.VIEW, A_DAY, person=JIA.id).allowed
    assert not gate(case_a(), StepName.VIEW, A_DAY, record=VIDEO, secrecy="x").missing
    assert not _sees(_classed("x"), JIA.id)


def test_nobody_sees_the_content_of_a_state_secret_and_every_reader_its_index() -> None:
    everything = Viewer(handles=True, respondent=True, cleared=frozenset(Secrecy))
    assert why_hidden("state", everything)
    assert why_hidden("state", NOBODY, content=False) == ""


def test_what_is_isolated_is_hidden_from_everyone() -> None:
    case = isolated()
    assert not _sees(case, JIA.id)
    everything = Viewer(handles=True, respondent=True, cleared=frozenset(Secrecy))
    for secrecy in Secrecy:
        assert why_hidden(secrecy, everything, isolated=True)


@pytest.mark.shows("A29-1")
def test_the_content_of_a_state_secret_is_not_taken_in() -> None:
    taken = gate(case_a(), StepName.INTAKE, A_DAY, secrecy="state", content=True)
    assert [one.requirement for one in taken.missing] == ["A29-1"]
    assert "只登记索引" in taken.missing[0].what
    assert gate(case_a(), StepName.INTAKE, A_DAY, secrecy="state").allowed
    assert gate(case_a(), StepName.INTAKE, A_DAY, secrecy="business", content=True).allowed
    assert why_not_taken("x", content=True)


@pytest.mark.shows("L17-1")
def test_two_named_persons_remove_what_is_isolated() -> None:
    def missing(case: CaseFile, **subject: str) -> list[str]:
        answer = gate(case, StepName.REMOVE, A_DAY, record=VIDEO, **subject)
        return [one.what for one in answer.missing]

    both = {"security": BING.id, "auditor": GENG.id}
    assert missing(isolated(), **both) == []
    assert "隔离" in missing(case_a(), **both)[0]
    assert "不同的人员" in missing(isolated(), security=BING.id, auditor=BING.id)[0]
    assert "任命的保密员" in missing(isolated(), security=JIA.id, auditor=GENG.id)[0]
    assert "保密员、审计员" in missing(isolated())[0]


def test_a_title_is_masked_for_whom_the_record_is_hidden() -> None:
    case = _classed("business")
    shown = masked(case, viewer_of(case, BING.id, A_DAY))
    assert [one.title for one in shown.recordings if one.id == VIDEO] == [MASKED]
    assert masked(case, viewer_of(case, JIA.id, A_DAY)) is case
    assert masked(case_a(), NOBODY) == case_a()


def test_raising_narrows_and_sideways_is_no_raising() -> None:
    assert is_raised("none", "business")
    assert is_raised("business", "informant")
    assert not is_raised("business", "privacy")
    assert not is_raised("privacy", "none")
    assert not is_raised("x", "business")
    assert Secrecy.STATE not in GRANTABLE


def test_a_file_from_before_the_classes_is_read_as_it_was() -> None:
    old = case_a()
    assert b"clearances" not in encode(old)
    assert b"isolations" not in encode(old)
    assert encode(decode(encode(old))) == encode(old)
