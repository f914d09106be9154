"""What waits for one person: each kind of waiting thing, read in one query."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, Q, QuerySet

from liuhen.agenda.models import Linked
from liuhen.approvals.models import Matter, MatterStep
from liuhen.approvals.queries import waiting_for
from liuhen.cases.access import visible_cases
from liuhen.cases.models import Case, CaseOfficer
from liuhen.cases.secrecy import plain
from liuhen.delivery.models import Delivery
from liuhen.documents.models import Document, Signature
from liuhen.evidence.models import Recording
from liuhen.people.access import minds_files
from liuhen.people.actors import Actor
from liuhen.people.models import Role
from liuhen.vault import care
from liuhen.vault.models import Upload

Kind = Linked.Kind

UPLOAD = "upload"
"""The link kind of a file on its way in; its id is the upload's."""

CARE = "care"
"""The link kind of the page of the routine check of stored files; it has no id."""


@dataclass(frozen=True)
class Link:
    """A page of the system by kind (`Linked.Kind`, `UPLOAD` or `CARE`) and id."""

    kind: str
    id: int | str


@dataclass(frozen=True, kw_only=True)
class Task:
    """One thing a person is to do. `label` is the state in one word, `what` the thing, `why` what
    was said about it; `act` is the word on the button.
    """

    label: str
    what: str
    case: str
    when: datetime | date | None
    link: Link
    act: str
    why: str = ""


def own_cases(actor: Actor) -> QuerySet[CaseOfficer, int]:
    """Return the ids of the cases that the actor handles now and that are not archived."""
    handles = Q(person_id=actor.person_id, until__isnull=True)
    return CaseOfficer.objects.filter(handles, case__archived_on__isnull=True).values_list(
        "case_id", flat=True
    )


def waiting(actor: Actor) -> Iterator[Task]:
    """Yield the matters whose turn it is for the actor, oldest first."""
    for matter in waiting_for(actor):
        yield Task(
            label=matter.get_state_display(),
            what=plain(matter.document),
            case=str(matter.case),
            when=matter.recorded_at,
            link=Link(Kind.MATTER, matter.pk),
            act="去办理",
        )


def returned(matters: list[Matter]) -> Iterator[Task]:
    """Yield the forms that were returned and not handed in again, with the words of the return.

    `matters` are the actor's own, newest first, with their steps.
    """
    seen: set[int] = set()
    for matter in matters:
        first = matter.document_id not in seen
        seen.add(matter.document_id)
        still = matter.document.state == Document.State.DRAFT
        if not (first and still and matter.state == Matter.State.RETURNED):
            continue
        step = next(
            (s for s in reversed(matter.steps.all()) if s.verdict == MatterStep.Verdict.RETURN),
            None,
        )
        yield Task(
            label="退回修改",
            what=plain(matter.document),
            case=str(matter.case),
            when=step.taken_at if step else matter.recorded_at,
            why=f"{step.get_role_display()}{step.name}：{step.words}" if step else "",
            link=Link(Kind.DOCUMENT, matter.document_id),
            act="去改",
        )


def drafts(actor: Actor, but: set[int]) -> Iterator[Task]:
    """Yield the actor's own drafts, newest first, but not those of these ids."""
    found = Document.objects.filter(
        state=Document.State.DRAFT, recorded_by_id=actor.id, case__archived_on__isnull=True
    ).select_related("case")
    for document in found.order_by("-pk"):
        if document.pk in but:
            continue
        yield Task(
            label="待填写",
            what=plain(document),
            case=str(document.case),
            when=document.recorded_at,
            link=Link(Kind.DOCUMENT, document.pk),
            act="继续",
        )


def unserved(actor: Actor) -> Iterator[Task]:
    """Yield the tries to serve whose outcome is still open, in the actor's cases."""
    found = Delivery.objects.filter(
        state=Delivery.State.TRIED, document__case__in=own_cases(actor)
    ).select_related("document__case", "activity")
    for delivery in found.order_by("pk"):
        yield Task(
            label="待登记结果",
            what=f"{delivery.get_way_display()}：{plain(delivery.document)}",
            case=str(delivery.document.case),
            when=delivery.activity.started_at,
            link=Link(Kind.DELIVERY, delivery.pk),
            act="去登记",
        )


def unsigned(actor: Actor) -> Iterator[Task]:
    """Yield the locked documents of the actor's cases with an open signature place.

    A receipt that is still out is left to `unserved`.
    """
    found = (
        Signature.objects.filter(
            state=Signature.State.OPEN,
            version__number=F("version__document__version"),
            version__document__state__in=[Document.State.FINAL, Document.State.ISSUED],
            version__document__case__in=own_cases(actor),
        )
        .exclude(version__document__receipt_of__state=Delivery.State.TRIED)
        .select_related("version__document__case")
        .order_by("version__document_id", "pk")
    )
    places: dict[Document, list[Signature]] = {}
    for signature in found:
        places.setdefault(signature.version.document, []).append(signature)
    for document, open_places in places.items():
        names = "、".join(dict.fromkeys(one.label for one in open_places))
        yield Task(
            label="待签字",
            what=f"{plain(document)} {document.number}".strip(),
            case=str(document.case),
            when=open_places[0].recorded_at,
            why=f"缺：{names}",
            link=Link(Kind.DOCUMENT, document.pk),
            act="去登记签字",
        )


def unstored(actor: Actor) -> Iterator[Task]:
    """Yield the recordings of the actor's cases that are not stored yet."""
    found = Recording.objects.filter(stored_at__isnull=True, case__in=own_cases(actor))
    for recording in found.select_related("case").order_by("captured_to", "pk"):
        yield Task(
            label="待入库",
            what=f"{recording.get_media_display()}：{plain(recording)}",
            case=str(recording.case),
            when=recording.captured_to,
            link=Link(Kind.RECORDING, recording.pk),
            act="去入库",
        )


def uploads(actor: Actor) -> Iterator[Task]:
    """Yield the actor's files that are still on their way in."""
    states = [Upload.State.RECEIVING, Upload.State.VERIFYING]
    for upload in Upload.objects.filter(owner=actor.id, state__in=states).order_by("created_at"):
        yield Task(
            label="未上传完",
            what=upload.filename,
            case="",
            when=upload.created_at,
            link=Link(UPLOAD, str(upload.pk)),
            act="继续上传",
        )


def unarchived(actor: Actor) -> Iterator[Task]:
    """Yield the closed cases that an archivist has to archive, longest waiting first."""
    found = Case.objects.none()
    if actor.holds(Role.ARCHIVIST):
        own = Q(bureau_id=actor.bureau_id)
        found = visible_cases(actor).filter(own, closed_on__isnull=False, archived_on__isnull=True)
    for case in found.order_by("closed_on", "pk"):
        yield Task(
            label="待归档",
            what=case.title,
            case=case.number,
            when=case.closed_on,
            link=Link(Kind.CASE, case.pk),
            act="去归档",
        )


def damaged(actor: Actor) -> Iterator[Task]:
    """Yield one task while stored files are damaged or lost, for those who answer for them."""
    number = care.unsound().count()
    if number and minds_files(actor):
        yield Task(
            label="文件损坏",
            what=f"库中有 {number} 个文件损坏或者丢失，已隔离，要从备份修复",
            case="",
            when=care.unsound()[0].since,
            link=Link(CARE, 0),
            act="去看",
        )
