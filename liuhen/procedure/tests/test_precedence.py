"""行政诉讼证据规定 第六十条: evidence that supports a decision is proven to have been there before it."""

from __future__ import annotations

from liuhen.cases.models import Case
from liuhen.ledger.models import LedgerEntry
from liuhen.procedure.compile import compile_case
from liuhen.procedure.precedence import precedence_of
from liuhen.verifier.precedence import Precedence, Shown
from tests.begun import Begun
from tests.plugin import Played


def _of(case: Case) -> Precedence:
    return precedence_of(case, compile_case(case))


def test_the_log_shows_evidence_to_have_existed_before_the_decision(played: Played) -> None:
    case = played.cases["A"]
    found = _of(case)
    assert found.decision is not None
    decided = LedgerEntry.objects.get(idx=found.decision.idx)
    assert decided.event["document_type"] == "penalty_decision"
    before = found.of(Shown.BEFORE)
    assert {one.record for one in before if one.record.startswith("evidence/")} == {
        f"evidence/e{pk}" for pk in case.evidence.values_list("pk", flat=True)
    }
    for one in before:
        assert one.entry is not None
        stored = LedgerEntry.objects.get(idx=one.entry.idx)
        assert stored.idx < decided.idx
        assert stored.at <= decided.at


def test_the_checkpoint_told_is_the_first_that_covers_the_entry(played: Played) -> None:
    covered = [one for one in _of(played.cases["A"]).items if one.covered and one.entry]
    assert covered
    for one in covered:
        assert one.covered is not None
        assert one.entry is not None
        assert one.covered.size > one.entry.idx
        assert one.covered.at is not None


def test_a_case_without_a_decision_claims_nothing(begun: Begun) -> None:
    found = _of(begun.case)
    assert found.decision is None
    assert not found.of(Shown.BEFORE)
