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
from liuhen.documents.models import Document, Signature
from liuhen.documents.signing import Mark, who_can_note
from liuhen.faults import Invalid, NotFound
from liuhen.people.actors import Actor
from liuhen.people.models import Role
from liuhen.people.screen_signing import filing_on
from liuhen.web.documents.forms import MarkForm, NoteForm, ScanForm, StackForm
from liuhen.web.forms import show_fault
from liuhen.web.gate import signed_in
from liuhen.web.people.entering import entered


@signed_in("demand_writer")
def sign_page(request: HttpRequest, actor: Actor, document_id: int) -> HttpResponse:
    """Show the scans that are here and the places; mark the places that are open."""
    document = document_for_reading(actor, document_id)
    demand_writer(actor, document.case, document.activity, document.type_code)
    version = current_version(document)
    places = list(version.signatures.order_by("pk"))
    on_screen = filing_on(document.case.bureau, clock.today()) if version.file_sha256 else None
    # A paper entered afterwards bears what it bears: nothing is taken for signed, or for today.
    forms = _forms(request, document, places, usual=on_screen is None and not document.paper)
    if request.method == "POST" and all(form.is_valid() for _, form in forms):
        try:
            rows = actions.mark_signatures(actor, document, _marks(forms))
        except Invalid as fault:
            show_fault(forms[0][1], fault)
        else:
            words = "签署情况已登记。" if rows else "没有要登记的：各处都还是「待签」。"
            messages.success(request, words)
            return redirect("document" if rows else "document-sign", document.pk)
    return render(
        request,
        "documents/sign.html",
        {
            "document": document,
            "case": document.case,
            "version": version,
            "forms": forms,
            "settled": [one for one in places if one.state != Signature.State.OPEN],
            "on_screen": on_screen,
            "copy": version.signed_copies.last(),
            "scans": version.scans.order_by("page", "pk"),
            "scan_form": ScanForm(),
        },
    )


def _forms(
    request: HttpRequest, document: Document, places: list[Signature], *, usual: bool
) -> list[tuple[Signature, MarkForm]]:
    """Return a form for each open place; on paper they are usually all signed at once."""
    officers = who_can_note(document)
    return [
        (
            place,
            MarkForm(
                request.POST or None,
                prefix=f"p{place.pk}",
                officers=officers,
                initial={
                    "state": _usual(place) if usual else Signature.State.OPEN,
                    "name": place.name,
                    "on": document.dated if document.paper else clock.today(),
                    # A paper says who noted it, or says nothing.
                    "noted_by": [] if document.paper else officers[:2],
                },
            ),
        )
        for place in places
        if place.state == Signature.State.OPEN
    ]


def _usual(place: Signature) -> str:
    return Signature.State.SEALED if place.place == "seal" else Signature.State.SIGNED


_REFUSED = (Signature.State.REFUSED, Signature.State.UNABLE)


def _marks(forms: list[tuple[Signature, MarkForm]]) -> dict[int, Mark]:
    """Return the places that say something new; only a refusal has a reason and its noters."""
    marks = {}
    for place, form in forms:
        data = form.cleaned_data
        refused = data["state"] in _REFUSED
        if data["state"] == place.state:
            continue
        marks[place.pk] = Mark(
            place=place.place,
            state=data["state"],
            name=data["name"],
            on=data["on"],
            reason=data["reason"] if refused else "",
            noted_by="、".join(data["noted_by"]) if refused else "",
        )
    return marks


@signed_in("demand_writer")
def note_page(request: HttpRequest, actor: Actor, document_id: int, place_id: int) -> HttpResponse:
    """Note a refusal that stands without (both) officers (第七条第二款)."""
    document = document_for_reading(actor, document_id)
    demand_writer(actor, document.case, document.activity, document.type_code)
    row = current_version(document).signatures.filter(pk=place_id).first()
    if row is None or not row.refused:
        raise NotFound("没有找到要注明的签署位置。请从文书的「签字和扫描」页进入。")
    officers = [name for name in who_can_note(document) if name not in row.noters]
    form = NoteForm(request.POST or None, officers=officers, ask_reason=not row.reason)
    if request.method == "POST" and entered(
        form, lambda data: actions.note_refusal(actor, document, place_id, **data)
    ):
        messages.success(request, "已注明，写进签署版。")
        return redirect("document-sign", document_id)
    return render(
        request,
        "documents/note.html",
        {"document": document, "case": document.case, "row": row, "form": form},
        status=422 if form.errors else 200,
    )


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
