"""A page of one settings form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from liuhen.web.forms import PageForm
from liuhen.web.people.entering import entered


def form_page(
    request: HttpRequest,
    form: PageForm,
    act: Callable[[dict[str, Any]], object],
    *,
    title: str,
    done: str,
    lead: str = "",
) -> HttpResponse:
    """Show one form of the settings, hand it to its action, return to the settings."""
    if request.method == "POST" and entered(form, act):
        messages.success(request, done)
        return redirect("settings")
    return render(
        request,
        "people/setting.html",
        {"form": form, "title": title, "lead": lead},
        status=422 if form.errors else 200,
    )
