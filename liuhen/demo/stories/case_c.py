"""Worked case C: late reporting, nobody takes delivery, public notice. Case number 2026-003."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from liuhen import clock
from liuhen.cases.actions import PartyFacts, Present, Told
from liuhen.cases.models import Activity
from liuhen.delivery import actions as delivering
from liuhen.delivery.actions import Attempt
from liuhen.delivery.models import Delivery
from liuhen.demo import media
from liuhen.demo.cast import Cast
from liuhen.demo.teller import Teller, at
from liuhen.documents.actions import Paper
from liuhen.documents.models import Document
from liuhen.evidence.actions import Capture, Piece
from liuhen.procedure import steps

PARTY = PartyFacts(
    kind="organisation",
    name="某某商贸有限公司",
    code="91211103MA0XYT108J",
    address="示例区商贸街21号",
    representative="吴某",
    agent="郑某",
    agent_post="会计",
)
AGENT = Present(capacity="agent", name="郑某", post="会计")
SIGNED_BY_AGENT = {"signatory": "郑某", "capacity": "agent", "relation": "委托代理人、会计"}
PLACE = "示例区商贸街21号，某某商贸有限公司"
FINE = 8_000_00
FACTS = (
    "某某商贸有限公司未按时报送2026年一季度《批发和零售业商品销售和库存》表，经催报后仍未按时提供。"
)


def tell(cast: Cast) -> Iterator[datetime]:
    """Tell the case; each yield is the moment at which it goes on."""
    t = Teller(cast)
    yield at(2026, 4, 20, 9, 0)
    t.open(
        "jia",
        PARTY,
        title="某某商贸有限公司迟报统计资料案",
        cause="经催报后仍未按时提供统计资料",
        violation="not_reported",
        conduct_ended_on=date(2026, 4, 15),
        discovered_on=date(2026, 4, 20),
    )
    lead = t.act("jia", "lead")
    t.paper(
        "jia",
        "lead_registration",
        lead,
        content=FACTS,
        received_at=at(2026, 4, 20, 9, 0),
        names={"approver": "戊"},
    )
    yield from _investigation(t)
    yield from _decision(t)
    yield from _service(t)


def _investigation(t: Teller) -> Iterator[datetime]:
    yield at(2026, 4, 21, 9, 0)
    approval = t.begin("jia", "inspection_approval", purpose="核实未按时报送的原因")
    t.approved(
        t.write(
            "jia",
            "inspection_approval",
            approval,
            matters="2026年一季度报表报送情况",
            grounds=FACTS,
            planned_from="2026-04-27",
            planned_to="2026-04-28",
        ),
        "经催报仍未报送，建议现场检查。",
    )
    yield at(2026, 4, 22, 9, 0)
    notifying = t.act("jia", "inspection_notice")
    notice = t.paper(
        "jia",
        "inspection_notice",
        notifying,
        inspection_from="2026-04-27",
        matters="2026年一季度报表报送情况",
    )
    t.serve(notice, place=PLACE, **SIGNED_BY_AGENT)
    yield at(2026, 4, 27, 15, 0)
    yield from _on_site(t)
    yield at(2026, 4, 28, 10, 0)
    filing = t.begin("jia", "filing")
    t.approved(
        t.write("jia", "filing_approval", filing, facts=FACTS, filing_grounds="符合立案条件。"),
        "有违法事实，建议立案。",
    )
    yield at(2026, 5, 6, 10, 0)
    ending = t.act("jia", "investigation_end")
    report = t.settle(
        "jia",
        t.write(
            "jia",
            "investigation_report",
            ending,
            facts=FACTS,
            course="依法检查、询问并立案。",
            proposal="给予警告，并处罚款八千元。",
            fine_fen=FINE,
        ),
    )
    t.sign("jia", report)


def _on_site(t: Teller) -> Iterator[datetime]:
    begun, ended = at(2026, 4, 27, 9, 30), at(2026, 4, 27, 10, 10)
    site = t.act(
        "jia",
        "site_inspection",
        begun,
        ended,
        present=[*t.officers("jia", "yi"), AGENT],
        party_attended=True,
        notice_how="送达《统计执法检查通知书》",
        notice_at=at(2026, 4, 22, 9, 5),
        notice_proved=True,
        on_site_at_enterprise=True,
        purpose="核实未按时报送的原因",
        yearly_number=1,
        place=PLACE,
    )
    t.paper(
        "jia",
        "site_inspection_record",
        site,
        attendee="郑某，会计",
        findings="报表系统中没有2026年一季度报送记录；财务账簿齐全。",
        recordings_made="照片1张。",
    )
    t.record(
        "yi",
        site,
        media.photograph("报表系统页面", hue=60),
        Capture(
            media="photo",
            purpose="process",
            title="报表系统页面",
            captured_from=begun + timedelta(minutes=10),
            captured_to=begun + timedelta(minutes=10),
            maker="乙",
            device="JL-01",
            method="执法记录仪拍摄",
        ),
        "DSJ_JL-01_20260427_0001.jpg",
    )
    inquiry = _inquiry(t)
    for activity, kind, name in (
        (site, "site_record", "现场检查（勘验）笔录"),
        (inquiry, "party_statement", "询问笔录（郑某）"),
    ):
        t.evidence(
            "jia", Piece(kind=kind, name=name, collected_at=activity.started_at), activity=activity
        )
    yield at(2026, 4, 27, 16, 0)


def _inquiry(t: Teller) -> Activity:
    begun = at(2026, 4, 27, 10, 30)
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
        at(2026, 4, 27, 11, 0),
        place=PLACE,
        told=told,
        subject="郑某",
        present=[
            *t.officers("jia", "yi"),
            AGENT,
            Present(capacity="recorder", person=t.cast["yi"]),
        ],
    )
    t.paper(
        "jia",
        "inquiry_record",
        inquiry,
        respondent_name="郑某",
        respondent_post="会计",
        respondent_employer=PARTY.name,
        qa=[{"q": "你单位为何没有报送一季度报表？", "a": "忙于盘点，收到催报通知后仍未顾上。"}],
    )
    return inquiry


def _decision(t: Teller) -> Iterator[datetime]:
    yield at(2026, 5, 7, 9, 0)
    notifying = t.act("jia", "penalty_notice")
    notice = t.paper(
        "jia",
        "penalty_notice",
        notifying,
        facts=FACTS,
        fine_fen=FINE,
        proposed="给予警告，并处罚款八千元。",
    )
    t.serve(notice, place=PLACE, **SIGNED_BY_AGENT)
    yield at(2026, 5, 15, 9, 0)
    approval = t.begin("jia", "decision_approval")
    t.approved(
        t.write(
            "jia",
            "case_handling_approval",
            approval,
            facts=FACTS,
            is_major=False,
            attachments="",
            party_opinion="未提出陈述申辩。",
            proposal="给予警告，并处罚款八千元。",
            fine_fen=FINE,
        ),
        "事实清楚，建议给予警告，并处罚款八千元。",
    )
    yield at(2026, 5, 18, 10, 0)
    deciding = t.act("jia", "decision")
    t.paper(
        "jia",
        "penalty_decision",
        deciding,
        facts=FACTS,
        fine_fen=FINE,
        hearing_of_party="已告知陈述、申辩的权利，当事人未在期限内提出。",
        decision_content="给予警告，并处罚款捌千元。",
        order_to_correct="责令当事人于2026年7月31日前改正违法行为。",
        correct_by="2026-07-31",
    )


def _service(t: Teller) -> Iterator[datetime]:
    decision = t.case.documents.get(type_code="penalty_decision")
    yield at(2026, 5, 19, 10, 0)
    _closed_office(t, decision)
    yield at(2026, 5, 20, 15, 0)
    posted = _posted(t, decision)
    yield at(2026, 5, 22, 15, 0)
    publishing = t.act("jia", "publication")
    t.paper(
        "jia",
        "publication_record",
        publishing,
        facts=FACTS,
        content="警告，并处罚款八千元。",
        decision_number=decision.number,
        published_on="2026-05-22",
        published_until="2027-05-22",
        names={"approver": "戊"},
    )
    yield at(2026, 5, 27, 15, 0)
    delivering.record_outcome(
        t.cast.actor("jia"),
        posted,
        failure="邮件退回：查无此人。",
        detail={
            "posting": {
                **posted.detail["posting"],
                "returned_on": "2026-05-27",
                "return_reason": "查无此人",
            }
        },
    )
    yield at(2026, 5, 29, 15, 0)
    proof = _proof_of_absence(t)
    yield at(2026, 6, 1, 9, 0)
    public = _public_notice(t, decision, proof)
    yield at(2026, 7, 1, 10, 0)
    delivering.record_outcome(t.cast.actor("jia"), public, served_on=date(2026, 7, 1))


def _try(t: Teller, decision: Document, way: str, detail: dict[str, object]) -> Delivery:
    return steps.serve(
        t.cast.actor("jia"),
        decision,
        Attempt(
            way=way,
            tried_at=clock.now(),
            place=PLACE,
            servers=[t.cast["jia"], t.cast["yi"]],
            recipient=PARTY.name,
            detail=detail,
        ),
    )


def _photograph(t: Teller, activity: Activity, title: str) -> None:
    t.record(
        "yi",
        activity,
        media.photograph(title, hue=110),
        Capture(
            media="photo",
            purpose="process",
            title=title,
            captured_from=clock.now(),
            captured_to=clock.now(),
            maker="乙",
            device="JL-01",
            method="执法记录仪拍摄",
        ),
        f"{title}.jpg",
    )


def _closed_office(t: Teller, decision: Document) -> None:
    delivery = _try(t, decision, "direct", {})
    delivering.record_outcome(
        t.cast.actor("jia"), delivery, failure="办公场所关闭，无人签收，两名执法人员注明并拍照。"
    )
    _photograph(t, delivery.activity, "办公场所关闭的现场照片")


def _posted(t: Teller, decision: Document) -> Delivery:
    return _try(
        t,
        decision,
        "post",
        {
            "posting": {
                "mail": "express",
                "sent_on": "2026-05-20",
                "list_names_documents": True,
                "registration_slip": "EMS 1234567890001",
                "payment_voucher": "付邮凭证一张",
            }
        },
    )


def _proof_of_absence(t: Teller) -> Document:
    asking = t.act("jia", "other", title="向居民委员会核实当事人去向")
    return steps.enter_paper(
        t.cast.actor("jia"),
        t.case,
        type_code="incoming_paper",
        activity=asking,
        title="居民委员会证明",
        paper=Paper(dated=date(2026, 5, 29), issued=False, data=media.photograph("居委会证明")),
        fields={
            "name": "居民委员会证明：登记地址已不再使用",
            "issuer": "商贸街居民委员会",
            "received_on": "2026-05-29",
        },
    )


def _public_notice(t: Teller, decision: Document, proof: Document) -> Delivery:
    posting = t.act("jia", "other", title="张贴送达公告")
    notice = steps.enter_paper(
        t.cast.actor("jia"),
        t.case,
        type_code="incoming_paper",
        activity=posting,
        title="送达公告",
        paper=Paper(dated=date(2026, 6, 1), issued=False, data=media.photograph("送达公告")),
        fields={"name": "送达公告", "received_on": "2026-06-01"},
    )
    delivery = _try(
        t,
        decision,
        "public_notice",
        {
            "notice": {
                "carrier": "示例区统计局公告栏、当事人登记地址",
                "last_published_on": "2026-06-01",
                "notice_document": f"d{notice.pk}",
                "absence_proof": f"d{proof.pk}",
                "reasons": "直接送达时场所关闭，邮寄被退回，登记地址已不再使用。",
                "course": "2026年5月19日直接送达未果；5月20日邮寄，5月27日退回；6月1日张贴公告。",
            }
        },
    )
    for title in ("公告栏张贴公告的照片", "登记地址张贴公告的照片"):
        _photograph(t, delivery.activity, title)
    return delivery
