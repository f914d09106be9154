"""Error pages: each says what happened, what to do now, and its request number.

Django's own handlers (`handler400` … `handler500` in the URLs, `CSRF_FAILURE_VIEW`) and the
middleware render through `answer`, so a page, a fetch and an upload get the same words.
"""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus

import structlog
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string

from liuhen.faults import Conflict, Fault, Forbidden, Invalid, Missing, NotFound, Refused

_log = structlog.get_logger("liuhen.web")

_ANSWERS: tuple[tuple[type[Fault], int, str], ...] = (
    (NotFound, 404, "request.not_found"),
    (Forbidden, 403, "request.forbidden"),
    (Refused, 409, "request.refused"),
    (Conflict, 409, "request.conflicted"),
    (Invalid, 400, "request.invalid"),
)


def number_of(request: HttpRequest) -> str:
    """Return the request's number, four characters a person can read out by telephone."""
    return str(getattr(request, "number", "----"))


def fault_page(request: HttpRequest, fault: Fault) -> HttpResponse:
    """Answer an action's fault with its page; an unknown kind of fault is our own failure (500)."""
    for kind, status, event in _ANSWERS:
        if isinstance(fault, kind):
            return answer(
                request,
                status=status,
                event=event,
                message=fault.message,
                missing=fault.missing if isinstance(fault, Refused) else (),
                fields=tuple(fault.fields.values()) if isinstance(fault, Invalid) else (),
            )
    # A damaged or full store: it must be in the log under the number that people read out.
    return answer(request, status=503, event="fault.unanswered", message=fault.message)


def answer(
    request: HttpRequest,
    *,
    status: int,
    event: str,
    message: str = "",
    missing: Sequence[Missing] = (),
    fields: Sequence[str] = (),
) -> HttpResponse:
    """Log the event under the request's number and render the page (or problem+json) of a status."""
    number = number_of(request)
    _log.warning(
        event, request_number=number, status=status, method=request.method, path=request.path
    )
    if _wants_json(request):
        return _problem(number, status, message, missing, fields)
    context = {"number": number, "message": message, "missing": missing, "fields": fields}
    body = render_to_string(f"errors/{status}.html", context, request=request)
    return HttpResponse(body, status=status)


def _wants_json(request: HttpRequest) -> bool:
    accepted = request.headers.get("Accept", "")
    return "json" in accepted and "text/html" not in accepted


def _problem(
    number: str, status: int, message: str, missing: Sequence[Missing], fields: Sequence[str]
) -> JsonResponse:
    """Answer a script: RFC 9457, with the same Chinese words as the page."""
    body = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": message,
        "number": number,
        "field_errors": list(fields),
        "missing": [
            {"requirement": m.requirement, "article": m.article, "what": m.what, "remedy": m.remedy}
            for m in missing
        ],
    }
    return JsonResponse(
        body,
        status=status,
        content_type="application/problem+json",
        json_dumps_params={"ensure_ascii": False},
    )


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request Django could not accept; one that is too large says so (413)."""
    if isinstance(exception, RequestDataTooBig):
        return answer(request, status=413, event="request.too_large")
    return answer(request, status=400, event="request.invalid")


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer Django's PermissionDenied; the reason is shown when the exception gives one."""
    return answer(request, status=403, event="request.forbidden", message=str(exception))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer an address nobody serves."""
    return answer(request, status=404, event="request.not_found")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose token is stale, mostly a page left open over night."""
    message = "这个页面打开太久，或者您已重新登录，提交没有被接受。已填的内容留在本机草稿里，请返回并刷新页面后再提交。"
    return answer(request, status=403, event="request.token_refused", message=message)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer our own failure; rendered without context processors, which may be what failed."""
    number = number_of(request)
    if _wants_json(request):
        return _problem(number, 500, "系统出错，内容没有保存。请把编号报给管理员。", (), ())
    return HttpResponse(render_to_string("errors/500.html", {"number": number}), status=500)
