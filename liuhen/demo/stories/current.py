"""Cases that stand today in other stages, counted back in working days from the day of filling."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial

from liuhen import clock
from liuhen.cases.actions import PartyFacts, Present, Told
from liuhen.cases.models import Activity
from liuhen.demo import media
from liuhen.demo.cast import Cast
from liuhen.demo.teller import Teller
from liuhen.evidence.actions import Capture, Piece
from liuhen.workdays import DEFAULT

FINE = 12_000_00
PROPOSED = "给予警告，并处罚款一万二千元。"


@dataclass(frozen=True)
class Plan:
    """One case: whose, where it stops, and on what day everything is counted back from."""

    party: PartyFacts
    title: str
    facts: str
    stop: str
    today: date

    def at(self, workdays_ago: int, hour: int, minute: int = 0) -> datetime:
        """Return an instant so many working days before today."""
        day = self.today
        while workdays_ago:
            day -= timedelta(days=1)
            workdays_ago -= DEFAULT.is_workday(day)
        return datetime.combine(day, time(hour, minute), tzinfo=clock.SHANGHAI)

    @property
    def agent(self) -> Present:
        """The party's agent, present at what is done on site."""
        return Present(capacity="agent", name=self.party.agent, post=self.party.agent_post)

    @property
    def signed(self) -> dict[str, str]:
        """How the agent signs a receipt."""
        return {
            "signatory": self.party.agent, "capacity": "agent",
            "relation": f"委托代理人、{self.party.agent_post}",
        }  # fmt: skip


def stories(today: date) -> list[Callable[[Cast], Iterator[datetime]]]:
    """Return the stories of the cases that stand open today."""
    return [partial(tell, plan) for plan in _plans(today)]


def _plans(today: date) -> Iterator[Plan]:
    for name, code, person, title, facts, stop in (
        ("某某食品有限公司", "91211103MA0XYT212N", "冯某", "提供不完整统计资料",
         "报送的2026年三季度报表缺少两项指标。", "filing_submitted"),
        ("某某物流有限公司", "91211103MA0XYT327W", "陈某", "迟报统计资料",
         "2026年三季度报表迟报二十日。", "filing_returned"),
        ("某某机械有限公司", "91211103MA0XYT4311", "褚某", "提供不真实统计资料",
         "2026年上半年工业总产值多报12%。", "decision_waiting"),
        ("某某印刷有限公司", "91211103MA0XYT5467", "卫某", "提供不真实统计资料",
         "2026年上半年工业总产值多报9%。", "closed"),
    ):  # fmt: skip
        yield Plan(
            party=PartyFacts(
                kind="organisation", name=name, code=code, address="示例区工业路66号",
                representative="蒋某", agent=person, agent_post="统计员",
            ),
            title=f"{name}{title}案", facts=f"{name}{facts}", stop=stop, today=today,
        )  # fmt: skip


def tell(plan: Plan, cast: Cast) -> Iterator[datetime]:
    """Tell one case up to where it stops."""
    t = Teller(cast)
    yield plan.at(34, 9, 10)
    t.open(
        "jia", plan.party, title=plan.title, cause=f"涉嫌{plan.title[len(plan.party.name):-1]}",
        violation="untrue_data", conduct_ended_on=plan.at(40, 9).date(), discovered_on=plan.at(34, 9).date(),
    )  # fmt: skip
    lead = t.act("jia", "lead")
    t.paper(
        "jia", "lead_registration", lead, content=plan.facts, received_at=plan.at(34, 9, 10),
        names={"approver": "戊"},
    )  # fmt: skip
    yield from _inspection(t, plan)
    yield plan.at(25, 10)
    filing = t.begin("jia", "filing")
    form = t.write(
        "jia", "filing_approval", filing, facts=plan.facts, filing_grounds="符合立案条件。"
    )
    matter = t.submit("jia", form, "有违法事实，建议立案。")
    if plan.stop == "filing_submitted":
        return
    yield plan.at(24, 9)
    if plan.stop == "filing_returned":
        t.verdict("bing", matter, "第二项事实没有写明报表期别，请补充后再提交。", "return")
        return
    t.verdict("bing", matter, "同意立案。")
    t.verdict("wu", matter, "同意。")
    yield from _to_approval(t, plan)


def _inspection(t: Teller, plan: Plan) -> Iterator[datetime]:
    yield plan.at(33, 9)
    approval = t.begin("jia", "inspection_approval", purpose="核实统计数据")
    t.approved(
        t.write(
            "jia", "inspection_approval", approval, matters="统计数据的真实性、完整性、及时性",
            grounds=plan.facts, planned_from=plan.at(28, 9).date(),
            planned_to=plan.at(27, 9).date(),
        ),
        "需要现场核实。",
    )  # fmt: skip
    yield plan.at(32, 9)
    notifying = t.act("jia", "inspection_notice")
    notice = t.paper("jia", "inspection_notice", notifying, inspection_from=plan.at(28, 9).date())
    t.serve(notice, place=plan.party.address, **plan.signed)
    yield plan.at(28, 15)
    _on_site(t, plan)


def _on_site(t: Teller, plan: Plan) -> None:
    begun, ended = plan.at(28, 9, 30), plan.at(28, 10, 20)
    site = t.act(
        "jia", "site_inspection", begun, ended, present=[*t.officers("jia", "yi"), plan.agent],
        party_attended=True, notice_how="送达《统计执法检查通知书》", notice_at=plan.at(32, 9, 30),
        notice_proved=True, on_site_at_enterprise=True, purpose="核实统计数据", yearly_number=1,
        place=plan.party.address,
    )  # fmt: skip
    t.paper(
        "jia", "site_inspection_record", site, findings=plan.facts, recordings_made="照片1张。",
        attendee=f"{plan.party.agent}，统计员",
        attendance_notice="以《统计执法检查通知书》书面通知。",
    )  # fmt: skip
    when = begun + timedelta(minutes=10)
    t.record(
        "yi", site, media.photograph(plan.party.name, hue=150),
        Capture(
            media="photo", purpose="process", title="现场账簿照片", captured_from=when,
            captured_to=when, maker="乙", device="JL-01", method="执法记录仪拍摄",
        ),
        "DSJ_JL-01_0001.jpg",
    )  # fmt: skip
    inquiry = _inquiry(t, plan)
    for activity, kind, name in (
        (site, "site_record", "现场检查（勘验）笔录"),
        (inquiry, "party_statement", f"询问笔录（{plan.party.agent}）"),
    ):
        piece = Piece(kind=kind, name=name, collected_at=activity.started_at)
        t.evidence("jia", piece, activity=activity)


def _inquiry(t: Teller, plan: Plan) -> Activity:
    begun = plan.at(28, 10, 30)
    told = [
        Told(right=right, means="口头告知并记入笔录", by="甲", at=begun, answer="不申请回避。")
        for right in ("statement", "defence", "recusal")
    ]
    inquiry = t.act(
        "jia", "inquiry", begun, plan.at(28, 11, 0), place=plan.party.address, told=told,
        subject=plan.party.agent,
        present=[
            *t.officers("jia", "yi"), plan.agent,
            Present(capacity="recorder", person=t.cast["yi"]),
        ],
    )  # fmt: skip
    document = t.write(
        "jia", "inquiry_record", inquiry, respondent_name=plan.party.agent,
        respondent_employer=plan.party.name,
        qa=[{"q": "报表由谁填报？", "a": "由我填报，财务提供数据。"}],
    )  # fmt: skip
    document = t.settle("jia", document)
    if plan.stop != "filing_submitted":  # there the signed pages are still to come back
        t.sign("jia", document)
    return inquiry


def _to_approval(t: Teller, plan: Plan) -> Iterator[datetime]:
    yield plan.at(23, 9)
    ordering = t.act("jia", "order_to_correct")
    order = t.paper(
        "jia", "correction_order", ordering, facts=plan.facts, due_on=plan.at(18, 9).date()
    )
    t.serve(order, place=plan.party.address, **plan.signed)
    yield plan.at(21, 10)
    ending = t.act("jia", "investigation_end")
    report = t.settle(
        "jia",
        t.write("jia", "investigation_report", ending, facts=plan.facts, proposal=PROPOSED),
    )
    t.sign("jia", report)
    yield plan.at(20, 9)
    notifying = t.act("jia", "penalty_notice")
    notice = t.paper(
        "jia", "penalty_notice", notifying, facts=plan.facts, proposed=PROPOSED, fine_fen=FINE
    )
    t.serve(notice, place=plan.party.address, **plan.signed)
    yield plan.at(16, 11)
    check = t.act(
        "jia", "correction_check", plan.at(16, 10), plan.at(16, 10, 30), place=plan.party.address,
        present=[*t.officers("jia", "yi"), plan.agent],
    )  # fmt: skip
    t.paper("jia", "correction_check", check)
    yield plan.at(13, 9)
    approval = t.begin("jia", "decision_approval")
    form = t.write(
        "jia", "case_handling_approval", approval, facts=plan.facts, is_major=False,
        attachments="", party_opinion="未提出陈述申辩。", proposal=PROPOSED, fine_fen=FINE,
    )  # fmt: skip
    matter = t.submit("jia", form, f"事实清楚，建议{PROPOSED}")
    t.verdict("bing", matter, "已审核，同意承办人意见。")
    if plan.stop == "decision_waiting":
        return
    yield plan.at(12, 9)
    t.verdict("wu", matter, "同意。")
    yield from _to_closing(t, plan)


def _to_closing(t: Teller, plan: Plan) -> Iterator[datetime]:
    yield plan.at(11, 9)
    deciding = t.act("jia", "decision")
    decision = t.paper(
        "jia", "penalty_decision", deciding, facts=plan.facts, fine_fen=FINE,
        hearing_of_party="已告知陈述、申辩的权利，当事人未提出。",
        decision_content="给予警告，并处罚款壹万贰仟元。", order_to_correct="已责令改正并核查。",
    )  # fmt: skip
    t.serve(decision, place=plan.party.address, **plan.signed)
    yield plan.at(8, 15)
    publishing = t.act("jia", "publication")
    t.paper(
        "jia", "publication_record", publishing, facts=plan.facts, content=PROPOSED,
        decision_number=decision.number, published_on=plan.at(8, 15).date(),
        published_until=plan.at(8, 15).date() + timedelta(days=365),
        names={"approver": "戊"},
    )  # fmt: skip
    yield plan.at(4, 15)
    paid_on = plan.at(4, 15).date()
    paying = t.act("jia", "performance", present=t.officers("jia", "yi"))
    t.voucher("jia", paying, media.photograph("缴款凭证2", hue=15), paid_on=paid_on)
    t.paper(
        "jia", "performance_record", paying, decision_number=decision.number,
        served_on=plan.at(11, 9).date(), due_on=plan.at(0, 9).date(),
        items=[
            {"part": "warning", "extent": "full", "on": paid_on},
            {"part": "fine", "extent": "full", "on": paid_on, "amount_fen": FINE, "voucher": "凭证一张"},
        ],
        conclusion="罚款已全额缴纳。",
    )  # fmt: skip
    yield plan.at(2, 10)
    closing = t.act("jia", "closing")
    t.paper(
        "jia", "closing_report", closing, decision_number=decision.number, summary=plan.facts,
        performance="罚款已全额缴纳。", correction="已改正。", publication="已公示。",
        names={"reviewer": "丙", "approver": "戊"},
    )  # fmt: skip
