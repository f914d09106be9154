"""Who vouches for the log, other than the log itself.

The keys inside the package are the suspect's own and prove only that the package agrees with
itself. Trust comes from a key that the reader got elsewhere, or from a checkpoint that somebody
else kept: a slip, a witness's note, a receipt.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable

from liuhen.ledger import tree
from liuhen.ledger.ed25519 import NoEd25519
from liuhen.ledger.notes import (
    LOG_KEY,
    SM3_SUFFIX,
    WITNESS_KEY,
    BadNote,
    BadSignature,
    Checkpoint,
    Note,
    VerifierKey,
    parse_note,
)
from liuhen.verifier import layout
from liuhen.verifier.opened import Unreadable
from liuhen.verifier.work import Event, Work


def check_signatures(work: Work) -> None:
    """Check the signatures of both checkpoints, with trusted keys where the reader brought some."""
    note = _note(work, layout.NOTE)
    if note is None:
        return
    origin = note.text.partition("\n")[0]
    work.report.facts |= {"log": origin, "size": _size(note.text)}
    trusted = [key for key in work.keys if key.kind == LOG_KEY and key.name == origin]
    if work.keys and not trusted and any(key.kind == LOG_KEY for key in work.keys):
        work.report.unwitnessed(
            "trust.key", origin, f"您提供的公钥里没有“{origin}”的，请核对是不是这个机关的公钥。"
        )
    keys = trusted or _own_keys(work, origin)
    try:
        answers = [_is_signed(work, path, suffix, keys) for path, suffix in _BOTH if keys]
        witnesses = _witnesses(work, note)
    except NoEd25519 as error:
        work.report.unwitnessed(
            "trust.unchecked", layout.NOTE, f"签名没有核对：{error}。请换一台装有该程序的电脑。"
        )
        return
    work.report.facts |= {"witnesses": witnesses, "key_from_outside": bool(trusted)}
    if trusted and all(answers):
        work.report.note("trust.log", origin, "检查点的签名已用您提供的公钥核对无误。")


_BOTH = ((layout.NOTE, ""), (layout.NOTE_SM3, SM3_SUFFIX))


def _note(work: Work, path: str) -> Note | None:
    try:
        return parse_note(work.package.read(path))
    except (Unreadable, BadNote):
        return None  # checkpoint.form says so


def _size(text: str) -> int | None:
    try:
        return Checkpoint.parse(text).size
    except BadNote:
        return None


def _own_keys(work: Work, origin: str) -> list[VerifierKey]:
    """Return the package's own keys: good enough to find damage, not to trust."""
    try:
        policy = work.package.read(layout.POLICY).decode("utf-8")
        named = [line.split(" ")[-1] for line in policy.splitlines() if line.startswith("log ")]
        keys = [VerifierKey.parse(text) for text in named]
    except (Unreadable, UnicodeDecodeError, BadNote) as error:
        work.report.altered(
            "policy.form", layout.POLICY, f"包内的公钥说明缺失或者不合格式（{error}）。"
        )
        return []
    own = [key for key in keys if key.name == origin]
    if not own:
        work.report.altered("policy.key", layout.POLICY, f"包内的公钥说明里没有“{origin}”的公钥。")
    return own


def _is_signed(work: Work, path: str, suffix: str, keys: Iterable[VerifierKey]) -> bool:
    """Tell whether one of the keys signed this note; the SM3 twin signs as name/sm3."""
    note = _note(work, path)
    if note is None:
        return False
    try:
        good = note.verified([VerifierKey(key.name + suffix, key.kind, key.public) for key in keys])
    except BadSignature:
        good = ()
    if not good:
        work.report.altered(
            "trust.signature",
            path,
            f"检查点“{path}”的签名不对：它不是用这个公钥签的，日志可能被伪造。",
        )
    work.report.count("signatures")
    return bool(good)


def _witnesses(work: Work, note: Note) -> list[str]:
    """Return the trusted witnesses that cosigned; a false line in a trusted name is an alarm."""
    wanted = [key for key in work.keys if key.kind == WITNESS_KEY]
    try:
        good = note.verified(wanted)
    except BadSignature as error:
        work.report.altered("trust.witness", layout.NOTE, f"见证签名是伪造的（{error}）。")
        return []
    for key in wanted:
        if key not in good:
            work.report.unwitnessed("trust.witness", key.name, f"“{key.name}”没有见证这个检查点。")
    return [key.name for key in good]


def check_outside(work: Work) -> None:
    """Compare with a checkpoint that the reader holds: the log must be its continuation."""
    if work.outside is None:
        return
    try:
        held = Checkpoint.parse(_text_of(work.outside))
        here = Checkpoint.parse(parse_note(work.package.read(layout.NOTE)).text)
    except (BadNote, Unreadable) as error:
        work.report.unwitnessed(
            "outside.form", "外部检查点", f"外部检查点无法比对（{error}）。请核对是否抄录完整。"
        )
        return
    if held.origin != here.origin:
        work.report.unwitnessed(
            "outside.origin", held.origin, f"外部检查点是“{held.origin}”的，包是“{here.origin}”的。"
        )
        return
    path = [] if held.size == here.size else _path_from(work, held.size)
    if path is None:
        work.report.unwitnessed(
            "outside.link",
            f"{held.size} 条",
            f"外部检查点（{held.size} 条）与包（{here.size} 条）之间没有衔接证明。请向办案机关索取，或者换一个检查点。",
        )
    elif tree.verify_consistency(tree.SHA256, held.size, here.size, held.root, here.root, path):
        work.report.facts["outside_size"] = held.size
        words = f"包里的日志确是外部检查点（{held.size} 条）的延续。"
        work.report.note("outside.good", f"{held.size} 条", words)
    else:
        work.report.altered(
            "outside.fork",
            f"{held.size} 条",
            f"包里的日志与外部检查点（{held.size} 条）对不上：日志被改写过。请保存好这两份材料，它们就是证据。",
        )


def _text_of(outside: str) -> str:
    """Take a whole note, or just the three lines that a printed slip shows."""
    lines = outside.replace("\r\n", "\n").strip("\n").split("\n")
    return "\n".join(lines[:3]) + "\n"


def _path_from(work: Work, size: int) -> list[bytes] | None:
    try:
        for line in work.package.lines(layout.CONSISTENCY):
            raw = json.loads(line)
            if raw["size"] == size:
                return [base64.b64decode(one, validate=True) for one in raw["path"]]
    except (Unreadable, ValueError, KeyError, TypeError):
        return None
    return None


def conclude_trust(work: Work) -> None:
    """Say plainly when nothing from outside vouches for the package, or not for all of it."""
    facts = work.report.facts
    if facts.get("key_from_outside"):
        return
    if "outside_size" not in facts:
        work.report.unwitnessed(
            "trust.none",
            "外部证实",
            "没有任何外部证据：公钥来自包里，只能说明包的内容前后一致。请从上级机关或者办案机关公开渠道取得公钥"
            "（--key），或者用手中的检查点凭条（--checkpoint）再核验一次。",
        )
        return
    later = _after(work, int(facts["outside_size"]))
    if later:
        work.report.unwitnessed(
            "trust.uncovered",
            later[0].name,
            f"外部检查点只证实到第 {facts['outside_size']} 条；其后的 {len(later)} 条本案日志没有外部证实，"
            f"从{later[0].name}起。请换一个较新的检查点。",
        )


def _after(work: Work, size: int) -> list[Event]:
    """Return the entries that a checkpoint of this size does not cover.

    Once the seal is covered, so is all that the case consists of: exports after it add nothing.
    """
    sealed = any(event.idx < size for event in work.of_type(layout.SEALED))
    after_seal = (layout.EXPORTED, layout.WRITTEN) if sealed else ()
    return [e for e in work.events if e.idx >= size and e.body["type"] not in after_seal]
