"""Gates for reading and writing documents."""

from __future__ import annotations

from liuhen.cases.access import case_for_reading
from liuhen.cases.actions import demand_recorder
from liuhen.cases.kinds import kind_of
from liuhen.cases.models import Activity, Case
from liuhen.cases.secrecy import demand_sight
from liuhen.clock import SHANGHAI
from liuhen.documents.models import Document, DocumentVersion
from liuhen.faults import Conflict, NotFound
from liuhen.people.actors import Actor


def document_for_reading(actor: Actor, document_id: int) -> Document:
    """Return a document of a case that the actor may read, of a class that they may see; another's
    discarded draft is gone.
    """
    document = (
        Document.objects.select_related("case__bureau", "activity").filter(pk=document_id).first()
    )
    if document is None:
        raise NotFound("没有找到这份文书。请从案件页面进入。")
    case_for_reading(actor, document.case_id)
    if document.state == Document.State.DISCARDED and document.recorded_by_id != actor.id:
        raise NotFound("这份草稿已由起草人放弃。")
    demand_sight(actor, document)
    return document


def demand_writer(actor: Actor, case: Case, activity: Activity | None, type_code: str) -> None:
    """Raise unless the actor may write a document of this type in the case.

    Some kinds of activity are recorded by another post (legal review, discussion); that post writes
    the papers of its own kind and no others, so nobody issues a decision by way of a meeting.
    """
    if activity is not None and activity.case_id != case.pk:
        raise NotFound("没有找到这项执法活动。请从本案的页面进入。")
    own = activity is not None and type_code in kind_of(activity.kind).documents
    demand_recorder(actor, case, activity.kind if activity is not None and own else "other")


def demand_draft(document: Document) -> None:
    """Raise Conflict unless the text can still be changed."""
    if document.state == Document.State.SUBMITTED:
        raise Conflict("文书正在审批，不能修改。如需修改，请先由审核人退回，或者由您撤回。")
    if document.state != Document.State.DRAFT:
        raise Conflict(
            f"文书{_by_whom(document)}{document.get_state_display()}，内容已锁定。"
            "如有错误，请用「更正」形成新版本。"
        )


def _by_whom(document: Document) -> str:
    """Say who locked the text and when, for the one who came second."""
    version = document.versions.order_by("number").first()
    if version is None:
        return ""
    return f"已由{version.recorded_by}于 {version.recorded_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M} 办理，现在"


def current_version(document: Document) -> DocumentVersion:
    """Return the newest locked version; Conflict while there is none."""
    version = document.versions.order_by("-number").first()
    if version is None:
        raise Conflict("文书还没有定稿，请先检查并定稿。")
    return version
