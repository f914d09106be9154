"""Worked case A: untrue data, ordinary procedure, nothing missing. Case number 2026-001."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from liuhen.cases.actions import PartyFacts, Present, Told
from liuhen.cases.models import Activity
from liuhen.demo import media
from liuhen.demo.cast import Cast
from liuhen.demo.teller import Teller, at
from liuhen.documents.models import Document
from liuhen.evidence.actions import Capture, Piece

PARTY = PartyFacts(
    kind="organisation",
    name="某某建材有限公司",
    code="91211103MA0XYT0017",
    address="示例区建设路16号",
    representative="赵某",
    phone="000-11112222",
    agent="钱某",
    agent_post="统计员",
)
AGENT = Present(capacity="agent", name="钱某", post="统计员")
SIGNED_BY_AGENT = {"signatory": "钱某", "capacity": "agent", "relation": "委托代理人、统计员"}
IDENTITY, OUTPUT = "当事人的主体资格和代理人的身份", "工业总产值的实际数额"
PLACE = "示例区建设路16号，某某建材有限公司"


def tell(cast: Cast) -> Iterator[datetime]:
    """Tell the case; each yield is the moment at which it goes on."""
    t = Teller(cast)
    yield at(2026, 3, 2, 9, 20)
    t.open(
        "jia",
        PARTY,
        title="某某建材有限公司提供不真实统计资料案",
        cause="涉嫌提供不真实统计资料",
        violation="untrue_data",
        conduct_ended_on=date(2026, 1, 9),
        discovered_on=date(2026, 3, 2),
    )
    lead = t.act("jia", "lead", title="数据审核发现线索")
    t.paper("jia", "lead_registration", lead, names={"approver": "戊"})
    yield from _inspection(t)
    yield from _investigation(t)
    yield from _decision(t)
    yield from _execution(t)


def _inspection(t: Teller) -> Iterator[datetime]:
    yield at(2026, 3, 3, 9, 0)
    approval = t.begin("jia", "inspection_approval", purpose="核实2025年度工业总产值")
    t.approved(t.write("jia", "inspection_approval", approval), "数据差异较大，建议现场检查。")
    yield at(2026, 3, 4, 9, 0)
    notifying = t.act("jia", "inspection_notice")
    notice = t.paper("jia", "inspection_notice", notifying)
    yield at(2026, 3, 4, 10, 5)
    t.serve(notice, place=PLACE, **SIGNED_BY_AGENT)
    yield at(2026, 3, 10, 12, 0)
    site = t.act(
        "jia",
        "site_inspection",
        at(2026, 3, 10, 9, 30),
        at(2026, 3, 10, 11, 20),
        present=[*t.officers("jia", "yi"), AGENT],
        party_attended=True,
        notice_how="送达《统计执法检查通知书》（示统检字〔2026〕2号）",
        notice_at=at(2026, 3, 4, 10, 5),
        notice_proved=True,
        on_site_at_enterprise=True,
        purpose="核实2025年度工业总产值",
        yearly_number=1,
        place=PLACE,
    )
    record = t.paper("jia", "site_inspection_record", site)
    t.paper("jia", "data_check_table", site)
    yield at(2026, 3, 10, 15, 0)
    yield from _inquiry(t, site, record)


def _inquiry(t: Teller, site: Activity, record: Document) -> Iterator[datetime]:
    begun, ended = at(2026, 3, 10, 14, 0), at(2026, 3, 10, 14, 46)
    told = [
        Told(
            right=right,
            means="口头告知并记入笔录",
            by="甲",
            at=begun,
            answer="听清了，不申请回避。",
        )
        for right in ("statement", "defence", "recusal")
    ]
    inquiry = t.act(
        "jia",
        "inquiry",
        begun,
        ended,
        place=PLACE,
        told=told,
        subject="钱某",
        present=[
            *t.officers("jia", "yi"),
            AGENT,
            Present(capacity="recorder", person=t.cast["yi"]),
        ],
    )
    t.paper("jia", "inquiry_record", inquiry)
    yield at(2026, 3, 10, 15, 30)
    taking = t.act("jia", "evidence_taking", place=PLACE, present=[*t.officers("jia", "yi"), AGENT])
    notice = t.paper("jia", "evidence_notice", taking)
    t.serve(notice, place=PLACE, **SIGNED_BY_AGENT)
    listed = t.paper("jia", "evidence_list", taking)
    for row in listed.fields["items"]:
        t.evidence(
            "jia",
            Piece(
                kind="documentary",
                name=row["name"],
                source=row.get("source", ""),
                collected_at=at(2026, 3, 10, 15, 30),
                original=row.get("form") == "original",
                copy_verified=row.get("verified"),
                proves=IDENTITY if row["name"].startswith(("营业执照", "授权委托书")) else OUTPUT,
            ),
            activity=taking,
            data=media.photograph(row["name"], hue=40),
        )
    _transcripts_as_evidence(t, site, inquiry)
    yield from _recordings(t, site, inquiry)


def _transcripts_as_evidence(t: Teller, site: Activity, inquiry: Activity) -> None:
    for activity, kind, name, proves in (
        (site, "site_record", "现场检查（勘验）笔录", "现场检查的经过和查看账簿、台账的情况"),
        (inquiry, "party_statement", "询问笔录（钱某）", "统计数据的填报过程"),
    ):
        t.evidence(
            "jia",
            Piece(
                kind=kind,
                name=name,
                collected_at=activity.ended_at or activity.started_at,
                proves=proves,
            ),
            activity=activity,
        )


def _recordings(t: Teller, site: Activity, inquiry: Activity) -> Iterator[datetime]:
    yield at(2026, 3, 12, 10, 0)
    filing = t.begin("jia", "filing")
    t.approved(t.write("jia", "filing_approval", filing), "有违法事实，属本局管辖，建议立案。")
    yield at(2026, 3, 16, 16, 40)
    begun = at(2026, 3, 10, 9, 30)
    for number in range(1, 4):
        photo = t.record(
            "yi",
            site,
            media.photograph(f"现场照片{number}", hue=90 + number),
            Capture(
                media="photo",
                purpose="evidence",
                title=f"现场照片{number}：统计台账和成品库",
                captured_from=begun + timedelta(minutes=20 * number),
                captured_to=begun + timedelta(minutes=20 * number),
                maker="乙",
                device="JL-01",
                method="执法记录仪拍摄",
                proves="现场存放的账簿、台账和产成品",
            ),
            f"DSJ_JL-01_20260310_{number:04d}.jpg",
        )
        t.evidence(
            "jia",
            Piece(kind="audiovisual", name=photo.title, collected_at=photo.captured_to),
            activity=site,
            recording=photo,
        )
    video = t.record(
        "yi",
        site,
        media.video(),
        Capture(
            media="video",
            purpose="process",
            title="现场检查过程录像",
            captured_from=begun,
            captured_to=begun + timedelta(minutes=12),
            maker="乙",
            device="JL-01",
            method="执法记录仪录制，未剪辑",
        ),
        "DSJ_JL-01_20260310_0101.mp4",
    )
    t.evidence(
        "jia",
        Piece(
            kind="audiovisual",
            name=video.title,
            collected_at=video.captured_to,
            proves="现场检查的经过和查看账簿、台账的情况",
        ),
        activity=site,
        recording=video,
    )
    _sound(t, inquiry)


def _sound(t: Teller, inquiry: Activity) -> None:
    sound = t.record(
        "yi",
        inquiry,
        media.sound(),
        Capture(
            media="sound",
            purpose="evidence",
            title="询问钱某的录音",
            captured_from=at(2026, 3, 10, 14, 0),
            captured_to=at(2026, 3, 10, 14, 46),
            maker="乙",
            device="LY-02",
            method="数字录音笔录制，全程未暂停，未剪辑",
            proves="钱某对统计数据填报过程的回答",
            relies_on_words=True,
        ),
        "LY-02_20260310140000.wav",
    )
    t.paper("yi", "sound_text", inquiry)
    t.paper("yi", "recording_note", inquiry, sha256=sound.file_sha256)
    t.evidence(
        "jia",
        Piece(kind="audiovisual", name=sound.title, collected_at=sound.captured_to),
        activity=inquiry,
        recording=sound,
    )


def _investigation(t: Teller) -> Iterator[datetime]:
    yield at(2026, 3, 20, 9, 30)
    ordering = t.act("jia", "order_to_correct")
    order = t.paper("jia", "correction_order", ordering, due_on="2026-04-03")
    yield at(2026, 3, 20, 14, 0)
    t.serve(order, place=PLACE, **SIGNED_BY_AGENT)
    yield at(2026, 3, 25, 10, 0)
    data = t.act(
        "jia",
        "electronic_data",
        at(2026, 3, 25, 9, 40),
        at(2026, 3, 25, 9, 55),
        place="示例区统计局203室",
        present=t.officers("jia", "yi"),
    )
    record = t.paper("jia", "electronic_data_record", data)
    t.evidence(
        "jia",
        Piece(
            kind="electronic",
            name=record.fields["data_name"],
            source="统计联网直报平台",
            proves="当事人报送的数据和时间",
            collected_at=at(2026, 3, 25, 9, 40),
            digest=record.fields["sha256"],
        ),
        activity=data,
    )
    yield at(2026, 3, 27, 15, 0)
    ending = t.act("jia", "investigation_end")
    report = t.settle("jia", t.write("jia", "investigation_report", ending))
    t.sign("jia", report)


def _decision(t: Teller) -> Iterator[datetime]:
    yield at(2026, 4, 1, 10, 0)
    review = t.act(
        "ding", "legal_review", present=[Present(capacity="legal_reviewer", person=t.cast["ding"])]
    )
    t.paper("ding", "legal_review_opinion", review)
    yield at(2026, 4, 2, 9, 0)
    notifying = t.act("jia", "penalty_notice")
    notice = t.paper("jia", "penalty_notice", notifying)
    yield at(2026, 4, 2, 11, 0)
    t.serve(notice, place=PLACE, **SIGNED_BY_AGENT)
    yield at(2026, 4, 7, 11, 0)
    yield from _correction_check(t)
    yield at(2026, 4, 8, 9, 40)
    hearing = t.act(
        "jia",
        "statement",
        at(2026, 4, 8, 9, 0),
        at(2026, 4, 8, 9, 35),
        place="示例区统计局203室",
        present=[
            *t.officers("jia", "yi"),
            AGENT,
            Present(capacity="recorder", person=t.cast["yi"]),
        ],
    )
    t.paper("jia", "statement_record", hearing)
    yield at(2026, 4, 9, 9, 0)
    reviewing = t.act("jia", "statement_review")
    t.paper("jia", "statement_review", reviewing, names={"reviewer": "丙"})
    yield at(2026, 4, 13, 15, 30)
    yield from _discussion(t)


def _correction_check(t: Teller) -> Iterator[datetime]:
    check = t.act(
        "jia",
        "correction_check",
        at(2026, 4, 7, 10, 0),
        at(2026, 4, 7, 10, 40),
        place=PLACE,
        present=[*t.officers("jia", "yi"), AGENT],
    )
    t.paper("jia", "correction_check", check)
    yield at(2026, 4, 8, 8, 30)
    t.record(
        "yi",
        check,
        media.photograph("补建的统计台账", hue=30),
        Capture(
            media="photo",
            purpose="process",
            title="补建的统计台账",
            captured_from=at(2026, 4, 7, 10, 20),
            captured_to=at(2026, 4, 7, 10, 20),
            maker="乙",
            device="JL-01",
            method="执法记录仪拍摄",
        ),
        "DSJ_JL-01_20260407_0001.jpg",
    )


def _discussion(t: Teller) -> Iterator[datetime]:
    present = [Present(capacity="attendee", person=t.cast[n]) for n in ("wu", "ji", "bing", "ding")]
    meeting = t.act(
        "bing",
        "discussion",
        at(2026, 4, 13, 14, 30),
        at(2026, 4, 13, 15, 20),
        place="示例区统计局会议室",
        present=[
            *present,
            Present(capacity="attendee", person=t.cast["geng"]),
            Present(capacity="recorder", person=t.cast["geng"]),
        ],
    )
    t.paper("bing", "discussion_record", meeting)
    yield at(2026, 4, 14, 9, 0)
    approval = t.begin("jia", "decision_approval")
    t.approved(
        t.write("jia", "case_handling_approval", approval),
        "事实清楚、证据充分，建议给予警告，并处罚款三万元。",
    )
    yield at(2026, 4, 15, 10, 0)
    deciding = t.act("jia", "decision")
    decision = t.paper("jia", "penalty_decision", deciding)
    yield at(2026, 4, 17, 10, 30)
    t.serve(decision, place=PLACE, **SIGNED_BY_AGENT)


def _execution(t: Teller) -> Iterator[datetime]:
    yield at(2026, 4, 22, 15, 0)
    publishing = t.act("jia", "publication")
    t.paper("jia", "publication_record", publishing, names={"approver": "戊"})
    yield at(2026, 4, 28, 16, 0)
    paying = t.act("jia", "performance", present=t.officers("jia", "yi"))
    t.voucher("jia", paying, media.photograph("缴款凭证", hue=10), paid_on=date(2026, 4, 28))
    t.paper("jia", "performance_record", paying)
    yield at(2026, 5, 8, 10, 0)
    closing = t.act("jia", "closing")
    t.paper(
        "jia",
        "closing_report",
        closing,
        names={"reviewer": "丙", "approver": "戊"},
    )
    yield at(2026, 5, 20, 10, 0)
    t.archive("geng")
