"""Lists as xlsx, made one way for every page that offers one.

Guarantees: text stays text (case numbers, codes and days never turn into numbers, nothing begins a
formula), the header stays in sight, columns have their widths, a sheet 「说明」 says what it is, who
made it when. Characters that a spreadsheet cannot hold are shown as 「�」, too long texts are cut
with 「…」.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from django.http import FileResponse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

from liuhen import clock

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_TEXT = 32_767  # characters in one cell, a limit of the format
LONGEST_TITLE = 31  # characters in the name of a sheet, another
NOTES = "说明"

Value: TypeAlias = str | int | Decimal | None
"""Text, a number to be summed, or nothing."""


@dataclass(frozen=True)
class Column:
    """One column: its heading, and its width in characters (a Chinese one counts two)."""

    title: str
    width: int = 16


@dataclass(frozen=True)
class Sheet:
    """One sheet: its name (at most 31 characters, no []:*?/\\), its columns and rows."""

    title: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Value]]


_A4 = 9  # the number of the format for A4
_BOLD = Font(bold=True)
_HEAD = PatternFill("solid", fgColor="DDE6F0")
_TOP = Alignment(vertical="top", wrap_text=True)
_LINE = Border(*(Side(style="thin", color="B0B0B0") for _ in range(4)))


def workbook(sheets: Sequence[Sheet], notes: Sequence[tuple[str, str]]) -> bytes:
    """Return the file: the sheets in their order, then 「说明」 with `notes` as label and words."""
    book = Workbook(write_only=True)
    book.properties.created = clock.now().replace(tzinfo=None)
    book.properties.creator = ""
    for sheet in sheets:
        _add(book, sheet)
    _add(book, Sheet(NOTES, (Column("项目", 18), Column("内容", 90)), notes))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def xlsx_response(
    name: str, sheets: Sequence[Sheet], notes: Sequence[tuple[str, str]]
) -> FileResponse:
    """Return the file as a download under a name ending in .xlsx."""
    file = io.BytesIO(workbook(sheets, notes))
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)


def _add(book: Workbook, sheet: Sheet) -> None:
    page = book.create_sheet(sheet.title[:LONGEST_TITLE])
    page.freeze_panes = "A2"
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = _A4
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.print_title_rows = "1:1"
    for number, column in enumerate(sheet.columns):
        page.column_dimensions[_letters(number)].width = column.width
    page.append([_head(page, column.title) for column in sheet.columns])
    for row in sheet.rows:
        page.append([_cell(page, value) for value in row])


def _letters(number: int) -> str:
    """Return A for 0, Z for 25, AA for 26."""
    before, last = divmod(number, 26)
    return (_letters(before - 1) if before else "") + chr(ord("A") + last)


def _head(page: object, title: str) -> WriteOnlyCell:
    cell = _cell(page, title)
    cell.font, cell.fill = _BOLD, _HEAD
    return cell


def _cell(page: object, value: Value) -> WriteOnlyCell:
    cell = WriteOnlyCell(page)
    if isinstance(value, str):
        # The type is set by hand: a text that begins with = would be taken for a formula. The quote
        # prefix keeps it a text also after somebody edits the cell.
        cell.value = plain_text(value)
        cell.data_type = "s"
        cell.number_format = "@"
        cell.quotePrefix = True
    else:
        cell.value = value
    cell.alignment, cell.border = _TOP, _LINE
    return cell


def plain_text(value: str) -> str:
    """Return a text that a cell can hold: no control characters, not too long."""
    clean = ILLEGAL_CHARACTERS_RE.sub("\N{REPLACEMENT CHARACTER}", value)
    return clean if len(clean) <= LONGEST_TEXT else f"{clean[: LONGEST_TEXT - 1]}…"
