"""Case A: untrue data, the ordinary procedure, nothing missing."""

from __future__ import annotations

from datetime import date

from liuhen.regulation.casefile import (
    ActivityKind,
    Archive,
    CaseFacts,
    CaseFile,
    CorrectionOrder,
    Decision,
    Discussion,
    DocumentState,
    LegalReview,
    Media,
    Party,
    Performance,
    Proposal,
    Publication,
    Statement,
)
from liuhen.regulation.examples.cast import BUREAU, DING, GENG, JIA, YI
from liuhen.regulation.examples.ordinary import (
    HEADS_PRESENT,
    Days,
    Numbers,
    OrdinaryCase,
    Outcome,
)
from liuhen.regulation.examples.story import Story, at, on

PARTY = Party(
    id="p1",
    kind="organisation",
    name="某某建材有限公司",
    code="91211103MA0XYT0017",
    address="示例区建材路1号",
    representative="赵某",
    agent="钱某",
)

DAYS = Days(
    lead="2026-03-02 09:20",
    inspection_approved="2026-03-03",
    inspection_notice="2026-03-04 10:05",
    inspection=("2026-03-10 09:30", "2026-03-10 11:20"),
    inquiry=("2026-03-10 14:00", "2026-03-10 14:46"),
    taking="2026-03-10 15:30",
    recordings_stored="2026-03-16 16:40",
    filed="2026-03-12",
    data="2026-03-25",
    concluded="2026-03-27",
    reviewed="2026-04-01",
    notified="2026-04-02 11:00",
    discussed="2026-04-13",
    approved="2026-04-14",
    decided="2026-04-15",
)

NUMBERS = Numbers(
    inspection="示统检字〔2026〕2号",
    taking="示统调字〔2026〕1号",
    filing="示统立字〔2026〕2号",
    notice="示统罚告字〔2026〕2号",
    decision="示统罚决字〔2026〕2号",
)

OUTCOME = Outcome(
    fine=3_000_000,
    content="警告，并处罚款30,000元。",
    facts="2025年工业总产值上报125,000千元，经查为98,000千元，虚报27.55%。",
    basis="《中华人民共和国统计法》第四十四条第一款第二项",
)


def case_a() -> CaseFile:
    """Return the case file as it stands after archiving on 2026-05-20."""
    story = Story()
    case = OrdinaryCase(story, DAYS, NUMBERS, PARTY, OUTCOME)
    case.start()
    case.inspect()
    case.question()
    case.take_documents()
    case.file_case()
    order = _order_to_correct(case)
    case.collect_data()
    case.conclude()
    opinion = case.review("2026-04-01")
    notice = case.notify()
    check = _check_correction(case)
    heard, transcript, review = _hear_statement(case)
    minutes = case.discuss("2026-04-13")
    case.approve()
    decision = case.decide()
    case.serve(decision, "2026-04-17 10:30")
    published, paid, voucher = _carry_out(case)
    return CaseFile(
        case=CaseFacts(
            number="2026-001",
            title="某某建材有限公司提供不真实统计资料案",
            cause="提供不真实统计资料",
            procedure="ordinary",
            opened_at=at(DAYS.lead),
            handlers=(JIA.as_officer(), YI.as_officer()),
            violation="untrue_data",
            conduct_ended_on=on("2026-01-09"),
            discovered_on=on("2026-03-02"),
            filed_on=on("2026-03-12"),
            concluded_on=on("2026-03-27"),
            left_investigation_on=on("2026-03-27"),
            closed_on=on("2026-05-08"),
        ),
        bureau=BUREAU,
        parties=(PARTY,),
        activities=tuple(story.activities),
        documents=tuple(story.documents),
        recordings=tuple(story.recordings),
        evidence=tuple(story.evidence),
        approvals=tuple(story.approvals),
        deliveries=tuple(story.deliveries),
        rights=tuple(story.rights),
        legal_reviews=(
            LegalReview(
                id="l1",
                reviewer=DING.name,
                person=DING.id,
                at=at("2026-04-01"),
                verdict="agree",
                qualified=True,
                first_time=False,
                document=opinion,
            ),
        ),
        discussions=(
            Discussion(
                id="c1",
                held_at=at("2026-04-13"),
                present=HEADS_PRESENT,
                votes_for=5,
                conclusion="一致同意警告并处罚款30,000元",
                document=minutes,
            ),
        ),
        statements=(
            Statement(
                id="v1",
                activity=heard,
                heard_at=at("2026-04-08"),
                content="请求减轻罚款",
                document=transcript,
                reviewed_at=at("2026-04-09"),
                accepted=False,
                review_reasons="没有法定从轻、减轻情节",
                review_document=review,
            ),
        ),
        proposals=(
            Proposal(
                document=notice,
                issued_on=on("2026-04-02"),
                fine=OUTCOME.fine,
                penalties=("warning", "fine"),
            ),
        ),
        decision=Decision(
            document=decision,
            kind="penalty",
            issued_on=on("2026-04-15"),
            fine=OUTCOME.fine,
            penalties=("warning", "fine"),
            basis=OUTCOME.basis,
            law_version_on=on("2026-01-09"),
        ),
        correction_orders=(
            CorrectionOrder(
                id="o1",
                document=order,
                ordered_on=on("2026-03-20"),
                due_on=on("2026-04-03"),
                checked_at=at("2026-04-07"),
                check_activity=check,
                check_result="full",
            ),
        ),
        performances=(
            Performance(
                id="f1",
                part="fine",
                extent="full",
                on=on("2026-04-28"),
                entered=story.entered(at("2026-04-28")),
                amount=OUTCOME.fine,
                voucher=voucher,
                document=paid,
            ),
        ),
        publications=(
            Publication(published_on=on("2026-04-22"), where="区政府网站", document=published),
        ),
        archive=Archive(archived_on=date(2026, 5, 20), archivist=GENG.name, volumes=2),
    )


def _order_to_correct(case: OrdinaryCase) -> str:
    ordering = case.story.activity(ActivityKind.ORDER_TO_CORRECT, "2026-03-20")
    order = case.story.paper(
        "correction_order",
        "责令改正通知书",
        "2026-03-20",
        activity=ordering,
        number="示统责改字〔2026〕1号",
        state=DocumentState.ISSUED,
        sealed=True,
        fields={"due_on": "2026-04-03"},
    )
    case.serve(order, "2026-03-20 15:00")
    return order


def _check_correction(case: OrdinaryCase) -> str:
    story = case.story
    checking = story.activity(
        ActivityKind.CORRECTION_CHECK, "2026-04-07", people=(*case.officers, case.agent)
    )
    story.paper(
        "correction_check",
        "改正情况核查记录",
        "2026-04-07",
        activity=checking,
        fields=case.transcript_fields(result="full"),
        signatures=case.signed_on("2026-04-07"),
    )
    story.recording(
        Media.PHOTO,
        "2026-04-07 10:00",
        stored="2026-04-08 09:00",
        activity=checking,
        title="改正后的台账",
        device="JL-01",
    )
    return checking


def _hear_statement(case: OrdinaryCase) -> tuple[str, str, str]:
    story = case.story
    hearing = story.activity(
        ActivityKind.STATEMENT, "2026-04-08", people=(*case.officers, case.agent)
    )
    transcript = story.paper(
        "statement_record",
        "陈述申辩笔录",
        "2026-04-08",
        activity=hearing,
        fields=case.transcript_fields(content="请求减轻罚款"),
        signatures=case.signed_on("2026-04-08"),
    )
    reviewing = story.activity(ActivityKind.STATEMENT_REVIEW, "2026-04-09")
    review = story.paper(
        "statement_review",
        "陈述申辩复核意见书",
        "2026-04-09",
        activity=reviewing,
        fields={"accepted": "not_accepted", "review": "没有法定从轻、减轻情节"},
    )
    return hearing, transcript, review


def _carry_out(case: OrdinaryCase) -> tuple[str, str, str]:
    story = case.story
    publishing = story.activity(ActivityKind.PUBLICATION, "2026-04-22")
    published = story.paper(
        "publication_record",
        "行政处罚决定公示记录",
        "2026-04-22",
        activity=publishing,
        fields={"where": "区政府网站"},
    )
    paying = story.activity(ActivityKind.PERFORMANCE, "2026-04-28")
    paid = story.paper(
        "performance_record",
        "履行情况记录",
        "2026-04-28",
        activity=paying,
        fields={"extent": "full"},
    )
    voucher = story.paper("payment_voucher", "缴款凭证", "2026-04-28", activity=paying)
    closing = story.activity(ActivityKind.CLOSING, "2026-05-08")
    story.paper(
        "closing_report", "结案报告", "2026-05-08", activity=closing, fields={"kind": "performed"}
    )
    archiving = story.activity(
        ActivityKind.ARCHIVING,
        "2026-05-20",
        people=(),
        title="归档",
    )
    story.paper("volume_cover", "卷宗封面", "2026-05-20", activity=archiving)
    return published, paid, voucher
