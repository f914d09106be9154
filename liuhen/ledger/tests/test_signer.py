"""The signer signs what continues, and nothing else; proofs stand without the database."""

from __future__ import annotations

import stat

import pytest
from django.db import transaction

from liuhen.ledger import keys, notes, tree
from liuhen.ledger.actions import append
from liuhen.ledger.audit import verify_log
from liuhen.ledger.errors import LedgerError, LedgerNotOpen, SignerRefused
from liuhen.ledger.keys import FileSigner, Head
from liuhen.ledger.models import Checkpoint, LedgerEntry
from liuhen.ledger.signer import check_start, checkpoint, home_signer, open_home, proof_for
from liuhen.ledger.tests.conftest import ORIGIN, Home


def test_opening_a_home_makes_a_key_only_its_owner_reads(opened: Home) -> None:
    folder = opened.path / "keys"
    assert stat.S_IMODE((folder / "ledger_key").stat().st_mode) == 0o400
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert keys.published_keys(folder) == home_signer().keys(ORIGIN)


def test_a_home_is_opened_by_itself_and_a_key_left_by_a_crash_is_used(
    home: Home, projections_alone: None
) -> None:
    key = FileSigner(home.path / "keys").create(ORIGIN)
    entry = open_home(origin=ORIGIN, mode="bureau", at=home.now(), actor="system")
    assert entry.event["keys"] == [str(half) for half in key]
    assert verify_log().verdict == "intact"


def test_a_checkpoint_covers_the_log_and_binds_the_sm3_root(opened: Home) -> None:
    opened.fill(4)
    roots = tree.roots_of(opened.leaves())[1]
    kept = checkpoint(actor="system", at=opened.now())
    event = LedgerEntry.objects.latest("idx").event
    assert (event["type"], event["size"], event["root"]) == (
        "checkpoint.sm3",
        5,
        roots["sm3"].hex(),
    )
    assert kept.size == 6
    size, roots = tree.roots_of(opened.leaves())
    sha256, sm3 = home_signer().keys(ORIGIN)
    assert notes.open_checkpoint(kept.note256, sha256) == notes.Checkpoint(
        ORIGIN, size, roots["sha256"]
    )
    assert notes.open_checkpoint(kept.notesm3, sm3) == notes.Checkpoint(
        f"{ORIGIN}/sm3", size, roots["sm3"]
    )
    assert home_signer().last() == Head(ORIGIN, size, roots)


def test_nothing_new_makes_no_new_checkpoint(opened: Home) -> None:
    first = checkpoint(actor="system", at=opened.now())
    assert checkpoint(actor="system", at=opened.now()) == first
    assert LedgerEntry.objects.count() == 2


def test_a_checkpoint_is_refused_inside_a_transaction(opened: Home) -> None:
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        checkpoint(actor="system", at=opened.now())


def test_an_unopened_ledger_has_no_checkpoint(home: Home) -> None:
    with pytest.raises(LedgerNotOpen):
        checkpoint(actor="system", at=home.now())


def test_a_crash_between_binding_and_signing_is_made_good_next_time(
    opened: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened.fill(2)
    real = FileSigner.sign

    def dies_before(self: FileSigner, *_: object) -> keys.SignedHead:
        raise OSError("power cut")

    monkeypatch.setattr(FileSigner, "sign", dies_before)
    with pytest.raises(OSError, match="power cut"):
        checkpoint(actor="system", at=opened.now())
    monkeypatch.setattr(FileSigner, "sign", real)
    check_start()
    kept = checkpoint(actor="system", at=opened.now())
    assert (kept.size, LedgerEntry.objects.count()) == (4, 4)


def test_a_crash_between_signing_and_keeping_is_made_good_next_time(
    opened: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies_after(**_: object) -> Checkpoint:
        raise OSError("power cut")

    with monkeypatch.context() as patch:
        patch.setattr(Checkpoint.objects, "create", dies_after)
        with pytest.raises(OSError, match="power cut"):
            checkpoint(actor="system", at=opened.now())
    assert home_signer().last() is not None
    check_start()
    assert checkpoint(actor="system", at=opened.now()).size == 2
    opened.fill(1)
    assert checkpoint(actor="system", at=opened.now()).size == 4


def test_a_shortened_log_gets_no_signature_and_no_start(opened: Home) -> None:
    opened.fill(4)
    checkpoint(actor="system", at=opened.now())
    opened.unguard()
    opened.outside("DELETE FROM ledger_entry WHERE idx >= 3", "DELETE FROM ledger_checkpoint")
    opened.outside("DELETE FROM ledger_node WHERE level > 1 OR idx > 0")
    with pytest.raises(SignerRefused, match="只有 3 条，少于已签名的 6 条"):
        check_start()
    with pytest.raises(SignerRefused, match="少于上次签名时的 6 条"):
        checkpoint(actor="system", at=opened.now())
    assert not Checkpoint.objects.exists()


@pytest.mark.parametrize("column", ["lh256", "lhsm3"])
def test_a_rewritten_log_gets_no_signature_and_no_start(opened: Home, column: str) -> None:
    opened.fill(3)  # entry 4 is the checkpoint's own and a tree of 5 takes its hash directly
    checkpoint(actor="system", at=opened.now())
    check_start()
    opened.unguard()
    opened.outside(
        f"UPDATE ledger_entry SET {column} = (SELECT {column} FROM ledger_entry WHERE idx = 0) WHERE idx = 4"
    )
    opened.group("之后")
    with pytest.raises(SignerRefused, match="不一致"):
        check_start()
    with pytest.raises(SignerRefused, match="不是上次签名"):
        checkpoint(actor="system", at=opened.now())


def test_missing_nodes_do_not_pass_the_start(opened: Home) -> None:
    opened.fill(3)
    checkpoint(actor="system", at=opened.now())
    opened.unguard()
    opened.outside("DELETE FROM ledger_node")
    with pytest.raises(SignerRefused):
        check_start()


def test_a_key_that_has_signed_is_not_used_for_a_new_log(opened: Home) -> None:
    checkpoint(actor="system", at=opened.now())
    opened.unguard()
    opened.outside(
        "DELETE FROM ledger_entry", "DELETE FROM ledger_node", "DELETE FROM ledger_checkpoint"
    )
    with pytest.raises(SignerRefused, match="已经签发过检查点"):
        opened.open()
    with pytest.raises(SignerRefused):
        check_start()


def head(origin: str, leaves: list[bytes]) -> Head:
    size, roots = tree.roots_of(leaves)
    return Head(origin, size, roots)


def proofs(leaves: list[bytes], old: int) -> dict[str, list[bytes]]:
    made = {}
    for name, algorithm in tree.ALGORITHMS.items():
        nodes = tree.memory_nodes(algorithm, tree.leaf_hashes(algorithm, leaves))
        made[name] = tree.consistency_path(algorithm, nodes, old, len(leaves))
    return made


def test_the_file_signer_demands_a_proof_for_both_trees(home: Home) -> None:
    leaves = [b"a", b"b", b"c", b"d", b"e"]
    signing = FileSigner(home.path / "keys")
    signing.create(ORIGIN)
    signing.sign(head(ORIGIN, leaves[:3]), {})
    good = proofs(leaves, 3)
    for name in tree.ALGORITHMS:
        with pytest.raises(SignerRefused):
            signing.sign(head(ORIGIN, leaves), {**good, name: []})
    with pytest.raises(SignerRefused):
        signing.sign(head("other.example/log", leaves), good)
    with pytest.raises(SignerRefused):
        signing.sign(head(ORIGIN, [b"x", b"b", b"c"]), {})
    with pytest.raises(SignerRefused):
        signing.sign(head(ORIGIN, leaves[:2]), {})
    last = signing.last()
    assert last is not None
    assert last.size == 3
    assert signing.sign(head(ORIGIN, leaves), good) == signing.sign(head(ORIGIN, leaves), {})


def test_a_lost_damaged_or_open_key_is_said_in_words(opened: Home) -> None:
    path = opened.path / "keys" / "ledger_key"
    path.chmod(0o644)
    with pytest.raises(SignerRefused, match="权限过宽"):
        checkpoint(actor="system", at=opened.now())
    path.chmod(0o600)
    path.write_text("not a key")
    with pytest.raises(SignerRefused, match="已损坏"):
        checkpoint(actor="system", at=opened.now())
    path.unlink()
    with pytest.raises(SignerRefused, match="找不到签名密钥"):
        checkpoint(actor="system", at=opened.now())


@pytest.mark.parametrize("text", ["", "{}", '{"origin":"a","size":1,"sha256":"zz","sm3":""}', "[]"])
def test_a_damaged_memory_of_the_last_checkpoint_is_not_taken_for_none(
    opened: Home, text: str
) -> None:
    (opened.path / "keys" / "last_checkpoint").write_text(text)
    with pytest.raises(SignerRefused, match="已损坏"):
        checkpoint(actor="system", at=opened.now())
    with pytest.raises(SignerRefused, match="已损坏"):
        check_start()


def test_a_home_that_never_signed_starts(opened: Home) -> None:
    check_start()


def test_every_entry_below_a_checkpoint_has_a_proof_that_stands_alone(opened: Home) -> None:
    opened.fill(5)
    first = checkpoint(actor="system", at=opened.now())
    opened.group("再一组")
    second = checkpoint(actor="system", at=opened.now())
    key = home_signer().keys(ORIGIN)[0]
    for idx, leaf in enumerate(opened.leaves()):
        proof = notes.Proof.parse(proof_for(idx).text)
        assert proof.verify(leaf, key).size == (first.size if idx < first.size else second.size)
        assert (
            notes.Proof.parse(proof_for(idx, second.size).text).verify(leaf, key).size
            == second.size
        )
        with pytest.raises(notes.BadProof):
            proof.verify(leaf + b" ", key)


def test_an_entry_no_checkpoint_covers_has_no_proof_yet(opened: Home) -> None:
    kept = checkpoint(actor="system", at=opened.now())
    with transaction.atomic():
        entry = append(actor="u1", type="note.taken", at=opened.now())
    for idx, size in ((entry.idx, None), (0, 1), (-1, None), (kept.size, kept.size)):
        with pytest.raises(LedgerError, match="还没有检查点"):
            proof_for(idx, size)


def test_the_signer_can_be_replaced(opened: Home) -> None:
    class Counting(FileSigner):
        asked = 0

        def sign(self, *args: object) -> keys.SignedHead:
            type(self).asked += 1
            return super().sign(*args)  # type: ignore[arg-type]

    replaced: keys.Signer = Counting(opened.path / "keys")
    checkpoint(actor="system", at=opened.now(), signer=replaced)
    assert Counting.asked == 1
