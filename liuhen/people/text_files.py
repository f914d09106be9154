"""Reading the file in which an official text is issued: plain text, or Word (.docx).

The characters stay as they are; only the line ends become "\\n". What would silently lose printed
words (automatic numbers, changes not yet accepted) is refused, with the way to save the file anew.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from liuhen.faults import Invalid
from liuhen.regulation import official

if TYPE_CHECKING:
    from docx.document import Document

MAX_BYTES = 8 * 1024 * 1024
"""The largest file that is read; a regulation in Word form has some tens of kilobytes."""

MAX_CHARACTERS = 500_000
_MAX_UNPACKED = 64 * 1024 * 1024
_MAX_PARTS = 2_000
_ZIP = b"PK\x03\x04"
_OLD_WORD = b"\xd0\xcf\x11\xe0"
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufffe\uffff]")
_DOCTYPE = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_SAVE_ANEW = "请在 Word 中另存为「纯文本（UTF-8）」后重新载入。"


def read_text(data: bytes) -> str:
    """Return the text of a file as printed; Invalid, at the field `file`, for what is none."""
    if not data.strip():
        raise _unusable("文件是空的，请重新选择。")
    if len(data) > MAX_BYTES:
        raise _unusable(f"文件超过 {MAX_BYTES // 1024 // 1024} MB，不像一份正式文本，请核对。")
    text = _docx(data) if data.startswith(_ZIP) else _plain(data)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > MAX_CHARACTERS:
        raise _unusable(f"文本超过 {MAX_CHARACTERS} 字，不像一份正式文本，请核对。")
    if _CONTROL.search(text):
        raise _unusable("文件里有不能显示的字符，不是文本文件。请用纯文本或者 .docx 文件。")
    return text


def readable(data: bytes) -> str:
    """Return the text of a file that has articles; Invalid, at the field `file`, otherwise."""
    text = read_text(data)
    try:
        official.articles(text)
    except official.NoArticles as error:
        raise Invalid(str(error), {"file": str(error)}) from None
    return text


def _unusable(words: str) -> Invalid:
    return Invalid(words, {"file": words})


def _plain(data: bytes) -> str:
    """Decode by the mark at the head, else as UTF-8, else as GB18030 (older office files)."""
    if data.startswith(_OLD_WORD):
        raise _unusable("这是旧版 Word（.doc）文件，不能读取。请另存为 .docx 或者纯文本。")
    marked = next((name for mark, name in _MARKS if data.startswith(mark)), None)
    for encoding in (marked,) if marked else ("utf-8", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _unusable("认不出文件的编码（UTF-8 或者 GB18030）。" + _SAVE_ANEW)


def _docx(data: bytes) -> str:
    """Return the paragraphs of a Word file; everything hostile in it ends as Invalid."""
    _demand_harmless(data)
    import docx

    try:
        document = docx.Document(io.BytesIO(data))
        lines = list(_lines(document))
    except Invalid:
        raise
    except Exception as error:
        # A file from outside: whatever the library trips over, the answer to the person is one.
        raise _unusable("这个 Word 文件已损坏，或者不是 .docx 文件。" + _SAVE_ANEW) from error
    return "\n".join(lines)


def _demand_harmless(data: bytes) -> None:
    """Refuse a file that unpacks into too much, or whose XML declares entities of its own.

    zipfile gives no more bytes of a part than its header says, so the sum below is a true bound.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = packed.infolist()
            if len(parts) > _MAX_PARTS or sum(one.file_size for one in parts) > _MAX_UNPACKED:
                raise _unusable("这个 Word 文件解开后过大，不像一份正式文本，没有读取。")
            for one in parts:
                if one.filename.endswith((".xml", ".rels")) and _declares(packed.read(one)):
                    raise _unusable(
                        "这个 Word 文件里有不应当出现的内容（XML 实体声明），没有读取。"
                    )
    except (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, NotImplementedError, EOFError):
        raise _unusable("这个 Word 文件已损坏或者有密码，不能读取。" + _SAVE_ANEW) from None


def _declares(content: bytes) -> bool:
    # In UTF-16 every other byte is nothing; a part in that encoding must not hide a declaration.
    return bool(_DOCTYPE.search(content) or _DOCTYPE.search(content.replace(b"\x00", b"")))


def _lines(document: Document) -> Iterator[str]:
    body = document.element.body
    if body.xpath(".//w:ins | .//w:del | .//w:moveFrom | .//w:moveTo"):
        raise _unusable("文件里有没有接受的修订，读不准文字。请在 Word 中接受全部修订后重新载入。")
    for block in document.iter_inner_content():
        yield from _block(block)


def _block(block: Any) -> Iterator[str]:
    """Yield the lines of a paragraph, or of the cells of a table, row by row."""
    if hasattr(block, "rows"):
        for row in block.rows:
            for cell in row.cells:
                for inner in cell.iter_inner_content():
                    yield from _block(inner)
        return
    if block.text.strip() and _is_numbered(block):
        raise _unusable(
            f"「{block.text[:12]}…」用了自动编号，编号不在文字里，载入后会丢失。" + _SAVE_ANEW
        )
    yield block.text


def _is_numbered(paragraph: Any) -> bool:
    """Tell whether Word itself puts a number before the paragraph, by it or by its style."""
    own = paragraph._p.xpath("./w:pPr/w:numPr/w:numId/@w:val")
    if own:
        return bool(own[0] != "0")
    style = paragraph.style
    while style is not None:
        found = style.element.xpath("./w:pPr/w:numPr/w:numId/@w:val")
        if found:
            return bool(found[0] != "0")
        style = style.base_style
    return False
