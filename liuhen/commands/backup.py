"""`liuhen backup`: database and files into a folder elsewhere; the signing key never."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from liuhen.commands import FINE, PROBLEMS, console, home
from liuhen.commands.parser import Misused, Parser
from liuhen.faults import Invalid

if TYPE_CHECKING:
    from liuhen.vault.folder import FolderStore

SUMMARY = "备份数据库和全部文件到另一个目录，并当场核对。签名密钥不在备份里，请另行保管。"
EXAMPLES = ("liuhen backup /mnt/backup", "liuhen backup /mnt/backup --json")

COPIES, VAULT, DATABASE, ABOUT = "copies", "vault", "liuhen.sqlite3", "backup.json"
FORMAT = "liuhen.backup/1"
_BLOCK = 4 * 1024 * 1024  # bytes


def arguments(parser: Parser) -> None:
    """Declare where the backup goes."""
    parser.add_argument(
        "folder", type=Path, metavar="目录", help="备份目录；文件只在第一次复制，以后增量"
    )
    parser.add_argument("--json", action="store_true", help="以 JSON 输出")


def run(args: argparse.Namespace) -> int:
    """Back up; 3 when a file of the vault is damaged or missing."""
    folder = home.open_home()
    target = args.folder.resolve()
    if target == folder or folder in target.parents:
        raise Misused("备份目录不能在数据目录里面，应放在另一块磁盘上")
    copy = _new_copy(target)
    # The database first: every file that its rows name is durable already, so none can be missing.
    _copy_database(copy / DATABASE)
    damaged, copied = copy_files(_objects(copy / DATABASE), vault_of(folder), vault_of(target))
    about = _about(folder, copy, damaged)
    (copy / ABOUT).write_text(json.dumps(about, ensure_ascii=False, indent=2), encoding="utf-8")
    # At this point the copy is whole: restore takes no copy without its description.
    if args.json:
        console.say_json(about | {"copy": str(copy), "copied": copied})
    else:
        console.say(
            f"已备份到 {copy}：日志 {about['entries']} 条，文件 {about['objects']} 个，本次新增 {copied} 个。"
        )
        console.say(f"签名密钥不在备份里。请把 {folder / 'keys'} 另存到离线的地方。")
        for name in damaged:
            console.warn(f"文件 {name[:12]}… 已损坏或丢失，没有备份。请运行 liuhen verify。")
    return PROBLEMS if damaged else FINE


def vault_of(folder: Path) -> FolderStore:
    """Return the store of files that lies in a home or in a backup."""
    from liuhen.vault.folder import FolderStore

    return FolderStore(folder / VAULT)


def _new_copy(target: Path) -> Path:
    from liuhen import clock

    name = f"{clock.now().astimezone(clock.SHANGHAI):%Y%m%d-%H%M%S}"
    copy = target / COPIES / name
    try:
        copy.mkdir(parents=True, mode=0o750)
    except FileExistsError:
        raise Invalid(f"备份 {copy} 已经存在，请稍后再试。") from None
    return copy


def _copy_database(target: Path) -> None:
    """Copy the database as of one moment; writers are not held up."""
    from django.db import connection

    if connection.vendor != "sqlite":
        raise Invalid("数据库是 PostgreSQL：请用 pg_dump 备份数据库，并复制数据目录中的 vault。")
    with closing(sqlite3.connect(connection.settings_dict["NAME"])) as source:
        source.execute("VACUUM INTO ?", (str(target),))
    with target.open("rb") as file:
        os.fsync(file.fileno())


def _objects(database: Path) -> list[str]:
    with closing(sqlite3.connect(database)) as copy:
        return [row[0] for row in copy.execute("SELECT sha256 FROM vault_storedobject ORDER BY 1")]


def copy_files(names: list[str], source: FolderStore, target: FolderStore) -> tuple[list[str], int]:
    """Copy the files that are not there yet, reading each by its digest.

    Returns the names of those that are damaged or missing, and how many were copied.
    """
    damaged: list[str] = []
    copied = 0
    progress = console.Progress("复制文件")
    for done, name in enumerate(names, start=1):
        if not target.exists(name):
            try:
                with source.open(name) as file:
                    written = target.write(_blocks(file)).sha256
            except (OSError, ValueError):
                written = ""
            copied += written == name
            if written != name:
                damaged.append(name)
        progress(done, len(names))
    progress.end()
    return damaged, copied


def _blocks(file: BinaryIO) -> Iterator[bytes]:
    while block := file.read(_BLOCK):
        yield block


def _about(folder: Path, copy: Path, damaged: list[str]) -> dict[str, object]:
    """Describe the copy from the copy itself, and put the public keys beside it."""
    from liuhen import clock
    from liuhen.ledger.keys import PUBLIC_FILE

    shutil.copyfile(folder / "keys" / PUBLIC_FILE, copy / PUBLIC_FILE)
    with closing(sqlite3.connect(copy / DATABASE)) as database:
        sound = database.execute("PRAGMA integrity_check").fetchone()[0]
        if sound != "ok":
            raise Invalid(f"备份的数据库核对不通过（{sound}），这次备份不能用。请检查两边的磁盘。")
        entries = database.execute("SELECT COUNT(*) FROM ledger_entry").fetchone()[0]
        objects = database.execute("SELECT COUNT(*) FROM vault_storedobject").fetchone()[0]
    return {
        "format": FORMAT, "made_at": clock.now().isoformat(), "entries": entries, "objects": objects,
        "damaged": damaged,
    }  # fmt: skip
