"""A stack of signed pages handed in on the page."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from liuhen.documents.access import current_version
from liuhen.documents.models import PageScan
from tests.begun import Begun
from tests.scanning import jpeg, pages_of, photographed


@pytest.fixture
def client(begun: Begun, client: Client) -> Client:
    """The browser of an officer of the case."""
    client.force_login(begun.cast.people["jia"])
    return client


def photographs(begun: Begun) -> list[SimpleUploadedFile]:
    pages = pages_of(current_version(begun.document("record")))
    return [
        SimpleUploadedFile(f"{place}.jpg", jpeg(photographed(page, turned=90)), "image/jpeg")
        for place, page in enumerate(pages, start=1)
    ]


def test_photographs_picked_at_once_go_to_their_documents(begun: Begun, client: Client) -> None:
    blank = SimpleUploadedFile("空白.txt.jpg", b"\xff\xd8\xff\xe0", "image/jpeg")
    answer = client.post("/scans/new", {"scans": [*photographs(begun), blank]})
    assert answer.status_code == 422  # a broken file refuses all, and says which
    assert "空白.txt.jpg" in answer.content.decode()
    answer = client.post("/scans/new", {"scans": photographs(begun)})
    page = answer.content.decode()
    assert "齐全" in page
    assert begun.document("record").title in page


def test_the_signed_page_is_shown_upright(begun: Begun, client: Client) -> None:
    client.post("/scans/new", {"scans": photographs(begun)})
    scan = PageScan.objects.filter(version__document=begun.document("record")).latest("pk")
    assert scan.turn != 0
    answer = client.get(f"/scans/{scan.pk}/upright.jpg")
    assert answer["Content-Type"] == "image/jpeg"
    shown = client.get(f"/documents/{begun.document('record').pk}/sign").content.decode()
    assert f"/scans/{scan.pk}/upright.jpg" in shown


def test_nothing_chosen_says_so(client: Client) -> None:
    assert client.post("/scans/new", {}).status_code == 422
