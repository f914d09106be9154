"""Pairs of evidence kept, crimes transferred and files retained."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from liuhen.regulation.casefile import (
    Activity,
    ActivityKind,
    Archive,
    CaseFile,
    CrimeTransfer,
    EvidenceKeeping,
    Stage,
)
from liuhen.regulation.examples.story import Story, at, on
from liuhen.regulation.tests.changing import (
    add,
    but,
    case_a,
    case_facts,
    change,
    decided,
    drop,
    having,
)
from liuhen.regulation.tests.pairs import ENTERED, Pair


def custody() -> Iterator[Pair]:
    yield from _evidence_kept()
    yield from _kept_by_papers_alone()
    yield from _crime()
    yield from _retained()


KEEPING = EvidenceKeeping(
    id="k1", kept_at=at("2026-03-16 10:00"), entered=ENTERED, approval="keep",
    notice_document="keep-notice", list_document="keep-list", handled_on=on("2026-03-25"),
    handling="复制后返还当事人",
)  # fmt: skip
"""Kept on Monday 2026-03-16: the seventh working day is Wednesday 03-25."""


def kept(keeping: EvidenceKeeping = KEEPING) -> CaseFile:
    """Return case A with evidence kept: approved an hour before, with notice and list."""
    case = case_a()
    filing = next(one for one in case.approvals if one.matter == "filing")
    approval = replace(
        filing, id="keep", matter="evidence_keeping", document="keep-form",
        decided_at=at("2026-03-16 09:00"), by_head=True,
    )  # fmt: skip
    case = add(case, "approvals", approval)
    papers = (
        _paper("keeping_approval", "keep-form", "2026-03-16"),
        _paper("keeping_notice", "keep-notice", "2026-03-16"),
        _paper("keeping_list", "keep-list", "2026-03-16"),
    )
    return add(add(case, "documents", *papers), "evidence_keepings", keeping)


def _paper(type: str, id: str, day: str, **fields: object) -> object:
    story = Story()
    story.paper(type, id, day)
    (paper,) = story.documents
    return replace(paper, id=id, number=f"{id}号", fields={**paper.fields, **fields})


def _evidence_kept() -> Iterator[Pair]:
    whole = kept()
    yield Pair(
        "L05-1", "handled too late", whole, kept(replace(KEEPING, handled_on=on("2026-03-26")))
    )
    yield Pair("L05-1", "never handled", whole, kept(replace(KEEPING, handled_on=None)))
    yield Pair("L05-1", "handled in no words", whole, kept(replace(KEEPING, handling=None)))
    yield Pair("L05-1", "no approval", whole, kept(replace(KEEPING, approval=None)))
    of_keeping = having(id="keep")
    after = at("2026-03-16 10:01")
    yield Pair(
        "L05-1",
        "approved afterwards",
        whole,
        change(whole, "approvals", of_keeping, decided_at=after),
    )
    yield Pair(
        "L05-1",
        "approved by a deputy",
        whole,
        change(whole, "approvals", of_keeping, by_head=False),
    )
    for id, what in (("keep-notice", "no notice"), ("keep-list", "no list")):
        yield Pair("L05-1", what, whole, drop(whole, "documents", having(id=id)))


def _kept_by_papers_alone() -> Iterator[Pair]:
    """No record of its own: the activity, its papers, and a disposal that names the notice."""
    keeping = Activity(
        id="keeping", kind=ActivityKind.EVIDENCE_KEEPING, stage=Stage.INVESTIGATION,
        started_at=at("2026-03-16 10:00"), ended_at=at("2026-03-16 11:00"), entered=ENTERED,
    )  # fmt: skip
    handling = replace(
        keeping, id="handling", started_at=at("2026-03-25 10:00"), ended_at=at("2026-03-25 11:00")
    )
    case = replace(add(kept(), "activities", keeping, handling), evidence_keepings=())
    for id in ("keep-form", "keep-notice", "keep-list"):
        case = change(case, "documents", having(id=id), activity="keeping")
    disposal = _paper(
        "keeping_disposal", "keep-disposal", "2026-03-25", notice_number="keep-notice号"
    )
    handled = add(case, "documents", but(disposal, activity="handling"))  # type: ignore[type-var]
    elsewhere = change(
        handled, "documents", having(id="keep-disposal"), fields={"notice_number": "别的号"}
    )
    yield Pair("L05-1", "papers alone, nothing disposed of", handled, elsewhere)


TRANSFER = CrimeTransfer(
    id="c1", reported_on=on("2026-03-23"), entered=ENTERED, report_document="crime-report",
    decided_at=at("2026-03-26 17:00"), decided_by="戊", approved=True,
    sent_at=at("2026-03-27 17:00"), authority="示例市公安局示例分局",
    letter_document="crime-letter", reply="filed", reply_received_on=on("2026-03-31"),
    materials_handed_on=on("2026-04-03"),
)  # fmt: skip
"""Reported on Monday 2026-03-23 and decided on the third day; sent at the last minute; filed on
Tuesday 03-31, materials handed over on the third day."""


def transferred(transfer: CrimeTransfer = TRANSFER) -> CaseFile:
    """Return case A with a crime suspected on the way."""
    papers = (
        _paper("incoming_paper", "crime-report", "2026-03-23"),
        _paper("incoming_paper", "crime-letter", "2026-03-27"),
    )
    return add(add(case_a(), "documents", *papers), "crime_transfers", transfer)


REFUSED = replace(
    TRANSFER, approved=False, reasons="没有达到追诉标准", sent_at=None, authority=None,
    letter_document=None, reply=None, reply_received_on=None, materials_handed_on=None,
)  # fmt: skip


def _crime() -> Iterator[Pair]:
    whole = transferred()
    for what, changes in (
        (
            "decided too late",
            {"decided_at": at("2026-03-27 09:00"), "sent_at": at("2026-03-27 10:00")},
        ),
        ("never decided", {"decided_at": None, "approved": None, "sent_at": None}),
        ("no report", {"report_document": None}),
        ("decided by nobody", {"decided_by": " "}),
        ("sent a minute too late", {"sent_at": at("2026-03-27 17:01")}),
        ("never sent", {"sent_at": None}),
        ("sent without a letter", {"letter_document": None}),
        ("sent to nobody", {"authority": None}),
        ("closed without a reply", {"reply": None, "reply_received_on": None}),
        ("materials kept back", {"materials_handed_on": None}),
        ("materials handed over too late", {"materials_handed_on": on("2026-04-04")}),
    ):
        yield Pair("L19-1", what, whole, transferred(but(TRANSFER, **changes)))
    unexplained = replace(REFUSED, reasons=None)
    yield Pair("L19-1", "refused without reasons", transferred(REFUSED), transferred(unexplained))
    yield Pair(
        "L19-1", "decided and not recorded", decided(whole, kind="transfer"),
        decided(case_a(), kind="transfer"),
    )  # fmt: skip


FIXED = Archive(
    archived_on=on("2026-05-20"), archivist="庚", volumes=2, retention="fixed", retention_years=10,
    appraised_on=on("2036-12-31"), appraisal="期满，经鉴定仍有保存价值，续存20年",
)  # fmt: skip
PERMANENT = replace(
    FIXED, retention="permanent", retention_years=None, appraised_on=None, appraisal=None,
    transferred_on=on("2036-05-08"), transferred_to="示例区档案馆",
)  # fmt: skip


def archived(archive: Archive) -> CaseFile:
    """Return case A (closed on 2026-05-08) in the archives of its county."""
    return replace(case_a(), archive=archive)


def _retained() -> Iterator[Pair]:
    later = date(2037, 1, 1)

    def pair(what: str, whole: Archive, broken: Archive) -> Pair:
        return Pair("L16-1", what, archived(whole), archived(broken), today=later)

    yield pair("not appraised", FIXED, replace(FIXED, appraised_on=None))
    yield pair("appraised in no words", FIXED, replace(FIXED, appraisal=None))
    yield pair("not transferred", PERMANENT, replace(PERMANENT, transferred_on=None))
    yield pair("transferred to nobody", PERMANENT, replace(PERMANENT, transferred_to=None))
    inspected = case_facts(archived(FIXED), procedure="inspection_only")
    assert inspected.archive is not None
    unnamed = replace(inspected.archive, retention=None, retention_years=None)
    yield Pair(
        "L16-1",
        "the bureau's own years, not appraised",
        replace(inspected, archive=unnamed),
        replace(inspected, archive=replace(unnamed, appraised_on=None)),
        today=later,
    )
