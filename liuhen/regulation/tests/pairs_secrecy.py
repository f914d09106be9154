"""Pairs of 第二十九条 and what higher law says of secrets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from liuhen.regulation.casefile import CaseFile, Isolation, Keeper, Removal
from liuhen.regulation.examples.cast import BING, GENG
from liuhen.regulation.examples.story import at, on
from liuhen.regulation.tests.changing import add, case_a, change, having, of_type
from liuhen.regulation.tests.pairs import ENTERED, Pair


def secrecy() -> Iterator[Pair]:
    a = case_a()
    video = having(id=a.recordings[0].id)
    classed = change(a, "recordings", video, secrecy="business")
    yield Pair("A29-1", "an unknown class", classed, change(a, "recordings", video, secrecy="x"))
    index = change(
        a, "recordings", video, secrecy="state", file=None, stored_where="dedicated",
        storage_place="保密室一号柜", keeper="辛",
    )  # fmt: skip
    yield Pair(
        "A29-1",
        "the content of a state secret",
        index,
        change(index, "recordings", video, file=a.recordings[0].file),
    )
    yield Pair(
        "A29-1", "an index without a keeper", index, change(index, "recordings", video, keeper=None)
    )
    lead = of_type("lead_registration")
    aside = change(a, "documents", lead, secrecy="informant", volume="side")
    yield Pair(
        "L18-1",
        "an informant in the main volume",
        aside,
        change(aside, "documents", lead, volume="main"),
    )
    yield from _removed()


def isolated() -> CaseFile:
    """Return case A with its first recording isolated, and the two persons who may remove it."""
    case = case_a()
    keepers = (
        Keeper(name=BING.name, of="security", since=on("2024-01-01"), person=BING.id),
        Keeper(name=GENG.name, of="audit", since=on("2024-01-01"), person=GENG.id),
    )
    case = replace(case, bureau=replace(case.bureau, keepers=(*case.bureau.keepers, *keepers)))
    hidden = Isolation(
        id="i1", record=case.recordings[0].id, at=at("2026-05-06 09:00"), by="甲", reason="误传"
    )
    return add(case, "isolations", hidden)


def _removed() -> Iterator[Pair]:
    before = isolated()
    record = before.recordings[0]
    emptied = change(before, "recordings", having(id=record.id), file=None)
    removal = Removal(
        id="z1", record=record.id, removed_at=at("2026-05-07 10:00"), security=BING.id,
        auditor=GENG.id, basis="保密行政管理部门的处置意见", entered=ENTERED,
    )  # fmt: skip
    kept = add(emptied, "removals", removal)
    yield Pair("L17-1", "one person alone", kept, _with(kept, removal, auditor=BING.id))
    yield Pair("L17-1", "never isolated", kept, replace(kept, isolations=()))
    early = _with(kept, removal, removed_at=at("2026-05-05 10:00"))
    yield Pair("L17-1", "removed before it was isolated", kept, early)
    yield Pair("L17-1", "content left behind", kept, add(before, "removals", removal))


def _with(case: CaseFile, removal: Removal, **changes: object) -> CaseFile:
    return replace(case, removals=(replace(removal, **changes),))  # type: ignore[arg-type]
