"""Pairs of 第十条至第十三条: report, approval, notice, hearing, and what the decision states."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from liuhen.regulation.casefile import (
    ActivityKind,
    CaseFile,
    Hearing,
    Media,
    Right,
    SignatureState,
    Waiver,
)
from liuhen.regulation.examples.cast import JI, JIA, YI
from liuhen.regulation.examples.story import Story, at, on, signed, unsigned
from liuhen.regulation.tests.changing import (
    add,
    case_a,
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
from liuhen.regulation.tests.pairs import Pair


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
    kept = heard()
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


def heard() -> CaseFile:
    """Return case A with a hearing on 2026-04-14, announced on 04-01, and the decision on 04-15."""
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
