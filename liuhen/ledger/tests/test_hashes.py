"""Both digests are tested before use, and SM3 has exactly two sources."""

from __future__ import annotations

import hashlib
from typing import cast

import pytest

from liuhen.ledger import hashes, tree


def _absent() -> hashes.Digest:
    raise ValueError("unsupported hash type sm3")


def _wrong() -> hashes.Digest:
    return cast(hashes.Digest, hashlib.sha256())


def test_sm3_of_abc_is_the_published_one() -> None:
    running = hashes.sm3()
    running.update(b"abc")
    assert running.digest() == hashes.SM3_ABC


def test_cryptography_stands_in_where_hashlib_has_no_sm3() -> None:
    chosen = hashes.choose("sm3", [_absent, hashes.cryptography_sm3], hashes.SM3_ABC)
    assert chosen is hashes.cryptography_sm3


def test_a_source_with_wrong_results_is_passed_over() -> None:
    chosen = hashes.choose("sm3", [_wrong, hashes.cryptography_sm3], hashes.SM3_ABC)
    assert chosen is hashes.cryptography_sm3


def test_without_any_source_the_program_refuses_to_start() -> None:
    with pytest.raises(hashes.NoSuchDigest, match="SM3"):
        hashes.choose("sm3", [_absent, _wrong], hashes.SM3_ABC)


def test_both_sources_of_sm3_build_the_same_tree() -> None:
    other = tree.Algorithm("sm3", hashes.cryptography_sm3)
    leaf = tree.SM3.leaf(b"leaf")
    assert other.leaf(b"leaf") == leaf
    assert other.node(leaf, leaf) == tree.SM3.node(leaf, leaf)
    assert other.empty == tree.SM3.empty == hashlib.new("sm3", b"").digest()
