"""What the writing pages answer: the form, a save, and two people's words side by side.

A page that saves by itself sends `autosave` along and gets numbers (JSON); a person who presses a
button gets a page. Both go through the same action.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from liuhen import clock
from liuhen.cases.models import Activity, Case
from liuhen.documents import actions
from liuhen.documents.fields import clean
from liuhen.documents.models import Document
from liuhen.documents.standing import standing
from liuhen.documents.wording import printed
from liuhen.web.documents.forms import DocumentForm
from liuhen.web.documents.questioning import offer_questions
from liuhen.web.forms import received


def edit_answer(
    request: HttpRequest, form: DocumentForm, context: Mapping[str, Any], status: int = 200
) -> HttpResponse:
    """Show the form with the question bank beside its transcript."""
    offer_questions(form, context["case"])
    return render(request, "documents/edit.html", {**context, "form": form}, status=status)


def draft_like(case: Case, type_code: str, activity: Activity | None) -> Document | None:
    """Return a draft of the same paper that is under way, so that nobody begins it twice."""
    drafts = case.documents.filter(
        type_code=type_code, activity=activity, state=Document.State.DRAFT
    )
    return drafts.order_by("-pk").first()


def saved_answer(request: HttpRequest, document: Document, key: str) -> HttpResponse:
    """Say that the system holds the words now; the browser then drops its own copy."""
    if "autosave" in request.POST:
        return JsonResponse(
            {
                "revision": actions.revision_of(document),
                "document": document.pk,
                "standing": standing(document),
                "saved_at": f"{clock.now().astimezone(clock.SHANGHAI):%H:%M:%S}",
            }
        )
    if "check" in request.POST:
        return received(redirect("document-check", document.pk), key)
    messages.success(request, "草稿已保存。")
    return received(redirect("document-edit", document.pk), key)


def moved_answer(
    request: HttpRequest,
    fault: actions.SavedMeanwhile,
    form: DocumentForm,
    context: Mapping[str, Any],
) -> HttpResponse:
    """Show both texts where others saved first; nothing is saved until the person decides."""
    if "autosave" in request.POST:
        return JsonResponse({"detail": fault.message, "moved": True}, status=409)
    document = Document.objects.select_related("case", "activity").get(pk=context["document"].pk)
    moved = {"message": fault.message, "rows": _differences(document, form.raw())}
    revision = actions.revision_of(document)
    return edit_answer(request, form, {**context, "moved": moved, "revision": revision}, status=409)


def _differences(document: Document, raw: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """List the fields in which the system's words and those of the page differ, in print's words."""
    kind = document.type
    theirs = printed(kind, document.fields)
    ours = printed(kind, clean(kind, raw, year=document.dated.year))
    return [
        (theirs[name]["label"], theirs[name]["text"], ours[name]["text"])
        for name in theirs
        if theirs[name]["text"] != ours[name]["text"]
    ]
