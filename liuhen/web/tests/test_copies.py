"""Copies that leave the system are noted, and go only to those who may read."""

from __future__ import annotations

import io

import docx
import pytest

from liuhen.cases.classing import classify
from liuhen.cases.models import Look
from liuhen.documents.docx_copy import MARK
from liuhen.documents.models import Document
from liuhen.web.tests.office import client_of
from tests.begun import Begun

pytestmark = pytest.mark.django_db


def test_the_word_copy_is_a_download_and_noted_as_a_copy(begun: Begun) -> None:
    record = begun.document("record")
    answer = client_of(begun.cast, "wu").get(f"/documents/{record.pk}/copy.docx")
    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]
    paper = docx.Document(io.BytesIO(answer.content))
    assert paper.sections[0].header.paragraphs[0].text == MARK
    look = Look.objects.get(record=record.record_id, who_id=begun.cast.actor("wu").id)
    assert look.how == Look.How.COPIED


def test_the_document_offers_it_and_a_paper_from_outside_does_not(begun: Begun) -> None:
    jia = client_of(begun.cast, "jia")
    for name, offered in (("record", True), ("draft", True), ("incoming", False)):
        pk = begun.document(name).pk
        page = jia.get(f"/documents/{pk}").content.decode()
        assert (f"/documents/{pk}/copy.docx" in page) is offered
    assert jia.get(f"/documents/{begun.document('incoming').pk}/copy.docx").status_code == 404


def test_what_one_may_not_see_is_not_copied(begun: Begun) -> None:
    record = begun.document("record")
    classify(begun.cast.actor("jia"), record, secrecy="informant", reason="有举报人信息")
    assert client_of(begun.cast, "wu").get(f"/documents/{record.pk}/copy.docx").status_code == 403


def test_the_set_of_an_activity_is_one_pdf_and_a_look_at_each(begun: Begun) -> None:
    record = begun.document("record")
    wu = client_of(begun.cast, "wu")
    page = wu.get(f"/activities/{record.activity_id}").content.decode()
    assert f"/activities/{record.activity_id}/print.pdf" in page
    answer = wu.get(f"/activities/{record.activity_id}/print.pdf")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    assert b"".join(answer.streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined]
    assert Look.objects.filter(
        record=record.record_id, who_id=begun.cast.actor("wu").id, how=Look.How.SEEN
    ).exists()


def test_an_activity_without_documents_says_so(begun: Begun) -> None:
    emptied = begun.document("record").activity_id or 0
    Document.objects.filter(activity_id=emptied).update(activity=None)
    answer = client_of(begun.cast, "jia").get(f"/activities/{emptied}/print.pdf")
    assert answer.status_code == 404
    assert "还没有可以打印的文书" in answer.content.decode()
