"""先于决定: what the log shows of each record of a case, as the evidence page has it."""

from __future__ import annotations

from dataclasses import dataclass

from liuhen.cases.models import Case
from liuhen.procedure.precedence import precedence_of
from liuhen.regulation.casefile import CaseFile
from liuhen.verifier.precedence import Decided, Item, Shown
from liuhen.web.links import subject_url

_TONES = {Shown.BEFORE: "done", Shown.NOT_SHOWN: "missing", Shown.UNDECIDED: "idle"}


@dataclass(frozen=True)
class Row:
    """One record with its page and the tone of its word."""

    item: Item
    url: str
    tone: str


@dataclass(frozen=True)
class View:
    """The section of the page: the decision, the records, how many are shown to precede it."""

    decision: Decided | None
    decision_url: str
    rows: tuple[Row, ...]
    before: int


def precedence_view(case: Case, casefile: CaseFile) -> View | None:
    """Return the section; None while the case has no record of the kind."""
    found = precedence_of(case, casefile)
    if not found.items:
        return None
    decision = found.decision
    return View(
        decision=decision,
        decision_url=subject_url(case.pk, decision.document) if decision else "",
        rows=tuple(
            Row(one, subject_url(case.pk, one.record), _TONES[one.shown]) for one in found.items
        ),
        before=len(found.of(Shown.BEFORE)),
    )
