"""The routine check: when which object is read again, what is kept of it, what quarantine means."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction
from django.test import RequestFactory
from pytest_django import Settings

from liuhen import clock
from liuhen.ledger.actions import open_log
from liuhen.vault import care, store
from liuhen.vault.folder import Damaged
from liuhen.vault.models import ObjectCheck, ObjectHealth, StoredObject
from liuhen.vault.ranges import range_response
from liuhen.vault.tests.test_store import overwrite, recording

pytestmark = pytest.mark.django_db

START = clock.shanghai(2026, 3, 2, 9)
EVERYTHING = 10**12


@pytest.fixture(autouse=True)
def _set_clock(db: None, settings: Settings, tmp_path: Path) -> None:
    """A home whose clock may be set, so that an object can be of another day."""
    settings.HOME = tmp_path
    with transaction.atomic():
        open_log(origin="test.example/liuhen", mode="demo", at=START, actor="system")


def put(number: int, *, size: int = 1000) -> StoredObject:
    with clock.playing(START + timedelta(minutes=number)):
        return store.put_bytes(b"%PDF-1.7\n" + str(number).encode() * size)


def read_due(day: float, most_bytes: int = EVERYTHING) -> list[str]:
    """Do one run as of so many days after the start; return what was read."""
    now = START + timedelta(days=day)
    under_way = care.current_round(now)
    assert under_way is not None
    read = []
    for one in care.due(under_way, now, most_bytes):
        care.note(care.look(one.sha256), now, under_way)
        read.append(one.sha256)
    care.finish(under_way, now)
    return read


def test_in_a_year_of_daily_runs_no_object_waits_longer_than_the_period() -> None:
    names = [put(number).sha256 for number in range(10)]
    put(99, size=40_000)
    last = dict.fromkeys(names, 0.0)
    longest = 0.0
    for day in range(1, 366):
        for one in read_due(day):
            if one in last:
                longest = max(longest, day - last[one])
                last[one] = day
    assert 20 < longest <= 30
    assert 365 - min(last.values()) <= 30


def test_the_reading_is_spread_evenly_over_a_round() -> None:
    for number in range(24):
        put(number)
    daily = [len(read_due(1 + day)) for day in range(25)]
    assert max(daily) <= 2
    assert sum(daily) == 24


def test_the_oldest_reading_comes_first() -> None:
    names = [put(number).sha256 for number in range(5)]
    read_due(1)
    assert read_due(40) == names


def test_a_run_reads_no_more_than_its_limit_and_the_next_goes_on_where_it_stopped() -> None:
    names = [put(number, size=1000).sha256 for number in range(6)]
    read_due(1)
    first = read_due(40, most_bytes=2500)
    assert first == names[:3]
    assert read_due(40) == names[3:]


def test_after_a_long_stop_everything_is_caught_up_at_once() -> None:
    names = {put(number).sha256 for number in range(5)}
    assert set(read_due(200)) == names


def test_the_number_of_days_is_a_setting(settings: Settings) -> None:
    settings.VAULT_CHECK_DAYS = 5
    put(1)
    read_due(0.1)
    assert read_due(3.9) == []
    assert len(read_due(4.6)) == 1


def test_a_round_ends_when_all_is_read_and_another_begins() -> None:
    put(1)
    put(2)
    read_due(1)
    now = START + timedelta(days=30)
    read_due(30)
    standing = care.standing(now)
    assert standing.last is not None
    assert (standing.last.objects_read, standing.last.faults) == (2, 0)
    assert standing.under_way is None
    following = care.current_round(now + timedelta(minutes=1))
    assert following is not None
    assert following.pk != standing.last.pk


def test_nothing_stored_begins_no_round() -> None:
    assert care.current_round(START) is None


def test_each_reading_is_kept() -> None:
    stored = put(1)
    read_due(1)
    read_due(30)
    read_due(31)
    read_due(60)
    kept = ObjectCheck.objects.filter(object=stored).order_by("pk")
    assert [one.state for one in kept] == ["intact", "intact"]
    assert kept[0].checked_at == START + timedelta(days=30)


def test_damage_is_news_once_and_names_the_piece(vault_root: Path) -> None:
    data = recording()
    with clock.playing(START):
        stored = store.put_bytes(data)
    path = store.path_for(stored.sha256)
    overwrite(path, data[:-1] + b"!")
    assert care.note(care.look(stored.sha256), START) is True
    assert care.note(care.look(stored.sha256), START + timedelta(days=1)) is False
    health = ObjectHealth.objects.get()
    assert (health.state, health.pieces, health.since) == ("damaged", [[3, 3]], START)
    assert "第 3 片" in health.message
    overwrite(path, b"?" + data[1:-1] + b"!")
    assert care.note(care.look(stored.sha256), START + timedelta(days=2)) is True, "other damage"
    assert ObjectHealth.objects.get().since == START


def test_a_lost_object_is_told_from_a_lost_store(vault_root: Path) -> None:
    stored = put(1)
    path = store.path_for(stored.sha256)
    path.rename(path.with_name("elsewhere"))
    assert care.look(stored.sha256).state == "missing"
    (vault_root / "cas").rename(vault_root / "unmounted")
    with pytest.raises(Damaged, match="挂载"):
        care.look(stored.sha256)


def test_what_is_in_quarantine_is_handed_to_nobody(settings: Settings) -> None:
    data = recording()
    stored = store.put_bytes(data)
    overwrite(store.path_for(stored.sha256), data[:-1] + b"!")
    assert store.open(stored.sha256).read(10) == data[:10], "not looked at yet"
    care.note(care.look(stored.sha256), START)
    request = RequestFactory().get("/", headers={"Range": "bytes=0-9"})
    for read in (
        lambda: store.open(stored.sha256),
        lambda: store.read_bytes(stored.sha256),
        lambda: store.read_range(stored.sha256, 0, 10),
        lambda: range_response(request, stored.sha256, "video/mp4", "x.mp4"),
    ):
        with pytest.raises(Damaged, match="已隔离"):
            read()
    settings.VAULT_ACCEL_PREFIX = "/_vault/"
    with pytest.raises(Damaged, match="已隔离"):
        range_response(request, stored.sha256, "video/mp4", "x.mp4")
    overwrite(store.path_for(stored.sha256), data)
    assert care.note(care.look(stored.sha256), START) is True, "its end is news as well"
    assert store.open(stored.sha256).read() == data


def test_runs_of_pieces_are_written_from_to() -> None:
    assert care.runs([1, 2, 3, 7, 9, 10]) == [[1, 3], [7, 7], [9, 10]]
    assert care.runs([]) == []
