"""送达: each try its own record; served on the day the receipt says; a failure stays a failure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from liuhen import clock
from liuhen.delivery import actions
from liuhen.delivery.access import delivery_for_reading
from liuhen.delivery.actions import Attempt, Received
from liuhen.delivery.models import Delivery
from liuhen.documents.models import Document
from liuhen.faults import Conflict, Forbidden, Invalid, NotFound, Refused
from liuhen.procedure import steps
from liuhen.regulation.casefile import DeliveryWay, StepName
from tests.begun import Begun
from tests.plugin import Go


@pytest.fixture
def order(begun: Begun) -> Document:
    """An order to correct, issued and not served."""
    teller = begun.teller
    return teller.paper("jia", "correction_order", teller.act("jia", "order_to_correct"))


def _attempt(begun: Begun, **facts: Any) -> Attempt:
    known = {
        "way": "direct", "tried_at": clock.now(), "servers": [begun.cast["jia"], begun.cast["yi"]],
        "recipient": "某某建材有限公司",
    }  # fmt: skip
    return Attempt(**{**known, **facts})


def _received(**facts: Any) -> Received:
    known = {"received_on": clock.today(), "signatory": "钱某", "signatory_capacity": "agent"}
    return Received(**{**known, **facts})


def test_a_direct_try_comes_with_its_receipt_ready_to_sign(begun: Begun, order: Document) -> None:
    delivery = steps.serve(begun.cast.actor("jia"), order, _attempt(begun))
    delivery.refresh_from_db()
    assert delivery.state == Delivery.State.TRIED
    assert delivery.receipt is not None
    assert delivery.receipt.type_code == "delivery_receipt"
    assert order.number in str(delivery.receipt.fields)
    assert [one.name for one in delivery.activity.participants.order_by("pk")] == ["甲", "乙"]


def test_it_is_served_on_the_day_of_the_receipt(begun: Begun, order: Document, go: Go) -> None:
    jia = begun.cast.actor("jia")
    delivery = steps.serve(jia, order, _attempt(begun))
    go(clock.shanghai(2026, 3, 16, 9, 0))
    served = actions.record_receipt(jia, delivery, _received(received_on=date(2026, 3, 13)))
    assert (served.state, served.served_on) == ("served", date(2026, 3, 13))
    with pytest.raises(Conflict, match="已送达"):
        actions.record_receipt(jia, delivery, _received())
    with pytest.raises(Conflict):
        actions.record_outcome(jia, delivery, failure="没有送到")


@pytest.mark.parametrize("day", [date(2026, 3, 12), date(2026, 3, 14)])
def test_the_day_is_neither_before_the_try_nor_in_the_future(
    begun: Begun, order: Document, day: date
) -> None:
    jia = begun.cast.actor("jia")
    delivery = steps.serve(jia, order, _attempt(begun))
    acts: list[Callable[[], object]] = [
        lambda: actions.record_receipt(jia, delivery, _received(received_on=day)),
        lambda: actions.record_outcome(jia, delivery, served_on=day),
        lambda: actions.record_leaving(
            jia, delivery, refusal_reason="不认可", refusal_on=day, left_at_residence=True
        ),
    ]
    for act in acts:
        with pytest.raises(Invalid, match="日期"):
            act()
    delivery.refresh_from_db()
    assert delivery.state == Delivery.State.TRIED


def test_a_failed_try_stays_beside_the_one_that_served(begun: Begun, order: Document) -> None:
    jia = begun.cast.actor("jia")
    failed = steps.serve(jia, order, _attempt(begun))
    with pytest.raises(Invalid, match="结果"):
        actions.record_outcome(jia, failed, failure="  ")
    actions.record_outcome(jia, failed, failure="办公场所关闭")
    actions.record_receipt(jia, steps.serve(jia, order, _attempt(begun)), _received())
    states = Delivery.objects.filter(document=order).order_by("pk").values_list("state", "failure")
    assert list(states) == [("not_served", "办公场所关闭"), ("served", "")]


def test_leaving_is_recorded_with_what_it_lacks(begun: Begun, order: Document) -> None:
    jia = begun.cast.actor("jia")
    delivery = steps.serve(jia, order, _attempt(begun))
    left = actions.record_leaving(
        jia, delivery, refusal_reason="不认可", refusal_on=clock.today(), left_at_residence=None
    )
    assert (left.way, left.state, left.witness) == ("leaving", "served", "")


def test_without_a_passage_nothing_is_served(begun: Begun, order: Document) -> None:
    jia = begun.cast.actor("jia")
    with pytest.raises(Forbidden, match="程序检查"):
        actions.attempt(jia, order, _attempt(begun))
    assert not Delivery.objects.filter(document=order).exists()
    passage = steps.passage_for(
        begun.case, StepName.SERVE, document=f"d{order.pk}", way=DeliveryWay.DIRECT
    )
    assert actions.attempt(jia, order, _attempt(begun), passage=passage)


def test_public_notice_is_the_last_way(begun: Begun, order: Document) -> None:
    with pytest.raises(Refused) as caught:
        steps.serve(begun.cast.actor("jia"), order, _attempt(begun, way="public_notice"))
    assert [one.requirement for one in caught.value.missing] == ["A24-1"]
    assert not Delivery.objects.filter(document=order).exists()


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"way": "pigeon"}, "way"),
        ({"servers": []}, "servers"),
        ({"recipient": "  "}, "recipient"),
    ],
)
def test_an_impossible_try_is_refused_at_its_field(
    begun: Begun, order: Document, facts: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as caught:
        steps.serve(begun.cast.actor("jia"), order, _attempt(begun, **facts))
    assert field in caught.value.fields


def test_a_try_is_not_in_the_future(begun: Begun, order: Document) -> None:
    tomorrow = clock.now() + timedelta(days=1)
    with pytest.raises(Invalid, match="将来"):
        steps.serve(begun.cast.actor("jia"), order, _attempt(begun, tried_at=tomorrow))


def test_a_signatory_of_no_capacity_is_refused(begun: Begun, order: Document) -> None:
    delivery = steps.serve(begun.cast.actor("jia"), order, _attempt(begun))
    with pytest.raises(Invalid) as caught:
        actions.record_receipt(
            begun.cast.actor("jia"), delivery, _received(signatory_capacity="ghost")
        )
    assert "signatory_capacity" in caught.value.fields


def test_what_is_not_issued_is_not_served(begun: Begun) -> None:
    jia = begun.cast.actor("jia")
    for document in (begun.document("draft"), begun.matter("approved").document):
        with pytest.raises((Conflict, Refused)):
            steps.serve(jia, document, _attempt(begun))
        with pytest.raises(Conflict, match="还没有签发"):
            actions.attempt(jia, document, _attempt(begun), on_paper=True)


def test_a_try_made_on_paper_is_taken_as_it_went(begun: Begun, order: Document) -> None:
    delivery = actions.attempt(
        begun.cast.actor("jia"), order, _attempt(begun, way="public_notice"), on_paper=True,
        late_reason="纸质办理",
    )  # fmt: skip
    assert (delivery.state, delivery.late_reason) == ("tried", "纸质办理")


def test_the_receipt_of_another_case_is_no_receipt(begun: Begun, order: Document) -> None:
    delivery = steps.serve(begun.cast.actor("jia"), order, _attempt(begun))
    with pytest.raises(Invalid, match="不是本案的送达回证"):
        actions.record_receipt(
            begun.cast.actor("jia"), delivery, _received(), receipt=begun.document("notice")
        )


@pytest.mark.parametrize(
    ("who", "fault"),
    [
        ("zi", Forbidden),
        ("wu", Forbidden),
        ("geng", Forbidden),
        ("ren", Forbidden),
        ("wai", NotFound),
    ],
)
def test_only_the_officers_of_the_case_serve(
    begun: Begun, order: Document, who: str, fault: type[Exception]
) -> None:
    actor = begun.cast.actor(who)
    delivery = steps.serve(begun.cast.actor("jia"), order, _attempt(begun))
    acts: list[Callable[[], object]] = [
        lambda: steps.serve(actor, order, _attempt(begun)),
        lambda: actions.record_receipt(actor, delivery, _received()),
        lambda: actions.record_outcome(actor, delivery, failure="某"),
    ]
    for act in acts:
        with pytest.raises(fault):
            act()


def test_reading_a_delivery_follows_the_case(begun: Begun) -> None:
    assert delivery_for_reading(begun.cast.actor("ren"), begun.ids["delivery"])
    for who, fault in (("zi", Forbidden), ("wai", NotFound)):
        with pytest.raises(fault):
            delivery_for_reading(begun.cast.actor(who), begun.ids["delivery"])
