"""The grid, the findings and what was not kept: found without anyone asking, at any size."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from liuhen import clock
from liuhen.agenda.actions import rebuild
from liuhen.agenda.models import CaseAgenda, CaseFinding, CaseState
from liuhen.cases.models import Case, CaseOfficer
from liuhen.demo.cast import Cast
from liuhen.people.models import Bureau, Person
from liuhen.procedure.compile import compile_case
from liuhen.regulation.pack import evaluate
from liuhen.supervision import findings as found
from liuhen.supervision.findings import FindingFilter
from liuhen.supervision.grid import GridFilter, articles, cases_of, findings_of, grid, waiting
from liuhen.supervision.keeping import unsound_files
from liuhen.vault import care, store
from tests.plugin import Played

JUDGED = [("A05-1", "第五条"), ("A05-2", "第五条"), ("A20-1", "第二十条"), ("A26-1", "第二十六条")]


def many(cast: Cast, number: int, *, first: int = 100) -> list[Case]:
    """Enter cases with their agenda as the worker would leave it: each third lacks 第二十条."""
    at = clock.now()
    cases = Case.objects.bulk_create(
        Case(
            bureau=cast.bureau, year=2026, serial=serial, number=f"2026-{serial:03d}",
            title="某某公司案", cause="案由", opened_at=at, recorded_at=at,
            recorded_by_id="p1", recorded_by="甲",
        )
        for serial in range(first, first + number)
    )  # fmt: skip
    CaseOfficer.objects.bulk_create(
        CaseOfficer(
            case=case, person=cast["jia"], name="甲", part="handler", since=date(2026, 1, 1),
            recorded_at=at, recorded_by_id="p1", recorded_by="甲",
        )
        for case in cases
    )  # fmt: skip
    CaseAgenda.objects.bulk_create(CaseAgenda(case=case, computed_at=at) for case in cases)
    lacking = [case for case in cases if case.serial % 3 == 0]
    CaseState.objects.bulk_create(
        CaseState(
            case=case, requirement=id, article=article,
            status="missing" if id == "A20-1" and case in lacking else "recorded",
        )
        for case in cases
        for id, article in JUDGED
    )  # fmt: skip
    CaseFinding.objects.bulk_create(
        CaseFinding(
            case=case, requirement="A20-1", article="第二十条", subject="留置送达", expected="音像",
            found="没有", remedy="补充", severity="ordinary", link_kind="case", link_id=case.pk,
            on=date(2026, 2, 1),
        )
        for case in lacking
    )  # fmt: skip
    return cases


@contextmanager
def lost(path: Path) -> Iterator[None]:
    """Take a file away for a while: other tests borrow the same vault."""
    away = path.with_name(f"{path.name}.away")
    path.rename(away)
    try:
        yield
    finally:
        away.rename(path)


def test_every_gap_of_the_worked_cases_is_found_by_article_case_unit_and_person(
    played: Played,
) -> None:
    """A30-1: nobody asked; the worker followed the log."""
    rebuild()
    cast = played.cast
    asked = FindingFilter((cast.bureau.pk,))
    expected = {
        (case.pk, one.id, one.subject)
        for case in played.cases.values()
        for one in evaluate(compile_case(case), clock.today()).findings
    }
    rows = list(found.findings(asked))
    assert {(one.case_id, one.requirement, one.subject) for one in rows} == expected
    by_article = found.by_article(asked)
    assert sum(heap.findings for heap in by_article) == len(rows)
    assert "第二十条" in [heap.words for heap in by_article]
    (unit,) = found.by_bureau(asked, [cast.bureau])
    assert unit.findings == len(rows)
    people = {
        heap.words: heap.findings for heap in found.by_person(asked, list(Person.objects.all()))
    }
    assert people["辛"] >= 1
    for name, number in people.items():
        one = FindingFilter((cast.bureau.pk,), person=Person.objects.get(name=name))
        assert found.findings(one).count() == number
    of_case = FindingFilter((cast.bureau.pk,), case=played.cases["B"].number)
    assert {one.case_id for one in found.findings(of_case)} == {played.cases["B"].pk}


def test_late_storage_and_a_missing_file_are_found(played: Played) -> None:
    """A30-2: case B has recordings stored too late; one file goes missing from the vault."""
    rebuild()
    bureaus = [played.cast.bureau.pk]
    late = list(found.overdue(bureaus, found.STORING))
    assert {one.case_id for one in late} == {played.cases["B"].pk}
    assert all(one.due_on is None or one.met_on is None or one.met_on > one.due_on for one in late)
    assert unsound_files(bureaus) == []

    photo = played.cases["A"].recordings.earliest("pk")
    with lost(store.path_for(photo.file_sha256)):
        care.note(care.look(photo.file_sha256), clock.now())
    (gone,) = unsound_files(bureaus)
    assert (gone.case, gone.state, gone.link.id) == (played.cases["A"], "丢失", photo.pk)
    assert photo.title in gone.what


def test_late_archiving_is_found(played: Played, go: Callable[[datetime], None]) -> None:
    """A30-2: a closed case that nobody archives."""
    case = played.cases["B"]
    Case.objects.filter(pk=case.pk).update(closed_on=date(2026, 7, 1))
    go(clock.shanghai(2026, 12, 1, 9))
    rebuild()
    late = found.overdue([played.cast.bureau.pk], found.ARCHIVING)
    assert [one.case_id for one in late] == [case.pk]
    assert [one.met_on for one in late] == [None]


def test_the_grid_shows_the_state_of_every_article_in_every_case(played: Played) -> None:
    rebuild()
    asked = GridFilter((played.cast.bureau.pk,))
    cases = list(cases_of(asked))
    lines = {line.article: line for line in grid(asked, cases)}
    for place, case in enumerate(cases):
        states = evaluate(compile_case(case), clock.today()).states
        lacking = {one.id for one in states if one.status.value == "missing"}
        for article, requirements in articles().items():
            if article not in lines:
                continue
            cell = lines[article].cells[place]
            assert cell is not None
            broken = [row.id for row in requirements if row.id in lacking]
            assert (cell.status == "missing") is bool(broken), (article, case)
            if broken:
                assert cell.requirement in broken
    hearing = {line.words for line in lines["第九条"].cells if line is not None}
    assert hearing == {"不适用"}, "no request is no failure of 第九条"
    assert {cell.words for line in lines.values() for cell in line.cells if cell} >= {
        "已记录", "缺失", "不适用", "未到期",
    }  # fmt: skip


def test_each_gap_of_a_cell_leads_to_its_record(played: Played) -> None:
    rebuild()
    gaps = findings_of(played.cases["B"])["A20-1"]
    assert {one.link_kind for one in gaps} == {"delivery"}


def test_what_is_not_computed_does_not_look_as_kept(cast: Cast) -> None:
    (case,) = many(cast, 1)
    CaseState.objects.all().delete()
    CaseAgenda.objects.all().delete()
    asked = GridFilter((cast.bureau.pk,))
    assert waiting([cast.bureau.pk]).unread == 1
    assert grid(asked, [case]) == []
    CaseAgenda.objects.create(case=case, computed_at=clock.now(), fault="ZeroDivisionError")
    (broken,) = waiting([cast.bureau.pk]).faults
    assert broken.case == case


@pytest.mark.parametrize("article", ["第二十条", ""])
def test_a_filter_leaves_the_cases_that_lack_something(cast: Cast, article: str) -> None:
    cases = many(cast, 9)
    asked = GridFilter((cast.bureau.pk,), status="missing", article=article)
    assert set(cases_of(asked)) == {one for one in cases if one.serial % 3 == 0}
    assert not cases_of(GridFilter((cast.bureau.pk,), year=2025)).exists()


def _client(person: Person) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.parametrize(
    "address",
    [
        "/supervision",
        "/supervision?status=missing",
        "/supervision/findings",
        "/supervision/keeping",
        "/supervision/assessment?period=2026",
        "/supervision/assessment.xlsx?period=2026",
    ],
)
def test_a_page_asks_as_often_for_a_thousand_cases_as_for_ten(cast: Cast, address: str) -> None:
    client = _client(cast["ren"])
    many(cast, 10)
    client.get(address)
    counts = []
    for more in (0, 990):
        many(cast, more, first=1000)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 60


def test_of_a_stranger_s_cases_nothing_is_shown(cast: Cast) -> None:
    many(cast, 3)
    Bureau.objects.filter(pk=cast.bureau.pk).update(parent=None)
    page = _client(cast["ren"]).get("/supervision").content.decode()
    assert "2026-100" not in page


def test_an_officer_is_led_to_their_own_figures(cast: Cast) -> None:
    answer = _client(cast["jia"]).get("/supervision")
    assert answer.headers["Location"] == f"/supervision/assessment/officers/{cast['jia'].pk}"


def test_a_supervisor_finds_supervision_and_the_archive_in_the_menu(cast: Cast) -> None:
    page = _client(cast["ren"]).get("/supervision").content.decode()
    for path in ("/supervision", "/archive"):
        assert f'class="menu__link" href="{path}"' in page
