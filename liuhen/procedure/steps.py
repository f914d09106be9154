"""The steps of a case, each behind its gate, each one transaction.

A step compiles the case file while the ledger is held, asks the regulation, and either refuses
with the articles and the way on, or makes the `Passage` that the lower action demands.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from liuhen import clock
from liuhen.approvals import actions as approvals
from liuhen.approvals.actions import PaperStep
from liuhen.approvals.kinds import kind_for_document
from liuhen.approvals.models import Matter, MatterStep
from liuhen.cases.access import demand_officer
from liuhen.cases.models import Activity, Case
from liuhen.delivery import actions as delivering
from liuhen.delivery.actions import Attempt
from liuhen.delivery.models import Delivery
from liuhen.documents import actions as documents
from liuhen.documents.access import demand_writer
from liuhen.documents.actions import Paper
from liuhen.documents.gates import STEP_OF_TYPE
from liuhen.documents.models import Document, DocumentVersion, Signature
from liuhen.documents.signing import Mark
from liuhen.faults import Conflict, Invalid
from liuhen.people.acting import Act, acting
from liuhen.people.actors import Actor
from liuhen.people.checks import check_choice
from liuhen.procedure.compile import compile_case
from liuhen.procedure.prefill import prefilled
from liuhen.regulation.casefile import DeliveryWay, StepName
from liuhen.regulation.passage import Passage, grant_passage


def passage_for(case: Case, step: StepName, **subject: Any) -> Passage:
    """Ask the gate of a step now; `subject` as in `regulation.steps.Wanted`.

    Raises Refused with every article that stands against the step and the way on.
    """
    return grant_passage(compile_case(case), step, clock.today(), **subject)


def submit_for_approval(actor: Actor, document: Document, *, words: str) -> Matter:
    """承办人提出: check the form, lock it, open the matter bound to its words (第三十三条)."""
    kind = kind_for_document(document.type_code)
    if kind is None:
        raise Invalid(f"「{document.title}」不需要内部审批，请直接定稿。")
    demand_officer(actor, document.case, to="提交审批")
    problems = documents.check(document)
    if problems:
        raise Invalid(
            f"「{document.title}」还有 {len(problems)} 处没有填好，请补充后再提交。",
            {problem.field: problem.message for problem in problems},
        )
    with acting(actor) as act:
        document = (
            Document.objects.select_for_update(of=("self",))
            .select_related("case__bureau")
            .get(pk=document.pk)
        )
        documents.set_submitted(act, document, True)
        matter = approvals.submit(act, document, kind=kind.code, words=words)
        act.log("document.submitted", [document], case=document.case.stream)
    return matter


def give_verdict(actor: Actor, matter: Matter, *, verdict: str, words: str) -> Matter:
    """审核、批准: record the verdict and, where it follows, take the step in the same transaction."""
    with acting(actor) as act:
        matter = approvals.give_verdict(act, matter, verdict=verdict, words=words)
        document = (
            Document.objects.select_for_update(of=("self",))
            .select_related("case__bureau", "activity")
            .get(pk=matter.document_id)
        )
        if matter.state == Matter.State.APPROVED:
            _settle_approved(act, matter, document)
        elif matter.state in (Matter.State.RETURNED, Matter.State.REFUSED):
            documents.set_submitted(act, document, False)
            act.log("document.reopened", [document], case=document.case.stream)
    return matter


def withdraw(actor: Actor, matter: Matter, *, words: str = "") -> Matter:
    """撤回: the handler takes the matter back; the form opens again."""
    with acting(actor) as act:
        matter = approvals.withdraw(act, matter, words=words)
        document = Document.objects.select_for_update().get(pk=matter.document_id)
        documents.set_submitted(act, document, False)
        act.log("document.reopened", [document], case=matter.case.stream)
    return matter


def _settle_approved(act: Act, matter: Matter, document: Document) -> None:
    steps = list(matter.steps.order_by("taken_at", "pk"))
    passed = _last_round(steps)
    documents.settle(
        act,
        document,
        opinions=[{"place": step.role, "words": step.words} for step in passed],
        signed=[
            Mark(
                place=step.role,
                name=step.name,
                person=step.person,
                in_system=True,
                state=Signature.State.SIGNED,
                on=step.taken_at.astimezone(clock.SHANGHAI).date(),
            )
            for step in passed
        ],
    )
    _end_activity(act, document)
    if matter.kind == "filing":
        _set_day(act, document.case, "filed_on", "case.filed")


def _last_round(steps: Sequence[MatterStep]) -> list[MatterStep]:
    """Return the proposal, review and approval that led to the verdict, without earlier rounds."""
    newest = {step.role: step for step in steps if step.verdict in ("propose", "agree")}
    return [newest[role] for role in ("handler", "reviewer", "approver") if role in newest]


def _end_activity(act: Act, document: Document) -> None:
    """The approval activity ends with its approval."""
    activity = document.activity
    if activity is not None and activity.ended_at is None:
        activity.ended_at = act.at
        activity.save(update_fields=["ended_at"])
        act.log("activity.ended", [activity], case=document.case.stream)


def _set_day(act: Act, case: Case, column: str, event: str, day: date | None = None) -> None:
    """Record the day a case reached a state, once; the first one stands."""
    case = Case.objects.select_for_update().get(pk=case.pk)
    if getattr(case, column) is None:
        setattr(case, column, day or act.at.astimezone(clock.SHANGHAI).date())
        case.save(update_fields=[column])
        act.log(event, [case], case=case.stream)


_DAY_OF_TYPE = {
    "investigation_report": ("concluded_on", "case.concluded"),
    "closing_report": ("closed_on", "case.closed"),
}


def finalise(actor: Actor, document: Document) -> Document:
    """定稿（签发）: through the gate where the law has one, and what follows from it."""
    if kind_for_document(document.type_code) is not None:
        raise Invalid(f"「{document.title}」须经内部审批，批准后自动定稿。请点「提交审批」。")
    # Who may not write learns nothing of what the gate would say.
    demand_writer(actor, document.case, document.activity, document.type_code)
    step = STEP_OF_TYPE.get(document.type_code)
    with acting(actor) as act:
        passage = None
        if step is not None:
            passage = passage_for(document.case, step, document=f"d{document.pk}")
        document = documents.finalise(actor, document, passage=passage)
        if document.type_code in _DAY_OF_TYPE:
            column, event = _DAY_OF_TYPE[document.type_code]
            _set_day(act, document.case, column, event, document.dated)
    return document


_WITH_RECEIPT = (
    Delivery.Way.DIRECT,
    Delivery.Way.LEAVING,
    Delivery.Way.ENTRUSTED,
    Delivery.Way.PASSED_ON,
)


def serve(actor: Actor, document: Document, what: Attempt, *, late_reason: str = "") -> Delivery:
    """送达: through the gate of 第十三条（七） and 第二十四条; the receipt comes prepared."""
    demand_officer(actor, document.case, to="送达")
    check_choice(what.way, Delivery.Way.values, "way")
    with acting(actor):
        passage = passage_for(
            document.case,
            StepName.SERVE,
            document=f"d{document.pk}",
            way=DeliveryWay(what.way),
            absence_proof=what.detail.get("notice", {}).get("absence_proof"),
        )
        delivery = delivering.attempt(
            actor, document, what, passage=passage, late_reason=late_reason
        )
        if what.way in _WITH_RECEIPT:
            fields = prefilled(
                document.case, "delivery_receipt", activity=delivery.activity, delivery=delivery
            )
            delivering.prepare_receipt(actor, delivery, fields)
    return delivery


def enter_paper(
    actor: Actor,
    case: Case,
    *,
    type_code: str,
    paper: Paper,
    fields: Mapping[str, Any] | None = None,
    activity: Activity | None = None,
    title: str = "",
    marks: Sequence[Mark] = (),
    late_reason: str = "",
) -> Document:
    """Take a paper as it is, and the day that follows from it; a paper is never refused."""
    with acting(actor) as act:
        document = documents.enter_paper(
            actor,
            case,
            type_code=type_code,
            paper=paper,
            fields=fields,
            activity=activity,
            title=title,
            marks=marks,
            late_reason=late_reason,
        )
        if type_code in _DAY_OF_TYPE:
            column, event = _DAY_OF_TYPE[type_code]
            _set_day(act, case, column, event, paper.dated)
    return document


def enter_paper_approval(
    actor: Actor, document: Document, *, steps: Sequence[PaperStep], late_reason: str = ""
) -> Matter:
    """Enter an approval given on paper; an approved filing dates the case's filing."""
    kind = kind_for_document(document.type_code)
    if kind is None:
        raise Invalid(f"「{document.title}」不是审批文书。")
    with acting(actor) as act:
        matter = approvals.enter_paper_approval(
            actor, document, kind=kind.code, steps=steps, late_reason=late_reason
        )
        if kind.code == "filing" and matter.state == Matter.State.APPROVED and matter.decided_at:
            day = matter.decided_at.astimezone(clock.SHANGHAI).date()
            _set_day(act, document.case, "filed_on", "case.filed", day)
    return matter


def correct(
    actor: Actor, document: Document, *, fields: Mapping[str, Any], reason: str
) -> DocumentVersion:
    """更正, where it walks around nothing: not what was approved, served, or let through a gate.

    Raises Conflict there, with the way on: a new document that goes the lawful way.
    """
    demand_writer(actor, document.case, document.activity, document.type_code)
    _demand_free(document, "更正")
    if document.type_code in STEP_OF_TYPE and not document.paper:
        raise Conflict(
            f"「{document.title}」经过程序检查后定稿，不能直接更正。请作废后重新制作并办理。"
        )
    return documents.correct(actor, document, fields=fields, reason=reason)


def void(actor: Actor, document: Document, *, reason: str) -> None:
    """作废, and the day that hung on the document with it; a served document stays as it is."""
    demand_writer(actor, document.case, document.activity, document.type_code)
    _demand_free(document, "作废", approved_too=False)
    with acting(actor) as act:
        documents.void(actor, document, reason=reason)
        days = {**_DAY_OF_TYPE, "filing_approval": ("filed_on", "")}
        if document.type_code in days:
            _clear_day(act, document, days[document.type_code][0])


def _demand_free(document: Document, what: str, *, approved_too: bool = True) -> None:
    if document.deliveries.filter(state=Delivery.State.SERVED).exists():
        raise Conflict(f"「{document.title}」已经送达，不能{what}。请另行制作文书并送达。")
    if approved_too and document.matters.filter(state=Matter.State.APPROVED, paper=False).exists():
        raise Conflict(f"「{document.title}」经过审批，不能{what}。请作废后重新制作、重新审批。")


def _clear_day(act: Act, document: Document, column: str) -> None:
    """Take back the day a void document gave the case, unless another paper still gives it."""
    others = document.case.documents.filter(
        type_code=document.type_code, state__in=[Document.State.FINAL, Document.State.ISSUED]
    )
    if others.exists():
        return
    case = Case.objects.select_for_update().get(pk=document.case_id)
    setattr(case, column, None)
    case.save(update_fields=[column])
    act.log("case.day_taken_back", [case], case=case.stream, extra={"day": column})
