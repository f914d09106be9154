"""From kept values to the words on paper: dates, amounts, options, names, signatures.

The layouts only place what they are given, so how a value reads on paper is decided and tested
here, once for all types.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from liuhen.documents import figures
from liuhen.documents.capitals import capitals
from liuhen.documents.entry import SHANGHAI
from liuhen.documents.types import LAYOUT, DocumentType, FieldSpec, SignaturePlaceSpec

Words = Mapping[str, Any]


@lru_cache(maxsize=8)
def layout_words(root: Path) -> Words:
    """Return the words of the layouts below a catalogue's root."""
    return tomllib.loads((root / LAYOUT / "words.toml").read_text(encoding="utf-8"))


def day_words(value: str) -> str:
    """Return 2026年4月15日 for 2026-04-15; anything else as it is (a draft may hold it)."""
    try:
        on = date.fromisoformat(value)
    except ValueError:
        return value
    return f"{on.year}年{on.month}月{on.day}日"


def instant_words(value: str) -> str:
    """Return 2026年3月10日9时30分 in Shanghai time for an instant; anything else as it is."""
    try:
        at = datetime.fromisoformat(value)
    except ValueError:
        return value
    local = at.astimezone(SHANGHAI) if at.tzinfo else at
    return f"{day_words(local.date().isoformat())}{local.hour}时{local.minute:02d}分"


def money_words(fen: int, words: Words) -> str:
    """Return 人民币叁万元整（￥30,000.00）."""
    amount = f"{fen // 100:,}.{fen % 100:02d}"
    return str(words["money"]).format(capitals=capitals(fen), amount=amount)


def printed(kind: DocumentType, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return every field of the type as the layouts want it; an empty one has the text "".

    Each is {"label", "text"} and, by kind, "items" (officers, list, qa) or "columns" and "rows".
    """
    words = layout_words(kind.root)
    return {spec.name: _field(spec, values.get(spec.name), words) for spec in kind.fields}


def _field(spec: FieldSpec, value: Any, words: Words) -> dict[str, Any]:
    shown: dict[str, Any] = {"label": spec.label, "text": "", "items": [], "rows": []}
    if spec.kind == "table":
        columns = [column for column in spec.columns if column.width]
        shown["columns"] = [{"label": one.label, "width": one.width} for one in columns]
        shown["rows"] = [
            [_scalar(one, row.get(one.name), words) for one in columns] for row in value or ()
        ]
        shown["text"] = "\n".join("　".join(filter(None, row)) for row in shown["rows"])
    elif spec.kind in ("officers", "list", "qa"):
        shown["items"] = list(value or ())
        if spec.kind == "qa":
            shown["items"] = [_question(one) for one in shown["items"]]
            shown["corrections"] = _corrections(shown["items"], words)
        shown["text"] = _items_words(spec.kind, shown["items"])
    else:
        shown["text"] = _scalar(spec, value, words)
    return shown


def _question(one: Mapping[str, str]) -> dict[str, str]:
    """A question with its answer, the time of day it was begun, and what stood there before."""
    try:
        begun = datetime.fromisoformat(one.get("at") or "").astimezone(SHANGHAI)
    except ValueError:
        begun = None
    return {
        "q": one["q"],
        "a": one["a"],
        "time": f"{begun:%H:%M}" if begun else "",
        "was_q": one.get("was_q", ""),
        "was_a": one.get("was_a", ""),
    }


def _corrections(items: Sequence[Mapping[str, str]], words: Words) -> list[str]:
    """List what the party had corrected: where, what it was, what it is."""
    listed = []
    for number, one in enumerate(items, start=1):
        for part, name in (("q", words.get("question", "")), ("a", words.get("answer", ""))):
            before = one[f"was_{part}"]
            if before:
                place = str(words.get("corrected_place", "{number}{part}")).format(
                    number=number, part=str(name).rstrip("：")
                )
                kind = "corrected_struck" if not one[part] else "corrected_line"
                line = str(words.get(kind, "{place}：{before} → {after}"))
                listed.append(line.format(place=place, before=before, after=one[part]))
    return listed


def _items_words(kind: str, items: Sequence[Any]) -> str:
    if kind == "officers":
        return "、".join(_person_words(one) for one in items)
    if kind == "qa":
        return "\n".join(_question_words(one) for one in items)
    return "\n".join(items)


def _question_words(one: Mapping[str, str]) -> str:
    before = [words for words in (one["was_q"], one["was_a"]) if words]
    corrected = f"（更正前：{'；'.join(before)}）" if before else ""
    return f"{one['q']}\n{one['a']}{corrected}"


def _person_words(one: Mapping[str, str]) -> str:
    number = one.get("certificate_number")
    return f"{one.get('name', '')}（{number}）" if number else str(one.get("name", ""))


def _scalar(spec: FieldSpec, value: Any, words: Words) -> str:
    if value is None or value == "" or value == []:
        return ""
    if isinstance(value, bool):
        return str(words["yes"] if value else words["no"])
    if isinstance(value, list):
        return "、".join(_one(spec, one, words) for one in value)
    return _one(spec, value, words)


def _one(spec: FieldSpec, value: Any, words: Words) -> str:
    if spec.kind == "money" and isinstance(value, int):
        return money_words(value, words)
    if spec.kind == "person":
        return _person_words(value)
    by_kind = {
        "choice": spec.label_of,
        "date": day_words,
        "datetime": instant_words,
        "number": figures.grouped,
    }
    return by_kind.get(spec.kind, str)(str(value))


def places(
    kind: DocumentType, values: Mapping[str, Any], signatures: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Return each signature place with its slots: what stands there, or None for a line to sign on.

    A signature is {"place", "state", "name", "on", "reason", "noted_by", "svg"}; see `render`.
    """
    words = layout_words(kind.root)
    return [_place(spec, values, signatures, words) for spec in kind.signatures]


def _place(
    spec: SignaturePlaceSpec,
    values: Mapping[str, Any],
    signatures: Sequence[Mapping[str, Any]],
    words: Words,
) -> dict[str, Any]:
    here = [_slot(one, words) for one in signatures if one["place"] == spec.code]
    # A place that need not be signed (a witness, say) still gets one line to sign on.
    entries = len(values.get(spec.per_entry_of) or ()) if spec.per_entry_of else 0
    empty = max(spec.minimum, entries, 1) - len(here)
    slots: list[dict[str, str | None] | None] = [*here, *([None] * empty)]
    return {"code": spec.code, "label": spec.label, "each_page": spec.each_page, "slots": slots}


def _slot(one: Mapping[str, Any], words: Words) -> dict[str, str | None]:
    state, name = str(one.get("state", "signed")), str(one.get("name", ""))
    text = words.get(state, "{name}").format(name=name, **_explained(one, words))
    noted = state in ("refused", "unable")
    return {
        "name": name,
        "text": text,
        "note": text if noted else "",
        "short": str(words[f"{state}_short"]).format(name=name) if noted else "",
        "on": day_words(str(one.get("on") or "")),
        "svg": one.get("svg"),
    }


def _explained(one: Mapping[str, Any], words: Words) -> dict[str, str]:
    """Return the parts of a refusal's note; what is not known leaves no words behind.

    A bureau's older layout may have the whole note in one ("{reason}").
    """
    reason, noted_by = str(one.get("reason") or ""), str(one.get("noted_by") or "")
    because = str(words.get("because", "")).format(reason=reason.rstrip("。")) if reason else ""
    noted = str(words.get("noted", "")).format(noted_by=noted_by) if noted_by else ""
    return {"reason": reason, "because": because, "noted": noted}
