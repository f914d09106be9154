"""Corrections of a transcript on paper and on the page: what it was, what it is, who confirms it."""

from __future__ import annotations

import io
from typing import Any

import pypdfium2 as pdfium

from liuhen.clock import shanghai
from liuhen.documents.render import render
from liuhen.documents.types import get_type
from liuhen.documents.wording import printed

KIND = get_type("inquiry_record")


def _fields(*rows: dict[str, str]) -> dict[str, Any]:
    return {**KIND.sample()["fields"], "qa": list(rows)}


def _paper(fields: dict[str, Any]) -> str:
    drawn = render(
        KIND,
        {**KIND.sample(), "fields": fields},
        at=shanghai(2026, 3, 10, 15),
        code="t-1",
        draft=False,
    )
    pages = pdfium.PdfDocument(io.BytesIO(drawn.pdf))
    return "".join(page.get_textpage().get_text_range() for page in pages).replace("\r\n", "")


CORRECTED = {"q": "产值是多少？", "a": "九千八百万元。", "was_a": "一亿元。"}
STRUCK = {"q": "", "a": "", "was_q": "有没有人要求？", "was_a": "没有。"}


def test_a_correction_is_listed_with_what_it_was_and_what_it_is() -> None:
    shown = printed(KIND, _fields({"q": "问", "a": "答"}, CORRECTED, STRUCK))["qa"]
    assert shown["corrections"] == [
        "第2问之答：原为“一亿元。”，更正为“九千八百万元。”",
        "第3问之问：原为“有没有人要求？”，全部删去",
        "第3问之答：原为“没有。”，全部删去",
    ]
    assert "（更正前：一亿元。）" in shown["text"]


def test_the_paper_keeps_the_words_before_the_correction_and_a_place_to_confirm_each() -> None:
    text = _paper(_fields(CORRECTED, STRUCK))
    for words in ("一亿元。", "〔更正1〕", "九千八百万元。", "〔更正3〕", "更正情况"):
        assert words in text
    assert text.count("捺印（签名）：") == 3


def test_a_transcript_without_corrections_says_nothing_of_them() -> None:
    text = _paper(_fields({"q": "问", "a": "答", "at": "2026-03-10T14:03:00+08:00"}))
    assert "更正" not in text
    assert "14:03" not in text, "times are printed only where the template asks for them"


def test_the_time_of_a_question_is_its_time_of_day_in_shanghai() -> None:
    shown = printed(KIND, _fields({"q": "问", "a": "答", "at": "2026-03-10T06:03:00+00:00"}))["qa"]
    assert shown["items"][0]["time"] == "14:03"
