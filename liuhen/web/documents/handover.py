"""Handing the device to whoever signs: their document, a place to sign, two ways to decline."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.contrib.auth import authenticate, login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from liuhen.documents import actions
from liuhen.documents.access import current_version, demand_writer, document_for_reading
from liuhen.documents.models import Document, Signature
from liuhen.documents.picturing import page_picture, page_sizes
from liuhen.documents.wording import printed
from liuhen.documents.writings import Writing
from liuhen.faults import Conflict, Fault, Invalid, NotFound
from liuhen.people.actors import Actor
from liuhen.people.models import Person
from liuhen.web import handover
from liuhen.web.forms import PageForm
from liuhen.web.gate import signed_in
from liuhen.web.handover import Handover

OUTCOMES = {
    "signed": "已签好",
    Signature.State.REFUSED: "已记录：拒绝签字",
    Signature.State.UNABLE: "已记录：不能签字",
}


class NameForm(PageForm):
    """Who is going to sign, where nobody was expected by name."""

    name = forms.CharField(label="签字人姓名", max_length=50)


@signed_in("demand_writer")
def handover_page(
    request: HttpRequest, actor: Actor, document_id: int, place_id: int
) -> HttpResponse:
    """Before: say what will happen and begin. In the mode: the document and the place to sign."""
    handed = _held(request, document_id, place_id)
    if handed is not None:
        return _handed_over(request, actor, handed)
    document = document_for_reading(actor, document_id)
    row, _ = actions.place_for_handover(actor, document, place_id)
    form = NameForm(request.POST or None) if not row.name else None
    if request.method == "POST" and (form is None or form.is_valid()):
        name = form.cleaned_data["name"] if form else row.name
        return redirect(handover.begin(request, document_id, place_id, name).path)
    return render(
        request,
        "documents/hand_over.html",
        {
            "title": "交给对方在屏幕上签",
            "kicker": document.title,
            "question": f"把这台设备交给{row.label}{row.name}，核对「{document.title}」并签字？",
            "consequences": [
                "对方只能看到这份文书，看不到菜单和别的案件。",
                "收回设备后，用您的口令返回。",
                "对方要求在纸上签的，收回设备，改为打印签字。",
            ],
            "confirm_label": "交给对方",
            "cancel_url": f"/documents/{document_id}/sign",
            "form": form,
            "case": document.case,
        },
        status=422 if form and form.errors else 200,
    )


def _held(request: HttpRequest, document_id: int, place_id: int) -> Handover | None:
    handed = handover.held(request)
    same = handed is not None and (handed.document, handed.place) == (document_id, place_id)
    return handed if same else None


def _demand_held(request: HttpRequest, document_id: int, place_id: int) -> Handover:
    handed = _held(request, document_id, place_id)
    if handed is None:
        raise NotFound("没有处在交接状态。请从文书的「签字和扫描」页重新交给对方。")
    return handed


def _handed_over(
    request: HttpRequest, actor: Actor, handed: Handover, problem: str = "", status: int = 200
) -> HttpResponse:
    if handed.outcome:
        return _returned(request, handed, OUTCOMES[handed.outcome])
    try:
        document = document_for_reading(actor, handed.document)
        row, _ = actions.place_for_handover(actor, document, handed.place)
    except Fault as fault:  # signed meanwhile, void, the case shut: the way back must stay open
        return _returned(request, handed, "现在不能签", fault.message)
    version = row.version
    shown = printed(document.type, version.fields)
    return render(
        request,
        "documents/handed_over.html",
        {
            "document": document,
            "handed": handed,
            "row": row,
            "pages": page_sizes(version),
            "lines": [line for line in shown.values() if line["text"]],
            "problem": problem,
        },
        status=status,
    )


def _returned(
    request: HttpRequest, handed: Handover, title: str, words: str = "", *, wrong: bool = False
) -> HttpResponse:
    context = {"handed": handed, "title": title, "words": words, "wrong": wrong}
    return render(request, "documents/returned.html", context, status=422 if wrong else 200)


@signed_in("demand_writer")
def page_image(
    request: HttpRequest, actor: Actor, document_id: int, place_id: int, page: int
) -> HttpResponse:
    """Send one page of what is to be signed, as a picture."""
    document = document_for_reading(actor, document_id)
    demand_writer(actor, document.case, document.activity, document.type_code)
    _demand_held(request, document_id, place_id)
    picture = page_picture(current_version(document), page)
    response = HttpResponse(picture, content_type="image/png")
    response["Cache-Control"] = "no-store"
    return response


@signed_in("demand_writer")
@require_POST
def sign(request: HttpRequest, actor: Actor, document_id: int, place_id: int) -> HttpResponse:
    """Take the signature, or that there is none and why."""
    document = document_for_reading(actor, document_id)
    demand_writer(actor, document.case, document.activity, document.type_code)
    handed = _demand_held(request, document_id, place_id)
    choice = request.POST.get("choice", "signed")
    if not handed.outcome:  # a second press changes nothing
        try:
            _take(request, actor, document, handed, choice)
        except (Invalid, Conflict) as fault:
            return _handed_over(request, actor, handed, fault.message, status=422)
        handover.conclude(request, handed, choice)
    return redirect(handed.path)


def _take(
    request: HttpRequest, actor: Actor, document: Document, handed: Handover, choice: str
) -> None:
    if choice == "signed":
        writing = Writing(
            strokes=request.POST.get("strokes", ""),
            handed_over_at=handed.began_at,
            name=handed.name,
            pointer=request.POST.get("pointer", ""),
        )
        actions.sign_on_screen(actor, document, handed.place, writing)
    else:
        reason = request.POST.get("reason", "")[:300]
        actions.decline_on_screen(
            actor, document, handed.place, state=choice, reason=reason, name=handed.name
        )


@signed_in("本人，凭口令")
@require_POST
def leave(request: HttpRequest, actor: Actor, document_id: int, place_id: int) -> HttpResponse:
    """Leave the mode by the officer's own password; a wrong one is counted like at signing in."""
    handed = _demand_held(request, document_id, place_id)
    username = Person.objects.get(pk=actor.person_id).username
    word = request.POST.get("password", "")[:200]
    person = authenticate(request, username=username, password=word)
    if not isinstance(person, Person) or person.pk != actor.person_id:
        title = OUTCOMES.get(handed.outcome, "执法人员返回")
        return _returned(request, handed, title, "口令不对，请重新输入。", wrong=True)
    handover.leave(request)
    login(request, person)
    if handed.outcome:
        messages.success(request, f"{OUTCOMES[handed.outcome]}。")
    return redirect("document-sign", document_id)
