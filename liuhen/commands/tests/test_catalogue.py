"""`catalogue`: listed, taken out, checked to file and line, tried, brought in."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from liuhen.commands.tests.conftest import Run, run_in
from liuhen.documents.types import all_types, get_type

FORM = "统计立案审批表（省）"


@pytest.fixture
def taken_out(run: Run, tmp_path: Path) -> Path:
    """The shipped filing approval, taken out to be changed, under a title of the province's."""
    folder = tmp_path / "own"
    answer = run("catalogue", "export", "filing_approval", "-o", str(folder))
    assert answer.returncode == 0, answer.stderr
    assert f"liuhen catalogue check {folder}" in answer.stdout
    file = folder / "filing_approval" / "type.toml"
    text = file.read_text(encoding="utf-8")
    assert 'title = "立案审批表"' in text
    file.write_text(text.replace('title = "立案审批表"', f'title = "{FORM}"'), encoding="utf-8")
    return folder


def test_the_list_names_every_type_for_people_and_for_programs(run: Run) -> None:
    told = run("catalogue", "list")
    assert told.returncode == 0
    assert f"共 {len(all_types())} 种。" in told.stdout
    listed = json.loads(run("catalogue", "list", "--json").stdout)["types"]
    assert {one["code"] for one in listed} == {one.code for one in all_types()}
    kind = get_type("penalty_decision")
    (decision,) = [one for one in listed if one["code"] == kind.code]
    assert decision["title"] == kind.title
    assert (decision["version"], decision["digest"]) == (kind.version, kind.digest)
    assert decision["series"] == "统罚决"


def test_what_was_taken_out_passes_and_is_brought_in_from_its_day(
    run: Run, taken_out: Path
) -> None:
    checked = run("catalogue", "check", str(taken_out))
    assert (checked.returncode, checked.stdout) == (0, "检查完毕：1 种文书，样例都能排出来。\n")
    source = ("--source", "省统计局文书样式（2026）")
    tried = run("catalogue", "load", str(taken_out), *source, "--dry-run")
    assert (tried.returncode, tried.stdout) == (0, f"「{FORM}」检查通过，没有启用。\n")
    assert FORM not in run("catalogue", "list").stdout
    loaded = run("catalogue", "load", str(taken_out), *source)
    assert loaded.returncode == 0, loaded.stderr
    assert f"「{FORM}」自 " in loaded.stdout
    assert "起由示例区统计局使用。" in loaded.stdout
    assert FORM in run("catalogue", "list").stdout


def test_a_fault_in_a_template_is_told_by_file_and_line(run: Run, taken_out: Path) -> None:
    template = taken_out / "filing_approval" / "template.typ"
    line = template.read_text(encoding="utf-8").count("\n") + 1
    with template.open("a", encoding="utf-8") as file:
        file.write("#nothing-of-this-name(doc)\n")
    for act in (("check", str(taken_out)), ("load", str(taken_out), "--source", "省局样式")):
        answer = run("catalogue", *act)
        assert (answer.returncode, answer.stdout) == (1, "")
        assert answer.stderr.splitlines()[-1] == (
            f"filing_approval/template.typ:{line}：unknown variable: nothing-of-this-name"
            "（这一行是 #nothing-of-this-name(doc)）"
        )
        assert "warning" not in answer.stderr


def test_a_fault_in_the_layout_names_the_line_that_calls_it_too(run: Run, taken_out: Path) -> None:
    layout = taken_out / "_layout" / "form.typ"
    text = layout.read_text(encoding="utf-8")
    where = text[: text.index("#let form-head(doc) = {")].count("\n") + 2
    layout.write_text(
        text.replace("#let form-head(doc) = {\n", "#let form-head(doc) = {\n  doc.nonsense\n"),
        encoding="utf-8",
    )
    template = (taken_out / "filing_approval" / "template.typ").read_text(encoding="utf-8")
    called = template[: template.index("#form-head(doc)")].count("\n") + 1
    answer = run("catalogue", "check", str(taken_out))
    assert answer.returncode == 1
    assert f"_layout/form.typ:{where}：" in answer.stderr
    assert f"由 filing_approval/template.typ:{called} 调用" in answer.stderr


def test_a_fault_brings_nothing_in(run: Run, taken_out: Path) -> None:
    template = taken_out / "filing_approval" / "template.typ"
    template.write_text("#nothing-of-this-name\n", encoding="utf-8")
    assert run("catalogue", "load", str(taken_out), "--source", "省局样式").returncode == 1
    assert FORM not in run("catalogue", "list").stdout


@pytest.mark.parametrize(
    ("name", "old", "new", "words"),
    [
        ("type.toml", "version = 1", "version = = 1", "filing_approval/type.toml：不是 TOML"),
        ("type.toml", 'kind = "', 'kind = "colour', "filing_approval/type.toml：fields"),
        ("sample.json", "{", "{\n,", "filing_approval/sample.json 第 2 行"),
    ],
)
def test_faults_in_other_files_are_told_by_their_place(
    taken_out: Path, run: Run, name: str, old: str, new: str, words: str
) -> None:
    file = taken_out / "filing_approval" / name
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    answer = run("catalogue", "check", str(taken_out))
    assert answer.returncode == 1
    assert words in answer.stderr


def test_a_check_needs_no_home(taken_out: Path, tmp_path: Path) -> None:
    answer = run_in(tmp_path / "none", "catalogue", "check", str(taken_out))
    assert answer.returncode == 0, answer.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("check", "nowhere"), 1, "读不出 nowhere"),
        (("export", "nothing", "-o", "x"), 1, "没有文书种类 nothing"),
        (("list", "--bureau", "某某局"), 1, "没有这个单位"),
        (("load", "somewhere"), 2, "缺少参数：--source"),
        ((), 2, "缺少参数"),
    ],
)
def test_what_cannot_be_done_is_told_with_its_code(
    run: Run, arguments: tuple[str, ...], code: int, words: str
) -> None:
    answer = run("catalogue", *arguments)
    assert answer.returncode == code
    assert words in answer.stderr


def test_a_folder_that_exists_is_not_written_over(run: Run, taken_out: Path) -> None:
    answer = run("catalogue", "export", "filing_approval", "-o", str(taken_out))
    assert answer.returncode == 1
    assert "已经存在" in answer.stderr


def test_a_day_gone_by_is_refused(run: Run, taken_out: Path) -> None:
    answer = run(
        "catalogue", "load", str(taken_out), "--source", "省局样式", "--from", "2020-01-01"
    )
    assert answer.returncode == 1
    assert "不能早于今天" in answer.stderr
