"""A case told act by act: small builders from which the worked cases, and tests, are made.

A story records each thing on the day it happened, unless it is told that papers are entered later.
Times are written as a clerk writes them, "2026-03-10 09:30", in Asia/Shanghai.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from liuhen.regulation.casefile import (
    Activity,
    ActivityKind,
    Approval,
    ApprovalStep,
    Delivery,
    DeliveryState,
    DeliveryWay,
    Document,
    DocumentState,
    Entered,
    EvidenceItem,
    EvidenceKind,
    FileRef,
    Media,
    Participant,
    Receipt,
    Recording,
    Right,
    RightTold,
    SignaturePlace,
    SignatureState,
    Stage,
)
from liuhen.regulation.examples.cast import BING, GENG, JIA, WU, YI, Colleague
from liuhen.regulation.words import SHANGHAI

_STAGES: Mapping[ActivityKind, Stage] = {
    ActivityKind.LEAD: Stage.INITIATION,
    ActivityKind.INSPECTION_APPROVAL: Stage.INITIATION,
    ActivityKind.INSPECTION_NOTICE: Stage.INITIATION,
    ActivityKind.FILING: Stage.INITIATION,
    ActivityKind.LEGAL_REVIEW: Stage.DECISION,
    ActivityKind.PENALTY_NOTICE: Stage.DECISION,
    ActivityKind.STATEMENT: Stage.DECISION,
    ActivityKind.STATEMENT_REVIEW: Stage.DECISION,
    ActivityKind.DISCUSSION: Stage.DECISION,
    ActivityKind.DECISION_APPROVAL: Stage.DECISION,
    ActivityKind.DECISION: Stage.DECISION,
    ActivityKind.CORRECTION_CHECK: Stage.EXECUTION,
    ActivityKind.SERVICE: Stage.EXECUTION,
    ActivityKind.PUBLICATION: Stage.EXECUTION,
    ActivityKind.PERFORMANCE: Stage.EXECUTION,
    ActivityKind.CLOSING: Stage.ARCHIVING,
    ActivityKind.ARCHIVING: Stage.ARCHIVING,
}


def at(moment: str) -> datetime:
    """Read a time as a clerk writes it; a bare day means noon."""
    text = moment if " " in moment else f"{moment} 12:00"
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def on(day: str) -> date:
    """Read a day."""
    return date.fromisoformat(day)


def scan(name: str, media: str = "application/pdf", size: int = 120_000) -> FileRef:
    """Return a file of that name; its digests are invented, but always the same."""
    seed = sum(ord(one) * (place + 1) for place, one in enumerate(name))
    return FileRef(sha256=f"{seed:064x}", sm3=f"{seed + 1:064x}", size=size, media=media)


def signed(name: str, place: str, day: str) -> SignaturePlace:
    """Return a signature place that is signed."""
    return SignaturePlace(place=place, name=name, state=SignatureState.SIGNED, on=on(day))


def unsigned(name: str, place: str, state: SignatureState = SignatureState.OPEN) -> SignaturePlace:
    """Return a signature place that stands open, or was refused without a note."""
    return SignaturePlace(place=place, name=name, state=state)


@dataclass
class Story:
    """Collects the records of one case; every list goes into the case file as it stands."""

    entered_on: str | None = None
    late_reason: str | None = None
    by: Colleague = JIA
    activities: list[Activity] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    recordings: list[Recording] = field(default_factory=list)
    evidence: list[EvidenceItem] = field(default_factory=list)
    approvals: list[Approval] = field(default_factory=list)
    deliveries: list[Delivery] = field(default_factory=list)
    rights: list[RightTold] = field(default_factory=list)

    def entered(self, moment: datetime) -> Entered:
        """Return when the record of something is entered: then, or on the story's later day."""
        entered_at = at(f"{self.entered_on} 09:00") if self.entered_on else moment
        return Entered(at=entered_at, by=self.by.id, late_reason=self.late_reason)

    def activity(
        self,
        kind: ActivityKind,
        start: str,
        end: str | None = None,
        *,
        people: Iterable[Participant] = (),
        **more: Any,
    ) -> str:
        """Add an activity that has ended; return its id."""
        id = f"a{len(self.activities) + 1}"
        self.activities.append(
            Activity(
                id=id,
                kind=kind,
                stage=_STAGES.get(kind, Stage.INVESTIGATION),
                started_at=at(start),
                ended_at=at(end or start),
                entered=self.entered(at(end or start)),
                participants=tuple(people),
                **more,
            )
        )
        return id

    def paper(
        self,
        type: str,
        title: str,
        day: str,
        *,
        activity: str | None = None,
        fields: Mapping[str, Any] | None = None,
        signatures: Sequence[SignaturePlace] = (),
        **more: Any,
    ) -> str:
        """Add a document that stands; return its id."""
        id = f"d{len(self.documents) + 1}"
        more.setdefault("state", DocumentState.FINAL)
        self.documents.append(
            Document(
                id=id,
                type=type,
                title=title,
                dated=on(day),
                entered=self.entered(at(day)),
                activity=activity,
                fields=dict(fields or {}),
                signatures=tuple(signatures),
                file=scan(title + day),
                **more,
            )
        )
        return id

    def recording(
        self,
        media: Media,
        start: str,
        end: str | None = None,
        *,
        stored: str,
        purpose: str = "process",
        maker: Colleague = YI,
        **more: Any,
    ) -> str:
        """Add a recording; return its id."""
        id = f"r{len(self.recordings) + 1}"
        self.recordings.append(
            Recording(
                id=id,
                media=media,
                purpose=purpose,
                captured_from=at(start),
                captured_to=at(end or start),
                entered=self.entered(at(stored)),
                maker=maker.name,
                stored_at=at(stored),
                keeper=GENG.name,
                file=scan(id, "video/mp4"),
                **more,
            )
        )
        return id

    def piece(self, kind: EvidenceKind, name: str, moment: str, **more: Any) -> str:
        """Add a piece of evidence; return its id."""
        id = f"e{len(self.evidence) + 1}"
        self.evidence.append(
            EvidenceItem(
                id=id,
                kind=kind,
                name=name,
                collected_at=at(moment),
                entered=self.entered(at(moment)),
                **more,
            )
        )
        return id

    def approval(
        self,
        matter: str,
        *,
        proposed: str,
        reviewed: str | None,
        approved: str,
        document: str | None = None,
    ) -> str:
        """Add an approval: 甲 proposes, 丙 reviews (if at all), 戊 approves; return its id."""
        id = f"m{len(self.approvals) + 1}"
        parts = (
            ("handler", JIA, "propose", proposed, "拟同意，理由见审批表。"),
            ("reviewer", BING, "agree", reviewed, "经审核，同意。"),
            ("approver", WU, "agree", approved, "同意。"),
        )
        steps = tuple(
            ApprovalStep(
                role=role,
                person=who.id,
                name=who.name,
                post=who.post,
                verdict=verdict,
                words=words,
                at=at(moment),
            )
            for role, who, verdict, moment, words in parts
            if moment is not None
        )
        self.approvals.append(
            Approval(
                id=id,
                matter=matter,
                state="approved",
                steps=steps,
                entered=self.entered(at(approved)),
                document=document,
                decided_at=at(approved),
                by_head=True,
            )
        )
        return id

    def serve(
        self,
        document: str,
        moment: str,
        *,
        recipient: str,
        receipt: Receipt | None = None,
        way: DeliveryWay = DeliveryWay.DIRECT,
        state: DeliveryState = DeliveryState.SERVED,
        **more: Any,
    ) -> str:
        """Add a try to serve a document; return its id."""
        id = f"s{len(self.deliveries) + 1}"
        served = at(moment).date() if state is DeliveryState.SERVED else None
        self.deliveries.append(
            Delivery(
                id=id,
                document=document,
                recipient=recipient,
                way=way,
                state=state,
                tried_at=at(moment),
                entered=self.entered(at(moment)),
                servers=(JIA.as_officer(), YI.as_officer()),
                served_on=served,
                receipt=receipt,
                **more,
            )
        )
        return id

    def serve_direct(self, document: str, moment: str, *, recipient: str, agent: str) -> str:
        """Add a direct service signed by the agent, with its receipt; return its id."""
        day = at(moment).date()
        paper = self.paper(
            "delivery_receipt",
            "送达回证",
            day.isoformat(),
            signatures=(signed(agent, "agent", day.isoformat()),),
        )
        receipt = Receipt(
            document=paper,
            received_on=day,
            signatory=agent,
            signatory_capacity="agent",
            relation="代理人",
            recipient_signed=True,
            servers_signed=True,
        )
        return self.serve(document, moment, recipient=recipient, receipt=receipt)

    def tell(
        self,
        rights: Iterable[Right],
        moment: str,
        *,
        means: str,
        activity: str | None = None,
        document: str | None = None,
        answer: str | None = None,
    ) -> None:
        """Add the telling of rights."""
        for right in rights:
            self.rights.append(
                RightTold(
                    id=f"t{len(self.rights) + 1}",
                    right=right,
                    means=means,
                    at=at(moment),
                    by=JIA.name,
                    activity=activity,
                    document=document,
                    answer=answer,
                )
            )


def officers_field(officers: Iterable[Participant]) -> list[dict[str, str]]:
    """Return the transcript's table of officers."""
    return [
        {
            "name": one.name,
            "certificate_number": one.certificate.number if one.certificate else "",
        }
        for one in officers
    ]
