"""The tree as the database holds it: leaf hashes with the entries, inner nodes in their own table."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from django.db.models import Max, Q

from liuhen.ledger import tree
from liuhen.ledger.models import LedgerEntry, LedgerNode
from liuhen.ledger.tree import ALGORITHMS, Algorithm, Hash, Nodes

Answer = TypeVar("Answer")
Coordinate = tuple[int, int]

_LEAF_COLUMN = {"sha256": "lh256", "sm3": "lhsm3"}


class NodeMissing(LookupError):
    """The table lacks a node the tree must have; the audit will say why."""


def size() -> int:
    """Return the number of entries."""
    last: int | None = LedgerEntry.objects.aggregate(last=Max("idx"))["last"]
    return 0 if last is None else last + 1


def store(entry: LedgerEntry) -> None:
    """Store the inner nodes that an entry, just inserted, completes in both trees."""
    hashes = {"sha256": bytes(entry.lh256), "sm3": bytes(entry.lhsm3)}
    LedgerNode.objects.bulk_create(
        LedgerNode(alg=name, level=level, idx=index, h=value)
        for name, algorithm in ALGORITHMS.items()
        for level, index, value in _completed(algorithm, entry.idx, hashes[name])
    )


def _completed(algorithm: Algorithm, index: int, leaf_hash: Hash) -> list[tuple[int, int, Hash]]:
    return asked(algorithm, lambda nodes: tree.completed_by(algorithm, nodes, index, leaf_hash))


def asked(algorithm: Algorithm, question: Callable[[Nodes], Answer]) -> Answer:
    """Answer a question about the tree with two database queries, whatever the tree's size.

    The question is asked twice: first on blank nodes, to learn which it needs, then on these.
    Raises NodeMissing.
    """
    wanted: set[Coordinate] = set()

    def blank(level: int, index: int) -> Hash:
        wanted.add((level, index))
        return algorithm.empty

    question(blank)
    there = _fetched(algorithm, wanted)

    def stored(level: int, index: int) -> Hash:
        try:
            return there[level, index]
        except KeyError:
            raise NodeMissing(f"{algorithm.name} 第 {level} 层第 {index} 个节点缺失") from None

    return question(stored)


def root(algorithm: Algorithm, at_size: int) -> Hash:
    """Return the root of the first `at_size` entries by the stored nodes."""
    return asked(algorithm, lambda nodes: tree.root(algorithm, nodes, at_size))


def inclusion_path(algorithm: Algorithm, index: int, at_size: int) -> list[Hash]:
    """Return the inclusion proof of one entry by the stored nodes."""
    return asked(algorithm, lambda nodes: tree.inclusion_path(algorithm, nodes, index, at_size))


def consistency_path(algorithm: Algorithm, old: int, new: int) -> list[Hash]:
    """Return the consistency proof between two sizes by the stored nodes."""
    return asked(algorithm, lambda nodes: tree.consistency_path(algorithm, nodes, old, new))


def _fetched(algorithm: Algorithm, wanted: Iterable[Coordinate]) -> dict[Coordinate, Hash]:
    """Read leaf hashes and inner nodes; a question needs some hundred at most."""
    leaves = [index for level, index in wanted if level == 0]
    inner = [(level, index) for level, index in wanted if level]
    there: dict[Coordinate, Hash] = {}
    if leaves:
        column = _LEAF_COLUMN[algorithm.name]
        found = LedgerEntry.objects.filter(idx__in=leaves).values_list("idx", column)
        there |= {(0, index): bytes(value) for index, value in found}
    if inner:
        places = Q()
        for level, index in inner:
            places |= Q(level=level, idx=index)
        rows = LedgerNode.objects.filter(places, alg=algorithm.name)
        there |= {
            (level, index): bytes(h) for level, index, h in rows.values_list("level", "idx", "h")
        }
    return there
