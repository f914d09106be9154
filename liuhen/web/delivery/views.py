"""送达: the list, one try, and what became of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from liuhen import clock
from liuhen.cases.access import case_for_reading, demand_officer, is_officer_of
from liuhen.delivery import actions
from liuhen.delivery.access import delivery_for_reading
from liuhen.delivery.actions import Received
from liuhen.delivery.models import Delivery
from liuhen.documents.access import document_for_reading
from liuhen.documents.models import Document
from liuhen.faults import Conflict, Invalid, Missing, Refused
from liuhen.people.actors import Actor
from liuhen.procedure import steps
from liuhen.procedure.compile import compile_case
from liuhen.web.cases.lines import MissingLine, may_of, missing_lines
from liuhen.web.delivery.forms import LeavingForm, OutcomeForm, ReceiptForm, ServeForm
from liuhen.web.delivery.page import detail_lines, missing_to_serve, service_view
from liuhen.web.forms import PageForm, received, show_fault
from liuhen.web.gate import signed_in

Way, State = Delivery.Way, Delivery.State


@signed_in("case_for_reading")
def case_deliveries(request: HttpRequest, actor: Actor, case_id: int) -> HttpResponse:
    """List every try of a case, and the issued documents that still have to be served."""
    case = case_for_reading(actor, case_id)
    tries = (
        Delivery.objects.filter(document__case=case)
        .select_related("document", "activity")
        .order_by("activity__started_at", "pk")
    )
    served = {one.document_id for one in tries if one.state == State.SERVED}
    issued = case.documents.filter(state=Document.State.ISSUED).order_by("dated", "pk")
    return render(
        request,
        "delivery/list.html",
        {
            "case": case,
            "tries": tries,
            "waiting": [one for one in issued if one.type.served and one.pk not in served],
            "is_officer": is_officer_of(actor, case) and not case.archived,
        },
    )


@signed_in("demand_officer")
def serve_page(request: HttpRequest, actor: Actor, document_id: int) -> HttpResponse:
    """Record a try to serve a document; what stands against it is shown before and after."""
    document = document_for_reading(actor, document_id)
    demand_officer(actor, document.case, to="送达")
    form = ServeForm(request.POST or None, case=document.case, initial=_known(document))
    missing: tuple[Missing, ...] = ()
    conflict = ""
    if request.method == "POST" and form.is_valid():
        try:
            delivery = steps.serve(
                actor, document, form.attempt(), late_reason=form.cleaned_data["late_reason"]
            )
        except Invalid as fault:
            show_fault(form, fault)
        except Refused as fault:
            missing = fault.missing
        except Conflict as fault:
            conflict = fault.message
        else:
            messages.success(request, _next_words(delivery))
            return received(redirect("delivery", delivery.pk), f"serve-{document.pk}")
    refused = bool(missing)
    issued = document.state == Document.State.ISSUED
    if not refused and issued and request.method != "POST":
        missing = missing_to_serve(document)
    return render(
        request,
        "delivery/serve.html",
        {
            "document": document, "case": document.case, "form": form, "missing": _lines(actor, document, missing), "conflict": conflict,
            "reason": _reason(document, () if refused else missing),
        },
        status=409 if refused or conflict else 422 if form.errors else 200,
    )  # fmt: skip


def _lines(actor: Actor, document: Document, missing: tuple[Missing, ...]) -> list[MissingLine]:
    """Say of everything missing who mends it, and where."""
    if not missing:
        return []
    case = document.case
    ref = f"documents/d{document.pk}"
    return missing_lines(case, compile_case(case), missing, ref, may_of(actor, case))


def _known(document: Document) -> dict[str, Any]:
    party = document.case.parties.order_by("pk").first()
    handlers = document.case.officers.filter(until__isnull=True)
    return {
        "recipient": party.name if party else "",
        "place": party.address if party else "",
        "tried_at": clock.now(),
        "servers": list(handlers.values_list("person_id", flat=True)),
    }


def _reason(document: Document, missing: tuple[Missing, ...]) -> str:
    """Say why the button cannot be used, empty when it can."""
    if document.state != Document.State.ISSUED:
        return f"文书现在是「{document.get_state_display()}」，签发（定稿并取号）以后才能送达。"
    return f"还缺 {len(missing)} 项，补齐后再送达。" if missing else ""


def _next_words(delivery: Delivery) -> str:
    delivery.refresh_from_db()
    if delivery.receipt_id is not None:
        return "送达已登记，送达回证已生成，请打印后签字。"
    return "送达已登记。有结果后请在这里登记。"


@signed_in("delivery_for_reading")
def delivery_page(request: HttpRequest, actor: Actor, delivery_id: int) -> HttpResponse:
    """Show one try with its receipt; while it is open, what became of it can be recorded."""
    return _page(request, actor, delivery_for_reading(actor, delivery_id))


def _page(
    request: HttpRequest,
    actor: Actor,
    delivery: Delivery,
    bound: PageForm | None = None,
    conflict: str = "",
) -> HttpResponse:
    case = delivery.document.case
    status = 409 if conflict else 422 if bound is not None and bound.errors else 200
    return render(
        request,
        "delivery/delivery.html",
        {
            "delivery": delivery, "document": delivery.document, "case": case,
            "servers": delivery.activity.participants.filter(capacity="officer").order_by("pk"),
            "recordings": delivery.activity.recordings.order_by("captured_from"),
            "lines": detail_lines(delivery), "view": service_view(delivery),
            "may_write": is_officer_of(actor, case) and not case.archived,
            "forms": _forms(delivery, bound), "bound": bound, "conflict": conflict,
        },
        status=status,
    )  # fmt: skip


FORMS: dict[str, type[PageForm]] = {
    "receipt": ReceiptForm, "leaving": LeavingForm, "outcome": OutcomeForm,
}  # fmt: skip
_OFFERED = {
    Way.DIRECT: ("receipt", "leaving", "outcome"),
    Way.LEAVING: ("leaving", "receipt", "outcome"),
    Way.ENTRUSTED: ("receipt", "outcome"),
    Way.PASSED_ON: ("receipt", "outcome"),
}


def _forms(delivery: Delivery, bound: PageForm | None) -> dict[str, PageForm]:
    """Return the forms that an open try offers, the one just sent with its errors."""
    if delivery.state != State.TRIED:
        return {}
    offered = _OFFERED.get(Way(delivery.way), ("outcome",))
    today = clock.today()
    days = {"received_on": today, "refusal_on": today}
    return {
        name: bound
        if bound is not None and bound.prefix == name
        else FORMS[name](prefix=name, initial=days)
        for name in offered
    }


def _recorded(
    request: HttpRequest,
    actor: Actor,
    delivery_id: int,
    name: str,
    act: Callable[[Delivery, Any], object],
    day: str,
) -> HttpResponse:
    """Run one of the three closing acts; whatever is wrong is shown on the delivery's page."""
    delivery = delivery_for_reading(actor, delivery_id)
    demand_officer(actor, delivery.document.case, to="登记送达结果")
    form = FORMS[name](request.POST, prefix=name)
    if not form.is_valid():
        return _page(request, actor, delivery, form)
    try:
        act(delivery, form)
    except Invalid as fault:
        # The action checks one day under one name; each form calls it by its own.
        named = {day if key == "received_on" else key: told for key, told in fault.fields.items()}
        show_fault(form, Invalid(fault.message, named))
        return _page(request, actor, delivery, form)
    except Conflict as fault:
        delivery.refresh_from_db()
        return _page(request, actor, delivery, conflict=fault.message)
    messages.success(request, "送达结果已登记。")
    return redirect("delivery", delivery.pk)


@signed_in("demand_officer")
@require_POST
def receipt(request: HttpRequest, actor: Actor, delivery_id: int) -> HttpResponse:
    """The receipt is back."""

    def act(delivery: Delivery, form: ReceiptForm) -> object:
        return actions.record_receipt(actor, delivery, Received(**form.cleaned_data))

    return _recorded(request, actor, delivery_id, "receipt", act, "received_on")


@signed_in("demand_officer")
@require_POST
def leaving(request: HttpRequest, actor: Actor, delivery_id: int) -> HttpResponse:
    """留置送达: the recipient refused."""

    def act(delivery: Delivery, form: LeavingForm) -> object:
        return actions.record_leaving(actor, delivery, **form.facts())

    return _recorded(request, actor, delivery_id, "leaving", act, "refusal_on")


@signed_in("demand_officer")
@require_POST
def outcome(request: HttpRequest, actor: Actor, delivery_id: int) -> HttpResponse:
    """Served on a day, or not served and why."""

    def act(delivery: Delivery, form: OutcomeForm) -> object:
        return actions.record_outcome(actor, delivery, **form.facts(delivery))

    return _recorded(request, actor, delivery_id, "outcome", act, "served_on")
