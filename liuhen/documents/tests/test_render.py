"""Every type draws: archivable, readable by machines, bound page by page, the same each time."""

from __future__ import annotations

import ctypes
from datetime import datetime
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_raw
import pytest
import zxingcpp

from liuhen.documents import render as drawing
from liuhen.documents.render import (
    Rendered,
    RenderError,
    missing_glyphs,
    page_mark_text,
    read_page_mark,
    render,
)
from liuhen.documents.tests.paper import (
    AT,
    CODE,
    DRAWN,
    FONTS,
    MILLIMETRE,
    draw,
    pages,
    squeezed,
    text_of,
)
from liuhen.documents.types import DocumentType, FieldSpec, get_type

RARE = "𬸦欧阳·阿卜杜拉㐂䶮"


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
    # The code stands in the lowest 30 mm; the rest of the page would only cost time.
    above = page.get_height() - 30 * MILLIMETRE
    image = page.render(scale=200 / 72, crop=(0, 0, 0, above)).to_pil().convert("L")
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


def test_a_long_document_is_drawn_once_and_the_number_of_codes_offered_does_not_show(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kind = get_type("inquiry_record")
    content = kind.sample()
    long = {**content, "fields": {**content["fields"], "qa": content["fields"]["qa"] * 20}}
    drawn: list[int] = []
    compiled = drawing._compile

    def counted(*given: Any) -> bytes:
        drawn.append(1)
        return compiled(*given)

    monkeypatch.setattr(drawing, "_compile", counted)
    once = draw(kind, long)
    assert len(drawn) == 1
    monkeypatch.setattr(drawing, "_guess", lambda content: 1)
    assert draw(kind, long).pdf == once.pdf
    assert len(drawn) == 3


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


# Without a space: Latin, Chinese without a stop, another script.
LONG = ("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", "某" * 80, "щ" * 60)


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
    refusal["noted_by"] = "甲、乙"
    text = text_of(draw(kind, {**kind.sample(), "signatures": [refusal]}))
    assert "钱某拒绝签字，原因：称需请示领导，执法人员甲、乙注明。" in text


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
