"""The steps that lie ahead of a case, and what archiving it asks for as a whole (第二十五条)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from liuhen.faults import Missing
from liuhen.regulation.answers import Finding, Severity
from liuhen.regulation.casefile import StepName
from liuhen.regulation.citations import measure, together
from liuhen.regulation.periods import payment_term
from liuhen.regulation.services import service_of
from liuhen.regulation.steps import Wanted, has_been_taken
from liuhen.regulation.subjects import about
from liuhen.regulation.view import View
from liuhen.regulation.words import day

_ARCHIVING = "A25-1"

_ORDINARY = (StepName.CONCLUDE, StepName.NOTIFY, StepName.ISSUE_DECISION)
_PATHS = {"ordinary": _ORDINARY, "simplified": (StepName.ISSUE_DECISION,)}


def steps_ahead(view: View) -> Iterator[tuple[StepName, Wanted]]:
    """Yield the steps that the case has not taken and may come to, in the order of the procedure."""
    decision = view.decision
    if decision is None:
        for step in _PATHS.get(view.casefile.case.procedure, ()):
            if not has_been_taken(view, step):
                yield step, Wanted()
    elif service_of(view, decision.document).served_on is None:
        yield StepName.SERVE, Wanted(document=decision.document)
    if _court_is_next(view):
        yield StepName.APPLY_COURT, Wanted()
    for hearing in sorted(view.casefile.hearings, key=lambda one: one.id):
        if hearing.held_at is None and not hearing.withdrawn:
            yield StepName.HOLD_HEARING, Wanted(hearing=hearing.id)
    if not has_been_taken(view, StepName.CLOSE):
        yield StepName.CLOSE, Wanted()
    elif view.casefile.archive is None:
        yield StepName.ARCHIVE, Wanted()


def _court_is_next(view: View) -> bool:
    """A fine that was due and is not paid goes to the court next."""
    term = payment_term(view)
    if term is None or term.due is None or term.met_on or view.casefile.court_applications:
        return False
    decision = view.decision
    return decision is not None and decision.fine > 0 and view.today > term.due.day


def missing_for_archive(
    view: View, findings: Sequence[Finding], gap_reason: str | None
) -> Iterator[Missing]:
    """Yield what stands before archiving: the case is open, or gaps have no approver's reason."""
    article = together([measure(25)])
    if view.casefile.case.closed_on is None:
        yield Missing(
            requirement=_ARCHIVING, article=article, what="先结案。现在：本案尚未结案",
            remedy="请先办理结案。",
        )  # fmt: skip
    if findings and not (gap_reason or "").strip():
        yield Missing(
            requirement=_ARCHIVING,
            article=article,
            what=f"案卷齐全，或者由批准人书面说明带缺项归档的理由。现在：还有{len(findings)}处缺项",
            remedy="请补全缺项；确实无法补全的，由批准人写明理由后归档。",
        )


def archived_with_gaps(view: View, findings: Sequence[Finding]) -> Iterator[Finding]:
    """Yield the finding that a file was archived with gaps and without the approver's reason."""
    archive = view.casefile.archive
    if archive is None or not findings or (archive.gap_reason or "").strip():
        return
    subject = about(view.casefile.case)
    yield Finding(
        id=_ARCHIVING,
        article=together([measure(25)]),
        subject=subject.words,
        subject_ref=subject.ref,
        expected="带缺项归档的，有批准人写明的理由",
        found=f"{day(archive.archived_on)}归档，案卷有{len(findings)}处缺项，没有批准人的理由",
        remedy="由批准人补写带缺项归档的理由，并逐项说明缺项的原因。",
        severity=Severity.ORDINARY,
        on=archive.archived_on,
    )
