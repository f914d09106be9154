"""The ordinary procedure with nothing missing, from the lead to the issued decision.

`Days` is the calendar of a case; cases A and C differ in it, in the party and in the outcome.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from liuhen.regulation.casefile import (
    ActivityKind,
    AttendanceNotice,
    Capacity,
    DocumentState,
    EvidenceKind,
    Media,
    Party,
    Right,
    SignaturePlace,
)
from liuhen.regulation.examples.cast import BING, DING, JIA, WU, YI, outsider
from liuhen.regulation.examples.story import Story, at, officers_field, signed

REMEDIES = (
    "如不服本决定，可以自收到本决定书之日起六十日内向示例区人民政府申请行政复议，"
    "也可以自收到本决定书之日起六个月内依法向人民法院提起行政诉讼。"
)
TOLD_FIRST = (Right.STATEMENT, Right.DEFENCE, Right.RECUSAL)


@dataclass(frozen=True)
class Days:
    """When each thing happened; a time where the hour matters. None: it was not needed."""

    lead: str
    inspection_approved: str
    inspection_notice: str
    inspection: tuple[str, str]
    inquiry: tuple[str, str]
    taking: str
    filed: str
    data: str
    concluded: str
    reviewed: str | None
    notified: str
    discussed: str | None
    approved: str
    decided: str
    recordings_stored: str


@dataclass(frozen=True)
class Numbers:
    """The numbers that the papers bear."""

    inspection: str
    taking: str
    filing: str
    notice: str
    decision: str


@dataclass(frozen=True)
class Outcome:
    """What is proposed and decided; `fine` in fen."""

    fine: int
    content: str
    facts: str
    basis: str
    order_to_correct: str = ""


class OrdinaryCase:
    """Tells a case of the ordinary procedure into a story, act by act."""

    def __init__(
        self, story: Story, days: Days, numbers: Numbers, party: Party, outcome: Outcome
    ) -> None:
        self.story = story
        self.days = days
        self.numbers = numbers
        self.party = party
        self.outcome = outcome
        self.agent = outsider(party.agent or "", Capacity.AGENT, "统计员")
        self.officers = (JIA.as_officer(), YI.as_officer())
        self.investigated: list[str] = []

    @property
    def signatures(self) -> tuple[tuple[str, str], ...]:
        """Who signs a transcript: both officers and the agent."""
        return (("officer", JIA.name), ("officer", YI.name), ("agent", self.agent.name))

    def signed_on(self, day: str, *, with_agent: bool = True) -> Sequence[SignaturePlace]:
        """Return the signatures of a transcript, all given on a day."""
        places = self.signatures if with_agent else self.signatures[:2]
        return [signed(name, place, day) for place, name in places]

    def transcript_fields(self, **more: object) -> dict[str, object]:
        """Return what every transcript states of the officers (第五条)."""
        return {
            "officers": officers_field(self.officers),
            "officer_count": 2,
            "certificates_shown": True,
            **more,
        }

    def serve(self, document: str, moment: str) -> str:
        """Serve a document direct on the agent."""
        return self.story.serve_direct(
            document, moment, recipient=self.party.name, agent=self.agent.name
        )

    # -- 程序启动 -----------------------------------------------------------------------------

    def start(self) -> None:
        """The lead, the approved inspection, and its notice."""
        story, days = self.story, self.days
        lead = story.activity(ActivityKind.LEAD, days.lead)
        day = days.lead[:10]
        story.paper(
            "lead_registration", "线索登记表", day, activity=lead, fields={"source": "数据审核"}
        )
        approved = days.inspection_approved
        approving = story.activity(ActivityKind.INSPECTION_APPROVAL, approved)
        form = story.paper(
            "inspection_approval",
            "行政检查审批表",
            approved,
            activity=approving,
            fields={"purpose": "核实统计数据质量"},
        )
        story.approval(
            "inspection",
            document=form,
            proposed=f"{approved} 09:00",
            reviewed=f"{approved} 10:00",
            approved=f"{approved} 15:00",
        )
        day = days.inspection_notice[:10]
        notifying = story.activity(ActivityKind.INSPECTION_NOTICE, days.inspection_notice)
        notice = story.paper(
            "inspection_notice",
            "统计执法检查通知书",
            day,
            activity=notifying,
            number=self.numbers.inspection,
            state=DocumentState.ISSUED,
            sealed=True,
            fields={"content": "现场检查的时间、内容和所需资料"},
        )
        self.notice_delivery = self.serve(notice, days.inspection_notice)

    # -- 调查取证 -----------------------------------------------------------------------------

    def inspect(self) -> None:
        """The site inspection with photographs and a video of the process."""
        story, (start, end) = self.story, self.days.inspection
        day = start[:10]
        inspecting = story.activity(
            ActivityKind.SITE_INSPECTION,
            start,
            end,
            people=(*self.officers, self.agent),
            place=self.party.address,
            party_attended=True,
            on_site_at_enterprise=True,
            purpose="核实统计数据质量",
            yearly_number=1,
            attendance_notice=AttendanceNotice(
                how="检查通知书直接送达",
                at=at(self.days.inspection_notice),
                proof=(self.notice_delivery,),
            ),
        )
        record = story.paper(
            "site_inspection_record",
            "现场检查（勘验）笔录",
            day,
            activity=inspecting,
            fields=self.transcript_fields(findings="查阅台账、报表和原始凭证。"),
            signatures=self.signed_on(day),
        )
        story.piece(EvidenceKind.SITE_RECORD, "现场检查笔录", end, document=record)
        stored = self.days.recordings_stored
        for number in range(1, 4):
            photo = story.recording(
                Media.PHOTO,
                start,
                stored=stored,
                activity=inspecting,
                title=f"现场照片{number}",
                device="JL-01",
            )
            story.piece(EvidenceKind.AUDIOVISUAL, f"现场照片{number}", start, recording=photo)
        video = story.recording(
            Media.VIDEO,
            start,
            f"{day} 09:42",
            stored=stored,
            activity=inspecting,
            title="现场检查过程",
            device="JL-01",
        )
        story.piece(EvidenceKind.AUDIOVISUAL, "现场检查过程录像", start, recording=video)
        self.investigated.append(inspecting)

    def question(self) -> None:
        """The agent questioned, rights told, the sound kept as evidence with its text."""
        story, (start, end) = self.story, self.days.inquiry
        day = start[:10]
        asking = story.activity(
            ActivityKind.INQUIRY,
            start,
            end,
            people=(*self.officers, self.agent),
            place=self.party.address,
        )
        record = story.paper(
            "inquiry_record",
            "询问笔录",
            day,
            activity=asking,
            fields=self.transcript_fields(rights_told=["statement", "defence", "recusal"]),
            signatures=self.signed_on(day),
        )
        story.tell(
            TOLD_FIRST, start, means="口头告知，记入询问笔录", activity=asking, answer="不申请回避"
        )
        story.piece(EvidenceKind.PARTY_STATEMENT, "询问笔录", end, document=record)
        text = story.paper("sound_text", "询问录音的文字记录", day, activity=asking)
        sound = story.recording(
            Media.SOUND,
            start,
            end,
            stored=self.days.recordings_stored,
            purpose="evidence",
            activity=asking,
            title="询问录音",
            method="数码录音笔录制，未剪辑",
            proves="询问时所作的回答",
            text_document=text,
        )
        story.piece(EvidenceKind.AUDIOVISUAL, "询问录音", end, recording=sound)
        self.investigated.append(asking)

    def take_documents(self) -> None:
        """Eight documents taken, with notice and list."""
        story, moment = self.story, self.days.taking
        day = moment[:10]
        taking = story.activity(
            ActivityKind.EVIDENCE_TAKING, moment, people=(*self.officers, self.agent)
        )
        notice = story.paper(
            "evidence_notice",
            "调取证据通知书",
            day,
            activity=taking,
            number=self.numbers.taking,
            state=DocumentState.ISSUED,
            sealed=True,
            fields={"requested": "统计台账、财务报表"},
        )
        self.serve(notice, moment)
        items = [{"name": f"书证{number}", "pages": 2} for number in range(1, 9)]
        listing = story.paper(
            "evidence_list",
            "调取证据清单",
            day,
            activity=taking,
            fields={"items": items},
            signatures=self.signed_on(day),
        )
        for item in items:
            story.piece(EvidenceKind.DOCUMENTARY, str(item["name"]), moment, document=listing)
        self.investigated.append(taking)

    def file_case(self) -> None:
        """The case filed by three persons."""
        story, day = self.story, self.days.filed
        filing = story.activity(ActivityKind.FILING, day)
        form = story.paper(
            "filing_approval",
            "立案审批表",
            day,
            activity=filing,
            number=self.numbers.filing,
            fields={"reasons": self.outcome.facts},
        )
        story.approval(
            "filing",
            document=form,
            proposed=f"{day} 09:00",
            reviewed=f"{day} 10:00",
            approved=f"{day} 15:00",
        )

    def collect_data(self) -> None:
        """Electronic data collected, with its written record."""
        story, moment = self.story, self.days.data
        collecting = story.activity(ActivityKind.ELECTRONIC_DATA, moment, people=self.officers)
        record = story.paper(
            "electronic_data_record",
            "电子数据提取记录",
            moment,
            activity=collecting,
            fields={
                "source": "统计联网直报平台",
                "method": "导出并校验",
                "extracted_at": f"{moment}T12:00:00+08:00",
                "collector": JIA.name,
                "sha256": "5f" * 32,
            },
            signatures=self.signed_on(moment, with_agent=False),
        )
        story.piece(
            EvidenceKind.ELECTRONIC, "联网直报数据", moment, document=record, digest="5f" * 32
        )
        self.investigated.append(collecting)

    def conclude(self) -> None:
        """The report that ends the investigation."""
        day = self.days.concluded
        ending = self.story.activity(ActivityKind.INVESTIGATION_END, day)
        self.story.paper(
            "investigation_report",
            "调查取证终结报告",
            day,
            activity=ending,
            fields={
                "activities": list(self.investigated),
                "evidence": [one.id for one in self.story.evidence],
            },
        )

    # -- 审查决定 -----------------------------------------------------------------------------

    def review(self, day: str) -> str:
        """The legal review; return its paper."""
        reviewing = self.story.activity(ActivityKind.LEGAL_REVIEW, day)
        return self.story.paper(
            "legal_review_opinion",
            "法制审核意见书",
            day,
            activity=reviewing,
            fields={"verdict": "agree", "reviewer": DING.name},
        )

    def notify(self) -> str:
        """The notice of the proposed decision, served; return it."""
        story, moment = self.story, self.days.notified
        notifying = story.activity(ActivityKind.PENALTY_NOTICE, moment)
        self.notice = story.paper(
            "penalty_notice",
            "行政处罚事先告知书",
            moment[:10],
            activity=notifying,
            number=self.numbers.notice,
            state=DocumentState.ISSUED,
            issued_on=at(moment).date(),
            sealed=True,
            fields={
                "facts": self.outcome.facts,
                "grounds": self.outcome.basis,
                "proposed": self.outcome.content,
                "fine_fen": self.outcome.fine,
                "penalties": ["warning", "fine"],
                "rights": ["statement", "defence"],
            },
        )
        story.tell(
            (Right.STATEMENT, Right.DEFENCE),
            moment,
            means="事先告知书",
            activity=notifying,
            document=self.notice,
        )
        self.serve(self.notice, moment)
        return self.notice

    def discuss(self, day: str) -> str:
        """The heads' discussion; return its paper."""
        discussing = self.story.activity(ActivityKind.DISCUSSION, day)
        return self.story.paper(
            "discussion_record",
            "案件集体讨论记录",
            day,
            activity=discussing,
            fields={"conclusion": "一致同意", "present": 5},
        )

    def approve(self) -> None:
        """The case-handling approval by the head."""
        story, day = self.story, self.days.approved
        approving = story.activity(ActivityKind.DECISION_APPROVAL, day)
        form = story.paper(
            "case_handling_approval",
            "案件处理审批表",
            day,
            activity=approving,
            fields={"proposal": self.outcome.content},
        )
        story.approval(
            "decision",
            document=form,
            proposed=f"{day} 09:00",
            reviewed=f"{day} 10:00",
            approved=f"{day} 15:00",
        )

    def decide(self) -> str:
        """The decision with every item of 第十三条; return it."""
        story, day = self.story, self.days.decided
        deciding = story.activity(ActivityKind.DECISION, day, people=())
        cited = [{"text": one.name, "evidence": one.id} for one in story.evidence]
        self.decision = story.paper(
            "penalty_decision",
            "行政处罚决定书",
            day,
            activity=deciding,
            number=self.numbers.decision,
            state=DocumentState.ISSUED,
            issued_on=at(day).date(),
            sealed=True,
            fields={
                "party_particulars": f"{self.party.name}，{self.party.code}，{self.party.address}",
                "facts": self.outcome.facts,
                "evidence": cited,
                "legal_basis": self.outcome.basis,
                "decision_content": self.outcome.content,
                "performance": "自收到本决定书之日起十五日内到指定银行缴纳罚款。",
                "remedies": REMEDIES,
                "decided_on": day,
                "other_matters": "",
                "fine_fen": self.outcome.fine,
                "penalties": ["warning", "fine"],
                "order_to_correct": self.outcome.order_to_correct,
            },
        )
        return self.decision


HEADS_PRESENT = (WU.name, "己", BING.name, DING.name, "癸")
"""Five present at the discussion."""
