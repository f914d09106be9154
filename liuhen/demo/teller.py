"""Tells a case through the same actions that the pages use, one act at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from liuhen import clock
from liuhen.approvals.models import Matter
from liuhen.archive.actions import archive_case
from liuhen.cases import actions as cases
from liuhen.cases.actions import PartyFacts, Present, Told
from liuhen.cases.models import Activity, Case
from liuhen.delivery import actions as delivering
from liuhen.delivery.actions import Attempt, Received
from liuhen.delivery.models import Delivery
from liuhen.demo.cast import Cast
from liuhen.demo.paper import signed_scan
from liuhen.documents import actions as documents
from liuhen.documents.access import current_version
from liuhen.documents.actions import Paper
from liuhen.documents.models import Document, Signature
from liuhen.documents.signing import Mark
from liuhen.documents.types import get_type
from liuhen.evidence import actions as evidence
from liuhen.evidence.actions import Capture, Piece
from liuhen.evidence.models import EvidenceItem, Recording
from liuhen.procedure import steps
from liuhen.procedure.prefill import prefilled
from liuhen.vault import store

at = clock.shanghai

# These the system gathers from the case itself; the sample's words must not stand in for them.
GATHERED = {
    "party_name",
    "party_code",
    "party_address",
    "party_representative",
    "party_particulars",
    "addressee",
    "case_cause",
    "case_title",
    "evidence",
    "evidence_count",
    "activities",
    "started_at",
    "ended_at",
    "taken_at",
    "extracted_at",
    "place",
    "officers",
    "officer_count",
    "due_on",
    "filed_on",
    "decided_on",
    "ended_on",
    "reviewed_on",
    "closed_on",
    "heard_at",
    "conduct_ended_on",
    "discovered_on",
    "content_of_statement",
    "attachments",
    "course",
    "data_checks",
    "decision_content",
    "discretion",
    "evidence_words",
    "facts",
    "filing_number",
    "fine_fen",
    "grounds",
    "hearing_of_party",
    "legal_basis",
    "order_to_correct",
    "party_opinion",
    "penalties",
    "performance",
    "proposed",
    "remedies",
}


class Teller:
    """One case being told; every method is one or two actions by a named person."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.case: Case

    def open(
        self, who: str, party: PartyFacts, *, co: Sequence[str] = ("yi",), **facts: Any
    ) -> Case:
        """Open the case now."""
        self.case = cases.open_case(
            self.cast.actor(who),
            party=party,
            opened_at=clock.now(),
            co_handlers=[self.cast[name] for name in co],
            **facts,
        )
        return self.case

    def officers(self, *names: str) -> list[Present]:
        """Return colleagues as officers whose certificates were shown."""
        return [
            Present(
                capacity="officer", person=self.cast[name], post="执法人员", certificate_shown=True
            )
            for name in names
        ]

    def act(
        self,
        who: str,
        kind: str,
        start: datetime | None = None,
        end: datetime | None = None,
        *,
        present: Sequence[Present] = (),
        told: Sequence[Told] = (),
        **facts: Any,
    ) -> Activity:
        """Record an activity; without times, one that happens now."""
        begun = start or clock.now()
        return cases.record_activity(
            self.cast.actor(who),
            self.case,
            kind=kind,
            started_at=begun,
            ended_at=end or begun,
            present=present,
            told=told,
            **facts,
        )

    def begin(self, who: str, kind: str, **facts: Any) -> Activity:
        """Record an activity that goes on (an approval under way)."""
        return cases.record_activity(
            self.cast.actor(who), self.case, kind=kind, started_at=clock.now(), **facts
        )

    def write(self, who: str, type_code: str, activity: Activity, **fields: Any) -> Document:
        """Draft a document: what the case knows, else the sample's words, and what is given."""
        known = prefilled(self.case, type_code, activity=activity)
        words = dict(get_type(type_code).sample()["fields"])
        for name in GATHERED & known.keys():
            words.pop(name, None)
        return documents.draft(
            self.cast.actor(who),
            self.case,
            type_code=type_code,
            activity=activity,
            fields={**known, **words, **fields},
            gathered=known,
        )

    def settle(self, who: str, document: Document) -> Document:
        """定稿."""
        return steps.finalise(self.cast.actor(who), document)

    def sign(
        self, who: str, document: Document, *, names: Mapping[str, str] | None = None
    ) -> Document:
        """Print, sign at every open place, scan back; `names` are signers by place."""
        actor = self.cast.actor(who)
        documents.attach_scan(actor, document, data=signed_scan(document), name="签字扫描.pdf")
        given = names or {}
        marks = {
            row.pk: Mark(
                place=row.place,
                name=row.name or given.get(row.place, ""),
                on=clock.today(),
                state=Signature.State.SEALED if row.place == "seal" else Signature.State.SIGNED,
            )
            for row in current_version(document).signatures.filter(state=Signature.State.OPEN)
        }
        if marks:
            documents.mark_signatures(actor, document, marks)
        return document

    def paper(
        self,
        who: str,
        type_code: str,
        activity: Activity,
        *,
        names: Mapping[str, str] | None = None,
        **fields: Any,
    ) -> Document:
        """Write, settle and sign a document."""
        settled = self.settle(who, self.write(who, type_code, activity, **fields))
        return self.sign(who, settled, names=names)

    def submit(self, who: str, document: Document, words: str) -> Matter:
        """承办人提交审批."""
        return steps.submit_for_approval(self.cast.actor(who), document, words=words)

    def verdict(self, who: str, matter: Matter, words: str, verdict: str = "agree") -> Matter:
        """审核、批准、退回."""
        return steps.give_verdict(self.cast.actor(who), matter, verdict=verdict, words=words)

    def approved(self, document: Document, words: str, by: str = "wu") -> Matter:
        """Put a form through 承办 → 审核 → 批准."""
        matter = self.submit("jia", document, words)
        self.verdict("bing", matter, "已审核，事实清楚，同意承办人意见。")
        return self.verdict(by, matter, "同意。")

    def serve(
        self,
        document: Document,
        *,
        signatory: str,
        capacity: str,
        relation: str,
        servers: Sequence[str] = ("jia", "yi"),
        place: str = "",
    ) -> Delivery:
        """直接送达 now, the receipt signed on the spot and scanned."""
        actor = self.cast.actor(servers[0])
        delivery = steps.serve(
            actor,
            document,
            Attempt(
                way="direct",
                tried_at=clock.now(),
                place=place,
                servers=[self.cast[name] for name in servers],
                recipient=self.case.parties.get().name,
            ),
        )
        delivery.refresh_from_db()
        if delivery.receipt is not None:
            self.sign(servers[0], delivery.receipt, names={"recipient": signatory})
        return delivering.record_receipt(
            actor,
            delivery,
            Received(
                received_on=clock.today(),
                signatory=signatory,
                signatory_capacity=capacity,
                relation=relation,
            ),
        )

    def record(
        self, who: str, activity: Activity, data: bytes, capture: Capture, name: str
    ) -> Recording:
        """Store a recording and register it."""
        return evidence.register_recording(
            self.cast.actor(who),
            self.case,
            capture,
            stored=store.put_bytes(data),
            activity=activity,
            file_name=name,
        )

    def evidence(
        self,
        who: str,
        piece: Piece,
        *,
        activity: Activity | None = None,
        recording: Recording | None = None,
        data: bytes | None = None,
    ) -> EvidenceItem:
        """Register a piece of evidence."""
        return evidence.register_evidence(
            self.cast.actor(who),
            self.case,
            piece,
            activity=activity,
            recording=recording,
            stored=store.put_bytes(data) if data else None,
        )

    def voucher(self, who: str, activity: Activity, data: bytes, *, paid_on: date) -> Document:
        """Enter the payment voucher that came in."""
        fields = dict(get_type("payment_voucher").sample()["fields"])
        return steps.enter_paper(
            self.cast.actor(who),
            self.case,
            type_code="payment_voucher",
            activity=activity,
            paper=Paper(dated=paid_on, issued=False, data=data),
            fields=fields,
        )

    def archive(self, who: str) -> None:
        """归档: bind the volumes and seal the case."""
        self.case.refresh_from_db()
        archive_case(self.cast.actor(who), self.case)
