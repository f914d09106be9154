"""第二十九条: who may see a record of which class, and what may come in at all.

One rule for the gates and for every page: `why_hidden` decides, `why_not_taken` decides, nothing
else does. Pure. Fails closed: a class that is not known is seen by nobody and taken from nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import TypeVar

from liuhen.regulation.answers import Answers, Gap, Kept, Subject
from liuhen.regulation.casefile import (
    CaseFile,
    Clearance,
    Document,
    EvidenceItem,
    Recording,
    StepName,
)
from liuhen.regulation.citations import Instrument, law, measure
from liuhen.regulation.rules import gate
from liuhen.regulation.steps import Step
from liuhen.regulation.subjects import about
from liuhen.regulation.view import Record, View, records_of
from liuhen.regulation.words import day_of, listed


class Secrecy(StrEnum):
    """The class of a record."""

    NONE = "none"
    BUSINESS = "business"
    PRIVACY = "privacy"
    INFORMANT = "informant"
    STATE = "state"

    @property
    def words(self) -> str:
        """The class as pages show it."""
        return _WORDS[self]


_WORDS: Mapping[Secrecy, str] = {
    Secrecy.NONE: "无",
    Secrecy.BUSINESS: "商业秘密",
    Secrecy.PRIVACY: "个人隐私",
    Secrecy.INFORMANT: "举报人身份",
    Secrecy.STATE: "国家秘密",
}
GRANTABLE = (Secrecy.BUSINESS, Secrecy.PRIVACY, Secrecy.INFORMANT)
"""The classes that somebody can be cleared for; a state secret is not here to be seen."""

_RANK = {
    Secrecy.NONE: 0,
    Secrecy.BUSINESS: 1,
    Secrecy.PRIVACY: 1,
    Secrecy.INFORMANT: 2,
    Secrecy.STATE: 3,
}

MASKED = "（限制查看）"
ISOLATED = "（已隔离）"


@dataclass(frozen=True)
class Viewer:
    """What counts of a person who wants to look: part in the case, classes cleared for that day.

    `respondent`: the party itself, from whom its own data is never kept secret.
    """

    handles: bool = False
    respondent: bool = False
    cleared: frozenset[str] = frozenset()


NOBODY = Viewer()


def known(secrecy: str) -> Secrecy | None:
    """Return the class of that name, None for an unknown one."""
    return Secrecy(secrecy) if secrecy in set(Secrecy) else None


def words_of(secrecy: str) -> str:
    """Return what pages call a class; an unknown one by its own name."""
    found = known(secrecy)
    return found.words if found else secrecy


def is_raised(before: str, after: str) -> bool:
    """Tell whether a change of class only narrows who may see; sideways does not."""
    return _RANK.get(known(after) or Secrecy.NONE, 0) > _RANK.get(known(before) or Secrecy.STATE, 3)


def why_hidden(
    secrecy: str, viewer: Viewer, *, content: bool = True, isolated: bool = False
) -> str:
    """Say why a record may not be seen, with the way on; "" where it may.

    `content` False: an index entry, which has nothing to hide from whoever reads the case.
    """
    if isolated:
        return f"这份材料已经隔离，任何人不能查看（{_SECRETS_LAW}）。请联系保密员处置。"
    found = known(secrecy)
    if found is None:
        return f"这份材料的密级“{secrecy}”无法识别，不能查看。请联系保密员核对。"
    seen = found is Secrecy.NONE or (found in GRANTABLE and found in viewer.cleared)
    if found in (Secrecy.BUSINESS, Secrecy.PRIVACY):
        seen = seen or viewer.handles or viewer.respondent
    elif found is Secrecy.STATE:
        seen = not content
    return "" if seen else _WHY[found]


_SECRETS_LAW = "保守国家秘密法第三十一条"
_WHY = {
    **{
        one: f"这份材料涉及{one.words}，只有本案办案人员和持有“{one.words}”查阅权限的人员"
        "可以查看（第二十九条）。请向机关负责人申请查阅权限。"
        for one in (Secrecy.BUSINESS, Secrecy.PRIVACY)
    },
    Secrecy.INFORMANT: f"这份材料涉及{Secrecy.INFORMANT.words}，只有持有该项查阅权限的人员"
    "可以查看（统计法实施条例第三十八条）。请向机关负责人申请查阅权限。",
    Secrecy.STATE: f"这份材料涉及国家秘密，本系统不得存储、显示其内容（{_SECRETS_LAW}）。请立即隔离。",
}


def why_not_taken(secrecy: str, *, content: bool) -> str:
    """Say why something may not come in, with the way on; "" where it may."""
    found = known(secrecy)
    if found is None:
        return f"没有“{secrecy}”这个密级，请从列表中选择。"
    if found is Secrecy.STATE and content:
        return (
            "第二十九条：国家秘密的内容一律不进入本系统，也不上传文件、题名和校验值"
            f"（{_SECRETS_LAW}）。请只登记索引：存放位置和保管人。"
        )
    return ""


def cleared_on(clearances: Iterable[Clearance], person: str, on: date) -> frozenset[str]:
    """Return the classes that a person is cleared for on a day; both ends inclusive."""
    return frozenset(
        one.secrecy
        for one in clearances
        if one.person == person and holds_on(one.since, one.until, on)
    )


def holds_on(since: date, until: date | None, on: date) -> bool:
    """Tell whether a clearance with these days, both inclusive, counts on a day."""
    return since <= on and (until is None or on <= until)


def viewer_of(casefile: CaseFile, person: str | None, on: date) -> Viewer:
    """Return what a person (roster id, or the id of a party) is to this case on a day."""
    if not person:
        return NOBODY
    return Viewer(
        handles=any(one.person == person for one in casefile.case.handlers),
        respondent=any(one.id == person for one in casefile.parties),
        cleared=cleared_on(casefile.bureau.clearances, person, on),
    )


_Kind = TypeVar("_Kind", Document, Recording, EvidenceItem)


def masked(casefile: CaseFile, viewer: Viewer) -> CaseFile:
    """Return the case file with the titles of what this viewer may not see put out of sight.

    For pages and lists only: the rules read titles for their words, never for their answers.
    """
    isolated = frozenset(one.record for one in casefile.isolations)

    def hidden(record: Record) -> bool:
        return bool(
            why_hidden(
                record.secrecy,
                viewer,
                content=has_content(record),
                isolated=record.id in isolated,
            )
        )

    if not any(map(hidden, records_of(casefile))):
        return casefile
    return replace(
        casefile,
        documents=tuple(
            replace(one, title=MASKED, number=None) if hidden(one) else one
            for one in casefile.documents
        ),
        recordings=tuple(
            replace(one, title=MASKED, proves=None) if hidden(one) else one
            for one in casefile.recordings
        ),
        evidence=tuple(
            replace(one, name=MASKED, source=None, proves=None) if hidden(one) else one
            for one in casefile.evidence
        ),
    )


def has_content(record: Record) -> bool:
    """Tell whether more than an index entry stands in the file: bytes, or words of a document."""
    return record.file is not None or (isinstance(record, Document) and bool(record.fields))


# -- the rules ----------------------------------------------------------------------------------


def _classed(view: View) -> list[Step]:
    """Every record that was taken in under a class."""
    return view.once("classed", lambda: list(_taken_in_under_a_class(view)))


def _taken_in_under_a_class(view: View) -> Iterator[Step]:
    for record in records_of(view.casefile):
        if record.secrecy != Secrecy.NONE:
            yield Step(
                StepName.INTAKE, day_of(record.entered.at), True, about(record),
                record=record, secrecy=record.secrecy, content=has_content(record),
            )  # fmt: skip


@gate("A29-1", measure(29), unless="没有标明密级的材料", taken=_classed, awaited=False)
def a_classed_record_is_kept_by_its_class(view: View, step: Step) -> Answers:
    """Only those with the permission see it; a state secret comes in as an index entry alone.

    Every look is an entry of the ledger (A30-3). The identity of an informant is L18-1's.
    """
    if step.name is StepName.VIEW:
        if step.secrecy != Secrecy.INFORMANT:
            yield from _may_see(view, step)
        return
    why = why_not_taken(step.secrecy or Secrecy.NONE, content=step.content)
    if why:
        yield step.about.lacks(
            expected="标明密级；国家秘密只登记索引，内容不进入本系统",
            found=why if not step.taken else "标为国家秘密的材料还有内容，或者密级无法识别",
            remedy="请改为登记索引。" if not step.taken else "请立即隔离这份材料，并报告保密员。",
        )
    elif step.secrecy == Secrecy.STATE and step.record is not None:
        yield _indexed(step.about, step.record)
    else:
        yield step.about.kept()


def _may_see(view: View, step: Step) -> Answers:
    if step.secrecy is None:
        why = "没有指明要查阅哪一份材料"
    else:
        why = why_hidden(
            step.secrecy,
            viewer_of(view.casefile, step.person, step.on),
            content=step.record is None or has_content(step.record),
            isolated=step.record is not None and _is_isolated(view, step.record.id),
        )
    if why:
        yield step.about.lacks(
            expected="查阅人有查阅这一密级的权限", found=why, remedy="请由有权限的人员查阅。"
        )
    else:
        yield step.about.kept()


def _is_isolated(view: View, record: str) -> bool:
    return any(one.record == record for one in view.casefile.isolations)


def _indexed(subject: Subject, record: Record) -> Kept | Gap:
    lacking = []
    if not isinstance(record, Document):
        if not (record.storage_place or "").strip():
            lacking.append("存放位置")
        if not (record.keeper or "").strip():
            lacking.append("保管人")
    return subject.demands(
        lacking, expected="国家秘密只登记索引：存放位置和保管人", remedy="请补登存放位置和保管人。"
    )


def _informants(view: View) -> Iterator[Step]:
    return (step for step in _classed(view) if step.secrecy == Secrecy.INFORMANT)


_INFORMANT = (*law(Instrument.STATISTICS_LAW, 11, 28), *law(Instrument.STATISTICS_RULES, 38))


@gate("L18-1", _INFORMANT, unless="没有涉及举报人身份的材料", taken=_informants, awaited=False)
def an_informant_is_known_to_the_cleared_alone(view: View, step: Step) -> Answers:
    """Its own permission, which handling the case does not give; and never in the main volume,
    from which copies are made. A respondent's own data is not masked from it (`Viewer`).
    """
    if not step.taken:
        if step.secrecy == Secrecy.INFORMANT:
            yield from _may_see(view, step)
        return
    if isinstance(step.record, Document) and step.record.volume != "side":
        yield step.about.lacks(
            expected="涉及举报人身份的材料放入副卷",
            found="这份材料在正卷",
            remedy="请移入副卷；对外提供正卷前核对有无举报人信息。",
        )
    else:
        yield step.about.kept()


@gate("L17-1", law(Instrument.SECRETS_LAW, 31), unless="没有误传国家秘密", awaited=False)
def what_came_in_by_mistake_is_removed_by_two(view: View, step: Step) -> Answers:
    """Isolated first; a person for security and another for audit; and nothing of the content stays."""
    yield step.about.demands(
        _removal_lacks(view, step),
        expected="误传的材料已经隔离，由保密员和审计员两人办理清除，清除记录不含任何内容",
        remedy="请先隔离，再由本单位任命的保密员和审计员（不同的两人）共同办理。",
    )


def _removal_lacks(view: View, step: Step) -> Iterator[str]:
    removal = step.removal
    record = removal.record if removal else step.record.id if step.record else None
    isolated = [one for one in view.casefile.isolations if one.record == record]
    if not isolated or (removal and min(one.at for one in isolated) > removal.removed_at):
        yield "清除之前的隔离"
    absent = [
        title
        for of, title, person in (
            ("security", "保密员", step.security),
            ("audit", "审计员", step.auditor),
        )
        if not person or not _in_charge(view, of, person, step.on)
    ]
    if absent:
        yield f"本单位任命的{listed(absent)}"
    if step.security and step.security == step.auditor:
        yield "两名不同的人员"
    if removal and step.record is not None and has_content(step.record):
        yield "内容已清除（案卷里还有这份材料的内容）"


def _in_charge(view: View, of: str, person: str, on: date) -> bool:
    return any(
        one.of == of
        and one.person == person
        and one.since <= on
        and (one.until is None or on <= one.until)
        for one in view.casefile.bureau.keepers
    )
