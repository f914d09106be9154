"""The gallery as a site: through Django's test client, and in a real browser without a socket."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright
from pytest_django import Settings

from liuhen.web.tests import gallery_settings

SITE = "http://gallery.test"
CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

OpenPage = Callable[..., Page]


@pytest.fixture
def gallery(settings: Settings) -> Client:
    """A client on the gallery; it asks no database and sees sample surroundings."""
    for name in ("ROOT_URLCONF", "TEMPLATES", "MIDDLEWARE", "STATICFILES_DIRS", "DEBUG"):
        setattr(settings, name, getattr(gallery_settings, name))
    settings.DEBUG = False
    settings.ALLOWED_HOSTS = ["testserver"]
    return Client(raise_request_exception=False)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, one for all tests of a file.

    Not for the whole run: while it is open, an event loop runs in this thread, and Django refuses
    every database call of whatever other test comes along.
    """
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(gallery: Client, browser: Browser) -> Iterator[OpenPage]:
    """Open a gallery page; script errors and broken content policies fail the test."""
    contexts: list[BrowserContext] = []
    troubles: list[str] = []

    def open_(path: str, *, width: int = 1280, theme: str = "auto", size: str = "16") -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 800}, locale="zh-CN", timezone_id="Asia/Shanghai"
        )
        contexts.append(context)
        context.add_cookies(
            [
                {"name": "liuhen_theme", "value": theme, "url": SITE},
                {"name": "liuhen_size", "value": size, "url": SITE},
            ]
        )
        context.route("**/*", lambda route: _serve(gallery, route))
        page = context.new_page()
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on(
            "console", lambda said: troubles.append(said.text) if "Policy" in said.text else None
        )
        page.goto(SITE + path)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert not troubles


def _serve(client: Client, route: Route) -> None:
    address = urlsplit(route.request.url)
    if address.path.startswith("/static/"):
        found = finders.find(address.path.removeprefix("/static/"))
        assert isinstance(found, str), f"no such static file: {address.path}"
        kind = mimetypes.guess_type(found)[0] or "application/octet-stream"
        route.fulfill(body=Path(found).read_bytes(), content_type=kind)
        return
    path = address.path + (f"?{address.query}" if address.query else "")
    answer = client.generic(
        route.request.method,
        path,
        route.request.post_data_buffer or b"",
        content_type=route.request.headers.get("content-type", ""),
        headers={"cookie": route.request.all_headers().get("cookie", ""), "accept": "text/html"},
    )
    headers = dict(answer.headers.items())
    if answer.cookies:
        headers["Set-Cookie"] = "\n".join(each.OutputString() for each in answer.cookies.values())
    route.fulfill(status=answer.status_code, headers=headers, body=answer.content)
