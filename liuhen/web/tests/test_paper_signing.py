"""The places of a paper entered afterwards: nothing is taken for signed, noted or done today."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.test import Client

from liuhen.documents import actions
from liuhen.documents.actions import Paper
from tests.begun import Begun


def _paper(begun: Begun) -> tuple[Any, Any]:
    paper = actions.enter_paper(
        begun.cast.actor("jia"), begun.case, type_code="inquiry_record",
        paper=Paper(dated=date(2026, 2, 12)), fields={},
    )  # fmt: skip
    return paper, paper.versions.get().signatures.get(place="party")


def test_the_page_of_a_paper_proposes_nothing(begun: Begun, client: Client) -> None:
    client.force_login(begun.cast["jia"])
    paper, _ = _paper(begun)
    answer: Any = client.get(f"/documents/{paper.pk}/sign")
    assert answer.context["forms"]
    for _place, form in answer.context["forms"]:
        assert form.initial["state"] == "open"
        assert form.initial["noted_by"] == []
        assert form.initial["on"] == date(2026, 2, 12)


def test_a_refusal_that_is_not_noted_is_registered_from_the_page(
    begun: Begun, client: Client
) -> None:
    client.force_login(begun.cast["jia"])
    paper, place = _paper(begun)
    page = f"/documents/{paper.pk}/sign"
    shown: Any = client.get(page)
    sent = {f"{form.prefix}-state": "open" for _, form in shown.context["forms"]}
    sent |= {f"p{place.pk}-state": "refused", f"p{place.pk}-name": "孙某"}
    assert client.post(page, sent).status_code == 302
    place.refresh_from_db()
    assert (place.state, place.name, place.noted_by) == ("refused", "孙某", "")
    assert not place.noted_in_document
    assert "还没有执法人员注明" in client.get(page).content.decode()
    assert f"/note/{place.pk}" not in client.get(page).content.decode()
