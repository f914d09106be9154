"""The filled-in values of a document: cleaning what was entered, checking it, filling in what is known.

A value is plain JSON without floats: texts; dates 2026-11-24; instants with Shanghai's offset;
money as whole fen; a figure (`number`) as plain decimal text; a person or officer as {"name",
"post", "certificate_number"}; a row of a table as {column: value}, its computed columns filled in;
a question and its answer as {"q", "a"}, with "at", the instant its first word was written, and
"was_q", "was_a", what stood there before the party had it corrected, where known.
`clean` never refuses and loses nothing, so a draft can always be saved; `check` says what must be
put right before it is final.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from liuhen.documents import entry, figures
from liuhen.documents.types import DocumentType, FieldSpec

PERSON_KEYS = ("name", "post", "certificate_number")
QA_KEYS = ("q", "a")
_EMPTY: tuple[object, ...] = (None, "", [], {})


@dataclass(frozen=True)
class Problem:
    """What stands against a document becoming final. `field` is a path such as officers.1.name."""

    field: str
    message: str


def clean(kind: DocumentType, raw: Mapping[str, Any], *, year: int | None = None) -> dict[str, Any]:
    """Return the values as they are kept; applying it twice changes nothing.

    Text given for money is in yuan, a whole number is in fen already. `year` completes dates typed
    without one. Names the type does not know are left out; what cannot be read stays as typed.
    """
    return {
        spec.name: _clean_value(spec, raw[spec.name], year)
        for spec in kind.fields
        if spec.name in raw
    }


def _clean_value(spec: FieldSpec, value: Any, year: int | None) -> Any:
    if value is None:
        return None
    if spec.kind in _MANY:
        rows = value if isinstance(value, list | tuple) else [value]
        cleaned = [_clean_entry(spec, row, year) for row in rows]
        return [row for row in cleaned if not _is_empty(row)]
    if spec.kind == "choice" and spec.multiple:
        chosen = value if isinstance(value, list | tuple) else [value]
        return [entry.words(str(one)) for one in chosen if str(one).strip()]
    if spec.kind == "person":
        return _person(value)
    return _scalar(spec.kind, value, year)


def _clean_entry(spec: FieldSpec, row: Any, year: int | None) -> Any:
    if spec.kind == "officers":
        return _person(row)
    if spec.kind == "list":
        return entry.words(str(row))
    if not isinstance(row, Mapping):
        row = {_first_key(spec): row}
    if spec.kind == "qa":
        return _question(row)
    cells = {
        column.name: _clean_value(column, _several(column, row[column.name]), year)
        for column in spec.columns
        if column.name in row and not column.computed
    }
    return cells if _is_empty(cells) else cells | _computed(spec, cells)


def _several(column: FieldSpec, value: Any) -> Any:
    """Return the entries of a list cell: a form has them in one line, parted by 、."""
    return value.split("、") if column.kind == "list" and isinstance(value, str) else value


def _computed(spec: FieldSpec, cells: Mapping[str, Any]) -> dict[str, str]:
    """Return the computed cells of a row, whatever was typed there before."""
    found = {
        column.name: figures.computed(
            rule.rule, (cells.get(rule.of[0]), cells.get(rule.of[1])), rule.otherwise
        )
        for column in spec.columns
        if (rule := column.computed)
    }
    return {name: value for name, value in found.items() if value is not None}


def _question(row: Mapping[str, Any]) -> dict[str, str]:
    """A question with its answer; its marks are kept only where they say something."""
    kept = {key: entry.words(str(row.get(key) or "")) for key in QA_KEYS}
    was = {key: entry.words(str(row.get(f"was_{key}") or "")) for key in QA_KEYS}
    before = {f"was_{key}": words for key, words in was.items() if words and words != kept[key]}
    if not any(kept.values()) and not before:
        return {}  # a time alone says nothing
    begun = entry.instant(str(row.get("at") or ""))
    return {**kept, **({"at": entry.instant_text(begun)} if begun else {}), **before}


def not_after(kind: DocumentType, values: Mapping[str, Any], at: datetime) -> dict[str, Any]:
    """Return the values with no question begun later than `at`, when the words came in.

    The times of questions come from the device that wrote them; a device's clock may be fast.
    """
    asked = {spec.name for spec in kind.fields if spec.kind == "qa"}
    return {
        name: [_begun_by(row, at) for row in value] if name in asked and value else value
        for name, value in values.items()
    }


def _begun_by(row: Mapping[str, Any], at: datetime) -> Mapping[str, Any]:
    begun = entry.instant(str(row.get("at") or ""))
    return {**row, "at": entry.instant_text(at)} if begun and begun > at else row


def _first_key(spec: FieldSpec) -> str:
    return spec.columns[0].name if spec.columns else "q"


def _person(value: Any) -> dict[str, str]:
    given = value if isinstance(value, Mapping) else {"name": value}
    return {key: entry.words(str(given.get(key) or "")) for key in PERSON_KEYS}


def _scalar(kind: str, value: Any, year: int | None) -> Any:
    if isinstance(value, datetime):
        return entry.instant_text(value) if kind == "datetime" else value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool | int) and kind in ("money", "count", "bool"):
        return value
    text = entry.words(str(value))
    read = _READERS[kind](text, year) if kind in _READERS else text
    return text if read is None else read


def _day_text(text: str, year: int | None) -> str | None:
    on = entry.day(text, year)
    return on.isoformat() if on else None


def _instant_text(text: str, year: int | None) -> str | None:
    at = entry.instant(text, year)
    return entry.instant_text(at) if at else None


_READERS: Mapping[str, Callable[[str, int | None], Any]] = {
    "date": _day_text,
    "datetime": _instant_text,
    "money": lambda text, _year: entry.fen(text),
    "count": lambda text, _year: entry.whole(text),
    "number": lambda text, _year: figures.read(text),
    "bool": lambda text, _year: entry.truth(text),
}
_MANY = frozenset({"officers", "list", "table", "qa"})


def _is_empty(value: Any) -> bool:
    """Tell whether nothing was entered; 0 and false are entries."""
    if isinstance(value, Mapping):
        return all(_is_empty(one) for one in value.values())
    return any(value is one or (type(value) is type(one) and value == one) for one in _EMPTY)


def check(kind: DocumentType, values: Mapping[str, Any]) -> list[Problem]:
    """Return what must be put right before the document can become final, in the form's order."""
    problems: list[Problem] = []
    for spec in kind.fields:
        value = values.get(spec.name)
        if _is_empty(value):
            if _is_required(spec, values):
                problems.append(Problem(spec.name, _please_fill(spec)))
        else:
            problems += _check_value(spec, value, spec.name)
    return problems


def _is_required(spec: FieldSpec, values: Mapping[str, Any]) -> bool:
    if spec.computed:  # it is the figures it comes from that are asked for
        return False
    if spec.required_if:
        value = values.get(spec.required_if.field)
        return type(value) is type(spec.required_if.equals) and value == spec.required_if.equals
    return not spec.optional


def _please_fill(spec: FieldSpec) -> str:
    verb = "请选择" if spec.kind in ("choice", "bool") else "请填写"
    return f"{verb}“{spec.label}”。" + (f"（{spec.help}）" if spec.help else "")


def _check_value(spec: FieldSpec, value: Any, path: str) -> Iterator[Problem]:
    if spec.kind in _MANY:
        yield from _check_many(spec, value, path)
    elif spec.kind == "person":
        if not isinstance(value, Mapping) or not value.get("name"):
            yield Problem(path, f"请写明“{spec.label}”的姓名。")
    elif spec.kind == "choice":
        yield from _check_choice(spec, value, path)
    else:
        yield from _check_scalar(spec, value, path)


def _check_many(spec: FieldSpec, value: Any, path: str) -> Iterator[Problem]:
    if not isinstance(value, list):
        yield Problem(path, f"“{spec.label}”应逐条填写。")
        return
    if len(value) < spec.minimum:
        yield Problem(
            path, f"“{spec.label}”至少填写 {spec.minimum} 项，现有 {len(value)} 项，请补充。"
        )
    for index, row in enumerate(value):
        yield from _check_row(spec, row, f"{path}.{index}", index + 1)


def _check_row(spec: FieldSpec, row: Any, path: str, position: int) -> Iterator[Problem]:
    where = f"“{spec.label}”第 {position} 项"
    if spec.kind == "officers":
        for key, label in (("name", "姓名"), ("certificate_number", "执法证件编号")):
            if not isinstance(row, Mapping) or not row.get(key):
                yield Problem(f"{path}.{key}", f"请写明{where}的{label}。（第五条）")
    elif spec.kind == "qa":
        if not row.get("q") and not row.get("was_q"):
            yield Problem(f"{path}.q", f"{where}有回答而没有提问，请补写提问。")
    elif spec.kind == "table":
        for column in spec.columns:
            value = row.get(column.name)
            if not _is_empty(value):
                yield from _check_value(column, value, f"{path}.{column.name}")
            elif _is_required(column, row):
                yield Problem(f"{path}.{column.name}", f"请填写{where}的“{column.label}”。")


def _check_choice(spec: FieldSpec, value: Any, path: str) -> Iterator[Problem]:
    known = [one for one, _label in spec.options]
    chosen: Sequence[Any] = value if isinstance(value, list) else [value]
    for one in chosen:
        if one not in known:
            labels = "、".join(label for _value, label in spec.options)
            yield Problem(
                path, f"“{spec.label}”没有“{one}”这一选项，请从下列选项中选择：{labels}。"
            )


_UNREADABLE = {
    "date": "请写成 2026-11-24 或 2026年11月24日 的样子，并写明年份。",
    "datetime": "请写成 2026-11-24 09:30 的样子，写明日期和时分。",
    "money": "请以元为单位填写，最多两位小数，例如 30000 或 3万元。",
    "count": "请填写阿拉伯数字，例如 3。",
    "number": "请填写数字，可以带小数和千分位，例如 125,000 或 12.5万；计量单位另填。",
    "bool": "请选择“是”或“否”。",
}


def _check_scalar(spec: FieldSpec, value: Any, path: str) -> Iterator[Problem]:
    if spec.kind not in _UNREADABLE:
        if not isinstance(value, str):
            yield Problem(path, f"“{spec.label}”应为文字，请重新填写。")
    elif not _is_readable(spec.kind, value):
        yield Problem(path, f"“{spec.label}”无法识别：“{value}”。{_UNREADABLE[spec.kind]}")


def _is_readable(kind: str, value: Any) -> bool:
    if kind == "bool":
        return isinstance(value, bool)
    if kind in ("money", "count"):
        return type(value) is int and 0 <= value < 2**53
    return isinstance(value, str) and _READERS[kind](value, None) == value
