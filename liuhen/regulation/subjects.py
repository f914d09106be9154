"""What clerks call the things in a case file, and where each stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import singledispatch
from typing import Any

from liuhen.regulation import papers, words
from liuhen.regulation.answers import Name, Subject, called
from liuhen.regulation.casefile import (
    Activity,
    Approval,
    Archive,
    CaseFacts,
    CorrectionOrder,
    CrimeTransfer,
    Delivery,
    Document,
    EvidenceItem,
    EvidenceKeeping,
    Hearing,
    LegalReview,
    Performance,
    Recording,
    Removal,
    Request,
    RightTold,
    Statement,
    SupervisionOrder,
)
from liuhen.regulation.words import day, day_of


def about(record: object) -> Subject:
    """Return the subject for a record of the case file; raises TypeError for anything else."""
    # Asked for every record by every rule; singledispatch alone takes as long as the answer.
    return _ABOUT.get(type(record), _about)(record)


@singledispatch
def _about(record: object) -> Subject:
    raise TypeError(f"no rule speaks about {type(record).__name__}")


# What a case has many of is named only when somebody asks.


@_about.register
def _(record: Activity) -> Subject:
    return Subject(record, _activity, day_of(record.started_at))


def _activity(record: Activity) -> Name:
    name = record.title or words.KIND[record.kind]
    return Name(f"{day(day_of(record.started_at))}{name}", f"activities/{record.id}")


@_about.register
def _(record: Document) -> Subject:
    return Subject(record, _document, record.dated)


def _document(record: Document) -> Name:
    return Name(papers.title_of(record), f"documents/{record.id}")


@_about.register
def _(record: Recording) -> Subject:
    return Subject(record, _recording, day_of(record.captured_to))


def _recording(record: Recording) -> Name:
    name = words.MEDIA[record.media] + (f"“{record.title}”" if record.title else "")
    return Name(f"{day(day_of(record.captured_to))}{name}", f"recordings/{record.id}")


@_about.register
def _(record: EvidenceItem) -> Subject:
    return Subject(record, _evidence, day_of(record.collected_at))


def _evidence(record: EvidenceItem) -> Name:
    return Name(f"证据“{record.name}”", f"evidence/{record.id}")


@_about.register
def _(record: Delivery) -> Subject:
    return Subject(record, _delivery, day_of(record.tried_at))


def _delivery(record: Delivery) -> Name:
    return Name(f"{day(day_of(record.tried_at))}{words.WAY[record.way]}", f"deliveries/{record.id}")


# The rest there is once or twice.


@_about.register
def _(record: Approval) -> Subject:
    moment = record.decided_at or min((step.at for step in record.steps), default=record.entered.at)
    name = _MATTERS.get(record.matter, record.matter)
    return called(f"内部审批（{name}）", f"approvals/{record.id}", day_of(moment))


_MATTERS = {
    papers.Matter.INSPECTION.value: "检查",
    papers.Matter.FILING.value: "立案",
    papers.Matter.EXTENSION.value: "延长办案期限",
    papers.Matter.DECISION.value: "案件处理",
}


@_about.register
def _(record: CaseFacts) -> Subject:
    return called(f"本案（{record.number}）", "case", day_of(record.opened_at))


@_about.register
def _(record: CorrectionOrder) -> Subject:
    on = record.ordered_on
    return called(f"{day(on)}责令改正", f"correction_orders/{record.id}", on)


@_about.register
def _(record: Statement) -> Subject:
    on = day_of(record.heard_at)
    return called(f"{day(on)}陈述申辩", f"statements/{record.id}", on)


@_about.register
def _(record: Hearing) -> Subject:
    moment = record.held_at
    on = day_of(moment) if moment else None
    return called(
        f"{day(on)}听证" if on else "尚未举行的听证",
        f"hearings/{record.id}",
        on or date.max,  # not held yet: judged by the law that will be in force
    )


@_about.register
def _(record: LegalReview) -> Subject:
    on = day_of(record.at)
    return called(f"{day(on)}法制审核（{record.reviewer}）", f"legal_reviews/{record.id}", on)


@_about.register
def _(record: Request) -> Subject:
    on = day_of(record.made_at)
    name = _REQUESTS.get(record.kind, "申请")
    return called(f"{day(on)}{name}", f"requests/{record.id}", on)


_REQUESTS = {
    "recusal": "回避申请",
    "investigate_evidence": "调查证据申请",
    "hearing": "听证申请",
    "copy": "复制申请",
    "deferral": "延期、分期缴纳申请",
}


@_about.register
def _(record: RightTold) -> Subject:
    on = day_of(record.at)
    return called(f"{day(on)}告知{words.RIGHT[record.right]}权利", f"rights/{record.id}", on)


@_about.register
def _(record: Performance) -> Subject:
    return called(f"{day(record.on)}履行情况", f"performances/{record.id}", record.on)


@_about.register
def _(record: SupervisionOrder) -> Subject:
    on = record.issued_on
    return called(f"{day(on)}责令限期改正", f"supervision_orders/{record.id}", on)


@_about.register
def _(record: Removal) -> Subject:
    on = day_of(record.removed_at)
    return called(f"{day(on)}清除误传的材料", f"removals/{record.id}", on)


@_about.register
def _(record: EvidenceKeeping) -> Subject:
    on = day_of(record.kept_at)
    return called(f"{day(on)}先行登记保存", f"evidence_keepings/{record.id}", on)


@_about.register
def _(record: CrimeTransfer) -> Subject:
    on = record.reported_on
    return called(f"{day(on)}报告的涉嫌犯罪移送", f"crime_transfers/{record.id}", on)


@_about.register
def _(record: Archive) -> Subject:
    return called(f"{day(record.archived_on)}归档的案卷", "archive", record.archived_on)


_ABOUT: Mapping[type[Any], Callable[[Any], Subject]] = dict(_about.registry)
