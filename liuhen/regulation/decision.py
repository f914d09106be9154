"""第十一条、第十二条: approval, legal review, discussion, and the notice before a decision."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from liuhen.regulation import papers
from liuhen.regulation.answers import Answers, Gap, Kept, Term
from liuhen.regulation.approvals import approved_by_head
from liuhen.regulation.casefile import ActivityKind as Kind
from liuhen.regulation.casefile import (
    Approval,
    Document,
    Hearing,
    Proposal,
    Recording,
    Right,
    SignatureState,
)
from liuhen.regulation.citations import measure
from liuhen.regulation.papers import Matter
from liuhen.regulation.rules import check, gate, period
from liuhen.regulation.services import Service, service_of
from liuhen.regulation.steps import Step
from liuhen.regulation.subjects import about
from liuhen.regulation.thresholds import hearing_is_due
from liuhen.regulation.transcripts import PLACES, signature_stands
from liuhen.regulation.view import View
from liuhen.regulation.words import RIGHT, day, day_of, listed, yuan
from liuhen.workdays import Due


@gate("A11-1", measure(11), unless="简易程序当场决定")
def the_head_approves_how_the_case_is_handled(view: View, step: Step) -> Answers:
    if step.outcome and step.outcome.simplified:
        return
    found = view.approvals_of(Matter.DECISION)
    if any(approved_by_head(one, step.on) for one in found):
        yield step.about.kept()
        return
    yield step.about.lacks(
        expected="案件处理审批表由机关负责人批准，批准在决定之前，批准后内容没有改动",
        found=_approval_problem(found, step.on),
        remedy="请制作案件处理审批表，经审核人审核后报机关负责人批准。",
    )


def _approval_problem(found: list[Approval], on: date) -> str:
    if not found:
        return "没有案件处理审批"
    last = found[-1]
    if last.state != "approved" or last.decided_at is None:
        return "案件处理审批没有批准"
    if day_of(last.decided_at) > on:
        return f"{day(day_of(last.decided_at))}才批准，晚于{day(on)}"
    if last.digest != last.digest_now:
        return "批准后审批的内容有改动，原批准已失效"
    return "批准人不是机关负责人"


@gate("A11-2", measure(11), unless="情节不复杂，也不是重大决定")
def a_major_decision_is_legally_reviewed(view: View, step: Step) -> Answers:
    why = _why_major(step)
    if not why:
        return
    reviews = [one for one in view.casefile.legal_reviews if day_of(one.at) <= step.on]
    if any(view.document(one.document) for one in reviews):
        yield step.about.kept()
        return
    yield step.about.lacks(
        expected=f"{why}，附有法制机构的审核意见",
        found="有审核记录，没有审核意见书" if reviews else "没有法制审核意见",
        remedy="请送法制机构审核，审核意见附卷。",
    )


@gate("A11-3", measure(11), unless="情节不复杂，也不是重大决定")
def a_major_decision_is_discussed_by_the_heads(view: View, step: Step) -> Answers:
    why = _why_major(step)
    if not why:
        return
    held = [one for one in view.casefile.discussions if day_of(one.held_at) <= step.on]
    if any(view.document(one.document) for one in held):
        yield step.about.kept()
        return
    yield step.about.lacks(
        expected=f"{why}，附有机关负责人集体讨论决定的记录",
        found="有讨论记载，没有集体讨论记录文书" if held else "没有集体讨论记录",
        remedy="请由机关负责人集体讨论，记录附卷。",
    )


def _why_major(step: Step) -> str:
    outcome = step.outcome
    if outcome is None:
        return ""
    if outcome.complex:
        return "情节复杂"
    if outcome.major:
        return f"属于重大决定（罚款{yuan(outcome.fine)}）" if outcome.fine else "属于重大决定"
    return ""


@gate("A12-1", measure(12), unless="不予处罚或者简易程序")
def the_party_is_told_and_has_time_to_answer(view: View, step: Step) -> Answers:
    if step.outcome and (step.outcome.simplified or not step.outcome.punishes):
        return
    told = [one for one in view.proposals if one.issued_on <= step.on]
    document = view.document(told[-1].document) if told else None
    if not told or document is None:
        yield step.about.lacks(
            expected="决定前向当事人送达告知书",
            found="此前没有告知书",
            remedy="请先制作并送达行政处罚事先告知书。",
        )
        return
    rights = _rights_due(view, told[-1], step)
    lacking = list(_notice_lacks(view, document, rights))
    if lacking:
        yield about(document).lacks(
            expected="告知书写明事实、理由、拟作出的决定和当事人的权利",
            found=f"缺少：{'；'.join(lacking)}",
            remedy="请重新制作并送达内容完整的告知书。",
        )
    if _given_up(view, rights, step.on):
        yield step.about.kept()
        return
    yield from _time_to_answer(view, step, service_of(view, document.id))


def _rights_due(view: View, proposal: Proposal, step: Step) -> list[Right]:
    fine = max(proposal.fine, step.outcome.fine if step.outcome else 0)
    due = [Right.STATEMENT, Right.DEFENCE]
    if hearing_is_due(view, fine, proposal.issued_on):
        due.append(Right.HEARING)
    return due


def _notice_lacks(view: View, notice: Document, rights: list[Right]) -> Iterator[str]:
    for name, title in (("facts", "事实"), ("grounds", "理由和依据"), ("proposed", "拟作出的决定")):
        if not papers.filled(notice, name):
            yield title
    told = view.rights_told_in(notice.activity, notice.id)
    untold = [RIGHT[one] for one in rights if one not in told]
    if untold:
        yield f"{listed(untold)}的权利"


def _given_up(view: View, rights: list[Right], on: date) -> bool:
    waived = {
        one.right
        for one in view.casefile.waivers
        if one.on <= on and view.document(one.document) is not None
    }
    return waived.issuperset(rights)


def _time_to_answer(view: View, step: Step, service: Service) -> Answers:
    expected = "告知书已经送达，陈述、申辩的期限已经届满，或者当事人书面放弃"
    if service.served_on is None:
        found = "告知书没有送达"
        if service.unproven:
            found = f"告知书的送达待补正：{service.unproven}"
            due = answer_due(view, service.claimed_on or step.on)
            if step.on <= due.day:
                found += f"；即使送达成立，期限也要到{day(due.day)}才届满"
        yield step.about.lacks(
            expected=expected, found=found, remedy="请补正送达的凭证或者重新送达告知书。"
        )
        return
    due = answer_due(view, service.served_on)
    if step.on > due.day:
        yield step.about.kept()
        return
    yield step.about.lacks(
        expected=expected,
        found=f"告知书{day(service.served_on)}送达，陈述、申辩的期限到{day(due.day)}才届满"
        f"（{due.words}）",
        remedy=f"请在{day(due.day)}之后再作出决定，或者取得当事人书面放弃的声明。",
    )


@period("A12-1", measure(12), unless="告知书尚未送达")
def the_last_day_to_answer(view: View) -> Answers:
    """The decision may be issued from the day after."""
    for proposal in view.proposals:
        document = view.document(proposal.document)
        service = service_of(view, proposal.document)
        if document is None or (service.served_on is None and not service.unproven):
            continue
        on = service.served_on
        yield Term(
            about(document),
            "陈述、申辩的最后一日，次日起方可作出决定",
            answer_due(view, on) if on else None,
            f"告知书{day(on)}送达" if on else "告知书送达",
            because=service.why_not_counted,
            awaited=False,
        )


def answer_due(view: View, served_on: date) -> Due:
    """Return the last day on which the party may answer a notice served on a day."""
    return view.workdays_after(served_on, view.parameter("answer_workdays", served_on))


@check("A12-2", measure(12), unless="当事人没有放弃权利")
def a_right_given_up_is_written_down(view: View) -> Answers:
    for waiver in sorted(view.casefile.waivers, key=lambda one: (one.on, one.right)):
        subject = about(view.casefile.case).at(
            f"{day(waiver.on)}放弃{RIGHT[waiver.right]}权利", waiver.on
        )
        if view.document(waiver.document):
            yield subject.kept()
        else:
            yield subject.lacks(
                expected="有当事人放弃权利的书面记录",
                found="没有书面记录",
                remedy="请取得当事人签名的书面声明，或者在笔录中记明并签名。",
            )


@check("A12-3", measure(12), unless="决定前没有听取陈述申辩")
def a_statement_heard_is_signed_by_the_party(view: View) -> Answers:
    for statement in sorted(view.casefile.statements, key=lambda one: (one.heard_at, one.id)):
        if statement.after_demand:
            continue
        record = view.document(statement.document)
        places = (
            [one for one in record.signatures if one.place in ("party", "agent")] if record else []
        )
        if any(signature_stands(one) for one in places):
            yield about(statement).kept()
        else:
            yield about(statement).lacks(
                expected="陈述申辩笔录由当事人签字或者盖章，拒绝签字的在笔录中注明",
                found="笔录没有当事人的签名、盖章，也没有注明拒签"
                if record
                else "没有陈述申辩笔录",
                remedy="请由当事人补签；拒绝签字的，由执法人员注明。",
            )


@check("A12-4", measure(12), unless="没有听证")
def a_hearing_is_announced_in_time(view: View) -> Answers:
    for hearing in _hearings(view):
        if hearing.withdrawn:
            continue
        service = (
            service_of(view, hearing.notice_document) if hearing.notice_document else Service()
        )
        if service.served_on is None:
            if hearing.held_at is None:
                yield about(hearing).not_yet("听证会通知书尚未送达")
                continue
            yield about(hearing).lacks(
                expected="听证前送达听证会通知书",
                found=service.why_not_counted or "没有听证会通知书送达的记录",
                remedy="请补正送达凭证；没有送达的，重新组织听证。",
            )
        elif hearing.held_at is not None:
            yield _announced(view, hearing, day_of(hearing.held_at), service.served_on)
        else:
            yield about(hearing).not_yet("听证尚未举行")


def _announced(view: View, hearing: Hearing, held_on: date, served_on: date) -> Kept | Gap:
    latest = view.calendar.before_workdays(
        held_on, view.parameter("hearing_notice_workdays", held_on)
    )
    if served_on <= latest.day:
        return about(hearing).kept()
    return about(hearing).lacks(
        expected=f"听证会通知书最迟{day(latest.day)}送达（{latest.words}）",
        found=f"{day(served_on)}才送达",
        remedy="请重新通知并举行听证，或者取得当事人不提异议的书面意见附卷。",
    )


@check("A12-5", measure(12), unless="没有举行听证")
def a_hearing_transcript_is_signed_by_everyone(view: View) -> Answers:
    for hearing in _hearings(view):
        if hearing.held_at is None or hearing.withdrawn:
            continue
        record = view.document(hearing.transcript)
        if record is None:
            yield about(hearing).lacks(
                expected="听证笔录由听证参加人确认无误或者补正后当场签字、盖章",
                found="没有听证笔录",
                remedy="请补充听证笔录。",
            )
            continue
        unsigned = [
            one.name or PLACES.get(one.place, one.place)
            for one in record.signatures
            if not signature_stands(one) and one.state is not SignatureState.REFUSED
        ]
        if not record.signatures:
            unsigned = ["听证参加人"]
        yield about(record).demands(
            [f"{one}的签名" for one in sorted(unsigned)],
            expected="听证笔录由听证参加人确认无误或者补正后当场签字、盖章",
            remedy="请由听证参加人补签；拒绝签字的，由记录人载明。",
        )


@check("A12-6", measure(12), unless="没有听证参加人拒绝签字")
def a_refusal_to_sign_is_noted_by_the_recorder(view: View) -> Answers:
    for hearing in _hearings(view):
        record = view.document(hearing.transcript)
        for place in sorted(record.signatures if record else (), key=lambda one: one.name):
            if record is None or place.state is not SignatureState.REFUSED:
                continue
            if signature_stands(place):
                yield about(record).kept()
            else:
                yield about(record).lacks(
                    expected="听证参加人无正当理由拒绝签字的，听证记录人载明情况附卷",
                    found=f"{place.name}拒绝签字，没有记录人的载明",
                    remedy="请由听证记录人载明拒签情况附卷。",
                )


@check("A12-7", measure(12), unless="听证主持人没有决定录音录像")
def a_recording_ordered_at_a_hearing_is_attached(view: View) -> Answers:
    for activity in view.activities_of(Kind.HEARING):
        if not activity.recording_ordered or activity.ended_at is None:
            continue
        found: list[Recording] = view.recordings_for(activity)
        if found:
            yield about(activity).kept()
        else:
            yield about(activity).lacks(
                expected="附有听证的录音或者录像",
                found="听证主持人决定录音录像，没有录音录像资料",
                remedy="请补充录音录像资料；没有的，由主持人写明原因。",
            )


def _hearings(view: View) -> list[Hearing]:
    return sorted(view.casefile.hearings, key=lambda one: one.id)
