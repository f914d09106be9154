"""第五条至第七条: who investigates, who is notified, and which papers each act leaves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from liuhen.regulation import papers
from liuhen.regulation.answers import Answers
from liuhen.regulation.casefile import (
    Activity,
    Capacity,
    Document,
    Media,
    Participant,
    Recording,
    Right,
)
from liuhen.regulation.casefile import ActivityKind as Kind
from liuhen.regulation.citations import measure
from liuhen.regulation.papers import Paper
from liuhen.regulation.rules import check
from liuhen.regulation.services import counted_on, lacks
from liuhen.regulation.subjects import about
from liuhen.regulation.view import View
from liuhen.regulation.words import KIND, day, day_of, listed

INVESTIGATING = (
    Kind.SITE_INSPECTION,
    Kind.INQUIRY,
    Kind.WITNESS_INQUIRY,
    Kind.EVIDENCE_TAKING,
    Kind.EVIDENCE_KEEPING,
    Kind.ELECTRONIC_DATA,
    Kind.STATEMENT,
)
"""The investigation activities of 第七条 that officers carry out (a hearing has its host)."""


@check("A05-2", measure(5), unless="没有调查取证活动", serious=True)
def two_officers_with_valid_certificates_investigate(view: View) -> Answers:
    for activity in view.activities_of(*INVESTIGATING):
        officers = [one for one in activity.participants if one.capacity is Capacity.OFFICER]
        on = day_of(activity.started_at)
        unfit = [(one, problem) for one in officers if (problem := _unfit(one, on))]
        if len(officers) >= 2 and not unfit:
            yield about(activity).kept()
            continue
        unfit.sort(key=lambda pair: (pair[0].person or "", pair[0].name, pair[1]))
        problems = [f"{one.name}{problem}" for one, problem in unfit]
        if len(officers) < 2:
            named = listed(one.name for one in officers) or "无"
            problems.insert(0, f"执法人员{len(officers)}人（{named}）")
        concerned = unfit[0][0] if unfit else (officers[0] if officers else None)
        yield about(activity).lacks(
            expected="至少两名执法人员参加，执法证在当日都有效",
            found="；".join(problems),
            remedy="请由两名持有效执法证的人员重新进行；参加人记录有误的，更正并写明理由。",
            person=concerned.person if concerned else None,
        )


def _unfit(officer: Participant, on: date) -> str:
    """Return what is wrong with an officer's certificate on the day, empty if nothing."""
    held = officer.certificate
    if held is None or not held.number.strip():
        return "没有执法证的记载"
    if on < held.valid_from:
        return f"的执法证{held.number}自{day(held.valid_from)}才有效"
    if on > held.valid_to:
        return f"的执法证{held.number}已于{day(held.valid_to)}到期"
    return ""


@check("A06-1", measure(6), unless="没有现场检查")
def the_party_is_notified_to_attend_the_inspection(view: View) -> Answers:
    for inspection in view.activities_of(Kind.SITE_INSPECTION):
        yield about(inspection).demands(
            attendance_notice_lacks(view, inspection),
            expected="检查前已通知当事人或者其代理人到场，通知的方式、时间和凭证有记录",
            remedy="请补充通知到场的方式、时间，并关联能证明通知的回证、回执或者其他记录。",
        )


def attendance_notice_lacks(view: View, inspection: Activity) -> list[str]:
    """Return what is not shown of notifying the party before an inspection."""
    key = ("attendance_notice_lacks", inspection.id)
    return view.once(key, lambda: list(_attendance_notice_lacks(view, inspection)))


def _attendance_notice_lacks(view: View, inspection: Activity) -> Iterator[str]:
    if _inspection_notice_served(view, inspection):
        return
    notice = inspection.attendance_notice
    if notice is None:
        yield "通知当事人或者其代理人到场的记录"
        return
    if not notice.how.strip():
        yield "通知的方式"
    if notice.at >= inspection.started_at:
        yield "检查之前的通知（记录的通知时间不早于检查）"
    if not any(_proves(view, one, inspection) for one in notice.proof):
        yield "能证明已经通知的凭证"


def _proves(view: View, id: str, inspection: Activity) -> bool:
    """A receipt in order, or another record of the file, proves a notice."""
    delivery = view.delivery(id)
    if delivery is not None:
        on = counted_on(view, delivery)
        return (
            on is not None
            and on <= day_of(inspection.started_at)
            and next(lacks(view, delivery), None) is None
        )
    return view.document(id) is not None or view.recording(id) is not None


def _inspection_notice_served(view: View, inspection: Activity) -> bool:
    """An inspection notice served before tells how, when and with what proof."""
    notices = view.documents_of(Paper.INSPECTION_NOTICE)
    return any(
        _proves(view, one.id, inspection) and one.tried_at < inspection.started_at
        for notice in notices
        for one in view.deliveries_of(notice.id)
    )


@check("A06-2", measure(6), unless="没有当事人不到场的现场检查")
def absence_of_the_party_is_written_down(view: View) -> Answers:
    for inspection in view.activities_of(Kind.SITE_INSPECTION):
        present = any(
            one.capacity in (Capacity.PARTY, Capacity.AGENT) for one in inspection.participants
        )
        if inspection.party_attended or (inspection.party_attended is None and present):
            continue
        if inspection.party_attended is None:
            yield about(inspection).unclear("没有记载当事人或者其代理人是否到场")
            continue
        records = view.documents_for(inspection, Paper.SITE_RECORD)
        if any(papers.filled(one, name) for one in records for name in papers.ABSENCE_FIELDS):
            yield about(inspection).kept()
        else:
            yield about(inspection).lacks(
                expected="现场检查笔录载明当事人或者其代理人拒绝到场、未到场的情况",
                found="记录当事人或者其代理人未到场，笔录没有载明"
                if records
                else "没有现场检查笔录",
                remedy="请由在场执法人员写出情况说明附卷，并更正笔录。",
            )


@check("A07-1", measure(7, item=1), unless="没有询问当事人")
def questioning_the_party_leaves_a_transcript(view: View) -> Answers:
    for activity in view.activities_of(Kind.INQUIRY):
        yield from _demand_papers(view, activity, {Paper.INQUIRY_RECORD: "询问笔录"})


@check("A07-2", measure(7, item=2), unless="没有询问证人")
def questioning_a_witness_leaves_a_statement(view: View) -> Answers:
    for activity in view.activities_of(Kind.WITNESS_INQUIRY):
        yield from _demand_papers(view, activity, {Paper.WITNESS_STATEMENT: "证人证言"})


@check("A07-3", measure(7, item=3), unless="没有调取书证、物证")
def taking_evidence_leaves_a_notice_and_a_list(view: View) -> Answers:
    for activity in view.activities_of(Kind.EVIDENCE_TAKING):
        lacking = []
        if not view.documents_for(activity, Paper.EVIDENCE_NOTICE):
            lacking.append("调取证据通知书")
        lists = view.documents_for(activity, Paper.EVIDENCE_LIST)
        if not lists:
            lacking.append("调取证据清单")
        elif not any(papers.has_entries(one, "items") for one in lists):
            lacking.append("调取证据清单中逐项列明的证据")
        yield about(activity).demands(
            lacking,
            expected="有调取证据通知书和逐项列明的调取证据清单",
            remedy="请补充缺少的文书；已有纸质文书的，扫描录入。",
        )


@check("A07-4", measure(7, item=4), unless="没有现场检查")
def inspecting_a_site_leaves_a_transcript(view: View) -> Answers:
    for activity in view.activities_of(Kind.SITE_INSPECTION):
        yield from _demand_papers(view, activity, {Paper.SITE_RECORD: "现场检查（勘验）笔录"})


@check("A07-5", measure(7, item=5), unless="没有听取陈述申辩")
def hearing_a_statement_leaves_notice_and_transcript(view: View) -> Answers:
    for activity in view.activities_of(Kind.STATEMENT):
        lacking = []
        if not _rights_notice_before(view, activity):
            lacking.append("权利告知书")
        if not view.documents_for(activity, Paper.STATEMENT_RECORD):
            lacking.append("陈述申辩笔录")
        yield about(activity).demands(
            lacking,
            expected="有权利告知书和陈述申辩笔录",
            remedy="请补充缺少的文书；已有纸质文书的，扫描录入。",
        )


def _rights_notice_before(view: View, activity: Activity) -> bool:
    """A notice of rights of its own, or the notice of the proposed decision that tells them."""
    on = day_of(activity.started_at)
    own = view.documents_of(Paper.RIGHTS_NOTICE)
    telling = [
        one
        for one in view.documents_of(Paper.PENALTY_NOTICE)
        if {Right.STATEMENT, Right.DEFENCE} & view.rights_told_in(one.activity, one.id)
    ]
    return any(one.dated <= on for one in (*own, *telling))


@check("A07-6", measure(7, item=6), unless="没有举行听证")
def a_hearing_leaves_all_its_papers(view: View) -> Answers:
    for hearing in view.activities_of(Kind.HEARING):
        if hearing.ended_at is None:
            yield about(hearing).not_yet("听证尚未结束")
            continue
        yield from _demand_papers(
            view,
            hearing,
            {
                Paper.HEARING_NOTICE: "听证会通知书",
                Paper.HEARING_RECORD: "听证笔录",
                Paper.HEARING_REPORT: "听证报告",
            },
        )


def _demand_papers(view: View, activity: Activity, demanded: dict[Paper, str]) -> Answers:
    lacking = [
        title for paper, title in demanded.items() if not view.documents_for(activity, paper)
    ]
    yield about(activity).demands(
        lacking,
        expected=f"{KIND[activity.kind]}制作{listed(demanded.values())}",
        remedy="请补作；已有纸质文书的，扫描录入。",
    )


@check("A07-7a", measure(7, item=7), unless="没有收集电子数据")
def collecting_electronic_data_leaves_a_written_record(view: View) -> Answers:
    for activity in view.activities_of(Kind.ELECTRONIC_DATA):
        records = view.documents_for(activity, Paper.ELECTRONIC_DATA_RECORD)
        yield about(activity).demands(
            _least([_data_lacks(one) for one in records]),
            expected="书面记录电子数据的来源、提取方法、提取时间、提取人和摘要值",
            remedy="请补充书面记录中缺少的内容，由提取人确认。",
        )


def _least(lacking: list[list[str]]) -> list[str]:
    """Of several records, the most complete one counts."""
    return min(lacking, key=len) if lacking else ["电子数据的书面记录"]


def _data_lacks(record: Document) -> list[str]:
    return [title for name, title in _OF_DATA.items() if not papers.filled(record, name)]


_OF_DATA = {
    "source": "来源",
    "method": "提取方法",
    "extracted_at": "提取时间",
    "collector": "提取人",
    "sha256": "摘要值",
}


@check("A07-7b", measure(7, item=7), unless="没有录音、录像")
def a_recording_says_how_by_whom_and_for_what(view: View) -> Answers:
    for recording in view.recordings:
        if recording.media is Media.PHOTO:
            continue
        as_evidence = recording.purpose == "evidence"
        lacking = list(_of_evidence(recording) if as_evidence else _of_process(recording))
        yield about(recording).demands(
            lacking,
            expected="视听资料写明制作方法、制作时间、制作人和证明对象"
            if as_evidence
            else "过程录音录像写明设备、制作人和制作时间",
            remedy="请由制作人补充说明。",
            person=view.roster_id(recording.maker),
        )


def _of_evidence(recording: Recording) -> Iterator[str]:
    if not (recording.method or "").strip():
        yield "制作方法"
    if not (recording.maker or "").strip():
        yield "制作人"
    if not (recording.proves or "").strip():
        yield "证明对象"


def _of_process(recording: Recording) -> Iterator[str]:
    if not (recording.device or "").strip():
        yield "设备"
    if not (recording.maker or "").strip():
        yield "制作人"


@check("A07-7c", measure(7, item=7), unless="没有须附文字记录的声音资料")
def words_spoken_in_evidence_are_written_out(view: View) -> Answers:
    for recording in view.recordings:
        spoken = recording.media is Media.SOUND or recording.relies_on_words
        if recording.purpose != "evidence" or not spoken:
            continue
        if view.document(recording.text_document):
            yield about(recording).kept()
        else:
            yield about(recording).lacks(
                expected="附有声音内容的文字记录",
                found="没有文字记录",
                remedy="请整理声音内容的文字记录，核对后附上。",
                person=view.roster_id(recording.maker),
            )
