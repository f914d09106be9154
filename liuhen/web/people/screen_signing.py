"""The switch of signing on a screen: on under a filing number, off with a reason (L20-1)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from liuhen import clock
from liuhen.faults import NotFound
from liuhen.people.actors import Actor
from liuhen.people.models import ScreenSigning
from liuhen.people.screen_signing import turn_off, turn_on
from liuhen.web.gate import signed_in
from liuhen.web.people.entering import entered
from liuhen.web.people.settings_forms import EndScreenSigningForm, ScreenSigningForm
from liuhen.web.people.views import administered


@signed_in("demand_administration")
def turn_on_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Switch it on under the number of the bureau's filing."""
    bureau = administered(actor)
    form = ScreenSigningForm(request.POST or None, initial={"in_force_from": clock.today()})
    if request.method == "POST" and entered(form, lambda data: turn_on(actor, bureau, **data)):
        messages.success(request, "屏幕签名已启用。纸质签署照常可用。")
        return redirect("settings")
    return render(
        request,
        "people/setting.html",
        {
            "form": form,
            "title": "启用屏幕签名",
            "lead": "电子签名没有备案的，以纸质签署和签字页扫描件为准。备案以后才在这里启用。",
        },
        status=422 if form.errors else 200,
    )


@signed_in("demand_administration")
def turn_off_page(request: HttpRequest, actor: Actor, filing_id: int) -> HttpResponse:
    """Switch it off at once."""
    bureau = administered(actor)
    row = ScreenSigning.objects.filter(pk=filing_id, bureau=bureau).first()
    if row is None:
        raise NotFound
    form = EndScreenSigningForm(request.POST or None)
    if request.method == "POST" and entered(
        form, lambda data: turn_off(actor, row, reason=data["reason"])
    ):
        messages.success(request, "屏幕签名已停用，以后用纸质签署。")
        return redirect("settings")
    return render(
        request,
        "components/confirm_page.html",
        {
            "form": form,
            "title": "停用屏幕签名",
            "question": f"停用屏幕签名（备案号「{row.filing_number}」）？",
            "consequences": ["从现在起只能纸质签署。", "已经在屏幕上签好的文书不受影响。"],
            "confirm_label": "停用",
            "cancel_url": "/settings",
        },
        status=422 if form.errors else 200,
    )
