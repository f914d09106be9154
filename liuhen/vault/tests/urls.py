"""Upload and playback routes with the plainest gate there is: the sender names himself."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.urls import include, path

from liuhen.faults import Forbidden
from liuhen.vault import store
from liuhen.vault.ranges import range_response
from liuhen.vault.tus import tus_views


def authorise(request: HttpRequest) -> str:
    owner = request.headers.get("X-Owner")
    if not owner:
        raise Forbidden("请先登录。")
    return owner


def play(request: HttpRequest, sha256: str) -> HttpResponseBase:
    return range_response(request, sha256, store.get(sha256).media, "现场检查 01.mp4")


urlpatterns = [
    path("uploads/", include(tus_views(authorise))),
    path("play/<str:sha256>", play),
]
