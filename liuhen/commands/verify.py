"""`liuhen verify`: was anything altered, in this home or in a package?"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from liuhen.commands import FINE, PROBLEMS, console, home
from liuhen.commands.parser import Misused, Parser, a_day
from liuhen.faults import reason_of

if TYPE_CHECKING:
    from liuhen.ledger.findings import Report as LedgerReport
    from liuhen.ledger.notes import VerifierKey
    from liuhen.vault.mending import Mending
    from liuhen.vault.verdict import Sweep

SUMMARY = "核验完整性：案卷包，或者（不写案卷包时）本数据目录的全部日志、数据和文件。"
EXAMPLES = (
    "liuhen verify 2026-003.zip --checkpoint 检查点凭条.txt",
    "liuhen verify --mend-from /mnt/backup --dry-run",
)

SHOWN = 50
_WORDS = {
    "altered": "被改动过",
    "incomplete": "不完整：缺少应有的内容",
    "unwitnessed": "内部一致；没有给出外部保存的检查点，未经外部证实",
    "intact": "完好：与外部保存的检查点一致",
}


def arguments(parser: Parser) -> None:
    """Declare what is verified and what from outside it is compared with."""
    parser.add_argument(
        "package", nargs="?", type=Path, metavar="案卷包.zip", help="要核验的案卷包"
    )
    parser.add_argument("--all", action="store_true", help="核验本数据目录（与不写案卷包相同）")
    parser.add_argument(
        "--checkpoint", type=Path, metavar="文件", help="在别处保存的检查点（凭条的文本）"
    )
    parser.add_argument(
        "--key",
        action="append",
        default=[],
        metavar="公钥",
        help="从别处取得的公钥（vkey），可以多次给出",
    )
    parser.add_argument(
        "--today", type=a_day, metavar="日期", help="按哪一天判断案卷包的时限（默认今天）"
    )
    parser.add_argument(
        "--mend-from",
        type=Path,
        metavar="目录",
        help="用备份目录（或者另一个文件库）修复损坏和丢失的文件",
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="与 --mend-from 同用：只说能不能修复，不改动任何文件"
    )
    parser.add_argument("--json", action="store_true", help="以 JSON 输出")
    parser.set_defaults(note=True)


def run(args: argparse.Namespace) -> int:
    """Verify; 3 when something is altered or missing."""
    if args.package is not None and args.all:
        raise Misused("--all 核验本数据目录，不能同时给出案卷包")
    if args.mend_from is not None and args.package is not None:
        raise Misused("--mend-from 修复本数据目录的文件，不能同时给出案卷包")
    if args.dry_run and args.mend_from is None:
        raise Misused("--dry-run 要和 --mend-from 一起用")
    held = _read(args.checkpoint) if args.checkpoint else None
    keys = [_key(text) for text in args.key]
    if args.package is not None:
        return _package(args, keys, held)
    return _home(args, keys, held)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Misused(f"读不出检查点文件 {path}（{error}）") from None


def _key(text: str) -> VerifierKey:
    from liuhen.ledger.notes import BadNote, VerifierKey

    try:
        return VerifierKey.parse(text)
    except BadNote as error:
        raise Misused(f"公钥“{text}”不合格式（{error}）") from None


def _package(args: argparse.Namespace, keys: Sequence[VerifierKey], held: str | None) -> int:
    from liuhen import clock
    from liuhen.verifier.__main__ import as_text
    from liuhen.verifier.verify import verify_package

    try:
        report = verify_package(
            args.package, today=args.today or clock.today(), keys=keys, checkpoint=held
        )
    except OSError as error:
        raise Misused(f"读不出案卷包 {args.package}（{reason_of(error)}）") from None
    if args.json:
        console.say_json(report.as_json())
    else:
        console.say(as_text(report, colour=sys.stdout.isatty()))
    return report.exit_code


def _home(args: argparse.Namespace, keys: Sequence[VerifierKey], held: str | None) -> int:
    folder = home.open_home()
    from liuhen.ledger.audit import verify_log
    from liuhen.vault import store

    reading = console.Progress("核对日志")
    ledger = verify_log(keys=pair(keys), outside=[held] if held else [], progress=reading)
    reading.end()
    files = console.Progress("核对文件")
    sweep = store.verify_all(lambda done, whole, _: files(done, whole))
    files.end()
    found, mended = sweep, _mended(args, ledger, sweep)
    if mended and not args.dry_run:
        sweep = store.again(sweep)
    verdict = verdict_over(ledger, sweep, witnessed=held is not None)
    if args.json:
        report = {
            "home": str(folder),
            "verdict": verdict,
            "verdict_words": _WORDS[verdict],
            "ledger": ledger.as_json(),
            "vault": asdict(sweep),
        }
        if args.mend_from is not None:
            report["mending"] = {
                "dry_run": args.dry_run,
                "objects": [asdict(one) for one in mended],
            }
        console.say_json(report)
    else:
        say_ledger(ledger)
        say_files(found)
        say_mended(mended)
        console.say(f"结论：{_WORDS[verdict]}")
    return PROBLEMS if verdict in ("altered", "incomplete") else FINE


def _mended(args: argparse.Namespace, ledger: LedgerReport, sweep: Sweep) -> list[Mending]:
    """Mend if that was asked; otherwise only put on record what the reading found.

    Nothing is written into a log that is itself in doubt, and nothing is mended by its word.
    """
    from liuhen.archive import care
    from liuhen.people.actors import SYSTEM

    sound = ledger.verdict == "intact"
    if args.mend_from is None:
        if sound and args.note:
            care.note_sweep(SYSTEM, sweep)
        return []
    if not sound and not args.dry_run:
        console.warn("日志核对不通过，没有修复任何文件。请保留现场，先查明日志的问题。")
        return []
    bar, done = console.Progress("修复文件"), []
    for one in care.mend_all(SYSTEM, sweep, args.mend_from, dry_run=args.dry_run):
        done.append(one)
        bar(len(done), len(sweep.faults))
    bar.end()
    return done


def say_mended(mended: Sequence[Mending]) -> None:
    """Write what came of each object that was to be mended."""
    for one in mended:
        console.say(f"  {one.sha256[:12]}…：{one.message}")


def pair(keys: Sequence[VerifierKey]) -> tuple[VerifierKey, VerifierKey] | None:
    """Return the keys of both trees, None where none is given: one key signs under two names."""
    from liuhen.ledger.notes import SM3_SUFFIX, VerifierKey

    if not keys:
        return None
    plain = next((one for one in keys if not one.name.endswith(SM3_SUFFIX)), None)
    twin = next((one for one in keys if one.name.endswith(SM3_SUFFIX)), None)
    if plain is None:
        raise Misused(f"请给出日志本身的公钥（名称不带 {SM3_SUFFIX} 的那一个）")
    return plain, twin or VerifierKey(plain.name + SM3_SUFFIX, plain.kind, plain.public)


def verdict_over(ledger: LedgerReport, sweep: Sweep, *, witnessed: bool) -> str:
    """Return the worst of both: altered, incomplete, unwitnessed, intact."""
    both = {ledger.verdict, sweep.outcome}
    if "altered" in both:
        return "altered"
    if "incomplete" in both:
        return "incomplete"
    return "intact" if witnessed else "unwitnessed"


def say_ledger(report: LedgerReport) -> None:
    """Write what the audit of the ledger found."""
    console.say(
        f"日志 {report.size} 条，检查点 {report.checkpoints} 个，日志登记的数据 {report.rows} 行。"
    )
    for finding in report.findings[:SHOWN]:
        console.say(f"  {finding.message}")
    more = len(report.findings) - SHOWN + report.omitted
    if more > 0:
        console.say(f"  …… 还有 {more} 处，用 --json 查看。")


def say_files(sweep: Sweep) -> None:
    """Write what the reading of all stored files found."""
    console.say(f"文件 {sweep.objects} 个，{sweep.bytes_read} 字节。")
    for fault in sweep.faults[:SHOWN]:
        console.say(f"  {fault.sha256[:12]}…：{fault.message}")
    if len(sweep.faults) > SHOWN:
        console.say(f"  …… 还有 {len(sweep.faults) - SHOWN} 个，用 --json 查看。")
    strays = (*sweep.orphans.files_without_row, *sweep.orphans.strange_names)
    for name in strays[:SHOWN]:
        console.say(f"  文件库中有没有登记的文件：{name}")
