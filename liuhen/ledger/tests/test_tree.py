"""The tree against published vectors, against a second plain implementation, and against forgery."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liuhen.ledger import tree
from liuhen.ledger.tests import vectors
from liuhen.ledger.tree import Algorithm

BOTH = [tree.SHA256, tree.SM3]
both = pytest.mark.parametrize("algorithm", BOTH, ids=lambda a: a.name)


def plain_root(algorithm: Algorithm, leaves: Sequence[bytes]) -> bytes:
    """RFC 6962, 2.1 as it is written there: the second opinion."""
    if not leaves:
        return hashlib.new(algorithm.name, b"").digest()
    if len(leaves) == 1:
        return hashlib.new(algorithm.name, b"\x00" + leaves[0]).digest()
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    left, right = plain_root(algorithm, leaves[:k]), plain_root(algorithm, leaves[k:])
    return hashlib.new(algorithm.name, b"\x01" + left + right).digest()


def leaves_of(count: int) -> list[bytes]:
    return [f"leaf {i}".encode() for i in range(count)]


@pytest.mark.parametrize("size", range(1, 9))
def test_the_eight_leaf_tree_of_rfc6962_has_its_published_roots(size: int) -> None:
    assert (
        tree.roots_of(vectors.RFC6962_LEAVES[:size])[1]["sha256"].hex()
        == vectors.RFC6962_ROOTS[size - 1]
    )


def test_the_three_leaf_log_has_its_published_hashes_and_roots() -> None:
    assert [tree.SHA256.leaf(leaf).hex() for leaf in vectors.LEAVES] == vectors.LEAF_SHA256
    assert [tree.SM3.leaf(leaf).hex() for leaf in vectors.LEAVES] == vectors.LEAF_SM3
    size, roots = tree.roots_of(vectors.LEAVES)
    assert size == 3
    assert {name: root.hex() for name, root in roots.items()} == {
        "sha256": vectors.ROOT_SHA256,
        "sm3": vectors.ROOT_SM3,
    }


def test_the_consistency_proof_from_two_to_three_is_the_published_one() -> None:
    hashes = tree.leaf_hashes(tree.SHA256, vectors.LEAVES)
    path = tree.consistency_path(tree.SHA256, tree.memory_nodes(tree.SHA256, hashes), 2, 3)
    assert [base64.b64encode(h).decode() for h in path] == vectors.CONSISTENCY_2_3


@both
def test_every_inclusion_proof_up_to_70_leaves_holds_and_no_forgery_does(
    algorithm: Algorithm,
) -> None:
    for size in range(1, 71):
        hashes = tree.leaf_hashes(algorithm, leaves_of(size))
        nodes = tree.memory_nodes(algorithm, hashes)
        root = tree.root(algorithm, nodes, size)
        assert root == plain_root(algorithm, leaves_of(size))
        for index in range(size):
            path = tree.inclusion_path(algorithm, nodes, index, size)
            good = (hashes[index], index, size, path, root)
            assert tree.verify_inclusion(algorithm, *good)
            assert not tree.verify_inclusion(algorithm, algorithm.leaf(b"x"), *good[1:])
            assert (
                not tree.verify_inclusion(
                    algorithm, hashes[index], (index + 1) % size, size, path, root
                )
                or size == 1
            )
            assert not tree.verify_inclusion(algorithm, *good[:3], [*path, root], root)
            assert not path or not tree.verify_inclusion(algorithm, *good[:3], path[:-1], root)
            assert not path or not tree.verify_inclusion(algorithm, *good[:3], path[1:], root)


@both
def test_every_consistency_proof_up_to_70_leaves_holds_and_no_forgery_does(
    algorithm: Algorithm,
) -> None:
    hashes = tree.leaf_hashes(algorithm, leaves_of(70))
    nodes = tree.memory_nodes(algorithm, hashes)
    roots = [tree.root(algorithm, nodes, size) for size in range(71)]
    wrong = algorithm.leaf(b"x")
    for new in range(71):
        for old in range(new + 1):
            path = tree.consistency_path(algorithm, nodes, old, new)
            assert tree.verify_consistency(algorithm, old, new, roots[old], roots[new], path)
            assert not tree.verify_consistency(algorithm, old, new, wrong, roots[new], path)
            assert not tree.verify_consistency(
                algorithm, old, new, roots[old], roots[new], [*path, wrong]
            )
            if old:
                assert not tree.verify_consistency(algorithm, old, new, roots[old], wrong, path)
            if path:
                assert not tree.verify_consistency(
                    algorithm, old, new, roots[old], roots[new], path[:-1]
                )
                assert not tree.verify_consistency(
                    algorithm, old, new, roots[old], roots[new], path[1:]
                )


def flip(data: bytes, bit: int) -> bytes:
    place, within = divmod(bit % (len(data) * 8), 8)
    return data[:place] + bytes([data[place] ^ (1 << within)]) + data[place + 1 :]


_SIZE = 10_000
_HASHES = {a.name: tree.leaf_hashes(a, leaves_of(_SIZE)) for a in BOTH}
_NODES = {a.name: tree.memory_nodes(a, _HASHES[a.name]) for a in BOTH}


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(BOTH), st.integers(1, _SIZE), st.data())
def test_any_flipped_bit_of_an_inclusion_proof_is_refused(
    algorithm: Algorithm, size: int, data: st.DataObject
) -> None:
    nodes = _NODES[algorithm.name]
    index = data.draw(st.integers(0, size - 1))
    path = tree.inclusion_path(algorithm, nodes, index, size)
    leaf, root = nodes(0, index), tree.root(algorithm, nodes, size)
    assert tree.verify_inclusion(algorithm, leaf, index, size, path, root)
    bit = data.draw(st.integers(0, 255))
    assert not tree.verify_inclusion(algorithm, flip(leaf, bit), index, size, path, root)
    assert not tree.verify_inclusion(algorithm, leaf, index, size, path, flip(root, bit))
    assert not tree.verify_inclusion(algorithm, leaf, index ^ (1 << bit % 16), size, path, root)
    if path:
        place = data.draw(st.integers(0, len(path) - 1))
        bent = [*path[:place], flip(path[place], bit), *path[place + 1 :]]
        assert not tree.verify_inclusion(algorithm, leaf, index, size, bent, root)
        assert not tree.verify_inclusion(algorithm, leaf, index, size, [*path, path[-1]], root)
    if len(path) > 1:
        assert not tree.verify_inclusion(algorithm, leaf, index, size, path[::-1], root)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(BOTH), st.integers(2, _SIZE), st.data())
def test_any_flipped_bit_of_a_consistency_proof_is_refused(
    algorithm: Algorithm, new: int, data: st.DataObject
) -> None:
    nodes = _NODES[algorithm.name]
    old = data.draw(st.integers(1, new - 1))
    path = tree.consistency_path(algorithm, nodes, old, new)
    old_root, new_root = tree.root(algorithm, nodes, old), tree.root(algorithm, nodes, new)
    assert tree.verify_consistency(algorithm, old, new, old_root, new_root, path)
    bit, place = data.draw(st.integers(0, 255)), data.draw(st.integers(0, len(path) - 1))
    bent = [*path[:place], flip(path[place], bit), *path[place + 1 :]]
    assert not tree.verify_consistency(algorithm, old, new, old_root, new_root, bent)
    assert not tree.verify_consistency(algorithm, old, new, flip(old_root, bit), new_root, path)
    assert not tree.verify_consistency(algorithm, old, new, old_root, flip(new_root, bit), path)
    assert not tree.verify_consistency(algorithm, new, old, old_root, new_root, path)


@both
@pytest.mark.parametrize(
    "size", [0, 1, tree.BATCH - 1, tree.BATCH, tree.BATCH + 1, 3 * tree.BATCH + 37]
)
def test_the_rebuild_agrees_with_appending_one_by_one(algorithm: Algorithm, size: int) -> None:
    frontier = tree.Frontier(algorithm)
    for data in leaves_of(size):
        frontier.append(algorithm.leaf(data))
    count, roots = tree.roots_of(iter(leaves_of(size)))
    assert (count, roots[algorithm.name]) == (size, frontier.root())


@both
def test_a_batch_knows_the_root_at_every_size_within_it(algorithm: Algorithm) -> None:
    hashes = tree.leaf_hashes(algorithm, leaves_of(2 * tree.BATCH + 100))
    nodes = tree.memory_nodes(algorithm, hashes)
    rebuild = tree.Rebuild(algorithm)
    for start in range(0, len(hashes), tree.BATCH):
        batch = rebuild.take(hashes[start : start + tree.BATCH])
        for size in {batch.first, batch.first + 1, batch.first + 77, batch.end - 1, batch.end}:
            assert batch.root_at(size) == tree.root(algorithm, nodes, size)
        for level, index, value in batch.above:
            assert value == nodes(level, index)
        with pytest.raises(ValueError, match="outside"):
            batch.root_at(batch.end + 1)
    with pytest.raises(ValueError, match="last batch"):
        rebuild.take(hashes[:1])


@both
def test_appending_names_each_inner_node_exactly_once(algorithm: Algorithm) -> None:
    hashes = tree.leaf_hashes(algorithm, leaves_of(300))
    nodes = tree.memory_nodes(algorithm, hashes)
    made: dict[tuple[int, int], bytes] = {(0, i): h for i, h in enumerate(hashes)}
    for index, leaf_hash in enumerate(hashes):
        for level, place, value in tree.completed_by(
            algorithm, lambda lv, i: made[lv, i], index, leaf_hash
        ):
            assert (level, place) not in made
            made[level, place] = value
    assert all(value == nodes(level, place) for (level, place), value in made.items())
    assert len(made) == 2 * 300 - (300).bit_count()


def test_proofs_of_what_is_not_there_are_not_made() -> None:
    nodes = tree.memory_nodes(tree.SHA256, tree.leaf_hashes(tree.SHA256, leaves_of(3)))
    with pytest.raises(IndexError):
        tree.inclusion_path(tree.SHA256, nodes, 3, 3)
    with pytest.raises(IndexError):
        tree.inclusion_path(tree.SHA256, nodes, -1, 3)
    with pytest.raises(IndexError):
        tree.consistency_path(tree.SHA256, nodes, 4, 3)


def test_a_leaf_is_never_mistaken_for_an_inner_node() -> None:
    left, right = tree.SHA256.leaf(b"a"), tree.SHA256.leaf(b"b")
    assert tree.SHA256.leaf(left + right) != tree.SHA256.node(left, right)


def test_a_subtree_that_does_not_fit_is_refused() -> None:
    frontier = tree.Frontier(tree.SHA256)
    frontier.append(b"\x00" * 32)
    with pytest.raises(ValueError, match="does not fit"):
        frontier.append_subtree(1, b"\x00" * 32)
