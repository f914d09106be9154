"""The home of a bureau: the folder that `LIUHEN_HOME` names, and Django set up on it."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from liuhen.commands import logs
from liuhen.faults import Fault

SECRET_KEY = "secret_key"
DEMO_CLOCK = "demo-clock"


class NoHome(Fault):
    """The command needs a home that is set up, and there is none."""


class Damaged(Fault):
    """The home is there and its database cannot be read."""


def home() -> Path:
    """Return the folder that holds the bureau's data."""
    return Path(os.environ.get("LIUHEN_HOME", "home")).resolve()


def begin(*, quiet: bool = True) -> None:
    """Set Django up on the home, whatever its state; `quiet` logs only what went wrong.

    Raises BrokenPack, before anything of the home is read, where the rule pack is at odds with its
    own tables.
    """
    os.umask(0o027)  # what the home holds is nobody else's to read
    logs.configure(quiet=quiet)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liuhen.settings")
    import django

    from liuhen.regulation import pack

    pack.load()
    django.setup()


def open_home(*, quiet: bool = True) -> Path:
    """Set Django up on a home that is initialised, follow a demo home's clock, return the folder.

    Raises NoHome where there is no home, or its database is not the one of this version; Damaged
    where the database cannot be read.
    """
    begin(quiet=quiet)
    from django.db import DatabaseError

    from liuhen import clock
    from liuhen.ledger.actions import is_demo

    try:
        folder = demand_home()
        if is_demo():
            clock.follow(folder / DEMO_CLOCK)
    except DatabaseError as error:
        raise Damaged(
            f"数据库读不出来（{error}）：文件可能已损坏，或者数据库没有启动。"
            "请保留现场，用 liuhen doctor 检查，必要时从备份恢复。"
        ) from error
    return folder


def demand_home() -> Path:
    """Return the home's folder; raises NoHome unless it is initialised and up to date."""
    from django.conf import settings

    folder = Path(settings.HOME)
    if not (folder / "keys" / SECRET_KEY).exists():
        raise NoHome(
            f"数据目录 {folder} 还没有建立。请先运行 liuhen init；"
            "数据在别处时，请把环境变量 LIUHEN_HOME 指向它。"
        )
    waiting = unapplied()
    if waiting:
        raise NoHome(
            f"数据库还不是本版本的结构（缺 {len(waiting)} 步升级）。请先备份，再运行 liuhen init 升级。"
        )
    from liuhen.ledger.models import LedgerEntry

    if not LedgerEntry.objects.exists():
        raise NoHome(f"数据目录 {folder} 的日志还没有开启。请运行 liuhen init 完成建立。")
    return folder


def unapplied() -> list[str]:
    """Return the migrations that the database still lacks, in order."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def make_folders(folder: Path) -> None:
    """Make the home's folders and its secret key; what is there already stays as it is."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, mode in (("keys", 0o700), ("vault", 0o750), ("fonts", 0o755)):
        (folder / name).mkdir(exist_ok=True, mode=mode)
    path = folder / "keys" / SECRET_KEY
    if not path.exists():
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(50))


def has_data(folder: Path) -> bool:
    """Tell whether anything lies in the folder."""
    return folder.exists() and any(folder.iterdir())
