"""Case B: done badly on paper; exactly these findings, and no other."""

from __future__ import annotations

from datetime import date

import pytest

from liuhen.regulation.answers import Finding, Severity, Status
from liuhen.regulation.pack import evaluate
from liuhen.regulation.tests.changing import B_DAY, case_b, ids

EXPECTED = [
    "A03-1",
    "A04-2",
    "A05-1",
    "A05-2",
    "A06-1",
    "A06-2",
    "A07-3",
    "A07-7c",
    "A07-8",
    "A08-1",
    "A10-1",
    "A11-1",
    "A11-2",
    "A11-3",
    "A12-1",
    "A13-6",
    "A18-1",
    "A19-1",
    "A20-1",
    "A22-1",
    "A26-1",
    "A33-1",
    "L08-1",
    "L09-1",
    "L10-1",
    "L22-1",
    "L23-1",
]


def test_the_findings_are_exactly_these() -> None:
    assert ids(case_b(), B_DAY) == EXPECTED


@pytest.mark.parametrize(
    "id", ["A07-1", "A07-4", "A07-7b", "A13-1", "A13-2", "A13-3", "A13-4", "A13-5"]
)
def test_what_was_done_is_recorded(id: str) -> None:
    assert evaluate(case_b(), B_DAY).state_of(id).status is Status.RECORDED


@pytest.mark.parametrize("id", ["A07-2", "A14-1", "A16-1", "A21-1", "A23-1", "A24-1", "A28-1"])
def test_what_does_not_apply_says_why(id: str) -> None:
    state = evaluate(case_b(), B_DAY).state_of(id)
    assert state.status is Status.NOT_APPLICABLE
    assert state.why


def _of(id: str) -> list[Finding]:
    return [one for one in evaluate(case_b(), B_DAY).findings if one.id == id]


def test_each_paper_record_without_a_reason_is_late_and_no_recording_is() -> None:
    late = {one.subject_ref for one in _of("A03-1")}
    case = case_b()
    expected = {f"activities/{one.id}" for one in case.activities}
    expected |= {f"approvals/{one.id}" for one in case.approvals}
    served_in_march = date(2026, 3, 13)
    expected |= {f"documents/{one.id}" for one in case.documents if one.dated != served_in_march}
    expected |= {f"deliveries/{one.id}" for one in case.deliveries if one.tried_at.day != 13}
    assert late == expected


@pytest.mark.parametrize(
    ("id", "subjects"),
    [
        ("A05-1", ["现场检查（勘验）笔录", "询问笔录"]),
        ("A05-2", ["2026年2月12日现场检查", "2026年2月12日询问当事人"]),
        ("A07-8", ["现场检查（勘验）笔录", "询问笔录"]),
        ("A18-1", ["2026年2月11日邮寄送达", "2026年3月13日直接送达"]),
        ("A19-1", ["2026年3月13日直接送达"]),
        ("A20-1", ["2026年2月27日留置送达"]),
        ("A04-2", ["2026年2月27日留置送达"]),
        ("A22-1", ["2026年2月11日邮寄送达"]),
        ("A33-1", ["内部审批（立案）"]),
    ],
)
def test_a_finding_names_its_subject(id: str, subjects: list[str]) -> None:
    assert [one.subject for one in _of(id)] == subjects


def test_the_expired_certificate_is_named_with_its_officer() -> None:
    site, inquiry = _of("A05-2")
    assert "TJ-0003已于2026年1月31日到期" in site.found
    assert site.person == "xin"
    assert site.severity is Severity.SERIOUS
    assert "执法人员1人（甲）" in inquiry.found


def test_the_unsigned_places_are_named() -> None:
    site, inquiry = _of("A07-8")
    assert site.found == "当事人没有签名；辛没有签名"
    assert "拒绝签名，文书中没有注明" in inquiry.found


@pytest.mark.shows("A12-1")
def test_the_last_day_to_answer_would_have_been_march_5() -> None:
    assert any("2026年3月5日" in one.found for one in _of("A12-1"))


@pytest.mark.shows("A26-1")
def test_both_recordings_are_late_by_a_day() -> None:
    found = _of("A26-1")
    assert len(found) == 2
    for one in found:
        assert "最迟2026年2月26日" in one.expected
        assert "2026年2月27日" in one.found
        assert one.person == "jia"


@pytest.mark.shows("L08-1")
def test_the_decision_was_first_tried_a_day_late() -> None:
    (one,) = _of("L08-1")
    assert "最迟2026年3月12日" in one.expected
    assert "2026年3月13日" in one.found


@pytest.mark.shows("A12-1", "L11-1", "L13-2")
def test_periods_from_an_unproven_service_are_undetermined_and_say_why() -> None:
    answer = evaluate(case_b(), B_DAY)
    periods = [one for one in answer.deadlines if one.id in ("A12-1", "L11-1", "L13-2")]
    assert len(periods) == 4
    for one in periods:
        assert one.due_on is None
        assert "待补正" in one.undetermined_because


def test_every_finding_says_what_was_found_and_how_to_mend_it() -> None:
    for one in evaluate(case_b(), B_DAY).findings:
        assert one.article
        assert one.expected
        assert one.found
        assert one.remedy
