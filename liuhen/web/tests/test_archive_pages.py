"""案卷库 and the archive page: what waits, why the button cannot be pressed, what comes out."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from liuhen import clock
from liuhen.agenda.actions import rebuild
from liuhen.archive import actions
from liuhen.archive.models import ArchivedCase, CaseExport, Volume
from liuhen.cases.models import Case
from liuhen.demo.cast import Cast
from liuhen.ledger.audit import verify_log
from liuhen.ledger.signer import home_signer
from liuhen.people.models import Bureau
from liuhen.verifier.verify import verify_package
from liuhen.web.archive.page import hindrance
from liuhen.web.tests.office import (
    client_of,
    closed_case,
    found_office,
    gap_approved,
    open_demo_log,
)


@pytest.fixture
def cast(db: None, settings: Any, tmp_path: Path) -> Iterator[Cast]:
    open_demo_log(settings, tmp_path)
    with clock.playing(clock.shanghai(2026, 3, 2, 9)):
        yield found_office()


@pytest.fixture
def case(cast: Cast) -> Case:
    return closed_case(cast)


@pytest.fixture
def archivist(cast: Cast) -> Client:
    return client_of(cast, "geng")


def archive(cast: Cast, case: Case) -> None:
    actions.archive_case(cast.actor("geng"), case, gap_approval=gap_approved(cast, case))
    case.refresh_from_db()


@pytest.mark.parametrize(
    ("who", "status"),
    [("geng", 200), ("wu", 200), ("jia", 200), ("xin", 403), ("guanli", 403), ("ren", 200)],
)
def test_whoever_may_read_the_case_may_read_its_archive_page(
    cast: Cast, case: Case, who: str, status: int
) -> None:
    assert client_of(cast, who).get(f"/cases/{case.pk}/archive").status_code == status


def test_a_closed_case_waits_with_its_days_and_its_due_day(
    cast: Cast, case: Case, archivist: Client
) -> None:
    with clock.playing(clock.shanghai(2026, 3, 12, 9)):
        rebuild()
        body = archivist.get("/archive").content.decode()
    assert case.number in body
    assert "10 天" in body
    assert "还剩 20 天（4月1日）" in body


def test_of_a_stranger_s_cases_nothing_is_listed(cast: Cast, case: Case) -> None:
    Bureau.objects.filter(pk=cast.bureau.pk).update(parent=None)
    assert case.number not in client_of(cast, "ren").get("/archive").content.decode()
    assert client_of(cast, "ren").get(f"/cases/{case.pk}/archive").status_code == 404


def test_the_list_is_read_in_a_fixed_number_of_queries(
    cast: Cast, archivist: Client, django_assert_max_num_queries: Any
) -> None:
    for _ in range(3):
        closed_case(cast)
    archivist.get("/archive")
    with django_assert_max_num_queries(14):
        archivist.get("/archive")


def test_gaps_are_shown_with_their_owner_and_shut_the_button(case: Case, archivist: Client) -> None:
    body = archivist.get(f"/cases/{case.pk}/archive").content.decode()
    assert "第二十五条" in body
    assert "处缺项，又没有批准的带缺项归档审批" in body
    assert "由 甲 办理" in body
    assert "归档时编" in body


def test_pressing_it_all_the_same_is_refused_with_the_article_and_changes_nothing(
    case: Case, archivist: Client
) -> None:
    answer = archivist.post(f"/cases/{case.pk}/archive", {"retention": "permanent"})
    assert answer.status_code == 409
    assert "带缺项归档的理由" in answer.content.decode()
    case.refresh_from_db()
    assert not case.archived


@pytest.mark.parametrize("who", ["jia", "wu"])
def test_only_the_archivist_archives(cast: Cast, case: Case, who: str) -> None:
    client = client_of(cast, who)
    assert "由本单位档案管理员办理" in client.get(f"/cases/{case.pk}/archive").content.decode()
    answer = client.post(f"/cases/{case.pk}/archive", {"retention": "permanent"})
    assert answer.status_code == 403
    assert not Volume.objects.exists()


@pytest.mark.parametrize(
    "fields", [{"retention": ""}, {"retention": "for_ever"}, {"gap_approval": "99999"}]
)
def test_a_wrong_choice_comes_back_on_the_page(
    case: Case, archivist: Client, fields: dict[str, str]
) -> None:
    answer = archivist.post(f"/cases/{case.pk}/archive", {"retention": "permanent", **fields})
    assert answer.status_code == 422
    assert "error-summary" in answer.content.decode()


def test_with_the_approval_the_case_is_archived_and_everything_comes_out(
    cast: Cast, case: Case, archivist: Client
) -> None:
    matter = gap_approved(cast, case)
    answer = archivist.post(
        f"/cases/{case.pk}/archive",
        {"retention": "thirty_years", "gap_approval": matter.pk},
        follow=True,
    )
    body = answer.content.decode()
    assert answer.status_code == 200
    assert "本案已归档，归档号 20260001" in body
    assert "缺件无法补齐，同意归档。" in body
    archived = ArchivedCase.objects.get(case=case)
    assert archived.retention == "thirty_years"
    assert archived.keep_until == date(2056, 12, 31)
    for volume in Volume.objects.filter(case=case):
        sent = archivist.get(f"/cases/{case.pk}/volumes/{volume.kind}.pdf")
        assert sent.status_code == 200
        assert b"".join(sent.streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined]
        saved = archivist.get(f"/cases/{case.pk}/volumes/{volume.kind}.pdf?save")
        assert saved["Content-Disposition"].startswith("attachment")
    assert "20260001" in archivist.get("/archive").content.decode()
    again = archivist.post(f"/cases/{case.pk}/archive", {"retention": "permanent"})
    assert again.status_code == 409
    assert "本案已由庚于" in again.content.decode()


@pytest.mark.parametrize("kind", ["main", "side", "third"])
def test_before_archiving_there_is_no_volume(case: Case, archivist: Client, kind: str) -> None:
    assert archivist.get(f"/cases/{case.pk}/volumes/{kind}.pdf").status_code == 404


def test_the_package_that_is_sent_verifies_and_its_export_is_an_entry(
    cast: Cast, case: Case, archivist: Client, tmp_path: Path
) -> None:
    archive(cast, case)
    answer = archivist.post(f"/cases/{case.pk}/package.zip", {"purpose": "移交档案馆"})
    assert answer["Content-Type"] == "application/zip"
    data = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert int(answer["Content-Length"]) == len(data)
    assert zipfile.ZipFile(io.BytesIO(data)).testzip() is None
    package = tmp_path / "package.zip"
    package.write_bytes(data)
    keys = home_signer().keys("test.example/liuhen")
    report = verify_package(package, today=clock.today(), keys=keys)
    assert report.verdict == "intact", report.findings
    export = CaseExport.objects.get()
    assert (export.purpose, export.file_size) == ("移交档案馆", len(data))
    assert "移交档案馆" in archivist.get(f"/cases/{case.pk}/archive").content.decode()
    assert verify_log().verdict == "intact"


def test_an_address_alone_makes_no_package(cast: Cast, case: Case, archivist: Client) -> None:
    assert archivist.get(f"/cases/{case.pk}/package.zip")["Location"].endswith("/archive")
    assert not CaseExport.objects.exists()


@pytest.mark.parametrize(("who", "status"), [("jia", 403), ("ren", 403), ("xin", 403)])
def test_nobody_else_takes_a_package_away(cast: Cast, case: Case, who: str, status: int) -> None:
    answer = client_of(cast, who).post(f"/cases/{case.pk}/package.zip")
    assert answer.status_code == status
    assert not CaseExport.objects.exists()


def test_a_full_disk_is_said_in_words(
    case: Case, archivist: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    import errno

    def full(*_: Any, **__: Any) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr("liuhen.web.archive.views.export_case", full)
    answer = archivist.post(f"/cases/{case.pk}/package.zip", {"purpose": ""})
    assert answer.status_code == 409
    assert "磁盘空间不够" in answer.content.decode()


def test_a_purpose_that_is_too_long_makes_no_package(case: Case, archivist: Client) -> None:
    answer = archivist.post(f"/cases/{case.pk}/package.zip", {"purpose": "长" * 300})
    assert answer.status_code == 302
    assert not CaseExport.objects.exists()


def test_the_reason_names_what_hinders() -> None:
    assert "没有结案" in hindrance(Case(closed_on=None), 0, 0)
    closed = Case(closed_on=date(2026, 3, 2))
    assert hindrance(closed, 0, 0) == ""
    assert hindrance(closed, 3, 1) == ""
    assert "3 处缺项" in hindrance(closed, 3, 0)
