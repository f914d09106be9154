"""What an adversary tried: to go around a gate, to write too late, to confuse the ledger."""

from __future__ import annotations

from datetime import date

import pytest

from liuhen import clock
from liuhen.approvals.actions import PaperStep
from liuhen.approvals.models import Matter
from liuhen.cases import actions as cases
from liuhen.cases.models import Case
from liuhen.delivery import actions as delivering
from liuhen.delivery.actions import Attempt
from liuhen.demo.stories.case_a import PLACE, SIGNED_BY_AGENT
from liuhen.demo.teller import Teller
from liuhen.documents import actions as documents
from liuhen.documents.actions import Paper
from liuhen.documents.models import Document
from liuhen.faults import Conflict, Forbidden
from liuhen.ledger.replay import replay
from liuhen.procedure import steps


def _filed(teller: Teller) -> Document:
    form = teller.write("jia", "filing_approval", teller.begin("jia", "filing"))
    teller.approved(form, "符合立案条件。")
    form.refresh_from_db()
    return form


def test_a_meeting_is_no_way_to_issue_a_decision(teller: Teller) -> None:
    meeting = teller.act("bing", "discussion")
    bing = teller.cast.actor("bing")
    with pytest.raises(Forbidden):
        documents.draft(bing, teller.case, type_code="penalty_decision", activity=meeting)
    with pytest.raises(Forbidden):
        steps.enter_paper(
            bing, teller.case, type_code="closing_report", activity=meeting,
            paper=Paper(dated=clock.today()),
        )  # fmt: skip


def test_what_was_approved_is_not_corrected_behind_the_approver(teller: Teller) -> None:
    form = _filed(teller)
    with pytest.raises(Conflict, match="审批"):
        steps.correct(
            teller.cast.actor("jia"),
            form,
            fields={**form.fields, "facts": "别的事实"},
            reason="笔误",
        )


def test_what_was_served_is_neither_corrected_nor_voided(teller: Teller) -> None:
    notice = teller.paper("jia", "inspection_notice", teller.act("jia", "inspection_notice"))
    teller.serve(notice, place=PLACE, **SIGNED_BY_AGENT)
    jia = teller.cast.actor("jia")
    with pytest.raises(Conflict, match="已经送达"):
        steps.correct(jia, notice, fields={**notice.fields, "contact": "别人"}, reason="笔误")
    with pytest.raises(Conflict, match="已经送达"):
        steps.void(jia, notice, reason="写错了")


def test_a_void_filing_takes_its_day_back(teller: Teller) -> None:
    form = _filed(teller)
    steps.void(teller.cast.actor("jia"), form, reason="当事人写错")
    teller.case.refresh_from_db()
    assert teller.case.filed_on is None
    assert replay() == []


def test_a_stale_case_is_not_what_the_ledger_commits_to(teller: Teller) -> None:
    stale = Case.objects.get(pk=teller.case.pk)
    _filed(teller)
    cases.amend_facts(
        teller.cast.actor("jia"), stale, conduct_ended_on=date(2026, 1, 9),
        discovered_on=date(2026, 3, 2), complex=True,
    )  # fmt: skip
    assert replay() == []
    assert Case.objects.get(pk=stale.pk).filed_on == clock.today()


def test_nothing_is_written_into_a_case_that_was_archived_meanwhile(teller: Teller) -> None:
    stale = Case.objects.get(pk=teller.case.pk)
    Case.objects.filter(pk=stale.pk).update(archived_on=clock.today())
    with pytest.raises(Forbidden, match="归档"):
        cases.record_activity(teller.cast.actor("jia"), stale, kind="other", started_at=clock.now())


def test_a_posted_document_is_not_served_by_leaving(teller: Teller) -> None:
    notice = teller.paper("jia", "inspection_notice", teller.act("jia", "inspection_notice"))
    jia = teller.cast.actor("jia")
    posted = steps.serve(
        jia, notice,
        Attempt(
            way="post", tried_at=clock.now(), servers=[teller.cast["jia"]], recipient="某某公司",
            detail={"posting": {"mail": "express", "sent_on": clock.today().isoformat()}},
        ),
    )  # fmt: skip
    with pytest.raises(Conflict, match="不能这样登记"):
        delivering.record_leaving(
            jia, posted, refusal_reason="拒收", refusal_on=clock.today(), left_at_residence=True
        )


def test_a_filing_refused_on_paper_files_nothing(teller: Teller) -> None:
    form = steps.enter_paper(
        teller.cast.actor("jia"), teller.case, type_code="filing_approval",
        activity=teller.act("jia", "filing"), paper=Paper(dated=clock.today(), number="示统立字〔2026〕1号"),
    )  # fmt: skip
    matter = steps.enter_paper_approval(
        teller.cast.actor("jia"), form,
        steps=[
            PaperStep(role="handler", person=teller.cast["jia"], post="执法人员", words="建议立案。",
                      at=clock.now(), verdict="propose"),
            PaperStep(role="approver", person=teller.cast["wu"], post="局长", words="不予立案。",
                      at=clock.now(), verdict="disagree"),
        ],
    )  # fmt: skip
    assert matter.state == Matter.State.REFUSED
    teller.case.refresh_from_db()
    assert teller.case.filed_on is None
