"""A passage is granted by a gate alone, and only procedure asks for one."""

from __future__ import annotations

import ast
from datetime import date
from pathlib import Path

import pytest

import liuhen
from liuhen.faults import Refused
from liuhen.regulation.casefile import StepName
from liuhen.regulation.codec import digest
from liuhen.regulation.passage import Passage, grant_passage
from liuhen.regulation.tests.changing import case_a, known_on

TODAY = date(2026, 5, 8)


def test_an_open_gate_grants_a_passage_for_its_step_and_case() -> None:
    case = known_on(case_a(), date(2026, 5, 7))
    passage = grant_passage(case, StepName.CLOSE, TODAY)
    assert passage.casefile_digest == digest(case)
    its = {"bureau": case.bureau.code, "number": case.case.number}
    passage.require(StepName.CLOSE, **its)
    with pytest.raises(PermissionError):
        passage.require(StepName.SERVE, **its)
    with pytest.raises(PermissionError):
        passage.require(StepName.CLOSE, **{**its, "number": "2026-999"})


def test_a_shut_gate_refuses_and_names_the_articles() -> None:
    case = known_on(case_a(), date(2026, 4, 5))
    with pytest.raises(Refused) as refused:
        grant_passage(case, StepName.CLOSE, date(2026, 4, 5))
    assert refused.value.step == "close"
    assert {one.requirement for one in refused.value.missing} == {"A14-2"}
    assert "结案" in refused.value.message
    assert "第十四、十五条" in refused.value.message


def test_nobody_else_can_make_one() -> None:
    with pytest.raises(TypeError):
        Passage(StepName.SERVE, "code", "2026-001", "0" * 64, TODAY, object())


def test_only_procedure_asks_for_passages() -> None:
    root = Path(liuhen.__file__).parent
    asking = {
        file.relative_to(root).parts[0]
        for file in root.rglob("*.py")
        if "tests" not in file.parts and _calls(file, "grant_passage")
    }
    assert asking <= {"procedure"}


def _calls(file: Path, name: str) -> bool:
    source = file.read_text(encoding="utf-8")
    if name not in source:
        return False
    return any(
        isinstance(node, ast.Call)
        and name in (getattr(node.func, "id", None), getattr(node.func, "attr", None))
        for node in ast.walk(ast.parse(source))
    )
