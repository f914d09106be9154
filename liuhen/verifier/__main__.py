"""The command of a stranger: python -m liuhen.verifier PACKAGE.zip"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from liuhen.ledger.notes import BadNote, VerifierKey
from liuhen.verifier.report import VERDICT_WORDS, Effect, Report, Section
from liuhen.verifier.verify import verify_package

RED, END = "\033[31m", "\033[0m"
_SHOWN = 200
_COUNTS = {
    "members": "个文件",
    "bytes": "字节",
    "events": "条日志",
    "proofs_sha256": "个 SHA-256 证明",
    "proofs_sm3": "个 SM3 证明",
    "signatures": "个签名",
    "handwriting": "处屏幕签名",
    "values": "个栏目的内容",
    "values_later": "个后来有变更的栏目",
    "requirements": "项法定要求",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Check one package and print the report; returns the exit code of design.md."""
    chosen = _parser().parse_args(arguments)
    try:
        keys = [VerifierKey.parse(text) for text in _key_texts(chosen.key)]
        held = chosen.checkpoint.read_text(encoding="utf-8") if chosen.checkpoint else None
        report = verify_package(chosen.package, today=chosen.today, keys=keys, checkpoint=held)
    except BadNote as error:
        print(f"公钥不合格式：{error}", file=sys.stderr)
        return 2
    except (OSError, UnicodeDecodeError) as error:
        print(f"文件打不开：{error}", file=sys.stderr)
        return 1
    if chosen.json:
        print(json.dumps(report.as_json(), ensure_ascii=False, indent=2))
    else:
        print(as_text(report, colour=sys.stdout.isatty()))
    return report.exit_code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="verify", description="核验留痕系统导出的案卷包，不需要安装其他软件。"
    )
    parser.add_argument("package", type=Path, help="案卷包（ZIP 文件）")
    parser.add_argument(
        "--key",
        action="append",
        default=[],
        metavar="公钥或文件",
        help="从包以外取得的公钥（可多次给出）；也可以是存有公钥的文件，每行一个",
    )
    parser.add_argument("--checkpoint", type=Path, help="手中的检查点凭条（文本文件）")
    parser.add_argument(
        "--today", type=date.fromisoformat, default=None, help="按哪一天判断期限（YYYY-MM-DD）"
    )
    parser.add_argument("--json", action="store_true", help="输出 JSON")
    return _with_today(parser)


def _with_today(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    """Judge as of the reader's own day unless told otherwise; nothing below knows a clock."""
    parser.set_defaults(today=date.today())  # noqa: DTZ011 - the reader's calendar day is meant
    return parser


def _key_texts(given: Sequence[str]) -> list[str]:
    texts: list[str] = []
    for one in given:
        if "+" in one:
            texts.append(one)
        else:
            texts += Path(one).read_text(encoding="utf-8").split()
    return texts


def as_text(report: Report, *, colour: bool = False) -> str:
    """Return the report as Chinese text under the four headings."""
    mark = (RED, END) if colour else ("", "")
    bad = report.verdict.value != "intact"
    head = f"结论：{VERDICT_WORDS[report.verdict]}"
    lines = [f"{report.package}", f"{mark[0]}{head}{mark[1]}" if bad else head, ""]
    for section in Section:
        found = report.section(section)
        weighty = [one for one in found if one.effect is not Effect.NOTE]
        lines.append(
            f"【{section.value}】{'有 ' + str(len(weighty)) + ' 个问题' if weighty else '通过'}"
        )
        for one in found[:_SHOWN]:
            red = one.effect is not Effect.NOTE
            lines.append(
                f"  {mark[0] if red else ''}{'×' if red else '·'} {one.message}{mark[1] if red else ''}"
            )
        if len(found) > _SHOWN:
            lines.append(f"  …… 还有 {len(found) - _SHOWN} 条，用 --json 查看全部。")
    counted = [
        f"{report.checked[kind]} {words}"
        for kind, words in _COUNTS.items()
        if kind in report.checked
    ]
    lines += ["", "已核对：" + "、".join(counted) + "。"]
    return "\n".join([*lines, *_law(report)])


def _law(report: Report) -> list[str]:
    if report.regulation is None:
        return []
    found = report.regulation["findings"]
    lines = [
        "",
        f"按《行政执法全过程记录办法》重新检查（{report.regulation['today']}）：{len(found)} 处缺项。",
    ]
    return lines + [f"  - {one['article']}：{one['subject']}，{one['found']}" for one in found]


if __name__ == "__main__":
    sys.exit(main())
