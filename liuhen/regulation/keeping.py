"""第二十五条至第二十九条: archiving, storing recordings, keepers, copies."""

from __future__ import annotations

from collections.abc import Iterator

from liuhen.regulation.answers import Answers, Term, called
from liuhen.regulation.casefile import Recording
from liuhen.regulation.citations import measure
from liuhen.regulation.rules import check, duty, feature, gate
from liuhen.regulation.secrecy import Viewer, why_hidden
from liuhen.regulation.steps import Step
from liuhen.regulation.subjects import about
from liuhen.regulation.view import View
from liuhen.regulation.words import day, day_of, listed


@duty("A25-1", measure(25), unless="尚未结案")
def a_closed_case_is_archived_in_time(view: View) -> Answers:
    """Archiving with gaps is judged after all other rules (`ahead.archived_with_gaps`)."""
    closed_on = view.casefile.case.closed_on
    if closed_on is None:
        return
    archive = view.casefile.archive
    days = view.parameter("archive_days", closed_on)
    case = about(view.casefile.case)
    yield Term(
        case.on_day(closed_on),
        "立卷归档",
        view.calendar.after_days(closed_on, days),
        f"{day(closed_on)}结案",
        met_on=archive.archived_on if archive else None,
        remedy="请整理案卷并归档；有缺项的，由批准人写明理由。",
    )


an_archived_case_is_closed_to_change = feature(
    "A25-2",
    measure(25),
    module=__name__,
    provided_by="liuhen.archive",
    shown_by="liuhen/archive/tests/test_archive.py"
    "::test_an_archived_case_takes_no_change_and_its_package_verifies",
)


@duty("A26-1", measure(26), unless="没有音像资料")
def a_recording_is_stored_in_time(view: View) -> Answers:
    for recording in view.recordings:
        subject = about(recording)
        captured_on = subject.on
        days = view.parameter("recording_storage_workdays", captured_on)
        yield Term(
            subject.concerning(view.roster_id(recording.maker)),
            "储存到执法平台或者本部门专用存储器",
            view.workdays_after(captured_on, days),
            f"{day(captured_on)}采集",
            met_on=day_of(recording.stored_at) if recording.stored_at else None,
            done="入库",
            remedy="请立即入库并写明原因；已存入专用存储器的，登记存放位置、保管人和摘要值。",
        )
        if recording.stored_at and recording.stored_where == "dedicated":
            yield subject.demands(
                _register_lacks(recording),
                expected="存入专用存储器的，登记摘要值、存放位置和保管人",
                remedy="请补登摘要值、存放位置和保管人。",
            )


def _register_lacks(recording: Recording) -> Iterator[str]:
    if recording.file is None or not recording.file.sha256:
        yield "摘要值"
    if not (recording.storage_place or "").strip():
        yield "存放位置"
    if not (recording.keeper or "").strip():
        yield "保管人"


_KEPT = {"text": "文字记录", "audiovisual": "音像记录"}


@check("A27-1", measure(27), unless="")
def named_persons_keep_the_records(view: View) -> Answers:
    bureau = view.casefile.bureau
    subject = called(bureau.name, "bureau", view.today)
    in_charge = {
        one.of
        for one in bureau.keepers
        if one.name.strip()
        and one.since <= view.today
        and (one.until is None or view.today <= one.until)
    }
    yield subject.demands(
        [f"{title}的专门管理人员" for of, title in _KEPT.items() if of not in in_charge],
        expected="明确专人负责文字和音像记录的归档、保存和使用",
        remedy="请任命管理人员，并登记起止日期。",
    )


@check("A27-2", measure(27), unless="")
def the_bureau_has_rules_for_its_records(view: View) -> Answers:
    bureau = view.casefile.bureau
    subject = called(bureau.name, "bureau", view.today)
    in_force = any(
        one.title.strip()
        and one.in_force_from <= view.today
        and (one.in_force_to is None or view.today <= one.in_force_to)
        for one in bureau.management_rules
    )
    if in_force:
        yield subject.kept()
    else:
        yield subject.lacks(
            expected="有现行有效的全过程记录管理制度",
            found="没有登记现行有效的管理制度",
            remedy="请登记本单位的管理制度，写明施行日期。",
        )


@gate("A28-1", measure(28), unless="没有复制申请", awaited=False)
def a_copy_follows_request_and_approval(view: View, step: Step) -> Answers:
    request, copy = step.request, step.copy
    lacking = []
    if request is None or request.kind != "copy":
        lacking.append("当事人的复制申请")
    elif not request.accepted or request.decided_at is None:
        lacking.append("机关负责人同意复制的批准")
    elif day_of(request.decided_at) > step.on:
        lacking.append("复制之前的批准")
    if copy is not None and not (copy.number.strip() and (copy.approved_by or "").strip()):
        lacking.append("复制件上的编号和批准人")
    yield step.about.demands(
        lacking,
        expected="当事人申请，机关负责人同意后复制，复制件标明申请人、批准人和编号",
        remedy="请先办理复制申请的审批。",
    )


@gate("A28-2", measure(28), unless="没有复制申请", awaited=False)
def what_is_secret_is_not_copied(view: View, step: Step) -> Answers:
    """Secret against the party that asks, whoever approves; a copy made says itself if it held any."""
    if step.copy is None:
        yield from _may_be_copied(view, step)
        return
    if step.copy.contains_secret:
        yield step.about.lacks(
            expected="依法应当保密的内容不得复制",
            found="复制件含有依法应当保密的内容",
            remedy="请收回复制件，并按保密规定处理。",
        )
    else:
        yield step.about.kept()


def _may_be_copied(view: View, step: Step) -> Answers:
    """What a party may see of its own it may have copied; an officer's clearance does not pass on."""
    if not step.records:
        yield step.about.lacks(
            expected="逐件指明要复制的材料",
            found="没有指明要复制哪些材料",
            remedy="请逐件选定要复制的材料。",
        )
        return
    asks = Viewer(respondent=any(one.id == step.person for one in view.casefile.parties))
    isolated = {one.record for one in view.casefile.isolations}
    kept_back = [
        f"“{about(record).words}”" if record else f"案卷里没有的“{id}”"
        for id in step.records
        if (record := view.record(id)) is None
        or why_hidden(record.secrecy, asks, isolated=id in isolated)
    ]
    if kept_back:
        yield step.about.lacks(
            expected="依法应当保密的内容不得复制",
            found=f"不能复制的材料：{listed(kept_back)}",
            remedy="请从复制范围里去掉这些材料，由保密员核对密级。",
        )
    else:
        yield step.about.kept()
