"""The entries of the case: each stands in both trees, in one unbroken row, none left out."""

from __future__ import annotations

from itertools import pairwise

from liuhen.ledger import leaf, tree
from liuhen.ledger.notes import SM3_SUFFIX, BadNote, Checkpoint, Proof, parse_note
from liuhen.ledger.tree import SHA256, SM3, Algorithm
from liuhen.verifier import layout
from liuhen.verifier.opened import Unreadable
from liuhen.verifier.work import Event, Work


def read_events(work: Work) -> None:
    """Read the leaves strictly; all belong to one case."""
    found: list[Event] = []
    for path in sorted(work.package.members):
        matched = layout.EVENT.fullmatch(path)
        if matched is None or matched[2] != layout.LEAF:
            continue
        try:
            data = work.package.read(path, limit=70_000)
            found.append(Event(int(matched[1]), data, leaf.read(data)))
        except (Unreadable, ValueError) as error:
            work.report.altered(
                "event.form", path, f"日志条目“{path}”不合格式，被改动或者损坏（{error}）。"
            )
    work.events = sorted(found, key=lambda event: event.idx)
    if not found:
        work.report.incomplete(
            "event.none", "proof/events", "包里没有任何日志条目，无法证明内容的真实性。"
        )
        return
    case = work.events[0].body["case"]
    work.report.facts |= {"case": case, "events": len(found)}
    work.report.count("events", len(found))
    for event in work.events:
        if event.body["case"] != case:
            work.report.altered(
                "event.case",
                event.name,
                f"{event.name}属于另一个案件（{event.body['case']}），不是本案的。",
            )


def check_inclusion(work: Work) -> None:
    """Prove each leaf to stand at its index under the roots of both checkpoints."""
    for algorithm, kind, note in (
        (SHA256, layout.PROOF, layout.NOTE),
        (SM3, layout.PROOF_SM3, layout.NOTE_SM3),
    ):
        checkpoint = _checkpoint(work, note)
        if checkpoint is None:
            continue
        text = work.package.read(note).decode("utf-8")
        for event in work.events:
            _check_one(work, event, layout.event_path(event.idx, kind), algorithm, checkpoint, text)
    known = {event.idx for event in work.events}
    for path in work.package.members:
        matched = layout.EVENT.fullmatch(path)
        if matched is not None and int(matched[1]) not in known:
            work.report.incomplete("event.missing", path, f"有证明“{path}”，却没有这一条日志。")
    _check_twins(work)


def _checkpoint(work: Work, path: str, *, quietly: bool = False) -> Checkpoint | None:
    try:
        return Checkpoint.parse(parse_note(work.package.read(path)).text)
    except (Unreadable, BadNote) as error:
        if not quietly:
            words = f"检查点“{path}”缺失或者不合格式（{error}）。"
            work.report.incomplete("checkpoint.form", path, words)
        return None


def _check_one(
    work: Work, event: Event, path: str, algorithm: Algorithm, checkpoint: Checkpoint, note: str
) -> None:
    try:
        proof = Proof.parse(work.package.read(path))
    except (Unreadable, BadNote) as error:
        work.report.incomplete(
            "proof.form", path, f"{event.name}的证明缺失或者不合格式（{error}）。"
        )
        return
    stands = (
        proof.index == event.idx
        and proof.checkpoint == note
        and tree.verify_inclusion(
            algorithm,
            algorithm.leaf(event.data),
            event.idx,
            checkpoint.size,
            proof.path,
            checkpoint.root,
        )
    )
    if not stands:
        work.report.altered(
            "proof.inclusion",
            event.name,
            f"{event.name}不在签名的日志里（{algorithm.name.upper()}）：它被改动、调换，或者来自别处。",
        )
    work.report.count(f"proofs_{algorithm.name}")


def _check_twins(work: Work) -> None:
    """Both checkpoints speak of the same log at the same size."""
    log, twin = (_checkpoint(work, p, quietly=True) for p in (layout.NOTE, layout.NOTE_SM3))
    if log is None or twin is None:
        return
    if (log.origin + SM3_SUFFIX, log.size) != (twin.origin, twin.size):
        words = "两个检查点不是同一份日志在同一时刻的。"
        work.report.altered("checkpoint.twins", layout.NOTE_SM3, words)


def check_chain(work: Work) -> None:
    """The case's entries are numbered from 0 without a gap, each naming the one before."""
    numbers = [event.body["cseq"] for event in work.events]
    for number in sorted(set(range(max(numbers, default=-1) + 1)) - set(numbers)):
        work.report.incomplete(
            "chain.missing", f"案内第 {number} 号", f"缺少本案第 {number} 号日志，它被抽走了。"
        )
    if work.events and work.events[0].body["cprev"] is not None and numbers[0] == 0:
        work.report.altered(
            "chain.link", work.events[0].name, "本案第 0 号日志前面不应当再有日志。"
        )
    for before, after in pairwise(work.events):
        follows = after.body["cseq"] == before.body["cseq"] + 1
        linked = after.body["cprev"] == SHA256.leaf(before.data).hex()
        if after.body["cseq"] <= before.body["cseq"] or (follows and not linked):
            work.report.altered(
                "chain.link", after.name, f"{after.name}没有接在前一条之后，次序被改动。"
            )
        if after.body["time"] < before.body["time"]:
            work.report.altered("chain.time", after.name, f"{after.name}的时间早于前一条。")


def check_count(work: Work) -> None:
    """The seal says how many entries the case had; the export is the last one."""
    for event in work.of_type(layout.SEALED):
        if event.body.get("count") != event.body["cseq"] + 1:
            work.report.altered(
                "count.sealed",
                event.name,
                f"封卷时登记本案有 {event.body.get('count')} 条日志，按编号应为 {event.body['cseq'] + 1} 条。",
            )
        _compare_count(work, event)
    if not work.events or work.events[-1].body["type"] != layout.EXPORTED:
        work.report.incomplete(
            "count.exported", "case.exported", "最后一条日志不是导出登记：末尾的日志被抽走了。"
        )


def _compare_count(work: Work, sealed: Event) -> None:
    here = sum(1 for event in work.events if event.idx <= sealed.idx)
    if here != sealed.body.get("count"):
        work.report.incomplete(
            "count.events",
            sealed.name,
            f"封卷登记的 {sealed.body.get('count')} 条日志，包里只有 {here} 条。",
        )
