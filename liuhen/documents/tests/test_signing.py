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
from liuhen.faults import Conflict, Forbidden, Invalid
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


def test_only_the_officers_of_the_case_register_signatures(begun: Begun, scanned: Document) -> None:
    for who in ("zi", "wu", "ren"):
        with pytest.raises(Forbidden):
            _mark(begun, scanned, "officer", who)
