"""`liuhen init`: make the home of a bureau, or bring one up to this version."""

from __future__ import annotations

import argparse
import os
import secrets
import sys
from datetime import datetime
from getpass import getpass
from pathlib import Path
from typing import TYPE_CHECKING

from liuhen.commands import FINE, console, home
from liuhen.commands.parser import Misused, Parser

if TYPE_CHECKING:
    from liuhen.ledger.actions import Mode
    from liuhen.people.models import Bureau

SUMMARY = "建立数据目录（目录、密钥、数据库、日志）；已经建立的，升级到本版本。可以重复运行。"
EXAMPLES = (
    "LIUHEN_HOME=/srv/liuhen liuhen init",
    "liuhen init --name 示例区统计局 --word 示 --code 11000000000000000X --admin admin --admin-name 王管理",
)

PASSWORD = "LIUHEN_ADMIN_PASSWORD"
_BUREAU = {
    "name": "单位全称；不写则在网页的初始设置中登记单位",
    "word": "机关代字，即文号开头的字",
    "code": "统一社会信用代码",
    "government": "本级人民政府",
    "address": "单位地址",
    "phone": "单位电话",
    "court": "有管辖权的基层人民法院",
    "bank-account": "罚款缴款渠道",
}


def arguments(parser: Parser) -> None:
    """Declare the bureau's facts; without them the set-up page asks for them."""
    for name, words in _BUREAU.items():
        parser.add_argument(f"--{name}", default="", metavar="文字", help=words)
    parser.add_argument(
        "--level",
        default="county",
        choices=("county", "city", "province", "nation"),
        help="层级：县区、市、省、国家（默认 county）",
    )
    parser.add_argument("--admin", default="", metavar="登录名", help="第一名系统管理员的登录名")
    parser.add_argument("--admin-name", default="", metavar="姓名", help="第一名系统管理员的姓名")
    parser.add_argument(
        "--origin", default="", metavar="名称", help="日志签名用的名称，一经建立不能改"
    )


def run(args: argparse.Namespace) -> int:
    """Make or upgrade the home; found the bureau where its facts are given."""
    if args.name and not (args.admin and args.admin_name):
        raise Misused("登记单位时，请同时用 --admin 和 --admin-name 指定第一名系统管理员")
    folder = home.home()
    opened = create_home(folder, mode="bureau", origin=args.origin or _origin(args.code))
    console.say(
        f"数据目录：{folder}" + ("（已建立）" if opened else "（原已建立，检查并升级完毕）")
    )
    if args.name:
        _found(args)
    elif not _any_bureau():
        console.say("接下来：运行 liuhen serve，在浏览器中打开网页，按提示登记单位和人员。")
    return FINE


def create_home(folder: Path, *, mode: Mode, origin: str, at: datetime | None = None) -> bool:
    """Make folders, keys, tables and the log's first entry; return whether the log was opened now.

    What is there already is kept, so a run that was broken off is simply run again. `at` is when
    the log begins, for a demo home that plays cases of the past.
    """
    home.make_folders(folder)
    home.begin()
    from django.core.management import call_command

    from liuhen import clock
    from liuhen.ledger.models import LedgerEntry
    from liuhen.ledger.signer import open_home
    from liuhen.people.actors import SYSTEM

    call_command("migrate", interactive=False, verbosity=0)
    if LedgerEntry.objects.exists():
        return False
    open_home(origin=origin, mode=mode, actor=SYSTEM.id, at=at or clock.now())
    return True


def _origin(code: str) -> str:
    return f"liuhen/{code.strip().upper() or secrets.token_hex(8)}"


def _any_bureau() -> bool:
    from liuhen.people.models import Bureau

    return Bureau.objects.exists()


def _found(args: argparse.Namespace) -> None:
    from liuhen.people import actions
    from liuhen.people.acting import acting
    from liuhen.people.actors import SYSTEM
    from liuhen.people.models import Bureau

    if Bureau.objects.filter(name=args.name.strip()).exists():
        console.say(f"{args.name}已经登记，没有改动。")
        return
    password = _password()
    with acting(SYSTEM):
        bureau = actions.found_bureau(
            SYSTEM,
            name=args.name,
            word=args.word,
            code=args.code,
            level=args.level,
            government=args.government,
            address=args.address,
            phone=args.phone,
            court=args.court,
            bank_account=args.bank_account,
        )
        _appoint_administrator(bureau, args, password)
    console.say(f"已登记{bureau.name}；系统管理员{args.admin_name}的登录名是 {args.admin}。")


def _appoint_administrator(bureau: Bureau, args: argparse.Namespace, password: str) -> None:
    from liuhen import clock
    from liuhen.people import actions
    from liuhen.people.actors import SYSTEM
    from liuhen.people.models import Role

    person = actions.add_person(
        SYSTEM, bureau=bureau, username=args.admin, name=args.admin_name, password=password
    )
    actions.appoint(
        SYSTEM,
        person,
        role=Role.ADMINISTRATOR,
        title=Role.ADMINISTRATOR.label,
        held_from=clock.today(),
    )


def _password() -> str:
    """Read the first password: from the environment, else from the person at the keyboard."""
    given = os.environ.get(PASSWORD, "")
    if given:
        return given
    if not sys.stdin.isatty():
        raise Misused(f"请用环境变量 {PASSWORD} 给出系统管理员的口令（至少 8 位）")
    return getpass("系统管理员的口令（至少 8 位）：")
