"""A copy in Word form for those who must edit: the words of a document, not its look.

The version that counts is the PDF; every page of the copy says so. Fonts are named for Western and
for Chinese text alike: python-docx sets only the former, and its template falls back to a Japanese
face for the latter.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import docx
from docx.document import Document as Paper
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from liuhen.clock import SHANGHAI
from liuhen.documents.models import Document
from liuhen.documents.types import DocumentType
from liuhen.documents.wording import day_words, places, printed
from liuhen.faults import Conflict, NotFound

MARK = "可编辑副本，以 PDF 为准"
MEDIA = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_BODY, _HEAD, _TITLE = "仿宋", "黑体", "宋体"
_WESTERN = "Times New Roman"
_FONT_KEYS = ("w:ascii", "w:hAnsi", "w:cs")
_THEMES = ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme")
# What XML cannot hold, private and rare characters are not among it.
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def editable_copy(document: Document, *, at: datetime, who: str) -> bytes:
    """Return a document as .docx: title, number, each field under its label, tables, signatures.

    A draft or a settled text only: what is under approval is not to be edited beside it (Conflict).
    NotFound for a paper from outside, whose words are its scan. Who may read it is asked before.
    """
    kind = document.type
    if kind.template is None:
        raise NotFound("外来材料没有可编辑副本，请打开扫描件。")
    if document.state != Document.State.DRAFT and not document.settled:
        raise Conflict(
            f"文书现在是「{document.get_state_display()}」，没有可编辑副本。"
            "请等审批结束，或者由提交人撤回后再下载。"
        )
    paper = docx.Document()
    _set_page(paper)
    _set_fonts(paper)
    _mark_pages(paper, f"{who}于 {at.astimezone(SHANGHAI):%Y-%m-%d %H:%M} 下载")
    _write(paper, document, kind)
    paper.core_properties.title = _plain(document.title)
    paper.core_properties.author = _plain(who)
    paper.core_properties.comments = MARK
    paper.core_properties.created = paper.core_properties.modified = at
    written = io.BytesIO()
    paper.save(written)
    return written.getvalue()


def _plain(text: object) -> str:
    return _NO_XML.sub("", str(text))


def _set_page(paper: Paper) -> None:
    """A4 with the margins of GB/T 9704."""
    section = paper.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)


def _set_fonts(paper: Paper) -> None:
    defaults = paper.styles.element.find(qn("w:docDefaults"))
    for fonts in defaults.iter(qn("w:rFonts")) if defaults is not None else ():
        _name(fonts, _BODY)
    sizes = {"Normal": (_BODY, 14), "Title": (_TITLE, 22), "Heading 1": (_HEAD, 14)}
    for name, (face, size) in sizes.items():
        style: Any = paper.styles[name]
        _name(style.element.get_or_add_rPr().get_or_add_rFonts(), face)
        style.font.size = Pt(size)
        style.font.color.rgb = RGBColor(0, 0, 0)
    for border in paper.styles["Title"].element.iter(qn("w:pBdr")):
        border.getparent().remove(border)
        break


def _name(fonts: Any, chinese: str) -> None:
    """Name the faces of a run or style; a theme's font would go before a named one."""
    for theme in _THEMES:
        fonts.attrib.pop(qn(theme), None)
    for key in _FONT_KEYS:
        fonts.set(qn(key), _WESTERN)
    fonts.set(qn("w:eastAsia"), chinese)


def _mark_pages(paper: Paper, taken: str) -> None:
    """Say on every page what this is, who took it and when."""
    head = paper.sections[0].header.paragraphs[0]
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = head.add_run(MARK)
    run.bold = True
    run.font.color.rgb = RGBColor(0xB0, 0x1E, 0x1E)
    foot = paper.sections[0].footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    foot.add_run(_plain(f"{taken}　第 "))
    _page_field(foot)
    foot.add_run(" 页")
    for run in (*head.runs, *foot.runs):
        run.font.size = Pt(10)


def _page_field(paragraph: Paragraph) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)


def _write(paper: Paper, document: Document, kind: DocumentType) -> None:
    _centred(paper.add_heading(_plain(document.case.bureau.name), level=1))
    _centred(paper.add_paragraph(_plain(document.title), style="Title"))
    if document.number:
        _centred(paper.add_paragraph(_plain(document.number)))
    for shown in printed(kind, document.fields).values():
        paper.add_heading(_plain(shown["label"]), level=1)
        _value(paper, shown)
    if document.issued_on:
        dated = paper.add_paragraph(day_words(document.issued_on.isoformat()))
        dated.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for place in places(kind, document.fields, ()):
        lines = "　".join("＿" * 8 for _ in place["slots"])
        paper.add_paragraph(_plain(f"{place['label']}：{lines}　年　月　日"))


def _centred(paragraph: Paragraph) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _value(paper: Paper, shown: Mapping[str, Any]) -> None:
    if shown.get("columns"):
        _table(paper, [one["label"] for one in shown["columns"]], shown["rows"])
        return
    for line in _lines(shown):
        paper.add_paragraph(_plain(line))


def _lines(shown: Mapping[str, Any]) -> Iterable[str]:
    """Return the paragraphs of a field; questions and answers under their marks."""
    for one in shown["items"]:
        if isinstance(one, Mapping) and "q" in one:
            yield from (f"问：{one['q']}", f"答：{one['a']}")
        else:
            yield from str(shown["text"]).split("\n")
            return
    if not shown["items"]:
        yield from str(shown["text"]).split("\n")


def _table(paper: Paper, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Draw the rows under their heads; an empty table keeps one row to write in."""
    table = paper.add_table(rows=1, cols=len(heads))
    table.style = "Table Grid"
    for cell, head in zip(table.rows[0].cells, heads, strict=True):
        cell.text = _plain(head)
    for row in rows or [[""] * len(heads)]:
        for cell, value in zip(table.add_row().cells, row, strict=True):
            cell.text = _plain(value)
    _repeat(table.rows[0])
    paper.add_paragraph()


def _repeat(row: Any) -> None:
    """Repeat the heads on every page of a long table."""
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)
