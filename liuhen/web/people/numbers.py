"""The series of document numbers: where each stands, and its register with every gap explained."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from liuhen import clock
from liuhen.documents.models import NumberPool, NumberTaken
from liuhen.documents.offered import types_for
from liuhen.documents.types import DocumentType, NumberSpec
from liuhen.people.models import Bureau


@dataclass(frozen=True)
class Series:
    """A series with the titles of the documents that take their numbers from it."""

    code: str
    titles: str
    spec: NumberSpec

    def example(self, bureau_word: str, year: int, serial: int) -> str:
        """Return a number as it is printed."""
        return self.spec.text(prefix=bureau_word, year=year, serial=serial)


def all_series(types: Iterable[DocumentType]) -> Mapping[str, Series]:
    """Return every series that these types number by, in their order."""
    found: dict[str, list[str]] = {}
    specs: dict[str, NumberSpec] = {}
    for kind in types:
        if kind.number is not None:
            found.setdefault(kind.number.series, []).append(kind.title)
            specs.setdefault(kind.number.series, kind.number)
    return {code: Series(code, "、".join(titles), specs[code]) for code, titles in found.items()}


def series_of(bureau: Bureau) -> Mapping[str, Series]:
    """Return every series that a bureau numbers by today."""
    return all_series(types_for(bureau, clock.today()))


@dataclass(frozen=True)
class PoolLine:
    """Where a series of a year stands."""

    pool: NumberPool
    titles: str
    next_number: str
    taken: int


def pool_lines(bureau: Bureau) -> list[PoolLine]:
    """Return the series that run here, newest year first, in two queries."""
    series = series_of(bureau)
    pools = bureau.number_pools.prefetch_related("taken").order_by("-year", "series")
    return [_pool_line(pool, series.get(pool.series), bureau.word) for pool in pools]


def _pool_line(pool: NumberPool, series: Series | None, word: str) -> PoolLine:
    taken = {row.serial for row in pool.taken.all()}
    following = pool.next_serial
    while following in taken:  # reserved by a paper that was entered
        following += 1
    text = series.example(word, pool.year, following) if series else str(following)
    return PoolLine(pool, series.titles if series else "", text, len(taken))


@dataclass(frozen=True)
class RegisterLine:
    """One number of the register, or a run of numbers that are missing.

    `gap`: the first and last of a run that waits for its reason.
    """

    text: str
    word: str
    tone: str
    note: str
    taken: NumberTaken | None = None
    gap: tuple[int, int] | None = None


NOT_ENTERED = "在起始号之前，已在纸上发出而没有录入：补录纸质文书，或者说明空号的原因。"
SKIPPED = "已录入的纸质文书用了后面的号；中间的号还没有用，系统签发时会依次使用。"


def register(pool: NumberPool, word: str) -> list[RegisterLine]:
    """Return every number up to the last one known, in order; runs of missing ones as one line."""
    taken: dict[int, list[NumberTaken]] = {}
    for row in pool.taken.select_related("document").order_by("serial", "pk"):
        taken.setdefault(row.serial, []).append(row)
    last = max([pool.next_serial - 1, *taken])
    return list(_lines(pool, word, taken, last))


def _lines(
    pool: NumberPool, word: str, taken: Mapping[int, list[NumberTaken]], last: int
) -> Iterator[RegisterLine]:
    missing = 0  # the first of a run of missing numbers
    for serial in [*sorted(taken), last + 1]:
        first = missing + 1
        missing = serial
        yield from _gap(pool, word, first, serial - 1)
        for row in taken.get(serial, ()):
            yield _taken_line(row)


def _gap(pool: NumberPool, word: str, first: int, last: int) -> Iterator[RegisterLine]:
    """Yield the run, parted where the numbers that were skipped give way to those still free."""
    parts = (
        (first, min(last, pool.next_serial - 1), "未录入", "missing", NOT_ENTERED),
        (max(first, pool.next_serial), last, "未使用", "idle", SKIPPED),
    )
    for begin, end, state, tone, note in parts:
        if begin <= end:
            run = (begin, end) if state == "未录入" else None
            yield RegisterLine(_run(pool, word, begin, end), state, tone, note, gap=run)


def _run(pool: NumberPool, word: str, begin: int, end: int) -> str:
    series = series_of(pool.bureau).get(pool.series)
    texts = [
        series.example(word, pool.year, serial) if series else str(serial)
        for serial in dict.fromkeys((begin, end))
    ]
    return " 至 ".join(texts) + (f"（{end - begin + 1} 个）" if end > begin else "")


def _taken_line(row: NumberTaken) -> RegisterLine:
    document = row.document
    if document is None:
        return RegisterLine(row.text, "无文书", "na", row.note, row)
    if document.state == document.State.VOID:
        note = "；".join(part for part in (f"作废：{document.void_reason}", row.note) if part)
        return RegisterLine(row.text, "已作废", "void", note, row)
    word = "纸质文书" if document.paper else "已签发"
    return RegisterLine(row.text, word, "done", row.note, row)
