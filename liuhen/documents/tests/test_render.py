"""Every type draws: archivable, readable by machines, bound page by page, the same each time."""

from __future__ import annotations

import ctypes
import io
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_raw
import pytest
import zxingcpp

from liuhen.documents.render import (
    Rendered,
    RenderError,
    missing_glyphs,
    page_mark_text,
    read_page_mark,
    render,
)
from liuhen.documents.types import DocumentType, FieldSpec, all_types, get_type

FONTS = Path(__file__).resolve().parents[3] / "build" / "fonts"
AT = datetime(2026, 4, 15, 8, 0, tzinfo=UTC)
CODE = "D12-V1-0A1B2C3D4E5F"
DRAWN = sorted((one for one in all_types() if one.template), key=lambda one: one.code)
RARE = "𬸦欧阳·阿卜杜拉㐂䶮"
MILLIMETRE = 72 / 25.4


def draw(kind: DocumentType, content: Mapping[str, Any], *, draft: bool = False) -> Rendered:
    assert any(FONTS.glob("*.[ot]t[fc]")), "no fonts in build/fonts: run make setup first"
    return render(kind, content, at=AT, code=CODE, draft=draft, fonts=[FONTS])


def pages(rendered: Rendered) -> Iterator[pdfium.PdfPage]:
    document = pdfium.PdfDocument(rendered.pdf)
    assert len(document) == rendered.pages
    yield from document


def squeezed(text: str) -> str:
    return "".join(text.split())


def text_of(rendered: Rendered) -> str:
    return squeezed("".join(page.get_textpage().get_text_range() for page in pages(rendered)))


def words_of(value: Any) -> Iterator[str]:
    """Every text inside a value, line by line."""
    if isinstance(value, str):
        yield from (squeezed(line) for line in value.split("\n"))
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from words_of(one)
    elif isinstance(value, list):
        for one in value:
            yield from words_of(one)


def printed_texts(kind: DocumentType, fields: Mapping[str, Any]) -> Iterator[str]:
    """The texts that must stand on the paper: those printed as they were entered."""
    template = kind.template
    assert template is not None
    source = template.read_text(encoding="utf-8")
    for spec in kind.fields:
        if f'"{spec.name}"' not in source and f"doc.f.{spec.name}" not in source:
            continue
        if spec.kind in ("text", "longtext", "list", "qa"):
            yield from words_of(fields.get(spec.name, ""))
        elif spec.kind == "officers":
            yield from (one["name"] for one in fields.get(spec.name, []))
        elif spec.kind == "table":
            yield from table_texts(spec, fields.get(spec.name, []))


def table_texts(spec: FieldSpec, rows: list[Mapping[str, Any]]) -> Iterator[str]:
    for row in rows:
        for column in spec.columns:
            if column.width and column.kind in ("text", "longtext"):
                yield from words_of(row.get(column.name, ""))


@pytest.mark.parametrize("kind", DRAWN, ids=lambda one: one.code)
def test_every_type_draws_as_pdf_a_with_all_its_words(kind: DocumentType) -> None:
    content = kind.sample()
    rendered = draw(kind, content)
    with pikepdf.open(io.BytesIO(rendered.pdf)) as opened, opened.open_metadata() as marks:
        assert marks["pdfaid:part"] == "2"
        assert marks["pdfaid:conformance"] == "B"
    text = text_of(rendered)
    assert kind.title in text or kind.code == "volume_cover"
    missing = [one for one in printed_texts(kind, content["fields"]) if one not in text]
    assert missing == []


@pytest.mark.parametrize("kind", DRAWN, ids=lambda one: one.code)
def test_every_field_has_its_place_on_the_paper(kind: DocumentType) -> None:
    """A field that is asked for and then not printed would be lost to the party."""
    template = kind.template
    assert template is not None
    source = template.read_text(encoding="utf-8")
    # Structured twins of what the text says already, kept for the rules and not printed again.
    twins = {"rights_told", "penalties", "hearing", "answer_days"}
    for spec in kind.fields:
        assert (
            f'"{spec.name}"' in source or f"doc.f.{spec.name}." in source or spec.name in twins
        ), spec.name


@pytest.mark.parametrize("kind", DRAWN, ids=lambda one: one.code)
def test_the_same_document_gives_the_same_bytes(kind: DocumentType) -> None:
    content = kind.sample()
    assert draw(kind, content).pdf == draw(kind, dict(reversed(content.items()))).pdf


def test_another_word_another_time_or_another_code_gives_other_bytes() -> None:
    kind = get_type("filing_approval")
    content = kind.sample()
    first = draw(kind, content).pdf
    fields = {**content["fields"], "case_cause": "另一案由"}
    assert draw(kind, {**content, "fields": fields}).pdf != first
    later = render(kind, content, at=AT.replace(hour=9), code=CODE, draft=False, fonts=[FONTS])
    assert later.pdf != first
    other = render(kind, content, at=AT, code="D12-V2-0", draft=False, fonts=[FONTS])
    assert other.pdf != first


def marks_of(page: pdfium.PdfPage) -> list[str]:
    image = page.render(scale=200 / 72).to_pil().convert("L")
    return [found.text for found in zxingcpp.read_barcodes(image)]


@pytest.mark.parametrize("kind", DRAWN, ids=lambda one: one.code)
def test_every_page_carries_the_code_of_document_version_and_page(kind: DocumentType) -> None:
    rendered = draw(kind, kind.sample())
    for number, page in enumerate(pages(rendered), start=1):
        assert [read_page_mark(one) for one in marks_of(page)] == [(CODE, number)]
        text = squeezed(page.get_textpage().get_text_range())
        assert f"{CODE}{number}/{rendered.pages}" in text


def test_a_long_document_carries_its_code_on_the_last_page_too() -> None:
    kind = get_type("inquiry_record")
    content = kind.sample()
    fields = {**content["fields"], "qa": content["fields"]["qa"] * 20}
    rendered = draw(kind, {**content, "fields": fields})
    assert rendered.pages > 8
    *_, last = pages(rendered)
    assert [read_page_mark(one) for one in marks_of(last)] == [(CODE, rendered.pages)]


@pytest.mark.parametrize("code", ["has space", "a:b", "中文", ""])
def test_a_code_that_a_scanner_could_misread_is_refused(code: str) -> None:
    with pytest.raises(ValueError, match="unusable"):
        page_mark_text(code, 1)


def test_a_foreign_qr_code_is_not_ours() -> None:
    assert read_page_mark("https://example.cn/a:1") is None
    assert read_page_mark(page_mark_text(CODE, 3)) == (CODE, 3)


def filled(kind: DocumentType, text: str) -> dict[str, Any]:
    """The sample with every text, down to the cells, replaced."""

    def replaced(spec: FieldSpec, value: Any) -> Any:
        if spec.kind in ("text", "longtext"):
            return text
        if spec.kind == "list":
            return [text]
        if spec.kind == "officers":
            return [{"name": text, "post": text, "certificate_number": text}] * 2
        if spec.kind == "qa":
            return [{"q": text, "a": text}]
        if spec.kind == "table":
            row = (value or [{}])[0]
            return [{one.name: replaced(one, row.get(one.name)) for one in spec.columns}]
        return value

    content = kind.sample()
    fields = {spec.name: replaced(spec, content["fields"].get(spec.name)) for spec in kind.fields}
    return {**content, "fields": fields}


def assert_inside(rendered: Rendered) -> None:
    """No character stands outside the page's writable area (15 mm at the sides)."""
    for page in pages(rendered):
        words = page.get_textpage()
        width = page.get_width()
        for index in range(words.count_chars()):
            left, bottom, right, top = words.get_charbox(index)
            if right - left > 0 and top - bottom > 0:
                assert left > 15 * MILLIMETRE, words.get_text_range(index, 5)
                assert right < width - 15 * MILLIMETRE, words.get_text_range(index, 5)
                assert bottom > 4 * MILLIMETRE


# Without a space: Latin, Chinese without a stop, rare characters, another script.
LONG = ("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822c" * 2, "某" * 150, RARE * 6, "щ" * 90)


@pytest.mark.parametrize("kind", DRAWN, ids=lambda one: one.code)
def test_long_text_never_runs_off_the_paper(kind: DocumentType) -> None:
    assert_inside(draw(kind, filled(kind, "。".join(LONG))))


@pytest.mark.parametrize("kind", DRAWN, ids=lambda one: one.code)
def test_the_shortest_and_the_emptiest_document_draw_too(kind: DocumentType) -> None:
    draw(kind, filled(kind, "丁"))
    empty = draw(kind, {"bureau": "示例区统计局", "fields": {}}, draft=True)
    assert empty.pages <= 2
    assert "草" in text_of(empty)


@pytest.mark.parametrize("kind", DRAWN, ids=lambda one: one.code)
def test_markup_in_a_text_stays_text(kind: DocumentType) -> None:
    text = '#panic("x") $a$ *b* \\ @c <d> "e" {f} [g]'
    assert squeezed('#panic("x")') in text_of(draw(kind, filled(kind, text)))


def test_a_final_document_bears_no_watermark() -> None:
    kind = get_type("delivery_receipt")
    assert "草" not in text_of(draw(kind, kind.sample()))


def test_rare_characters_are_drawn_and_found_again() -> None:
    kind = get_type("inquiry_record")
    content = kind.sample()
    content["fields"]["respondent_name"] = RARE
    assert RARE in text_of(draw(kind, content))
    assert missing_glyphs(RARE, fonts=[FONTS]) == set()


def test_a_character_in_no_font_is_named_before_anything_is_drawn() -> None:
    missing = "\U0010fff0"
    assert missing_glyphs(f"某{missing}\n某", fonts=[FONTS]) == {missing}
    kind = get_type("inquiry_record")
    content = kind.sample()
    content["fields"]["respondent_name"] = f"某{missing}"
    with pytest.raises(RenderError, match=f"没有这些字：{missing}。"):
        draw(kind, content)


def font_of(page: pdfium.PdfPage, sign: str) -> str:
    words = page.get_textpage()
    index = words.get_text_range().replace("\r\n", "  ").index(sign)
    name = ctypes.create_string_buffer(200)
    pdfium_raw.FPDFText_GetFontInfo(words, index, name, 200, ctypes.c_int())
    return name.value.decode()


def test_a_yuan_sign_is_never_drawn_by_the_fonts_that_draw_it_as_a_dollar() -> None:
    kind = get_type("penalty_decision")
    content = kind.sample()
    content["fields"]["facts"] = "￥"
    page = next(pages(draw(kind, content)))
    assert "Noto" in font_of(page, "￥")
    assert "Fandol" in font_of(page, "违")


def test_an_amount_is_printed_in_capitals_and_figures() -> None:
    kind = get_type("penalty_decision")
    assert "人民币叁万元整（¥30,000.00）" in text_of(draw(kind, kind.sample()))


def test_a_refusal_is_noted_with_its_reason() -> None:
    kind = get_type("inquiry_record")
    refusal = {"place": "party", "name": "钱某", "state": "refused", "reason": "称需请示领导。"}
    text = text_of(draw(kind, {**kind.sample(), "signatures": [refusal]}))
    assert "钱某拒绝签名。称需请示领导。" in text


def test_a_signature_given_on_screen_is_drawn() -> None:
    kind = get_type("evidence_list")
    strokes = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="20">'
        '<path d="M2 2 L58 18" stroke="#000"/></svg>'
    )
    signed = {"place": "provider", "name": "钱某", "state": "signed", "svg": strokes}
    content = kind.sample()
    assert draw(kind, {**content, "signatures": [signed]}).pdf != draw(kind, content).pdf


def test_opinions_and_their_signatures_stand_in_their_rows() -> None:
    kind = get_type("filing_approval")
    text = text_of(draw(kind, kind.sample()))
    assert "情况属实，依据充分，同意立案。签名：丙2026年3月12日" in text


def test_a_place_to_sign_shows_a_line_for_each_person_named() -> None:
    kind = get_type("discussion_record")
    assert text_of(draw(kind, kind.sample())).count("参加人员（签名）：") == 5


def test_the_seal_never_stands_alone_on_a_page() -> None:
    kind = get_type("penalty_decision")
    content = kind.sample()
    for lines in range(1, 30):
        content["fields"]["facts"] = "\n".join(["某日，当事人报送数据。"] * lines)
        *_, last = pages(draw(kind, content))
        text = squeezed(last.get_textpage().get_text_range())
        assert "申请人民法院强制执行。" in text
        assert "2026年4月15日" in text


def test_an_official_page_holds_22_lines_of_28_characters() -> None:
    kind = get_type("penalty_decision")
    content = kind.sample()
    content["fields"]["facts"] = "某" * 28 * 60
    document = pdfium.PdfDocument(draw(kind, content).pdf)
    lines = squeezed_lines(document[1])
    full = [line for line in lines if set(line) == {"某"}]
    assert len(full) == 22
    assert {len(line) for line in full} == {28}


def squeezed_lines(page: pdfium.PdfPage) -> list[str]:
    return [squeezed(line) for line in page.get_textpage().get_text_range().split("\r\n")]


def test_an_incoming_paper_is_never_drawn() -> None:
    with pytest.raises(RenderError, match="外来材料"):
        draw(get_type("payment_voucher"), get_type("payment_voucher").sample())


def test_a_naive_time_is_refused() -> None:
    kind = get_type("filing_approval")
    with pytest.raises(ValueError, match="aware"):
        render(kind, kind.sample(), at=datetime(2026, 1, 1), code=CODE, draft=False, fonts=[FONTS])  # noqa: DTZ001


def test_a_home_without_fonts_is_told_how_to_get_them(tmp_path: Path) -> None:
    kind = get_type("filing_approval")
    with pytest.raises(RenderError, match="make setup"):
        render(kind, kind.sample(), at=AT, code=CODE, draft=False, fonts=[tmp_path])
