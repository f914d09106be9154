"""A stranger with nothing but Python checks a package."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from liuhen.verifier import standalone_zipapp
from liuhen.verifier.__main__ import main
from liuhen.verifier.tests.building import flipped, made, vkey, write


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("elsewhere") / "verify.pyz"
    path.write_bytes(standalone_zipapp())
    return path


def run(program: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run without site packages and without the project, from another folder."""
    return subprocess.run(
        [sys.executable, "-S", "-I", str(program), *arguments],
        cwd=program.parent,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_the_single_file_checks_a_package_without_any_package_installed(program: Path) -> None:
    path = write(program.parent / "p.zip", made().files)
    done = run(program, str(path), "--key", str(vkey()), "--today", "2026-11-24", "--json")
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["verdict"] in ("intact", "unwitnessed")
    if report["verdict"] == "unwitnessed":  # this machine has no openssl program either
        assert next(one["code"] for one in report["findings"]) == "trust.unchecked"
    assert report["regulation"]["rule_pack"]
    assert report["checked"]["requirements"] > 30


def test_the_single_file_answers_as_the_package_does(
    program: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(program.parent / "same.zip", made().files)
    arguments = [str(path), "--today", "2026-11-24", "--json"]
    assert main(arguments) == 0
    assert json.loads(run(program, *arguments).stdout) == json.loads(capsys.readouterr().out)


def test_the_single_file_finds_an_altered_document(program: Path) -> None:
    files = made().files
    path = "data/documents/notice.pdf"
    done = run(program, str(write(program.parent / "q.zip", files | {path: flipped(files[path])})))
    assert done.returncode == 3
    assert "被改动过" in done.stdout
    assert path in done.stdout


def test_the_single_file_is_the_same_every_time() -> None:
    standalone_zipapp.cache_clear()
    first = standalone_zipapp()
    standalone_zipapp.cache_clear()
    assert standalone_zipapp() == first


def test_without_a_key_the_report_warns_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(write(tmp_path / "p.zip", made().files))]) == 0
    out = capsys.readouterr().out
    assert "没有经过外部证实" in out
    assert "没有任何外部证据" in out


def test_a_key_may_stand_in_a_file_and_a_slip_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    package = made()
    path = write(tmp_path / "p.zip", package.files)
    keys, slip = tmp_path / "keys.txt", tmp_path / "slip.txt"
    keys.write_text(f"{vkey()}\n", encoding="utf-8")
    slip.write_text(package.files["proof/checkpoint.note"].decode(), encoding="utf-8")
    assert main([str(path), "--key", str(keys), "--checkpoint", str(slip)]) == 0
    assert "完好" in capsys.readouterr().out


def test_a_bad_key_and_a_missing_file_have_their_own_exit_codes(tmp_path: Path) -> None:
    path = write(tmp_path / "p.zip", made().files)
    assert main([str(path), "--key", "not+a+key"]) == 2
    assert main([str(tmp_path / "none.zip")]) == 1
