"""What is tapped while writing goes into the document and into the facts of its activity."""

from __future__ import annotations

from datetime import timedelta

import pytest

from liuhen import clock
from liuhen.cases.actions import Present, Told, record_activity
from liuhen.cases.models import Activity, RightTold
from liuhen.cases.on_site import show_certificates, tell_rights
from liuhen.demo.teller import Teller
from liuhen.documents.actions import SavedMeanwhile, revision_of
from liuhen.documents.models import Document
from liuhen.faults import Forbidden, Invalid
from liuhen.ledger.models import LedgerEntry
from liuhen.procedure.compile import compile_case
from liuhen.procedure.transcripts import Said, begin, save

RIGHTS = ("statement", "defence", "recusal")


@pytest.fixture
def inquiry(teller: Teller) -> Activity:
    """An inquiry under way, nothing told and nothing shown yet."""
    cast = teller.cast
    return record_activity(
        cast.actor("jia"),
        teller.case,
        kind="inquiry",
        started_at=clock.now() - timedelta(minutes=30),
        present=[Present(capacity="officer", person=cast[name]) for name in ("jia", "yi")],
    )


@pytest.fixture
def draft(teller: Teller, inquiry: Activity) -> Document:
    return begin(
        teller.cast.actor("jia"),
        teller.case,
        type_code="inquiry_record",
        activity=inquiry,
        fields={},
    )


def _said(inquiry: Activity) -> Said:
    return Said(
        by="甲、乙",
        rights=RIGHTS,
        means="口头告知并记入笔录",
        rights_at=clock.now() - timedelta(minutes=20),
        shown=tuple(inquiry.participants.values_list("pk", flat=True)),
        recusal="不申请回避。",
        recusal_means="当面询问",
        recusal_at=clock.now() - timedelta(minutes=19),
    )


def test_one_tap_fills_the_words_and_the_facts_of_the_activity(
    teller: Teller, inquiry: Activity, draft: Document
) -> None:
    saved = save(teller.cast.actor("jia"), draft, {}, said=_said(inquiry))
    assert saved.fields["rights_told"] == list(RIGHTS)
    assert saved.fields["rights_answer"] == "不申请回避。"
    assert saved.fields["certificates_shown"] is True
    compiled = compile_case(teller.case)
    told = [(one.right.value, one.means, one.by, one.answer) for one in compiled.rights]
    assert told == [
        *((right, "口头告知并记入笔录", "甲、乙", None) for right in RIGHTS),
        ("recusal", "当面询问", "甲、乙", "不申请回避。"),
    ]
    activity = next(one for one in compiled.activities if one.id == f"a{inquiry.pk}")
    assert [one.certificate_shown for one in activity.participants] == [True, True]


def test_a_save_sent_twice_records_once(teller: Teller, inquiry: Activity, draft: Document) -> None:
    jia, said = teller.cast.actor("jia"), _said(inquiry)
    for _ in range(2):
        save(jia, draft, {"place": "会议室"}, said=said)
    assert RightTold.objects.filter(activity=inquiry).count() == 4
    entries = LedgerEntry.objects.filter(case_id=teller.case.stream)
    types = [entry.event["type"] for entry in entries]
    assert types.count("activity.rights_told") == types.count("activity.certificates_shown") == 1


def test_certificates_of_one_officer_only_are_not_said_to_be_shown(
    teller: Teller, inquiry: Activity, draft: Document
) -> None:
    first = inquiry.participants.order_by("pk")[0]
    saved = save(teller.cast.actor("jia"), draft, {}, said=Said(by="甲", shown=(first.pk,)))
    assert "certificates_shown" not in saved.fields
    shown = inquiry.participants.order_by("pk").values_list("certificate_shown", flat=True)
    assert list(shown) == [True, None]


def test_what_the_officer_wrote_is_not_overwritten(
    teller: Teller, inquiry: Activity, draft: Document
) -> None:
    saved = save(
        teller.cast.actor("jia"), draft, {"rights_answer": "听清了。", "rights_told": ["hearing"]},
        said=_said(inquiry),
    )  # fmt: skip
    assert saved.fields["rights_answer"] == "听清了。"
    assert saved.fields["rights_told"] == ["hearing", *RIGHTS]


def test_when_others_saved_first_nothing_is_recorded_either(
    teller: Teller, inquiry: Activity, draft: Document
) -> None:
    base = revision_of(draft)
    save(teller.cast.actor("yi"), draft, {"place": "仓库"}, base=base)
    with pytest.raises(SavedMeanwhile):
        save(teller.cast.actor("jia"), draft, {}, base=base, said=_said(inquiry))
    assert not RightTold.objects.filter(activity=inquiry).exists()


def test_a_tap_on_a_fast_clock_counts_from_its_arrival(
    teller: Teller, inquiry: Activity, draft: Document
) -> None:
    said = Said(by="甲", rights=("statement",), means="口头", rights_at=clock.now() + timedelta(3))
    save(teller.cast.actor("jia"), draft, {}, said=said)
    assert RightTold.objects.get(activity=inquiry).told_at <= clock.now()


def test_a_right_that_does_not_exist_or_was_told_in_the_future_is_refused(
    teller: Teller, inquiry: Activity
) -> None:
    jia = teller.cast.actor("jia")
    for right, at in (("holiday", clock.now()), ("statement", clock.now() + timedelta(1))):
        with pytest.raises(Invalid):
            tell_rights(jia, inquiry, [Told(right=right, means="口头", by="甲", at=at)])


def test_only_the_officers_of_the_case_record_what_was_said(
    teller: Teller, inquiry: Activity
) -> None:
    with pytest.raises(Forbidden):
        show_certificates(teller.cast.actor("bing"), inquiry, [1])
