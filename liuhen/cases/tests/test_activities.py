"""Activities: a true record is taken, an impossible one is not."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from liuhen import clock
from liuhen.cases.actions import Present, Told, end_activity, record_activity
from liuhen.cases.models import Activity
from liuhen.cases.queries import timeline
from liuhen.demo.teller import Teller
from liuhen.faults import Conflict, Forbidden, Invalid
from tests.begun import Begun
from tests.plugin import Go

HOUR = timedelta(hours=1)


def _record(teller: Teller, **facts: Any) -> Activity:
    known: dict[str, Any] = {"kind": "other", "started_at": clock.now()}
    return record_activity(teller.cast.actor("jia"), teller.case, **{**known, **facts})


def _told(**facts: Any) -> Told:
    return Told(**{"right": "statement", "means": "口头", "by": "甲", "at": clock.now(), **facts})


def test_an_activity_keeps_both_its_times_and_who_entered_it(teller: Teller, go: Go) -> None:
    began = clock.now() - 2 * HOUR
    activity = _record(teller, started_at=began, ended_at=began + HOUR, late_reason="外出")
    assert activity.started_at == began
    assert timedelta(0) <= activity.recorded_at - began - 2 * HOUR < timedelta(minutes=5)
    assert activity.late_reason == "外出"


def test_a_record_of_last_year_is_taken(teller: Teller) -> None:
    assert _record(teller, started_at=clock.shanghai(2025, 1, 2)).pk


def test_the_certificate_is_copied_as_it_stood(teller: Teller) -> None:
    activity = _record(
        teller, kind="site_inspection", present=teller.officers("jia", "xin"),
    )  # fmt: skip
    jia, xin = activity.participants.order_by("pk")
    assert (jia.certificate_number, jia.certificate_shown) == ("TJ-0001", True)
    assert (xin.certificate_number, str(xin.certificate_valid_to)) == ("TJ-0003", "2026-01-31")


BAD: dict[str, tuple[Any, str]] = {
    "a start in the future": (lambda: {"started_at": clock.now() + HOUR}, "started_at"),
    "an end in the future": (lambda: {"ended_at": clock.now() + HOUR}, "ended_at"),
    "an end before the start": (lambda: {"ended_at": clock.now() - HOUR}, "ended_at"),
    "a notice in the future": (lambda: {"notice_at": clock.now() + HOUR}, "notice_at"),
    "no such kind": (lambda: {"kind": "party"}, "kind"),
    "a person in no part": (
        lambda: {"present": [Present(capacity="singer", name="某")]}, "capacity",
    ),
    "a person without a name": (lambda: {"present": [Present(capacity="agent", name=" ")]}, "present"),
    "no such right": (lambda: {"told": [_told(right="silence")]}, "right"),
    "a right told in the future": (lambda: {"told": [_told(at=clock.now() + HOUR)]}, "told_at"),
}  # fmt: skip


@pytest.mark.parametrize("what", BAD)
def test_an_impossible_record_is_refused_at_its_field(teller: Teller, what: str) -> None:
    facts, field = BAD[what]
    with pytest.raises(Invalid) as caught:
        _record(teller, **facts())
    assert field in caught.value.fields
    assert not teller.case.activities.exists()


def test_an_end_is_recorded_once(teller: Teller) -> None:
    activity = _record(teller)
    jia = teller.cast.actor("jia")
    with pytest.raises(Invalid):
        end_activity(jia, activity, ended_at=activity.started_at - HOUR)
    end_activity(jia, activity, ended_at=clock.now())
    with pytest.raises(Conflict):
        end_activity(jia, activity, ended_at=clock.now())


@pytest.mark.parametrize(
    ("kind", "who", "may"),
    [
        ("legal_review", "ding", True),
        ("legal_review", "jia", True),
        ("legal_review", "bing", False),
        ("discussion", "wu", True),
        ("discussion", "ji", True),
        ("discussion", "geng", False),
        ("archiving", "geng", True),
        ("archiving", "wu", False),
        ("inquiry", "yi", True),
        ("inquiry", "ding", False),
        ("inquiry", "zi", False),
        ("legal_review", "wai", False),
        ("inquiry", "ren", False),
    ],
)
def test_who_records_what(begun: Begun, kind: str, who: str, may: bool) -> None:
    def record() -> Activity:
        return record_activity(begun.cast.actor(who), begun.case, kind=kind, started_at=clock.now())

    if may:
        assert record().kind == kind
        return
    with pytest.raises(Exception) as caught:
        record()
    assert type(caught.value).__name__ == ("NotFound" if who == "wai" else "Forbidden")


def test_the_timeline_is_in_the_order_of_what_happened(begun: Begun) -> None:
    early = _record(begun.teller, started_at=clock.shanghai(2026, 3, 1))
    assert timeline(begun.case).first() == early
    starts = [one.started_at for one in timeline(begun.case)]
    assert starts == sorted(starts)


def test_an_archived_case_takes_no_record_and_says_since_when(begun: Begun) -> None:
    begun.case.archived_on = clock.today()
    begun.case.save()
    with pytest.raises(Forbidden, match=r"2026年03月13日 归档.*第二十五条"):
        _record(begun.teller)
