"""Every field of the case file is filled in by the compiler, or listed with the work that will."""

from __future__ import annotations

import ast
import dataclasses
import inspect
import typing
from collections.abc import Iterator

from liuhen.procedure import acts, compile, later_acts, party_acts
from liuhen.regulation import casefile
from liuhen.regulation.casefile import CaseFile

ACTS = "办理行为：审批、权利、听证、送达、执行"
SUPERVISION = "监督检查"
COPIES = "复制与保密"
KEEPING = "档案保管：鉴定、移交"

UNWRITTEN: dict[str, str] = {
    "Activity.recording_ordered": ACTS,
    "Archive.appraisal": KEEPING,
    "Archive.appraised_on": KEEPING,
    "Archive.retention": KEEPING,
    "Archive.retention_years": KEEPING,
    "Archive.transferred_on": KEEPING,
    "Archive.transferred_to": KEEPING,
    "CaseFile.copies": COPIES,
    "CaseFile.removals": COPIES,
    "CaseFile.supervision_orders": SUPERVISION,
    "CopyMade.*": COPIES,
    "CorrectionOrder.reported_done_on": ACTS,
    "CrimeTransfer.materials_document": ACTS,
    "CrimeTransfer.materials_handed_on": ACTS,
    "CrimeTransfer.reasons": ACTS,
    "CrimeTransfer.report_document": ACTS,
    "Decision.law_version_on": ACTS,
    "Decision.major": ACTS,
    "Decision.serious": ACTS,
    "Decision.to_publish": ACTS,
    "Delivery.electronic": ACTS,
    "Delivery.entrustment_letter": ACTS,
    "ElectronicService.*": ACTS,
    "Hearing.withdrawn": ACTS,
    "Performance.lawful_end": ACTS,
    "Publication.changed_on": ACTS,
    "Publication.withdrawn_on": ACTS,
    "Receipt.taken_back_on": ACTS,
    "Removal.*": COPIES,
    "Request.withdrawn": ACTS,
    "Statement.after_demand": ACTS,
    "SupervisionOrder.*": SUPERVISION,
}
"""Fields no action writes yet, by `Class.field` (`*`: the whole class), with the work that will."""


def test_the_fields_that_no_action_writes_yet_are_listed() -> None:
    assert _unwritten() == UNWRITTEN.keys()


def test_each_of_them_names_the_work_that_will_write_it() -> None:
    assert set(UNWRITTEN.values()) <= {ACTS, SUPERVISION, COPIES, KEEPING}


def _unwritten() -> set[str]:
    given = _given()
    missing: set[str] = set()
    for one in _classes(CaseFile):
        names = {field.name for field in dataclasses.fields(one)}
        if one.__name__ not in given:
            missing.add(f"{one.__name__}.*")
        else:
            missing |= {f"{one.__name__}.{name}" for name in names - given[one.__name__]}
    return missing - {"CaseFile.format"}  # a constant of the file's form


def _given() -> dict[str, set[str]]:
    """Return the fields that the compiler gives to each class of the case file."""
    given: dict[str, set[str]] = {}
    for module in (compile, acts, party_acts, later_acts):
        for call in ast.walk(ast.parse(inspect.getsource(module))):
            if isinstance(call, ast.Call) and _of_the_file(call.func):
                named = given.setdefault(ast.unparse(call.func).removeprefix("file."), set())
                named |= {keyword.arg for keyword in call.keywords if keyword.arg}
    return given


def _of_the_file(function: ast.expr) -> bool:
    return isinstance(function, ast.Attribute) and ast.unparse(function.value) == "file"


def _classes(one: type, seen: set[type] | None = None) -> Iterator[type]:
    """Yield every dataclass that a case file can hold."""
    seen = set() if seen is None else seen
    if one in seen:
        return
    seen.add(one)
    yield one
    for hint in typing.get_type_hints(one, vars(casefile)).values():
        for part in (hint, *_parts(hint)):
            if isinstance(part, type) and dataclasses.is_dataclass(part):
                yield from _classes(part, seen)


def _parts(hint: object) -> Iterator[object]:
    for part in typing.get_args(hint):
        yield part
        yield from _parts(part)
