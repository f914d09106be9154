"""时限变动: what the pages once showed stays readable."""

from __future__ import annotations

from datetime import date

from django.test import Client

from liuhen import clock
from liuhen.agenda import actions as agenda
from liuhen.people import actions as people
from liuhen.people.actors import SYSTEM
from tests.begun import Begun


def test_each_day_that_came_or_moved_is_listed_with_its_reason(
    begun: Begun, client: Client
) -> None:
    while agenda.follow_feed(limit=1000).entries:
        pass
    client.force_login(begun.cast.people["jia"])
    address = f"/cases/{begun.case.pk}/deadlines"
    first = client.get(address).content.decode()
    before = begun.case.deadline_history.count()
    assert before
    assert begun.case.deadline_history.latest("pk").name in first
    # Every day from the second week of March on is made a holiday: working days move.
    days = [date(2026, 3, day) for day in range(9, 28)]
    people.enter_calendar_year(
        SYSTEM, year=2026, holidays=days, make_up_days=[], citation="试验用通知"
    )
    while agenda.follow_feed(limit=1000).entries:
        pass
    agenda.refresh_day(clock.today())
    moved = begun.case.deadline_history.order_by("pk")[before:]
    assert any(row.due_before and row.due_now and row.due_before != row.due_now for row in moved)
    page = client.get(address).content.decode()
    for row in moved[:3]:
        assert row.name in page
