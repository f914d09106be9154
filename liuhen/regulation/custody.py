"""Higher law: evidence kept where it is, crimes passed to the police, files kept for their time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from liuhen.regulation import papers
from liuhen.regulation.answers import Answers, Subject, Term
from liuhen.regulation.casefile import (
    ActivityKind,
    Approval,
    Archive,
    CrimeTransfer,
    Document,
    EvidenceKeeping,
)
from liuhen.regulation.citations import Instrument, law
from liuhen.regulation.papers import Paper
from liuhen.regulation.rules import duty
from liuhen.regulation.subjects import about
from liuhen.regulation.view import View
from liuhen.regulation.words import clock, day, day_of
from liuhen.workdays import Due

PENALTY = Instrument.PENALTY_LAW


# -- evidence registered and kept -------------------------------------------------------------


@duty("L05-1", law(PENALTY, 56), unless="没有先行登记保存证据")
def evidence_kept_is_approved_listed_and_handled(view: View) -> Answers:
    for keeping, subject in _keepings(view):
        days = view.parameter("evidence_keeping_workdays", subject.on)
        yield Term(
            subject,
            "处理先行登记保存的证据",
            view.workdays_after(subject.on, days),
            f"{day(subject.on)}登记保存",
            met_on=_handled_on(view, keeping),
            done="处理",
            remedy="请立即作出处理决定并通知当事人；不再需要保存的，解除登记保存。",
        )
        yield subject.demands(
            _keeping_lacks(view, keeping),
            expected="先行登记保存经机关负责人事先批准，有通知书和清单，处理写明结果",
            remedy="请补充缺少的文书；没有事先批准的，写明情况附卷。",
        )


def _keepings(view: View) -> Iterator[tuple[EvidenceKeeping, Subject]]:
    """Yield every keeping on file, and those of which only the activity and its papers tell.

    An activity that has the disposal alone handles an earlier keeping and is none itself.
    """
    recorded = view.casefile.evidence_keepings
    for keeping in sorted(recorded, key=lambda one: (one.kept_at, one.id)):
        yield keeping, about(keeping)
    named = {one.activity for one in recorded}
    for activity in view.activities_of(ActivityKind.EVIDENCE_KEEPING):
        begun = view.documents_for(activity, Paper.KEEPING_NOTICE, Paper.KEEPING_LIST)
        handled = view.documents_for(activity, Paper.KEEPING_DISPOSAL)
        if activity.id not in named and (begun or not handled):
            bare = EvidenceKeeping(
                id=activity.id,
                kept_at=activity.started_at,
                entered=activity.entered,
                activity=activity.id,
            )
            yield bare, about(activity)


def _paper(view: View, keeping: EvidenceKeeping, id: str | None, type: Paper) -> Document | None:
    """Return a paper of a keeping: the one it names, else the one of its activity."""
    named = view.document(id)
    activity = view.activity(keeping.activity)
    if named or activity is None:
        return named
    return next(iter(view.documents_for(activity, type)), None)


def _handled_on(view: View, keeping: EvidenceKeeping) -> date | None:
    if keeping.handled_on:
        return keeping.handled_on
    disposal = _disposal(view, keeping)
    return disposal.dated if disposal else None


def _disposal(view: View, keeping: EvidenceKeeping) -> Document | None:
    """Return the paper that handles what was kept: of the same activity, or naming its notice."""
    own = _paper(view, keeping, keeping.handling_document, Paper.KEEPING_DISPOSAL)
    notice = _paper(view, keeping, keeping.notice_document, Paper.KEEPING_NOTICE)
    if own or notice is None or not notice.number:
        return own
    answering = (
        one
        for one in view.documents_of(Paper.KEEPING_DISPOSAL)
        if papers.text(one, "notice_number") == notice.number
    )
    return next(answering, None)


def _keeping_lacks(view: View, keeping: EvidenceKeeping) -> Iterator[str]:
    approval = _head_approval(view, keeping)
    if approval is None:
        yield "机关负责人的批准"
    elif approval.decided_at is None or approval.decided_at > keeping.kept_at:
        yield "登记保存之前的批准"
    if _paper(view, keeping, keeping.notice_document, Paper.KEEPING_NOTICE) is None:
        yield "先行登记保存证据通知书"
    if _paper(view, keeping, keeping.list_document, Paper.KEEPING_LIST) is None:
        yield "先行登记保存证据清单"
    said = (keeping.handling or "").strip() or _disposal(view, keeping)
    if keeping.handled_on and not said:
        yield "处理的结果"


def _head_approval(view: View, keeping: EvidenceKeeping) -> Approval | None:
    """Return the approval by the head: the one named, else the one of the activity's own form."""
    form = _paper(view, keeping, None, Paper.KEEPING_APPROVAL)
    of_form = (one for one in view.approvals if form and one.document == form.id)
    approval = view.approval(keeping.approval) or next(of_form, None)
    given = approval is not None and approval.state == "approved" and approval.by_head
    return approval if given else None


# -- a crime is suspected ---------------------------------------------------------------------


@duty(
    "L19-1",
    (*law(PENALTY, 27), *law(Instrument.TRANSFER_RULES)),
    unless="没有涉嫌犯罪须移送的情形",
)
def a_suspected_crime_is_transferred(view: View) -> Answers:
    transfers = view.casefile.crime_transfers
    for transfer in sorted(transfers, key=lambda one: (one.reported_on, one.id)):
        yield from _decided(view, transfer)
        if transfer.approved:
            yield from _sent(view, transfer)
        if transfer.sent_at:
            yield from _answered(view, transfer)
    decision = view.decision
    if decision is not None and decision.kind == "transfer" and not transfers:
        case = about(view.casefile.case)
        yield case.on_day(decision.issued_on).lacks(
            expected="移送涉嫌犯罪案件的报告、负责人的决定、移送和答复都有记录",
            found="决定移送司法机关，没有移送的记录",
            remedy="请补录移送的经过，附移送书和答复。",
        )


def _decided(view: View, transfer: CrimeTransfer) -> Answers:
    subject = about(transfer)
    days = view.parameter("crime_transfer_decision_days", transfer.reported_on)
    decided = transfer.decided_at if transfer.approved is not None else None
    yield Term(
        subject,
        "负责人作出是否移送的决定",
        view.calendar.after_days(transfer.reported_on, days),
        f"{day(transfer.reported_on)}接到移送的书面报告",
        met_on=day_of(decided) if decided else None,
        done="作出决定",
        remedy="请报机关正职负责人或者主持工作的负责人决定，并记录结论和时间。",
    )
    lacking = []
    if view.document(transfer.report_document) is None:
        lacking.append("移送涉嫌犯罪案件的书面报告")
    if decided and not (transfer.decided_by or "").strip():
        lacking.append("作出决定的负责人")
    if decided and transfer.approved is False and not (transfer.reasons or "").strip():
        lacking.append("不批准移送的理由")
    yield subject.demands(
        lacking,
        expected="有移送的书面报告和负责人的决定，不批准的理由记录在案",
        remedy="请补充报告和决定的记录。",
    )


def _sent(view: View, transfer: CrimeTransfer) -> Answers:
    if transfer.decided_at is None:
        yield about(transfer).unclear("没有记录批准移送的时间，不能核对移送的期限")
        return
    hours = view.parameter("crime_transfer_hours", day_of(transfer.decided_at))
    last = transfer.decided_at + timedelta(hours=hours)
    sent = transfer.sent_at
    words = f"自{clock(transfer.decided_at)}起算，满{hours}小时为{clock(last)}，不因节假日顺延。"
    yield Term(
        about(transfer),
        "向公安机关移送",
        Due(day_of(last), False, (), None, words),
        f"{clock(transfer.decided_at)}批准移送",
        met_on=day_of(sent) if sent else None,
        done="移送",
        remedy="请立即移送，并写明迟延的原因。",
        late_by=_hours(sent - last) if sent and sent > last else "",
    )


def _hours(late: timedelta) -> str:
    hours, minutes = divmod(int(late.total_seconds()) // 60, 60)
    return f"{hours}小时{minutes}分" if hours else f"{max(minutes, 1)}分钟"


def _answered(view: View, transfer: CrimeTransfer) -> Answers:
    subject = about(transfer)
    lacking = []
    if not (transfer.authority or "").strip():
        lacking.append("接受移送的机关")
    if view.document(transfer.letter_document) is None:
        lacking.append("涉嫌犯罪案件移送书")
    answered = transfer.reply_received_on is not None and bool(transfer.reply)
    if not answered and view.casefile.case.closed_on:
        lacking.append("公安机关的答复")
    yield subject.demands(
        lacking,
        expected="有移送书、接受移送的机关和它的答复",
        remedy="请补充移送书；没有答复的，向接受移送的机关催问并记录。",
    )
    received = transfer.reply_received_on
    if received is None or not answered:
        yield subject.not_yet("等待公安机关是否立案的答复")
    elif transfer.reply == "filed":
        days = view.parameter("crime_transfer_materials_days", received)
        yield Term(
            subject,
            "移交涉案物品和其他材料",
            view.calendar.after_days(received, days),
            f"{day(received)}收到公安机关决定办理的通知书",
            met_on=transfer.materials_handed_on,
            done="移交",
            remedy="请立即移交，办结交接手续并附交接清单。",
        )


# -- the archived file ------------------------------------------------------------------------

_RETENTION = {
    "ordinary": "retention_years.ordinary",
    "simplified": "retention_years.simplified",
    "inspection_only": "retention_years.inspection_only",
}


@duty("L16-1", law(Instrument.ARCHIVES_RULES, 20, 24), unless="尚未归档")
def an_archived_file_comes_up_for_appraisal_and_transfer(view: View) -> Answers:
    """Nothing is ever deleted by a day's passing: a passed day only asks for a person's act.

    Each day is judged by the law in force on it, not on the day of archiving.
    """
    archive = view.casefile.archive
    if archive is None:
        return
    years, told = _retention(view, archive)
    yield from _transferred(view, archive, years, told)
    if years and archive.transferred_on is None:
        yield from _appraised(archive, years, told)


def _retention(view: View, archive: Archive) -> tuple[int, str]:
    """Return the years a file is kept, 0 for ever, and where that is from."""
    if archive.retention == "permanent":
        return 0, "永久保管"
    if archive.retention_years:
        return archive.retention_years, f"保管{archive.retention_years}年"
    procedure = view.casefile.case.procedure
    name = _RETENTION.get(procedure, "retention_years.ordinary")
    years = view.parameter(name, archive.archived_on)
    length = f"保管{years}年" if years else "永久保管"
    return years, f"没有登记保管期限，按本单位的标准{length}"


def _appraised(archive: Archive, years: int, told: str) -> Answers:
    """The years are whole ones, from 1 January after the year of archiving."""
    last = date(archive.archived_on.year + years, 12, 31)
    words = f"自归档次年1月1日起满{years}年为{day(last)}。"
    subject = about(archive)
    subject = subject.on_day(last)
    yield Term(
        subject,
        "提请保管期限届满的鉴定",
        Due(last, False, (), None, words),
        f"{day(archive.archived_on)}归档，{told}",
        met_on=archive.appraised_on,
        done="提请鉴定",
        remedy="请提请鉴定并附鉴定报告；案卷到期不会自动删除，也不得自行销毁。",
    )
    if archive.appraised_on and not (archive.appraisal or "").strip():
        yield subject.lacks(
            expected="鉴定有结论",
            found=f"{day(archive.appraised_on)}鉴定，没有记录结论",
            remedy="请补录鉴定的结论，附鉴定报告。",
        )


def _transferred(view: View, archive: Archive, years: int, told: str) -> Answers:
    """What is kept longer than the age of transfer goes to the public archives at that age."""
    formed_on = view.casefile.case.closed_on or archive.archived_on
    county = view.casefile.bureau.level == "county"
    name = "transfer_years.county" if county else "transfer_years.above"
    age = view.parameter(name, formed_on)
    if years and years <= age:
        return
    due = view.calendar.after_years(formed_on, age, roll=False)
    subject = about(archive)
    subject = subject.on_day(due.day)
    yield Term(
        subject,
        "移交国家档案馆",
        due,
        f"{day(formed_on)}案卷形成，{told}",
        met_on=archive.transferred_on,
        done="移交",
        remedy="请办理移交并登记接收的档案馆；延期移交的，按规定报批。",
    )
    if archive.transferred_on and not (archive.transferred_to or "").strip():
        yield subject.lacks(
            expected="移交写明接收的档案馆",
            found=f"{day(archive.transferred_on)}移交，没有写明接收的档案馆",
            remedy="请补录接收的档案馆，附交接文据。",
        )
