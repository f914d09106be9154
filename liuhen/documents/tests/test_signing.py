"""What stands at a signature place: what the scan shows, or a refusal with who noted it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from liuhen import clock
from liuhen.documents import actions
from liuhen.documents.access import current_version
from liuhen.documents.models import Document, Signature
from liuhen.documents.signing import Mark
from liuhen.documents.tests.paper import text_in
from liuhen.faults import Conflict, Forbidden, Invalid
from liuhen.ledger.models import LedgerEntry
from liuhen.procedure.compile import compile_case
from liuhen.regulation.pack import evaluate
from tests.begun import Begun
from tests.plugin import Go
from tests.scanning import pages_of, pdf


@pytest.fixture
def record(begun: Begun) -> Document:
    return begun.document("record")


@pytest.fixture
def scanned(begun: Begun, record: Document) -> Document:
    """The record with all its pages back."""
    data = pdf(*pages_of(current_version(record)))
    actions.attach_scan(begun.cast.actor("jia"), record, data=data)
    return record


def _place(document: Document, code: str) -> Signature:
    found = current_version(document).signatures.filter(place=code).order_by("pk").first()
    assert found is not None
    return found


def _mark(begun: Begun, document: Document, code: str, who: str = "jia", **facts: Any) -> Signature:
    row = _place(document, code)
    mark = Mark(**{"place": code, "state": "signed", "on": clock.today(), **facts})
    return actions.mark_signatures(begun.cast.actor(who), document, {row.pk: mark})[0]


def test_a_signature_waits_for_every_page_that_bears_it(begun: Begun, record: Document) -> None:
    pages = pages_of(current_version(record))
    with pytest.raises(Invalid, match="还缺第 1、2"):
        _mark(begun, record, "officer")
    actions.attach_scan(begun.cast.actor("jia"), record, data=pdf(pages[-1]))
    with pytest.raises(Invalid, match="还缺第 1"):
        _mark(begun, record, "officer")
    assert _place(record, "officer").state == Signature.State.OPEN


def test_a_mark_says_who_registered_it_and_when(begun: Begun, scanned: Document, go: Go) -> None:
    go(clock.shanghai(2026, 3, 16, 10, 0))
    row = _mark(begun, scanned, "officer", "yi", on=date(2026, 3, 10))
    assert (row.name, row.state, row.signed_on) == ("甲", "signed", date(2026, 3, 10))
    assert row.recorded_by.startswith("乙（")
    assert row.recorded_at.astimezone(clock.SHANGHAI).date() == date(2026, 3, 16)


def test_a_refusal_needs_its_reason_and_who_noted_it_and_no_scan(
    begun: Begun, record: Document
) -> None:
    for facts in ({}, {"reason": "认为事实不符"}, {"noted_by": "甲"}):
        with pytest.raises(Invalid, match="第七条"):
            _mark(begun, record, "party", state="refused", **facts)
    row = _mark(begun, record, "party", state="refused", reason="认为事实不符", noted_by="甲")
    assert (row.state, row.noted_in_document) == ("refused", True)


@pytest.mark.parametrize(
    ("facts", "words"),
    [({"on": date(2026, 3, 14)}, "将来"), ({"state": "blessed"}, "没有「blessed」")],
)
def test_an_impossible_mark_is_refused(
    begun: Begun, scanned: Document, facts: dict[str, Any], words: str
) -> None:
    with pytest.raises(Invalid, match=words):
        _mark(begun, scanned, "officer", **facts)


def test_what_stands_there_is_not_replaced(begun: Begun, scanned: Document) -> None:
    _mark(begun, scanned, "officer")
    with pytest.raises(Conflict, match=r"甲（.*登记为「已签字」"):
        _mark(begun, scanned, "officer", "yi", state="refused", reason="某", noted_by="乙")


def test_the_signature_of_an_approval_is_not_replaced(begun: Begun) -> None:
    form = begun.matter("approved").document
    with pytest.raises(Conflict, match="已签字"):
        _mark(begun, form, "approver", state="refused", reason="某", noted_by="甲", name="某")


def test_a_place_of_another_version_or_document_is_not_marked(
    begun: Begun, scanned: Document
) -> None:
    old = _place(scanned, "officer")
    fields = {**scanned.fields, "findings": "重新核对后的情况。"}
    actions.correct(begun.cast.actor("jia"), scanned, fields=fields, reason="笔误")
    foreign = _place(begun.document("notice"), "seal")
    for row in (old, foreign):
        mark = Mark(place=row.place, state="signed", on=clock.today())
        with pytest.raises(Invalid, match="当前版本"):
            actions.mark_signatures(begun.cast.actor("jia"), scanned, {row.pk: mark})


def test_a_draft_has_no_place(begun: Begun) -> None:
    with pytest.raises(Conflict, match="还没有定稿"):
        actions.mark_signatures(begun.cast.actor("jia"), begun.document("draft"), {})


def test_a_void_document_takes_no_signature(begun: Begun, scanned: Document) -> None:
    actions.void(begun.cast.actor("jia"), scanned, reason="写错当事人")
    with pytest.raises(Conflict, match="已作废（写错当事人）"):
        _mark(begun, scanned, "officer")
    assert _place(scanned, "officer").state == Signature.State.OPEN


def test_nothing_said_leaves_no_entry(begun: Begun, scanned: Document) -> None:
    before = LedgerEntry.objects.count()
    assert actions.mark_signatures(begun.cast.actor("jia"), scanned, {}) == []
    assert LedgerEntry.objects.count() == before


def test_a_refusal_is_put_into_the_document_in_words(begun: Begun, record: Document) -> None:
    facts = {"state": "refused", "reason": "对数据有异议", "noted_by": "甲、乙"}
    row = _mark(begun, record, "party", **facts)
    version = current_version(record)
    (copy,) = version.signed_copies.all()
    note = f"{row.name}拒绝签字，原因：对数据有异议，执法人员甲、乙注明。"
    assert note in text_in(copy.file_sha256)
    assert note not in text_in(version.file_sha256), "the locked bytes stay as they are"


def test_one_officer_who_notes_is_recorded_as_one_and_the_other_can_follow(
    begun: Begun, record: Document
) -> None:
    row = _mark(begun, record, "party", state="unable", reason="手伤", noted_by="甲")
    assert (row.noters, row.noted_in_document) == (["甲"], True)
    actor = begun.cast.actor("yi")
    with pytest.raises(Invalid, match="没有「戊」"):
        actions.note_refusal(actor, record, row.pk, noted_by=["戊"])
    with pytest.raises(Invalid, match="请选择"):
        actions.note_refusal(actor, record, row.pk, noted_by=["甲"])
    noted = actions.note_refusal(actor, record, row.pk, noted_by=["甲", "乙"], reason="另一个说法")
    assert (noted.noted_by, noted.reason) == ("甲、乙", "手伤")
    newest = current_version(record).signed_copies.last()
    assert newest is not None
    assert "不能签字，原因：手伤，执法人员甲、乙注明。" in text_in(newest.file_sha256)


@pytest.mark.parametrize(
    ("state", "reason", "noted_by"),
    [
        ("refused", "认为统计局无权检查", "甲、乙"),
        ("unable", "通知后未到场", "甲、乙"),
        ("unable", "现场无人，请门卫见证", "甲"),
    ],
)
def test_refusals_and_absences_are_written_down_as_they_were(
    begun: Begun, record: Document, state: str, reason: str, noted_by: str
) -> None:
    assert "钱某没有签名" in _unsigned(begun, record)
    _mark(begun, record, "party", state=state, reason=reason, noted_by=noted_by)
    copy = current_version(record).signed_copies.get()
    assert f"原因：{reason}，执法人员{noted_by}注明。" in text_in(copy.file_sha256)
    assert "钱某" not in _unsigned(begun, record), "what is noted stands; the officers still sign"


def _unsigned(begun: Begun, record: Document) -> str:
    """Return what A07-8 finds open in the record."""
    found = evaluate(compile_case(begun.case), clock.today()).findings
    return "".join(
        one.found or "" for one in found if (one.id, one.subject) == ("A07-8", record.title)
    )


def test_only_a_refusal_is_noted(begun: Begun, record: Document) -> None:
    row = _place(record, "party")
    with pytest.raises(Conflict, match="待签"):
        actions.note_refusal(begun.cast.actor("jia"), record, row.pk, noted_by=["甲"], reason="某")


def test_what_was_signed_or_sealed_on_paper_is_never_drawn(begun: Begun, scanned: Document) -> None:
    _mark(begun, scanned, "officer")
    _mark(begun, scanned, "party", state="refused", reason="某", noted_by="甲、乙")
    copy = current_version(scanned).signed_copies.get()
    assert "见签字扫描件" in text_in(copy.file_sha256)


def test_only_the_officers_of_the_case_register_signatures(begun: Begun, scanned: Document) -> None:
    for who in ("zi", "wu", "ren"):
        with pytest.raises(Forbidden):
            _mark(begun, scanned, "officer", who)
