"""Settling locks the words, draws them, takes the number and opens the places: all or nothing."""

from __future__ import annotations

from typing import Any

import pytest

from liuhen import clock
from liuhen.documents import actions, drawing
from liuhen.documents.access import current_version
from liuhen.documents.gates import STEP_OF_TYPE
from liuhen.documents.models import Document, DocumentVersion, NumberPool, Signature
from liuhen.documents.types import get_type
from liuhen.faults import Conflict, Forbidden, Invalid
from liuhen.people.actors import Actor
from liuhen.procedure import steps
from liuhen.regulation.casefile import DeliveryWay, StepName
from liuhen.vault import store
from tests.begun import Begun


def _draft(begun: Begun, type_code: str, **fields: Any) -> Document:
    return actions.draft(
        begun.cast.actor("jia"),
        begun.case,
        type_code=type_code,
        fields={**get_type(type_code).sample()["fields"], **fields},
    )


def _jia(begun: Begun) -> Actor:
    return begun.cast.actor("jia")


def test_a_final_document_is_exactly_its_words(begun: Begun) -> None:
    document = actions.finalise(_jia(begun), _draft(begun, "rights_notice"))
    version = current_version(document)
    assert document.state in (Document.State.FINAL, Document.State.ISSUED)
    assert document.dated == clock.today()
    assert version.fields == document.fields
    assert version.fields_sha256 == actions.fields_digest(document.type, document.fields)
    assert version.type_digest == document.type.digest
    pdf = store.read_bytes(version.file_sha256)
    assert pdf.startswith(b"%PDF")
    assert len(pdf) == version.file_size
    assert version.code == f"D{document.pk}-V1-{version.fields_sha256[:12].upper()}"


def test_what_is_missing_is_named_field_by_field_and_nothing_is_locked(begun: Begun) -> None:
    draft = _draft(begun, "inspection_notice", addressee="", inspection_from="下周")
    before = NumberPool.objects.get(series="统检").next_serial
    with pytest.raises(Invalid, match="还有 2 处") as caught:
        actions.finalise(_jia(begun), draft)
    assert set(caught.value.fields) == {"addressee", "inspection_from"}
    draft.refresh_from_db()
    assert (draft.state, draft.number, draft.version) == (Document.State.DRAFT, "", 0)
    assert NumberPool.objects.get(series="统检").next_serial == before


def test_a_failing_drawing_takes_no_number(begun: Begun, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise Invalid("字库中没有这些字。")

    monkeypatch.setattr(drawing, "render", broken)
    draft = _draft(begun, "inspection_notice")
    before = NumberPool.objects.get(series="统检").next_serial
    with pytest.raises(Invalid, match="字库"):
        actions.finalise(_jia(begun), draft)
    assert NumberPool.objects.get(series="统检").next_serial == before
    assert not DocumentVersion.objects.filter(document=draft).exists()


def test_who_comes_second_is_told_who_was_first_and_when(begun: Begun) -> None:
    draft = _draft(begun, "inspection_notice")
    actions.finalise(_jia(begun), draft)
    with pytest.raises(Conflict, match=r"甲（.*）于 2026-03-13 09:0\d 办理，现在已签发"):
        actions.finalise(begun.cast.actor("yi"), draft)


def test_the_places_stand_open_for_those_who_took_part(begun: Begun) -> None:
    places = Signature.objects.filter(version__document=begun.document("record"))
    found = {(one.place, one.name, one.state) for one in places}
    assert {
        ("officer", "甲", "open"),
        ("officer", "乙", "open"),
        ("party", "钱某", "open"),
    } <= found


def test_an_approval_given_here_stands_in_the_form_as_signed(begun: Begun) -> None:
    version = current_version(begun.matter("approved").document)
    signed = [(one.place, one.name, one.state) for one in version.signatures.order_by("pk")]
    assert signed == [
        ("handler", "甲", "signed"),
        ("reviewer", "丙", "signed"),
        ("approver", "戊", "signed"),
    ]
    assert [one["place"] for one in version.opinions] == ["handler", "reviewer", "approver"]


@pytest.mark.parametrize("type_code", STEP_OF_TYPE)
def test_no_gated_document_is_settled_without_a_passage(begun: Begun, type_code: str) -> None:
    with pytest.raises(Forbidden, match="程序检查"):
        actions.finalise(_jia(begun), _draft(begun, type_code))


@pytest.mark.parametrize("type_code", STEP_OF_TYPE)
def test_a_passage_for_another_step_opens_nothing(begun: Begun, type_code: str) -> None:
    passage = steps.passage_for(
        begun.case, StepName.SERVE, document=f"d{begun.ids['notice']}", way=DeliveryWay.DIRECT
    )
    with pytest.raises(PermissionError):
        actions.finalise(_jia(begun), _draft(begun, type_code), passage=passage)


@pytest.mark.parametrize("type_code", ["inspection_approval", "filing_approval"])
def test_a_form_that_needs_approval_is_not_settled_by_its_writer(
    begun: Begun, type_code: str
) -> None:
    with pytest.raises(Invalid, match="内部审批"):
        steps.finalise(_jia(begun), _draft(begun, type_code))
