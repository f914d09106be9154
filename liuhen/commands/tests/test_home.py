"""The life of a home: made, served, worked behind, verified, backed up, restored."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import pytest

from liuhen.commands.tests.conftest import PASSWORD, Run, run_in

pytestmark = pytest.mark.skipif(
    "LIUHEN_DATABASE_URL" in os.environ, reason="these homes hold a SQLite database of their own"
)


def _database(home: Path) -> sqlite3.Connection:
    return sqlite3.connect(home / "liuhen.sqlite3")


def _rows(home: Path, question: str) -> list[tuple[Any, ...]]:
    with closing(_database(home)) as database:
        return database.execute(question).fetchall()


def _alter(home: Path) -> None:
    """Change a row past the system, as the owner of the file can."""
    with closing(_database(home)) as database:
        database.execute("UPDATE people_bureau SET name = '别的统计局'")
        database.commit()


# --- init ---


def test_init_makes_a_home_that_only_its_owner_reads(home: Path) -> None:
    secret = home / "keys" / "secret_key"
    assert secret.stat().st_mode & 0o777 == 0o600
    assert (home / "keys").stat().st_mode & 0o777 == 0o700
    assert (home / "liuhen.sqlite3").stat().st_mode & 0o007 == 0


def test_init_opens_the_log_as_a_bureaus_and_founds_the_bureau(home: Path) -> None:
    ((leaf,),) = _rows(home, "SELECT leaf FROM ledger_entry WHERE idx = 0")
    opened = json.loads(leaf)
    assert (opened["mode"], opened["origin"]) == ("bureau", "liuhen/11211103MA0XYT9176")
    assert _rows(home, "SELECT name, word FROM people_bureau") == [("示例区统计局", "示")]
    assert _rows(home, "SELECT role FROM people_post") == [("administrator",)]


def test_init_again_changes_nothing(home: Path, run: Run) -> None:
    entries = _rows(home, "SELECT COUNT(*) FROM ledger_entry")
    key = (home / "keys" / "secret_key").read_bytes()
    answer = run("init")
    assert answer.returncode == 0, answer.stderr
    assert "原已建立" in answer.stdout
    assert _rows(home, "SELECT COUNT(*) FROM ledger_entry") == entries
    assert (home / "keys" / "secret_key").read_bytes() == key


def test_the_password_never_enters_the_ledger(home: Path) -> None:
    leaves = b"".join(bytes(leaf) for (leaf,) in _rows(home, "SELECT leaf FROM ledger_entry"))
    assert PASSWORD.encode() not in leaves


def test_a_bureau_without_an_administrator_is_a_wrong_call(tmp_path: Path) -> None:
    answer = run_in(tmp_path / "home", "init", "--name", "示例区统计局")
    assert answer.returncode == 2
    assert "--admin" in answer.stderr
    assert not (tmp_path / "home").exists()


def test_a_short_password_founds_nothing(home: Path) -> None:
    answer = run_in(
        home, "init", "--name", "另一统计局", "--word", "另", "--admin", "a", "--admin-name", "甲",
        LIUHEN_ADMIN_PASSWORD="short",
    )  # fmt: skip
    assert answer.returncode == 1
    assert "至少 8 位" in answer.stderr
    assert _rows(home, "SELECT COUNT(*) FROM people_bureau") == [(1,)]


@pytest.mark.parametrize(
    "command",
    [("worker", "--once"), ("serve",), ("check", "2026-001"), ("check", "--all"), ("verify",),
     ("export", "2026-001", "-o", "x.zip"), ("backup", "somewhere")],
)  # fmt: skip
def test_without_a_home_a_command_says_how_to_make_one(
    tmp_path: Path, command: tuple[str, ...]
) -> None:
    answer = run_in(tmp_path / "nothing", *command)
    assert answer.returncode == 1
    assert "请先运行 liuhen init" in answer.stderr
    assert not (tmp_path / "nothing").exists()


# --- verify ---


def test_a_fresh_home_is_sound_but_nobody_outside_vouches_for_it(run: Run) -> None:
    answer = run("verify", "--json")
    assert answer.returncode == 0, answer.stderr
    report = json.loads(answer.stdout)
    assert report["verdict"] == "unwitnessed"
    assert report["ledger"]["verdict"] == "intact"
    assert report["ledger"]["checkpoints"] == 1


def _checkpoint(home: Path, to: Path) -> Path:
    ((note,),) = _rows(home, "SELECT note256 FROM ledger_checkpoint ORDER BY size DESC LIMIT 1")
    to.write_text(note, encoding="utf-8")
    return to


def test_a_checkpoint_kept_elsewhere_makes_it_intact(home: Path, run: Run, tmp_path: Path) -> None:
    kept = _checkpoint(home, tmp_path / "kept.txt")
    key = (home / "keys" / "ledger.vkey").read_text(encoding="utf-8").splitlines()[0]
    answer = run("verify", "--checkpoint", str(kept), "--key", key, "--json")
    assert answer.returncode == 0, answer.stdout
    assert json.loads(answer.stdout)["verdict"] == "intact"


def test_a_key_of_somebody_else_is_noticed(run: Run, tmp_path: Path) -> None:
    run_in(tmp_path / "other", "init", "--origin", "liuhen/11211103MA0XYT9176")
    key = (tmp_path / "other/keys/ledger.vkey").read_text(encoding="utf-8").splitlines()[0]
    answer = run("verify", "--key", key, "--json")
    assert answer.returncode == 3
    assert json.loads(answer.stdout)["verdict"] == "altered"


def test_a_row_changed_past_the_system_is_named(home: Path, run: Run) -> None:
    _alter(home)
    answer = run("verify")
    assert answer.returncode == 3
    assert "people_bureau" in answer.stdout
    assert "被改动过" in answer.stdout


@pytest.mark.parametrize("command", ["verify", "serve", "check"])
def test_a_database_that_cannot_be_read_is_said_plainly(home: Path, run: Run, command: str) -> None:
    (home / "liuhen.sqlite3").write_bytes(b"nonsense" * 1000)
    answer = run(command, *(["2026-001"] if command == "check" else []))
    assert answer.returncode == 1
    assert answer.stderr.startswith("数据库读不出来")


def test_a_recording_changed_on_disk_is_named(home: Path, run: Run) -> None:
    """A file stored through the vault and then changed by the owner of the disk."""
    stored = home / "vault" / "cas"
    script = (
        "import django; django.setup();"
        "from django.db import transaction; from liuhen.vault import store;"
        "from liuhen.people.acting import acting; from liuhen.people.actors import SYSTEM\n"
        "with acting(SYSTEM) as act:\n"
        "    act.log('test.stored', [], stored=store.put_bytes(b'video', 'video/mp4'))"
    )
    variables = {"LIUHEN_HOME": str(home), "DJANGO_SETTINGS_MODULE": "liuhen.settings"}
    subprocess.run([sys.executable, "-c", script], env={**os.environ, **variables}, check=True)
    assert run("verify").returncode == 0
    (path,) = [one for one in stored.rglob("*") if one.is_file()]
    path.chmod(0o640)
    path.write_bytes(b"Video")
    answer = run("verify", "--json")
    assert answer.returncode == 3
    report = json.loads(answer.stdout)
    assert report["verdict"] == "altered"
    assert [one["sha256"] for one in report["vault"]["faults"]] == [path.name]
    path.unlink()
    assert json.loads(run("verify", "--json").stdout)["verdict"] == "incomplete"


# --- serve and worker ---


@pytest.fixture
def port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def _start(home: Path, *arguments: str) -> subprocess.Popen[str]:
    variables = {n: v for n, v in os.environ.items() if n != "DJANGO_SETTINGS_MODULE"}
    return subprocess.Popen(
        [sys.executable, "-m", "liuhen.commands", *arguments],
        env={**variables, "LIUHEN_HOME": str(home)}, text=True, encoding="utf-8",
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip


def _wait_for(met: Callable[[], Any], seconds: float = 30) -> Any:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := met():
            return found
        time.sleep(0.1)
    raise AssertionError("waited in vain")


def _answers(port: int) -> bool:
    try:
        with urlopen(f"http://127.0.0.1:{port}/", timeout=5):
            return True
    except HTTPError:
        return True
    except (URLError, OSError):
        return False


def _children(pid: int) -> list[int]:
    try:
        text = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    except FileNotFoundError:
        return []
    return [int(one) for one in text.split()]


def _is_worker(pid: int) -> bool:
    try:
        return b"\0worker\0" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except FileNotFoundError:
        return False


def _runs(pid: int) -> bool:
    try:
        return (
            Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
            != "Z"
        )
    except FileNotFoundError:
        return False


def test_serve_answers_works_and_stops_cleanly(fresh: Path, port: int) -> None:
    server = _start(fresh, "serve", "--bind", f"127.0.0.1:{port}")
    try:
        _wait_for(lambda: _answers(port))
        (worker,) = _wait_for(lambda: [one for one in _children(server.pid) if _is_worker(one)])
        # The worker signs what init wrote: the checkpoint shows that it does its work.
        _wait_for(lambda: _rows(fresh, "SELECT size FROM ledger_checkpoint"))
        server.send_signal(signal.SIGTERM)
        said, _ = server.communicate(timeout=30)
    finally:
        server.kill()
    assert server.returncode == 0, said
    assert "日志核对一致" in said
    assert f"已启动：http://127.0.0.1:{port}" in said
    _wait_for(lambda: not _runs(worker))


def test_the_worker_ends_with_the_server_that_was_killed(home: Path, port: int) -> None:
    server = _start(home, "serve", "--bind", f"127.0.0.1:{port}")
    try:
        (worker,) = _wait_for(lambda: [one for one in _children(server.pid) if _is_worker(one)])
        others = [one for one in _children(server.pid) if one != worker]
    finally:
        server.kill()
        server.wait()
    _wait_for(lambda: not _runs(worker))
    _wait_for(lambda: not any(_runs(one) for one in others))


def test_serve_refuses_a_home_whose_data_was_changed(home: Path, run: Run, port: int) -> None:
    _alter(home)
    answer = run("serve", "--bind", f"127.0.0.1:{port}")
    assert answer.returncode == 3
    assert "服务没有启动" in answer.stderr
    assert not _answers(port)


def test_serve_refuses_several_processes_on_sqlite(run: Run) -> None:
    answer = run("serve", "--processes", "2")
    assert answer.returncode == 2
    assert "--threads" in answer.stderr


def test_the_worker_stops_on_request(fresh: Path) -> None:
    worker = _start(fresh, "worker")
    try:
        _wait_for(lambda: _rows(fresh, "SELECT size FROM ledger_checkpoint"))
        worker.send_signal(signal.SIGTERM)
        worker.communicate(timeout=30)
    finally:
        worker.kill()
    assert worker.returncode == 0


def test_the_worker_signs_once_and_then_waits_for_the_hour(home: Path, run: Run) -> None:
    run("check", "--all")  # an entry of its own
    run("worker", "--once")
    assert len(_rows(home, "SELECT size FROM ledger_checkpoint")) == 1


# --- backup and restore ---


def test_a_backup_restores_to_the_same_sound_home(home: Path, run: Run, tmp_path: Path) -> None:
    answer = run("backup", str(tmp_path / "backup"))
    assert answer.returncode == 0, answer.stderr
    assert not list((tmp_path / "backup").rglob("*ledger_key*")), "the key is never in a backup"
    assert not list((tmp_path / "backup").rglob("*secret_key*"))

    into = tmp_path / "restored"
    kept = _checkpoint(home, tmp_path / "kept.txt")
    answer = run(
        "restore", str(tmp_path / "backup"), "--into", str(into), "--keys", str(home / "keys"),
        "--checkpoint", str(kept), "--json",
    )  # fmt: skip
    assert answer.returncode == 0, answer.stderr + answer.stdout
    assert json.loads(answer.stdout)["verdict"] == "intact"
    entries = "SELECT idx, leaf FROM ledger_entry ORDER BY idx"
    assert _rows(into, entries) == _rows(home, entries)
    assert run_in(into, "doctor").returncode == 0
    assert (into / "keys" / "ledger_key").stat().st_mode & 0o777 == 0o400


def test_an_old_backup_shows_against_a_checkpoint_kept_elsewhere(
    fresh: Path, tmp_path: Path
) -> None:
    run_in(fresh, "backup", str(tmp_path / "backup"))
    run_in(fresh, "worker", "--once")
    kept = _checkpoint(fresh, tmp_path / "kept.txt")
    answer = run_in(
        fresh,
        "restore", str(tmp_path / "backup"), "--into", str(tmp_path / "restored"),
        "--checkpoint", str(kept), "--json",
    )  # fmt: skip
    assert answer.returncode == 3
    assert json.loads(answer.stdout)["verdict"] in ("altered", "incomplete")


def test_restore_overwrites_nothing(home: Path, run: Run, tmp_path: Path) -> None:
    run("backup", str(tmp_path / "backup"))
    answer = run("restore", str(tmp_path / "backup"), "--into", str(home))
    assert answer.returncode == 1
    assert "不会覆盖" in answer.stderr


def test_a_broken_off_backup_is_not_restored(run: Run, tmp_path: Path) -> None:
    run("backup", str(tmp_path / "backup"))
    (about,) = (tmp_path / "backup").rglob("backup.json")
    about.unlink()
    answer = run("restore", str(tmp_path / "backup"), "--into", str(tmp_path / "restored"))
    assert answer.returncode == 2
    assert not (tmp_path / "restored").exists()


def test_a_backup_inside_the_home_is_refused(home: Path, run: Run) -> None:
    assert run("backup", str(home / "backup")).returncode == 2


# --- doctor, demo ---


def test_doctor_finds_nothing_wrong_with_a_fresh_home(run: Run) -> None:
    answer = run("doctor", "--json")
    states = {one["name"]: one["state"] for one in json.loads(answer.stdout)["checks"]}
    assert answer.returncode == 0, answer.stdout
    assert "错误" not in states.values()
    assert {
        "Python",
        "SM3",
        "字体",
        "目录可写",
        "磁盘空间",
        "数据库",
        "数据库结构",
        "日志",
        "时钟",
    } <= set(states)


def test_doctor_says_what_to_do_about_a_key_that_others_read(home: Path, run: Run) -> None:
    (home / "keys" / "ledger_key").chmod(0o644)
    answer = run("doctor")
    assert answer.returncode == 3
    assert "错误  密钥权限" in answer.stdout
    assert "怎么办：请运行 chmod" in answer.stdout


def test_doctor_without_a_home_ends_there(tmp_path: Path) -> None:
    answer = run_in(tmp_path / "nothing", "doctor")
    assert answer.returncode == 3
    assert "liuhen init" in answer.stdout


def test_doctor_notices_a_log_cut_short(fresh: Path) -> None:
    """The database of an older day under the keys of today: the signer remembers more."""
    old = fresh.parent / "old.sqlite3"
    shutil.copyfile(fresh / "liuhen.sqlite3", old)
    run_in(fresh, "worker", "--once")
    for name in ("liuhen.sqlite3-wal", "liuhen.sqlite3-shm"):
        (fresh / name).unlink(missing_ok=True)
    shutil.copyfile(old, fresh / "liuhen.sqlite3")
    answer = run_in(fresh, "doctor")
    assert answer.returncode == 3
    assert "错误  日志" in answer.stdout


def test_a_demo_clock_moves_no_home_of_a_bureau(home: Path, run: Run) -> None:
    (home / "demo-clock").write_text("2030-01-01T09:00:00+08:00", encoding="ascii")
    checks = {one["name"]: one for one in json.loads(run("doctor", "--json").stdout)["checks"]}
    assert checks["时钟"]["state"] == "正常"
    assert not checks["时钟"]["found"].startswith("2030")


def test_demo_refuses_a_home_that_has_data(home: Path, run: Run) -> None:
    before = sorted(path.name for path in home.iterdir())
    answer = run("demo")
    assert answer.returncode == 1
    assert "已经有数据" in answer.stderr
    assert sorted(path.name for path in home.iterdir()) == before
