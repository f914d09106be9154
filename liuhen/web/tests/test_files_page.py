"""文件巡检: who is told of damage, and what the page says of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from liuhen import clock
from liuhen.archive.care import note_sweep
from liuhen.archive.tests.conftest import picture
from liuhen.cases.actions import PartyFacts
from liuhen.cases.models import Case
from liuhen.demo.cast import Cast
from liuhen.demo.teller import Teller
from liuhen.evidence import actions as evidence
from liuhen.people import actions as people
from liuhen.people.actors import SYSTEM
from liuhen.people.models import Role
from liuhen.vault import store
from liuhen.vault.models import StoredObject
from liuhen.vault.tests.test_store import overwrite
from liuhen.web.tests.office import client_of, found_office, open_demo_log

NOW = clock.shanghai(2026, 3, 2, 9)
JPEG = b"\xff\xd8\xff" + b"photo" * 100


@pytest.fixture
def cast(db: None, settings: Any, tmp_path: Path) -> Iterator[Cast]:
    open_demo_log(settings, tmp_path)
    with clock.playing(NOW):
        yield found_office()


@pytest.fixture
def case(cast: Cast) -> Case:
    party = PartyFacts(kind="organisation", name="某某公司")
    return Teller(cast).open("jia", party, title="某某公司案", cause="提供不真实统计资料")


@pytest.fixture
def damaged(cast: Cast, case: Case) -> StoredObject:
    """The photograph of a piece of evidence, damaged on the disk and found so."""
    stored = store.put_bytes(picture("photo"))
    evidence.register_evidence(
        cast.actor("jia"),
        case,
        evidence.Piece(kind="documentary", name="照片", collected_at=clock.now()),
        stored=stored,
    )
    path = store.path_for(stored.sha256)
    overwrite(path, path.read_bytes()[:-1] + b"!")
    note_sweep(SYSTEM, store.verify_all())
    return stored


def page(cast: Cast, who: str) -> str:
    answer = client_of(cast, who).get("/verify/files")
    assert answer.status_code == 200
    return answer.content.decode()


def test_all_is_well_while_nothing_is_damaged(cast: Cast) -> None:
    body = page(cast, "geng")
    assert "文件全部完好" in body
    assert "还没有完成过一轮" in body


def test_a_damaged_file_is_named_with_its_case_and_its_piece(
    cast: Cast, case: Case, damaged: StoredObject
) -> None:
    body = page(cast, "guanli")
    assert damaged.sha256[:16] in body
    assert f"{case.number} 证据" in body
    assert "照片" not in body, "who administers need not see what the case holds"
    assert "第 1 片" in body
    assert "--mend-from" in body


def test_another_bureau_is_not_told_the_number_of_the_case(
    cast: Cast, case: Case, damaged: StoredObject
) -> None:
    other = people.found_bureau(SYSTEM, name="外区统计局", word="外", code="", level="county")
    wai = people.add_person(
        SYSTEM, bureau=other, username="wai", name="外", password="liuhen-demo-x"
    )
    people.appoint(SYSTEM, wai, role=Role.HEAD, title="局长", held_from=clock.today())
    client = Client()
    client.force_login(wai, backend="django.contrib.auth.backends.ModelBackend")
    body = client.get("/verify/files").content.decode()
    assert case.number not in body
    assert "其他单位的案件" in body


@pytest.mark.parametrize(("who", "told"), [("geng", True), ("jia", False), ("wu", False)])
def test_those_who_answer_for_files_are_told_on_the_to_do_page(
    cast: Cast, damaged: StoredObject, who: str, told: bool
) -> None:
    body = client_of(cast, who).get("/").content.decode()
    assert ("库中有 1 个文件损坏或者丢失" in body) is told
    assert ('href="/verify/files"' in body) is told


def test_the_administrator_is_told_on_the_settings_page(cast: Cast, damaged: StoredObject) -> None:
    body = client_of(cast, "guanli").get("/settings").content.decode()
    assert "库中文件损坏或者丢失" in body


def test_readers_get_an_answer_that_says_what_is_wrong(
    cast: Cast, case: Case, damaged: StoredObject
) -> None:
    item = case.evidence.get()
    answer = client_of(cast, "jia").get(f"/evidence/{item.pk}/file")
    assert answer.status_code == 503
    assert "已隔离" in answer.content.decode()


def test_a_file_that_waits_too_long_is_a_warning(cast: Cast, case: Case) -> None:
    store.put_bytes(JPEG)
    with clock.playing(NOW + timedelta(days=40)):
        assert "有文件没有按期核对" in page(cast, "geng")
