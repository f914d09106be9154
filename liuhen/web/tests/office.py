"""The demo bureau in a test's own home, its people signed in, and a small closed case."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.db import transaction
from django.test import Client

from liuhen import clock
from liuhen.approvals.actions import PaperStep
from liuhen.approvals.models import Matter
from liuhen.cases.actions import PartyFacts
from liuhen.cases.models import Case
from liuhen.demo.cast import Cast, found
from liuhen.demo.teller import Teller
from liuhen.documents.actions import Paper
from liuhen.ledger.actions import open_log
from liuhen.procedure import steps

BEGINS = clock.shanghai(2026, 1, 1, 0)


def open_demo_log(settings: Any, home: Path) -> None:
    """Open a ledger whose clock may be set, in a home of the test's own."""
    settings.HOME, settings.VAULT_ROOT = home, home / "vault"
    with transaction.atomic():
        open_log(origin="test.example/liuhen", mode="demo", at=BEGINS, actor="system")


def found_office() -> Cast:
    """Enter the demo bureau with its people."""
    return found()


def client_of(cast: Cast, username: str) -> Client:
    """Return a browser in which this person is signed in."""
    client = Client(raise_request_exception=False)
    client.force_login(cast[username], backend="django.contrib.auth.backends.ModelBackend")
    return client


def closed_case(cast: Cast) -> Case:
    """Return a case of 甲 and 乙 that was closed today on paper and has gaps."""
    teller = Teller(cast)
    case = teller.open(
        "jia",
        PartyFacts(kind="organisation", name="某某公司"),
        title="某某公司提供不真实统计资料案",
        cause="提供不真实统计资料",
    )
    # One officer alone, without a record of it: gaps of 第六条 and 第七条.
    teller.act("jia", "site_inspection", present=teller.officers("jia"))
    steps.enter_paper(
        cast.actor("jia"),
        case,
        type_code="closing_report",
        paper=Paper(dated=clock.today(), data=_pdf()),
    )
    case.refresh_from_db()
    return case


def gap_approved(cast: Cast, case: Case) -> Matter:
    """Let the head approve archiving with gaps, on paper."""
    form = steps.enter_paper(
        cast.actor("jia"),
        case,
        type_code="incoming_paper",
        fields={"name": "带缺项归档审批表"},
        paper=Paper(dated=clock.today(), data=_pdf()),
    )
    by = {"handler": "jia", "reviewer": "bing", "approver": "wu"}
    taken = [
        PaperStep(
            role=role, person=cast[name], post="", words="缺件无法补齐，同意归档。", at=clock.now()
        )
        for role, name in by.items()
    ]
    return steps.enter_paper_approval(cast.actor("jia"), form, steps=taken)


def _pdf() -> bytes:
    import io

    import pikepdf

    out = io.BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        made.save(out, deterministic_id=True)
    return out.getvalue()
