"""A25-2: an archived case is closed to change, handed on by the archivist, and verifiable alone."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from liuhen import clock
from liuhen.archive.actions import export_case
from liuhen.archive.models import ArchivedCase
from liuhen.archive.tests.conftest import World, entered, paper_pdf, picture
from liuhen.cases import actions as cases
from liuhen.documents import actions as documents
from liuhen.evidence import actions as evidence
from liuhen.faults import Forbidden
from liuhen.ledger.actions import origin
from liuhen.ledger.signer import home_signer
from liuhen.vault import store
from liuhen.verifier import Verdict, verify_package


def test_an_archived_case_takes_no_change_and_its_package_verifies(
    archived: World, tmp_path: Path
) -> None:
    actor, case = archived.actor("甲"), archived.case
    document = case.documents.get(type_code="penalty_decision")
    at = clock.now()
    with pytest.raises(Forbidden, match="归档"):
        cases.record_activity(actor, case, kind="other", started_at=at)
    with pytest.raises(Forbidden, match="归档"):
        cases.add_officer(actor, case, archived.people["丙"])
    with pytest.raises(Forbidden, match="归档"):
        entered(archived, "incoming_paper", paper_pdf(), fields={"name": "x"})
    with pytest.raises(Forbidden, match="归档"):
        documents.void(actor, document, reason="x")
    with pytest.raises(Forbidden, match="归档"):
        documents.correct(actor, document, fields={"facts": "x"}, reason="x")
    with pytest.raises(Forbidden, match="归档"):
        evidence.register_evidence(
            actor,
            case,
            evidence.Piece(kind="physical", name="x", collected_at=at),
            stored=store.put_bytes(picture("x"), None),
        )
    row = ArchivedCase.objects.get(case=case)
    assert row.retention == ArchivedCase.Retention.PERMANENT
    with pytest.raises(Forbidden, match="档案管理员"):
        export_case(actor, case, tmp_path / "p.zip")
    export_case(archived.actor("庚"), case, tmp_path / "p.zip")
    keys = home_signer().keys(origin())
    report = verify_package(tmp_path / "p.zip", today=date(2026, 11, 24), keys=keys)
    assert report.verdict is Verdict.INTACT, report.findings
