"""`liuhen restore`: a backup into a new home, verified before anyone works in it."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from liuhen.commands import PROBLEMS, console, home, verify
from liuhen.commands.backup import ABOUT, COPIES, DATABASE, FORMAT, copy_files, vault_of
from liuhen.commands.parser import Misused, Parser
from liuhen.faults import Conflict, Invalid

SUMMARY = "把备份恢复到新的数据目录，并全面核验；给出外部保存的检查点，可以发现恢复了旧备份。"
EXAMPLES = (
    "liuhen restore /mnt/backup --into /srv/liuhen --keys /mnt/usb/keys",
    "liuhen restore /mnt/backup --into /srv/liuhen --checkpoint 检查点凭条.txt",
)

_SECRET = ("ledger_key", "last_checkpoint", "secret_key")


def arguments(parser: Parser) -> None:
    """Declare the backup, the new home, and what from outside it is compared with."""
    parser.add_argument("folder", type=Path, metavar="备份目录", help="liuhen backup 写入的目录")
    parser.add_argument(
        "--into", type=Path, required=True, metavar="目录", help="新的数据目录（须为空）"
    )
    parser.add_argument("--copy", default="", metavar="名称", help="恢复哪一次备份（默认最新一次）")
    parser.add_argument("--keys", type=Path, metavar="目录", help="另行保管的密钥目录（keys）")
    parser.add_argument("--checkpoint", type=Path, metavar="文件", help="在别处保存的检查点")
    parser.add_argument(
        "--key", action="append", default=[], metavar="公钥", help="从别处取得的公钥"
    )
    parser.add_argument("--json", action="store_true", help="以 JSON 输出核验结果")


def run(args: argparse.Namespace) -> int:
    """Restore and verify; 3 when the restored home is not what was signed."""
    into = args.into.resolve()
    if home.has_data(into):
        raise Conflict(f"目录 {into} 里已经有数据。恢复只写入空目录，不会覆盖原有数据。")
    copy = find_copy(args.folder, args.copy)
    home.make_folders(into)
    _take_keys(args.keys, copy, into)
    shutil.copyfile(copy / DATABASE, into / DATABASE)
    os.environ["LIUHEN_HOME"] = str(into)
    damaged = _take_files(args.folder, into)
    if not (into / "keys" / "ledger_key").exists():
        console.warn(
            f"签名密钥不在备份里：请把另行保管的密钥放进 {into / 'keys'}，才能签发检查点。"
        )
    checked = verify.run(
        argparse.Namespace(
            package=None, all=True, checkpoint=args.checkpoint, key=args.key, today=None,
            json=args.json, mend_from=None, dry_run=False, note=False,
        )
    )  # fmt: skip
    return PROBLEMS if damaged else checked


def find_copy(folder: Path, name: str) -> Path:
    """Return the copy of that name, or the newest whole one."""
    whole = sorted(path.parent for path in (folder / COPIES).glob(f"*/{ABOUT}"))
    if name:
        whole = [path for path in whole if path.name == name]
    if not whole:
        raise Misused(f"{folder} 里没有完整的备份{f' {name}' if name else ''}")
    about = json.loads((whole[-1] / ABOUT).read_text(encoding="utf-8"))
    if about.get("format") != FORMAT:
        raise Invalid(f"备份 {whole[-1]} 是别的版本写的（{about.get('format')}），本版本不能恢复。")
    return whole[-1]


def _take_keys(kept: Path | None, copy: Path, into: Path) -> None:
    keys = into / "keys"
    shutil.copyfile(copy / "ledger.vkey", keys / "ledger.vkey")
    for name in _SECRET if kept is not None else ():
        source = kept / name if kept is not None else keys
        if not source.exists():
            continue
        (keys / name).unlink(missing_ok=True)
        shutil.copyfile(source, keys / name)
        (keys / name).chmod(0o400 if name == "ledger_key" else 0o600)


def _take_files(folder: Path, into: Path) -> list[str]:
    with closing(sqlite3.connect(into / DATABASE)) as database:
        rows = database.execute("SELECT sha256 FROM vault_storedobject ORDER BY 1")
        names = [row[0] for row in rows]
    damaged, _ = copy_files(names, vault_of(folder.resolve()), vault_of(into))
    for name in damaged:
        console.warn(f"备份中的文件 {name[:12]}… 已损坏或丢失。")
    return damaged
