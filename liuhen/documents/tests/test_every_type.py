"""Every type of the catalogue, drawn from next to nothing, as its sample, with rare characters and
with far too much: nothing leaves the text area, nothing is lost, every page is bound.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

import pikepdf
import pypdfium2 as pdfium
import pytest

from liuhen.documents.fields import check
from liuhen.documents.render import Rendered, RenderError, missing_glyphs
from liuhen.documents.tests.paper import (
    CODE,
    DRAWN,
    FONTS,
    MILLIMETRE,
    Sign,
    draw,
    layout_of,
    margins_of,
    pages,
    signs,
    split,
    squeezed,
)
from liuhen.documents.types import DocumentType, FieldSpec, get_type
from liuhen.documents.wording import layout_words, places, printed

RARE = "𠮷野䶮㛃𬸦㐂·阿卜杜拉"
SENTENCE = "经核对产成品入库单、销售发票和会计账簿，2025年度工业总产值应为98000千元；"
ROWS = 40
# A full stop or a hyphen may hang over the edge a little, as printers have it.
HANGING = 1.5 * MILLIMETRE
BY_CODE = pytest.mark.parametrize("kind", DRAWN, ids=lambda one: one.code)


def texts(kind: DocumentType, short: str, long: str, rows: int) -> dict[str, Any]:
    """The sample's shape with every text replaced, and `rows` entries wherever there are several."""
    sample = kind.sample()["fields"]
    return {
        spec.name: replaced(spec, sample.get(spec.name), short, long, rows) for spec in kind.fields
    }


def replaced(spec: FieldSpec, value: Any, short: str, long: str, rows: int) -> Any:
    officer = {"name": short, "post": short, "certificate_number": "TJ-0001"}
    row = (value or [{}])[0] if spec.kind == "table" else {}
    cells = {
        column.name: replaced(column, row.get(column.name), short, long, rows)
        for column in spec.columns
    }
    several = max(rows, spec.minimum)
    by_kind: dict[str, Any] = {
        "text": short,
        "longtext": long,
        "list": [short] * several,
        "officers": [officer] * max(spec.minimum, min(rows, 8)),
        "person": {"name": short},
        "qa": [{"q": short, "a": long}] * several,
        "table": [cells] * several,
    }
    return by_kind.get(spec.kind, value)


def required_only(kind: DocumentType, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out whatever may be left out, in tables too."""

    def needed(specs: tuple[FieldSpec, ...], values: Mapping[str, Any]) -> dict[str, Any]:
        kept = {
            spec.name: values[spec.name]
            for spec in specs
            if not spec.optional
            or (spec.required_if and values.get(spec.required_if.field) == spec.required_if.equals)
        }
        for spec in specs:
            if spec.kind == "table" and spec.name in kept:
                kept[spec.name] = [needed(spec.columns, row) for row in kept[spec.name]]
        return kept

    return needed(kind.fields, fields)


def shortest(kind: DocumentType) -> dict[str, Any]:
    fields = required_only(kind, texts(kind, "丁", "丁", 1))
    assert check(kind, fields) == []
    return {"bureau": "某局", "fields": fields}


def rare(kind: DocumentType) -> dict[str, Any]:
    return {**kind.sample(), "fields": texts(kind, RARE, RARE, 1)}


def longest(kind: DocumentType) -> dict[str, Any]:
    long = "\n".join(SENTENCE * 6 for _ in range(3))
    return {**kind.sample(), "fields": texts(kind, SENTENCE, long, ROWS)}


def many_rows(kind: DocumentType) -> dict[str, Any]:
    """Forty short rows in every table, transcript and list."""
    return {
        **kind.sample(),
        "fields": texts(kind, "产成品入库单", "第七页至第十二页，有涂改。", ROWS),
    }


def assert_sound(kind: DocumentType, content: Mapping[str, Any], rendered: Rendered) -> str:
    """Check every page, and return the text within the text areas."""
    margins = margins_of(kind, content)
    inside: list[Sign] = []
    for number, page in enumerate(pages(rendered), start=1):
        body, frame = split(page, margins)
        assert_within(body, page, margins.left, margins.right)
        assert_frame(kind, content, frame, number, rendered.pages)
        inside += body
    text = squeezed("".join(one.text for one in inside))
    assert lost(kind, content["fields"], text) == {}
    return text


def assert_within(body: list[Sign], page: pdfium.PdfPage, left: float, right: float) -> None:
    edge = page.get_width() - right
    for one in body:
        if not one.text.isspace():
            assert one.left > left - HANGING, one
            assert one.right < edge + HANGING, one


def assert_frame(
    kind: DocumentType, content: Mapping[str, Any], frame: list[Sign], number: int, all_pages: int
) -> None:
    """Above and below the text area stand the code, the page's number and who signs it: no text."""
    text = squeezed("".join(one.text for one in frame))
    bound = f"{CODE}{number}/{all_pages}"
    assert bound in text
    rest = text.replace(bound, "", 1)
    layout = layout_of(kind)
    if layout == "official":
        assert rest == f"—{number}—"
    elif layout == "form":
        assert rest == f"第{number}页共{all_pages}页"
    elif layout == "record":
        heading = f"{content['bureau']}第{number}页共{all_pages}页"
        assert rest.startswith(heading)
        assert rest.removeprefix(heading) == feet(kind, content)
    else:
        assert rest == ""


def feet(kind: DocumentType, content: Mapping[str, Any]) -> str:
    """What those who sign every page find below the text."""
    shown = places(kind, content["fields"], content.get("signatures") or ())
    here = [one for one in shown if one["each_page"]]
    slots = [(one["label"], slot) for one in here for slot in one["slots"]]
    lines = "".join(f"{label}：{slot['text'] if slot else ''}" for label, slot in slots)
    return squeezed(lines + (str(layout_words(kind.root)["blank_date"]) if here else ""))


def lost(kind: DocumentType, fields: Mapping[str, Any], text: str) -> Counter[str]:
    """Return what the filled-in fields say and the paper does not, character by character.

    A cell that runs over a page is read back in two parts, so whole texts cannot be looked for.
    """
    wanted: Counter[str] = Counter()
    for value in expected(kind, fields):
        wanted.update(squeezed(value))
    return wanted - Counter(text)


# Structured twins of what the text says already, kept for the rules and not printed again.
TWINS = {"rights_told", "penalties", "hearing", "answer_days"}


def expected(kind: DocumentType, fields: Mapping[str, Any]) -> Iterator[str]:
    """Yield every text that must stand on the paper, as it reads there."""
    assert kind.template is not None
    source = kind.template.read_text(encoding="utf-8")
    for name, shown in printed(kind, fields).items():
        named = f'"{name}"' in source or f"doc.f.{name}" in source
        assert named or name in TWINS, name
        if named and name not in TWINS and not only_switch(source, name):
            yield from spoken(shown)


def only_switch(source: str, name: str) -> bool:
    """Tell whether a template asks only if a field is filled, and never prints it."""
    asked = f'filled(doc, "{name}")'
    return source.count(f'"{name}"') == source.count(asked) > 0


def spoken(shown: Mapping[str, Any]) -> Iterator[str]:
    """Yield the texts of a printed field, one by one as they stand on the paper."""
    for row in shown["rows"]:
        yield from row
    for one in shown["items"]:
        if isinstance(one, str):
            yield one
        else:
            yield from (one[key] for key in ("name", "q", "a") if key in one)
    if not shown["rows"] and not shown["items"]:
        yield shown["text"]


@BY_CODE
def test_next_to_nothing_makes_a_paper(kind: DocumentType) -> None:
    content = shortest(kind)
    assert_sound(kind, content, draw(kind, content))


@BY_CODE
def test_the_sample_is_an_archivable_paper_with_every_word_in_its_order(kind: DocumentType) -> None:
    content = kind.sample()
    rendered = draw(kind, content)
    with pikepdf.open(io.BytesIO(rendered.pdf)) as opened, opened.open_metadata() as marks:
        assert (marks["pdfaid:part"], marks["pdfaid:conformance"]) == ("2", "B")
    text = assert_sound(kind, content, rendered)
    assert kind.title in text or kind.code == "volume_cover"
    if content.get("number"):
        assert content["number"] in text
    for value in expected(kind, content["fields"]):
        for line in value.split("\n"):
            assert squeezed(line) in text, line


@BY_CODE
def test_rare_characters_are_drawn_in_every_field(kind: DocumentType) -> None:
    content = rare(kind)
    assert missing_glyphs(RARE, fonts=[FONTS]) == set()
    text = assert_sound(kind, content, draw(kind, content))
    assert RARE in text


@BY_CODE
def test_forty_rows_run_over_the_pages_and_none_is_lost(kind: DocumentType) -> None:
    content = many_rows(kind)
    rendered = draw(kind, content)
    assert_sound(kind, content, rendered)
    if any(spec.kind in ("table", "qa") for spec in kind.fields):
        assert rendered.pages > 1


@pytest.mark.long
@BY_CODE
def test_far_too_much_text_stays_on_the_paper(kind: DocumentType) -> None:
    content = longest(kind)
    assert_sound(kind, content, draw(kind, content))


@BY_CODE
def test_a_character_that_no_font_has_stops_the_paper(kind: DocumentType) -> None:
    name = next(spec.name for spec in kind.fields if spec.kind in ("text", "longtext"))
    content = kind.sample()
    content["fields"][name] = "某\U0010fff0"
    with pytest.raises(RenderError, match="字库中没有这些字"):
        draw(kind, content)


@pytest.mark.parametrize("kind", [one for one in DRAWN if layout_of(one) == "official"],
    ids=lambda one: one.code)  # fmt: skip
def test_one_endless_paragraph_breaks_and_never_runs_off_the_page(kind: DocumentType) -> None:
    fields = texts(kind, "某单位", SENTENCE * 40, 1)
    content = {**kind.sample(), "fields": fields}
    assert_sound(kind, content, draw(kind, content))


def lines_of(page: pdfium.PdfPage) -> list[list[Sign]]:
    """The characters 某 of a page by line, top to bottom."""
    lines: dict[int, list[Sign]] = {}
    for one in signs(page):
        if one.text == "某":
            lines.setdefault(round(one.bottom), []).append(one)
    return [sorted(lines[at], key=lambda one: one.left) for at in sorted(lines, reverse=True)]


def test_an_official_page_has_the_measures_of_gb_t_9704() -> None:
    """A4; 天头 37 mm, 订口 28 mm, 版心 156 mm × 225 mm; 22 lines of 28 characters, evenly spaced."""
    kind = get_type("penalty_decision")
    content = kind.sample()
    content["fields"]["facts"] = "某" * 28 * 60
    page = pdfium.PdfDocument(draw(kind, content).pdf)[1]
    assert page.get_width() == pytest.approx(210 * MILLIMETRE, abs=0.5)
    assert page.get_height() == pytest.approx(297 * MILLIMETRE, abs=0.5)
    lines = lines_of(page)
    assert [len(line) for line in lines] == [28] * 22
    # The ink of a character keeps a little air within its square of 5.56 mm (3号).
    left, right = lines[0][0].left / MILLIMETRE, lines[0][-1].right / MILLIMETRE
    assert 28 <= left < 28.6
    assert 183.4 < right <= 184
    top = 297 - lines[0][0].top / MILLIMETRE
    foot = 297 - lines[-1][0].bottom / MILLIMETRE
    assert 37 <= top < 38
    assert 256 < foot <= 262
    pitches = {
        round((above[0].bottom - below[0].bottom) / MILLIMETRE, 1)
        for above, below in pairwise(lines)
    }
    assert pitches == {10.2}
    square = (lines[0][1].left - lines[0][0].left) / MILLIMETRE
    assert square == pytest.approx(156 / 28, abs=0.05)


def test_page_numbers_stand_below_the_text_on_the_outer_side() -> None:
    """4号, between dashes 7 mm below the text area; odd pages right, even pages left."""
    kind = get_type("penalty_decision")
    content = kind.sample()
    for number, page in enumerate(pages(draw(kind, content)), start=1):
        _, frame = split(page, margins_of(kind, content))
        dashes = [one for one in frame if one.text == "—"]
        assert len(dashes) == 2
        below = 297 - dashes[0].top / MILLIMETRE - 262
        assert 6 < below < 11
        free = (
            (210 - 26) - dashes[-1].right / MILLIMETRE
            if number % 2
            else (dashes[0].left / MILLIMETRE - 28)
        )
        assert 4 < free < 7


def test_the_title_of_an_official_paper_is_of_size_2() -> None:
    kind = get_type("penalty_decision")
    page = next(pages(draw(kind, kind.sample())))
    title = [one for one in signs(page) if one.text in "行政处罚决定书"][:7]
    squares = [after.left - before.left for before, after in pairwise(title)]
    # 22 pt and the space between the characters of a title.
    assert all(22 < one < 27 for one in squares), squares
