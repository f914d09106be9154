"""Gates for reading recordings and evidence."""

from __future__ import annotations

from liuhen.cases.access import case_for_reading
from liuhen.cases.secrecy import demand_sight
from liuhen.evidence.models import EvidenceItem, Recording
from liuhen.faults import NotFound
from liuhen.people.actors import Actor


def recording_for_reading(actor: Actor, recording_id: int) -> Recording:
    """Return a recording of a case that the actor may read, of a class that they may see."""
    recording = Recording.objects.select_related("case__bureau").filter(pk=recording_id).first()
    if recording is None:
        raise NotFound("没有找到这段音像记录。请从案件页面进入。")
    case_for_reading(actor, recording.case_id)
    demand_sight(actor, recording)
    return recording


def evidence_for_reading(actor: Actor, item_id: int) -> EvidenceItem:
    """Return a piece of evidence of a case that the actor may read, of a class they may see."""
    item = EvidenceItem.objects.select_related("case__bureau").filter(pk=item_id).first()
    if item is None:
        raise NotFound("没有找到这份证据。请从案件页面进入。")
    case_for_reading(actor, item.case_id)
    demand_sight(actor, item)
    return item
