"""LibreOffice on the same pages: our text as .docx, page by page, turned into PDF/A."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from functools import partial
from pathlib import Path

import docx
import pypdfium2
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from benches.home import SOURCE, folder
from benches.measure import Figure, Figures, Taken, Work, collected, duration, once

FONTS = SOURCE / "build" / "fonts"
BATCH = 10  # documents that LibreOffice converts in one start, after the first
ROUNDS = 3
Page = list[str] | Path
"""The lines of a page, or the picture on it."""
_EXPORT = 'pdf:writer_pdf_Export:{"SelectPdfVersion":{"type":"long","value":"2"}}'
_SKIPPED = "skipped: no soffice (apt-get install --no-install-recommends libreoffice-writer)"


def against(what: str, pdf: bytes, ours: Work) -> Figures:
    """Take turns with LibreOffice on what `pdf` says; `ours` draws it anew."""
    office = shutil.which("soffice")
    if office is None:
        yield Figure(f"LibreOffice on {what}", _SKIPPED)
        return
    pages = pages_of(pdf)
    with folder() as place:
        convert = converter(office, place, pages, 1 + BATCH)
        convert(1)  # makes the profile
        ours()
        turns = [
            (once(ours), once(partial(convert, 1)), once(partial(convert, 1 + BATCH)))
            for _ in range(ROUNDS)
        ]
    drawn = collected([mine for mine, _, _ in turns])
    one = collected([first for _, first, _ in turns])
    further = sorted((more[0] - first[0]) / BATCH for _, first, more in turns)[ROUNDS // 2]
    yield Figure(
        f"LibreOffice on {what} as .docx ({len(pages)} pages), one start a document",
        f"{duration(one.median)} ±{one.noise:.0%}: {one.median / drawn.median:.0f} times ours"
        f" ({duration(drawn.median)})",
    )
    yield Figure(
        f"the same, a further document in one start of {1 + BATCH}",
        f"{duration(further)}: {further / drawn.median:.1f} times ours",
    )


def start_over(what: str, pages: list[Page], ours: Taken) -> Figure:
    """Return how long one start takes for one document, over what ours took a moment ago."""
    office = shutil.which("soffice")
    if office is None:
        return Figure(f"LibreOffice on {what}", _SKIPPED)
    with folder() as place:
        converter(office, place / "first", [["甲"]], 1)(1)  # reads what is read once
        convert = converter(office, place / "second", pages, 1)
        convert(1)
        taken = collected([once(partial(convert, 1)) for _ in range(2)])
    return Figure(
        f"LibreOffice on {what}, one start",
        f"{duration(taken.median)} ±{taken.noise:.0%}: {taken.median / ours.median:.1f} times ours",
    )


def pages_of(pdf: bytes) -> list[Page]:
    """Return the lines of each page."""
    opened = pypdfium2.PdfDocument(pdf)
    return [page.get_textpage().get_text_range().splitlines() for page in opened]


def converter(office: str, place: Path, pages: list[Page], copies: int) -> Callable[[int], None]:
    """Return a function that turns so many .docx of these pages into PDF/A by one start."""
    place.mkdir(exist_ok=True)
    fonts = place / "fonts.conf"
    fonts.write_text(
        f"<fontconfig><dir>{FONTS}</dir><cachedir>{place}/cache</cachedir></fontconfig>",
        encoding="utf-8",
    )
    files = [place / f"{number}.docx" for number in range(copies)]
    for number, file in enumerate(files):
        _write(pages, number, file)
    command = [
        office,
        f"-env:UserInstallation=file://{place}/profile",
        "--headless",
        "--convert-to",
        _EXPORT,
        "--outdir",
        str(place / "out"),
    ]
    environment = {**os.environ, "FONTCONFIG_FILE": str(fonts), "HOME": str(place)}

    def convert(how_many: int) -> None:
        shutil.rmtree(place / "out", ignore_errors=True)
        paths = [str(file) for file in files[:how_many]]
        subprocess.run(command + paths, env=environment, check=True, capture_output=True)
        made = sorted((place / "out").glob("*.pdf"))
        if len(made) != how_many:
            raise RuntimeError("LibreOffice wrote fewer documents than it was given")
        got = len(pypdfium2.PdfDocument(made[0]))
        if got != len(pages):
            raise RuntimeError(f"LibreOffice made {got} pages of {len(pages)}")

    return convert


def _write(pages: list[Page], number: int, file: Path) -> None:
    """Plain paragraphs of the same words, and the same pictures, on the same number of pages."""
    paper = docx.Document()
    section = paper.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin = section.right_margin = Mm(20)
    style = paper.styles["Normal"]
    style.font.name, style.font.size = "FandolFang R", Pt(10.5)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "FandolFang R")
    style.paragraph_format.space_after = style.paragraph_format.space_before = Pt(0)
    for place, page in enumerate(pages):
        lines = [""] if isinstance(page, Path) else page
        for position, line in enumerate(lines):
            paragraph = paper.add_paragraph(f"{line}（{number}）" if position == 0 else line)
            paragraph.paragraph_format.page_break_before = bool(place) and position == 0
        if isinstance(page, Path):
            paragraph.add_run().add_picture(str(page), width=Mm(160))
    paper.save(str(file))
