"""Steps: what a gate is asked about, before a step is taken and after.

The same rule reads both. Before, `on` is today and the subject is what is about to be done (the
draft of the decision, the notice that is to go out); afterwards `on` is the day it was done.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from liuhen.regulation import papers
from liuhen.regulation.answers import Subject, called
from liuhen.regulation.casefile import (
    ActivityKind,
    Approval,
    CopyMade,
    CourtApplication,
    Delivery,
    DeliveryWay,
    Document,
    Hearing,
    Removal,
    Request,
    StepName,
)
from liuhen.regulation.papers import DECISIONS, Paper
from liuhen.regulation.subjects import about
from liuhen.regulation.view import Record, View
from liuhen.regulation.words import STEP


@dataclass(frozen=True)
class Outcome:
    """What is decided, or proposed to be: `fine` in fen, `kind` and `penalties` as in Decision."""

    kind: str
    fine: int
    penalties: tuple[str, ...]
    complex: bool
    simplified: bool
    major: bool
    order_to_correct: bool
    serious: bool | None
    law_version_on: date | None

    @property
    def punishes(self) -> bool:
        """Whether it is a penalty at all."""
        return self.kind == "penalty"


class Step(NamedTuple):
    """A step taken, or wanted now (`taken` False), with what it is taken upon."""

    name: StepName
    on: date
    taken: bool
    about: Subject
    document: Document | None = None
    outcome: Outcome | None = None
    delivery: Delivery | None = None
    way: DeliveryWay | None = None
    absence_proof: str | None = None
    approval: Approval | None = None
    role: str | None = None
    person: str | None = None
    request: Request | None = None
    copy: CopyMade | None = None
    hearing: Hearing | None = None
    application: CourtApplication | None = None
    record: Record | None = None
    records: tuple[str, ...] = ()
    secrecy: str | None = None
    content: bool = False
    security: str | None = None
    auditor: str | None = None
    removal: Removal | None = None


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a step is to be taken upon, by ids in the case file; each step reads its own fields.

    issue_decision: `document` (the draft); serve: `document`, `way`, `absence_proof` (for public
    notice); approve: `approval` (None for a new matter), `role`, `person`; copy: `request`,
    `records` (all that is to be copied), `person` (the id of the party that asks, None for anyone
    else); hold_hearing: `hearing`; act: `person`; archive: `gap_reason`; view: `record` (or only the
    `secrecy` of one), `person` (a roster id, or the id of a party); intake: `secrecy`, `content`
    (whether more than an index entry comes in); remove: `record`, `security`, `auditor`.
    """

    document: str | None = None
    way: DeliveryWay | None = None
    absence_proof: str | None = None
    approval: str | None = None
    role: str | None = None
    person: str | None = None
    request: str | None = None
    hearing: str | None = None
    gap_reason: str | None = None
    record: str | None = None
    records: tuple[str, ...] = ()
    secrecy: str | None = None
    content: bool = False
    security: str | None = None
    auditor: str | None = None


def wanted_step(view: View, name: StepName, wanted: Wanted) -> Step:
    """Return the step as it would be taken today."""
    document = view.draft(wanted.document)
    if document is None and name is StepName.ISSUE_DECISION:
        document = next(reversed(view.drafts_of(*DECISIONS)), None)
    approval = view.approval(wanted.approval)
    requests = view.casefile.requests
    hearings = view.casefile.hearings
    record = view.record(wanted.record)
    subject = about(document or approval or record or view.casefile.case)
    return Step(
        name=name,
        on=view.today,
        taken=False,
        about=subject.on_day(view.today),
        document=document,
        outcome=_proposed_outcome(view, document) if name is StepName.ISSUE_DECISION else None,
        way=wanted.way,
        absence_proof=wanted.absence_proof,
        approval=approval,
        role=wanted.role,
        person=wanted.person,
        request=next((one for one in requests if one.id == wanted.request), None),
        hearing=next((one for one in hearings if one.id == wanted.hearing), None),
        record=record,
        records=wanted.records,
        secrecy=record.secrecy if record else wanted.secrecy,
        content=wanted.content,
        security=wanted.security,
        auditor=wanted.auditor,
    )


def taken_steps(view: View, name: StepName) -> list[Step]:
    """Return the steps of a name that the case file shows as taken, paper ones included."""
    return view.once(("taken_steps", name), lambda: list(_taken_steps(view, name)))


def _taken_steps(view: View, name: StepName) -> Iterator[Step]:
    if name is StepName.CONCLUDE:
        yield from _concluded(view)
    elif name is StepName.NOTIFY:
        yield from _notified(view)
    elif name is StepName.ISSUE_DECISION:
        yield from _decided(view)
    elif name is StepName.SERVE:
        yield from _served(view)
    elif name is StepName.APPROVE:
        yield from _approved(view)
    elif name is StepName.CLOSE:
        yield from _closed(view)
    else:
        yield from _seldom_taken(view, name)


def has_been_taken(view: View, name: StepName) -> bool:
    """Tell whether the case file shows a step of this name."""
    return bool(taken_steps(view, name))


def _concluded(view: View) -> Iterator[Step]:
    case = view.casefile.case
    reports = view.documents_of(Paper.INVESTIGATION_REPORT)
    if reports:
        for report in reports:
            yield Step(StepName.CONCLUDE, report.dated, True, about(report), document=report)
    elif case.concluded_on:
        yield Step(StepName.CONCLUDE, case.concluded_on, True, about(case))


def _notified(view: View) -> Iterator[Step]:
    for proposal in view.proposals:
        document = view.document(proposal.document)
        subject = about(document) if document else _of_case(view, proposal.issued_on)
        yield Step(StepName.NOTIFY, proposal.issued_on, True, subject, document=document)


def _decided(view: View) -> Iterator[Step]:
    decision = view.decision
    if decision is None:
        return
    document = view.document(decision.document)
    subject = about(document) if document else _of_case(view, decision.issued_on)
    yield Step(
        StepName.ISSUE_DECISION,
        decision.issued_on,
        True,
        subject,
        document=document,
        outcome=decided_outcome(view),
    )


def _served(view: View) -> Iterator[Step]:
    for delivery in view.deliveries:
        subject = about(delivery)
        yield Step(
            StepName.SERVE,
            subject.on,
            True,
            subject,
            document=view.document(delivery.document),
            delivery=delivery,
            way=delivery.way,
        )


def _approved(view: View) -> Iterator[Step]:
    for approval in view.approvals:
        subject = about(approval)
        yield Step(StepName.APPROVE, subject.on, True, subject, approval=approval)


def _closed(view: View) -> Iterator[Step]:
    case = view.casefile.case
    if case.closed_on:
        yield Step(StepName.CLOSE, case.closed_on, True, about(case))


def _seldom_taken(view: View, name: StepName) -> Iterator[Step]:
    file = view.casefile
    if name is StepName.APPLY_COURT:
        for application in file.court_applications:
            subject = called(
                STEP[name], f"court_applications/{application.id}", application.applied_on
            )
            yield Step(name, application.applied_on, True, subject, application=application)
    elif name is StepName.COPY:
        for copy in file.copies:
            request = next((one for one in file.requests if one.id == copy.request), None)
            subject = called(f"复制件（{copy.number}）", f"copies/{copy.number}", copy.made_on)
            yield Step(name, copy.made_on, True, subject, copy=copy, request=request)
    elif name is StepName.HOLD_HEARING:
        for hearing in file.hearings:
            if hearing.held_at:
                subject = about(hearing)
                yield Step(name, subject.on, True, subject, hearing=hearing)
    elif name is StepName.ARCHIVE and file.archive:
        yield Step(name, file.archive.archived_on, True, about(file.case))
    elif name is StepName.REMOVE:
        yield from _removed(view)


def _removed(view: View) -> Iterator[Step]:
    for removal in view.casefile.removals:
        subject = about(removal)
        yield Step(
            StepName.REMOVE, subject.on, True, subject, record=view.record(removal.record),
            security=removal.security, auditor=removal.auditor, removal=removal,
        )  # fmt: skip


def _of_case(view: View, on: date) -> Subject:
    return about(view.casefile.case).on_day(on)


def decided_outcome(view: View) -> Outcome | None:
    """Return what was decided, None before the decision."""
    decision = view.decision
    if decision is None:
        return None
    complex = decision.complex or view.casefile.case.complex
    return Outcome(
        kind=decision.kind,
        fine=decision.fine,
        penalties=decision.penalties,
        complex=complex,
        simplified=decision.simplified or view.casefile.case.procedure == "simplified",
        major=bool(decision.major) or is_major(view, decision.fine, decision.issued_on),
        order_to_correct=decision.order_to_correct,
        serious=decision.serious,
        law_version_on=decision.law_version_on,
    )


_KIND_OF_PAPER = {Paper.NO_PENALTY_DECISION.value: "no_penalty"}


def _proposed_outcome(view: View, draft: Document | None) -> Outcome:
    proposal = view.proposals[-1] if view.proposals else None
    fine = papers.amount(draft, "fine_fen") if draft else None
    if fine is None:
        fine = proposal.fine if proposal else 0
    named = papers.strings(draft, "penalties") if draft else ()
    return Outcome(
        kind=_KIND_OF_PAPER.get(draft.type, "penalty") if draft else "penalty",
        fine=fine,
        penalties=named or (proposal.penalties if proposal else ()),
        complex=view.casefile.case.complex,
        simplified=view.casefile.case.procedure == "simplified",
        major=is_major(view, fine, view.today),
        order_to_correct=bool(draft and papers.filled(draft, "order_to_correct")),
        serious=None,
        law_version_on=None,
    )


def is_major(view: View, fine: int, on: date) -> bool:
    """Tell whether a decision is major by its fine, or because a hearing was held (第五十八条)."""
    if fine >= view.parameter("major_fine_threshold", on):
        return True
    return bool(view.activities_of(ActivityKind.HEARING))
