"""What the package holds is what the log says: files, opened values, the case file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

from liuhen.ledger import hashes, leaf
from liuhen.ledger.canonical import NotCanonical, decode
from liuhen.verifier import layout
from liuhen.verifier.opened import Digests, Unreadable
from liuhen.verifier.report import Section
from liuhen.verifier.work import Event, Member, Work


def check_export(work: Work) -> None:
    """The list of members is the one whose digests the export's entry carries."""
    exported = [event for event in work.of_type(layout.EXPORTED) if event is work.events[-1]]
    if not exported:
        return  # count.exported has said so
    said = exported[0].body.get("objects")
    here = work.package.digests.get(layout.OBJECTS)
    if here is None:
        work.report.incomplete("objects.missing", layout.OBJECTS, "缺少文件登记表 objects.jsonl。")
    elif not isinstance(said, dict) or (said.get("sha256"), said.get("sm3")) != (
        here.sha256,
        here.sm3,
    ):
        work.report.altered(
            "export.objects",
            layout.OBJECTS,
            "文件登记表与导出时写入日志的不一致，登记表被改动或者调换。",
        )
    work.report.facts["exported_at"] = exported[0].body["time"]
    if exported[0].body.get("format") != layout.FORMAT:
        work.report.note(
            "export.format", layout.OBJECTS, "包的格式版本与本核验程序不同，请使用新版核验程序。"
        )


def read_objects(work: Work) -> None:
    """Read objects.jsonl strictly."""
    try:
        work.objects = [_member(line) for line in work.package.lines(layout.OBJECTS)]
    except (Unreadable, NotCanonical, KeyError, TypeError, ValueError) as error:
        work.report.altered(
            "objects.form", layout.OBJECTS, f"文件登记表缺失或者不合格式（{error}）。"
        )
    if len({one.path for one in work.objects}) != len(work.objects):
        work.report.altered("objects.form", layout.OBJECTS, "文件登记表里同一文件出现两次。")


def _member(line: bytes) -> Member:
    raw = decode(line)
    found = Member(**{name: raw.pop(name) for name in Member.__dataclass_fields__})
    texts = (found.path, found.sha256, found.sm3, found.media)
    if raw or not all(isinstance(one, str) for one in texts) or type(found.size) is not int:
        raise ValueError(f"多余或者不对的内容：{line[:80]!r}")
    if not (found.idx is None or type(found.idx) is int):
        raise ValueError("idx 不是序号")
    return found


def check_objects(work: Work) -> None:
    """Each file has the digests listed, and those of the entry that stored it; none is left out."""
    listed = {one.path: one for one in work.objects}
    for path in sorted(work.package.members):
        if path not in listed and not layout.proves_itself(path):
            work.report.altered("objects.extra", path, f"“{path}”没有登记，是后来加进去的。")
    for one in work.objects:
        here = work.package.digests.get(one.path)
        if one.path not in work.package.members:
            work.report.incomplete(
                "objects.missing", one.path, f"登记表上有“{one.path}”，包里没有。"
            )
        elif here is not None:
            _check_file(work, one, here)
    work.report.count("files", len(work.objects))
    _check_left_out(work)


def _check_file(work: Work, one: Member, here: Digests) -> None:
    if (one.sha256, one.sm3, one.size) != (here.sha256, here.sm3, here.size):
        work.report.altered(
            "objects.digest", one.path, f"“{one.path}”与登记的摘要不符，文件被改动或者调换。"
        )
    if one.idx is None:
        return
    event = work.event(one.idx)
    if event is None:
        work.report.incomplete(
            "objects.event", one.path, f"“{one.path}”所依据的日志第 {one.idx} 条不在包里。"
        )
    elif _of(event) != (one.sha256, one.sm3, one.size):
        work.report.altered("objects.leaf", one.path, f"“{one.path}”不是{event.name}存入的文件。")


def _of(event: Event) -> tuple[Any, Any, Any] | None:
    raw = event.body.get("object")
    return (raw.get("sha256"), raw.get("sm3"), raw.get("size")) if isinstance(raw, dict) else None


def _check_left_out(work: Work) -> None:
    here = {(one.sha256, one.sm3, one.size) for one in work.objects}
    for event in work.events:
        stored = _of(event)
        if stored is not None and stored not in here:
            work.report.incomplete(
                "objects.left_out", event.name, f"{event.name}存入的文件没有放进包里。"
            )


Place = tuple[int, str, str, str]
"""A value's place: index of the entry, table, key, column."""


def check_rows(work: Work) -> None:
    """Each value opened in rows.jsonl is the one that its entry commits to; each is opened.

    A column that changed after an entry is told as `later`: its old value is no longer kept.
    """
    wanted = {place: digest for event in work.events for place, digest in _commits(event)}
    forgotten: set[int] = set()
    opened: dict[Place, bool] = {}
    later: set[Place] = set()
    try:
        for line in work.package.lines(layout.ROWS):
            raw = decode(line)
            if raw.get("forgotten") is True:
                forgotten.add(raw["idx"])
                continue
            if "later" in raw:
                later |= {(raw["idx"], raw["table"], raw["key"], one) for one in raw["later"]}
                continue
            place = (raw["idx"], raw["table"], raw["key"], raw["column"])
            digest = leaf.commitment(bytes.fromhex(raw["salt"]), raw["value"])
            opened[place] = digest == wanted.get(place)
    except (Unreadable, NotCanonical, KeyError, TypeError, ValueError, AttributeError) as error:
        work.report.altered(
            "rows.form", layout.ROWS, f"记录内容 rows.jsonl 缺失或者不合格式（{error}）。"
        )
        return
    work.report.count("values", len(opened))
    work.report.count("values_later", len(later))
    _name_false(work, [place for place, good in opened.items() if not good])
    for idx in sorted(forgotten):
        work.report.note(
            "rows.forgotten", f"日志第 {idx} 条", f"日志第 {idx} 条的内容已经依法消除，只留下痕迹。"
        )
    told = opened.keys() | later
    _name_unopened(
        work, [place for place in wanted if place not in told and place[0] not in forgotten]
    )


def _name_false(work: Work, places: list[Place]) -> None:
    known = {event.idx for event in work.events}
    for place in places:
        words = f"日志第 {place[0]} 条 {'/'.join(place[1:])}"
        if place[0] in known:
            work.report.altered(
                "rows.commitment", words, f"{words} 的内容与日志里的承诺不符，被改动。"
            )
        else:
            work.report.incomplete("rows.event", words, f"{words} 所属的日志不在包里。")


def _commits(event: Event) -> Iterator[tuple[Place, str]]:
    for row in event.body.get("rows") or ():
        for column, digest in row["commit"].items():
            yield (event.idx, row["table"], row["key"], column), digest


def _name_unopened(work: Work, places: list[Place]) -> None:
    by_row: dict[tuple[int, str, str], list[str]] = {}
    for idx, table, key, column in places:
        by_row.setdefault((idx, table, key), []).append(column)
    for (idx, table, key), columns in sorted(by_row.items()):
        words = f"日志第 {idx} 条 {table}/{key}"
        work.report.incomplete(
            "rows.missing", words, f"{words} 缺少这些栏目的内容：{'、'.join(sorted(columns))}。"
        )


def check_casefile(work: Work) -> None:
    """The case file is the one the seal and the export name, and what it cites is in the package."""
    try:
        data = work.package.read(layout.CASEFILE)
    except Unreadable as error:
        work.report.incomplete("casefile.missing", layout.CASEFILE, f"缺少案件文件（{error}）。")
        return
    here = {"sha256": hashlib.sha256(data).hexdigest(), "sm3": _sm3(data)}
    for event in (*work.of_type(layout.SEALED), *work.of_type(layout.EXPORTED)[-1:]):
        said = event.body.get("casefile")
        if said != here:
            work.report.altered(
                "casefile.digest",
                layout.CASEFILE,
                f"案件文件与{event.name}写入的摘要不一致，被改动或者调换。",
            )
    here_too = {one.sha256 for one in work.objects}
    for where, sha256 in _cited(data):
        if sha256 not in here_too:
            work.report.incomplete(
                "casefile.file", where, f"案件文件引用的文件（{where}）不在包里。"
            )


def _sm3(data: bytes) -> str:
    running = hashes.sm3()
    running.update(data)
    return running.digest().hex()


def _cited(data: bytes) -> Iterator[tuple[str, str]]:
    """Yield the files a case file speaks of, less those kept on dedicated storage (第二十六条)."""
    try:
        raw = json.loads(data)
    except ValueError:
        return  # usable.casefile says so
    for kind in ("documents", "recordings", "evidence"):
        for one in raw.get(kind) or ():
            if one.get("stored_where", "platform") == "platform":
                yield from _files(one, f"{kind}/{one.get('id')}")


def _files(value: Any, where: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        if isinstance(value.get("sha256"), str) and "media" in value:
            yield where, value["sha256"]
        for name, inner in value.items():
            if name != "fields":
                yield from _files(inner, where)
    elif isinstance(value, list):
        for inner in value:
            yield from _files(inner, where)


def check_usable(work: Work) -> None:
    """Each file begins as its format does, so that it can be opened."""
    for one in work.objects:
        heads = _HEADS.get(one.media)
        if heads is None or one.path not in work.package.digests:
            continue
        first = next(work.package.chunks(one.path), b"")
        if not any(first[place : place + len(head)] == head for place, head in heads):
            work.report.incomplete(
                "usable.format",
                one.path,
                f"“{one.path}”不是 {one.media} 格式，可能打不开。",
                Section.USABLE,
            )
        work.report.count("formats")


_HEADS: Mapping[str, tuple[tuple[int, bytes], ...]] = {
    "application/pdf": ((0, b"%PDF-"),),
    "image/jpeg": ((0, b"\xff\xd8\xff"),),
    "image/png": ((0, b"\x89PNG\r\n\x1a\n"),),
    "image/tiff": ((0, b"II*\0"), (0, b"MM\0*")),
    "video/mp4": ((4, b"ftyp"),),
    "audio/wav": ((0, b"RIFF"),),
    "application/json": ((0, b"{"),),
}
