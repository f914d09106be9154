"""A signature is checked by whatever the machine has, and never passed unchecked."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from liuhen.ledger import ed25519


@pytest.fixture(autouse=True)
def _no_program_is_remembered() -> Iterator[None]:
    ed25519._program.cache_clear()
    yield
    ed25519._program.cache_clear()


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without `cryptography`."""
    for name in [name for name in sys.modules if name.split(".")[0] == "cryptography"]:
        monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.setitem(sys.modules, "cryptography", None)


def signed(message: bytes) -> tuple[bytes, bytes]:
    key = Ed25519PrivateKey.generate()
    return key.public_key().public_bytes_raw(), key.sign(message)


def test_a_good_signature_passes_and_any_other_does_not() -> None:
    public, signature = signed(b"checkpoint")
    assert ed25519.verify(public, b"checkpoint", signature)
    assert not ed25519.verify(public, b"checkpoinT", signature)
    assert not ed25519.verify(public, b"checkpoint", bytes([signature[0] ^ 1]) + signature[1:])
    assert not ed25519.verify(public, b"checkpoint", signature[:-1])


@pytest.mark.skipif(shutil.which("openssl") is None, reason="no openssl program here")
def test_without_cryptography_the_openssl_program_gives_the_same_answers() -> None:
    public, signature = signed(b"checkpoint")
    assert ed25519._by_program(public, b"checkpoint", signature)
    assert not ed25519._by_program(public, b"other", signature)


def test_without_either_it_says_so_and_never_passes(
    bare: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(ed25519.NoEd25519, match="无法核对签名"):
        ed25519.verify(b"k" * 32, b"m", b"s" * 64)


def test_a_program_that_says_yes_to_everything_is_not_used(
    bare: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: "/bin/true")
    with pytest.raises(ed25519.NoEd25519):
        ed25519.verify(b"k" * 32, b"m", b"s" * 64)
