"""The document types that rules ask for, and reading their filled-in fields.

The names are those of the catalogue (`liuhen/documents/catalogue/`); the catalogue may hold more.
A field's value is any JSON value, or is not there at all: nothing here raises on odd content.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any

from liuhen.regulation.casefile import Document, DocumentState


class Paper(StrEnum):
    """A document type, as the catalogue codes it."""

    LEAD_FORM = "lead_registration"
    INSPECTION_APPROVAL = "inspection_approval"
    INSPECTION_NOTICE = "inspection_notice"
    SITE_RECORD = "site_inspection_record"
    INQUIRY_RECORD = "inquiry_record"
    WITNESS_STATEMENT = "witness_statement"
    SOUND_TEXT = "sound_text"
    RECORDING_NOTE = "recording_note"
    EVIDENCE_NOTICE = "evidence_notice"
    EVIDENCE_LIST = "evidence_list"
    KEEPING_APPROVAL = "keeping_approval"
    KEEPING_NOTICE = "keeping_notice"
    KEEPING_LIST = "keeping_list"
    KEEPING_DISPOSAL = "keeping_disposal"
    ELECTRONIC_DATA_RECORD = "electronic_data_record"
    FILING_APPROVAL = "filing_approval"
    EXTENSION_APPROVAL = "extension_approval"
    CORRECTION_ORDER = "correction_order"
    CORRECTION_CHECK = "correction_check"
    INVESTIGATION_REPORT = "investigation_report"
    LEGAL_REVIEW = "legal_review_opinion"
    PENALTY_NOTICE = "penalty_notice"
    RIGHTS_NOTICE = "rights_notice"
    STATEMENT_RECORD = "statement_record"
    STATEMENT_REVIEW = "statement_review"
    HEARING_NOTICE = "hearing_notice"
    HEARING_RECORD = "hearing_record"
    HEARING_REPORT = "hearing_report"
    DISCUSSION_RECORD = "discussion_record"
    CASE_HANDLING_APPROVAL = "case_handling_approval"
    PENALTY_DECISION = "penalty_decision"
    NO_PENALTY_DECISION = "no_penalty_decision"
    SIMPLIFIED_DECISION = "simplified_decision"
    DELIVERY_RECEIPT = "delivery_receipt"
    PUBLIC_NOTICE = "public_notice"
    ABSENCE_PROOF = "absence_proof"
    PUBLICATION_RECORD = "publication_record"
    PERFORMANCE_RECORD = "performance_record"
    PAYMENT_VOUCHER = "payment_voucher"
    CLOSING_REPORT = "closing_report"
    ADDRESS_CONFIRMATION = "address_confirmation"
    AUTHORITY_LETTER = "authority_letter"
    INCOMING_PAPER = "incoming_paper"


class Matter(StrEnum):
    """What an internal approval is about, as approvals code it."""

    INSPECTION = "inspection"
    FILING = "filing"
    EXTENSION = "extension"
    DECISION = "decision"


DECISIONS = (Paper.PENALTY_DECISION, Paper.NO_PENALTY_DECISION, Paper.SIMPLIFIED_DECISION)
"""The papers by which a case is decided."""

SETTLED = frozenset({DocumentState.FINAL, DocumentState.ISSUED})
"""The states in which a document stands as written."""


ABSENCE_FIELDS = ("party_absence", "absence_words")
"""Fields of the site transcript that say why the party is not there."""


ID_FIELDS = ("evidence", "evidence_ids", "activity", "activity_id")
"""Columns of a table that name records of the case file by id, singly or as a list."""


def value(document: Document, name: str) -> Any:
    """Return a field's value, None if it is not there."""
    return document.fields.get(name)


def filled(document: Document, name: str) -> bool:
    """Tell whether a field says anything; False and 0 do, blanks and empty lists do not."""
    return _says(value(document, name))


_MAPPING = (dict, Mapping)
"""Asked in this order: `Mapping` alone looks through its registry each time."""


def _says(content: Any) -> bool:
    if isinstance(content, str):
        return bool(content.strip())
    if content is None:
        return False
    if isinstance(content, _MAPPING):
        return any(map(_says, content.values()))
    if isinstance(content, (list, tuple)):
        return any(map(_says, content))
    return isinstance(content, (int, float))


def text(document: Document, name: str) -> str:
    """Return everything a field says as one text, empty if it says nothing."""
    return "".join(_parts(value(document, name)))


def _parts(content: Any) -> Iterator[str]:
    if isinstance(content, str):
        yield content
    elif isinstance(content, Mapping):
        for one in content.values():
            yield from _parts(one)
    elif isinstance(content, list | tuple):
        for one in content:
            yield from _parts(one)
    elif isinstance(content, int | float) and not isinstance(content, bool):
        yield str(content)


def entries(document: Document, name: str) -> tuple[Any, ...]:
    """Return a list field's entries that say anything; empty if it is not a list."""
    return tuple(filter(_says, _listed(document, name)))


def has_entries(document: Document, name: str) -> bool:
    """Tell whether a list field has an entry that says anything."""
    return any(map(_says, _listed(document, name)))


def _listed(document: Document, name: str) -> Sequence[Any]:
    content = value(document, name)
    return content if isinstance(content, (list, tuple)) else ()


def ids_in(entry: Any) -> list[str]:
    """Return the ids that a table's row names; one row may rest on several records."""
    if isinstance(entry, str):
        return [entry] if entry.strip() else []
    if not isinstance(entry, _MAPPING):
        return []
    named: list[str] = []
    for name in ID_FIELDS:
        if name not in entry:  # three of the four columns, as a rule
            continue
        content = entry[name]
        if isinstance(content, str):
            named.append(content)
        elif isinstance(content, (list, tuple)):
            named += [one for one in content if isinstance(one, str)]
    return list(filter(str.strip, named))


def ids_listed(document: Document, name: str) -> set[str]:
    """Return the ids that the rows of a list field name (`ids_in`), all of them at once."""
    rows = _listed(document, name)
    tables = [row for row in rows if isinstance(row, _MAPPING)]
    cells = [row[column] for column in ID_FIELDS for row in tables if column in row]
    cells += [row for row in rows if isinstance(row, str)]
    several = [one for cell in cells if isinstance(cell, (list, tuple)) for one in cell]
    return {one for one in (*cells, *several) if isinstance(one, str) and one.strip()}


def amount(document: Document, name: str) -> int | None:
    """Return an amount in fen, None if the field holds no whole number."""
    content = value(document, name)
    return content if isinstance(content, int) and not isinstance(content, bool) else None


def strings(document: Document, name: str) -> tuple[str, ...]:
    """Return the texts in a list field."""
    return tuple(one for one in entries(document, name) if isinstance(one, str))


def certificate_numbers(document: Document) -> Mapping[str, str]:
    """Return certificate number by officer's name, as the transcript's `officers` field has it."""
    return {
        name.strip(): number.strip()
        for one in _officers(document)
        if isinstance(name := one.get("name"), str)
        and isinstance(number := one.get("certificate_number"), str)
    }


def officer_names(document: Document) -> tuple[str, ...]:
    """Return the names in the transcript's `officers` field."""
    names = (one.get("name") for one in _officers(document))
    return tuple(one.strip() for one in names if isinstance(one, str) and one.strip())


def _officers(document: Document) -> list[Mapping[str, Any]]:
    return [one for one in _listed(document, "officers") if isinstance(one, _MAPPING)]


def title_of(document: Document) -> str:
    """Name a document as clerks do: 行政处罚决定书（示统罚决字〔2026〕2号）."""
    return f"{document.title}（{document.number}）" if document.number else document.title


_SIXTY_DAYS = re.compile(r"(六十|60|６０)\s*(日|天)")
_SIX_MONTHS = re.compile(r"(六|6|６)\s*个月")
_FIFTEEN_DAYS = re.compile(r"(十五|15|１５)\s*(日|天)")


def remedies_lacking(document: Document) -> Iterator[str]:
    """Yield what a decision's `remedies` field does not say of ways and time limits.

    Against a decision on the spot reconsideration comes first (行政复议法 第二十三条), and the court
    is asked within fifteen days of its outcome (行政诉讼法 第四十五条).
    """
    said = text(document, "remedies")
    on_the_spot = document.type == Paper.SIMPLIFIED_DECISION
    if "复议" not in said:
        yield "申请行政复议的途径"
    elif not _SIXTY_DAYS.search(said):
        yield "申请行政复议的期限（六十日）"
    if "诉讼" not in said and "起诉" not in said:
        yield "提起行政诉讼的途径"
    elif on_the_spot and not _FIFTEEN_DAYS.search(said):
        yield "对复议决定不服提起行政诉讼的期限（十五日）"
    elif not on_the_spot and not _SIX_MONTHS.search(said):
        yield "提起行政诉讼的期限（六个月）"
