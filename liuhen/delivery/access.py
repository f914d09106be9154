"""Gates for reading deliveries."""

from __future__ import annotations

from liuhen.cases.access import case_for_reading
from liuhen.delivery.models import Delivery
from liuhen.faults import NotFound
from liuhen.people.actors import Actor


def delivery_for_reading(actor: Actor, delivery_id: int) -> Delivery:
    """Return a delivery of a case that the actor may read."""
    delivery = (
        Delivery.objects.select_related("document__case__bureau", "activity", "receipt")
        .filter(pk=delivery_id)
        .first()
    )
    if delivery is None:
        raise NotFound("没有找到这次送达。请从案件页面进入。")
    case_for_reading(actor, delivery.document.case_id)
    return delivery
