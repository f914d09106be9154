"""Official texts: what is read, what is refused, and that the old stays when the new comes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date

import docx
import pytest

from liuhen import clock
from liuhen.demo.cast import Cast
from liuhen.faults import Conflict, Forbidden, Invalid
from liuhen.ledger.audit import verify_log
from liuhen.ledger.feed import parsed
from liuhen.ledger.models import LedgerEntry
from liuhen.people import text_files
from liuhen.people.actors import SYSTEM
from liuhen.people.models import OfficialText
from liuhen.people.official_texts import load_official_text, texts_on
from liuhen.people.text_files import read_text

TEXT = "某某办法\n\n第一条　甲。\n第１７条 乙（２）。\n（五）丙；\n（七）丁。\n"


def _word(*paragraphs: str, style: str | None = None) -> bytes:
    made = docx.Document()
    for one in paragraphs:
        made.add_paragraph(one, style=style)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _replaced(data: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """Return the Word file with one of its parts changed."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for one in old.infolist():
            content = old.read(one)
            new.writestr(one.filename, change(content) if one.filename == part else content)
    return out.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_plain_text_is_read_in_the_encodings_of_offices(encoding: str) -> None:
    assert read_text(TEXT.replace("\n", "\r\n").encode(encoding)) == TEXT


def test_a_word_file_is_read_as_printed() -> None:
    assert read_text(_word(*TEXT.split("\n"))) == TEXT


def test_a_table_in_a_word_file_is_read_cell_by_cell() -> None:
    made = docx.Document()
    table = made.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "第一条 甲", "第二条 乙"
    out = io.BytesIO()
    made.save(out)
    assert "第一条 甲\n第二条 乙" in read_text(out.getvalue())


def _bomb() -> bytes:
    return _replaced(_word("第一条 甲"), "word/document.xml", lambda _: b" " * (65 * 1024 * 1024))


def _entities(content: bytes) -> bytes:
    doctype = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    return content.replace(b"?>", b"?>" + doctype, 1)


def _hidden_entities(content: bytes) -> bytes:
    return _entities(content).decode().replace("UTF-8", "UTF-16").encode("utf-16")


def _deep(_: bytes) -> bytes:
    return b"<a>" * 200_000


def _revised(content: bytes) -> bytes:
    return content.replace(b"<w:r>", b"<w:ins><w:r>", 1).replace(b"</w:r>", b"</w:r></w:ins>", 1)


DOCUMENT = "word/document.xml"
HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b" \n", "空的"),
    "a file that is too large": (lambda: b"a" * (text_files.MAX_BYTES + 1), "MB"),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n\x00\x00", "编码|不能显示"),
    "bytes of no encoding": (lambda: b"\xff\xff\xff", "编码"),
    "an old Word file": (lambda: b"\xd0\xcf\x11\xe0" + b"\0" * 100, ".doc"),
    "control characters": (lambda: "第一条 \0甲".encode(), "不能显示"),
    "half a Word file": (lambda: _word("第一条 甲")[:500], "损坏"),
    "a zip that is no Word file": (lambda: _replaced(_word("x"), DOCUMENT, lambda _: b"x"), "损坏"),
    "a zip bomb": (_bomb, "过大"),
    "entities": (lambda: _replaced(_word("第一条 甲"), DOCUMENT, _entities), "实体"),
    "entities in UTF-16": (
        lambda: _replaced(_word("第一条 甲"), DOCUMENT, _hidden_entities), "实体",
    ),
    "endless nesting": (lambda: _replaced(_word("x"), DOCUMENT, _deep), "损坏"),
    "changes not accepted": (
        lambda: _replaced(_word("第一条 甲"), DOCUMENT, _revised), "修订",
    ),
    "automatic numbers": (lambda: _word("甲", style="List Number"), "自动编号"),
}  # fmt: skip


@pytest.mark.parametrize("what", HOSTILE)
def test_a_file_that_cannot_be_read_as_printed_is_refused_in_words(what: str) -> None:
    make, words = HOSTILE[what]
    with pytest.raises(Invalid, match=words) as caught:
        read_text(make())
    assert "file" in caught.value.fields


def _load(cast: Cast, who: str, text: str = TEXT, **facts: date | str) -> OfficialText:
    return load_official_text(
        cast.actor(who),
        data=text.encode(),
        source_name="办法.txt",
        **facts,  # type: ignore[arg-type]
    )


def test_a_text_is_kept_as_printed_with_who_and_what_file(cast: Cast) -> None:
    row = _load(cast, "wu")
    assert (row.text, row.title, row.instrument) == (TEXT, "某某办法", "MEASURE")
    assert row.in_force_from == date(2019, 9, 27)
    assert "戊" in row.recorded_by
    entry = parsed(LedgerEntry.objects.latest("idx"))
    assert (entry.type, entry.actor) == ("official_text.loaded", cast["wu"].ledger_id)
    assert not verify_log().findings


def test_an_officer_may_not_load_it(cast: Cast) -> None:
    with pytest.raises(Forbidden, match="载入正式文本"):
        _load(cast, "jia")


def test_a_newer_text_takes_over_on_its_day_and_the_old_one_stays(cast: Cast) -> None:
    old = _load(cast, "guanli")
    new = _load(cast, "guanli", TEXT.replace("甲", "新甲"), in_force_from=date(2027, 1, 1))
    assert texts_on(date(2026, 12, 31)) == {"MEASURE": old}
    assert texts_on(date(2027, 1, 1)) == {"MEASURE": new}
    assert texts_on(date(2019, 9, 26)) == {}
    assert OfficialText.objects.count() == 2


def test_of_two_texts_of_one_day_the_one_loaded_last_holds(cast: Cast) -> None:
    _load(cast, "guanli")
    corrected = _load(cast, "guanli", TEXT.replace("甲", "抄正的甲"))
    assert texts_on(date(2026, 1, 1)) == {"MEASURE": corrected}


def test_the_same_file_again_is_not_kept_twice(cast: Cast) -> None:
    _load(cast, "guanli")
    with pytest.raises(Conflict, match="已经由管理员"):
        _load(cast, "wu")
    assert OfficialText.objects.count() == 1


def test_a_text_without_articles_and_an_unknown_instrument_are_refused(cast: Cast) -> None:
    with pytest.raises(Invalid, match="第几条"):
        _load(cast, "guanli", "没有条文")
    with pytest.raises(Invalid, match="选项"):
        load_official_text(SYSTEM, data=TEXT.encode(), source_name="x", instrument="民法典")


def test_the_day_of_the_first_loading_is_told_as_shanghai_counts_it(cast: Cast) -> None:
    with clock.playing(clock.shanghai(2026, 11, 25, 0, 30)):  # still the 24th in UTC
        _load(cast, "guanli")
        with pytest.raises(Conflict, match="于 2026-11-25 载入"):
            _load(cast, "guanli")


@pytest.mark.parametrize("day", [date(1, 1, 1), date(1948, 12, 31), date(9999, 12, 31)])
def test_a_year_that_no_case_file_can_hold_is_refused(day: date) -> None:
    with pytest.raises(Invalid, match="1949年至2200年"):
        load_official_text(SYSTEM, data=TEXT.encode(), source_name="a.txt", in_force_from=day)
