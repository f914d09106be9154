"""Notes, checkpoints, cosignatures and proof files against the published vectors, and strictness."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from liuhen.ledger import notes, tree
from liuhen.ledger.notes import (
    BadNote,
    BadProof,
    BadSignature,
    Checkpoint,
    Proof,
    SigningKey,
    VerifierKey,
)
from liuhen.ledger.tests import vectors
from liuhen.ledger.tests.test_tree import flip

ORIGIN = "xlt.example/enforcement/2026"
LOG = SigningKey(ORIGIN, notes.LOG_KEY, Ed25519PrivateKey.from_private_bytes(vectors.LOG_SEED))
WITNESS = SigningKey(
    "witness.example/shi-bureau",
    notes.WITNESS_KEY,
    Ed25519PrivateKey.from_private_bytes(vectors.WITNESS_SEED),
)
SEEN_AT = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
CHECKPOINT = Checkpoint(ORIGIN, 3, bytes.fromhex(vectors.ROOT_SHA256))
NOTE = notes.signed(
    CHECKPOINT, [LOG.sign(CHECKPOINT.text), WITNESS.cosign(CHECKPOINT.text, SEEN_AT)]
)


def test_the_example_of_the_signed_note_specification_verifies() -> None:
    key = VerifierKey.parse(vectors.NOTE_VKEY)
    assert notes.parse_note(vectors.NOTE).verified([key]) == (key,)
    assert str(key) == vectors.NOTE_VKEY


def test_our_keys_have_the_published_names() -> None:
    assert str(LOG.verifier) == vectors.LOG_VKEY
    assert str(WITNESS.verifier) == vectors.WITNESS_VKEY
    assert VerifierKey.parse(vectors.WITNESS_VKEY) == WITNESS.verifier


def test_the_proof_file_is_reproduced_byte_for_byte() -> None:
    nodes = tree.memory_nodes(tree.SHA256, tree.leaf_hashes(tree.SHA256, vectors.LEAVES))
    path = tuple(tree.inclusion_path(tree.SHA256, nodes, 1, 3))
    assert Proof(1, path, NOTE).text == vectors.PROOF
    assert Proof.parse(vectors.PROOF.encode()) == Proof(1, path, NOTE)


def test_the_published_proof_proves_leaf_one_and_no_other() -> None:
    proof = Proof.parse(vectors.PROOF)
    assert proof.verify(vectors.LEAVES[1], LOG.verifier) == CHECKPOINT
    with pytest.raises(BadProof):
        proof.verify(vectors.LEAVES[0], LOG.verifier)


def test_the_witness_line_names_its_time() -> None:
    note = notes.parse_note(NOTE)
    assert note.verified([WITNESS.verifier, LOG.verifier]) == (LOG.verifier, WITNESS.verifier)
    assert note.signatures[1].witnessed_at == SEEN_AT
    with pytest.raises(BadNote):
        _ = note.signatures[0].witnessed_at


def test_a_proof_can_carry_extra_bytes() -> None:
    proof = Proof(0, (b"\x01" * 32,), NOTE, extra=b"C-2026-0001")
    assert "\nextra Qy0yMDI2LTAwMDE=\nindex 0\n" in proof.text
    assert Proof.parse(proof.text) == proof


def test_lines_of_unknown_keys_are_ignored() -> None:
    stranger = SigningKey("stranger.example", notes.LOG_KEY, Ed25519PrivateKey.generate())
    note = notes.signed(CHECKPOINT, [stranger.sign(CHECKPOINT.text), LOG.sign(CHECKPOINT.text)])
    assert notes.open_checkpoint(note, LOG.verifier) == CHECKPOINT


def test_one_false_signature_in_a_known_name_spoils_the_note() -> None:
    false = LOG.sign("another text\n")
    note = notes.signed(CHECKPOINT, [LOG.sign(CHECKPOINT.text), false])
    with pytest.raises(BadSignature, match="false"):
        notes.open_checkpoint(note, LOG.verifier)


def test_a_note_without_our_signature_is_not_our_checkpoint() -> None:
    note = notes.signed(CHECKPOINT, [WITNESS.cosign(CHECKPOINT.text, SEEN_AT)])
    with pytest.raises(BadSignature, match="did not sign"):
        notes.open_checkpoint(note, LOG.verifier)


def test_a_checkpoint_of_another_origin_is_refused() -> None:
    other = Checkpoint("other.example/log", 3, CHECKPOINT.root)
    note = notes.signed(other, [LOG.sign(other.text)])
    with pytest.raises(BadNote, match="not of"):
        notes.open_checkpoint(note, LOG.verifier)


def test_a_log_signature_is_no_cosignature_and_the_other_way_round() -> None:
    with pytest.raises(ValueError, match="does not sign"):
        WITNESS.sign(CHECKPOINT.text)
    with pytest.raises(ValueError, match="does not cosign"):
        LOG.cosign(CHECKPOINT.text, SEEN_AT)
    with pytest.raises(ValueError, match="aware"):
        WITNESS.cosign(CHECKPOINT.text, SEEN_AT.replace(tzinfo=None))


def test_many_signatures_are_read_up_to_the_limit() -> None:
    keys = [
        SigningKey(f"w{i}.example", notes.LOG_KEY, Ed25519PrivateKey.generate()) for i in range(20)
    ]
    lines = [key.sign(CHECKPOINT.text) for key in keys]
    assert (
        len(notes.parse_note(notes.signed(CHECKPOINT, lines)).verified([k.verifier for k in keys]))
        == 20
    )
    with pytest.raises(BadNote, match="more than 100"):
        notes.parse_note(notes.signed(CHECKPOINT, lines * 6))


@pytest.mark.parametrize(
    "note",
    [
        b"\xff" + NOTE.encode(),
        NOTE.replace("\n", "\r\n"),
        NOTE.replace("\n\n", "\n"),
        NOTE[:-1],
        NOTE + "\n",
        NOTE.replace("— ", "- "),
        NOTE.replace("— xlt", "—  xlt"),
        NOTE.replace("2026 doji", "2026  doji"),
        NOTE.replace("2026 doji", "2026 dojj!"),
        NOTE + "— short.example AAAA\n",
        NOTE + "— plus+name.example AAAAAAAA\n",
        NOTE + "—\n",
        NOTE.replace("\n3\n", "\n3\x07\n"),
        "\n\n" + NOTE.split("\n\n")[1],
        "",
    ],
)
def test_notes_out_of_form_are_refused(note: str | bytes) -> None:
    with pytest.raises(BadNote):
        notes.parse_note(note)


@pytest.mark.parametrize(
    "text",
    [
        "a\n03\n" + "A" * 43 + "=\n",
        "a\n-3\n" + "A" * 43 + "=\n",
        "a\n+3\n" + "A" * 43 + "=\n",
        "a\n٣\n" + "A" * 43 + "=\n",
        "a\n3\nAAAA\n",
        "a\n3\n" + "A" * 42 + "B=\n",
        "a\n3\n" + "A" * 43 + "=\nextension\n",
        "a b\n3\n" + "A" * 43 + "=\n",
        "a+b\n3\n" + "A" * 43 + "=\n",
        "a\n99999999999999999999\n" + "A" * 43 + "=\n",
        "a\n3\n" + "A" * 43 + "=",
    ],
)
def test_checkpoints_out_of_form_are_refused(text: str) -> None:
    with pytest.raises(BadNote):
        Checkpoint.parse(text)


@pytest.mark.parametrize(
    "text",
    [
        vectors.PROOF.replace("@v1", "@v2"),
        vectors.PROOF.replace("index 1", "index 01"),
        vectors.PROOF.replace("index 1\n", ""),
        vectors.PROOF.replace("index 1\n", "index 1\nAAAA\n"),
        vectors.PROOF.replace("\n\nxlt", "\nxlt"),
        vectors.PROOF.replace("index 1\n", "index 1\n" + ("A" * 43 + "=\n") * 64),
        vectors.PROOF.rstrip("\n"),
    ],
)
def test_proof_files_out_of_form_are_refused(text: str) -> None:
    with pytest.raises(BadNote):
        Proof.parse(text)


@pytest.mark.parametrize(
    "text",
    [
        "a",
        "a+b",
        LOG.name + "+00000000+" + vectors.LOG_VKEY.split("+", 2)[2],
        vectors.LOG_VKEY + "=",
        "a+00000000+",
    ],
)
def test_keys_out_of_form_are_refused(text: str) -> None:
    with pytest.raises(BadNote):
        VerifierKey.parse(text)


@settings(deadline=None)
@given(st.integers(0, len(vectors.PROOF.encode()) * 8 - 1))
def test_no_flipped_bit_of_a_proof_file_goes_unnoticed(bit: int) -> None:
    bent = flip(vectors.PROOF.encode(), bit)
    try:
        proof = Proof.parse(bent)
        proof.verify(vectors.LEAVES[1], LOG.verifier)
        signers = notes.parse_note(proof.checkpoint).verified([LOG.verifier, WITNESS.verifier])
    except (BadNote, BadSignature, BadProof):
        return
    # Only the name or key id of the witness's line may change: it becomes a stranger's line.
    assert signers == (LOG.verifier,)
    assert bit >= vectors.PROOF.encode().index("— witness".encode()) * 8


def test_the_self_test_of_ed25519_passes_here() -> None:
    notes.self_test()
