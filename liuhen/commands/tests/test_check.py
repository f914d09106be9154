"""`check` and `schema` on files: what needs no home."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import jsonschema
import pytest

from liuhen import clock
from liuhen.commands import console, main
from liuhen.commands.answers import report, schema
from liuhen.regulation import casefile as file
from liuhen.regulation import examples
from liuhen.regulation.codec import encode
from liuhen.regulation.pack import evaluate
from liuhen.verifier import layout


def _said(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


def test_the_schema_is_a_json_schema(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema"]) == 0
    schema = _said(capsys)
    assert schema["$schema"].startswith("https://json-schema.org/")
    assert "activities" in schema["properties"]


def _casefile() -> file.CaseFile:
    """A case with one questioning of which nothing was kept."""
    entered = file.Entered(at=clock.shanghai(2026, 3, 2, 12), by="甲")
    return file.CaseFile(
        case=file.CaseFacts(
            number="2026-001", title="某某公司案", cause="提供不真实统计资料", procedure="ordinary",
            opened_at=clock.shanghai(2026, 3, 2, 9), handlers=(),
        ),
        bureau=file.Bureau(name="示例区统计局", code="", level="county"),
        activities=(
            file.Activity(
                id="a1", kind=file.ActivityKind.INQUIRY, stage=file.Stage.INVESTIGATION,
                started_at=clock.shanghai(2026, 3, 2, 10), ended_at=clock.shanghai(2026, 3, 2, 11),
                entered=entered,
            ),
        ),
    )  # fmt: skip


@pytest.fixture
def casefile(tmp_path: Path) -> Path:
    path = tmp_path / "case.json"
    path.write_bytes(encode(_casefile()))
    return path


def test_a_case_file_is_checked_without_a_home(
    casefile: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(casefile), "--today", "2026-04-01", "--json"]) == 3
    said = _said(capsys)
    expected = evaluate(_casefile(), date(2026, 4, 1))
    assert [one["id"] for one in said["findings"]] == [one.id for one in expected.findings]
    assert said["today"] == "2026-04-01"
    for key in ("id", "article", "subject", "expected", "found", "remedy"):
        assert all(one[key] for one in said["findings"])
    for key in ("id", "due_on", "provisional", "met", "reason"):
        assert all(key in one for one in said["deadlines"])
    assert said["gates"]
    for gate in said["gates"]:
        assert gate["allowed"] is (gate["missing"] == [])


def test_the_day_decides(casefile: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", str(casefile), "--today", "2026-03-02", "--json"])
    early = _said(capsys)
    main(["check", str(casefile), "--today", "2027-03-02", "--json"])
    assert _said(capsys) != early


def test_people_read_the_article_and_the_remedy(
    casefile: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(casefile), "--today", "2026-04-01"]) == 3
    said = capsys.readouterr().out
    first = report(_casefile(), date(2026, 4, 1))["findings"][0]
    assert first["article"] in said
    assert f"补正：{first['remedy']}" in said


@pytest.mark.parametrize("content", [b"{}", b"\xff", b'{"format": "liuhen.casefile/1"}'])
def test_a_file_that_is_no_case_file_fails_with_its_place(
    tmp_path: Path, content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "x.json"
    path.write_bytes(content)
    assert main(["check", str(path)]) == 2
    assert capsys.readouterr().err.startswith(f"{path}：$")


@pytest.mark.parametrize("name", ["none.json", "none.zip"])
def test_a_file_that_is_not_there_fails(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", f"/nowhere/{name}"]) == 2
    said = capsys.readouterr().err
    assert "读不出" in said and "没有这个文件" in said


def test_a_folder_that_is_not_there_is_a_wrong_call(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "/nowhere/cases"]) == 2
    assert "没有文件或者文件夹 /nowhere/cases" in capsys.readouterr().err


@pytest.mark.parametrize("day", ["0001-01-01", "1948-12-31", "2201-01-01", "9999-12-31"])
def test_a_day_that_no_case_can_have_is_a_wrong_call(
    casefile: Path, day: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(casefile), "--today", day]) == 2
    assert "1949年至2200年" in capsys.readouterr().err


def test_a_wrong_value_is_told_by_file_and_json_path(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    raw = json.loads(encode(examples.case_a()))
    raw["activities"][3]["started_at"] = "2026-03-10"
    path = tmp_path / "x.json"
    path.write_text(json.dumps(raw), encoding="utf-8")
    assert main(["check", str(path), "--json"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"{path}：$.activities[3].started_at：应是带时区的时间")


def test_a_huge_file_is_refused_without_being_held(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    with path.open("wb") as huge:
        huge.truncate(2 * 1024**3)
    said = _measured(tmp_path, "check", str(path), "--json")
    assert (said.code, said.out) == (2, "")
    assert "文件超过32兆字节" in said.err
    assert said.megabytes < 250


# -- packages ---------------------------------------------------------------------------------


def _package(path: Path, content: bytes, name: str = layout.CASEFILE) -> Path:
    with ZipFile(path, "w") as archive:
        archive.writestr(f"2026-001/{name}", content)
    return path


def test_a_package_answers_as_the_case_file_in_it(
    casefile: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    package = _package(tmp_path / "x.zip", casefile.read_bytes())
    answers = []
    for one in (casefile, package):
        assert main(["check", str(one), "--today", "2026-04-01", "--json"]) == 3
        answers.append(_said(capsys))
    assert answers[0] == answers[1]


def test_a_package_that_cannot_be_read_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "x.zip"
    broken.write_bytes(b"PK")
    assert main(["check", str(broken)]) == 2
    assert str(broken) in capsys.readouterr().err
    empty = _package(tmp_path / "y.zip", b"", "data/other.txt")
    assert main(["check", str(empty)]) == 2
    assert layout.CASEFILE in capsys.readouterr().err
    bad = _package(tmp_path / "z.zip", b'{"format":"liuhen.casefile/1","case":1}')
    assert main(["check", str(bad)]) == 2
    assert "$.case：应是一个对象" in capsys.readouterr().err


def test_a_case_file_too_large_in_a_package_is_not_unpacked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    package = _package(tmp_path / "x.zip", b" " * (40 * 1024 * 1024))
    assert main(["check", str(package)]) == 2
    assert "超过" in capsys.readouterr().err


# -- a folder ---------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Case A, B and C as files and packages, in folders, with what is no case file beside them."""
    at = tmp_path / "cases"
    (at / "二级").mkdir(parents=True)
    (at / "a.json").write_bytes(encode(examples.case_a()))
    (at / "二级" / "b.JSON").write_bytes(encode(examples.case_b()))
    _package(at / "二级" / "c.zip", encode(examples.case_c()))
    (at / "readme.txt").write_text("不是案件文件", encoding="utf-8")
    return at


DAY = ("--today", "2026-07-02")


def test_a_folder_says_of_each_what_is_said_of_it_alone(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(folder), *DAY, "--json"]) == 3
    together = _said(capsys)
    alone = []
    for path in ("a.json", "二级/b.JSON", "二级/c.zip"):
        main(["check", str(folder / path), *DAY, "--json"])
        alone.append(_said(capsys))
    assert together["cases"] == alone
    assert together["unreadable"] == []
    for name in ("findings", "deadlines", "gates"):
        assert together[name] == [item for one in alone for item in one[name]]


def test_a_broken_file_is_named_and_stops_no_other(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "aa.json").write_bytes(encode(examples.case_a())[:5000])
    (folder / "ab.json").symlink_to("/nowhere/x.json")
    assert main(["check", str(folder), *DAY, "--json"]) == 2
    out, err = capsys.readouterr()
    said = json.loads(out)
    assert len(said["cases"]) == 3
    broken, gone = said["unreadable"]
    assert broken["file"] == str(folder / "aa.json")
    assert broken["path"].startswith("$.")
    assert broken["problem"].startswith("不是JSON")
    assert (gone["file"], gone["path"]) == (str(folder / "ab.json"), "")
    assert f"{folder / 'aa.json'}：{broken['path']}：不是JSON" in err


def test_people_read_every_report_and_the_sum(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "aa.json").write_bytes(b"")
    assert main(["check", str(folder), *DAY]) == 2
    out, err = capsys.readouterr()
    assert all(f"{number} " in out for number in ("2026-001", "2026-002", "2026-003"))
    assert out.rstrip().endswith("，读不出来 1 件。")
    assert "共核对 3 件，缺项 " in out
    assert str(folder / "aa.json") in err


def test_a_folder_without_findings_answers_0(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.json").write_bytes(encode(examples.case_a()))
    assert main(["check", str(tmp_path), *DAY, "--json"]) == 0
    assert _said(capsys)["findings"] == []


def test_an_empty_folder_is_a_wrong_call(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(tmp_path)]) == 2
    assert "没有案件文件" in capsys.readouterr().err


def test_progress_is_shown_where_it_is_asked_for(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["check", str(folder), *DAY, "--json", "--progress"])
    assert "核对案件：3/3" in capsys.readouterr().err
    main(["check", str(folder), *DAY, "--json"])
    assert capsys.readouterr().err == ""


def test_progress_counts_on_where_a_person_looks_on(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    main(["check", str(folder), *DAY, "--json"])
    assert capsys.readouterr().err == "".join(f"\r核对案件：{n}/3" for n in (1, 2, 3)) + "\n"


def test_a_long_run_in_a_log_tells_each_tenth(capsys: pytest.CaptureFixture[str]) -> None:
    progress = console.Progress("核对案件", always=True)
    for done in range(1, 10_001):
        progress(done, 10_000)
    progress.end()
    assert len(capsys.readouterr().err.splitlines()) == 10


# -- memory -----------------------------------------------------------------------------------

_MEASURE = """
import re, sys
from pathlib import Path
from liuhen.commands import main
code = main(sys.argv[1:])
sys.stdout.flush()
# Not ru_maxrss: that one begins with what the process held that started this one.
most = re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())
print(int(most[1]) // 1024, code, file=sys.stderr)
"""


class _Measured:
    """One command in a process of its own: code, output, and the most memory it held."""

    def __init__(self, answer: subprocess.CompletedProcess[str]) -> None:
        *err, last = answer.stderr.splitlines()
        self.megabytes, self.code = (int(one) for one in last.split())
        self.out, self.err = answer.stdout, "\n".join(err)


def _measured(tmp_path: Path, *arguments: str) -> _Measured:
    answer = subprocess.run(
        [sys.executable, "-c", _MEASURE, *arguments],
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    return _Measured(answer)


def test_many_files_take_no_more_memory_than_few(tmp_path: Path) -> None:
    """The benchmark has a thousand and ten thousand; here fewer, each of many findings."""
    content = encode(examples.case_b())
    held = []
    for count in (10, 400):
        at = tmp_path / str(count)
        at.mkdir()
        for number in range(count):
            (at / f"{number}.json").write_bytes(content)
        said = _measured(tmp_path, "check", str(at), *DAY, "--json")
        assert said.code == 3
        assert len(json.loads(said.out)["cases"]) == count
        held.append(said.megabytes)
    # Four hundred reports together are thirty megabytes.
    assert held[1] - held[0] < 12


# -- the published schema ---------------------------------------------------------------------


def _strict(value: Any) -> Any:
    """Forbid every key that the schema does not describe, which it allows to later versions."""
    if isinstance(value, dict):
        strict = {key: _strict(one) for key, one in value.items()}
        return strict | {"additionalProperties": False} if "properties" in value else strict
    return [_strict(one) for one in value] if isinstance(value, list) else value


def _validator() -> jsonschema.Draft202012Validator:
    jsonschema.Draft202012Validator.check_schema(schema())
    checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
    return jsonschema.Draft202012Validator(_strict(schema()), format_checker=checker)


def test_the_schema_of_the_answer_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", "--check"]) == 0
    assert _said(capsys) == schema()


@pytest.mark.parametrize("today", ["2026-03-02", "2026-04-20", "2026-07-02", "2031-01-01"])
@pytest.mark.parametrize("build", [examples.case_a, examples.case_b, examples.case_c])
def test_the_answer_about_a_case_fits_the_schema(
    build: Any, today: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "x.json"
    path.write_bytes(encode(build()))
    main(["check", str(path), "--today", today, "--json"])
    _validator().validate(_said(capsys))


def test_the_answer_about_many_fits_the_schema(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "aa.json").write_bytes(b"{")
    main(["check", str(folder), *DAY, "--json"])
    _validator().validate(_said(capsys))


def test_another_answer_does_not_fit_the_schema() -> None:
    one = json.loads(console.as_json(report(examples.case_b(), date(2026, 7, 2))))
    _validator().validate(one)
    for spoilt in (
        {**one, "colour": "red"},
        {**one, "findings": [{**one["findings"][0], "severity": "mild"}]},
        {**one, "findings": [{**one["findings"][0], "on": "2026-7-2"}]},
        {key: value for key, value in one.items() if key != "gates"},
    ):
        with pytest.raises(jsonschema.ValidationError):
            _validator().validate(spoilt)


def test_every_key_of_the_answer_is_in_the_docs() -> None:
    docs = Path(__file__).parents[3] / "docs" / "commands.md"
    text = docs.read_text(encoding="utf-8")
    for one in schema()["$defs"].values():
        for name in one["properties"]:
            assert f"`{name}`" in text, name
