"""The homes that the tests borrow are what they say, and stay so."""

from __future__ import annotations

from django.db import connection

from liuhen import clock
from liuhen.cases.models import Case
from liuhen.ledger.audit import verify_log
from liuhen.people.models import Person
from tests.begun import Begun
from tests.homes import Home


def test_a_borrowed_home_is_given_back_as_it_was(cast: object) -> None:
    Person.objects.update(name="改")
    assert clock.today().isoformat() == "2026-03-02"


def test_and_the_next_test_finds_it_so(cast: object) -> None:
    assert not Person.objects.filter(name="改").exists()


def test_the_begun_case_is_intact_under_the_ledger(begun: Begun) -> None:
    report = verify_log()
    assert report.verdict == "intact", report.findings
    assert report.rows > 100


def test_a_home_of_ones_own_is_committed_and_elsewhere(begun_home: Home) -> None:
    assert not connection.in_atomic_block
    assert Case.objects.get().pk == begun_home.told["case"]
    Case.objects.update(title="改")


def test_and_leaves_the_others_alone(begun: Begun) -> None:
    assert begun.case.title != "改"
