"""Acts are read from the papers that record them: what was asked, given up, heard, put off, sued."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from liuhen import clock
from liuhen.cases.actions import Present
from liuhen.demo.teller import Teller
from liuhen.documents.actions import Paper
from liuhen.documents.models import Document
from liuhen.documents.types import get_type
from liuhen.procedure import steps
from liuhen.procedure.compile import compile_case
from liuhen.regulation.casefile import CaseFile, Right
from liuhen.regulation.pack import evaluate
from tests.begun import Begun, opened


@pytest.fixture
def teller(begun: Begun) -> Teller:
    """A case of 甲 and 乙, just opened."""
    return opened(begun.cast)


def paper(teller: Teller, type_code: str, kind: str = "other", **fields: Any) -> Document:
    """Enter a paper as it stands, with the sample's words and those given."""
    activity = teller.act("jia", kind)
    return steps.enter_paper(
        teller.cast.actor("jia"),
        teller.case,
        type_code=type_code,
        activity=activity,
        paper=Paper(dated=clock.today(), issued=get_type(type_code).direction == "outward"),
        fields={**get_type(type_code).sample()["fields"], **fields},
    )


def compiled(teller: Teller) -> CaseFile:
    file = compile_case(teller.case)
    evaluate(file, clock.today())  # whatever was entered, the rules answer
    return file


def test_a_waiver_gives_up_each_right_it_names(teller: Teller) -> None:
    document = paper(teller, "rights_waiver", rights=["statement", "hearing"])
    found = compiled(teller).waivers
    assert {one.right for one in found} == {Right.STATEMENT, Right.HEARING}
    assert {one.document for one in found} == {f"d{document.pk}"}


@pytest.mark.parametrize(
    ("asked", "answered", "verdict", "kind"),
    [
        ("recusal_application", "recusal_decision", {"result": "recused"}, "recusal"),
        ("evidence_application", "evidence_reply", {"accepted": "partly"}, "investigate_evidence"),
        ("deferral_application", "deferral_decision", {"result": "instalments"}, "deferral"),
    ],
)
def test_a_request_has_its_answer(
    teller: Teller, asked: str, answered: str, verdict: dict[str, str], kind: str
) -> None:
    today = clock.today().isoformat()
    paper(teller, asked, received_on=today)
    (waiting,) = compiled(teller).requests
    assert (waiting.kind, waiting.accepted) == (kind, None)
    paper(teller, answered, **verdict)
    (told,) = compiled(teller).requests
    assert told.accepted is True
    assert told.decided_at is not None


def test_a_refused_request_says_why(teller: Teller) -> None:
    paper(teller, "evidence_application", received_on=clock.today().isoformat())
    paper(teller, "evidence_reply", accepted="refused", reasons="与本案无关。")
    (told,) = compiled(teller).requests
    assert (told.accepted, told.reasons) == (False, "与本案无关。")


def test_a_request_for_recusal_names_the_officer_of_the_case(teller: Teller) -> None:
    paper(
        teller, "recusal_application", concerns="执法人员甲", received_on=clock.today().isoformat()
    )
    (asked,) = compiled(teller).requests
    assert asked.concerns_person == f"p{teller.cast['jia'].pk}"


def test_an_instalment_puts_the_last_day_off(teller: Teller) -> None:
    today = clock.today()
    last = (today + timedelta(days=90)).isoformat()
    paper(teller, "deferral_application", received_on=today.isoformat())
    schedule = [{"part": "一", "due_on": today.isoformat()}, {"part": "二", "due_on": last}]
    paper(teller, "deferral_decision", result="instalments", schedule=schedule)
    (asked,) = compiled(teller).requests
    assert asked.until == date.fromisoformat(last)


def test_a_hearing_has_its_host_notice_transcript_and_report(teller: Teller) -> None:
    notice = paper(teller, "hearing_notice")
    (announced,) = compiled(teller).hearings
    assert (announced.held_at, announced.notice_document) == (None, f"d{notice.pk}")
    ding = teller.cast["ding"]
    host = Present(capacity="host", name=ding.name, person=ding)
    activity = teller.act("jia", "hearing", present=[host, *teller.officers("jia", "yi")])
    for type_code in ("hearing_record", "hearing_report"):
        steps.enter_paper(
            teller.cast.actor("jia"), teller.case, type_code=type_code, activity=activity,
            paper=Paper(dated=clock.today()), fields=get_type(type_code).sample()["fields"],
        )  # fmt: skip
    (held,) = compiled(teller).hearings
    assert held.host == ding.name
    assert held.host_person == f"p{ding.pk}"
    assert held.notice_document == f"d{notice.pk}"
    assert held.transcript
    assert held.report


def test_an_approved_extension_counts_and_a_waiting_one_does_not(teller: Teller) -> None:
    draft = teller.write("jia", "extension_approval", teller.act("jia", "extension"), months=1)
    assert not compiled(teller).extensions
    teller.approved(draft, "案情复杂，建议延长一个月。")
    (extended,) = compiled(teller).extensions
    assert (extended.months, extended.approved_on) == (1, clock.today())
    assert extended.approval


def test_evidence_kept_has_its_approval_notice_list_and_handling(teller: Teller) -> None:
    activity = teller.act("jia", "evidence_keeping", present=teller.officers("jia", "yi"))
    form = teller.write("jia", "keeping_approval", activity)
    teller.approved(form, "拟先行登记保存。")
    for type_code in ("keeping_notice", "keeping_list"):
        teller.settle("jia", teller.write("jia", type_code, activity))
    (kept,) = compiled(teller).evidence_keepings
    assert kept.approval
    assert kept.notice_document
    assert kept.list_document
    assert kept.handled_on is None
    teller.settle(
        "jia",
        teller.write("jia", "keeping_disposal", activity, disposed_on=clock.today().isoformat()),
    )
    (handled,) = compiled(teller).evidence_keepings
    assert handled.handled_on == clock.today()
    assert handled.handling


def test_a_demand_an_application_and_the_courts_answer(teller: Teller) -> None:
    paper(teller, "demand_letter")
    application = paper(teller, "court_application")
    (demand,) = compiled(teller).demands
    assert demand.fields_complete
    (waiting,) = compiled(teller).court_applications
    assert (waiting.course, waiting.result) == (None, None)
    today = clock.today().isoformat()
    paper(teller, "court_ruling", paper_kind="accepted", received_on=today, content="已立案。")
    paper(teller, "court_ruling", paper_kind="enforce", received_on=today, content="准予执行。")
    (applied,) = compiled(teller).court_applications
    assert f"d{application.pk}" in applied.documents
    assert applied.course is not None
    assert applied.result is not None
    assert "准予执行" in applied.result


@pytest.mark.parametrize(
    ("copy", "begins", "reply", "outcome", "kind"),
    [
        ("review_notice", "answer", "review_reply", "review_decision", "reconsideration"),
        ("suit_notice", "respond", "litigation_reply", "court_judgment", "litigation"),
    ],
)
def test_a_remedy_begins_is_answered_and_ends(
    teller: Teller, copy: str, begins: str, reply: str, outcome: str, kind: str
) -> None:
    today = clock.today().isoformat()
    paper(teller, copy, paper_kind=begins, received_on=today)
    (begun,) = compiled(teller).appeals
    assert (begun.kind, begun.copy_received_on, begun.ended_on) == (kind, clock.today(), None)
    paper(teller, reply)
    paper(teller, outcome, received_on=today)
    (ended,) = compiled(teller).appeals
    assert ended.answered_on == clock.today()
    assert ended.ended_on == clock.today()
    assert ended.result


def test_a_transfer_for_a_crime_has_its_reply(teller: Teller) -> None:
    letter = paper(teller, "crime_transfer_letter")
    (sent,) = compiled(teller).crime_transfers
    assert (sent.letter_document, sent.reply) == (f"d{letter.pk}", None)
    today = clock.today().isoformat()
    paper(teller, "transfer_receipt", paper_kind="filed", received_on=today)
    (answered,) = compiled(teller).crime_transfers
    assert (answered.reply, answered.reply_received_on) == ("filed", clock.today())
