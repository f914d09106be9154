"""Steps: who may not act learns nothing of the gate; a step refused leaves nothing behind."""

from __future__ import annotations

import pytest

from liuhen import clock
from liuhen.delivery.actions import Attempt
from liuhen.documents.actions import discard
from liuhen.documents.gates import STEP_OF_TYPE
from liuhen.documents.models import Document, NumberPool
from liuhen.faults import Forbidden, NotFound, Refused
from liuhen.ledger.models import LedgerEntry
from liuhen.procedure import steps
from liuhen.procedure.compile import compile_case
from liuhen.regulation import codec
from tests.begun import Begun, opened


def _draft(begun: Begun, type_code: str) -> Document:
    return begun.teller.write("jia", type_code, begun.teller.act("jia", "other"))


@pytest.mark.parametrize("type_code", STEP_OF_TYPE)
def test_a_refused_step_names_what_is_missing_and_leaves_nothing(
    begun: Begun, type_code: str
) -> None:
    teller = begun.teller  # an order that nobody has checked stands against closing
    teller.paper("jia", "correction_order", teller.act("jia", "order_to_correct"))
    draft = _draft(begun, type_code)
    entries, pools = LedgerEntry.objects.count(), list(NumberPool.objects.values("next_serial"))
    with pytest.raises(Refused) as caught:
        steps.finalise(begun.cast.actor("jia"), draft)
    assert caught.value.step == STEP_OF_TYPE[type_code]
    for one in caught.value.missing:
        assert one.requirement
        assert one.article in caught.value.message
        assert one.remedy in caught.value.message
    draft.refresh_from_db()
    assert draft.state == Document.State.DRAFT
    assert LedgerEntry.objects.count() == entries
    assert list(NumberPool.objects.values("next_serial")) == pools


@pytest.mark.parametrize(
    ("who", "fault"), [("zi", Forbidden), ("wu", Forbidden), ("ren", Forbidden), ("wai", NotFound)]
)
def test_who_may_not_act_is_not_told_what_the_gate_would_say(
    begun: Begun, who: str, fault: type[Exception]
) -> None:
    actor = begun.cast.actor(who)
    what = Attempt(
        way="public_notice", tried_at=clock.now(), servers=[begun.cast["jia"]], recipient="某"
    )
    with pytest.raises(fault):
        steps.finalise(actor, _draft(begun, "penalty_decision"))
    with pytest.raises(fault):
        steps.serve(actor, begun.document("notice"), what)


def test_the_first_day_a_case_reached_a_state_stands(begun: Begun) -> None:
    teller = begun.teller
    teller.verdict("bing", begun.matter("waiting"), "同意。")
    teller.verdict("wu", begun.matter("waiting"), "同意。")
    begun.case.refresh_from_db()
    begun.case.filed_on = clock.shanghai(2026, 3, 1).date()
    begun.case.save()
    again = teller.write("jia", "filing_approval", teller.begin("jia", "filing"))
    teller.approved(again, "再次立案。")
    begun.case.refresh_from_db()
    assert str(begun.case.filed_on) == "2026-03-01"


def test_a_compiled_case_says_everything_once_and_reads_back(begun: Begun) -> None:
    compiled = compile_case(begun.case)
    codec.validate(compiled)
    assert codec.decode(codec.encode(compiled)) == compiled
    documents = {one.id: one for one in compiled.documents}
    assert documents[f"d{begun.ids['draft']}"].state == "draft"
    assert documents[f"d{begun.ids['notice']}"].number == "示统检字〔2026〕2号"
    assert [one.name for one in compiled.case.handlers] == ["甲", "乙"]


def test_a_discarded_draft_is_not_part_of_the_case(begun: Begun) -> None:
    discard(begun.cast.actor("jia"), begun.document("draft"))
    assert f"d{begun.ids['draft']}" not in {one.id for one in compile_case(begun.case).documents}


def test_an_earlier_order_against_the_same_party_is_known(begun: Begun) -> None:
    teller = begun.teller
    teller.paper("jia", "correction_order", teller.act("jia", "order_to_correct"))
    other = opened(begun.cast).case
    (order,) = compile_case(other).prior_orders
    assert (order.case_number, order.ordered_on) == (begun.case.number, clock.today())
    assert compile_case(begun.case).prior_orders == ()
