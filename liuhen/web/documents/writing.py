"""Writing documents: draft, check, settle, submit, correct, void; papers as they stand."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from liuhen import clock
from liuhen.approvals.kinds import kind_for_document
from liuhen.cases.access import activity_for_reading, case_for_reading, demand_officer
from liuhen.cases.models import Activity, Case
from liuhen.cases.secrecy import sight_of
from liuhen.documents import actions
from liuhen.documents.access import demand_draft, demand_writer, document_for_reading
from liuhen.documents.actions import Paper
from liuhen.documents.models import Document, Signature
from liuhen.documents.offered import type_for, types_for
from liuhen.documents.signing import Mark
from liuhen.documents.standing import NOT_BEGUN, standing
from liuhen.faults import Invalid, NotFound
from liuhen.people.actors import Actor
from liuhen.procedure import steps, transcripts
from liuhen.procedure.prefill import changed_sources, prefilled
from liuhen.web.documents.choosing import choose_page
from liuhen.web.documents.forms import PaperForm, ReasonForm, SubmitForm, form_for
from liuhen.web.documents.rows import anchor
from liuhen.web.documents.saving import (
    draft_like,
    edit_answer,
    moved_answer,
    saved_answer,
)
from liuhen.web.documents.shut import reason_of, shut_before
from liuhen.web.documents.telling import said_in, telling_of
from liuhen.web.forms import received, show_fault
from liuhen.web.gate import signed_in


def _activity(actor: Actor, case: Case, given: str | None) -> Activity | None:
    if not given or not (given.isascii() and given.isdigit() and len(given) < 19):
        return None
    activity = activity_for_reading(actor, int(given))
    if activity.case_id != case.pk:
        raise NotFound("这项执法活动不属于本案。")
    return activity


@signed_in("demand_writer")
def new_page(request: HttpRequest, actor: Actor, case_id: int) -> HttpResponse:
    """Choose a type, then begin a document with what the case knows; nothing is kept unsaved."""
    case = case_for_reading(actor, case_id)
    activity = _activity(actor, case, request.GET.get("activity"))
    demand_writer(actor, case, activity, request.GET.get("type", ""))
    if request.method == "GET" and "type" not in request.GET:
        return choose_page(request, case, activity)
    try:
        kind = type_for(case.bureau, request.GET.get("type", ""), clock.today())
    except KeyError:
        raise NotFound("没有这种文书。") from None
    key = f"new-{case.pk}-{kind.code}-{activity.pk if activity else 0}"
    telling = telling_of(kind, case, activity)
    if request.method == "POST":
        document = transcripts.begin(
            actor,
            case,
            type_code=kind.code,
            activity=activity,
            fields=form_for(kind, request.POST).raw(),
            said=said_in(request.POST, telling, kind, actor),
        )
        return saved_answer(request, document, key)
    form = form_for(kind, values=prefilled(case, kind.code, activity=activity))
    begun = draft_like(case, kind.code, activity)
    context = {"case": case, "kind": kind, "key": key, "telling": telling, "begun": begun}
    return edit_answer(request, form, {**context, "revision": "new", "standing": NOT_BEGUN})


@signed_in("demand_writer")
def edit_page(request: HttpRequest, actor: Actor, document_id: int) -> HttpResponse:
    """Change a draft; a save by its script (autosave) is answered in numbers."""
    document = document_for_reading(actor, document_id)
    demand_writer(actor, document.case, document.activity, document.type_code)
    demand_draft(document)
    kind = document.type
    telling = telling_of(kind, document.case, document.activity)
    context = {"case": document.case, "document": document, "kind": kind, "telling": telling}
    context |= {"key": f"document-{document.pk}", "standing": standing(document)}
    if request.method == "POST":
        form = form_for(kind, request.POST)
        said = said_in(request.POST, telling, kind, actor)
        base = str(request.POST.get("revision", ""))
        try:
            document = transcripts.save(actor, document, form.raw(), base=base, said=said)
        except actions.SavedMeanwhile as fault:
            return moved_answer(request, fault, form, context)
        return saved_answer(request, document, str(context["key"]))
    form = form_for(kind, values=document.fields)
    return edit_answer(request, form, {**context, "revision": actions.revision_of(document)})


@signed_in("demand_writer")
def check_page(request: HttpRequest, actor: Actor, document_id: int) -> HttpResponse:
    """提交前检查: what is missing, each a link to its field; else the preview and the next step."""
    document = document_for_reading(actor, document_id)
    demand_writer(actor, document.case, document.activity, document.type_code)
    problems = actions.check(document)
    kind = document.type
    labels = {spec.name: spec.label for spec in kind.fields}
    form = form_for(kind)
    shut = shut_before(actor, document)
    return render(
        request,
        "documents/check.html",
        {
            "case": document.case,
            "document": document,
            "problems": [
                (labels.get(p.field.split(".", 1)[0], ""), p.message, anchor(form, p.field))
                for p in problems
            ],
            "changed": [
                (one.label, one.now, anchor(form, one.field)) for one in changed_sources(document)
            ],
            "shut": shut,
            "reason": reason_of(len(problems), shut),
            "needs_approval": kind_for_document(document.type_code) is not None,
        },
    )


@signed_in("demand_writer")
@require_POST
def finalise(request: HttpRequest, actor: Actor, document_id: int) -> HttpResponse:
    """定稿（签发）."""
    document = document_for_reading(actor, document_id)
    document = steps.finalise(actor, document)
    number = f"，文号 {document.number}" if document.number else ""
    messages.success(request, f"「{document.title}」已{document.get_state_display()[1:]}{number}。")
    return redirect("document", document.pk)


@signed_in("demand_officer")
def submit_page(request: HttpRequest, actor: Actor, document_id: int) -> HttpResponse:
    """提交审批."""
    document = document_for_reading(actor, document_id)
    demand_officer(actor, document.case, to="提交审批")
    form = SubmitForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            steps.submit_for_approval(actor, document, words=form.cleaned_data["words"])
        except Invalid as fault:
            show_fault(form, fault)
        else:
            messages.success(request, "已提交审批，请审核人审核。")
            return received(redirect("document", document.pk), f"submit-{document.pk}")
    return render(
        request,
        "documents/submit.html",
        {"document": document, "case": document.case, "form": form},
        status=422 if form.errors else 200,
    )


@signed_in("demand_writer")
def discard_page(request: HttpRequest, actor: Actor, document_id: int) -> HttpResponse:
    """放弃草稿."""
    document = document_for_reading(actor, document_id)
    demand_writer(actor, document.case, document.activity, document.type_code)
    if request.method == "POST":
        actions.discard(actor, document)
        messages.success(request, "草稿已放弃。")
        return redirect("case", document.case_id)
    return render(request, "documents/discard.html", {"document": document, "case": document.case})


@signed_in("demand_writer")
def correct_page(request: HttpRequest, actor: Actor, document_id: int) -> HttpResponse:
    """更正: a new version with its reason."""
    document = document_for_reading(actor, document_id)
    demand_writer(actor, document.case, document.activity, document.type_code)
    form = form_for(document.type, request.POST or None, document.fields)
    why = ReasonForm(request.POST or None, prefix="why")
    if request.method == "POST" and why.is_valid():
        try:
            steps.correct(actor, document, fields=form.raw(), reason=why.cleaned_data["reason"])
        except Invalid as fault:
            show_fault(why, fault)
        else:
            messages.success(request, "已形成更正后的新版本，请重新打印签字。")
            return redirect("document", document.pk)
    return render(
        request,
        "documents/correct.html",
        {"document": document, "case": document.case, "form": form, "why": why},
        status=422 if why.errors else 200,
    )


@signed_in("demand_writer")
def void_page(request: HttpRequest, actor: Actor, document_id: int) -> HttpResponse:
    """作废."""
    document = document_for_reading(actor, document_id)
    demand_writer(actor, document.case, document.activity, document.type_code)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        steps.void(actor, document, reason=form.cleaned_data["reason"])
        messages.success(request, "文书已作废，仍可查看。")
        return redirect("document", document.pk)
    return render(
        request, "documents/void.html", {"document": document, "case": document.case, "form": form}
    )


@signed_in("demand_writer")
def paper_page(request: HttpRequest, actor: Actor, case_id: int) -> HttpResponse:
    """Enter a paper as it stands; its fields can be completed on the next page by 更正."""
    case = case_for_reading(actor, case_id)
    activities = [(str(a.pk), str(a)) for a in case.activities.order_by("started_at")]
    form = PaperForm(
        request.POST or None,
        request.FILES or None,
        activities=activities,
        types=types_for(case.bureau, clock.today()),
        initial={
            "type_code": request.GET.get("type", "incoming_paper"),
            "activity": request.GET.get("activity", ""),
        },
    )
    activity = _activity(actor, case, request.POST.get("activity"))
    demand_writer(actor, case, activity, request.POST.get("type_code", ""))
    if request.method == "POST" and form.is_valid():
        try:
            document = _enter(actor, case, activity, form)
        except Invalid as fault:
            show_fault(form, fault)
        else:
            messages.success(request, "纸质文书已录入。")
            if sight_of(actor, case).hides(document):  # an informant's, whoever brought it in
                return redirect("case-documents", case.pk)
            return redirect("document", document.pk)
    return render(
        request,
        "documents/paper.html",
        {"case": case, "form": form},
        status=422 if form.errors else 200,
    )


def _enter(actor: Actor, case: Case, activity: Activity | None, form: PaperForm) -> Document:
    data = form.cleaned_data
    kind = type_for(case.bureau, data["type_code"], clock.today())
    upload = data["file"]
    marks = [
        Mark(place="seal", state=Signature.State.SEALED, name=case.bureau.name, on=data["dated"])
    ]
    return steps.enter_paper(
        actor,
        case,
        type_code=kind.code,
        activity=activity,
        title=data["title"],
        paper=Paper(
            dated=data["dated"],
            number=data["number"],
            issued=kind.direction == "outward",
            data=upload.read() if upload else None,
            secrecy=data["secrecy"],
        ),
        fields=prefilled(case, kind.code, activity=activity),
        marks=marks if data["sealed"] else (),
        late_reason=data["late_reason"],
    )
