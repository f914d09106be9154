"""第十三条: what a decision must state. The original leaves out its item 六."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from liuhen.regulation import papers
from liuhen.regulation.answers import Answers
from liuhen.regulation.casefile import Document, EvidenceItem, StepName
from liuhen.regulation.citations import measure
from liuhen.regulation.papers import DECISIONS
from liuhen.regulation.rules import feature, gate
from liuhen.regulation.steps import Step, taken_steps
from liuhen.regulation.subjects import about
from liuhen.regulation.view import View
from liuhen.regulation.words import listed

_NO_DECISION = "没有决定书"


def _states(step: Step, title: str, lacking: Iterator[str]) -> Answers:
    """Answer for the decision's paper: kept, or what it does not state."""
    missing = ["决定书"] if step.document is None else list(lacking)
    yield step.about.demands(
        missing,
        expected=f"决定书载明{title}",
        remedy=f"请在决定书中写明{title}；已经送达的，制作补正文书并送达。",
    )


def _unless_filled(step: Step, **fields: str) -> Iterator[str]:
    if step.document is not None:
        for name, title in fields.items():
            if not papers.filled(step.document, name):
                yield title


@gate("A13-1", measure(13, item=1), unless=_NO_DECISION)
def a_decision_states_the_party(view: View, step: Step) -> Answers:
    title = "当事人基本情况"
    yield from _states(step, title, _unless_filled(step, party_particulars=title))


@gate("A13-2", measure(13, item=2), unless=_NO_DECISION)
def a_decision_states_facts_and_traceable_evidence(view: View, step: Step) -> Answers:
    yield from _states(step, "事实和证据，每份证据能查到来源", _facts_lacking(view, step))


def _facts_lacking(view: View, step: Step) -> Iterator[str]:
    document = step.document
    if document is None:
        return
    if not papers.filled(document, "facts"):
        yield "事实"
    cited = papers.entries(document, "evidence")
    if not cited:
        yield "证据"
    for entry in cited:
        text = entry.get("text") if isinstance(entry, Mapping) else str(entry)
        ids = papers.ids_in(entry) if isinstance(entry, Mapping) else []
        items = [item for id in ids if (item := view.evidence_item(id))]
        if not ids or len(items) < len(ids):
            yield f"证据“{text}”与案卷证据的对应"
        for item in items:
            if not _is_traced(view, item):
                yield f"证据“{item.name}”的来源记录"


def _is_traced(view: View, item: EvidenceItem) -> bool:
    if view.document(item.document) or view.recording(item.recording) or item.file:
        return True
    activity = view.activity(item.activity)
    return activity is not None and bool(view.documents_for(activity))


@gate("A13-3", measure(13, item=3), unless=_NO_DECISION)
def a_decision_states_its_legal_basis(view: View, step: Step) -> Answers:
    yield from _states(step, "适用依据", _unless_filled(step, legal_basis="适用依据"))


@gate("A13-4", measure(13, item=4), unless=_NO_DECISION)
def a_decision_states_what_is_decided(view: View, step: Step) -> Answers:
    yield from _states(step, "决定内容", _unless_filled(step, decision_content="决定内容"))


@gate("A13-5", measure(13, item=5), unless=_NO_DECISION)
def a_decision_states_how_and_by_when(view: View, step: Step) -> Answers:
    title = "履行方式和时间"
    if step.outcome and not step.outcome.punishes:
        return
    yield from _states(step, title, _unless_filled(step, performance=title))


@gate("A13-6", measure(13, item=6, omitted=True), unless=_NO_DECISION)
def a_decision_states_the_remedies(view: View, step: Step) -> Answers:
    """行政处罚法 第五十九条第一款第五项 demands what the original's missing item leaves out."""
    lacking = papers.remedies_lacking(step.document) if step.document else iter(())
    yield from _states(step, "申请行政复议、提起行政诉讼的途径和期限", lacking)


def _decisions_served(view: View) -> Iterator[Step]:
    for step in taken_steps(view, StepName.SERVE):
        if step.document is not None and step.document.type in DECISIONS:
            yield step


@gate("A13-7", measure(13, item=7), unless="没有送达决定书", taken=_decisions_served)
def a_decision_is_sealed_and_dated(view: View, step: Step) -> Answers:
    document = step.document
    if document is None or document.type not in DECISIONS:
        return
    lacking = list(_seal_lacks(document))
    yield about(document).demands(
        lacking,
        expected="决定书送达前盖有行政机关印章，写明决定日期",
        remedy=f"请补全{listed(lacking)}后再送达。",
    )


def _seal_lacks(document: Document) -> Iterator[str]:
    if not document.sealed:
        yield "行政机关印章（盖章页扫描件）"
    if not papers.filled(document, "decided_on") and document.issued_on is None:
        yield "决定日期"


room_for_other_matters = feature(
    "A13-8",
    measure(13, item=8),
    module=__name__,
    provided_by="liuhen.documents",
    shown_by="tests/test_requirements.py::test_a_decision_has_room_for_other_matters",
)
