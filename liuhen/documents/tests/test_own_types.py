"""A bureau's own types: checked to the line, in force from a day, never lost to what used them."""

from __future__ import annotations

import io
import shutil
import zipfile
from datetime import date
from pathlib import Path

import pytest

from liuhen import clock
from liuhen.documents import actions
from liuhen.documents.models import OwnType
from liuhen.documents.offered import OWN_FROM, find, folder_of, type_for, types_for
from liuhen.documents.type_package import from_path, from_zip
from liuhen.documents.types import CATALOGUE_FOLDER, get_type
from liuhen.faults import Conflict, Forbidden, Invalid, NotFound
from liuhen.ledger.audit import verify_log
from liuhen.ledger.models import LedgerEntry
from tests.begun import Begun
from tests.plugin import Go

TODAY = date(2026, 3, 2)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A province's form of the filing approval, under the shipped layout."""
    shutil.copytree(CATALOGUE_FOLDER / "filing_approval", tmp_path / "own" / "filing_approval")
    edit(tmp_path / "own", "type.toml", 'title = "立案审批表"', 'title = "统计立案审批表（省）"')
    return tmp_path / "own"


def edit(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / "filing_approval" / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def bring_in(begun: Begun, folder: Path, on: date | None = None) -> OwnType:
    (row,) = actions.bring_in(
        begun.cast.actor("guanli"),
        begun.cast.bureau,
        from_path(folder),
        in_force_from=on or clock.today(),
        source="省统计局文书样式",
    )
    return row


def refused(begun: Begun, folder: Path) -> str:
    with pytest.raises(Invalid) as caught:
        actions.examine(begun.cast.actor("guanli"), begun.cast.bureau, from_path(folder))
    return caught.value.message


def test_a_new_document_is_written_under_the_bureaus_own_form(begun: Begun, folder: Path) -> None:
    row = bring_in(begun, folder)
    assert row.version == OWN_FROM
    before = begun.document("draft")
    draft = actions.draft(begun.cast.actor("jia"), begun.case, type_code="filing_approval")
    assert (draft.type_version, draft.title) == (OWN_FROM, "统计立案审批表（省）")
    assert draft.type.title == "统计立案审批表（省）"
    assert before.type_version < OWN_FROM
    assert not verify_log().findings


def test_it_is_used_from_its_day_on_and_not_before(begun: Begun, folder: Path) -> None:
    day = clock.today()
    tomorrow = date.fromordinal(day.toordinal() + 1)
    bring_in(begun, folder, tomorrow)
    assert type_for(begun.cast.bureau, "filing_approval", day) == get_type("filing_approval")
    assert type_for(begun.cast.bureau, "filing_approval", tomorrow).version == OWN_FROM


def test_a_document_keeps_the_version_it_was_written_under(
    begun: Begun, folder: Path, go: Go
) -> None:
    bring_in(begun, folder)
    first = actions.draft(begun.cast.actor("jia"), begun.case, type_code="filing_approval")
    edit(folder, "type.toml", "（省）", "（省，新）")
    newer = bring_in(begun, folder)
    second = actions.draft(begun.cast.actor("jia"), begun.case, type_code="filing_approval")
    assert (first.type.title, second.type.title) == (
        "统计立案审批表（省）",
        "统计立案审批表（省，新）",
    )
    actions.withdraw_type(begun.cast.actor("guanli"), newer, reason="省局收回")
    assert second.type.title == "统计立案审批表（省，新）"
    third = actions.draft(begun.cast.actor("jia"), begun.case, type_code="filing_approval")
    assert third.type_version == OWN_FROM
    with pytest.raises(Conflict, match="停用"):
        actions.withdraw_type(begun.cast.actor("guanli"), newer, reason="再停一次")


def test_it_is_drawn_again_from_the_vault_when_the_folder_was_touched(
    begun: Begun, folder: Path
) -> None:
    row = bring_in(begun, folder)
    laid_out = folder_of(row.package_sha256)
    find.__globals__["_unpacked"].cache_clear()
    find.__globals__["_found"].cache_clear()
    type_file = laid_out / "filing_approval" / "type.toml"
    type_file.write_text(
        type_file.read_text(encoding="utf-8").replace("（省）", "（改）"), encoding="utf-8"
    )
    assert find("filing_approval", row.version).title == "统计立案审批表（省）"


def test_the_new_type_of_no_shipped_code_is_offered_too(begun: Begun, folder: Path) -> None:
    (folder / "filing_approval").rename(folder / "local_form")
    path = folder / "local_form" / "type.toml"
    text = path.read_text(encoding="utf-8").replace('"filing_approval"', '"local_form"')
    path.write_text(text, encoding="utf-8")
    bring_in(begun, folder)
    offered = {one.code for one in types_for(begun.cast.bureau, clock.today())}
    assert "local_form" in offered
    stranger = begun.cast.actor("wai")
    with pytest.raises(NotFound):
        actions.examine(stranger, begun.cast.bureau, from_path(folder))


@pytest.mark.parametrize("who", ["jia", "bing", "geng"])
def test_only_who_keeps_the_settings_brings_types_in(begun: Begun, folder: Path, who: str) -> None:
    with pytest.raises(Forbidden):
        actions.examine(begun.cast.actor(who), begun.cast.bureau, from_path(folder))


def test_a_fault_in_a_template_is_named_by_file_and_line(begun: Begun, folder: Path) -> None:
    template = folder / "filing_approval" / "template.typ"
    lines = template.read_text(encoding="utf-8").count("\n") + 1
    with template.open("a", encoding="utf-8") as file:
        file.write("\n#nothing-of-this-name(doc)\n")
    message = refused(begun, folder)
    assert f"filing_approval/template.typ:{lines + 1}" in message
    assert "nothing-of-this-name" in message


def test_a_loop_without_end_is_stopped(
    begun: Begun, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("liuhen.documents.type_package.TRIAL_SECONDS", 3)
    with (folder / "filing_approval" / "template.typ").open("a", encoding="utf-8") as file:
        file.write("\n#let a = range(40000)\n#for b in a { for c in a { let d = c } }\n")
    assert "循环" in refused(begun, folder)


@pytest.mark.parametrize(
    ("name", "old", "new", "words"),
    [
        ("type.toml", 'kind = "', 'kind = "colour', "filing_approval/type.toml：fields"),
        ("type.toml", "version = 1", "version = = 1", "不是 TOML"),
        ("template.typ", "#import", '#import "@preview/x:1.0.0": *\n#import', "第 1 行"),
        ("sample.json", "{", "{ ,", "sample.json"),
    ],
)
def test_other_faults_are_named_by_their_file(
    begun: Begun, folder: Path, name: str, old: str, new: str, words: str
) -> None:
    edit(folder, name, old, new)
    assert words in refused(begun, folder)


def test_a_form_that_lacks_what_the_rules_read_is_refused(begun: Begun, folder: Path) -> None:
    path = folder / "filing_approval" / "type.toml"
    text = path.read_text(encoding="utf-8")
    name = get_type("filing_approval").fields[-1].name
    path.write_text(text.replace(f'name = "{name}"', 'name = "renamed"'), encoding="utf-8")
    assert f"缺字段 {name}" in refused(begun, folder)


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def test_the_same_files_make_the_same_package_however_they_come(folder: Path) -> None:
    files = {
        f"forms/{path.relative_to(folder).as_posix()}": path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }
    files |= {"__MACOSX/forms/x": b"1", "forms/.DS_Store": b"2"}
    assert from_zip(zipped(files)) == from_path(folder)


def test_a_single_type_may_come_without_its_folder(folder: Path) -> None:
    assert from_path(folder / "filing_approval") == from_path(folder)


@pytest.mark.parametrize(
    "files",
    [
        {"../outside/type.toml": b"x"},
        {"/etc/x/type.toml": b"x"},
        {"a/b/c/d/type.toml": b"x"},
        {"a/type.toml": b"x", "a/run.sh": b"x"},
        {"a/类型.toml": b"x", "a/type.toml": b"x"},
        {"readme.toml": b"x", "type.toml": b"x"},
        {"a/template.typ": b"x"},
        {},
    ],
)
def test_a_package_of_other_things_is_refused(files: dict[str, bytes]) -> None:
    with pytest.raises(Invalid):
        from_zip(zipped(files))


def test_a_zip_bomb_is_refused_before_it_opens_out() -> None:
    with pytest.raises(Invalid, match="太大"):
        from_zip(zipped({"a/type.toml": b"\0" * 60_000_000}))
    with pytest.raises(Invalid, match="不是完好的 zip"):
        from_zip(b"not a zip")


def test_what_is_refused_leaves_nothing_behind(begun: Begun, folder: Path) -> None:
    entries = LedgerEntry.objects.count()
    with pytest.raises(Invalid, match="不能早于今天"):
        bring_in(begun, folder, date(2020, 1, 1))
    with pytest.raises(Invalid, match="依据"):
        actions.bring_in(
            begun.cast.actor("guanli"), begun.cast.bureau, from_path(folder),
            in_force_from=clock.today(), source=" ",
        )  # fmt: skip
    assert (OwnType.objects.count(), LedgerEntry.objects.count()) == (0, entries)
