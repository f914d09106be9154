"""The acts of a case, read from the documents and deliveries that record them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from liuhen import clock
from liuhen.approvals.models import Matter
from liuhen.cases.models import Activity
from liuhen.delivery.models import Delivery
from liuhen.documents.models import Document, Signature
from liuhen.evidence.models import EvidenceItem, Recording
from liuhen.people.models import Entered
from liuhen.procedure.sources import SETTLED, Sources
from liuhen.procedure.values import choices, day, rows, whole, words
from liuhen.regulation import casefile as file
from liuhen.regulation.papers import DECISIONS

_STANDING = (Document.State.FINAL, Document.State.ISSUED)
_SIGNED = (Signature.State.SIGNED, Signature.State.SEALED, Signature.State.FINGERPRINT)


def entered(row: Entered) -> file.Entered:
    """Return who entered a record when."""
    return file.Entered(at=row.recorded_at, by=row.recorded_by, late_reason=row.late_reason or None)


def day_of(moment: datetime) -> date:
    """Return the Shanghai day of an aware instant."""
    return moment.astimezone(clock.SHANGHAI).date()


class Papers:
    """The standing documents of a case (final or issued, not void), asked by type."""

    def __init__(self, sources: Sources, documents: Iterable[file.Document]) -> None:
        self.sources = sources
        self.files = {document.id: document for document in documents}
        self.activities: Mapping[int, Activity] = {row.pk: row for row in sources.activities}
        self._by_type: dict[str, list[Document]] = {}
        for row in sources.documents:
            if row.state in _STANDING and row.record_id not in sources.isolated:
                self._by_type.setdefault(row.type_code, []).append(row)

    def of(self, *types: str) -> Iterator[Document]:
        """Yield the standing documents of these types, oldest first within each."""
        for type in types:
            yield from self._by_type.get(type, ())

    def activity_of(self, document: Document) -> Activity | None:
        """Return the activity that a document records."""
        return self.activities.get(document.activity_id) if document.activity_id else None

    def when(self, document: Document) -> datetime:
        """Return when the act a document records took place."""
        activity = self.activity_of(document)
        if activity is not None:
            return activity.started_at
        return datetime.combine(document.dated, datetime.min.time(), tzinfo=clock.SHANGHAI)

    def text_of(self, recording: Recording) -> str | None:
        """Return the written text of a sound (第七条（七）): of the same activity, by its name."""
        for document in self.of("sound_text"):
            if (
                document.activity_id == recording.activity_id
                and document.fields.get("recording_name") == recording.title
            ):
                return f"d{document.pk}"
        return None

    def record_of(self, item: EvidenceItem) -> str | None:
        """Return the document that a piece of evidence is traced to: the record of its activity."""
        if item.activity_id is None:
            return None
        wanted = _RECORDS.get(item.kind, ())
        for document in self.sources.documents:
            if (
                document.activity_id == item.activity_id
                and document.type_code in wanted
                and document.state in SETTLED
            ):
                return f"d{document.pk}"
        return None

    def served_on(self, document: Document) -> date | None:
        """Return the first day on which a document was served, None while it was not."""
        days = [
            row.served_on
            for row in self.sources.deliveries
            if row.document_id == document.pk and row.served_on is not None
        ]
        return min(days, default=None)

    def handler_named(self, name: str) -> str | None:
        """Return the roster id of the officer of the case who bears a name."""
        for row in self.sources.officers:
            if row.name and row.name in name:
                return f"p{row.person_id}"
        return None

    def approval_of(self, document: Document) -> Matter | None:
        """Return the last internal approval that a form went through."""
        found = [row for row in self.sources.matters if row.document_id == document.pk]
        return found[-1] if found else None

    def approver_of(self, matter: Matter) -> str | None:
        """Return the name of who decided a matter."""
        steps = self.sources.steps.get(matter.pk, [])
        return next((one.name for one in reversed(steps) if one.role == "approver"), None)

    def left_investigation_on(self) -> date | None:
        """Return the day the case left investigation: concluded, or a later step was taken."""
        days = [document.dated for document in self.of("penalty_notice", *DECISIONS)]
        if self.sources.case.concluded_on:
            days.append(self.sources.case.concluded_on)
        return min(days, default=None)


_RECORDS = {
    "documentary": ("evidence_list",),
    "physical": ("evidence_list",),
    "electronic": ("electronic_data_record",),
    "site_record": ("site_inspection_record",),
    "party_statement": ("inquiry_record",),
    "testimony": ("witness_statement",),
    "audiovisual": ("recording_note", "sound_text"),
}


def proposals(papers: Papers) -> Iterator[file.Proposal]:
    """Yield the notices of a proposed decision."""
    for row in papers.of("penalty_notice"):
        yield file.Proposal(
            document=f"d{row.pk}",
            issued_on=row.issued_on or row.dated,
            fine=whole(row.fields.get("fine_fen")),
            penalties=choices(row.fields.get("penalties")),
        )


def decision(papers: Papers) -> file.Decision | None:
    """Return the decision, None before it is issued."""
    issued = sorted(papers.of(*DECISIONS), key=lambda row: (row.dated, row.pk))
    if not issued:
        return None
    row = issued[-1]
    spot = any(d.document_id == row.pk and d.on_the_spot for d in papers.sources.deliveries)
    return file.Decision(
        document=f"d{row.pk}",
        kind=_decided(row),
        issued_on=row.issued_on or row.dated,
        fine=whole(row.fields.get("fine_fen")),
        penalties=choices(row.fields.get("penalties")),
        basis=words(row.fields.get("legal_basis")) or None,
        complex=papers.sources.case.complex,
        simplified=papers.sources.case.procedure == "simplified"
        or row.type_code == "simplified_decision",
        order_to_correct=bool(words(row.fields.get("order_to_correct")).strip()),
        handed_over_on_the_spot=spot,
    )


def _decided(row: Document) -> str:
    """Return the kind of a decision (行政处罚法 第五十七条); on what grounds, its own field says."""
    if row.type_code != "no_penalty_decision":
        return "penalty"
    return "not_established" if row.fields.get("ground") == "not_established" else "no_penalty"


_DUE_FIELD = {
    "correction_order": "due_on",
    "penalty_decision": "correct_by",
    "no_penalty_decision": "correct_by",
}


def correction_orders(papers: Papers) -> Iterator[file.CorrectionOrder]:
    """Yield the orders to correct with the check that followed each."""
    checks = sorted(papers.of("correction_check"), key=papers.when)
    for row in papers.of(*_DUE_FIELD):
        due = day(row.fields.get(_DUE_FIELD[row.type_code]))
        if due is None:
            continue
        ordered = row.issued_on or row.dated
        check = next((c for c in checks if day_of(papers.when(c)) >= ordered), None)
        yield file.CorrectionOrder(
            id=f"d{row.pk}",
            document=f"d{row.pk}",
            ordered_on=ordered,
            due_on=due,
            checked_at=papers.when(check) if check else None,
            check_activity=f"a{check.activity_id}" if check and check.activity_id else None,
            check_result=words(check.fields.get("result")) or None if check else None,
        )


def legal_reviews(papers: Papers) -> Iterator[file.LegalReview]:
    """Yield the legal reviews; the reviewer is the activity's legal reviewer."""
    for row in papers.of("legal_review_opinion"):
        activity = papers.activity_of(row)
        people = papers.sources.participants.get(activity.pk, []) if activity else []
        who = next((p for p in people if p.capacity == "legal_reviewer"), None)
        yield file.LegalReview(
            id=f"d{row.pk}",
            document=f"d{row.pk}",
            at=papers.when(row),
            reviewer=who.name if who else "",
            person=f"p{who.person_id}" if who and who.person_id else "",
            verdict=words(row.fields.get("verdict")),
            qualified=bool(words(row.fields.get("qualification_number")).strip()),
            first_time=row.fields.get("first_time") is True,
        )


def discussions(papers: Papers) -> Iterator[file.Discussion]:
    """Yield the collective discussions of the heads."""
    for row in papers.of("discussion_record"):
        yield file.Discussion(
            id=f"d{row.pk}",
            document=f"d{row.pk}",
            held_at=papers.when(row),
            present=tuple(words(o.get("name")) for o in rows(row.fields.get("attendees"))),
            votes_for=whole(row.fields.get("votes_for")),
            conclusion=words(row.fields.get("conclusion")),
        )


def statements(papers: Papers) -> Iterator[file.Statement]:
    """Yield the statements heard, each with its review if there was one."""
    activities = [a for a in papers.sources.activities if a.kind == "statement"]
    reviews = sorted(papers.of("statement_review"), key=papers.when)
    for activity in activities:
        record = next(
            (d for d in papers.of("statement_record") if d.activity_id == activity.pk), None
        )
        review = next((r for r in reviews if papers.when(r) >= activity.started_at), None)
        yield file.Statement(
            id=f"a{activity.pk}",
            activity=f"a{activity.pk}",
            heard_at=activity.started_at,
            content=words(record.fields.get("content")) if record else "",
            document=f"d{record.pk}" if record else None,
            reviewed_at=papers.when(review) if review else None,
            accepted=review.fields.get("accepted") in ("accepted", "partly") if review else None,
            review_reasons=words(review.fields.get("review")) or None if review else None,
            review_document=f"d{review.pk}" if review else None,
        )


def rights(papers: Papers) -> Iterator[file.RightTold]:
    """Yield the rights told: in an activity, or by a notice that was handed over."""
    for row in papers.sources.rights:
        yield file.RightTold(
            id=f"t{row.pk}",
            right=file.Right(row.right),
            means=row.means,
            at=row.told_at,
            by=row.told_by,
            activity=f"a{row.activity_id}",
            answer=row.answer or None,
        )
    for document in papers.of("penalty_notice", "hearing_rights_notice", "rights_notice"):
        handed = [d for d in papers.sources.deliveries if d.document_id == document.pk]
        servers = _servers(papers.sources, handed[0]) if handed else ()
        for right in choices(document.fields.get("rights_told")):
            yield file.RightTold(
                id=f"d{document.pk}-{right}",
                right=file.Right(right),
                means=document.title,
                at=handed[0].activity.started_at if handed else papers.when(document),
                by="、".join(p.name for p in servers) or papers.sources.bureau.name,
                activity=f"a{document.activity_id}" if document.activity_id else None,
                document=f"d{document.pk}",
            )


def performances(papers: Papers) -> Iterator[file.Performance]:
    """Yield how the parts of the outcome were carried out, one for each row of the record."""
    vouchers = {d.activity_id: d for d in papers.of("payment_voucher")}
    for record in papers.of("performance_record"):
        voucher = vouchers.get(record.activity_id)
        for number, row in enumerate(rows(record.fields.get("items")), start=1):
            yield file.Performance(
                id=f"d{record.pk}-{number}",
                part=words(row.get("part")),
                extent=words(row.get("extent")),
                on=day(row.get("on")) or record.dated,
                entered=entered(record),
                amount=whole(row.get("amount_fen")),
                document=f"d{record.pk}",
                voucher=f"d{voucher.pk}" if voucher and row.get("part") == "fine" else None,
            )


def publications(papers: Papers) -> Iterator[file.Publication]:
    """Yield the publications of the decision."""
    for row in papers.of("publication_record"):
        yield file.Publication(
            published_on=day(row.fields.get("published_on")) or row.dated,
            where=words(row.fields.get("where")),
            document=f"d{row.pk}",
        )


def _servers(sources: Sources, row: Delivery) -> tuple[file.Participant, ...]:
    return tuple(
        file.Participant(
            name=p.name,
            capacity=file.Capacity.OFFICER,
            person=f"p{p.person_id}" if p.person_id else None,
        )
        for p in sources.participants.get(row.activity_id, [])
    )


def deliveries(sources: Sources) -> Iterator[file.Delivery]:
    """Yield every try to serve a document."""
    for row in sources.deliveries:
        detail = row.detail
        yield file.Delivery(
            id=f"s{row.pk}",
            document=f"d{row.document_id}",
            recipient=row.recipient,
            activity=f"a{row.activity_id}",
            way=file.DeliveryWay(row.way),
            state=file.DeliveryState(row.state),
            tried_at=row.activity.started_at,
            entered=entered(row),
            servers=_servers(sources, row),
            served_on=row.served_on,
            failure=row.failure or None,
            receipt=_receipt(row),
            posting=_posting(detail.get("posting")),
            notice=_notice(detail.get("notice")),
            on_the_spot=row.on_the_spot,
        )


def _receipt(row: Delivery) -> file.Receipt | None:
    if not (row.receipt_id or row.received_on or row.refusal_on or row.signatory):
        return None
    return file.Receipt(
        document=f"d{row.receipt_id}" if row.receipt_id else None,
        received_on=row.received_on,
        signatory=row.signatory or None,
        signatory_capacity=row.signatory_capacity or None,
        relation=row.relation or None,
        recipient_signed=row.recipient_signed,
        servers_signed=row.servers_signed,
        witness=row.witness or None,
        witness_signed=row.witness_signed,
        refusal_reason=row.refusal_reason or None,
        refusal_on=row.refusal_on,
        left_at_residence=row.left_at_residence,
    )


def _posting(detail: Any) -> file.Posting | None:
    if not isinstance(detail, dict):
        return None
    sent_on = day(detail.get("sent_on"))
    if sent_on is None:
        return None
    return file.Posting(
        mail=words(detail.get("mail")),
        sent_on=sent_on,
        list_names_documents=detail.get("list_names_documents") is True,
        registration_slip=words(detail.get("registration_slip")) or None,
        payment_voucher=words(detail.get("payment_voucher")) or None,
        return_receipt=words(detail.get("return_receipt")) or None,
        returned_on=day(detail.get("returned_on")),
        return_reason=words(detail.get("return_reason")) or None,
    )


def _notice(detail: Any) -> file.PublicNotice | None:
    if not isinstance(detail, dict):
        return None
    last = day(detail.get("last_published_on"))
    if last is None:
        return None
    return file.PublicNotice(
        carrier=words(detail.get("carrier")) or None,
        last_published_on=last,
        notice_document=words(detail.get("notice_document")) or None,
        reasons=words(detail.get("reasons")) or None,
        course=words(detail.get("course")) or None,
        absence_proof=words(detail.get("absence_proof")) or None,
    )
