"""查阅权限: the head alone grants and ends; nobody is cleared backwards, twice, or elsewhere."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from liuhen import clock
from liuhen.demo.cast import Cast
from liuhen.faults import Conflict, Fault, Forbidden, Invalid, NotFound
from liuhen.ledger.audit import verify_log
from liuhen.ledger.models import LedgerEntry
from liuhen.people.clearances import cleared, end_clearance, grant_clearance
from liuhen.people.models import Clearance
from tests.begun import Begun
from tests.plugin import Go

TODAY = date(2026, 3, 2)


def _grant(cast: Cast, who: str = "wu", **facts: Any) -> Clearance:
    known = {"secrecy": "business", "since": TODAY, "reason": "法制审核"}
    return grant_clearance(cast.actor(who), cast["ding"], **{**known, **facts})


def test_the_head_clears_a_colleague_for_one_class(cast: Cast) -> None:
    _grant(cast)
    assert cleared(cast.actor("ding"), cast.bureau.pk) == {"business"}
    assert cleared(cast.actor("bing"), cast.bureau.pk) == frozenset()
    assert LedgerEntry.objects.latest("idx").event["type"] == "clearance.granted"
    assert verify_log().verdict == "intact"


@pytest.mark.parametrize("who", ["jia", "bing", "ding", "ji", "geng", "guanli"])
def test_nobody_else_grants_or_ends(cast: Cast, who: str) -> None:
    held = _grant(cast)
    with pytest.raises(Forbidden, match="机关负责人"):
        _grant(cast, who, secrecy="privacy")
    with pytest.raises(Forbidden):
        end_clearance(cast.actor(who), held, reason="收回")


@pytest.mark.parametrize("who", ["wai", "ren"])
def test_another_bureau_knows_of_no_such_person(begun: Begun, who: str) -> None:
    with pytest.raises(NotFound):
        _grant(begun.cast, who, since=clock.today())


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"since": TODAY - timedelta(days=1)}, "since"),
        ({"until": TODAY - timedelta(days=1)}, "until"),
        ({"reason": " "}, "reason"),
        ({"secrecy": "state"}, "secrecy"),
        ({"secrecy": "none"}, "secrecy"),
    ],
)
def test_what_cannot_be_granted_is_refused(cast: Cast, facts: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as caught:
        _grant(cast, **facts)
    assert field in caught.value.fields


def test_the_same_days_are_not_granted_twice(cast: Cast) -> None:
    _grant(cast, until=TODAY + timedelta(days=9))
    with pytest.raises(Conflict):
        _grant(cast, since=TODAY + timedelta(days=9))
    _grant(cast, since=TODAY + timedelta(days=10))
    _grant(cast, secrecy="informant")


def test_it_holds_on_its_days_alone_and_ends_at_once(cast: Cast, go: Go) -> None:
    held = _grant(cast, since=date(2026, 3, 3), until=date(2026, 3, 4))
    seen = []
    for day in (2, 3, 4, 5):
        go(clock.shanghai(2026, 3, day, 9))
        seen.append(cleared(cast.actor("ding"), cast.bureau.pk) == {"business"})
    assert seen == [False, True, True, False]
    go(clock.shanghai(2026, 3, 4, 9))
    end_clearance(cast.actor("wu"), held, reason="调离")
    assert cleared(cast.actor("ding"), cast.bureau.pk) == frozenset()
    with pytest.raises(Conflict, match="收回"):
        end_clearance(cast.actor("wu"), held, reason="调离")


def test_ending_needs_its_reason(cast: Cast) -> None:
    with pytest.raises(Fault):
        end_clearance(cast.actor("wu"), _grant(cast), reason="")


def test_a_clearance_opens_nothing_in_another_bureau(begun: Begun) -> None:
    _grant(begun.cast, since=clock.today())
    other = begun.cast["wai"].bureau_id
    assert cleared(begun.cast.actor("ding"), other) == frozenset()
