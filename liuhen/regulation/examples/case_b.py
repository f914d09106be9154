"""Case B: the same kind of case, done badly on paper and entered afterwards, on 2026-03-16."""

from __future__ import annotations

from liuhen.regulation.casefile import (
    ActivityKind,
    AttendanceNotice,
    Capacity,
    CaseFacts,
    CaseFile,
    Decision,
    DeliveryState,
    DeliveryWay,
    DocumentState,
    EvidenceKind,
    Media,
    Party,
    Posting,
    Proposal,
    Receipt,
    Right,
    SignatureState,
)
from liuhen.regulation.examples.cast import BUREAU, JIA, XIN, YI, outsider
from liuhen.regulation.examples.story import Story, at, on, signed, unsigned

PARTY = Party(
    id="p1",
    kind="organisation",
    name="某某纺织有限公司",
    code="91211103MA0XYT01XY",
    address="示例区纺织路8号",
    representative="孙某",
)
MANAGER = outsider("经理李某", Capacity.PARTY, "经理")
FINE = 6_000_000


def case_b() -> CaseFile:
    """Return the case file as entered on 2026-03-16."""
    story = Story(entered_on="2026-03-16")
    posted = _post_inspection_notice(story)
    _inspect(story, posted)
    _question(story)
    _take_documents(story)
    _file(story)
    notice = _notify(story)
    decision = _decide(story)
    _serve(story, decision)
    return CaseFile(
        case=CaseFacts(
            number="2026-002",
            title="某某纺织有限公司提供不真实统计资料案",
            cause="提供不真实统计资料",
            procedure="ordinary",
            opened_at=at("2026-03-16 09:00"),
            handlers=(JIA.as_officer(), YI.as_officer()),
            violation="untrue_data",
            conduct_ended_on=on("2026-01-12"),
            discovered_on=on("2026-02-09"),
            filed_on=on("2026-02-24"),
            left_investigation_on=on("2026-02-27"),
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
                issued_on=on("2026-02-27"),
                fine=FINE,
                penalties=("warning", "fine"),
            ),
        ),
        decision=Decision(
            document=decision,
            kind="penalty",
            issued_on=on("2026-03-03"),
            fine=FINE,
            penalties=("warning", "fine"),
        ),
    )


def _post_inspection_notice(story: Story) -> str:
    """Posted by ordinary mail: no slip, no voucher, no receipt, and not approved beforehand."""
    notifying = story.activity(ActivityKind.INSPECTION_NOTICE, "2026-02-11")
    notice = story.paper(
        "inspection_notice",
        "统计执法检查通知书",
        "2026-02-11",
        activity=notifying,
        number="示统检字〔2026〕1号",
        state=DocumentState.ISSUED,
        sealed=True,
        paper=True,
        fields={"content": "现场检查的时间、内容和所需资料"},
    )
    return story.serve(
        notice,
        "2026-02-11",
        recipient=PARTY.name,
        way=DeliveryWay.POST,
        state=DeliveryState.TRIED,
        posting=Posting(mail="ordinary", sent_on=on("2026-02-11")),
    )


def _inspect(story: Story, posted: str) -> None:
    """By 甲 and 辛 (certificate ended), nobody of the party there, signed by 甲 alone."""
    inspecting = story.activity(
        ActivityKind.SITE_INSPECTION,
        "2026-02-12 10:00",
        "2026-02-12 11:00",
        people=(JIA.as_officer(shown=None), XIN.as_officer(shown=None)),
        place=PARTY.address,
        party_attended=False,
        on_site_at_enterprise=True,
        purpose="核实统计数据质量",
        yearly_number=1,
        attendance_notice=AttendanceNotice(
            how="邮寄检查通知书", at=at("2026-02-11"), proof=(posted,)
        ),
    )
    record = story.paper(
        "site_inspection_record",
        "现场检查（勘验）笔录",
        "2026-02-12",
        activity=inspecting,
        paper=True,
        fields={
            "officers": [{"name": JIA.name}, {"name": XIN.name}],
            "officer_count": 2,
            "findings": "查阅台账和报表。",
        },
        signatures=(
            signed(JIA.name, "officer", "2026-02-12"),
            unsigned(XIN.name, "officer"),
            unsigned("当事人", "party"),
        ),
    )
    story.recording(
        Media.VIDEO,
        "2026-02-12 10:05",
        "2026-02-12 10:25",
        stored="2026-02-27",
        maker=JIA,
        activity=inspecting,
        title="现场检查过程",
        device="JL-02",
    )
    story.piece(EvidenceKind.SITE_RECORD, "现场检查笔录", "2026-02-12", document=record)


def _question(story: Story) -> None:
    """By 甲 alone; no certificate, no rights; the manager refused to sign, not noted."""
    asking = story.activity(
        ActivityKind.INQUIRY,
        "2026-02-12 13:30",
        "2026-02-12 14:10",
        people=(JIA.as_officer(shown=None), MANAGER),
    )
    record = story.paper(
        "inquiry_record",
        "询问笔录",
        "2026-02-12",
        activity=asking,
        paper=True,
        fields={"officers": [{"name": JIA.name}], "officer_count": 1},
        signatures=(
            signed(JIA.name, "officer", "2026-02-12"),
            unsigned(MANAGER.name, "party", SignatureState.REFUSED),
        ),
    )
    sound = story.recording(
        Media.SOUND,
        "2026-02-12 13:30",
        "2026-02-12 14:10",
        stored="2026-02-27",
        purpose="evidence",
        maker=JIA,
        activity=asking,
        title="询问录音",
        method="手机录音，未剪辑",
        proves="经理所作的回答",
    )
    story.piece(EvidenceKind.PARTY_STATEMENT, "询问笔录", "2026-02-12 14:10", document=record)
    story.piece(EvidenceKind.AUDIOVISUAL, "询问录音", "2026-02-12 14:10", recording=sound)


def _take_documents(story: Story) -> None:
    """With a list signed by all, but without a notice."""
    officers = (JIA.as_officer(), YI.as_officer())
    taking = story.activity(ActivityKind.EVIDENCE_TAKING, "2026-02-13", people=(*officers, MANAGER))
    listing = story.paper(
        "evidence_list",
        "调取证据清单",
        "2026-02-13",
        activity=taking,
        paper=True,
        fields={"items": [{"name": "产值台账"}, {"name": "财务报表"}]},
        signatures=[
            signed(name, place, "2026-02-13")
            for name, place in ((JIA.name, "officer"), (YI.name, "officer"), ("李某", "provider"))
        ],
    )
    for name in ("产值台账", "财务报表"):
        story.piece(EvidenceKind.DOCUMENTARY, name, "2026-02-13", document=listing)


def _file(story: Story) -> None:
    """甲 proposes, 戊 approves, nobody reviews."""
    filing = story.activity(ActivityKind.FILING, "2026-02-24")
    form = story.paper(
        "filing_approval",
        "立案审批表",
        "2026-02-24",
        activity=filing,
        number="示统立字〔2026〕1号",
        paper=True,
        fields={"reasons": "涉嫌提供不真实统计资料"},
    )
    story.approval(
        "filing",
        document=form,
        proposed="2026-02-24 09:00",
        reviewed=None,
        approved="2026-02-24 15:00",
    )


def _notify(story: Story) -> str:
    """Left at the gate without witness or recording; the right to a hearing is not told."""
    notifying = story.activity(ActivityKind.PENALTY_NOTICE, "2026-02-27")
    notice = story.paper(
        "penalty_notice",
        "行政处罚事先告知书",
        "2026-02-27",
        activity=notifying,
        number="示统罚告字〔2026〕1号",
        state=DocumentState.ISSUED,
        issued_on=on("2026-02-27"),
        sealed=True,
        paper=True,
        fields={
            "facts": "2025年工业总产值上报不实。",
            "grounds": "《中华人民共和国统计法》第四十四条",
            "proposed": "警告，并处罚款60,000元。",
            "fine_fen": FINE,
            "penalties": ["warning", "fine"],
            "rights": ["statement", "defence"],
        },
    )
    story.tell(
        (Right.STATEMENT, Right.DEFENCE),
        "2026-02-27",
        means="事先告知书",
        activity=notifying,
        document=notice,
    )
    receipt = story.paper("delivery_receipt", "送达回证", "2026-02-27", paper=True)
    story.serve(
        notice,
        "2026-02-27",
        recipient=PARTY.name,
        way=DeliveryWay.LEAVING,
        receipt=Receipt(
            document=receipt,
            servers_signed=True,
            refusal_reason="门卫称负责人不在，拒绝签收",
            refusal_on=on("2026-02-27"),
        ),
    )
    return notice


def _decide(story: Story) -> str:
    """No report, approval, review or discussion before it; no item on remedies."""
    deciding = story.activity(ActivityKind.DECISION, "2026-03-03")
    return story.paper(
        "penalty_decision",
        "行政处罚决定书",
        "2026-03-03",
        activity=deciding,
        number="示统罚决字〔2026〕1号",
        state=DocumentState.ISSUED,
        issued_on=on("2026-03-03"),
        sealed=True,
        paper=True,
        fields={
            "party_particulars": f"{PARTY.name}，{PARTY.code}，{PARTY.address}",
            "facts": "2025年工业总产值上报不实。",
            "evidence": [{"text": one.name, "evidence": one.id} for one in story.evidence],
            "legal_basis": "《中华人民共和国统计法》第四十四条第一款第二项",
            "decision_content": "警告，并处罚款60,000元。",
            "performance": "自收到本决定书之日起十五日内到指定银行缴纳罚款。",
            "decided_on": "2026-03-03",
            "fine_fen": FINE,
            "penalties": ["warning", "fine"],
        },
    )


def _serve(story: Story, decision: str) -> None:
    """On the doorman, relation not written; entered with its reason."""
    story.late_reason = "补录：送达当日外出，3月16日回单位后录入"
    receipt = story.paper("delivery_receipt", "送达回证", "2026-03-13", paper=True)
    story.serve(
        decision,
        "2026-03-13",
        recipient=PARTY.name,
        receipt=Receipt(
            document=receipt,
            received_on=on("2026-03-13"),
            signatory="门卫周某",
            recipient_signed=True,
            servers_signed=True,
        ),
    )
    story.late_reason = None
