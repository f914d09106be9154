"""A full case: case A with many more acts of investigation, every one of them recorded whole.

What the speed is measured on, and what shows that the cost grows with the records and no faster.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from functools import cache
from typing import Any

from liuhen.regulation.casefile import Activity, ActivityKind, CaseFile, DeliveryState
from liuhen.regulation.tests.changing import but, case_a, document, with_field

TAKINGS, INQUIRIES, INSPECTIONS, EXTRACTIONS, FAILED_TRIES = 20, 12, 3, 3, 15
_LISTS = ("activities", "documents", "recordings", "evidence", "deliveries", "rights")
_ID = re.compile(r"[adrest]\d+")


@cache
def full_case(times: int = 1) -> CaseFile:
    """Return 60 activities, 120 documents, 30 recordings and 40 deliveries without a finding.

    `times`: so many times what is added to case A.
    """
    case = case_a()
    acts = (
        (ActivityKind.EVIDENCE_TAKING, TAKINGS),
        (ActivityKind.INQUIRY, INQUIRIES),
        (ActivityKind.SITE_INSPECTION, INSPECTIONS),
        (ActivityKind.ELECTRONIC_DATA, EXTRACTIONS),
    )
    for kind, copies in acts:
        whole = _whole(case_a(), next(one for one in case.activities if one.kind is kind))
        for copy in range(copies * times):
            case = _with(case, _again(whole, f"{kind.value}{copy}"))
    case = _with(case, {"deliveries": _failed_tries(case, FAILED_TRIES * times)})
    report = document(case, "investigation_report").fields
    listed = {
        "activities": [*report["activities"], *_rows("activity", case.activities)],
        "evidence": [*report["evidence"], *_rows("evidence", case.evidence)],
    }
    return with_field(case, "investigation_report", **listed)


def _rows(column: str, records: Iterable[Any]) -> list[dict[str, str]]:
    """Return what the report lists of the records that were added."""
    return [{column: one.id} for one in records if "-" in one.id]


def _whole(case: CaseFile, act: Activity) -> dict[str, list[Any]]:
    """Return an activity with everything that came of it."""
    papers = [one for one in case.documents if one.activity == act.id]
    ids = {one.id for one in papers}
    tries = [one for one in case.deliveries if one.document in ids]
    receipts = {one.receipt.document for one in tries if one.receipt}
    papers += [one for one in case.documents if one.id in receipts]
    recordings = [one for one in case.recordings if one.activity == act.id]
    kept = ids | {one.id for one in recordings}
    return {
        "activities": [act],
        "documents": papers,
        "recordings": recordings,
        "evidence": [one for one in case.evidence if one.document in kept or one.recording in kept],
        "deliveries": tries,
        "rights": [one for one in case.rights if one.activity == act.id],
    }


def _again(whole: Mapping[str, list[Any]], name: str) -> dict[str, list[Any]]:
    """Return the same once more under ids and numbers of its own."""
    ids = {one.id for records in whole.values() for one in records}
    again = {key: [_renamed(one, ids, name) for one in records] for key, records in whole.items()}
    again["documents"] = [
        replace(one, number=f"{one.number}之{name}" if one.number else None)
        for one in again["documents"]
    ]
    return again


def _renamed(value: Any, ids: set[str], name: str) -> Any:
    if isinstance(value, str) and type(value) is str:
        return f"{value}-{name}" if value in ids and _ID.fullmatch(value) else value
    if isinstance(value, tuple):
        return tuple(_renamed(one, ids, name) for one in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {one.name: getattr(value, one.name) for one in dataclasses.fields(value)}
        return replace(value, **{key: _renamed(one, ids, name) for key, one in fields.items()})
    return value


def _failed_tries(case: CaseFile, count: int) -> list[Any]:
    """Return tries that came to nothing, each an hour before the one that succeeded."""
    served = [one for one in case.deliveries if "-" in one.id][:count]
    return [
        replace(
            one,
            id=f"{one.id}-failed",
            state=DeliveryState.NOT_SERVED,
            tried_at=one.tried_at - timedelta(hours=1),
            served_on=None,
            receipt=None,
            failure="无人在场",
        )
        for one in served
    ]


def _with(case: CaseFile, more: Mapping[str, Iterable[Any]]) -> CaseFile:
    return but(case, **{name: (*getattr(case, name), *more.get(name, ())) for name in _LISTS})
