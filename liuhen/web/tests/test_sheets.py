"""What leaves as xlsx comes back as it was, and can do nothing."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import openpyxl
import pytest

from liuhen.web.sheets import LONGEST_TEXT, NOTES, XLSX, Column, Sheet, workbook, xlsx_response

COLUMNS = (Column("案号", 12), Column("内容", 40), Column("件数", 8))


def read(*rows: tuple[Any, ...], title: str = "清单") -> Any:
    made = workbook([Sheet(title, COLUMNS, rows)], [("生成时间", "2026年3月10日")])
    return openpyxl.load_workbook(io.BytesIO(made))


@pytest.mark.parametrize(
    "text",
    ["=1+1", '=HYPERLINK("http://x","y")', "+86 123", "-5", "@SUM(A1)", "\t=2", "2026-001", "007"],
)
def test_text_stays_text_and_begins_no_formula(text: str) -> None:
    cell = read((text, text, 1)).worksheets[0]["A2"]
    assert cell.value == text
    assert cell.data_type == "s"
    assert cell.number_format == "@"
    assert cell.quotePrefix


def test_no_formula_element_is_in_the_file() -> None:
    made = workbook([Sheet("清单", COLUMNS, [("=1+1", "=A1", 2)])], [("=1", "=2")])
    with zipfile.ZipFile(io.BytesIO(made)) as packed:
        sheets = [packed.read(name) for name in packed.namelist() if "worksheets/" in name]
    assert len(sheets) == 2
    assert not any(b"<f>" in one or b"<f " in one for one in sheets)


def test_numbers_can_be_summed_and_nothing_is_an_empty_cell() -> None:
    page = read(("2026-001", None, 3)).worksheets[0]
    assert page["C2"].value == 3
    assert page["C2"].data_type == "n"
    assert page["B2"].value is None


def test_the_header_stays_in_sight_and_columns_have_their_widths() -> None:
    page = read(("a", "b", 1)).worksheets[0]
    assert page.freeze_panes == "A2"
    assert [cell.value for cell in page[1]] == ["案号", "内容", "件数"]
    assert page["A1"].font.bold
    assert page.column_dimensions["B"].width == 40
    assert page.print_title_rows == "$1:$1"


def test_the_last_sheet_says_what_it_is() -> None:
    book = read(("a", "b", 1))
    assert book.sheetnames == ["清单", NOTES]
    assert [cell.value for cell in book[NOTES][2]] == ["生成时间", "2026年3月10日"]


def test_what_a_cell_cannot_hold_is_shown_and_cut() -> None:
    page = read(("a\x00b\x1bc", "长" * (LONGEST_TEXT + 5), 1)).worksheets[0]
    assert page["A2"].value == "a�b�c"
    assert len(page["B2"].value) == LONGEST_TEXT
    assert page["B2"].value.endswith("…")


def test_a_long_title_is_cut_to_what_the_format_allows() -> None:
    assert len(read(("a", "b", 1), title="某" * 40).sheetnames[0]) == 31


def test_more_than_26_columns_keep_their_widths() -> None:
    columns = [Column(str(number), 10 + number) for number in range(30)]
    book = openpyxl.load_workbook(io.BytesIO(workbook([Sheet("宽", columns, [])], [])))
    assert book.worksheets[0].column_dimensions["AD"].width == 39


def test_it_is_sent_as_a_download_under_its_name() -> None:
    answer = xlsx_response("2026-002_全过程清单.xlsx", [Sheet("清单", COLUMNS, [])], [])
    assert answer["Content-Type"] == XLSX
    assert "attachment" in answer["Content-Disposition"]
    assert "2026-002" in answer["Content-Disposition"]
