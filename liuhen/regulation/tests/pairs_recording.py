"""Pairs of 第二条至第十条: what is recorded, and how it is investigated."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from liuhen.regulation.casefile import (
    ActivityKind,
    CaseFile,
    Media,
    Request,
    Right,
    SignatureState,
)
from liuhen.regulation.examples.cast import JIA, YI
from liuhen.regulation.examples.story import at, on, signed, unsigned
from liuhen.regulation.tests.changing import (
    add,
    case_a,
    change,
    document,
    drop,
    having,
    of_kind,
    of_type,
    with_field,
    without_field,
)
from liuhen.regulation.tests.pairs import ENTERED, Pair, leaving


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
    yield Pair("A04-2", "a leaving without recording", *leaving(recorded=False))


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
        entered=ENTERED,
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
