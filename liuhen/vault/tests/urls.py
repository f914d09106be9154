"""Upload and playback routes with the plainest gate there is: the sender names himself."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.csrf import get_token
from django.urls import include, path

from liuhen.faults import Forbidden
from liuhen.vault import store, uploads
from liuhen.vault.ranges import range_response
from liuhen.vault.tus import tus_views

POLICY = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self' blob:"

PAGE = """<!DOCTYPE html><html lang="zh-Hans"><head><meta charset="utf-8"><title>音像入库</title>
<link rel="stylesheet" href="/static/css/tokens.css"><link rel="stylesheet" href="/static/css/liuhen.css">
<link rel="stylesheet" href="/static/css/components.css">
<script type="module" src="/static/js/upload.js"></script></head>
<body data-person="u1"><main class="main"><h1>音像入库</h1>
<form method="post" action="/submitted" data-upload="/uploads/" data-upload-purpose="recording" {claim}>
<input type="hidden" name="csrfmiddlewaretoken" value="{token}">
<label for="files">选择文件</label> <input id="files" type="file" name="file" multiple data-upload-input>
<p data-upload-left hidden></p><p data-upload-progress></p>
<progress data-upload-bar max="1" hidden></progress>
<button type="button" class="button" data-upload-pause hidden>暂停</button>
<ul data-upload-list></ul>
<p data-upload-live aria-live="polite" class="hidden-text"></p>
<p data-upload-clear hidden>可以清空记录仪</p>
<button type="submit" class="button button--primary">提交</button>
<template data-upload-icon="device"><svg class="icon" viewBox="0 0 24 24"><rect x="6" y="3" width="12" height="18"/></svg></template>
<template data-upload-icon="check"><svg class="icon" viewBox="0 0 24 24"><path d="M4 12l5 6L20 6"/></svg></template>
</form></main></body></html>"""


def authorise(request: HttpRequest) -> str:
    owner = request.headers.get("X-Owner") or request.COOKIES.get("owner")
    if not owner:
        raise Forbidden("请先登录。")
    return owner


def play(request: HttpRequest, sha256: str) -> HttpResponseBase:
    return range_response(request, sha256, store.get(sha256).media, "现场检查 01.mp4")


def upload_page(request: HttpRequest, claim: str) -> HttpResponse:
    attribute = 'data-upload-claim="/claim"' if claim == "claim" else ""
    page = PAGE.format(claim=attribute, token=get_token(request))
    return HttpResponse(page, headers={"Content-Security-Policy": POLICY})


def claim(request: HttpRequest) -> HttpResponse:
    """Stand in for the package that makes its record of a stored upload."""
    stored = uploads.finish(uploads.get(authorise(request), UUID(request.POST["upload"])).pk)
    refusal = getattr(settings, "TEST_CLAIM_REFUSAL", "")
    if refusal:
        return HttpResponse(refusal, status=409, content_type="text/plain; charset=utf-8")
    return HttpResponse(stored.sha256, content_type="text/plain")


def submitted(request: HttpRequest) -> HttpResponse:
    return HttpResponse("收到：" + "、".join(sorted(request.POST.getlist("upload"))))


urlpatterns = [
    path("uploads/", include(tus_views(authorise))),
    path("play/<str:sha256>", play),
    path("page/<str:claim>", upload_page),
    path("claim", claim),
    path("submitted", submitted),
]
