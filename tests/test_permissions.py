"""Every page says who may open it, and every person gets the answer of the permission table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from liuhen.documents.models import NumberPool, PageScan
from liuhen.people.models import Post
from tests.begun import Begun
from tests.permissions import TABLE, WHO

UPLOAD = "00000000-0000-4000-8000-000000000000"


def _routes(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, Any]]:
    for one in resolver.url_patterns:
        if isinstance(one, URLPattern):
            yield before + str(one.pattern), one.callback
        else:
            yield from _routes(one, before + str(one.pattern))


ROUTES = dict(_routes(get_resolver("liuhen.web.urls")))


@pytest.mark.parametrize("route", ROUTES)
def test_every_route_names_its_gate_or_says_why_it_has_none(route: str) -> None:
    view = ROUTES[route]
    gate, reason = getattr(view, "gate", ""), getattr(view, "public_reason", "")
    assert bool(gate) != bool(reason), "a page has a gate or a reason, never both, never neither"


def test_every_route_has_its_row_and_every_row_its_route() -> None:
    assert sorted(TABLE) == sorted(ROUTES)


def test_only_a_public_page_answers_whoever_is_not_signed_in() -> None:
    for route, row in TABLE.items():
        shut = row.answers[""] in (302, 401, 403, 404)
        assert shut or hasattr(ROUTES[route], "public_reason"), route


def _address(begun: Begun, route: str) -> str:
    """Fill the address with what the begun case has."""
    known: dict[str, Any] = {
        **begun.ids,
        "scan": PageScan.objects.earliest("pk").pk,
        "person": begun.cast["bing"].pk,
        "post": Post.objects.get(person=begun.cast["bing"]).pk,
        "pool": NumberPool.objects.earliest("pk").pk,
        "upload": UPLOAD,
        "bureau": begun.cast.bureau.pk,
        "jia": begun.cast["jia"].pk,
        "classed": f"r{begun.ids['photo']}",
    }
    address = route
    for name, value in TABLE[route].fills.items():
        address = re.sub(rf"<\w+:{name}>", str(known.get(value, value)), address)
    assert "<" not in address, "the row does not fill its address"
    return f"/{address}{TABLE[route].query}"


def _client(begun: Begun, who: str) -> Client:
    client = Client(raise_request_exception=False)
    if who:
        client.force_login(begun.cast[who], backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.parametrize("who", WHO)
def test_each_page_answers_each_person_as_the_table_says(begun: Begun, who: str) -> None:
    client = _client(begun, who)
    wrong = {
        route: (answer, row.answers[who])
        for route, row in TABLE.items()
        if (answer := client.get(_address(begun, route)).status_code) != row.answers[who]
    }
    assert wrong == {}, "route: (answered, expected)"


@pytest.mark.parametrize("who", WHO)
def test_what_a_person_may_not_open_they_may_not_send_either(begun: Begun, who: str) -> None:
    client = _client(begun, who)
    wrong = {}
    for route, row in TABLE.items():
        expected = row.sends.get(who, row.answers[who])
        if expected in (302, 403, 404) and (who or not hasattr(ROUTES[route], "public_reason")):
            answer = client.post(_address(begun, route)).status_code
            if answer != expected:
                wrong[route] = (answer, expected)
    assert wrong == {}, "route: (answered, expected)"
