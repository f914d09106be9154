"""The ledger: appending, and the whole rebuild against bare hashing of the same leaves."""

from __future__ import annotations

import hashlib
import os
import secrets

from benches import home
from benches.measure import Figure, Figures, duration, in_turn, ratio, ratio_figure, take

LEAVES = 100_000
LEAF_BYTES = 500
ENTRIES = 4_000
IN_ONE = 20  # entries in one transaction, beside one entry in one


def figures() -> Figures:
    """Rebuild in memory, then append to and audit a real ledger."""
    yield from _rebuild()
    with home.folder() as place:
        home.begin(place / "home")
        yield from _append()
        yield from _audit()


def _rebuild() -> Figures:
    from liuhen.ledger.tree import roots_of

    leaves = [os.urandom(LEAF_BYTES) for _ in range(LEAVES)]

    sha256, sm3 = hashlib.sha256(), hashlib.new("sm3")

    def bare() -> None:
        # A copy of a started hash: the quickest way that Python has.
        for started in (sha256, sm3):
            for leaf in leaves:
                running = started.copy()
                running.update(leaf)
                running.digest()

    taken = in_turn({"bare": bare, "ours": lambda: roots_of(leaves)}, 7)
    found = ratio(taken["bare"], taken["ours"])
    each = taken["ours"].median / LEAVES
    yield ratio_figure(
        f"ledger, rebuild of both trees of {LEAVES:,} leaves of {LEAF_BYTES} bytes:"
        " bare SHA-256 and SM3 of the leaves, over ours",
        found,
        0.5,
        f"{duration(taken['bare'].median)} ±{taken['bare'].noise:.0%} over"
        f" {duration(taken['ours'].median)} ±{taken['ours'].noise:.0%};"
        f" {duration(each)} an entry",
    )


def _append() -> Figures:
    from django.db import connection, transaction

    from liuhen import clock
    from liuhen.ledger.actions import append
    from liuhen.ledger.models import LedgerEntry
    from liuhen.people.actions import found_bureau
    from liuhen.people.actors import SYSTEM

    bureau = found_bureau(
        SYSTEM, name="示例区统计局", word="示", code="11211103MA0XYT9176", level="county"
    )

    def entries(how_many: int) -> None:
        with transaction.atomic():
            for _ in range(how_many):
                append(actor="p1", type="bureau.founded", at=clock.now(), rows=[bureau])

    def plain(how_many: int) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            for _ in range(how_many):
                cursor.execute(
                    "INSERT INTO bench_plain (content) VALUES (%s)",
                    [secrets.token_bytes(LEAF_BYTES)],
                )

    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_plain (id integer PRIMARY KEY, content blob)")
    works = {"ours": lambda: entries(1), "plain": lambda: plain(1)}
    taken = in_turn(works, 150)
    yield Figure(
        "ledger, append of one entry with its row, durable",
        f"{taken['ours']}; {ratio(taken['ours'], taken['plain']):.1f} times a bare INSERT of"
        f" {LEAF_BYTES} bytes ({duration(taken['plain'].median)})",
    )
    batch = take(lambda: entries(IN_ONE), 30)
    yield Figure(
        f"ledger, append, {IN_ONE} entries in one transaction",
        f"{duration(batch.median / IN_ONE)} an entry ±{batch.noise:.0%}",
    )
    while LedgerEntry.objects.count() < ENTRIES:
        entries(200)


def _audit() -> Figures:
    from liuhen.ledger.audit import verify_log
    from liuhen.ledger.models import LedgerEntry

    size = LedgerEntry.objects.count()
    verdict = verify_log().verdict
    if verdict != "intact":
        raise RuntimeError(f"the ledger of the bench is {verdict}")
    taken = take(verify_log, 5)
    yield Figure(
        f"ledger, whole audit from the database: {size:,} entries read, parsed, rehashed, replayed",
        f"{taken}; {duration(taken.median / size)} an entry",
    )
