"""Hand-over mode: while the device is in the hands of a party, this sign-in opens one page alone.

It is kept in the session and asked before every view, so no address, new tab or way back leads
anywhere else. Only the officer's password ends it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase

from liuhen import clock

_KEY = "handover"


@dataclass(frozen=True)
class Handover:
    """What was handed over, and when; `outcome` is empty until the party has signed or declined."""

    document: int
    place: int
    at: str
    name: str = ""
    outcome: str = ""

    @property
    def path(self) -> str:
        """The one page that is open."""
        return f"/documents/{self.document}/handover/{self.place}"

    @property
    def began_at(self) -> datetime:
        """When the device was handed over."""
        return datetime.fromisoformat(self.at)


def begin(request: HttpRequest, document: int, place: int, name: str) -> Handover:
    """Enter hand-over mode."""
    return _keep(request, Handover(document, place, clock.now().isoformat(), name))


def held(request: HttpRequest) -> Handover | None:
    """Return what is handed over in this sign-in, None outside hand-over mode."""
    session = getattr(request, "session", None)
    raw = session.get(_KEY) if session is not None else None
    return Handover(**raw) if raw else None


def conclude(request: HttpRequest, handed: Handover, outcome: str) -> None:
    """Note that the party is done; the mode lasts until the officer's password."""
    _keep(request, replace(handed, outcome=outcome))


def leave(request: HttpRequest) -> None:
    """Leave hand-over mode; the caller has seen the officer's password."""
    request.session.pop(_KEY, None)


def _keep(request: HttpRequest, handed: Handover) -> Handover:
    request.session[_KEY] = asdict(handed)
    return handed


class HandoverMiddleware:
    """Sends everything but the page that was handed over back to it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Wrap the next handler."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer only below the one page."""
        handed = held(request)
        here = handed is None or f"{request.path}/".startswith(f"{handed.path}/")
        if handed is None or here or not request.user.is_authenticated:
            return self.get_response(request)
        return HttpResponseRedirect(handed.path)
