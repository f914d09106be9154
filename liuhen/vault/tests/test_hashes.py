"""Both digests of the same bytes, whatever the way they are cut up."""

from __future__ import annotations

import hashlib
import io
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liuhen.vault import hashes
from liuhen.vault.hashes import PIECE_BYTES, OtherSm3, Tally, digest_stream, hashlib_sm3


def test_sm3_of_abc_is_the_published_one() -> None:
    for make in (hashlib_sm3, OtherSm3, hashes.new_sm3):
        hasher = make()
        hasher.update(b"abc")
        assert hasher.hexdigest() == hashes.SM3_ABC


def test_without_hashlib_sm3_the_other_source_is_taken() -> None:
    def absent() -> hashes.Hasher:
        raise ValueError("unsupported hash type sm3")

    assert hashes.choose_sm3((absent, OtherSm3)) is OtherSm3


def test_a_wrong_sm3_is_passed_over_and_none_at_all_stops_the_program() -> None:
    def wrong() -> hashes.Hasher:
        return hashlib.sha256()

    assert hashes.choose_sm3((wrong, hashlib_sm3)) is hashlib_sm3
    with pytest.raises(RuntimeError, match="SM3"):
        hashes.choose_sm3((wrong,))


@given(st.lists(st.binary(max_size=2000), max_size=8))
def test_digests_do_not_depend_on_how_the_bytes_are_cut(parts: list[bytes]) -> None:
    whole = b"".join(parts)
    with Tally() as tally:
        for part in parts:
            tally.update(part)
        found = tally.result()
    assert found == digest_stream(io.BytesIO(whole))
    assert found.sha256 == hashlib.sha256(whole).hexdigest()
    assert found.sm3 == hashlib.new("sm3", whole).hexdigest()


@pytest.mark.parametrize(
    "size", [1, PIECE_BYTES - 1, PIECE_BYTES, PIECE_BYTES + 1, 2 * PIECE_BYTES]
)
def test_pieces_are_digests_of_eight_mebibytes_each(size: int) -> None:
    data = random.Random(size).randbytes(size)
    expected = tuple(
        hashlib.sha256(part).hexdigest()
        for part in (data[at : at + PIECE_BYTES] for at in range(0, size, PIECE_BYTES))
    )
    found = digest_stream(io.BytesIO(data))
    assert found.pieces == expected
    assert hashes.read_pieces(hashes.write_pieces(expected)) == expected
    if len(expected) == 1:
        assert expected[0] == found.sha256


def test_an_unreadable_piece_list_is_an_error() -> None:
    good = hashes.write_pieces(("a" * 64, "b" * 64))
    for spoilt in (good + b"more\n", good[:-1], good[:-2], good.replace(b"b", b"B"), b"\xff\xfe\n"):
        with pytest.raises(ValueError):
            hashes.read_pieces(spoilt)


@pytest.mark.parametrize(
    "data", [b"", f"{'a' * 64} {'b' * 64}\n".encode(), b"liuhen-pieces-2 sha256\n"]
)
def test_a_piece_list_of_an_unknown_format_is_refused_as_such(data: bytes) -> None:
    with pytest.raises(ValueError, match="format"):
        hashes.read_pieces(data)
