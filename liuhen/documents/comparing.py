"""What changed between two texts of a document, as a reader sees it on paper. Pure.

Words are compared by character for Chinese and by whole word for letters and digits, tables row by
row. The time is bounded: a stretch that would take long is shown as taken out and put in whole,
which is always true, only less fine.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any, TypeVar

from liuhen.documents.types import DocumentType
from liuhen.documents.wording import printed

_SENTENCE = re.compile(r"[^。；！？\n]*[。；！？\n]|[^。；！？\n]+")
_WORD = re.compile(r"[0-9A-Za-z]+(?:[.,:/-][0-9A-Za-z]+)*|.", re.DOTALL)
_PAIRS = 40_000
"""Pairs of equal pieces that are looked at; the time of difflib grows with them."""
_ALIKE = 0.4
"""Two sentences less alike than this are two sentences, not one that was changed."""
_ISLAND = 1  # characters; a kept one between two changes reads worse than one longer change

T = TypeVar("T", bound=Hashable)


class How(StrEnum):
    """What happened to a piece."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"
    CHANGED = "changed"


@dataclass(frozen=True)
class Part:
    """A stretch of text: kept, taken out or put in."""

    how: How
    text: str


@dataclass(frozen=True)
class RowChange:
    """A row of a table with the parts of each of its cells."""

    how: How
    cells: tuple[tuple[Part, ...], ...]


@dataclass(frozen=True)
class FieldChange:
    """One field in both texts. `parts` of a text, `rows` under `columns` of a table.

    `unseen`: the kept values differ although the same words are printed.
    """

    name: str
    label: str
    changed: bool
    unseen: bool = False
    parts: tuple[Part, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[RowChange, ...] = ()

    @property
    def empty(self) -> bool:
        """Tell whether neither text has anything here."""
        return not self.parts and not self.rows


def compare(
    kind: DocumentType, before: Mapping[str, Any], after: Mapping[str, Any]
) -> list[FieldChange]:
    """Return every field of the type, in its order, with what changed from one text to the other."""
    old, new = printed(kind, before), printed(kind, after)
    return [
        _field(
            spec.name, old[spec.name], new[spec.name], before.get(spec.name) != after.get(spec.name)
        )
        for spec in kind.fields
    ]


def _field(name: str, old: Mapping[str, Any], new: Mapping[str, Any], differs: bool) -> FieldChange:
    columns, before, after = _as_table(old, new)
    if columns:
        rows = tuple(compare_rows(before, after))
        changed = any(row.how is not How.SAME for row in rows)
        return FieldChange(
            name, new["label"], changed, differs and not changed, columns=columns, rows=rows
        )
    parts = tuple(compare_text(old["text"], new["text"]))
    changed = old["text"] != new["text"]
    return FieldChange(name, new["label"], changed, differs and not changed, parts=parts)


_Rows = list[tuple[str, ...]]


def _as_table(
    old: Mapping[str, Any], new: Mapping[str, Any]
) -> tuple[tuple[str, ...], _Rows, _Rows]:
    """Return the columns and both sides' rows of a table, or of questions and answers."""
    if "columns" in new:
        heads = tuple(column["label"] for column in new["columns"])
        return heads, [tuple(row) for row in old["rows"]], [tuple(row) for row in new["rows"]]
    sides = (old["items"], new["items"])
    if any(isinstance(one, Mapping) and "q" in one for side in sides for one in side):
        asked = [[(str(one["q"]), str(one["a"])) for one in side] for side in sides]
        return ("问", "答"), [*asked[0]], [*asked[1]]
    return (), [], []


def compare_text(before: str, after: str) -> list[Part]:
    """Return the parts that lead from one text to the other; neighbours differ in kind."""
    found: list[Part] = []
    for old, new in _blocks(_SENTENCE.findall(before), _SENTENCE.findall(after)):
        gone, come = "".join(old), "".join(new)
        found += [Part(How.SAME, gone)] if old == new else _finer(gone, come)
    return _joined(found)


def _finer(before: str, after: str) -> list[Part]:
    """Compare two stretches by word, unless they have too little in common."""
    whole = [Part(How.GONE, before), Part(How.NEW, after)]
    if not before or not after:
        return whole
    blocks = list(_blocks(_WORD.findall(before), _WORD.findall(after)))
    kept = sum(len(old) for old, new in blocks if old == new)
    if 2 * kept < _ALIKE * sum(len(old) + len(new) for old, new in blocks):
        return whole
    parts: list[Part] = []
    for index, (old, new) in enumerate(blocks):
        gone, come = "".join(old), "".join(new)
        island = len(gone) <= _ISLAND and 0 < index < len(blocks) - 1
        if old == new and not island:
            parts.append(Part(How.SAME, gone))
        else:
            parts += [Part(How.GONE, gone), Part(How.NEW, come)]
    return parts


def _blocks(before: Sequence[T], after: Sequence[T]) -> Iterator[tuple[list[T], list[T]]]:
    """Yield stretches of both sides in order, equal ones and changed ones in turn."""
    head = _common(before, after)
    tail = _common(before[head:][::-1], after[head:][::-1])
    if head:
        yield [*before[:head]], [*after[:head]]
    middle = (before[head : len(before) - tail], after[head : len(after) - tail])
    if any(middle):
        yield from _middle(*middle)
    if tail:
        yield [*before[-tail:]], [*after[-tail:]]


def _common(before: Sequence[T], after: Sequence[T]) -> int:
    """Return how many pieces at the beginning are the same."""
    for index, (one, other) in enumerate(zip(before, after, strict=False)):
        if one != other:
            return index
    return min(len(before), len(after))


def _middle(before: Sequence[T], after: Sequence[T]) -> Iterator[tuple[list[T], list[T]]]:
    old, new = Counter(before), Counter(after)
    if sum(times * new[piece] for piece, times in old.items()) > _PAIRS:
        yield [*before], [*after]
        return
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for _, begin, end, start, stop in matcher.get_opcodes():
        yield [*before[begin:end]], [*after[start:stop]]


def _joined(parts: Sequence[Part]) -> list[Part]:
    """Put each run of changes together: first what went, then what came."""
    found: list[Part] = []
    gone = come = ""
    for part in [*parts, None]:
        if part is not None and part.how is not How.SAME:
            gone += part.text if part.how is How.GONE else ""
            come += part.text if part.how is How.NEW else ""
            continue
        found += [one for one in (Part(How.GONE, gone), Part(How.NEW, come)) if one.text]
        gone = come = ""
        if part is not None and found and found[-1].how is How.SAME:
            found[-1] = Part(How.SAME, found[-1].text + part.text)
        elif part is not None and part.text:
            found.append(part)
    return found


def compare_rows(
    before: Sequence[tuple[str, ...]], after: Sequence[tuple[str, ...]]
) -> Iterator[RowChange]:
    """Yield the rows in order: a changed row once with its changed cells, others gone or new."""
    for old, new in _blocks(before, after):
        if old == new:
            yield from (_whole(How.SAME, row) for row in new)
        else:
            yield from _changed_rows(old, new)


def _changed_rows(old: list[tuple[str, ...]], new: list[tuple[str, ...]]) -> Iterator[RowChange]:
    """Set rows side by side in their order as long as they have a cell in common."""
    for index in range(max(len(old), len(new))):
        gone, come = old[index : index + 1], new[index : index + 1]
        if gone and come and _related(gone[0], come[0]):
            cells = zip(gone[0], come[0], strict=False)
            yield RowChange(How.CHANGED, tuple(tuple(compare_text(*pair)) for pair in cells))
            continue
        yield from (_whole(How.GONE, row) for row in gone)
        yield from (_whole(How.NEW, row) for row in come)


def _related(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Tell whether two rows are one row changed: a filled cell is the same, or nearly."""
    return any(
        a and b and any(part.how is How.SAME and part.text.strip() for part in compare_text(a, b))
        for a, b in zip(one, other, strict=False)
    )


def _whole(how: How, row: tuple[str, ...]) -> RowChange:
    return RowChange(how, tuple((Part(how, cell),) if cell else () for cell in row))
