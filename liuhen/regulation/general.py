"""第一条至第四条: what is recorded at all, in time, and by which papers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from liuhen.regulation.answers import Answers
from liuhen.regulation.casefile import Activity, DeliveryState, DeliveryWay, Entered
from liuhen.regulation.casefile import ActivityKind as Kind
from liuhen.regulation.citations import measure
from liuhen.regulation.papers import Paper
from liuhen.regulation.rules import check, feature
from liuhen.regulation.subjects import about
from liuhen.regulation.view import View
from liuhen.regulation.words import KIND, day, day_of

five_stages = feature(
    "A02-1",
    measure(2),
    module=__name__,
    provided_by="liuhen.cases",
    shown_by="liuhen/documents/tests/test_types.py::test_stages_are_those_of_article_2",
)

corrections_keep_every_version = feature(
    "A03-2",
    measure(3),
    module=__name__,
    provided_by="liuhen.documents",
    shown_by="liuhen/web/tests/test_comparing.py"
    "::test_the_difference_and_the_reason_of_a_correction_are_shown",
)


@check("A02-2", measure(2), unless="还没有结束的执法活动")
def an_ended_activity_leaves_a_record(view: View) -> Answers:
    for activity in view.activities:
        if activity.ended_at is None:
            continue
        if _leaves_a_record(view, activity):
            yield about(activity).kept()
        else:
            yield about(activity).lacks(
                expected="至少有一份文字记录或者音像记录",
                found="没有任何文书、音像记录",
                remedy="请补录这次活动的文书或者音像资料；确实没有的，写明原因。",
            )


def _leaves_a_record(view: View, activity: Activity) -> bool:
    if view.documents_for(activity) or view.recordings_for(activity):
        return True
    return any(
        one.activity == activity.id or activity.subject in (one.id, one.document)
        for one in view.deliveries
    )


@check("A03-1", measure(3), unless="没有补录的记录")
def a_late_entry_gives_its_reason(view: View) -> Answers:
    """Recordings are judged by A26-1 alone."""
    for record, on, entered in _entries(view):
        entered_on = day_of(entered.at)
        if entered_on <= on:
            continue
        days = view.parameter("late_entry_workdays", on)
        if (entered_on - on).days <= days:
            continue  # working days are never fewer than natural days
        due = view.workdays_after(on, days)
        if entered_on <= due.day:
            continue
        subject = about(record).on_day(on)
        if (entered.late_reason or "").strip():
            yield subject.kept()
        else:
            yield subject.lacks(
                expected=f"{days}个工作日内（最迟{day(due.day)}）录入，晚录的写明补录理由",
                found=f"{day(subject.on)}形成，{day(entered_on)}才录入，没有写补录理由",
                remedy="请由录入人补写补录的理由。",
                person=entered.by,
            )


def _entries(view: View) -> Iterator[tuple[object, date, Entered]]:
    """Yield what was entered, the day it came about, and its entry."""
    for activity in view.activities:
        yield activity, day_of(activity.ended_at or activity.started_at), activity.entered
    for document in view.documents:
        yield document, document.dated, document.entered
    for approval in view.approvals:
        yield approval, about(approval).on, approval.entered
    for delivery in view.deliveries:
        yield delivery, day_of(delivery.tried_at), delivery.entered


CALLED_FOR: Mapping[Kind, Paper] = {
    Kind.LEAD: Paper.LEAD_FORM,
    Kind.INSPECTION_APPROVAL: Paper.INSPECTION_APPROVAL,
    Kind.INSPECTION_NOTICE: Paper.INSPECTION_NOTICE,
    Kind.FILING: Paper.FILING_APPROVAL,
    Kind.EXTENSION: Paper.EXTENSION_APPROVAL,
    Kind.ORDER_TO_CORRECT: Paper.CORRECTION_ORDER,
    Kind.PUBLICATION: Paper.PUBLICATION_RECORD,
    Kind.CLOSING: Paper.CLOSING_REPORT,
}
"""The paper that a kind of activity calls for and that no other requirement names.

第五条至第十七条 name the papers of all other kinds.
"""


@check("A04-1", measure(4), unless="没有须另行制作文书的执法活动")
def an_activity_has_the_paper_its_kind_calls_for(view: View) -> Answers:
    for kind, paper in CALLED_FOR.items():
        for activity in view.activities_of(kind):
            if activity.ended_at is not None:
                yield from _paper_of(view, activity, paper)


def _paper_of(view: View, activity: Activity, paper: Paper) -> Answers:
    found = view.documents_for(activity, paper)
    if any(one.fields or one.file for one in found):
        yield about(activity).kept()
        return
    problem = "这份文书没有内容" if found else "没有这份文书"
    yield about(activity).lacks(
        expected=f"{KIND[activity.kind]}有完整的文书（{TITLES[paper]}）",
        found=problem,
        remedy="请补作这份文书；已有纸质文书的，扫描录入。",
    )


TITLES: Mapping[Paper, str] = {
    Paper.LEAD_FORM: "线索登记表",
    Paper.INSPECTION_APPROVAL: "行政检查审批表",
    Paper.INSPECTION_NOTICE: "检查通知书",
    Paper.FILING_APPROVAL: "立案审批表",
    Paper.EXTENSION_APPROVAL: "延长办案期限审批表",
    Paper.CORRECTION_ORDER: "责令改正通知书",
    Paper.PUBLICATION_RECORD: "公示记录",
    Paper.CLOSING_REPORT: "结案报告",
}


@check("A04-2", measure(4), unless="没有须同时音像记录的环节")
def a_special_moment_is_also_recorded_by_device(view: View) -> Answers:
    for delivery in view.deliveries:
        if delivery.way not in (DeliveryWay.LEAVING, DeliveryWay.PUBLIC_NOTICE):
            continue
        if delivery.state is DeliveryState.NOT_SERVED or view.recordings_of(delivery):
            yield about(delivery).kept()
        else:
            yield about(delivery).lacks(**_BY_DEVICE)
    for hearing in view.activities_of(Kind.HEARING):
        if not hearing.recording_ordered or hearing.ended_at is None:
            continue
        if view.recordings_for(hearing):
            yield about(hearing).kept()
        else:
            yield about(hearing).lacks(**_BY_DEVICE)


_BY_DEVICE = {
    "expected": "除文书外，同时有照相、录音或者录像记录",
    "found": "没有任何音像记录",
    "remedy": "有音像资料的，请补充入库并关联；没有的，写明原因并考虑重新进行。",
}
