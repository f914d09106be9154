"""Pairs of higher law."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from liuhen.regulation.casefile import (
    Appeal,
    Extension,
    Parameter,
    Performance,
    PriorOrder,
    Request,
    Right,
    RightTold,
)
from liuhen.regulation.examples.cast import JIA
from liuhen.regulation.examples.story import at, on
from liuhen.regulation.tests.changing import (
    add,
    case_a,
    case_c,
    case_facts,
    change,
    decided,
    document,
    drop,
    having,
    of_kind,
)
from liuhen.regulation.tests.pairs import ENTERED, Pair


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
        entered=ENTERED,
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
    ceiling = Parameter(
        name="inspections_per_year",
        value=2,
        in_force_from=on("2026-01-01"),
        citation="示例区统计局2026年度涉企行政检查计划",
    )
    limited = replace(a, bureau=replace(a.bureau, parameters=(ceiling, *a.bureau.parameters)))
    third = change(limited, "activities", inspecting, yearly_number=3)
    yield Pair("L23-1", "too often", limited, third)


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
    asked = Request(id="q3", kind="hearing", made_at=at("2026-04-07"), entered=ENTERED)
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
