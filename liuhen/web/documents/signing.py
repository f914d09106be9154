"""Signed pages coming back, and what stands at each signature place."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from liuhen import clock
from liuhen.documents import actions
from liuhen.documents.access import current_version, demand_writer, document_for_reading
from liuhen.documents.actions import StackFile
from liuhen.documents.models import Signature
from liuhen.documents.signing import Mark
from liuhen.faults import Invalid
from liuhen.people.actors import Actor
from liuhen.people.models import Role
from liuhen.web.documents.forms import MarkForm, ScanForm, StackForm
from liuhen.web.forms import show_fault
from liuhen.web.gate import signed_in


@signed_in("demand_writer")
def sign_page(request: HttpRequest, actor: Actor, document_id: int) -> HttpResponse:
    """Show the scans that are here and the places; mark the places."""
    document = document_for_reading(actor, document_id)
    demand_writer(actor, document.case, document.activity, document.type_code)
    version = current_version(document)
    places = list(version.signatures.order_by("pk"))
    forms = [
        (
            place,
            MarkForm(
                request.POST or None,
                prefix=f"p{place.pk}",
                initial={
                    "state": place.state if place.state != Signature.State.OPEN else _usual(place),
                    "name": place.name,
                    "on": place.signed_on or clock.today(),
                    "reason": place.reason,
                    "noted_by": place.noted_by,
                },
            ),
        )
        for place in places
    ]
    if request.method == "POST" and all(form.is_valid() for _, form in forms):
        try:
            actions.mark_signatures(actor, document, _marks(forms))
        except Invalid as fault:
            show_fault(forms[0][1], fault)
        else:
            messages.success(request, "签署情况已登记。")
            return redirect("document", document.pk)
    return render(
        request,
        "documents/sign.html",
        {
            "document": document,
            "case": document.case,
            "version": version,
            "forms": forms,
            "scans": version.scans.order_by("page", "pk"),
            "scan_form": ScanForm(),
        },
    )


def _usual(place: Signature) -> str:
    return Signature.State.SEALED if place.place == "seal" else Signature.State.SIGNED


def _marks(forms: list[tuple[Signature, MarkForm]]) -> dict[int, Mark]:
    """Return the places that say something new."""
    return {
        place.pk: Mark(
            place=place.place,
            state=form.cleaned_data["state"],
            name=form.cleaned_data["name"],
            on=form.cleaned_data["on"],
            reason=form.cleaned_data["reason"],
            noted_by=form.cleaned_data["noted_by"],
        )
        for place, form in forms
        if form.cleaned_data["state"] != place.state
    }


@signed_in("执法人员")
def stack_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Take a whole stack of signed pages; say what became of each."""
    actor.demand(Role.OFFICER, to="传回签字页")
    form = StackForm(request.POST, request.FILES) if request.method == "POST" else StackForm()
    stack = None
    if request.method == "POST" and form.is_valid():
        files = [StackFile(one.name or "", one.read()) for one in form.cleaned_data["scans"]]
        try:
            stack = actions.attach_stack(actor, files)
        except Invalid as fault:
            form.add_error("scans", fault.message)
    return render(
        request,
        "documents/stack.html",
        {"form": form, "stack": stack},
        status=422 if form.errors else 200,
    )


@signed_in("demand_writer")
@require_POST
def scan(request: HttpRequest, actor: Actor, document_id: int) -> HttpResponse:
    """Take a scan; the pages are recognised by their codes."""
    document = document_for_reading(actor, document_id)
    demand_writer(actor, document.case, document.activity, document.type_code)
    form = ScanForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, "；".join(str(one) for one in form.errors["scan"]))
        return redirect("document-sign", document.pk)
    upload = form.cleaned_data["scan"]
    try:
        pages = actions.attach_scan(actor, document, data=upload.read(), name=upload.name or "")
    except Invalid as fault:
        messages.error(request, fault.message)
    else:
        numbers = "、".join(str(page.page) for page in pages)
        messages.success(request, f"已收到第 {numbers} 页。请登记各处签署情况。")
    return redirect("document-sign", document.pk)
