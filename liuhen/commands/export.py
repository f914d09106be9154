"""`liuhen export`: one case as a package that a stranger can verify."""

from __future__ import annotations

import argparse
from pathlib import Path

from liuhen.commands import FINE, console, home
from liuhen.commands.cases import find_case
from liuhen.commands.parser import Misused, Parser

SUMMARY = "把一个案件导出为案卷包：案件文件、文书、音像和证明，别人可以独立核验。"
EXAMPLES = (
    "liuhen export 2026-003 -o 2026-003.zip",
    "liuhen export 2026-003 --bureau 示例区统计局 -o /mnt/usb/2026-003.zip",
)


def arguments(parser: Parser) -> None:
    """Declare the case and the file to write."""
    parser.add_argument("case", metavar="案号", help="要导出的案件")
    parser.add_argument(
        "-o",
        "--output",
        type=Path,
        required=True,
        metavar="文件.zip",
        help="写到哪个文件（不能已经存在）",
    )
    parser.add_argument(
        "--bureau", default="", metavar="单位全称", help="几个单位案号相同时指明单位"
    )


def run(args: argparse.Namespace) -> int:
    """Export the case; the export is in the ledger as the system's."""
    if args.output.exists():
        raise Misused(f"文件 {args.output} 已经存在，请换一个名字")
    home.open_home()
    from liuhen.archive.actions import export_case
    from liuhen.people.actors import SYSTEM

    case = find_case(args.case, args.bureau)
    export_case(SYSTEM, case, args.output)
    console.say(
        f"已导出：{args.output}（{args.output.stat().st_size} 字节）。核验：liuhen verify {args.output}"
    )
    return FINE
