"""Binding a volume of 300 pages: drawn papers, scans, photographs, scans that lie crooked."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import count
from typing import Any

from benches import home
from benches.measure import Figure, Figures, collected, duration, once, within
from benches.office import Page, pages_of, start_over

SCANS = 100
PHOTOGRAPHS = 50
CROOKED = 10
PAGES = 300
LIMIT = 5.0
ROUNDS = 3
_number = count(1)


def figures() -> Figures:
    """Bind the same sources again and again; then each kind of page alone."""
    with home.folder() as place:
        home.begin(place / "home")
        from liuhen.archive.binding import bind_volumes

        sources = _stored()
        plan = _plan(sources)

        def bind(**kinds: int) -> int:
            chosen = replace(plan, items=_items(sources, kinds or None))
            folder = place / f"volume-{next(_number)}"
            folder.mkdir()
            (bound,) = bind_volumes(chosen, _facts(), folder)
            return bound.pages

        pages = bind()
        taken = collected([once(bind) for _ in range(ROUNDS)])
        yield within(
            f"volume of {pages} pages bound: {len(sources['papers'])} drawn papers, {SCANS} scans,"
            f" {PHOTOGRAPHS} photographs of 12 megapixels with captions, {CROOKED} crooked scans",
            taken,
            LIMIT,
        )
        yield start_over("the volume as .docx: the same words and pictures", _pages(sources), taken)
        yield from _by_kind(bind, sources)


def _by_kind(bind: Callable[..., int], sources: dict[str, list[Any]]) -> Figures:
    bare = collected([once(lambda: bind(papers=1)) for _ in range(3)])
    for kind, held in sources.items():
        taken = collected([once(partial(bind, **{kind: len(held)})) for _ in range(3)])
        pages = bind(**{kind: len(held)})
        each = (taken.cpu - bare.cpu) / pages
        yield Figure(f"of it, a page of {kind}", f"{duration(max(each, 0))} of processor")


def _pages(sources: dict[str, list[Any]]) -> list[Page]:
    """Return the pages of the same sources, as the office is given them."""
    from liuhen.vault import store

    papers = [page for one in sources["papers"] for page in pages_of(store.read_bytes(one.sha256))]
    pictures = [
        store.path_for(one.sha256)
        for kind, held in sources.items()
        for one in held
        if kind != "papers"
    ]
    return [*papers, *pictures]


def _facts() -> Any:
    from liuhen import clock
    from liuhen.archive.binding import Facts

    return Facts("20260001", "permanent", "庚", clock.shanghai(2026, 11, 24, 10, 0))


def _plan(sources: dict[str, list[Any]]) -> Any:
    from liuhen import clock
    from liuhen.archive.volumes import plan_volumes
    from liuhen.cases.models import Case
    from liuhen.demo import story
    from liuhen.demo.cast import found
    from liuhen.demo.stories import case_b

    with clock.playing(story.BEGINS_AT):
        cast = found()
    story.play(cast, [case_b.tell])
    return replace(plan_volumes(Case.objects.get()), recordings=())


def _items(sources: dict[str, list[Any]], kinds: dict[str, int] | None) -> tuple[Any, ...]:
    from liuhen.archive.models import Volume
    from liuhen.archive.volumes import Item

    chosen = [
        one
        for kind, held in sources.items()
        for one in held[: kinds.get(kind, 0) if kinds else None]
    ]
    return tuple(
        Item(
            volume=Volume.Kind.MAIN, order=(1, date(2026, 3, 1), place, 0), title=f"材料{place}",
            author="某某统计局", number="", dated=date(2026, 3, 1), sources=(one,),
        )
        for place, one in enumerate(chosen, start=1)
    )  # fmt: skip


def _stored() -> dict[str, list[Any]]:
    """Put the sources into the vault: as many pages as PAGES, the drawn ones filling up."""
    from liuhen.archive.volumes import Source

    def jpeg(data: bytes, caption: str = "", turn: int = 0) -> Source:
        return Source(_put(data), "image/jpeg", caption, turn)

    pictures = SCANS + PHOTOGRAPHS + CROOKED
    left, papers = PAGES - pictures, []
    while left > 0:
        drawn = _paper(left)
        papers.append(Source(_put(drawn.pdf), "application/pdf"))
        left -= drawn.pages
    return {
        "papers": papers,
        "scans": [jpeg(_scan(n, (1240, 1754))) for n in range(SCANS)],
        "photographs": [
            jpeg(_scan(n, (4000, 3000), 90), f"现场照片{n}") for n in range(PHOTOGRAPHS)
        ],
        "crooked": [jpeg(_scan(n, (2480, 3508)), turn=9) for n in range(CROOKED)],
    }


def _put(data: bytes) -> str:
    from liuhen.vault import store

    return str(store.put_bytes(data).sha256)


def _paper(pages_left: int) -> Any:
    """Return a transcript of five pages or so, or of one, that fits."""
    from benches.documents import drawn

    made = drawn(45)
    return made if made.pages <= pages_left else drawn(1)


def _scan(seed: int, size: tuple[int, int], quality: int = 75) -> bytes:
    """A page of print, grainy, as scanners and telephones give it: 0.5 to 4 MB."""
    from PIL import Image, ImageDraw

    page = Image.effect_noise((size[0] // 2, size[1] // 2), 12).resize(size).convert("RGB")
    pen = ImageDraw.Draw(page)
    for line in range(40):
        pen.text((90, 60 + line * size[1] // 43), f"{seed} {line} " + "liuhen " * 18, fill="black")
    out = io.BytesIO()
    page.save(out, format="JPEG", quality=quality)
    return out.getvalue()
