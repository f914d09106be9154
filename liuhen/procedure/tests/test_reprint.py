"""A changed fact of the case shows where else it is printed, and drafts follow field by field."""

from __future__ import annotations

from datetime import date

import pytest

from liuhen.cases.actions import add_officer, amend_facts
from liuhen.documents import actions as documents
from liuhen.documents.models import Document
from liuhen.documents.types import all_types
from liuhen.faults import Conflict, Forbidden, Invalid
from liuhen.ledger import nodes
from liuhen.procedure.prefill import prefilled
from liuhen.procedure.reprint import ALL, FACTS, OFFICERS, Printing, refresh_field, where_printed
from tests.begun import Begun

TYPE, FIELD = "no_filing_approval", "received_on"


@pytest.fixture
def written(begun: Begun) -> Document:
    """A draft that prints the day of discovery."""
    fields = prefilled(begun.case, TYPE)
    return documents.draft(begun.cast.actor("jia"), begun.case, type_code=TYPE, fields=fields)


def _discovered(begun: Begun, on: date) -> None:
    amend_facts(
        begun.cast.actor("jia"), begun.case, conduct_ended_on=None, discovered_on=on, complex=False
    )


def _of(begun: Begun, document: Document) -> Printing:
    (found,) = [one for one in where_printed(begun.case) if one.document.pk == document.pk]
    return found


def test_the_documents_that_print_a_fact_are_named_before_it_changes(
    begun: Begun, written: Document
) -> None:
    (found,) = [one for one in where_printed(begun.case, FACTS) if one.document == written]
    assert FIELD in {one.name for one in found.fields}
    assert found.moved == ()


def test_only_documents_of_the_source_asked_for_are_named(begun: Begun, written: Document) -> None:
    named = {one.document.type_code for one in where_printed(begun.case, OFFICERS)}
    assert "inquiry_record" in named
    everywhere = {one.document.type_code for one in where_printed(begun.case, ALL)}
    assert named < everywhere


def test_a_void_document_is_not_named(begun: Begun) -> None:
    notice = begun.document("notice")
    documents.void(begun.cast.actor("jia"), notice, reason="检查取消")
    assert notice not in [one.document for one in where_printed(begun.case)]


def test_a_draft_takes_the_new_value_when_its_writer_says_so(
    begun: Begun, written: Document
) -> None:
    _discovered(begun, date(2026, 2, 27))
    (moved,) = [one for one in _of(begun, written).moved if one.name == FIELD]
    assert (moved.stands, moved.now) == ("2026年3月2日", "2026年2月27日")
    entries = nodes.size()
    after = refresh_field(begun.cast.actor("jia"), written, FIELD)
    assert after.fields == {**written.fields, FIELD: "2026-02-27"}
    assert nodes.size() == entries + 1
    assert FIELD not in {one.name for one in _of(begun, written).moved}
    with pytest.raises(Conflict, match="不需要更新"):
        refresh_field(begun.cast.actor("jia"), after, FIELD)


def test_a_new_officer_moves_what_has_no_activity_of_its_own(begun: Begun) -> None:
    jia = begun.cast.actor("jia")
    kind = next(one for one in all_types() if any(f.source == "officers" for f in one.fields))
    (name, *_) = [spec.name for spec in kind.fields if spec.source == "officers"]
    fields = prefilled(begun.case, kind.code)
    written = documents.draft(jia, begun.case, type_code=kind.code, fields=fields)
    assert name not in {one.name for one in _of(begun, written).moved}
    add_officer(jia, begun.case, begun.cast["zi"])
    (moved,) = [one for one in _of(begun, written).moved if one.name == name]
    assert "子" in moved.now
    assert "子" not in moved.stands


def test_a_settled_text_is_named_and_never_changed(begun: Begun) -> None:
    record = begun.document("record")
    jia = begun.cast.actor("jia")
    (spec, *_) = [one for one in record.type.fields if (one.source or "").startswith("party.")]
    fields = {**record.fields, spec.name: "写错的名称"}
    documents.correct(jia, record, fields=fields, reason="试写")
    record = begun.document("record")
    found = _of(begun, record)
    assert not found.is_draft
    assert spec.name in {one.name for one in found.moved}
    with pytest.raises(Conflict, match="更正"):
        refresh_field(jia, record, spec.name)


def test_a_field_of_the_writer_s_own_words_is_not_overwritten(
    begun: Begun, written: Document
) -> None:
    own = next(one.name for one in written.type.fields if not one.source)
    with pytest.raises(Invalid, match="直接填写"):
        refresh_field(begun.cast.actor("jia"), written, own)


@pytest.mark.parametrize("who", ["zi", "wu", "ren"])
def test_only_who_writes_the_document_refreshes_it(
    begun: Begun, written: Document, who: str
) -> None:
    _discovered(begun, date(2026, 2, 27))
    with pytest.raises(Forbidden):
        refresh_field(begun.cast.actor(who), written, FIELD)
