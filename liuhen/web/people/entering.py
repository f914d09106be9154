"""Handing a form to an action, and putting the action's answer back on the form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest

from liuhen.faults import Conflict, Invalid
from liuhen.web.forms import show_fault


def entered(form: forms.Form, act: Callable[[dict[str, Any]], object]) -> bool:
    """Give a valid form's data to `act`; tell whether it went through.

    What the action cannot use, or what is taken already, comes back on the form: nothing that was
    typed is lost. Answers of other kinds (Forbidden, NotFound, Refused) pass on.
    """
    if not form.is_valid():
        return False
    try:
        act(form.cleaned_data)
    except (Invalid, Conflict) as fault:
        show_answer(form, fault)
        return False
    return True


def show_answer(form: forms.Form, fault: Invalid | Conflict) -> None:
    """Put the answer on the form, at its fields where it names any."""
    if isinstance(fault, Invalid):
        show_fault(form, fault)
    else:
        form.add_error(None, fault.message)


def posted(request: HttpRequest, name: str) -> Any:
    """Return the posted data for the form of that name, None for the page's other forms."""
    return request.POST if request.POST.get("form") == name else None
