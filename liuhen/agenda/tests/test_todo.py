"""The to-do page: what each person is shown, and at what cost."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from liuhen import clock
from liuhen.agenda.models import CaseDeadline, CaseFinding
from liuhen.agenda.queries import Todo, todo
from liuhen.agenda.tasks import Link
from liuhen.agenda.tests.conftest import World, open_one
from liuhen.approvals.models import Matter
from liuhen.cases.actions import add_officer
from liuhen.cases.models import Case
from liuhen.documents import actions as documents
from liuhen.documents.models import Document, DocumentVersion, Signature
from liuhen.people.models import entered
from liuhen.procedure import steps
from liuhen.vault.models import Upload

TUESDAY = date(2026, 11, 24)
FIELDS: dict[str, object] = {}


def _todo(world: World, name: str, today: date = TUESDAY) -> Todo:
    return todo(world.actor(name), today)


def _draft(world: World, name: str = "甲", type_code: str = "inquiry_record") -> Document:
    return documents.draft(world.actor(name), world.case, type_code=type_code)


@pytest.fixture
def submitted(world: World, monkeypatch: pytest.MonkeyPatch) -> Matter:
    """甲 hands in the filing form; what the form demands is not this test's business."""
    monkeypatch.setattr(documents, "check", lambda document: [])
    form = _draft(world, type_code="filing_approval")
    return steps.submit_for_approval(world.actor("甲"), form, words="建议立案。")


def test_a_matter_waits_for_the_reviewer_and_nobody_else(world: World, submitted: Matter) -> None:
    (task,) = _todo(world, "丙").mine
    assert (task.label, task.link) == ("待审核", Link("matter", submitted.pk))
    assert task.case == str(world.case)
    for name in ("乙", "戊", "庚", "外"):
        assert _todo(world, name).mine == ()


def test_the_handler_sees_what_was_handed_in(world: World, submitted: Matter) -> None:
    page = _todo(world, "甲")
    assert page.mine == ()
    assert [task.link for task in page.submitted] == [Link("matter", submitted.pk)]
    assert page.submitted_by_state == {"待审核": 1}


def test_a_returned_form_comes_back_with_the_words_of_the_return(
    world: World, submitted: Matter
) -> None:
    steps.give_verdict(world.actor("丙"), submitted, verdict="return", words="第2页时间有误。")

    page = _todo(world, "甲")
    (task,) = page.mine
    assert task.label == "退回修改"
    assert task.why == "审核人丙：第2页时间有误。"
    assert task.link == Link("document", submitted.document_id)
    assert page.submitted == ()


def test_a_form_handed_in_again_is_no_longer_shown_as_returned(
    world: World, submitted: Matter
) -> None:
    steps.give_verdict(world.actor("丙"), submitted, verdict="return", words="请改。")
    steps.submit_for_approval(world.actor("甲"), submitted.document, words="已改。")

    page = _todo(world, "甲")
    assert page.mine == ()
    assert len(page.submitted) == 1


def test_a_form_returned_twice_is_shown_once_with_the_latest_words(
    world: World, submitted: Matter
) -> None:
    steps.give_verdict(world.actor("丙"), submitted, verdict="return", words="请改日期。")
    again = steps.submit_for_approval(world.actor("甲"), submitted.document, words="已改。")
    steps.give_verdict(world.actor("丙"), again, verdict="return", words="请改金额。")

    (task,) = _todo(world, "甲").mine
    assert task.why == "审核人丙：请改金额。"


def test_a_returned_form_that_was_given_up_waits_no_more(world: World, submitted: Matter) -> None:
    steps.give_verdict(world.actor("丙"), submitted, verdict="return", words="不必立案。")
    Document.objects.filter(pk=submitted.document_id).update(state=Document.State.DISCARDED)

    assert _todo(world, "甲").mine == ()


def test_a_draft_waits_for_its_author_only(world: World) -> None:
    draft = _draft(world)
    add_officer(world.actor("甲"), world.case, world.people["乙"])

    (task,) = _todo(world, "甲").mine
    assert (task.label, task.link, task.act) == ("待填写", Link("document", draft.pk), "继续")
    assert _todo(world, "乙").mine == ()


def _locked(world: World, *states: str) -> Document:
    """A locked document with signature places in these states, without drawing it."""
    draft = _draft(world)
    Document.objects.filter(pk=draft.pk).update(state=Document.State.FINAL, version=1)
    hand = entered(world.actor("甲"), clock.now())
    version = DocumentVersion.objects.create(document=draft, number=1, **hand)
    for number, state in enumerate(states):
        Signature.objects.create(
            version=version, place=f"p{number}", label=f"位置{number}", state=state, **hand
        )
    return draft


def test_open_signature_places_wait_for_the_officers_of_the_case(world: World) -> None:
    document = _locked(world, "open", "signed", "open")

    (task,) = _todo(world, "甲").mine
    assert (task.label, task.why) == ("待签字", "缺：位置0、位置2")
    assert task.link == Link("document", document.pk)
    assert _todo(world, "丙").mine == ()


def test_a_corrected_version_asks_for_its_own_signatures_only(world: World) -> None:
    document = _locked(world, "open")
    hand = entered(world.actor("甲"), clock.now())
    newer = DocumentVersion.objects.create(document=document, number=2, **hand)
    Signature.objects.create(version=newer, place="p", label="当事人", state="signed", **hand)
    Document.objects.filter(pk=document.pk).update(version=2)

    assert _todo(world, "甲").mine == ()


def test_an_unfinished_upload_waits_for_its_sender(world: World) -> None:
    upload = Upload.objects.create(
        owner=world.people["甲"].ledger_id, filename="询问.mp4", declared_size=5,
        created_at=clock.now(),
    )  # fmt: skip
    (task,) = _todo(world, "甲").mine
    assert (task.label, task.link) == ("未上传完", Link("upload", str(upload.pk)))
    assert _todo(world, "乙").mine == ()


def test_a_closed_case_waits_for_the_archivist_of_its_bureau(world: World) -> None:
    Case.objects.update(closed_on=TUESDAY)

    assert [task.label for task in _todo(world, "庚").mine] == ["待归档"]
    assert _todo(world, "甲").mine == ()
    assert _todo(world, "外").mine == ()


def _due(world: World, due_on: date | None, **settings: object) -> CaseDeadline:
    plain: dict[str, object] = {
        "case": world.case, "requirement": "L08-1", "article": "第三十五条", "name": "办案期限",
        "subject": "本案", "link_kind": "case", "link_id": world.case.pk, "due_on": due_on,
        "reason": "自立案之日起三个月",
    }  # fmt: skip
    return CaseDeadline.objects.create(**(plain | settings))


@pytest.mark.parametrize(
    ("due_on", "left", "words"),
    [
        (date(2026, 11, 20), -2, "已超期 2 个工作日（11月20日）"),
        (date(2026, 11, 22), -2, "已超期 2 个工作日（11月22日）"),
        (TUESDAY, 0, "今天到期（11月24日）"),
        (date(2026, 11, 25), 1, "还剩 1 个工作日（11月25日）"),
        (date(2026, 12, 1), 5, "还剩 5 个工作日（12月1日）"),
    ],
)
def test_days_left_count_working_days(world: World, due_on: date, left: int, words: str) -> None:
    _due(world, due_on)
    (task,) = _todo(world, "甲").due
    assert (task.days_left, task.words, task.overdue) == (left, words, left < 0)


def test_the_sixth_working_day_is_not_near_yet(world: World) -> None:
    _due(world, date(2026, 12, 2))
    assert _todo(world, "甲").due == ()


@pytest.mark.parametrize(
    "facts",
    [
        {"met": True, "met_on": date(2026, 11, 20)},
        {"met": False, "met_on": date(2026, 11, 23)},
        {"due_on": None, "undetermined_because": "还没有送达"},
    ],
    ids=["done", "done late", "undetermined"],
)
def test_what_is_done_or_has_no_day_is_not_shown(world: World, facts: dict[str, object]) -> None:
    _due(world, **({"due_on": date(2026, 11, 24)} | facts))  # type: ignore[arg-type]
    assert _todo(world, "甲").due == ()


def test_a_missed_duty_stays_until_it_is_done(world: World) -> None:
    _due(world, date(2026, 10, 9), met=False)
    assert [task.overdue for task in _todo(world, "甲").due] == [True]


def test_a_period_is_shown_while_it_runs_and_never_as_overdue(world: World) -> None:
    _due(world, date(2026, 11, 26), is_duty=False)
    _due(world, date(2026, 11, 20), is_duty=False)
    assert [(task.due_on, task.is_duty) for task in _todo(world, "甲").due] == [
        (date(2026, 11, 26), False)
    ]


def test_deadlines_are_shown_to_those_who_see_the_case(world: World) -> None:
    _due(world, TUESDAY)
    seen = {name: len(_todo(world, name).due) for name in ("甲", "乙", "丙", "戊", "外")}
    assert seen == {"甲": 1, "乙": 0, "丙": 1, "戊": 1, "外": 0}


def test_the_head_gets_four_numbers_and_an_officer_none(world: World) -> None:
    _due(world, date(2026, 11, 20))
    _due(world, date(2026, 11, 25))
    _due(world, date(2026, 11, 26), is_duty=False)
    CaseFinding.objects.create(
        case=world.case, requirement="L12-1", article="第十一条", subject="本案", link_kind="case",
        link_id=world.case.pk, expected="", found="", remedy="", severity="serious",
        on=clock.today(),
    )  # fmt: skip

    counts = _todo(world, "戊").counts
    assert counts is not None
    assert vars(counts) == {
        "open_cases": 1, "overdue": 1, "due_soon": 1, "serious_findings": 1,
    }  # fmt: skip
    stranger = _todo(world, "外").counts
    assert stranger is not None
    assert set(vars(stranger).values()) == {0}
    assert _todo(world, "甲").counts is None


@pytest.mark.parametrize("name", ["甲", "丙", "戊", "庚"])
def test_the_page_costs_the_same_however_much_there_is(world: World, name: str) -> None:
    _draft(world)
    _due(world, TUESDAY)
    with CaptureQueriesContext(
        connection,
    ) as little:
        _todo(world, name)
    for number in range(5):
        other = open_one(world.actor("甲"), f"案件{number}", clock.now())
        documents.draft(world.actor("甲"), other, type_code="inquiry_record")
        _locked(world, "open", "open")
        _due(world, TUESDAY + timedelta(days=1), case=other)
    with CaptureQueriesContext(connection) as much:
        _todo(world, name)

    assert len(much) == len(little) <= 20
