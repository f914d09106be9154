"""What `doctor` looks at: one small function a thing, each answering fine, caution or error."""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from liuhen.faults import reason_of

FINE, CAUTION, ERROR = "正常", "注意", "错误"

_GIB = 1024**3
_COMMON = "中华人民共和国统计法罚决定书〔〕（）、。：；「」0123456789"


@dataclass(frozen=True)
class Result:
    """How one thing stands: `state` is one of the three words, `remedy` what to do about it."""

    name: str
    state: str
    found: str
    remedy: str = ""


def examine() -> Iterator[Result]:
    """Look at everything. What needs a sound home is left out where the home is not sound."""
    for each in (_python, _digests, _fonts):
        yield _safely(each)
    folder = _home()
    yield folder
    if folder.state == ERROR:
        return
    for each in (_writable, _keys, _disk, _database, _migrations):
        result = _safely(each)
        yield result
        if each is _migrations and result.state == ERROR:
            return
    for each in (_ledger, _checkpoint, _clock, _worker, _files, _cases, _workdays, _bureau):
        yield _safely(each)


def _safely(each: Callable[[], Result]) -> Result:
    """A check that cannot be made is itself an answer: it must not hide the checks after it."""
    try:
        return each()
    except Exception as error:
        name = (each.__doc__ or each.__name__).rstrip(".")
        return Result(
            name,
            ERROR,
            f"检查时出错（{type(error).__name__}：{error}）",
            "请把这一行交给系统维护人员。",
        )


def _python() -> Result:
    """Python."""
    # An older one never comes this far: the package does not install on it.
    return Result("Python", FINE, ".".join(str(part) for part in sys.version_info[:3]))


def _digests() -> Result:
    """SM3."""
    from liuhen.vault.hashes import SM3_ABC, new_sm3

    trial = new_sm3()
    trial.update(b"abc")
    if trial.hexdigest() != SM3_ABC:
        return Result(
            "SM3", ERROR, "算法结果不对", "请安装带 SM3 的 OpenSSL，或者 cryptography 包。"
        )
    return Result("SM3", FINE, "国密 SM3 与 SHA-256 可用")


def _fonts() -> Result:
    """字体."""
    from liuhen.documents.render import missing_glyphs

    missing = missing_glyphs(_COMMON)
    if missing:
        return Result(
            "字体",
            ERROR,
            f"缺 {len(missing)} 个常用字的字形",
            "请运行 make setup 安装字体，或把字体放进数据目录的 fonts 文件夹。",
        )
    return Result("字体", FINE, "公文字体可用")


def _home() -> Result:
    from django.conf import settings

    from liuhen.commands.home import SECRET_KEY

    folder = Path(settings.HOME)
    if not (folder / "keys" / SECRET_KEY).exists():
        return Result(
            "数据目录",
            ERROR,
            f"{folder} 还没有建立",
            "请运行 liuhen init；数据在别处时，请设置 LIUHEN_HOME。",
        )
    return Result("数据目录", FINE, str(folder))


def _writable() -> Result:
    """目录可写."""
    from django.conf import settings

    try:
        for folder in (settings.HOME, settings.VAULT_ROOT):
            with tempfile.TemporaryFile(dir=folder) as file:
                file.write(b"x")
                os.fsync(file.fileno())
    except OSError as error:
        return Result(
            "目录可写",
            ERROR,
            f"{folder} 写不进去（{reason_of(error)}）",
            "请检查目录的所有者、权限和磁盘。",
        )
    return Result("目录可写", FINE, "数据目录和文件库都能写入")


def _keys() -> Result:
    """密钥权限."""
    from django.conf import settings

    keys = Path(settings.HOME) / "keys"
    secret = (keys, *(keys / name for name in ("secret_key", "ledger_key")))
    wide = [path.name for path in secret if path.exists() and path.stat().st_mode & 0o077]
    if wide:
        return Result(
            "密钥权限", ERROR, f"别人也能读：{'、'.join(wide)}", f"请运行 chmod -R go-rwx {keys}。"
        )
    return Result("密钥权限", FINE, "只有所有者可读")


def _disk() -> Result:
    """磁盘空间."""
    from django.conf import settings

    free = shutil.disk_usage(settings.HOME).free
    found = f"剩余 {free / _GIB:.1f} GB"
    if free < _GIB:
        return Result(
            "磁盘空间", ERROR, found, "请立即清理磁盘或更换更大的磁盘，否则录像不能入库。"
        )
    if free < 10 * _GIB:
        return Result("磁盘空间", CAUTION, found, "请安排扩容：一小时录像约需 2 GB。")
    return Result("磁盘空间", FINE, found)


def _database() -> Result:
    """数据库."""
    from django.db import connection

    if connection.vendor != "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SHOW server_version")
            return Result("数据库", FINE, f"PostgreSQL {cursor.fetchone()[0]}")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA quick_check")
        answer = str(cursor.fetchone()[0])
    found = f"SQLite {sqlite3.sqlite_version}"
    if answer != "ok":
        return Result(
            "数据库", ERROR, f"{found}，文件有损坏：{answer}", "请停止服务，从最近的备份恢复。"
        )
    return Result("数据库", FINE, f"{found}，文件结构完好")


def _migrations() -> Result:
    """数据库结构."""
    from liuhen.commands.home import unapplied

    waiting = unapplied()
    if waiting:
        return Result(
            "数据库结构", ERROR, f"缺 {len(waiting)} 步升级", "请先备份，再运行 liuhen init。"
        )
    return Result("数据库结构", FINE, "与本版本一致")


def _ledger() -> Result:
    """日志."""
    from liuhen.ledger import nodes, signer
    from liuhen.ledger.actions import is_demo, origin
    from liuhen.ledger.errors import LedgerError

    try:
        signer.check_start()
        kind = "演示" if is_demo() else "正式"
        return Result("日志", FINE, f"{origin()}（{kind}），{nodes.size()} 条，与上次签名一致")
    except LedgerError as error:
        return Result("日志", ERROR, error.message, "请运行 liuhen verify 查看全部情况。")


def _checkpoint() -> Result:
    """检查点."""
    from liuhen import clock
    from liuhen.ledger import nodes
    from liuhen.ledger.models import Checkpoint

    last = Checkpoint.objects.order_by("-size").first()
    if last is None:
        return Result(
            "检查点", CAUTION, "还没有签发过", "请运行 liuhen worker --once，或启动 liuhen serve。"
        )
    waiting = nodes.size() - last.size
    if waiting and clock.now() - last.created_at > timedelta(hours=24):
        return Result(
            "检查点",
            CAUTION,
            f"一天以来没有签发，有 {waiting} 条日志未签名",
            "请确认后台工作（liuhen worker）在运行。",
        )
    return Result("检查点", FINE, f"已签名 {last.size} 条，其后 {waiting} 条")


def _clock() -> Result:
    """时钟."""
    from liuhen import clock
    from liuhen.ledger.models import LedgerEntry

    if clock.is_set():
        return Result(
            "时钟",
            CAUTION,
            f"演示时钟：{clock.now().astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M}",
            "正式数据目录不会出现这种情况。",
        )
    last = LedgerEntry.objects.order_by("-idx").first()
    if last is not None and last.at > clock.now():
        return Result(
            "时钟",
            ERROR,
            f"系统时间早于最后一条日志（{last.at.astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M:%S}）",
            "请与标准时间校对服务器时钟；校对前不能再写入。",
        )
    return Result(
        "时钟", FINE, f"{clock.now().astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M:%S}（北京时间）"
    )


def _worker() -> Result:
    """后台工作."""
    from liuhen.agenda.actions import CURSOR
    from liuhen.ledger import feed, nodes

    behind = nodes.size() - feed.position(CURSOR)
    if behind > 500:
        return Result(
            "后台工作",
            CAUTION,
            f"落后日志 {behind} 条",
            "请确认 liuhen serve 或 liuhen worker 在运行。",
        )
    return Result("后台工作", FINE, f"落后日志 {behind} 条")


def _files() -> Result:
    """文件巡检."""
    from liuhen import clock
    from liuhen.vault import care

    standing, days = care.standing(clock.now()), care.period().days
    if standing.unsound:
        worst = care.unsound()[0]
        return Result(
            "文件巡检",
            ERROR,
            f"{standing.unsound} 个文件损坏或丢失，已隔离，例如 {worst.pk[:12]}…：{worst.message}",
            "请运行 liuhen verify --mend-from 备份目录，并查明原因。",
        )
    if standing.late:
        return Result(
            "文件巡检",
            CAUTION,
            f"{standing.late} 个文件超过 {days} 天没有重新核对",
            "请确认后台工作（liuhen worker）在运行。",
        )
    return Result("文件巡检", FINE, f"{standing.objects} 个文件都在 {days} 天内核对过，全部完好")


def _cases() -> Result:
    """案件推算."""
    from liuhen.agenda.models import CaseAgenda

    failed = list(
        CaseAgenda.objects.exclude(fault="")
        .order_by("case_id")
        .values_list("case__number", "fault")
    )
    if failed:
        number, fault = failed[0]
        return Result(
            "案件推算",
            ERROR,
            f"{len(failed)} 件案件推算失败，例如 {number}：{fault}",
            "请把这一行交给系统维护人员；案件记录不受影响。",
        )
    return Result("案件推算", FINE, f"{CaseAgenda.objects.count()} 件案件的缺项和时限已推算")


def _workdays() -> Result:
    """工作日历."""
    from liuhen import clock
    from liuhen.agenda.queries import office_calendar

    today, years = clock.today(), office_calendar().years
    if today.year not in years:
        return Result(
            "工作日历",
            ERROR,
            f"没有 {today.year} 年的放假安排，时限只能暂算",
            "请在设置中录入国务院办公厅的放假通知。",
        )
    if today.month == 12 and today.year + 1 not in years:
        return Result(
            "工作日历",
            CAUTION,
            f"还没有 {today.year + 1} 年的放假安排，跨年的时限是暂算",
            "放假通知公布后，请在设置中录入。",
        )
    return Result("工作日历", FINE, f"有 {min(years)}—{max(years)} 年的放假安排")


def _bureau() -> Result:
    """单位."""
    from liuhen.people.models import Bureau

    names = list(Bureau.objects.order_by("pk").values_list("name", flat=True)[:3])
    if not names:
        return Result(
            "单位", CAUTION, "还没有登记单位", "请运行 liuhen serve，在网页中完成初始设置。"
        )
    return Result("单位", FINE, "、".join(names))
