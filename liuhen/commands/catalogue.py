"""`liuhen catalogue`: the document types; checking, bringing in and taking out a bureau's own."""

from __future__ import annotations

import argparse
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from liuhen.commands import FINE, console, home
from liuhen.commands.parser import Misused, Parser, a_day
from liuhen.faults import Invalid, NotFound

if TYPE_CHECKING:
    from liuhen.documents.types import DocumentType
    from liuhen.people.models import Bureau

SUMMARY = "文书种类：列出、检查，启用本单位（省）自己的文书样式。"
EXAMPLES = (
    "liuhen catalogue check 省局样式.zip",
    "liuhen catalogue load 省局样式.zip --from 2027-01-01 --source 省统计局文书样式（2026）",
)


def arguments(parser: Parser) -> None:
    """Declare what is done with the catalogue."""
    acts = parser.add_subparsers(title="做什么", dest="act", metavar="做什么", required=True)
    listing = _act(acts, "list", "列出全部文书种类和正在使用的版本")
    listing.add_argument("--json", action="store_true", help="以 JSON 输出")
    check = _act(acts, "check", "检查一个文件夹或者 zip；不给就检查系统自带的")
    check.add_argument("what", nargs="?", type=Path, metavar="文件夹|文件.zip")
    load = _act(acts, "load", "检查后启用一个文件夹或者 zip 里的文书种类")
    load.add_argument("what", type=Path, metavar="文件夹|文件.zip")
    load.add_argument("--from", dest="on", type=a_day, metavar="日期", help="启用日期（默认今天）")
    load.add_argument("--source", required=True, metavar="依据", help="规定这种样式的文件")
    load.add_argument("--dry-run", action="store_true", help="只检查，不启用")
    export = _act(acts, "export", "取出系统自带的一种文书，照着改")
    export.add_argument("code", metavar="文书种类")
    export.add_argument("-o", "--output", type=Path, required=True, metavar="文件夹")
    for one in (listing, load):
        one.add_argument("--bureau", default="", metavar="单位全称", help="有几个单位时指明单位")


def _act(acts: argparse._SubParsersAction[Parser], name: str, words: str) -> Parser:
    return acts.add_parser(name, help=words, description=words)


def run(args: argparse.Namespace) -> int:
    """Do the act; 1 with file and line where a package is refused."""
    if args.act == "export":
        return _export(args)
    if args.act == "check" and args.what is None:
        home.begin()
        return _check_shipped()
    if args.act == "check":
        home.begin()
        return _check(args.what)
    home.open_home()
    return _list(args) if args.act == "list" else _load(args)


def _bureau(name: str) -> Bureau:
    from liuhen.people.models import Bureau

    found = list(Bureau.objects.filter(name=name) if name else Bureau.objects.order_by("pk"))
    if not found:
        raise NotFound("没有这个单位。请核对单位全称。")
    if len(found) > 1:
        raise Misused(
            f"有几个单位（{'、'.join(one.name for one in found)}），请加 --bureau 单位全称"
        )
    return found[0]


def _list(args: argparse.Namespace) -> int:
    from liuhen import clock
    from liuhen.documents.offered import types_for

    types = types_for(_bureau(args.bureau), clock.today())
    if args.json:
        console.say_json({"types": [_plain(one) for one in types]})
        return FINE
    for one in types:
        console.say(f"{one.code:<28}{one.title}　第 {one.version} 版，{one.in_force_from} 起")
    console.say(f"共 {len(types)} 种。")
    return FINE


def _plain(one: DocumentType) -> dict[str, Any]:
    return {
        "code": one.code,
        "title": one.title,
        "version": one.version,
        "in_force_from": one.in_force_from,
        "stage": one.stage.value,
        "direction": one.direction,
        "served": one.served,
        "volume": one.volume,
        "series": one.number.series if one.number else None,
        "digest": one.digest,
    }


def _check_shipped() -> int:
    from liuhen.documents.types import CATALOGUE_FOLDER

    return _tried(CATALOGUE_FOLDER)


def _check(path: Path) -> int:
    from liuhen.documents.type_package import from_path, unpack

    package = from_path(path)
    with tempfile.TemporaryDirectory(prefix="types-") as folder:
        unpack(package, Path(folder))
        return _tried(Path(folder))


def _tried(folder: Path) -> int:
    from liuhen.documents.replacing import replaced_by
    from liuhen.documents.type_package import loaded, try_out

    kinds = loaded(folder)
    for number, kind in enumerate(kinds, start=1):
        replaced_by(kind)
        try_out(kind)
        console.warn(f"{number}/{len(kinds)} {kind.code} {kind.title}")
    console.say(f"检查完毕：{len(kinds)} 种文书，样例都能排出来。")
    return FINE


def _load(args: argparse.Namespace) -> int:
    from liuhen import clock
    from liuhen.documents import actions
    from liuhen.documents.type_package import from_path
    from liuhen.people.actors import SYSTEM

    bureau, package = _bureau(args.bureau), from_path(args.what)
    if args.dry_run:
        found = actions.examine(SYSTEM, bureau, package)
        console.say(_brought(one.kind.title for one in found) + "检查通过，没有启用。")
        return FINE
    rows = actions.bring_in(
        SYSTEM, bureau, package, in_force_from=args.on or clock.today(), source=args.source
    )
    console.say(
        _brought(row.title for row in rows) + f"自 {rows[0].in_force_from} 起由{bureau.name}使用。"
    )
    return FINE


def _brought(titles: Iterable[str]) -> str:
    return "、".join(f"「{one}」" for one in titles)


def _export(args: argparse.Namespace) -> int:
    home.begin()
    from liuhen.documents.types import LAYOUT, get_type

    try:
        kind = get_type(args.code)
    except KeyError:
        raise NotFound(f"没有文书种类 {args.code}。用 liuhen catalogue list 查看。") from None
    if args.output.exists():
        raise Invalid(f"{args.output} 已经存在，请换一个文件夹名。")
    shutil.copytree(kind.folder, args.output / kind.code)
    shutil.copytree(kind.root / LAYOUT, args.output / LAYOUT)
    console.say(f"已取出到 {args.output}。改好后运行：liuhen catalogue check {args.output}")
    return FINE
