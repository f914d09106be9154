"""文号: taken at issue in the same transaction, never reused; a gap has its note."""

from __future__ import annotations

import re
from datetime import date

from liuhen.documents.models import Document, NumberPool, NumberTaken
from liuhen.documents.types import DocumentType
from liuhen.faults import Conflict, Forbidden, Invalid
from liuhen.people.access import demand_administration
from liuhen.people.acting import Act, acting
from liuhen.people.actors import SYSTEM, Actor
from liuhen.people.models import Bureau

_TEXT = re.compile(r"^(?P<head>.+?)字?〔(?P<year>\d{4})〕第?(?P<serial>\d+)号$")


def _pool(bureau: Bureau, series: str, year: int) -> NumberPool:
    NumberPool.objects.get_or_create(bureau=bureau, series=series, year=year)
    return NumberPool.objects.select_for_update().get(bureau=bureau, series=series, year=year)


def begin_series(actor: Actor, bureau: Bureau, *, series: str, year: int, first: int) -> NumberPool:
    """Say with which number a year's series begins here; numbers before it were given on paper."""
    if actor is not SYSTEM:
        demand_administration(actor, bureau)
    if first < 1:
        raise Invalid("起始号须是正整数。", {"first": "请填写大于零的整数。"})
    with acting(actor) as act:
        pool = _pool(bureau, series, year)
        if first < pool.next_serial or pool.taken.filter(serial__gte=first).exists():
            raise Conflict(f"{series}〔{year}〕的号已经用到 {pool.next_serial - 1}，不能往回设。")
        pool.next_serial = first
        pool.save(update_fields=["next_serial"])
        act.log("numbers.begun", [pool])
    return pool


def gaps(pool: NumberPool) -> list[int]:
    """Return the numbers below the next one that nothing accounts for, lowest first."""
    known = set(pool.taken.values_list("serial", flat=True))
    return [serial for serial in range(1, pool.next_serial) if serial not in known]


MOST_AT_ONCE = 500
"""Numbers explained by one reason at once: a year's paper before the start, no typing error."""


def explain_gap(actor: Actor, pool: NumberPool, *, serial: int, note: str) -> NumberTaken:
    """Put on record why a number has no document here; see `explain_gaps`."""
    (taken,) = explain_gaps(actor, pool, first=serial, last=serial, note=note)
    return taken


def explain_gaps(
    actor: Actor, pool: NumberPool, *, first: int, last: int, note: str
) -> list[NumberTaken]:
    """Put on record why a run of numbers, both ends included, has no documents here: given on
    paper, spoiled, skipped. One entry of the log for all of them.

    Raises Invalid without a reason or for a number not reached yet, Conflict for one accounted for;
    then none is explained.
    """
    demand_administration(actor, pool.bureau)
    if not note.strip():
        raise Invalid(
            "请写明空号的原因。", {"note": "请写明原因，例如「启用前已在纸质文书上使用」。"}
        )
    if not 0 <= last - first < MOST_AT_ONCE:
        raise Invalid(
            f"一次说明的号须首尾相接，最多 {MOST_AT_ONCE} 个。", {"last": "请核对起止号。"}
        )
    with acting(actor) as act:
        pool = NumberPool.objects.select_for_update().get(pk=pool.pk)
        _demand_gaps(pool, first, last)
        rows = [_explained(act, pool, serial, note.strip()) for serial in range(first, last + 1)]
        act.log("numbers.gap_explained", rows)
    return rows


def _demand_gaps(pool: NumberPool, first: int, last: int) -> None:
    if not 1 <= first <= last < pool.next_serial:
        wrong = first if first < 1 else last
        raise Invalid(f"{pool}第{wrong}号还没有轮到，不是空号。", {"last": "请核对号数。"})
    known = pool.taken.filter(serial__range=(first, last)).order_by("serial", "pk").first()
    if known is not None:
        raise Conflict(f"{pool}第{known.serial}号已有记录：{known.note or known.document}。")


def _explained(act: Act, pool: NumberPool, serial: int, note: str) -> NumberTaken:
    return NumberTaken.objects.create(
        pool=pool,
        serial=serial,
        text=f"{pool.bureau.word}{pool.series}字〔{pool.year}〕{serial}号",
        note=note,
        **act.entered(),
    )


def take(
    act: Act, document: Document, kind: DocumentType, on: date
) -> list[NumberPool | NumberTaken]:
    """Give the document the next free number of its series; returns the rows written.

    Runs inside the act's transaction: if the issue fails, the number was never given.
    """
    if kind.number is None:
        raise Forbidden(f"{kind.title}不编文号。")
    bureau = document.case.bureau
    pool = _pool(bureau, kind.number.series, on.year)
    serial = pool.next_serial
    while pool.taken.filter(serial=serial).exists():  # reserved by a paper that was entered
        serial += 1
    document.number = kind.number.text(prefix=bureau.word, year=on.year, serial=serial)
    pool.next_serial = serial + 1
    pool.save(update_fields=["next_serial"])
    taken = NumberTaken.objects.create(
        pool=pool, serial=serial, text=document.number, document=document, **act.entered()
    )
    return [pool, taken]


def reserve(act: Act, document: Document, kind: DocumentType) -> list[NumberPool | NumberTaken]:
    """Mark the number that a paper already bears as taken; returns the rows written.

    A number outside the series, or one borne twice, is kept as it stands on the paper: it is the
    register's business to show it, not the entry's to refuse it.
    """
    found = _TEXT.match(document.number)
    if kind.number is None or found is None:
        return []
    bureau = document.case.bureau
    if found["head"] != f"{bureau.word}{kind.number.series}":
        return []
    pool = _pool(bureau, kind.number.series, int(found["year"]))
    serial = int(found["serial"])
    note = "纸质文书录入。"
    if pool.taken.filter(serial=serial).exists():
        note = "纸质文书录入；与已有文号重复，请查明。"
    taken = NumberTaken.objects.create(
        pool=pool,
        serial=serial,
        text=document.number,
        document=document,
        note=note,
        **act.entered(),
    )
    return [pool, taken]
