"""For every requirement one case file that keeps it and one that breaks it.

Each pair starts from a worked case with nothing missing and changes one thing. `kept` must show the
requirement as recorded, `broken` must bring a finding under its id.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from liuhen.regulation.casefile import (
    CaseFile,
    Delivery,
    DeliveryState,
    DeliveryWay,
    Demand,
    Media,
    Receipt,
)
from liuhen.regulation.examples.story import Story, at, on
from liuhen.regulation.tests.changing import (
    A_DAY,
    add,
    case_a,
    case_c,
    change,
    document,
    having,
)


@dataclass(frozen=True)
class Pair:
    """A case file that keeps a requirement, and one that differs in one thing and breaks it."""

    id: str
    what: str
    kept: CaseFile
    broken: CaseFile
    today: date = A_DAY


ENTERED = Story().entered(at("2026-03-16"))


def leaving(
    *, recorded: bool = True, witness: bool = True, residence: bool = True
) -> tuple[CaseFile, CaseFile]:
    """The order to correct left at the residence; the second lacks what is False."""
    return left(True, True, True), left(recorded, witness, residence)


def left(recorded: bool, witness: bool, residence: bool) -> CaseFile:
    """Return case A with its order to correct left at the residence, as far as told."""
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


def demanded() -> CaseFile:
    """Return case C with a demand letter served on 2027-01-11."""
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
