"""文件巡检: how the routine check of stored files stands, and what is damaged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from liuhen import clock
from liuhen.archive.care import Use, uses_of
from liuhen.cases.access import bureaus_below
from liuhen.people.access import minds_files
from liuhen.people.actors import Actor
from liuhen.vault import care
from liuhen.vault.models import ObjectHealth
from liuhen.web.gate import signed_in
from liuhen.web.verification.views import AUDITORS

SHOWN = 200


@dataclass(frozen=True)
class Damaged:
    """One object in quarantine as the page shows it."""

    sha256: str
    size: int
    state: str
    since: datetime | None
    checked_at: datetime
    message: str
    uses: tuple[str, ...]


@signed_in("AUDITORS 或者现任的记录管理专人")
def files_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the state of the routine and every damaged file with the records it belongs to."""
    if not minds_files(actor):
        actor.demand(*AUDITORS, to="查看文件巡检")
    now = clock.now()
    standing = care.standing(now)
    under_way = standing.under_way
    return render(
        request,
        "verification/files.html",
        {
            "standing": standing,
            "days": care.period().days,
            "percent": under_way.read * 100 // under_way.whole if under_way else 0,
            "damaged": _damaged(actor, care.unsound()[:SHOWN]),
            "more": max(0, standing.unsound - SHOWN),
        },
    )


def _damaged(actor: Actor, found: Iterable[ObjectHealth]) -> list[Damaged]:
    rows = list(found)
    uses = uses_of(row.pk for row in rows)
    seen = {actor.bureau_id, *bureaus_below(actor.bureau_id)}
    return [
        Damaged(
            sha256=row.pk,
            size=row.object.size,
            state=row.get_state_display(),
            since=row.since,
            checked_at=row.checked_at,
            message=row.message,
            uses=_named(uses, row.pk, seen),
        )
        for row in rows
    ]


def _named(uses: Mapping[str, Sequence[Use]], sha256: str, bureaus: set[int]) -> tuple[str, ...]:
    """Name the records by case number and kind; who answers for files need not see the case."""
    named = [
        f"{one.case.number} {one.kind} {one.id} 号"
        if one.case.bureau_id in bureaus
        else "其他单位的案件"
        for one in uses.get(sha256, ())
    ]
    return tuple(dict.fromkeys(named))
