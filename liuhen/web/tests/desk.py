"""One open case on the desk of the demo bureau, as the pages of work meet it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from liuhen import clock
from liuhen.approvals.models import Matter
from liuhen.cases.actions import PartyFacts
from liuhen.cases.models import Activity, Case
from liuhen.demo.cast import Cast
from liuhen.demo.teller import Teller
from liuhen.documents.models import Document
from liuhen.people import actions as people
from liuhen.people.actors import SYSTEM
from liuhen.people.models import Person, Role
from liuhen.web.tests.office import client_of, found_office, open_demo_log

TODAY = clock.shanghai(2026, 3, 10, 10)  # a Tuesday
PARTY = "某某新材料科技股份有限公司"


@dataclass
class Desk:
    """The bureau, its case, and whoever sits before the screen."""

    cast: Cast
    teller: Teller
    stranger: Person

    @property
    def case(self) -> Case:
        """The case."""
        return self.teller.case

    def client(self, username: str) -> Client:
        """Return this person's browser."""
        return client_of(self.cast, username)

    def status(self, username: str, path: str) -> int:
        """Return what a person gets at a path."""
        return self.client(username).get(path).status_code

    def outside(self) -> Client:
        """Return the browser of the head of another bureau."""
        client = Client(raise_request_exception=False)
        client.force_login(self.stranger, backend="django.contrib.auth.backends.ModelBackend")
        return client

    def decision_matter(self, fine: int = 30_000_00) -> Matter:
        """Submit a form that proposes a warning and a fine; it waits for the reviewer."""
        activity = self.teller.begin("jia", "decision_approval")
        form = self.teller.write(
            "jia", "case_handling_approval", activity, is_major=True,
            penalties=["warning", "fine"], fine_fen=fine,
        )  # fmt: skip
        return self.teller.submit("jia", form, "事实清楚，建议警告并罚款。")

    def issued_notice(self) -> Document:
        """Issue a notice of inspection, ready to be served."""
        return self.teller.settle(
            "jia", self.teller.write("jia", "inspection_notice", self.activity("inspection_notice"))
        )

    def activity(self, kind: str = "site_inspection") -> Activity:
        """Record an activity of now."""
        return self.teller.act("jia", kind, present=self.teller.officers("jia", "yi"))


@pytest.fixture
def desk(db: None, settings: Any, tmp_path: Path) -> Iterator[Desk]:
    """Open the bureau and a case of 甲 and 乙 under a clock that shows 2026-03-10."""
    open_demo_log(settings, tmp_path)
    with clock.playing(TODAY):
        cast = found_office()
        teller = Teller(cast)
        teller.open(
            "jia",
            PartyFacts(kind="organisation", name=PARTY, address="示例区某路 1 号"),
            title=f"{PARTY}提供不真实统计资料案",
            cause="涉嫌提供不真实统计资料",
            conduct_ended_on=date(2026, 1, 9),
            discovered_on=date(2026, 3, 2),
        )
        yield Desk(cast, teller, _stranger())


def _stranger() -> Person:
    other = people.found_bureau(SYSTEM, name="外区统计局", word="外", code="", level="county")
    person = people.add_person(
        SYSTEM, bureau=other, username="wai", name="外", password="long-enough-words"
    )
    people.appoint(SYSTEM, person, role=Role.HEAD, title="局长", held_from=date(2024, 1, 1))
    return person


def words(response: Any) -> str:
    """Return a page's text."""
    assert isinstance(response, HttpResponse)
    return response.content.decode()
