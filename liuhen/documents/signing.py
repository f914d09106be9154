"""Signature places: opened when the text is locked, filled in when the signed page is back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from liuhen import clock
from liuhen.documents.models import Document, DocumentVersion, Signature
from liuhen.documents.types import DocumentType, SignaturePlaceSpec
from liuhen.faults import Conflict, Invalid
from liuhen.people.acting import Act
from liuhen.people.checks import check_choice
from liuhen.people.models import Person

State = Signature.State
_ON_PAPER = (State.SIGNED, State.SEALED, State.FINGERPRINT)
# Who normally signs at a place: the participants of the activity in these capacities.
_CAPACITIES = {
    "officer": ("officer",),
    "server": ("officer",),
    "party": ("party", "agent"),
    "recipient": ("party", "agent"),
    "agent": ("agent",),
    "provider": ("provider", "party", "agent"),
    "witness": ("witness",),
    "testifier": ("testifier",),
    "recorder": ("recorder",),
    "host": ("host",),
    "attendee": ("attendee", "head"),
    "reviewer_legal": ("legal_reviewer",),
}


@dataclass(frozen=True, kw_only=True)
class Mark:
    """What stands at one signature place of the document's type."""

    place: str
    state: str
    name: str = ""
    person: Person | None = None
    on: date | None = None
    reason: str = ""
    noted_by: str = ""
    noted_in_document: bool = False
    in_system: bool = False
    svg: str | None = None
    """What was written on the screen, to be drawn."""

    def apply(self, row: Signature, version: DocumentVersion) -> None:
        """Write the mark into a prepared place.

        Raises Invalid where it would say more than is shown, Conflict where something stands there.
        """
        if row.state != State.OPEN:
            # An approval's own signature, or one a colleague has just registered, is not replaced.
            raise Conflict(
                f"「{row.label}」已由{row.recorded_by}登记为「{row.get_state_display()}」。"
                "请刷新页面；登记有误的，请更正文书后重新签署。"
            )
        check_choice(self.state, State.values, "state")
        if self.state in _ON_PAPER and not self.in_system:
            self._demand_scans(row, version)
        refused = self.state in (State.REFUSED, State.UNABLE)
        # Who refuses on the device that was handed over says so before any officer can note it; a
        # paper may say nothing of it, which is entered as it is and found by the rules (A07-8).
        written_here = not self.in_system and not version.document.paper
        if refused and written_here and not (self.reason and self.noted_by):
            raise Invalid(
                "拒绝（不能）签字须注明原因和注明人（第七条）。",
                {"reason": "请写明原因。", "noted_by": "请选择注明的执法人员。"},
            )
        if self.state in _ON_PAPER and not (self.name or row.name):
            raise Invalid(f"请填写{row.label}处签字人的姓名。", {"name": "请填写签字人的姓名。"})
        if self.on is not None and self.on > clock.today():
            raise Invalid("签署日期在将来。", {"on": "请核对签署日期。"})
        row.state, row.signed_on, row.reason = self.state, self.on, self.reason
        row.name = self.name or row.name
        row.person = self.person or row.person
        row.noted_by = self.noted_by
        row.noted_in_document = self.noted_in_document or bool(self.noted_by)
        row.in_system = self.in_system

    def _demand_scans(self, row: Signature, version: DocumentVersion) -> None:
        here = set(version.scans.values_list("page", flat=True))
        each = _spec(version.document, row.place)
        needed = set(range(1, version.pages + 1)) if each and each.each_page else {version.pages}
        if version.document.paper or not version.pages or needed <= here:
            return
        pages = "、".join(str(page) for page in sorted(needed - here))
        raise Invalid(
            f"还缺第 {pages} 页的签字扫描件。请先上传签字后的扫描件或者照片，再登记签字。"
        )


def check_marks(kind: DocumentType, marks: Sequence[Mark]) -> None:
    """Raise Invalid for a mark that the document could not show: no such place, no such state."""
    for mark in marks:
        check_choice(mark.state, State.values, "state")
        check_choice(mark.place, [spec.code for spec in kind.signatures], "place")


def open_to_signing(document: Document) -> Document:
    """Lock the document's row; Conflict for a void one, whose places say nothing any more."""
    document = (
        Document.objects.select_for_update(of=("self",))
        .select_related("case__bureau", "activity")
        .get(pk=document.pk)
    )
    if document.state == Document.State.VOID:
        raise Conflict(f"「{document}」已作废（{document.void_reason}），不能再登记签署。")
    return document


def place_of(version: DocumentVersion, place_id: int) -> Signature:
    """Lock one signature place; Invalid unless it is one of this version."""
    row = Signature.objects.select_for_update().filter(pk=place_id, version=version).first()
    if row is None:
        raise Invalid("签署位置不属于本文书的当前版本，请刷新页面。")
    return row


def register(act: Act, row: Signature, mark: Mark) -> Signature:
    """Write a mark into its place, with who registered it and when; raises as `Mark.apply` does."""
    mark.apply(row, row.version)
    for column, value in act.entered().items():
        setattr(row, column, value)
    row.save()
    return row


def who_can_note(document: Document) -> list[str]:
    """Return the names of the officers who can note a refusal: those of the activity, or the case."""
    present = []
    if document.activity is not None:
        people = document.activity.participants.filter(capacity="officer").order_by("pk")
        present = [one.name for one in people]
    return present or [one.name for one in document.case.officers.order_by("pk")]


def _spec(document: Document, place: str) -> SignaturePlaceSpec | None:
    return next((spec for spec in document.type.signatures if spec.code == place), None)


def open_places(act: Act, version: DocumentVersion, marks: Sequence[Mark]) -> list[Signature]:
    """Create the version's signature places; `marks` that are known already fill theirs."""
    rows = [
        row
        for spec in version.document.type.signatures
        for row in _places(act, version, spec, [m for m in marks if m.place == spec.code])
    ]
    return [*Signature.objects.bulk_create(rows)] if rows else []


def _places(
    act: Act, version: DocumentVersion, spec: SignaturePlaceSpec, marks: Sequence[Mark]
) -> Iterable[Signature]:
    expected = _expected(version.document, spec)
    # A paper has as many places as it has signers; a form printed here has those the type asks for.
    minimum = min(spec.minimum, 1) if version.document.paper else spec.minimum
    for ordinal in range(1, max(minimum, len(expected), len(marks)) + 1):
        name, person = expected[ordinal - 1] if ordinal <= len(expected) else ("", None)
        row = Signature(
            version=version,
            place=spec.code,
            label=spec.label,
            ordinal=ordinal,
            name=name,
            person=person,
            **act.entered(),
        )
        if ordinal <= len(marks):
            _write(row, marks[ordinal - 1])
        yield row


def _write(row: Signature, mark: Mark) -> None:
    row.state, row.signed_on, row.reason = mark.state, mark.on, mark.reason
    row.name, row.person = mark.name or row.name, mark.person or row.person
    row.noted_by = mark.noted_by
    row.noted_in_document = mark.noted_in_document
    row.in_system = mark.in_system


def _expected(document: Document, spec: SignaturePlaceSpec) -> list[tuple[str, Person | None]]:
    """Return who is expected at a place: the case's handlers, or the activity's participants."""
    if spec.code == "seal":
        return [(document.case.bureau.name, None)]
    if spec.code == "handler":
        officers = document.case.officers.select_related("person").filter(until__isnull=True)
        return [(one.name, one.person) for one in officers.order_by("pk")[: spec.minimum]]
    if document.activity is None:
        return []
    wanted = _CAPACITIES.get(spec.code, ())
    people = document.activity.participants.select_related("person").order_by("pk")
    return [(one.name, one.person) for one in people if one.capacity in wanted]
