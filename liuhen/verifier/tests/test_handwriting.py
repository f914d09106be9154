"""A signature from a screen that is moved to another text is found in the package."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, cast

import pytest

from liuhen.verifier.handwriting import SIGNED, check_handwriting
from liuhen.verifier.opened import Package
from liuhen.verifier.report import Report
from liuhen.verifier.tests.building import TODAY
from liuhen.verifier.work import Event, Member, Work

OURS = {"sha256": "a" * 64, "sm3": "b" * 64, "size": 9}
STROKES = {"sha256": "c" * 64, "sm3": "d" * 64, "size": 9}
PATH = "data/signatures/D7-V1.json"


@dataclass
class Shelf:
    """A package of one file."""

    data: bytes

    def read(self, path: str) -> bytes:
        assert path == PATH
        return self.data


def _work(said: Any, *, document: int = 7) -> Work:
    bodies: list[dict[str, Any]] = [
        {"type": "document.issued", "document": 7, "object": OURS, "cseq": 1},
        {"type": SIGNED, "document": document, "object": STROKES, "cseq": 2},
    ]
    data = said if isinstance(said, bytes) else json.dumps(said).encode()
    work = Work(cast("Package", Shelf(data)), Report(), (), None, TODAY)
    work.events = [Event(idx, b"", body) for idx, body in enumerate(bodies)]
    work.objects = [Member(PATH, "c" * 64, "d" * 64, 9, "application/json", 1)]
    return work


def test_a_bound_signature_is_counted_and_nothing_is_found() -> None:
    work = _work({"document": 7, "file": OURS})
    check_handwriting(work)
    assert (work.report.findings, work.report.checked) == ([], {"handwriting": 1})


@pytest.mark.parametrize(
    ("said", "document", "code"),
    [
        ({"document": 7, "file": {**OURS, "sha256": "e" * 64}}, 7, "signature.version"),
        ({"document": 8, "file": OURS}, 7, "signature.version"),
        ({"document": 8, "file": OURS}, 8, "signature.version"),
        ({"document": 7}, 7, "signature.form"),
        ([], 7, "signature.form"),
        (b"\xff", 7, "signature.form"),
    ],
)
def test_a_moved_or_broken_signature_is_found(said: Any, document: int, code: str) -> None:
    work = _work(said, document=document)
    check_handwriting(work)
    assert [one.code for one in work.report.findings] == [code]
