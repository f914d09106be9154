"""Every route says who may come in; a route that says nothing is refused by a test of the whole.

`signed_in` hands the view its typed actor. `gate` names, in the words of the permission table,
which access function decides: the view must call it, the table's test shows that it does.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase

from liuhen.people.actors import Actor, actor_for
from liuhen.people.models import Person

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, Actor, P], HttpResponseBase]
Routed = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def signed_in(gate: str) -> Callable[[View[P]], Routed[P]]:
    """Demand a signed-in person and pass the actor on; `gate` names the access function."""

    def wrap(view: View[P]) -> Routed[P]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not isinstance(request.user, Person):
                return redirect_to_login(request.get_full_path())
            return view(request, actor_for(request.user), *args, **kwargs)

        guarded.gate = gate  # type: ignore[attr-defined]
        return cast("Routed[P]", guarded)

    return wrap


def public(reason: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Mark a route that needs no sign-in, with the reason that stands in the permission table."""

    def mark(view: Callable[..., Any]) -> Callable[..., Any]:
        view.public_reason = reason  # type: ignore[attr-defined]
        return view

    return mark
