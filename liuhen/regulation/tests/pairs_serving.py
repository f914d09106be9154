"""Pairs of 第十四条至第三十三条: performance, service, keeping, accountability."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from liuhen.regulation.casefile import (
    Archive,
    CaseFile,
    CopyMade,
    CourtApplication,
    DeliveryWay,
    ElectronicService,
    Media,
    Posting,
    Request,
    SupervisionOrder,
)
from liuhen.regulation.examples.story import at, on
from liuhen.regulation.tests.changing import (
    A_DAY,
    C_DAY,
    add,
    but,
    case_a,
    case_c,
    change,
    document,
    drop,
    having,
    of_type,
)
from liuhen.regulation.tests.pairs import ENTERED, Pair, demanded, leaving


def performance() -> Iterator[Pair]:
    a = case_a()
    every = having()
    yield Pair(
        "A14-1",
        "checked too late",
        a,
        change(a, "correction_orders", every, checked_at=at("2026-04-14")),
    )
    yield Pair(
        "A14-1", "no record of the check", a, drop(a, "documents", of_type("correction_check"))
    )
    yield Pair(
        "A14-2",
        "closed without the check's result",
        a,
        change(a, "correction_orders", every, check_result=None),
    )
    yield Pair("A14-2", "closed without payment", a, replace(a, performances=()))
    yield Pair("A15-1", "no record of performance", a, replace(a, performances=()))
    yield Pair(
        "A15-1",
        "no voucher",
        a,
        change(a, "performances", every, voucher=None, document=None),
    )
    said = replace(a.statements[0], id="v2", after_demand=True)
    yield Pair(
        "A16-2",
        "not reviewed",
        add(a, "statements", said),
        add(a, "statements", replace(said, reviewed_at=None)),
    )
    applied = CourtApplication(
        id="j1", applied_on=on("2027-01-26"), documents=("demand",), course="提交申请书"
    )
    c = demanded()
    yield Pair(
        "A16-1",
        "applied without a demand",
        add(c, "court_applications", applied),
        replace(add(c, "court_applications", applied), demands=()),
        today=date(2027, 1, 27),
    )
    yield Pair(
        "A17-1",
        "no course",
        add(c, "court_applications", applied),
        add(c, "court_applications", replace(applied, course=None)),
        today=date(2027, 1, 27),
    )


def delivery() -> Iterator[Pair]:
    a = case_a()
    order = document(a, "correction_order").id
    of_order = having(document=order)
    old = next(one for one in a.deliveries if of_order(one))
    own = old.receipt
    assert own is not None

    def with_receipt(**changes: object) -> CaseFile:
        receipt = but(own, **changes)
        return change(a, "deliveries", of_order, receipt=receipt)

    yield Pair("A18-1", "no receipt", a, change(a, "deliveries", of_order, receipt=None))
    yield Pair("A18-1", "no date of receipt", a, with_receipt(received_on=None))
    yield Pair("A18-1", "its paper not in the file", a, with_receipt(document=None))
    yield Pair("A19-1", "the servers did not sign", a, with_receipt(servers_signed=False))
    doorman = {"signatory": "门卫", "signatory_capacity": "receiver"}
    yield Pair(
        "A19-1",
        "a relation not written",
        with_receipt(**doorman, relation="收发室工作人员"),
        with_receipt(**doorman, relation=None),
    )
    yield Pair("A20-1", "no witness", *leaving(witness=False))
    yield Pair("A20-1", "no recording", *leaving(recorded=False))
    yield Pair("A20-1", "not left at the residence", *leaving(residence=False))
    entrusted = change(
        a, "deliveries", of_order, way=DeliveryWay.ENTRUSTED, entrustment_letter=order
    )
    yield Pair(
        "A21-1",
        "no letter of entrustment",
        entrusted,
        change(entrusted, "deliveries", of_order, entrustment_letter=None),
    )
    posting = Posting(
        mail="express", sent_on=on("2026-03-20"), list_names_documents=True,
        registration_slip="EMS1", payment_voucher="EMS1", return_receipt="EMS1",
    )  # fmt: skip
    posted = change(a, "deliveries", of_order, way=DeliveryWay.POST, receipt=None, posting=posting)
    for name in ("registration_slip", "payment_voucher", "return_receipt"):
        yield Pair(
            "A22-1",
            f"no {name}",
            posted,
            change(posted, "deliveries", of_order, posting=but(posting, **{name: None})),
        )
    passed = change(
        a,
        "deliveries",
        of_order,
        way=DeliveryWay.PASSED_ON,
        receipt=replace(own, taken_back_on=on("2026-03-25")),
    )
    yield Pair(
        "A23-1",
        "the receipt not taken back",
        passed,
        change(passed, "deliveries", of_order, receipt=old.receipt),
    )
    yield from public_notice()
    sent = ElectronicService(
        consent_document=order, address="a@example.cn", sent_shown_at=at("2026-03-20")
    )
    by_mail = change(
        a, "deliveries", of_order, way=DeliveryWay.ELECTRONIC, receipt=None, electronic=sent
    )
    yield Pair(
        "L08-2",
        "no consent",
        by_mail,
        change(by_mail, "deliveries", of_order, electronic=replace(sent, consent_document=None)),
    )


def public_notice() -> Iterator[Pair]:
    c = case_c()
    by_notice = having(way=DeliveryWay.PUBLIC_NOTICE)
    notice = next(one for one in c.deliveries if by_notice(one)).notice
    assert notice is not None
    for name in ("carrier", "notice_document", "reasons", "course"):
        broken = change(c, "deliveries", by_notice, notice=but(notice, **{name: None}))
        yield Pair("A24-1", f"no {name}", c, broken, today=C_DAY)
    unproven = drop(c, "documents", of_type("absence_proof"))
    yield Pair("A24-1", "no proof of absence", c, unproven, today=C_DAY)
    only = drop(c, "deliveries", lambda one: not by_notice(one))
    yield Pair("A24-1", "nothing tried before", c, only, today=C_DAY)


def keeping() -> Iterator[Pair]:
    a = case_a()
    late = Archive(archived_on=on("2026-06-09"), archivist="庚", volumes=2)
    yield Pair("A25-1", "archived too late", a, replace(a, archive=late), today=date(2026, 6, 10))
    gap = drop(a, "documents", of_type("lead_registration"))
    assert a.archive is not None
    told = replace(a.archive, gap_reason="线索登记表遗失，已由批准人说明")
    yield Pair("A25-1", "archived with a gap unexplained", replace(gap, archive=told), gap)
    video = having(media=Media.VIDEO)
    yield Pair(
        "A26-1",
        "stored too late",
        a,
        change(a, "recordings", video, stored_at=at("2026-03-18 08:00")),
    )
    yield Pair("A26-1", "never stored", a, change(a, "recordings", video, stored_at=None))
    apart = change(a, "recordings", video, stored_where="dedicated", storage_place="一号柜硬盘03")
    yield Pair(
        "A26-1",
        "apart without a place",
        apart,
        change(apart, "recordings", video, storage_place=None),
    )
    keeper = a.bureau.keepers[0]
    ended = replace(keeper, until=A_DAY - timedelta(days=1))
    yield Pair(
        "A27-1",
        "the keeper's time is over",
        replace(
            a, bureau=replace(a.bureau, keepers=(replace(keeper, until=A_DAY), a.bureau.keepers[1]))
        ),
        replace(a, bureau=replace(a.bureau, keepers=(ended, a.bureau.keepers[1]))),
    )
    yield Pair("A27-2", "no rules", a, replace(a, bureau=replace(a.bureau, management_rules=())))
    asked = Request(
        id="q2", kind="copy", made_at=at("2026-05-10"), entered=ENTERED, accepted=True,
        decided_at=at("2026-05-11"), decided_by="戊",
    )  # fmt: skip
    copy = CopyMade(request="q2", made_on=on("2026-05-12"), number="复1", approved_by="戊")
    copied = add(add(a, "requests", asked), "copies", copy)
    yield Pair(
        "A28-1",
        "copied before the approval",
        copied,
        replace(copied, copies=(replace(copy, made_on=on("2026-05-10")),)),
    )
    yield Pair(
        "A28-2",
        "a secret copied",
        copied,
        replace(copied, copies=(replace(copy, contains_secret=True),)),
    )


def accountability() -> Iterator[Pair]:
    a = case_a()
    filing = next(one for one in a.approvals if one.matter == "filing")
    is_filing = having(matter="filing")
    handler, reviewer, approver = filing.steps

    def with_steps(*steps: object) -> CaseFile:
        return change(a, "approvals", is_filing, steps=steps)

    yield Pair("A33-1", "no review", a, with_steps(handler, approver))
    yield Pair("A33-1", "no approval at all", a, drop(a, "approvals", is_filing))
    yield Pair(
        "A33-1", "without words", a, with_steps(replace(handler, words=" "), reviewer, approver)
    )
    same = replace(reviewer, person=handler.person, name=handler.name)
    yield Pair("A33-1", "one person in two parts", a, with_steps(handler, same, approver))
    after = replace(reviewer, at=approver.at + timedelta(hours=1))
    yield Pair("A33-1", "reviewed after it was approved", a, with_steps(handler, after, approver))
    order = SupervisionOrder(
        id="g1", issued_on=on("2026-05-06"), due_on=on("2026-05-20"), by="示例市统计局",
        answered_on=on("2026-05-20"),
    )  # fmt: skip
    yield Pair(
        "A30-6",
        "not answered in time",
        add(a, "supervision_orders", order),
        add(a, "supervision_orders", replace(order, answered_on=on("2026-05-21"))),
    )
