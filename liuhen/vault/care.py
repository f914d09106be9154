"""The routine check: every stored object is read again within a number of days, oldest first.

A round takes in all that was stored when it began and spreads the reading evenly over its time; how
far it has come stands in the database, so that a restart loses nothing. This module knows no log:
whoever has one calls `note` in the transaction of the entry. An object that is not what was stored
is in quarantine until a later reading finds it whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, F, Min, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from liuhen.vault import store
from liuhen.vault.folder import Damaged
from liuhen.vault.models import CheckRound, Found, ObjectCheck, ObjectHealth, StoredObject
from liuhen.vault.verdict import Span, Verdict

PACE, OVERDUE = 0.8, 0.9
"""Parts of the period: how long a round takes, and from when on an object cannot wait for it."""

_OVERHEAD = 64 * 1024  # opening a file costs about as much as reading these bytes
_AT_ONCE = 200  # objects asked for at once


def period() -> timedelta:
    """Within which time every object is read again (settings.VAULT_CHECK_DAYS)."""
    return timedelta(days=settings.VAULT_CHECK_DAYS)


def cost(stored: StoredObject) -> int:
    """Return what one reading counts for in the pace of a round, in bytes."""
    return stored.size + _OVERHEAD


def seen() -> QuerySet[Any, Any]:
    """Return every object with `seen_at`, the moment it was last read whole.

    Taking an object in reads it as well, so a new one need not be read at once.
    """
    return StoredObject.objects.annotate(seen_at=Coalesce("health__checked_at", "stored_at"))


def current_round(now: datetime) -> CheckRound | None:
    """Return the round under way, beginning one if there is none; None when nothing is stored."""
    found = CheckRound.objects.filter(finished_at=None).order_by("-pk").first()
    if found is not None:
        return found
    waiting = seen().filter(seen_at__lt=now).aggregate(number=Count("pk"), bytes=Sum("size"))
    if not waiting["number"]:
        return None
    whole = waiting["bytes"] + waiting["number"] * _OVERHEAD
    return CheckRound.objects.create(started_at=now, whole=whole)


def due(under_way: CheckRound, now: datetime, most_bytes: int) -> Iterator[StoredObject]:
    """Yield what is to be read now, oldest first, until the round has caught up with its pace.

    Stops once `most_bytes` are passed: at most one object goes beyond. The round itself is not
    changed; the caller notes each reading before asking for the next.
    """
    read, taken = under_way.read, 0
    for one in _oldest(under_way):
        if taken >= most_bytes or not _turn(under_way, one, read, now):
            return
        read, taken = read + cost(one), taken + one.size
        yield one


def _oldest(under_way: CheckRound) -> Iterator[Any]:
    """Yield the objects of the round that are still to be read; those noted meanwhile drop out."""
    waiting = seen().filter(seen_at__lt=under_way.started_at).order_by("seen_at", "pk")
    while batch := list(waiting[:_AT_ONCE]):
        yield from batch


def _turn(under_way: CheckRound, one: Any, read: int, now: datetime) -> bool:
    if one.seen_at <= now - period() * OVERDUE:
        return True
    part = (now - under_way.started_at) / (period() * PACE)
    return read + cost(one) <= under_way.whole * part


def look(sha256: str) -> Verdict:
    """Read one object from the disk; Damaged when the whole store is gone (a lost mount)."""
    if not store.folder().cas.is_dir():
        raise Damaged(
            f"文件库目录 {store.folder().cas} 不见了：请检查磁盘是否已经挂载。没有把文件记为丢失。"
        )
    return store.verify(sha256, from_disk=True)


def note(verdict: Verdict, at: datetime, under_way: CheckRound | None = None) -> bool:
    """Keep what a reading found; return whether it is news: damage, other damage, or its end.

    Inside the caller's transaction. `under_way`: the round that the reading belongs to.
    """
    state, pieces = Found.State(verdict.state), ranges(verdict.damaged)
    before = ObjectHealth.objects.select_for_update().filter(pk=verdict.sha256).first()
    was = (before.state, before.pieces) if before else (Found.State.INTACT, [])
    sound = state == Found.State.INTACT
    ObjectCheck.objects.create(object_id=verdict.sha256, state=state, pieces=pieces, checked_at=at)
    ObjectHealth.objects.update_or_create(
        pk=verdict.sha256,
        defaults={
            "state": state,
            "pieces": pieces,
            "checked_at": at,
            "since": None if sound else (before and before.since) or at,
            "message": "" if sound else verdict.message,
        },
    )
    if under_way is not None:
        _count(under_way, verdict, sound=sound)
    return was != (state, pieces)


def _count(under_way: CheckRound, verdict: Verdict, *, sound: bool) -> None:
    size = verdict.size_expected or 0
    CheckRound.objects.filter(pk=under_way.pk).update(
        read=F("read") + size + _OVERHEAD,
        objects_read=F("objects_read") + 1,
        bytes_read=F("bytes_read") + (verdict.size_found or 0),
        faults=F("faults") + (0 if sound else 1),
    )
    under_way.refresh_from_db()


def finish(under_way: CheckRound, at: datetime) -> bool:
    """End the round if everything in it has been read; say whether this call ended it."""
    if seen().filter(seen_at__lt=under_way.started_at).exists():
        return False
    ended = CheckRound.objects.filter(pk=under_way.pk, finished_at=None).update(finished_at=at)
    under_way.refresh_from_db()
    return bool(ended)


def unsound() -> QuerySet[ObjectHealth]:
    """Return the objects in quarantine, longest known first."""
    found = ObjectHealth.objects.exclude(state=Found.State.INTACT)
    return found.select_related("object").order_by("since", "pk")


def ranges(spans: Iterable[Span]) -> list[list[int]]:
    """Write the numbers of damaged pieces as [[first, last], …]."""
    return runs(span.number for span in spans)


def runs(numbers: Iterable[int]) -> list[list[int]]:
    """Write ascending numbers as [[first, last], …]."""
    found: list[list[int]] = []
    for number in numbers:
        if found and found[-1][1] == number - 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return found


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How the routine stands: objects, how many were read within the period, the oldest reading.

    `last` is the last round that ended, `under_way` the one that goes on.
    """

    objects: int
    in_time: int
    oldest: datetime | None
    unsound: int
    last: CheckRound | None
    under_way: CheckRound | None

    @property
    def late(self) -> int:
        """How many objects were not read within the period."""
        return self.objects - self.in_time


def standing(now: datetime) -> Standing:
    """Count how the routine stands."""
    counted = seen().aggregate(
        objects=Count("pk"),
        in_time=Count("pk", filter=Q(seen_at__gte=now - period())),
        oldest=Min("seen_at"),
    )
    rounds = CheckRound.objects.order_by("-pk")
    return Standing(
        **counted,
        unsound=unsound().count(),
        last=rounds.exclude(finished_at=None).first(),
        under_way=rounds.filter(finished_at=None).first(),
    )
