"""L14-1: what the order of the log shows of evidence and decision, and what it does not."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from liuhen.ledger import tree
from liuhen.regulation import casefile as file
from liuhen.regulation.codec import decode, encode
from liuhen.verifier import Effect, Report, Verdict, verify_package
from liuhen.verifier.precedence import Entry, Precedence, Shown, Signed, precedence
from liuhen.verifier.tests.building import (
    TODAY,
    Log,
    casefile_bytes,
    made,
    prove,
    vkey,
    with_manifests,
    write,
)

MORNING = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
PHOTO = file.FileRef(sha256="a" * 64, sm3="b" * 64, size=10, media="image/jpeg")
ENTERED = file.Entered(at=MORNING, by="甲")


def evidence(number: int, **facts: Any) -> file.EvidenceItem:
    return file.EvidenceItem(
        id=f"e{number}",
        kind=file.EvidenceKind.DOCUMENTARY,
        name=f"证据{number}",
        collected_at=MORNING,
        entered=ENTERED,
        **facts,
    )


def document(row: int, type: str, **facts: Any) -> file.Document:
    return file.Document(
        **{
            "id": f"d{row}",
            "type": type,
            "title": type,
            "state": file.DocumentState.ISSUED,
            "entered": ENTERED,
            "dated": date(2026, 3, 2),
            **facts,
        }
    )


DECISION = document(9, "penalty_decision", title="行政处罚决定书", number="示统罚决字〔2026〕1号")


def case(**facts: Any) -> file.CaseFile:
    return replace(decode(casefile_bytes()), **facts)


def entries(*events: tuple[str, dict[str, Any]], days: float = 0) -> list[Entry]:
    """Entries 0, 10, 20 … an hour apart; other cases' entries stand between them."""
    return [
        Entry(10 * n, MORNING + timedelta(hours=n, days=days), {"type": type, **body})
        for n, (type, body) in enumerate(events)
    ]


STORED = ("evidence.registered", {"evidence": 1, "object": {"sha256": "a" * 64}})
REGISTERED = ("evidence.registered", {"evidence": 2})
ISSUED = ("document.issued", {"document": 9, "document_type": "penalty_decision"})


def shown(found: Precedence) -> list[Shown]:
    return [one.shown for one in found.items]


def test_what_stands_before_the_decision_in_the_log_existed_before_it() -> None:
    found = precedence(
        case(evidence=(evidence(1, file=PHOTO), evidence(2)), documents=(DECISION,)),
        entries(STORED, REGISTERED, ISSUED),
    )
    assert shown(found) == [Shown.BEFORE, Shown.BEFORE]
    assert [one.bytes for one in found.items] == [True, False]
    assert found.items[0].why == "日志第 0 条，早于决定的第 20 条"
    assert found.decision is not None
    assert found.decision.title == "行政处罚决定书 示统罚决字〔2026〕1号"


def test_what_was_entered_after_the_decision_is_not_shown_to_precede_it() -> None:
    found = precedence(
        case(evidence=(evidence(1, file=PHOTO), evidence(2)), documents=(DECISION,)),
        entries(STORED, ISSUED, REGISTERED),
    )
    assert shown(found) == [Shown.BEFORE, Shown.NOT_SHOWN]
    assert "在决定的第 10 条之后" in found.items[1].why


def test_without_an_entry_nothing_is_shown() -> None:
    found = precedence(case(evidence=(evidence(3),), documents=(DECISION,)), entries(ISSUED))
    assert shown(found) == [Shown.NOT_SHOWN]


def test_a_look_at_the_evidence_is_no_entry_of_it() -> None:
    looked = ("object.viewed", {"evidence": 2})
    found = precedence(
        case(evidence=(evidence(2),), documents=(DECISION,)), entries(looked, ISSUED, REGISTERED)
    )
    assert shown(found) == [Shown.NOT_SHOWN]


def test_before_a_decision_nothing_can_precede_it() -> None:
    found = precedence(case(evidence=(evidence(1, file=PHOTO),)), entries(STORED))
    assert shown(found) == [Shown.UNDECIDED]
    assert found.decision is None


def test_a_void_decision_does_not_count() -> None:
    void = replace(DECISION, state=file.DocumentState.VOID)
    found = precedence(
        case(evidence=(evidence(2),), documents=(void,)), entries(ISSUED, REGISTERED)
    )
    assert shown(found) == [Shown.UNDECIDED]


def test_of_two_decisions_the_first_that_stands_counts() -> None:
    second = replace(DECISION, id="d10")
    found = precedence(
        case(evidence=(evidence(2),), documents=(second, DECISION)),
        entries(ISSUED, REGISTERED, ("document.issued", {"document": 10})),
    )
    assert shown(found) == [Shown.NOT_SHOWN]


@pytest.mark.parametrize(
    ("dated", "answer"),
    [
        (date(2026, 3, 1), Shown.NOT_SHOWN),
        (date(2026, 3, 2), Shown.NOT_SHOWN),
        (date(2026, 3, 3), Shown.BEFORE),
        (date(2026, 3, 4), Shown.BEFORE),
    ],
)
def test_of_a_paper_decision_entered_later_its_own_day_counts(dated: date, answer: Shown) -> None:
    """Evidence entered on 2 March; the decision's paper entered on 4 March."""
    paper = replace(DECISION, dated=dated, paper=True)
    registered = entries(REGISTERED)
    entered = Entry(30, MORNING + timedelta(days=2), {"type": "document.entered", "document": 9})
    found = precedence(case(evidence=(evidence(2),), documents=(paper,)), [*registered, entered])
    assert shown(found) == [answer]
    if answer is Shown.NOT_SHOWN:
        assert "不早于决定书的日期" in found.items[0].why


def test_recordings_and_the_records_that_evidence_cites_are_told_too() -> None:
    recording = file.Recording(
        id="r1", media=file.Media.PHOTO, purpose="process", captured_from=MORNING,
        captured_to=MORNING, entered=ENTERED, title="照片",
    )  # fmt: skip
    papers = (document(5, "inquiry_record"), document(6, "penalty_notice"), DECISION)
    found = precedence(
        case(evidence=(evidence(2, document="d5"),), recordings=(recording,), documents=papers),
        entries(
            REGISTERED,
            ("recording.stored", {"recording": 1}),
            ("document.drafted", {"document": 5}),
            ISSUED,
            ("document.finalised", {"document": 5}),
        ),
    )
    assert [(one.record, one.shown) for one in found.items] == [
        ("evidence/e2", Shown.BEFORE),
        ("recordings/r1", Shown.BEFORE),
        ("documents/d5", Shown.NOT_SHOWN),
    ]


def test_the_first_checkpoint_over_it_is_told_and_whether_it_came_before_the_decision() -> None:
    papers = case(evidence=(evidence(2),), documents=(DECISION,))
    log = entries(("case.opened", {}), REGISTERED, ISSUED)
    (early,) = precedence(papers, log, [Signed(40), Signed(15, MORNING), Signed(5)]).items
    assert early.covered == early.between == Signed(15, MORNING)
    (late,) = precedence(papers, log, [Signed(21)]).items
    assert (late.covered, late.between) == (Signed(21), None)
    (never,) = precedence(papers, log, [Signed(10)]).items
    assert (never.covered, never.shown) == (None, Shown.BEFORE), "10 entries do not hold number 10"


# In a package ---------------------------------------------------------------------------------------


def package(tmp_path: Path, *, late: bool = False, slip: int | None = None) -> Report:
    """Check a package of a case with one piece of evidence, entered before or after the decision."""
    data = encode(case(evidence=(evidence(7),), documents=(DECISION,)))
    registered: tuple[str, dict[str, Any]] = ("evidence.registered", {"evidence": 7})
    issued: tuple[str, dict[str, Any]] = ("document.issued", {"document": 9})
    log = Log()
    own = [
        log.append(t, **facts)
        for t, facts in ([issued, registered] if late else [registered, issued])
    ]
    done = made(log, casefile=data)
    files = with_manifests(prove(log, done.files, sorted([*own, *done.events]), 1))
    held = log.note(tree.SHA256, slip) if slip else None
    path = write(tmp_path / "p.zip", files)
    return verify_package(path, today=TODAY, keys=[vkey()], checkpoint=held)


def messages(report: Report, code: str) -> list[str]:
    return [one.message for one in report.findings if one.code == code]


def test_a_stranger_reads_which_evidence_preceded_the_decision(tmp_path: Path) -> None:
    report = package(tmp_path)
    assert report.verdict is Verdict.INTACT, report.findings
    assert messages(report, "precedence.before") == [
        "证据、音像和所依据的文书共 1 份，日志次序显示 1 份先于决定（日志第 1 条）。"
    ]
    (item,) = report.facts["precedence"]["items"]
    assert (item["record"], item["idx"], item["before"]) == ("evidence/e7", 0, True)


def test_evidence_entered_after_the_decision_is_said_plainly_and_is_no_fault_of_the_package(
    tmp_path: Path,
) -> None:
    report = package(tmp_path, late=True)
    assert report.verdict is Verdict.INTACT, report.findings
    (words,) = messages(report, "precedence.not_shown")
    assert words == "“证据7”未显示先于决定：日志第 1 条，在决定的第 0 条之后。"
    assert {one.effect for one in report.findings if one.code.startswith("precedence")} == {
        Effect.NOTE
    }


def test_a_slip_from_between_vouches_for_the_evidence_before_the_decision(tmp_path: Path) -> None:
    report = package(tmp_path, slip=1)
    assert report.verdict is Verdict.INTACT, report.findings
    (words,) = messages(report, "precedence.before")
    assert "其中 1 份在作出决定之前已为手中的检查点凭条（1 条）所证实" in words
    assert report.facts["precedence"]["items"][0]["witnessed"] is True
