"""Case C: not reported even after a reminder; nobody takes delivery; public notice."""

from __future__ import annotations

from liuhen.regulation.casefile import (
    ActivityKind,
    CaseFacts,
    CaseFile,
    CorrectionOrder,
    Decision,
    DeliveryState,
    DeliveryWay,
    DocumentState,
    Media,
    Party,
    Posting,
    Proposal,
    Publication,
    PublicNotice,
)
from liuhen.regulation.examples.cast import BUREAU, JIA, YI
from liuhen.regulation.examples.ordinary import Days, Numbers, OrdinaryCase, Outcome
from liuhen.regulation.examples.story import Story, at, on

PARTY = Party(
    id="p1",
    kind="organisation",
    name="某某商贸有限公司",
    code="91211103MA0XYT108J",
    address="示例区商贸街12号",
    representative="吴某",
    agent="郑某",
)

DAYS = Days(
    lead="2026-04-07 09:00",
    inspection_approved="2026-04-08",
    inspection_notice="2026-04-09 10:00",
    inspection=("2026-04-14 09:30", "2026-04-14 11:00"),
    inquiry=("2026-04-14 14:00", "2026-04-14 14:40"),
    taking="2026-04-14 15:30",
    recordings_stored="2026-04-14 17:00",
    filed="2026-04-16",
    data="2026-04-20",
    concluded="2026-04-22",
    reviewed=None,
    notified="2026-04-27 11:00",
    discussed=None,
    approved="2026-05-15",
    decided="2026-05-18",
)

NUMBERS = Numbers(
    inspection="示统检字〔2026〕3号",
    taking="示统调字〔2026〕2号",
    filing="示统立字〔2026〕3号",
    notice="示统罚告字〔2026〕3号",
    decision="示统罚决字〔2026〕3号",
)

OUTCOME = Outcome(
    fine=800_000,
    content="警告，并处罚款8,000元。",
    facts="2026年一季度统计资料经催报后仍未按时提供。",
    basis="《中华人民共和国统计法》第四十四条第一款第一项",
    order_to_correct="责令自收到本决定书之日起十五日内补报。",
)


def case_c() -> CaseFile:
    """Return the case file as it stands while the public notice runs."""
    story = Story()
    case = OrdinaryCase(story, DAYS, NUMBERS, PARTY, OUTCOME)
    case.start()
    case.inspect()
    case.question()
    case.take_documents()
    case.file_case()
    case.collect_data()
    case.conclude()
    notice = case.notify()
    case.approve()
    decision = case.decide()
    published = _publish(story)
    _try_direct(story, decision)
    _try_post(story, decision)
    _give_public_notice(story, decision)
    return CaseFile(
        case=CaseFacts(
            number="2026-003",
            title="某某商贸有限公司经催报仍未报送统计资料案",
            cause="经催报后仍未按时提供统计资料",
            procedure="ordinary",
            opened_at=at(DAYS.lead),
            handlers=(JIA.as_officer(), YI.as_officer()),
            violation="not_reported",
            conduct_ended_on=on("2026-03-31"),
            discovered_on=on("2026-04-07"),
            filed_on=on(DAYS.filed),
            concluded_on=on(DAYS.concluded),
            left_investigation_on=on(DAYS.concluded),
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
        proposals=(
            Proposal(
                document=notice,
                issued_on=on("2026-04-27"),
                fine=OUTCOME.fine,
                penalties=("warning", "fine"),
            ),
        ),
        decision=Decision(
            document=decision,
            kind="penalty",
            issued_on=on(DAYS.decided),
            fine=OUTCOME.fine,
            penalties=("warning", "fine"),
            basis=OUTCOME.basis,
            law_version_on=on("2026-03-31"),
            order_to_correct=True,
        ),
        correction_orders=(
            CorrectionOrder(
                id="o1",
                document=decision,
                ordered_on=on(DAYS.decided),
                due_on=on("2026-07-16"),
            ),
        ),
        publications=(
            Publication(published_on=on("2026-05-22"), where="区政府网站", document=published),
        ),
    )


def _publish(story: Story) -> str:
    publishing = story.activity(ActivityKind.PUBLICATION, "2026-05-22")
    return story.paper(
        "publication_record",
        "行政处罚决定公示记录",
        "2026-05-22",
        activity=publishing,
        fields={"where": "区政府网站"},
    )


def _try_direct(story: Story, decision: str) -> None:
    """The office closed; two officers note it with a photograph."""
    trying = story.activity(
        ActivityKind.SERVICE, "2026-05-19 10:00", people=(JIA.as_officer(), YI.as_officer())
    )
    story.serve(
        decision,
        "2026-05-19 10:00",
        recipient=PARTY.name,
        state=DeliveryState.NOT_SERVED,
        failure="住所大门关闭，无人办公",
        activity=trying,
    )
    story.recording(
        Media.PHOTO,
        "2026-05-19 10:05",
        stored="2026-05-19 16:00",
        activity=trying,
        title="住所大门",
        device="JL-01",
    )


def _try_post(story: Story, decision: str) -> None:
    """Express mail with its slips, returned on 05-27."""
    trying = story.activity(ActivityKind.SERVICE, "2026-05-20 09:00")
    slip = story.paper("postal_slip", "邮寄登记和付邮凭证", "2026-05-20", activity=trying)
    story.serve(
        decision,
        "2026-05-20 09:00",
        recipient=PARTY.name,
        way=DeliveryWay.POST,
        state=DeliveryState.NOT_SERVED,
        failure="退回：查无此单位",
        activity=trying,
        posting=Posting(
            mail="express",
            sent_on=on("2026-05-20"),
            list_names_documents=True,
            registration_slip=slip,
            payment_voucher=slip,
            returned_on=on("2026-05-27"),
            return_reason="查无此单位",
        ),
    )


def _give_public_notice(story: Story, decision: str) -> None:
    """The address no longer used, confirmed in writing; posted at the bureau and the address."""
    proof = story.paper("absence_proof", "居民委员会证明", "2026-05-29", fields={"by": "居委会"})
    posting = story.activity(
        ActivityKind.SERVICE, "2026-06-01 10:00", people=(JIA.as_officer(), YI.as_officer())
    )
    text = story.paper(
        "public_notice",
        "送达公告",
        "2026-06-01",
        activity=posting,
        state=DocumentState.ISSUED,
        sealed=True,
        fields={"content": "示统罚决字〔2026〕3号公告送达"},
    )
    for place in ("本局公告栏", "登记住所"):
        story.recording(
            Media.PHOTO,
            "2026-06-01 10:30",
            stored="2026-06-01 16:00",
            activity=posting,
            title=f"公告张贴（{place}）",
            device="JL-01",
        )
    story.serve(
        decision,
        "2026-06-01 10:00",
        recipient=PARTY.name,
        way=DeliveryWay.PUBLIC_NOTICE,
        state=DeliveryState.TRIED,
        activity=posting,
        notice=PublicNotice(
            carrier="在本局公告栏和登记住所张贴",
            last_published_on=on("2026-06-01"),
            notice_document=text,
            reasons="直接送达无人，邮寄退回，登记住所已不使用",
            course="5月19日直接送达未成，5月20日邮寄，5月27日退回，5月29日居委会证明",
            absence_proof=proof,
        ),
    )
