"""Plays the worked cases together, and on the way tries what the law refuses.

The tries are a story of their own: each is made on its day by the same action that the pages call,
its answer is kept, and whatever it wrote is rolled back, so the cases go on as if nothing was asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from liuhen import clock
from liuhen.cases.models import Case
from liuhen.delivery.actions import Attempt
from liuhen.demo.cast import Cast
from liuhen.demo.stories import case_a, case_b, case_c
from liuhen.demo.story import play
from liuhen.demo.teller import Teller, at
from liuhen.documents import actions as documents
from liuhen.documents.models import Document
from liuhen.faults import Refused
from liuhen.procedure import steps
from liuhen.procedure.compile import compile_case
from liuhen.regulation.pack import evaluate
from tests.begun import cast_of

Told = dict[str, Any]


def play_all() -> Told:
    """Play the cases to 2026-07-01; returns every try's answer: `allowed`, or what is missing."""
    told: Told = {}
    stories = [case_a.tell, case_b.tell, case_c.tell, _tries_in_a(told), _tries_in_c(told)]
    play(cast_of(), [*stories, _evenings(told, 1), _evenings(told, 3)])
    return told


def _tell(cast: Cast, serial: int) -> Teller:
    told = Teller(cast)
    told.case = Case.objects.get(serial=serial)
    return told


def _try(told: Told, name: str, act: Callable[[], object]) -> None:
    try:
        with transaction.atomic():
            act()
            transaction.set_rollback(True)
    except Refused as refusal:
        missing = [vars(one) for one in refusal.missing]
        told[name] = {"message": refusal.message, "step": str(refusal.step), "missing": missing}
    else:
        told[name] = "allowed"


def _tries_in_a(told: Told) -> Callable[[Cast], Iterator[datetime]]:
    def tell(cast: Cast) -> Iterator[datetime]:
        yield at(2026, 3, 11, 10, 0)
        t = _tell(cast, 1)
        _try(told, "conclude before filing", lambda: _settle(t, "investigation_report"))
        _try(told, "approve what one reviewed", lambda: _approve(t, "bing"))
        _try(told, "review what one proposed", lambda: _approve(t, "jia", reviewed=False))
        _try(told, "approve as another", lambda: _approve(t, "wu"))
        yield at(2026, 3, 27, 14, 0)
        _try(
            told, "notify before the end of the investigation", lambda: _settle(t, "penalty_notice")
        )
        yield at(2026, 4, 6, 10, 0)
        _try(told, "close before the check", lambda: _settle(t, "closing_report"))
        yield at(2026, 4, 10, 17, 30)
        _try(told, "decide on the last day to answer", lambda: _settle(t, "penalty_decision"))
        yield at(2026, 4, 15, 9, 0)
        _try(told, "decide without the discussion", lambda: _without_discussion(t))
        _try(told, "decide", lambda: _settle(t, "penalty_decision"))
        yield at(2026, 4, 20, 9, 0)
        _try(told, "close before the fine is paid", lambda: _settle(t, "closing_report"))

    return tell


def _settle(t: Teller, type_code: str) -> None:
    activity = t.act("jia", "other", title="试办")
    t.settle("jia", t.write("jia", type_code, activity))


def _approve(t: Teller, who: str, *, reviewed: bool = True) -> None:
    form = t.write("jia", "filing_approval", t.begin("jia", "filing"))
    matter = t.submit("jia", form, "有违法事实，建议立案。")
    if reviewed:
        matter = t.verdict("bing", matter, "同意。")
    t.verdict(who, matter, "同意。")


def _without_discussion(t: Teller) -> None:
    record = Document.objects.get(case=t.case, type_code="discussion_record")
    documents.void(t.cast.actor("bing"), record, reason="试办：没有集体讨论")
    _settle(t, "penalty_decision")


def _tries_in_c(told: Told) -> Callable[[Cast], Iterator[datetime]]:
    def tell(cast: Cast) -> Iterator[datetime]:
        for month, day in ((5, 20), (5, 26), (5, 27), (5, 28), (5, 29)):
            yield at(2026, month, day, 17, 0)
            t = _tell(cast, 3)
            _try(told, f"public notice {month:02d}-{day:02d}", lambda t=t: _public_notice(t))  # type: ignore[misc]

    return tell


def _public_notice(t: Teller) -> None:
    decision = t.case.documents.get(type_code="penalty_decision")
    proof = t.case.documents.filter(title="居民委员会证明").first()
    notice = {"absence_proof": f"d{proof.pk}"} if proof else {}
    steps.serve(
        t.cast.actor("jia"),
        decision,
        Attempt(
            way="public_notice",
            tried_at=clock.now(),
            servers=[t.cast["jia"], t.cast["yi"]],
            recipient="某某商贸有限公司",
            detail={"notice": notice},
        ),
    )


def _evenings(told: Told, serial: int) -> Callable[[Cast], Iterator[datetime]]:
    """Keep, for every working evening that a case lives through, the ids of what is missing."""

    def tell(cast: Cast) -> Iterator[datetime]:
        evening = at(2026, 3, 2, 18, 0)
        kept = told.setdefault(f"evenings {serial}", {})
        while evening < at(2026, 7, 1, 18, 0):
            yield evening
            case = Case.objects.filter(serial=serial).first()
            if case is not None and not case.archived:
                answer = evaluate(compile_case(case), clock.today())
                kept[evening.date().isoformat()] = [one.id for one in answer.findings]
            evening += timedelta(days=1 if evening.weekday() < 4 else 3)

    return tell
