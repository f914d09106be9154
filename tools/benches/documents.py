"""Drawing documents: cold, warm, by the page, and LibreOffice on the same text."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pypdfium2

from benches.home import SOURCE, folder
from benches.measure import Figure, Figures, Taken, collected, duration, once, take, within
from liuhen.documents.render import Rendered, render
from liuhen.documents.types import get_type

KIND = "inquiry_record"
AT = datetime(2026, 4, 15, 8, 0, tzinfo=UTC)
FONTS = SOURCE / "build" / "fonts"
LONG = 120  # questions and answers of the long transcript
BATCH = 10  # documents that LibreOffice converts in one start
_number = count(1)

COLD = f"""
import json, sys, time
sys.path[:0] = {[str(SOURCE), str(SOURCE / "tools")]!r}
begun, worked = time.perf_counter(), time.process_time()
from benches.documents import drawn
drawn(7)
print(json.dumps([time.perf_counter() - begun, time.process_time() - worked]))
"""


def drawn(questions: int) -> Rendered:
    """Draw a transcript that differs from every earlier one, so nothing is answered from memory."""
    number = next(_number)
    content = _content(questions, number)
    code = f"D{number}-V1-0A1B2C3D4E5F"
    return render(get_type(KIND), content, at=AT, code=code, draft=False, fonts=[FONTS])


def _content(questions: int, number: int) -> dict[str, Any]:
    content = get_type(KIND).sample()
    asked = content["fields"]["qa"]
    content["fields"]["qa"] = [
        {"q": asked[i % len(asked)]["q"], "a": f"{asked[i % len(asked)]['a']}（{number}之{i}）"}
        for i in range(questions)
    ]
    return content


def figures() -> Figures:
    """Draw, then let LibreOffice draw the same words."""
    cold = collected([_cold() for _ in range(5)])
    yield Figure("document, cold: fresh process, imports, fonts, first transcript", str(cold))
    short, long = drawn(7), drawn(LONG)
    warm = take(lambda: drawn(7), 40)
    yield within(f"document, warm: a transcript of {short.pages} pages", warm, 0.030)
    many = take(lambda: drawn(LONG), 10)
    each = (many.cpu - warm.cpu) / (long.pages - short.pages)
    yield Figure(
        f"document, by the page: a transcript of {long.pages} pages",
        f"{many}; {duration(each)} of processor a further page",
    )
    yield from _office(short, warm)


def _cold() -> tuple[float, float]:
    said = subprocess.run([sys.executable, "-c", COLD], capture_output=True, text=True, check=True)
    wall, cpu = json.loads(said.stdout)
    return wall, cpu


def _office(short: Rendered, warm: Taken) -> Figures:
    office = shutil.which("soffice")
    if office is None:
        yield Figure("LibreOffice on the same text", "skipped: no soffice (libreoffice-writer)")
        return
    with folder() as place:
        convert = _converter(office, place, _text(short))
        convert(1)  # makes the profile
        rounds = [(once(partial(convert, 1)), once(partial(convert, 1 + BATCH))) for _ in range(3)]
        ours = take(lambda: drawn(7), 10)
    one = collected([first for first, _ in rounds])
    further = sorted((more[0] - first[0]) / BATCH for first, more in rounds)[1]
    yield Figure(
        "LibreOffice on the same text, one start a document",
        f"{duration(one.median)} ±{one.noise:.0%}: {one.median / ours.median:.0f} times ours",
    )
    yield Figure(
        f"LibreOffice on the same text, a further document in one start of {1 + BATCH}",
        f"{duration(further)}: {further / ours.median:.1f} times ours in the same minutes"
        f" ({duration(ours.median)})",
    )


def _text(document: Rendered) -> list[str]:
    opened = pypdfium2.PdfDocument(document.pdf)
    pages = (page.get_textpage().get_text_range() for page in opened)
    return [line for page in pages for line in page.splitlines()]


def _converter(office: str, place: Path, lines: list[str]) -> Callable[[int], None]:
    """Return a function that turns so many flat OpenDocument texts into PDF/A by one start."""
    fonts = place / "fonts.conf"
    fonts.write_text(
        f"<fontconfig><dir>{FONTS}</dir><cachedir>{place}/cache</cachedir></fontconfig>",
        encoding="utf-8",
    )
    files = [place / f"{number}.fodt" for number in range(1 + BATCH)]
    for number, file in enumerate(files):
        file.write_text(_flat(lines, number), encoding="utf-8")
    command = [
        office,
        f"-env:UserInstallation=file://{place}/profile",
        "--headless",
        "--convert-to",
        'pdf:writer_pdf_Export:{"SelectPdfVersion":{"type":"long","value":"2"}}',
        "--outdir",
        str(place / "out"),
    ]
    environment = {**os.environ, "FONTCONFIG_FILE": str(fonts), "HOME": str(place)}

    def convert(how_many: int) -> None:
        shutil.rmtree(place / "out", ignore_errors=True)
        paths = [str(file) for file in files[:how_many]]
        subprocess.run(command + paths, env=environment, check=True, capture_output=True)
        if len(list((place / "out").glob("*.pdf"))) != how_many:
            raise RuntimeError("LibreOffice wrote fewer documents than it was given")

    return convert


def _flat(lines: list[str], number: int) -> str:
    words = "".join(f"<text:p>{escape(line)}（{number}）</text:p>" for line in lines)
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{urn}:1.0"'
        for name, urn in (("office", "office"), ("text", "text"), ("style", "style"))
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {names} office:version="1.3"'
        ' office:mimetype="application/vnd.oasis.opendocument.text"><office:body><office:text>'
        f"{words}</office:text></office:body></office:document>"
    )
