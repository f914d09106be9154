"""Acts beside and after the decision, read from the papers that record them.

Extensions, registration and keeping of evidence, transfer for a crime, demand, application to the
court, reconsideration and litigation.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from liuhen.cases.models import Activity
from liuhen.documents.fields import check
from liuhen.documents.models import Document
from liuhen.procedure.acts import Papers, day_of, entered
from liuhen.procedure.values import day, rows, whole, words
from liuhen.regulation import casefile as file


def extensions(papers: Papers) -> Iterator[file.Extension]:
    """Yield the approved extensions of the time to handle the case."""
    for row in papers.of("extension_approval"):
        matter = papers.approval_of(row)
        decided = matter.decided_at if matter and matter.state == "approved" else None
        if matter is None and not row.paper:
            continue
        if decided is None and not row.paper:
            continue
        yield file.Extension(
            approved_on=day_of(decided) if decided else row.dated,
            months=whole(row.fields.get("months")),
            approval=f"m{matter.pk}" if matter else None,
        )


def evidence_keepings(papers: Papers) -> Iterator[file.EvidenceKeeping]:
    """Yield each registration and keeping 先行登记保存; one that only handles an earlier is none."""
    for activity in papers.sources.activities:
        if activity.kind != "evidence_keeping":
            continue
        notice, listed = (
            _own(papers, type, activity) for type in ("keeping_notice", "keeping_list")
        )
        form = _own(papers, "keeping_approval", activity)
        disposal = _own(papers, "keeping_disposal", activity) or _disposal_of(papers, notice)
        if disposal is not None and notice is None and listed is None:
            continue
        matter = papers.approval_of(form) if form else None
        yield file.EvidenceKeeping(
            id=f"a{activity.pk}",
            kept_at=activity.started_at,
            entered=entered(activity),
            activity=f"a{activity.pk}",
            approval=f"m{matter.pk}" if matter else None,
            notice_document=_id(notice),
            list_document=_id(listed),
            handled_on=_handled_on(disposal),
            handling=_handling(disposal),
            handling_document=_id(disposal),
        )


def _own(papers: Papers, type: str, activity: Activity) -> Document | None:
    return next((one for one in papers.of(type) if one.activity_id == activity.pk), None)


def _disposal_of(papers: Papers, notice: Document | None) -> Document | None:
    """Return the paper that handles what a notice kept: it names the notice by its number."""
    if notice is None or not notice.number:
        return None
    found = papers.of("keeping_disposal")
    return next((one for one in found if one.fields.get("notice_number") == notice.number), None)


def _id(row: Document | None) -> str | None:
    return f"d{row.pk}" if row else None


def _handled_on(disposal: Document | None) -> date | None:
    if disposal is None:
        return None
    return day(disposal.fields.get("disposed_on")) or disposal.issued_on or disposal.dated


def _handling(disposal: Document | None) -> str | None:
    if disposal is None:
        return None
    said = dict.fromkeys(words(row.get("disposal")) for row in rows(disposal.fields.get("items")))
    return "、".join(one for one in said if one) or None


def crime_transfers(papers: Papers) -> Iterator[file.CrimeTransfer]:
    """Yield the transfers of a case for a crime, each with the reply that answers it."""
    replies = [
        row
        for row in papers.of("transfer_receipt")
        if row.fields.get("paper_kind") in ("filed", "not_filed")
    ]
    for row in papers.of("crime_transfer_letter"):
        matter = papers.approval_of(row)
        reply = next((one for one in replies if one.dated >= row.dated), None)
        sent = next((d for d in papers.sources.deliveries if d.document_id == row.pk), None)
        yield file.CrimeTransfer(
            id=f"d{row.pk}",
            reported_on=day_of(matter.recorded_at) if matter else row.dated,
            entered=entered(row),
            decided_at=matter.decided_at if matter else None,
            decided_by=papers.approver_of(matter) if matter else None,
            approved=matter.state == "approved" if matter and matter.decided_at else None,
            sent_at=sent.activity.started_at if sent else None,
            authority=words(row.fields.get("addressee")) or None,
            letter_document=f"d{row.pk}",
            reply=words(reply.fields.get("paper_kind")) if reply else None,
            reply_received_on=day(reply.fields.get("received_on")) if reply else None,
            reply_document=_id(reply),
        )


def demands(papers: Papers) -> Iterator[file.Demand]:
    """Yield the demand letters 催告书; `fields_complete` as the form itself checks it (第十六条)."""
    for row in papers.of("demand_letter"):
        yield file.Demand(
            document=f"d{row.pk}",
            issued_on=row.issued_on or row.dated,
            fields_complete=not check(row.type, row.fields),
        )


_ENDED = ("refused", "not_enforced", "ended", "enforce")


def court_applications(papers: Papers) -> Iterator[file.CourtApplication]:
    """Yield the applications to the court, with what it answered and what came of it (第十七条)."""
    rulings = list(papers.of("court_ruling"))
    records = list(papers.of("enforcement_record"))
    for row in papers.of("court_application"):
        applied = row.issued_on or row.dated
        after = [one for one in rulings if _received(one) >= applied]
        noted = [one for one in records if one.dated >= applied]
        told = [_said(one) for one in after]
        told += [words(step.get("what")) for one in noted for step in rows(one.fields.get("steps"))]
        ends = [_said(one) for one in after if one.fields.get("paper_kind") in _ENDED]
        ends += [said for one in noted if (said := words(one.fields.get("result")).strip())]
        yield file.CourtApplication(
            id=f"d{row.pk}",
            applied_on=applied,
            documents=(f"d{row.pk}", *(f"d{one.pk}" for one in after)),
            course="；".join(one for one in told if one) or None,
            result=ends[-1] if ends else None,
        )


def _received(row: Document) -> date:
    return day(row.fields.get("received_on")) or row.dated


def _said(row: Document) -> str:
    """Return what a paper from outside says: its kind in the words of its form, and its content."""
    spec = row.type.field("paper_kind")
    kind = spec.label_of(words(row.fields.get("paper_kind")))
    content = words(row.fields.get("content")) or words(row.fields.get("result"))
    return "：".join(one for one in (kind, content) if one)


_REMEDIES = (
    ("reconsideration", "review_notice", "review_reply", "review_decision"),
    ("litigation", "suit_notice", "litigation_reply", "court_judgment"),
)


def appeals(papers: Papers) -> Iterator[file.Appeal]:
    """Yield reconsideration and litigation: begun with the copy received, ended with its outcome."""
    for kind, copy, reply, outcome in _REMEDIES:
        answers, ends = list(papers.of(reply)), list(papers.of(outcome))
        copies = [one for one in papers.of(copy) if one.fields.get("paper_kind") in _BEGINS]
        for row in copies:
            received = _received(row)
            answer = next(
                (one for one in answers if (one.issued_on or one.dated) >= received), None
            )
            end = next((one for one in ends if _received(one) >= received), None)
            yield file.Appeal(
                id=f"d{row.pk}",
                kind=kind,
                begun_on=day(row.fields.get("issued_on")) or received,
                copy_received_on=received,
                answered_on=(answer.issued_on or answer.dated) if answer else None,
                ended_on=_received(end) if end else None,
                result=_said(end) if end else None,
            )
            if answer is not None:
                answers.remove(answer)
            if end is not None:
                ends.remove(end)


_BEGINS = ("answer", "respond", None, "")
"""Kinds of the papers that begin a remedy: the copy with the notice to answer it."""
