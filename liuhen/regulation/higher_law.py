"""Higher law that a lawful case rests on: who may decide what, and after which steps."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from liuhen.regulation import papers
from liuhen.regulation.answers import Answers, Subject
from liuhen.regulation.approvals import stands
from liuhen.regulation.casefile import (
    Activity,
    Capacity,
    DeliveryWay,
    Document,
    LegalReview,
    Proposal,
    Right,
)
from liuhen.regulation.casefile import ActivityKind as Kind
from liuhen.regulation.citations import Instrument, law
from liuhen.regulation.investigation import attendance_notice_lacks
from liuhen.regulation.papers import Matter
from liuhen.regulation.rules import check, feature, gate
from liuhen.regulation.services import electronic_lacks, service_of
from liuhen.regulation.statutes import ceiling_problem, version_problem
from liuhen.regulation.steps import Outcome, Step, decided_outcome
from liuhen.regulation.subjects import about
from liuhen.regulation.thresholds import hearing_is_due
from liuhen.regulation.view import View
from liuhen.regulation.words import day, day_of, listed, yuan

PENALTY = Instrument.PENALTY_LAW


@gate("L01-1", law(PENALTY, 36), unless="不予处罚")
def a_penalty_comes_within_two_years(view: View, step: Step) -> Answers:
    if step.outcome and not step.outcome.punishes:
        return
    case = view.casefile.case
    ended, discovered = case.conduct_ended_on, case.discovered_on
    expected = "记录违法行为终了之日和发现之日，两者相距不超过两年"
    if ended is None or discovered is None:
        missing = [
            title
            for title, on in (("违法行为终了之日", ended), ("发现之日", discovered))
            if on is None
        ]
        yield step.about.lacks(
            expected=expected, found=f"没有记录{listed(missing)}", remedy="请补充记录。"
        )
        return
    years = view.parameter("limitation_years", ended)
    last = view.calendar.after_years(ended, years, roll=False)
    if discovered <= last.day:
        yield step.about.kept()
    else:
        yield step.about.lacks(
            expected=expected,
            found=f"违法行为{day(ended)}终了，{day(discovered)}才发现，时效到{day(last.day)}届满",
            remedy="超过时效的，只能作出不予处罚的决定。",
        )


@check("L01-2", law(PENALTY, 37), unless="没有作出处罚")
def the_law_of_the_day_and_its_ceiling_apply(view: View) -> Answers:
    outcome, decision = decided_outcome(view), view.decision
    if outcome is None or decision is None or not outcome.punishes:
        return
    document = view.document(decision.document)
    subject = about(document) if document else about(view.casefile.case)
    subject = subject.on_day(decision.issued_on)
    yield version_problem(view, subject, outcome)
    if outcome.fine > 0:
        yield ceiling_problem(view, subject, outcome)


@gate("L02-1", law(PENALTY, 43), unless="没有回避", awaited=False)
def a_recused_officer_does_not_act(view: View, step: Step) -> Answers:
    """Asked before a person acts; investigation goes on until the head has decided."""
    for request in view.casefile.requests:
        if request.kind != "recusal" or request.accepted is not True or not step.person:
            continue
        if request.concerns_person == step.person:
            yield about(request).lacks(
                expected="被决定回避的人员不再办理本案",
                found="机关负责人已经决定该人员回避",
                remedy="请改由其他人员办理。",
            )


@check("L03-1", law(PENALTY, 45), unless="决定前没有听取陈述申辩")
def a_statement_is_reviewed_and_never_punished(view: View) -> Answers:
    for statement in sorted(view.casefile.statements, key=lambda one: (one.heard_at, one.id)):
        if statement.after_demand:
            continue
        subject = about(statement)
        lacking = []
        if statement.reviewed_at is None:
            lacking.append("复核")
        if statement.accepted is None:
            lacking.append("是否采纳的结论")
        if not (statement.review_reasons or "").strip():
            lacking.append("采纳或者不采纳的理由")
        if lacking and view.decision is None:
            yield subject.not_yet("陈述申辩尚未复核")
            continue
        yield subject.demands(
            lacking,
            expected="对当事人的事实、理由和证据进行复核，写明是否采纳和理由",
            remedy="请补作复核意见书。",
        )
        yield from _not_raised(view, subject, day_of(statement.heard_at))


def _not_raised(view: View, subject: Subject, heard_on: date) -> Answers:
    before = [one for one in view.proposals if one.issued_on <= heard_on]
    decision = view.decision
    if decision and before and decision.fine > before[-1].fine:
        yield subject.lacks(
            expected="不因当事人陈述申辩而给予更重的处罚",
            found=f"告知拟罚款{yuan(before[-1].fine)}，陈述申辩后决定罚款{yuan(decision.fine)}",
            remedy="请说明加重的事实依据并重新告知；没有新事实的，改按告知的数额决定。",
        )


_SIMPLE_CEILING = {"citizen": "simplified_fine_citizen"}


@gate("L04-1", law(PENALTY, 51, 52), unless="没有适用简易程序")
def the_simplified_procedure_keeps_its_limits(view: View, step: Step) -> Answers:
    outcome = step.outcome
    if outcome is None or not outcome.simplified:
        return
    yield step.about.demands(
        _simplified_lacks(view, step, outcome),
        expected="简易程序在法定限额内，使用预先编号的决定书，当场交付，写明先复议后诉讼",
        remedy="请补全；超过限额的，改用普通程序。",
    )


def _simplified_lacks(view: View, step: Step, outcome: Outcome) -> Iterator[str]:
    kinds = {one.kind for one in view.casefile.parties}
    for name in sorted(_SIMPLE_CEILING.get(one, "simplified_fine_organisation") for one in kinds):
        ceiling = view.parameter(name, step.on)
        if outcome.fine > ceiling:
            yield f"限额以内的罚款（拟罚{yuan(outcome.fine)}，上限{yuan(ceiling)}）"
    if step.document is None:
        yield "当场处罚决定书"
        return
    if "复议" not in papers.text(step.document, "remedies"):
        yield "先申请行政复议的救济途径"
    if step.taken and not step.document.number:
        yield "预先编定的号码"
    if step.taken and not _handed_over(view, step.document):
        yield "当场交付的记录（拒绝签收的，在决定书上注明）"


def _handed_over(view: View, document: Document) -> bool:
    decision = view.decision
    return bool(decision and decision.handed_over_on_the_spot) or any(
        one.on_the_spot for one in view.deliveries_of(document.id)
    )


@gate("L06-1", law(PENALTY, 58), unless="没有法制审核")
def a_legal_review_is_independent_and_heeded(view: View, step: Step) -> Answers:
    reviews = sorted(view.casefile.legal_reviews, key=lambda one: (one.at, one.id))
    reviews = [one for one in reviews if day_of(one.at) <= step.on]
    for review in reviews:
        problems = list(_review_problems(view, review))
        if review is reviews[-1] and review.verdict == "disagree":
            problems.append("审核意见为不同意")
        if not problems:
            yield about(review).kept()
            continue
        yield about(review).lacks(
            expected="由未承办本案、具备资格的人员审核，并且审核通过",
            found="；".join(problems),
            remedy="请由符合条件的人员重新审核；不同意的，按意见改正后再审核。",
        )


def _review_problems(view: View, review: LegalReview) -> Iterator[str]:
    if review.person and review.person in view.handlers:
        yield f"审核人{review.reviewer}是本案承办人"
    if review.first_time and not review.qualified:
        yield f"{review.reviewer}初次从事法制审核，没有法律职业资格的记录"


@gate("L08-2", law(PENALTY, 61), unless="没有电子送达", awaited=False)
def electronic_service_has_consent_and_address(view: View, step: Step) -> Answers:
    if step.way is not DeliveryWay.ELECTRONIC:
        return
    expected = "当事人签名同意电子送达并写明地址，送达日为系统显示发送成功之日"
    remedy = "请先取得当事人签名的送达地址确认书。"
    if step.delivery is not None:
        yield step.about.demands(
            electronic_lacks(view, step.delivery), expected=expected, remedy=remedy
        )
        return
    consents = view.documents_of(papers.Paper.ADDRESS_CONFIRMATION)
    if any(one.dated <= step.on for one in consents):
        yield step.about.kept()
    else:
        yield step.about.lacks(
            expected=expected, found="没有当事人签名的送达地址确认书", remedy=remedy
        )


@gate("L09-1", law(PENALTY, 63, 64), unless="拟处罚没有达到听证标准")
def a_hearing_is_offered_and_held(view: View, step: Step) -> Answers:
    told = [one for one in view.proposals if one.issued_on <= step.on]
    fine = max([one.fine for one in told] + [step.outcome.fine if step.outcome else 0])
    on = told[-1].issued_on if told else step.on
    if not hearing_is_due(view, fine, on):
        return
    problems = list(_hearing_problems(view, step, told[-1] if told else None))
    expected = (
        f"罚款{yuan(fine)}达到听证标准，告知听证权利，期限届满或者书面放弃；要求听证的已经举行"
    )
    for found in problems:
        yield step.about.lacks(
            expected=expected, found=found, remedy="请告知听证权利，并等待期限届满或者举行听证。"
        )
    if not problems:
        yield step.about.kept()


def _hearing_problems(view: View, step: Step, proposal: Proposal | None) -> Iterator[str]:
    document = view.document(proposal.document) if proposal else None
    if document is None:
        yield "此前没有告知听证权利"
        return
    if Right.HEARING not in view.rights_told_in(document.activity, document.id):
        yield "告知书没有告知要求听证的权利"
        return
    if any(
        one.right is Right.HEARING and one.on <= step.on and view.document(one.document)
        for one in view.casefile.waivers
    ):
        return
    service = service_of(view, document.id)
    if service.served_on is None:
        yield service.why_not_counted or "告知书没有送达"
        return
    days = view.parameter("hearing_request_workdays", service.served_on)
    due = view.workdays_after(service.served_on, days)
    if step.on <= due.day:
        yield f"要求听证的期限到{day(due.day)}才届满（{due.words}）"
    yield from _hearing_not_held(view, step.on, due.day)


def _hearing_not_held(view: View, on: date, last_day: date) -> Iterator[str]:
    asked = [
        one
        for one in view.casefile.requests
        if one.kind == "hearing" and not one.withdrawn and day_of(one.made_at) <= last_day
    ]
    held = [
        one
        for one in view.casefile.hearings
        if one.withdrawn
        or (one.held_at and day_of(one.held_at) <= on and view.document(one.report))
    ]
    if asked and not held:
        yield "当事人按期要求听证，没有举行听证并形成报告的记录"


@gate("L09-2", law(PENALTY, 64), unless="没有听证", awaited=False)
def a_hearing_has_an_independent_host(view: View, step: Step) -> Answers:
    hearing = step.hearing
    if hearing is None:
        yield step.about.lacks(
            expected="有听证的登记", found="没有登记听证", remedy="请先登记听证并确定主持人。"
        )
        return
    lacking = []
    if not (hearing.host or "").strip():
        lacking.append("听证主持人")
    elif hearing.host_person and hearing.host_person in view.handlers:
        lacking.append(f"未参与本案调查的主持人（{hearing.host}参与了调查）")
    served_on = service_of(view, hearing.notice_document or "").served_on
    days = view.parameter("hearing_notice_workdays", step.on)
    latest = view.calendar.before_workdays(step.on, days)
    if served_on is None or served_on > latest.day:
        lacking.append(f"最迟{day(latest.day)}送达的听证会通知书")
    record = view.document(hearing.transcript)
    for place in record.signatures if record else ():
        if place.state == "refused" and not (place.noted_in_document and place.noted_by):
            lacking.append(f"主持人对{place.name}拒绝签字的注明")
    yield about(hearing).demands(
        lacking,
        expected="由非本案调查人员主持，七个工作日前送达通知，拒签由主持人注明",
        remedy="请更换主持人或者另行确定听证日期并通知。",
    )


@gate("L21-1", law(PENALTY, 54), unless="不适用普通程序")
def a_case_is_filed_before_it_goes_on(view: View, step: Step) -> Answers:
    case = view.casefile.case
    if case.procedure != "ordinary":
        return
    if case.filed_on is not None and case.filed_on <= step.on:
        yield step.about.kept()
    else:
        yield step.about.lacks(
            expected="终结调查、发出告知书之前已经立案",
            found=f"{day(case.filed_on)}才立案" if case.filed_on else "尚未立案",
            remedy="请先办理立案审批。",
        )


@check("L22-1", law(PENALTY, 28), unless="没有作出处罚")
def the_party_is_ordered_to_correct_as_well(view: View) -> Answers:
    decision = view.decision
    if decision is None or decision.kind != "penalty":
        return
    document = view.document(decision.document)
    subject = about(document) if document else about(view.casefile.case)
    ordered = any(one.ordered_on <= decision.issued_on for one in view.casefile.correction_orders)
    if decision.order_to_correct or ordered:
        yield subject.kept()
    else:
        yield subject.lacks(
            expected="处罚的同时或者之前责令当事人改正违法行为",
            found="决定书和此前的文书都没有责令改正",
            remedy="请制作责令改正通知书并送达。",
        )


@check(
    "L23-1",
    law(Instrument.ENTERPRISE_INSPECTION),
    unless="没有对企业的现场检查",
)
def an_inspection_of_an_enterprise_is_approved_and_counted(view: View) -> Answers:
    for inspection in view.activities_of(Kind.SITE_INSPECTION):
        if not inspection.on_site_at_enterprise:
            continue
        yield about(inspection).demands(
            _enterprise_lacks(view, inspection),
            expected="检查前经过审批并通知企业，记录检查目的、人员和年度频次",
            remedy="请补充记录；检查前没有审批、通知的，写明情况附卷。",
        )


def _enterprise_lacks(view: View, inspection: Activity) -> Iterator[str]:
    before = day_of(inspection.started_at)
    approved = [one for one in view.approvals_of(Matter.INSPECTION) if stands(one, before)]
    if not any(one.decided_at and one.decided_at <= inspection.started_at for one in approved):
        yield "检查之前的审批"
    if attendance_notice_lacks(view, inspection):
        yield "检查之前的通知"
    if not (inspection.purpose or "").strip():
        yield "检查目的"
    if not any(one.capacity is Capacity.OFFICER for one in inspection.participants):
        yield "检查人员"
    ceiling = view.parameter("inspections_per_year", before)
    if inspection.yearly_number is None:
        yield "年度检查次数"
    elif 0 < ceiling < inspection.yearly_number:
        yield f"年度频次上限以内的检查（本年度第{inspection.yearly_number}次，上限{ceiling}次）"


evidence_is_older_than_the_decision = feature(
    "L14-1",
    law(Instrument.LITIGATION_EVIDENCE, 60),
    module=__name__,
    provided_by="liuhen.procedure.precedence",
    shown_by="liuhen/procedure/tests/test_precedence.py"
    "::test_the_log_shows_evidence_to_have_existed_before_the_decision",
)

signing_on_a_screen_is_bound = feature(
    "L20-1",
    law(Instrument.SIGNATURE_LAW, 13) + law(Instrument.FILE_REVIEW),
    module=__name__,
    provided_by="liuhen.documents.actions.screen",
    shown_by="liuhen/documents/tests/test_screen_signing.py"
    "::test_strokes_time_and_the_digests_of_the_version_are_bound",
)
