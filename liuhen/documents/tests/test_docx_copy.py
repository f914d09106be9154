"""The copy in Word form: the same words, Chinese fonts named, marked on every page."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from liuhen import clock
from liuhen.cases.models import Case
from liuhen.documents.docx_copy import MARK, editable_copy
from liuhen.documents.models import Document
from liuhen.documents.types import DocumentType, all_types, get_type
from liuhen.documents.wording import printed
from liuhen.faults import Conflict, NotFound
from liuhen.people.models import Bureau
from tests.begun import Begun

AT = clock.shanghai(2026, 3, 13, 9)
WRITTEN = [one for one in all_types() if one.template]


def _document(kind: DocumentType, **changes: Any) -> Document:
    """Return a document that is not saved, of the sample of its type."""
    sample = kind.sample()
    given: dict[str, Any] = {
        "case": Case(bureau=Bureau(name="示例区统计局")),
        "type_code": kind.code,
        "type_version": kind.version,
        "title": kind.title,
        "state": Document.State.FINAL,
        "fields": sample["fields"],
        "number": sample.get("number") or "",
        "issued_on": date(2026, 3, 12),
    }
    return Document(**{**given, **changes})


def _words(data: bytes) -> str:
    paper = docx.Document(io.BytesIO(data))
    cells = [c.text for t in paper.tables for row in t.rows for c in row.cells]
    return "\n".join([*(one.text for one in paper.paragraphs), *cells])


@pytest.mark.parametrize("kind", WRITTEN, ids=lambda kind: kind.code)
def test_every_type_keeps_its_words(kind: DocumentType) -> None:
    document = _document(kind)
    words = _words(editable_copy(document, at=AT, who="甲"))
    assert kind.title in words
    for shown in printed(kind, document.fields).values():
        assert shown["label"] in words
        for row in shown["rows"]:
            assert all(cell.split("\n")[0] in words for cell in row)
        if not shown["rows"]:
            assert all(line in words for line in shown["text"].split("\n"))


def test_every_page_says_that_the_pdf_counts() -> None:
    paper = docx.Document(
        io.BytesIO(editable_copy(_document(get_type("penalty_decision")), at=AT, who="甲"))
    )
    assert len(paper.sections) == 1
    assert not paper.sections[0].different_first_page_header_footer
    assert paper.sections[0].header.paragraphs[0].text == MARK
    assert "甲于 2026-03-13 09:00 下载" in paper.sections[0].footer.paragraphs[0].text


def test_chinese_text_has_a_chinese_font_and_no_theme_in_its_way() -> None:
    data = editable_copy(_document(get_type("penalty_decision")), at=AT, who="甲")
    paper = docx.Document(io.BytesIO(data))
    for name, face in (("Normal", "仿宋"), ("Title", "宋体"), ("Heading 1", "黑体")):
        fonts = paper.styles[name].element.rPr.rFonts
        assert fonts.get(qn("w:eastAsia")) == face
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        defaults = package.read("word/styles.xml").decode().partition("</w:docDefaults>")[0]
    assert "eastAsiaTheme" not in defaults
    assert "仿宋" in defaults


def test_rare_characters_stay_and_controls_go() -> None:
    kind = get_type("inquiry_record")
    document = _document(kind, title="𠮷\x0b\ue000某", fields={})
    assert "𠮷\ue000某" in _words(editable_copy(document, at=AT, who="甲\x01"))


def test_what_is_under_approval_and_what_came_from_outside_has_no_copy() -> None:
    kind = get_type("penalty_decision")
    for state in (Document.State.SUBMITTED, Document.State.DISCARDED):
        with pytest.raises(Conflict, match="没有可编辑副本"):
            editable_copy(_document(kind, state=state), at=AT, who="甲")
    with pytest.raises(NotFound, match="扫描件"):
        editable_copy(_document(get_type("incoming_paper")), at=AT, who="甲")


@pytest.mark.long
@pytest.mark.skipif(shutil.which("soffice") is None, reason="no soffice (libreoffice-writer)")
def test_libreoffice_opens_every_copy_and_marks_every_page(tmp_path: Path) -> None:
    from pypdfium2 import PdfDocument

    for kind in WRITTEN:
        data = editable_copy(_document(kind), at=AT, who="甲")
        (tmp_path / f"{kind.code}.docx").write_bytes(data)
    files = sorted(str(one) for one in tmp_path.glob("*.docx"))
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/office", "--headless",
         "--convert-to", "pdf", "--outdir", str(tmp_path), *files],
        check=True, capture_output=True, timeout=600,
    )  # fmt: skip
    drawn = sorted(tmp_path.glob("*.pdf"))
    assert len(drawn) == len(files)
    for path in drawn:
        for page in PdfDocument(path):
            assert MARK.replace(" ", "") in page.get_textpage().get_text_bounded().replace(" ", "")


def test_the_copy_of_a_draft_has_what_the_draft_says(begun: Begun) -> None:
    draft = begun.document("draft")
    assert draft.title in _words(editable_copy(draft, at=AT, who="甲"))
