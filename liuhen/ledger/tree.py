"""The Merkle tree of RFC 6962 over leaf hashes, with SHA-256 and SM3: hashing, roots, proofs.

Nodes are named by (level, index): the perfect subtree over leaves index·2^level up to
(index+1)·2^level. Only perfect subtrees are ever stored, for they never change; the ragged right
edge is folded together when a root or a proof is asked for. All functions are pure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from liuhen.ledger import hashes

Hash = bytes
Nodes = Callable[[int, int], Hash]
"""Gives the hash of the perfect subtree (level, index)."""

BATCH_LEVELS = 12
BATCH = 1 << BATCH_LEVELS  # leaves hashed together in a rebuild: some megabytes of memory


@dataclass(frozen=True)
class Algorithm:
    """One digest as the tree uses it: leaves under 0x00, inner nodes under 0x01."""

    name: str
    source: hashes.Source
    size: int = 32
    empty: Hash = field(init=False)
    _leaf_start: hashes.Digest = field(init=False, repr=False, compare=False)
    _node_start: hashes.Digest = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # Copying a started hash is quicker than looking the algorithm up for each of a million.
        leaf_start, node_start = self.source(), self.source()
        leaf_start.update(b"\x00")
        node_start.update(b"\x01")
        object.__setattr__(self, "empty", self.source().digest())
        object.__setattr__(self, "_leaf_start", leaf_start)
        object.__setattr__(self, "_node_start", node_start)

    def leaf(self, data: bytes) -> Hash:
        """Hash one leaf."""
        running = self._leaf_start.copy()
        running.update(data)
        return running.digest()

    def node(self, left: Hash, right: Hash) -> Hash:
        """Hash two neighbouring subtrees into their parent."""
        running = self._node_start.copy()
        running.update(left + right)
        return running.digest()


ALGORITHMS: Mapping[str, Algorithm] = {
    "sha256": Algorithm("sha256", hashes.sha256),
    "sm3": Algorithm("sm3", hashes.sm3),
}
SHA256, SM3 = ALGORITHMS["sha256"], ALGORITHMS["sm3"]


def perfect_parts(lo: int, hi: int) -> Iterator[tuple[int, int]]:
    """Yield the perfect subtrees, left to right, that cover leaves lo up to hi of an RFC 6962 tree.

    `lo` must be aligned to the range's size, as every range of the tree's own splitting is.
    """
    while lo < hi:
        level = (hi - lo).bit_length() - 1
        yield level, lo >> level
        lo += 1 << level


def fold(algorithm: Algorithm, parts: Sequence[Hash]) -> Hash:
    """Fold subtree hashes, left to right and falling in size, into their root."""
    if not parts:
        return algorithm.empty
    root = parts[-1]
    for left in reversed(parts[:-1]):
        root = algorithm.node(left, root)
    return root


def range_root(algorithm: Algorithm, nodes: Nodes, lo: int, hi: int) -> Hash:
    """Return the hash of the subtree over leaves lo up to hi; the empty hash when lo equals hi."""
    return fold(algorithm, [nodes(level, index) for level, index in perfect_parts(lo, hi)])


def root(algorithm: Algorithm, nodes: Nodes, size: int) -> Hash:
    """Return the root of the first `size` leaves."""
    return range_root(algorithm, nodes, 0, size)


def completed_by(
    algorithm: Algorithm, nodes: Nodes, index: int, leaf_hash: Hash
) -> list[tuple[int, int, Hash]]:
    """Return the inner nodes (level ≥ 1) that become perfect when leaf `index` is appended."""
    made: list[tuple[int, int, Hash]] = []
    level, here, value = 0, index, leaf_hash
    while here & 1:
        value = algorithm.node(nodes(level, here - 1), value)
        level, here = level + 1, here >> 1
        made.append((level, here, value))
    return made


@dataclass
class Frontier:
    """A tree that only grows: the perfect subtrees of its right edge, enough to go on and for the root."""

    algorithm: Algorithm
    size: int = 0
    parts: list[Hash] = field(default_factory=list)

    def append(self, leaf_hash: Hash) -> None:
        """Add one leaf hash."""
        self.append_subtree(0, leaf_hash)

    def append_subtree(self, level: int, value: Hash) -> list[tuple[int, int, Hash]]:
        """Add a perfect subtree of 2^level leaves; return the larger ones it completes.

        Raises ValueError when the present size is not a multiple of 2^level.
        """
        if self.size & ((1 << level) - 1):
            raise ValueError(f"a subtree of level {level} does not fit after {self.size} leaves")
        made: list[tuple[int, int, Hash]] = []
        here = self.size >> level
        self.size += 1 << level
        while here & 1:
            value = self.algorithm.node(self.parts.pop(), value)
            level, here = level + 1, here >> 1
            made.append((level, here, value))
        self.parts.append(value)
        return made

    def root(self) -> Hash:
        """Return the root over all leaves so far."""
        return fold(self.algorithm, self.parts)


@dataclass
class Batch:
    """Up to BATCH neighbouring leaves with all perfect subtrees among them, level by level."""

    algorithm: Algorithm
    first: int
    levels: list[list[Hash]]
    before: tuple[Hash, ...]
    """The frontier before this batch."""
    above: list[tuple[int, int, Hash]] = field(default_factory=list)
    """Subtrees larger than a batch that this one completes."""

    @property
    def end(self) -> int:
        """Return the size of the tree after this batch."""
        return self.first + len(self.levels[0])

    def root_at(self, size: int) -> Hash:
        """Return the root of the first `size` leaves, first ≤ size ≤ end."""
        if not self.first <= size <= self.end:
            raise ValueError(f"{size} lies outside {self.first}…{self.end}")
        inside = perfect_parts(0, size - self.first)
        parts = [self.levels[level][index] for level, index in inside]
        return fold(self.algorithm, [*self.before, *parts])


class Rebuild:
    """Rebuilds one tree from leaf hashes in batches, in memory that does not grow with the log."""

    def __init__(self, algorithm: Algorithm) -> None:
        self.algorithm = algorithm
        self.frontier = Frontier(algorithm)

    def take(self, leaf_hashes: list[Hash]) -> Batch:
        """Add one batch: exactly BATCH leaf hashes, or fewer for the last one."""
        frontier = self.frontier
        if frontier.size % BATCH:
            raise ValueError("only the last batch may be short")
        levels = _levels(self.algorithm, leaf_hashes)
        batch = Batch(self.algorithm, frontier.size, levels, tuple(frontier.parts))
        for level, index in perfect_parts(0, len(leaf_hashes)):
            batch.above += frontier.append_subtree(level, levels[level][index])
        return batch


def _levels(algorithm: Algorithm, leaf_hashes: list[Hash]) -> list[list[Hash]]:
    start = algorithm._node_start
    levels = [leaf_hashes]
    while len(levels[-1]) > 1:
        below = levels[-1]
        above: list[Hash] = []
        add = above.append
        for left, right in zip(below[::2], below[1::2], strict=False):  # an odd last one waits
            running = start.copy()
            running.update(left + right)
            add(running.digest())
        levels.append(above)
    return levels


def leaf_hashes(algorithm: Algorithm, leaves: Iterable[bytes]) -> list[Hash]:
    """Hash many leaves."""
    start = algorithm._leaf_start
    made: list[Hash] = []
    add = made.append
    for data in leaves:
        running = start.copy()
        running.update(data)
        add(running.digest())
    return made


def roots_of(leaves: Iterable[bytes]) -> tuple[int, dict[str, Hash]]:
    """Rebuild every tree from an iterable of leaves in constant memory; return size and roots."""
    rebuilds = {name: Rebuild(algorithm) for name, algorithm in ALGORITHMS.items()}
    source = iter(leaves)
    while chunk := list(islice(source, BATCH)):
        for rebuild in rebuilds.values():
            rebuild.take(leaf_hashes(rebuild.algorithm, chunk))
    size = rebuilds["sha256"].frontier.size
    return size, {name: rebuild.frontier.root() for name, rebuild in rebuilds.items()}


def memory_nodes(algorithm: Algorithm, leaf_hashes: Sequence[Hash]) -> Nodes:
    """Return the perfect subtrees over leaf hashes held in memory."""
    levels = _levels(algorithm, list(leaf_hashes))
    return lambda level, index: levels[level][index]


# --- proofs ---------------------------------------------------------------------------------------


def inclusion_path(algorithm: Algorithm, nodes: Nodes, index: int, size: int) -> list[Hash]:
    """Return the sibling hashes, leaf upwards, that prove leaf `index` in the tree of `size` leaves.

    Raises IndexError unless 0 ≤ index < size.
    """
    if not 0 <= index < size:
        raise IndexError(f"there is no leaf {index} among {size}")
    path: list[Hash] = []
    lo, hi = 0, size
    while hi - lo > 1:
        middle = lo + _split(hi - lo)
        if index < middle:
            path.append(range_root(algorithm, nodes, middle, hi))
            hi = middle
        else:
            path.append(range_root(algorithm, nodes, lo, middle))
            lo = middle
    path.reverse()
    return path


def verify_inclusion(
    algorithm: Algorithm, leaf_hash: Hash, index: int, size: int, path: Sequence[Hash], root: Hash
) -> bool:
    """Tell whether the path proves that leaf `index` of a tree of `size` leaves has this hash.

    Any path that is too long, too short or out of order is refused (RFC 9162, 2.1.3.2).
    """
    if not 0 <= index < size or not _sound(algorithm, [leaf_hash, root, *path]):
        return False
    here, last, value = index, size - 1, leaf_hash
    for sibling in path:
        if last == 0:
            return False
        if here & 1 or here == last:
            value = algorithm.node(sibling, value)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            value = algorithm.node(value, sibling)
        here, last = here >> 1, last >> 1
    return last == 0 and value == root


def consistency_path(algorithm: Algorithm, nodes: Nodes, old: int, new: int) -> list[Hash]:
    """Return the hashes that prove the tree of `old` leaves to be the beginning of that of `new`.

    Empty when old is 0 or equals new. Raises IndexError unless 0 ≤ old ≤ new.
    """
    if not 0 <= old <= new:
        raise IndexError(f"a tree of {old} leaves cannot be the beginning of one of {new}")
    path: list[Hash] = []
    lo, hi, whole = 0, new, True
    while 0 < old < hi:
        middle = lo + _split(hi - lo)
        if old <= middle:
            path.append(range_root(algorithm, nodes, middle, hi))
            hi = middle
        else:
            path.append(range_root(algorithm, nodes, lo, middle))
            lo, whole = middle, False
    if not whole:
        path.append(range_root(algorithm, nodes, lo, hi))
    path.reverse()
    return path


def verify_consistency(
    algorithm: Algorithm, old: int, new: int, old_root: Hash, new_root: Hash, path: Sequence[Hash]
) -> bool:
    """Tell whether the path proves that the older tree is the beginning of the newer one.

    Follows RFC 9162, 2.1.4.2; an empty old tree is the beginning of every tree.
    """
    if not 0 <= old <= new or not _sound(algorithm, [old_root, new_root, *path]):
        return False
    if old == new:
        return not path and old_root == new_root
    if old == 0:
        return not path and old_root == algorithm.empty
    here, last = old - 1, new - 1
    while here & 1:
        here, last = here >> 1, last >> 1
    steps = list(path) if here else [old_root, *path]
    if not steps:
        return False
    return _climb(algorithm, steps, here, last) == (old_root, new_root)


def _climb(
    algorithm: Algorithm, steps: Sequence[Hash], here: int, last: int
) -> tuple[Hash, Hash] | None:
    """Return the roots of the old and the new tree that a consistency proof leads to."""
    old_value = new_value = steps[0]
    for sibling in steps[1:]:
        if last == 0:
            return None
        if here & 1 or here == last:
            old_value = algorithm.node(sibling, old_value)
            new_value = algorithm.node(sibling, new_value)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            new_value = algorithm.node(new_value, sibling)
        here, last = here >> 1, last >> 1
    return (old_value, new_value) if last == 0 else None


def _split(size: int) -> int:
    """Return the largest power of two below `size` (RFC 6962, 2.1), for size ≥ 2."""
    return 1 << ((size - 1).bit_length() - 1)


def _sound(algorithm: Algorithm, values: Sequence[Hash]) -> bool:
    return all(len(value) == algorithm.size for value in values)
