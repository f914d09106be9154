"""The regulation article by article: read by everybody who signs in, loaded by head and administrator."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from liuhen import clock
from liuhen.faults import NotFound
from liuhen.people.actors import Actor
from liuhen.people.models import OfficialText, Role
from liuhen.people.official_texts import load_official_text, texts_on
from liuhen.regulation.pack import load
from liuhen.web.gate import signed_in
from liuhen.web.people.entering import entered
from liuhen.web.rules.forms import TextForm
from liuhen.web.rules.shown import group_lines, text_lines


@signed_in("load_official_text (sending); reading is for everybody")
def rules_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show every requirement beside the text in force today, or beside an older loading."""
    may_load = actor.holds(Role.ADMINISTRATOR, Role.HEAD)
    if request.method == "POST":
        actor.demand(Role.ADMINISTRATOR, Role.HEAD, to="载入正式文本")
    form = TextForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and entered(form, lambda data: _load(actor, data)):
        messages.success(request, "正式文本已载入，显示在每一条的左边。")
        return redirect("rules")
    older = _asked_for(request)
    texts = {**texts_on(clock.today()), **({older.instrument: older} if older else {})}
    lines = group_lines(texts)
    requirements = [one for group in lines for one in group.requirements]
    return render(
        request,
        "rules/rules.html",
        {
            "form": form,
            "may_load": may_load,
            "groups": lines,
            "texts": text_lines(texts),
            "older": older,
            "rule_pack": load().version,
            "count": len(requirements),
            "waiting": sum(not one.implemented for one in requirements),
        },
        status=422 if form.errors else 200,
    )


def _load(actor: Actor, data: dict[str, Any]) -> OfficialText:
    file = data["file"]
    return load_official_text(
        actor,
        data=file.read(),
        source_name=file.name or "",
        instrument=data["instrument"],
        title=data["title"],
        in_force_from=data["in_force_from"],
    )


def _asked_for(request: HttpRequest) -> OfficialText | None:
    """Return the loading that the address names, None where it names none."""
    asked = request.GET.get("text", "")
    if not asked:
        return None
    found = OfficialText.objects.filter(pk=int(asked)).first() if _is_id(asked) else None
    if found is None:
        raise NotFound
    return found


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 10
