"""What every request passes: a number, the pages of faults, a rolling session, no stored pages."""

from __future__ import annotations

import secrets
from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from liuhen import clock
from liuhen.faults import Fault
from liuhen.ledger.errors import LedgerError
from liuhen.web.errors import answer, fault_page

_log = structlog.get_logger("liuhen.web")

# No 0/O, 1/I/L, 2/Z, 5/S, 8/B: the number is read out by telephone.
_ALPHABET = "34679ACDEFGHJKMNPQRTUVWXY"
_ROLL_AFTER_SECONDS = 600

GetResponse = Callable[[HttpRequest], HttpResponseBase]


def new_number() -> str:
    """Draw a request number such as 7F3K; unique enough to find one line in a day's log."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(4))


class FaultMiddleware:
    """Numbers the request, turns faults into their pages and keeps pages out of caches."""

    def __init__(self, get_response: GetResponse) -> None:
        """Wrap the next handler."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Serve the request under its number."""
        number = new_number()
        request.number = number  # type: ignore[attr-defined]
        with structlog.contextvars.bound_contextvars(request_number=number):
            response = self.get_response(request)
        response.headers.setdefault("X-Request-Number", number)
        _forbid_storing(response)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a fault; log anything else under its number and leave it to the 500 page."""
        if isinstance(exception, Fault):
            return fault_page(request, exception)
        if isinstance(exception, LedgerError):
            # The clock went back, or the log is not open: nothing was written, and waiting helps.
            _log.error("ledger.refused", path=request.path, exc_info=exception)
            return answer(request, status=503, event="ledger.refused", message=exception.message)
        _log.error("request.failed", path=request.path, method=request.method, exc_info=exception)
        return None


def _forbid_storing(response: HttpResponseBase) -> None:
    # A page names parties; the next person at a shared computer must not find it in a cache.
    if response.headers.get("Content-Type", "").startswith("text/html"):
        response.headers.setdefault("Cache-Control", "no-store")


class RollingSessionMiddleware:
    """Renews a signed-in person's session while they work, at most one write in ten minutes."""

    def __init__(self, get_response: GetResponse) -> None:
        """Wrap the next handler."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Mark the session as used, at once when the page asks to stay signed in."""
        session = request.session
        if "_auth_user_id" in session:
            now = int(clock.now().timestamp())
            asked = "X-Liuhen-Extend" in request.headers
            if asked or now - int(session.get("used_at", 0)) >= _ROLL_AFTER_SECONDS:
                session["used_at"] = now
        return self.get_response(request)
