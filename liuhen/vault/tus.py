"""The upload addresses, to be mounted by whoever knows who may upload.

    path("uploads/", include(tus_views(authorise)))

`authorise(request)` returns the id of the person sending, or raises Forbidden or NotFound; it is
asked on every request. Django's CSRF protection stays on: the page sends X-CSRFToken.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import BinaryIO, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.urls import URLPattern, path

from liuhen.faults import Fault
from liuhen.vault import protocol
from liuhen.vault.protocol import Response
from liuhen.vault.uploads import OwnerId

Authorise = Callable[[HttpRequest], OwnerId]


def tus_views(authorise: Authorise) -> list[URLPattern]:
    """Return the two addresses: the collection, and one upload."""

    def collection(request: HttpRequest) -> HttpResponseBase:
        return _answer(request, lambda: _collection(request, authorise(request)))

    def one(request: HttpRequest, upload_id: UUID) -> HttpResponseBase:
        return _answer(request, lambda: _one(request, authorise(request), upload_id))

    return [
        path("", collection, name="upload-collection"),
        path("<uuid:upload_id>", one, name="upload"),
    ]


def _method(request: HttpRequest) -> str:
    """Return the method, minding the override that tus asks for where PATCH is blocked."""
    method = request.method or "GET"
    if method == "POST":
        method = request.headers.get("X-HTTP-Method-Override", method)
    return method.upper()


def _collection(request: HttpRequest, owner: OwnerId) -> Response:
    match _method(request):
        case "OPTIONS":
            return protocol.options()
        case "POST":
            return protocol.create(owner, request.headers, lambda pk: f"{request.path}{pk}")
    return _not_allowed("OPTIONS, POST")


def _one(request: HttpRequest, owner: OwnerId, upload_id: UUID) -> Response:
    match _method(request):
        case "OPTIONS":
            return protocol.options()
        case "HEAD":
            return protocol.head(owner, upload_id, request.headers)
        case "PATCH":
            return protocol.patch(owner, upload_id, request.headers, cast(BinaryIO, request))
        case "GET":
            return protocol.status(owner, upload_id)
    return _not_allowed("GET, HEAD, OPTIONS, PATCH")


def _not_allowed(allowed: str) -> Response:
    return Response(status=405, headers={"Allow": allowed}, text="这个地址不接受这种请求。")


def _answer(request: HttpRequest, act: Callable[[], Response]) -> HttpResponse:
    """Run the act and put its answer into Django's form; faults answer in tus's numbers."""
    try:
        answer = act()
    except Fault as fault:
        answer = protocol.fault_response(fault)
    if answer.value is not None:
        response: HttpResponse = JsonResponse(dict(answer.value), status=answer.status)
    else:
        response = HttpResponse(
            answer.text, status=answer.status, content_type="text/plain; charset=utf-8"
        )
    for name, value in answer.headers.items():
        response[name] = value
    return response
