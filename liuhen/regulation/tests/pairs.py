"""For every requirement one case file that keeps it and one that breaks it.

Each pair starts from a worked case with nothing missing and changes one thing. `kept` must show the
requirement as recorded, `broken` must bring a finding under its id.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from liuhen.regulation.casefile import (
    ActivityKind,
    Appeal,
    Archive,
    CaseFile,
    CopyMade,
    CourtApplication,
    Delivery,
    DeliveryState,
    DeliveryWay,
    Demand,
    ElectronicService,
    Extension,
    Hearing,
    Media,
    Performance,
    Posting,
    PriorOrder,
    Receipt,
    Request,
    Right,
    RightTold,
    SignatureState,
    SupervisionOrder,
    Waiver,
)
from liuhen.regulation.examples.cast import JI, JIA, YI
from liuhen.regulation.examples.story import Story, at, on, signed, unsigned
from liuhen.regulation.tests.changing import (
    A_DAY,
    C_DAY,
    add,
    but,
    case_a,
    case_c,
    case_facts,
    change,
    decided,
    document,
    drop,
    having,
    of_kind,
    of_type,
    with_field,
    without_field,
)


@dataclass(frozen=True)
class Pair:
    """A case file that keeps a requirement, and one that differs in one thing and breaks it."""

    id: str
    what: str
    kept: CaseFile
    broken: CaseFile
    today: date = A_DAY


def _entered_late(casefile: CaseFile, reason: str | None) -> CaseFile:
    late = replace(casefile.documents[0].entered, at=at("2026-05-01 09:00"), late_reason=reason)
    return change(casefile, "documents", of_type("lead_registration"), entered=late)


def general() -> Iterator[Pair]:
    a = case_a()
    closing = next(one for one in a.activities if one.kind is ActivityKind.CLOSING)
    bare = replace(closing, id="bare", kind=ActivityKind.OTHER, title="走访")
    yield Pair("A02-2", "an activity without any record", a, add(a, "activities", bare))
    yield Pair(
        "A03-1",
        "a late entry without a reason",
        _entered_late(a, "原件在外借期间"),
        _entered_late(a, None),
    )
    yield Pair("A04-1", "no lead form", a, drop(a, "documents", of_type("lead_registration")))
    yield Pair("A04-2", "a leaving without recording", *_leaving(recorded=False))


def _leaving(
    *, recorded: bool = True, witness: bool = True, residence: bool = True
) -> tuple[CaseFile, CaseFile]:
    """The order to correct left at the residence; the second lacks what is False."""
    return _left(True, True, True), _left(recorded, witness, residence)


def _left(recorded: bool, witness: bool, residence: bool) -> CaseFile:
    case = case_a()
    order = document(case, "correction_order").id
    old = next(one for one in case.deliveries if one.document == order)
    assert old.receipt is not None
    receipt = Receipt(
        document=old.receipt.document,
        servers_signed=True,
        witness="社区工作人员",
        witness_signed=witness,
        refusal_reason="负责人拒收",
        refusal_on=on("2026-03-20"),
        left_at_residence=residence,
    )
    case = change(
        case,
        "deliveries",
        having(id=old.id),
        way=DeliveryWay.LEAVING,
        receipt=receipt,
    )
    if not recorded:
        return case
    story = Story()
    story.recording(
        Media.VIDEO, "2026-03-20 15:00", stored="2026-03-20 17:00", delivery=old.id, device="JL-01"
    )
    return add(case, "recordings", replace(story.recordings[0], id="leaving"))


def investigation() -> Iterator[Pair]:
    a = case_a()
    yield Pair(
        "A05-1",
        "no certificate numbers in the inquiry transcript",
        a,
        with_field(a, "inquiry_record", officers=[{"name": "甲"}, {"name": "乙"}]),
    )
    yield Pair(
        "A05-2",
        "one officer alone",
        a,
        change(a, "activities", of_kind("inquiry"), participants=(JIA.as_officer(),)),
    )
    unnotified = drop(a, "deliveries", having(document=document(a, "inspection_notice").id))
    yield Pair(
        "A06-1",
        "no notice to attend",
        a,
        change(unnotified, "activities", of_kind("site_inspection"), attendance_notice=None),
    )
    absent = change(a, "activities", of_kind("site_inspection"), party_attended=False)
    yield Pair(
        "A06-2",
        "absence not written down",
        with_field(absent, "site_inspection_record", party_absence="当事人称有事，拒绝到场"),
        absent,
    )
    for id, type in (
        ("A07-1", "inquiry_record"),
        ("A07-3", "evidence_notice"),
        ("A07-4", "site_inspection_record"),
        ("A07-5", "statement_record"),
    ):
        yield Pair(id, f"no {type}", a, drop(a, "documents", of_type(type)))
    yield Pair("A07-3", "an empty list", a, with_field(a, "evidence_list", items=[]))
    yield Pair("A07-2", "no witness statement", *_witness())
    yield Pair("A07-7a", "no digest", a, without_field(a, "electronic_data_record", "sha256"))
    sound = having(media=Media.SOUND)
    yield Pair("A07-7b", "nothing proved", a, change(a, "recordings", sound, proves=None))
    video = having(media=Media.VIDEO)
    yield Pair("A07-7b", "no device", a, change(a, "recordings", video, device=""))
    yield Pair("A07-7c", "no text", a, change(a, "recordings", sound, text_document=None))
    yield Pair("A07-8", "a refusal not noted", *_refusal())
    yield Pair("A08-1", "recusal not told", a, drop(a, "rights", having(right=Right.RECUSAL)))
    request = Request(
        id="q1",
        kind="investigate_evidence",
        made_at=at("2026-03-16"),
        entered=JIA_ENTERED,
        accepted=False,
        told_on=on("2026-03-18"),
        reasons="与本案无关",
        document=document(a, "closing_report").id,
    )
    yield Pair(
        "A09-1",
        "no reasons",
        add(a, "requests", request),
        add(a, "requests", replace(request, reasons="")),
    )


JIA_ENTERED = Story().entered(at("2026-03-16"))


def _witness() -> tuple[CaseFile, CaseFile]:
    case = case_a()
    asking = next(one for one in case.activities if one.kind is ActivityKind.INQUIRY)
    record = document(case, "inquiry_record")
    hearing = replace(asking, id="witness", kind=ActivityKind.WITNESS_INQUIRY)
    statement = replace(record, id="statement", type="witness_statement", activity="witness")
    other = replace(record, id="note", type="recording_note", activity="witness")
    heard = add(case, "activities", hearing)
    return add(heard, "documents", statement), add(heard, "documents", other)


def _refusal() -> tuple[CaseFile, CaseFile]:
    case = case_a()
    by_officers = [signed(one, "officer", "2026-03-10") for one in (JIA.name, YI.name)]
    refused = unsigned("钱某", "agent", SignatureState.REFUSED)
    noted = replace(refused, noted_in_document=True, noted_by=JIA.name, reason="不认可")
    record = of_type("inquiry_record")
    return (
        change(case, "documents", record, signatures=(*by_officers, noted)),
        change(case, "documents", record, signatures=(*by_officers, refused)),
    )


def decision() -> Iterator[Pair]:
    a = case_a()
    report = of_type("investigation_report")
    yield Pair("A10-1", "no report", a, drop(a, "documents", report))
    yield Pair(
        "A10-1",
        "the report after the notice",
        a,
        change(a, "documents", report, dated=on("2026-04-03")),
    )
    handling = having(matter="decision")
    yield Pair("A11-1", "no approval", a, drop(a, "approvals", handling))
    yield Pair("A11-1", "not by the head", a, change(a, "approvals", handling, by_head=False))
    yield Pair(
        "A11-1",
        "changed after it was approved",
        a,
        change(a, "approvals", handling, digest="1" * 64, digest_now="2" * 64),
    )
    yield Pair("A11-2", "no legal review", a, replace(a, legal_reviews=()))
    yield Pair("A11-3", "no discussion", a, replace(a, discussions=()))
    notice = document(a, "penalty_notice").id
    yield Pair("A12-1", "no notice", a, replace(a, proposals=()))
    yield Pair("A12-1", "not served", a, drop(a, "deliveries", having(document=notice)))
    yield Pair("A12-1", "the proposal left out", a, without_field(a, "penalty_notice", "proposed"))
    early = decided(a, issued_on=on("2026-04-10"))
    written = tuple(
        Waiver(right=one, on=on("2026-04-09"), document=document(a, "statement_record").id)
        for one in (Right.STATEMENT, Right.DEFENCE)
    )
    yield Pair("A12-1", "decided too early", replace(early, waivers=written), early)
    yield Pair(
        "A12-2",
        "given up by word of mouth",
        replace(a, waivers=written),
        replace(a, waivers=tuple(replace(one, document=None) for one in written)),
    )
    yield Pair(
        "A12-3",
        "the transcript unsigned by the party",
        a,
        change(
            a,
            "documents",
            of_type("statement_record"),
            signatures=[signed(one, "officer", "2026-04-08") for one in (JIA.name, YI.name)],
        ),
    )
    for id, name in (
        ("A13-1", "party_particulars"),
        ("A13-2", "facts"),
        ("A13-3", "legal_basis"),
        ("A13-4", "decision_content"),
        ("A13-5", "performance"),
        ("A13-6", "remedies"),
    ):
        yield Pair(id, f"no {name}", a, without_field(a, "penalty_decision", name))
    yield Pair(
        "A13-2",
        "evidence that cannot be traced",
        a,
        with_field(a, "penalty_decision", evidence=[{"text": "台账", "evidence": "nowhere"}]),
    )
    yield Pair(
        "A13-6",
        "no time limits",
        a,
        with_field(a, "penalty_decision", remedies="可以申请行政复议或者提起行政诉讼。"),
    )
    yield Pair(
        "A13-7", "not sealed", a, change(a, "documents", of_type("penalty_decision"), sealed=False)
    )


def hearing() -> Iterator[Pair]:
    kept = _heard()
    for id, type in (("A07-6", "hearing_report"), ("A12-5", "hearing_record")):
        yield Pair(id, f"no {type}", kept, drop(kept, "documents", of_type(type)))
    yield Pair(
        "A12-4",
        "announced six working days ahead",
        kept,
        change(kept, "hearings", having(), held_at=at("2026-04-13 09:00")),
    )
    record = of_type("hearing_record")
    refused = unsigned("钱某", "agent", SignatureState.REFUSED)
    noted = replace(refused, noted_in_document=True, noted_by="记录人")
    with_note = change(kept, "documents", record, signatures=(noted,))
    without = change(kept, "documents", record, signatures=(refused,))
    yield Pair("A12-6", "a refusal not noted", with_note, without)
    yield Pair("L09-2", "a refusal not noted by the host", with_note, without)
    yield Pair(
        "L09-2",
        "hosted by an officer of the case",
        kept,
        change(kept, "hearings", having(), host_person=JIA.id),
    )
    ordered = change(kept, "activities", of_kind("hearing"), recording_ordered=True)
    story = Story()
    story.recording(
        Media.VIDEO,
        "2026-04-14 09:10",
        stored="2026-04-14 17:00",
        activity="hearing",
        device="JL-01",
    )
    recorded = add(ordered, "recordings", replace(story.recordings[0], id="hearing-video"))
    yield Pair("A12-7", "an ordered recording not there", recorded, ordered)
    yield Pair("A04-2", "an ordered recording not there", recorded, ordered)


def _heard() -> CaseFile:
    """Case A with a hearing on 2026-04-14, announced on 04-01, and the decision on 04-15."""
    case = case_a()
    moment = at("2026-04-14 09:00")
    held = replace(
        case.activities[0], id="hearing", kind=ActivityKind.HEARING, started_at=moment,
        ended_at=at("2026-04-14 11:00"), entered=Story().entered(moment),
    )  # fmt: skip
    story = Story()
    for type, day in (
        ("hearing_notice", "2026-04-01"),
        ("hearing_record", "2026-04-14"),
        ("hearing_report", "2026-04-14"),
    ):
        story.paper(
            type,
            type,
            day,
            activity="hearing",
            fields={"content": "听证"},
            signatures=(signed("钱某", "agent", day),),
        )
    papers = tuple(replace(one, id=one.type) for one in story.documents)
    notice = document(case, "penalty_notice").id
    with_notice = next(one for one in case.deliveries if one.document == notice)
    assert with_notice.receipt is not None
    served = replace(
        with_notice,
        id="hearing-service",
        document="hearing_notice",
        tried_at=at("2026-04-01 11:00"),
        served_on=on("2026-04-01"),
        receipt=replace(with_notice.receipt, received_on=on("2026-04-01")),
    )
    case = add(add(add(case, "activities", held), "documents", *papers), "deliveries", served)
    return add(
        case,
        "hearings",
        Hearing(
            id="h1", activity="hearing", held_at=moment, host=JI.name, host_person=JI.id,
            notice_document="hearing_notice", transcript="hearing_record", report="hearing_report",
        ),
    )  # fmt: skip


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
    c = _demanded()
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


def _demanded() -> CaseFile:
    case = case_c()
    story = Story()
    for id, type in (("demand", "demand_letter"), ("demand-receipt", "delivery_receipt")):
        story.paper(type, id, "2027-01-11")
        story.documents[-1] = replace(story.documents[-1], id=id)
    moment = at("2027-01-11 10:00")
    receipt = Receipt(
        document="demand-receipt", received_on=moment.date(), signatory="吴某",
        signatory_capacity="representative", recipient_signed=True, servers_signed=True,
    )  # fmt: skip
    served = Delivery(
        id="demand-service", document="demand", recipient="某某商贸有限公司",
        way=DeliveryWay.DIRECT, state=DeliveryState.SERVED, tried_at=moment,
        entered=story.entered(moment), served_on=moment.date(), receipt=receipt,
    )  # fmt: skip
    case = add(add(case, "documents", *story.documents), "deliveries", served)
    demand = Demand(document="demand", issued_on=on("2027-01-11"), fields_complete=True)
    return add(case, "demands", demand)


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
    yield Pair("A20-1", "no witness", *_leaving(witness=False))
    yield Pair("A20-1", "no recording", *_leaving(recorded=False))
    yield Pair("A20-1", "not left at the residence", *_leaving(residence=False))
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
        id="q2", kind="copy", made_at=at("2026-05-10"), entered=JIA_ENTERED, accepted=True,
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


def higher_law() -> Iterator[Pair]:
    a = case_a()
    yield Pair("L01-1", "past two years", a, case_facts(a, conduct_ended_on=on("2024-03-01")))
    yield Pair("L01-1", "not recorded", a, case_facts(a, discovered_on=None))
    yield Pair("L01-2", "above the ceiling", a, decided(a, fine=10_000_001))
    yield Pair("L01-2", "the old law", a, decided(a, law_version_on=on("2024-01-01")))
    reviewed = having()
    yield Pair("L03-1", "not reviewed", a, change(a, "statements", reviewed, review_reasons=None))
    yield Pair("L03-1", "punished for it", a, decided(a, fine=3_000_001))
    yield Pair(
        "L06-1",
        "reviewed by an officer of the case",
        a,
        change(a, "legal_reviews", reviewed, person=JIA.id),
    )
    yield Pair("L06-1", "not agreed", a, change(a, "legal_reviews", reviewed, verdict="disagree"))
    yield Pair(
        "L06-1",
        "for the first time, unqualified",
        a,
        change(a, "legal_reviews", reviewed, first_time=True, qualified=False),
    )
    yield Pair("L07-1", "decided too late", a, case_facts(a, filed_on=on("2026-01-13")))
    longer = case_facts(a, filed_on=on("2026-01-20"))
    extension = Extension(approved_on=on("2026-03-03"), months=3, approval="m1")
    yield Pair(
        "L07-1",
        "extended without approval",
        replace(longer, extensions=(extension,)),
        replace(longer, extensions=(replace(extension, approval=None),)),
    )
    decision = document(a, "penalty_decision").id
    of_decision = having(document=decision)
    yield Pair(
        "L08-1",
        "first tried too late",
        a,
        change(a, "deliveries", of_decision, tried_at=at("2026-04-27 09:00")),
    )
    yield from _large_fine()
    yield Pair("L10-1", "not published", a, replace(a, publications=()))
    changed = replace(a.publications[0], changed_on=on("2026-05-06"), withdrawn_on=on("2026-05-09"))
    yield Pair(
        "L10-1",
        "not withdrawn",
        replace(a, publications=(changed,)),
        replace(a, publications=(replace(changed, withdrawn_on=None),)),
    )
    addition = Performance(
        id="f2",
        part="addition",
        extent="full",
        on=on("2026-07-20"),
        entered=JIA_ENTERED,
        amount=24_000,
    )
    c = case_c()
    yield Pair(
        "L11-1",
        "too much added",
        add(c, "performances", addition),
        add(c, "performances", replace(addition, amount=96_100)),
        today=date(2026, 7, 20),
    )
    appeal = Appeal(
        id="x1", kind="reconsideration", begun_on=on("2026-05-06"),
        copy_received_on=on("2026-05-06"), answered_on=on("2026-05-19"),
    )  # fmt: skip
    yield Pair(
        "L13-1",
        "answered too late",
        add(a, "appeals", appeal),
        add(a, "appeals", replace(appeal, answered_on=on("2026-05-20"))),
    )
    before = tuple(
        PriorOrder(case_number=f"2025-00{number}", ordered_on=on(day))
        for number, day in ((1, "2025-06-01"), (2, "2025-09-01"))
    )
    yield Pair(
        "L15-1",
        "three orders in a year",
        replace(a, prior_orders=before[:1]),
        replace(a, prior_orders=before),
    )
    yield Pair("L21-1", "filed after the notice", a, case_facts(a, filed_on=on("2026-04-03")))
    yield Pair("L22-1", "not ordered to correct", a, replace(a, correction_orders=()))
    inspecting = of_kind("site_inspection")
    yield Pair(
        "L23-1",
        "not approved",
        a,
        drop(a, "approvals", having(matter="inspection")),
    )
    yield Pair("L23-1", "too often", a, change(a, "activities", inspecting, yearly_number=3))


def _large_fine() -> Iterator[Pair]:
    """A fine of 60,000 yuan: the hearing has to be offered."""
    notice = document(case_a(), "penalty_notice")
    proposed = change(case_a(), "proposals", having(), fine=6_000_000)
    case = decided(proposed, fine=6_000_000)
    told = RightTold(
        id="t9", right=Right.HEARING, means="事先告知书", at=at("2026-04-02 11:00"), by=JIA.name,
        activity=notice.activity, document=notice.id,
    )  # fmt: skip
    offered = add(case, "rights", told)
    yield Pair("L09-1", "the hearing not told", offered, case)
    yield Pair("A08-1", "the hearing not told", offered, case)
    asked = Request(id="q3", kind="hearing", made_at=at("2026-04-07"), entered=JIA_ENTERED)
    yield Pair(
        "L09-1",
        "asked for and not held",
        add(offered, "requests", replace(asked, withdrawn=True)),
        add(offered, "requests", asked),
    )
    simple = case_facts(decided(case_a(), simplified=True, fine=300_000), procedure="simplified")
    spot = decided(simple, handed_over_on_the_spot=True)
    yield Pair("L04-1", "above the ceiling", spot, decided(spot, fine=300_100))
    yield Pair("L04-1", "not handed over", spot, simple)


GROUPS = (
    general, investigation, decision, hearing, performance, delivery, keeping, accountability,
    higher_law,
)  # fmt: skip


def all_pairs() -> list[Pair]:
    """Return every pair."""
    return [pair for group in GROUPS for pair in group()]
