"""第五条、第七条末款至第十条: what transcripts say, who signs, which rights were told, the report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from liuhen.regulation import papers
from liuhen.regulation.answers import Answers, Gap, Kept, Subject
from liuhen.regulation.casefile import (
    Activity,
    Capacity,
    Document,
    Right,
    SignaturePlace,
    SignatureState,
    StepName,
)
from liuhen.regulation.casefile import ActivityKind as Kind
from liuhen.regulation.citations import Paragraph, measure
from liuhen.regulation.investigation import INVESTIGATING
from liuhen.regulation.papers import Paper
from liuhen.regulation.rules import check, gate
from liuhen.regulation.steps import Step, taken_steps
from liuhen.regulation.subjects import about
from liuhen.regulation.thresholds import hearing_is_due
from liuhen.regulation.view import View
from liuhen.regulation.words import RIGHT, end_of, listed

TRANSCRIPTS = (
    Paper.INQUIRY_RECORD,
    Paper.WITNESS_STATEMENT,
    Paper.SITE_RECORD,
    Paper.STATEMENT_RECORD,
)


@check("A05-1", measure(5), unless="没有调查笔录")
def a_transcript_names_officers_and_certificates(view: View) -> Answers:
    for record in view.documents_of(*TRANSCRIPTS):
        yield about(record).demands(
            _identity_lacks(record),
            expected="笔录写明执法人员数量、姓名、执法证件编号和出示证件的情况",
            remedy="请由执法人员写出补正说明，经被询问人或者在场人确认后附卷。",
        )


def _identity_lacks(record: Document) -> Iterator[str]:
    if not papers.filled(record, "officer_count"):
        yield "执法人员数量"
    names = papers.officer_names(record)
    if not names:
        yield "执法人员姓名"
    numbers = papers.certificate_numbers(record)
    without = [name for name in names if not numbers.get(name)]
    if without or not names:
        yield "执法证件编号" + (f"（{listed(without)}）" if without else "")
    if papers.value(record, "certificates_shown") is not True:
        yield "出示证件的情况"


SIGNED = frozenset({SignatureState.SIGNED, SignatureState.SEALED, SignatureState.FINGERPRINT})

SIGNED_BY_OFFICERS = frozenset({*TRANSCRIPTS, Paper.EVIDENCE_LIST, Paper.ELECTRONIC_DATA_RECORD})
"""The papers that every officer of the activity signs."""


@check("A07-8", measure(7, paragraph=Paragraph.LAST), unless="没有须签字的调查取证文书")
def every_signature_place_is_signed_or_the_refusal_noted(view: View) -> Answers:
    for activity in view.activities_of(*INVESTIGATING):
        for document in view.documents_for(activity):
            must_sign = document.type in SIGNED_BY_OFFICERS
            if not (document.signatures or must_sign):
                continue
            open_places = _open(document)
            if must_sign:
                open_places += _officers_without_place(activity, document)
            if open_places:
                yield about(document).lacks(
                    expected="各签名处都已签名或者盖章；拒绝签名的，执法人员在文书中注明",
                    found="；".join(open_places),
                    remedy="请补签；当事人、见证人拒绝签名的，由执法人员注明拒签情况和理由。",
                )
            else:
                yield about(document).kept()


def _open(document: Document) -> list[str]:
    unsigned = [one for one in document.signatures if not signature_stands(one)]
    return [f"{_who(one)}{_problem(one)}" for one in sorted(unsigned, key=_who)]


def signature_stands(place: SignaturePlace) -> bool:
    """Tell whether a place is signed or sealed, or its refusal noted in the document."""
    if place.state in SIGNED:
        return True
    refused = place.state in (SignatureState.REFUSED, SignatureState.UNABLE)
    return refused and place.noted_in_document and bool((place.noted_by or "").strip())


def _who(place: SignaturePlace) -> str:
    return place.name or PLACES.get(place.place, place.place)


def _problem(place: SignaturePlace) -> str:
    if place.state is SignatureState.REFUSED:
        return "拒绝签名，文书中没有注明"
    if place.state is SignatureState.UNABLE:
        return "不能签名，文书中没有注明"
    return "没有签名"


PLACES = {
    "officer": "执法人员",
    "party": "当事人",
    "agent": "代理人",
    "witness": "见证人",
    "testifier": "证人",
    "provider": "证据提供人",
    "recorder": "记录人",
    "host": "主持人",
}


def _officers_without_place(activity: Activity, document: Document) -> list[str]:
    having = [one.name for one in document.signatures]
    return [
        f"{one.name}没有签名"
        for one in activity.participants
        if one.capacity is Capacity.OFFICER and one.name not in having
    ]


FIRST_TOLD = (Right.STATEMENT, Right.DEFENCE, Right.RECUSAL)


@check("A08-1", measure(8), unless="没有依法应当告知权利的环节")
def rights_are_told_and_the_telling_recorded(view: View) -> Answers:
    inquiries = view.activities_of(Kind.INQUIRY)
    if inquiries:
        first = inquiries[0]
        records = view.documents_for(first, Paper.INQUIRY_RECORD)
        told = set().union(
            view.rights_told_in(first.id), *(view.rights_told_in(None, one.id) for one in records)
        )
        yield _telling(about(first), told, FIRST_TOLD)
    for proposal in view.proposals:
        document = view.document(proposal.document)
        if document is None:
            continue
        due = [Right.STATEMENT, Right.DEFENCE]
        if hearing_is_due(view, proposal.fine, proposal.issued_on):
            due.append(Right.HEARING)
        told = view.rights_told_in(document.activity, document.id)
        yield _telling(about(document), told, due)
    for one in view.rights:
        if not one.means.strip() or not one.by.strip():
            yield about(one).lacks(
                expected="记录告知的权利、方式、时间和告知人",
                found="没有记录" + listed(_telling_lacks(one.means, one.by)),
                remedy="请由告知人补充记录。",
            )


def _telling(subject: Subject, told: set[Right], due: Iterable[Right]) -> Kept | Gap:
    missing = [RIGHT[one] for one in due if one not in told]
    if not missing:
        return subject.kept()
    return subject.lacks(
        expected="告知" + listed(RIGHT[one] for one in due) + "的权利，并记录方式、时间和告知人",
        found=f"没有告知{listed(missing)}权利的记录",
        remedy="请补充告知并记录；当时已经告知的，补充告知的方式、时间和告知人。",
    )


def _telling_lacks(means: str, by: str) -> Iterator[str]:
    if not means.strip():
        yield "告知方式"
    if not by.strip():
        yield "告知人"


@check("A09-1", measure(9), unless="没有不受理的调查证据申请")
def a_refused_request_to_investigate_gives_reasons(view: View) -> Answers:
    for request in sorted(view.casefile.requests, key=lambda one: (one.made_at, one.id)):
        if request.kind != "investigate_evidence" or request.accepted is not False:
            continue
        lacking = []
        if not (request.reasons or "").strip():
            lacking.append("不受理的理由")
        if request.told_on is None:
            lacking.append("告知当事人的记录")
        if view.document(request.document) is None:
            lacking.append("附卷的文书")
        yield about(request).demands(
            lacking,
            expected="向当事人说明不受理的理由，并记录在卷",
            remedy="请补充理由和告知情况，附卷。",
        )


def _leaving_investigation(view: View) -> Iterable[Step]:
    """A case leaves investigation with its notice; one without a notice, with its decision."""
    notices = list(taken_steps(view, StepName.NOTIFY))
    return notices or taken_steps(view, StepName.ISSUE_DECISION)


@gate("A10-1", measure(10), unless="简易程序当场决定", taken=_leaving_investigation)
def a_report_ends_the_investigation(view: View, step: Step) -> Answers:
    if view.casefile.case.procedure == "simplified":
        return
    reports = [one for one in view.documents_of(Paper.INVESTIGATION_REPORT) if one.dated <= step.on]
    expected = "有调查取证终结报告，列明调查活动和证据"
    remedy = "请先制作调查取证终结报告，逐项列明调查活动和证据。"
    if not reports:
        yield step.about.lacks(expected=expected, found="此前没有调查取证终结报告", remedy=remedy)
        return
    report = reports[-1]
    lacking = list(_report_lacks(view, report))
    yield about(report).demands(lacking, expected=expected, remedy=remedy)


def _report_lacks(view: View, report: Document) -> Iterator[str]:
    ended = end_of(report.dated)
    done = [one.id for one in view.activities_of(*INVESTIGATING) if one.started_at < ended]
    collected = [one.id for one in view.casefile.evidence if one.collected_at < ended]
    yield from _left_out(report, "activities", "调查活动", done)
    yield from _left_out(report, "evidence", "证据", collected)


def _left_out(report: Document, field: str, title: str, inside: list[str]) -> Iterator[str]:
    """Yield that a list of the report is empty, or shorter than what the file holds.

    Where its rows name records by id, those count; else the rows themselves.
    """
    named = papers.ids_listed(report, field).intersection(inside)
    there = len(named) or len(papers.entries(report, field))
    if not there:
        yield f"报告中列明的{title}"
    elif there < len(inside):
        yield f"报告列明{there}项{title}，案卷此前有{len(inside)}项"
