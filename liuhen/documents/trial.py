"""Draw the sample of one type and say what is wrong with it: `python -m liuhen.documents.trial`.

A program of its own, so that a template that never ends takes no server with it.
"""

from __future__ import annotations

import json
import os
import re
import resource
import sys
from datetime import UTC, datetime
from pathlib import Path

from liuhen.documents.fields import check, clean
from liuhen.documents.render import RenderError, render
from liuhen.documents.types import DocumentType, load_catalogue

_MEMORY = 2 * 1024**3  # bytes
_FAULT = re.compile(r"error: (.*)\n\s*┌─ (\S+?):(\d+):\d+\n(?:\s*│\s*\n)?\s*\d+ │ (.*)")
_CALLED = re.compile(r"help: .*\n\s*┌─ (\S+?):(\d+):\d+")


def main(root: Path, code: str) -> int:
    """Draw; print a Chinese fault and return 1 where it fails."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    kind = load_catalogue(root).get(code)
    try:
        _draw(kind)
    except RenderError as error:
        words = str(error).replace(f"{os.path.relpath(root)}/", "").replace(f"{root}/", "")
        print(_placed(words) or f"{code}：{words}")
        return 1
    except json.JSONDecodeError as error:
        print(f"{code}/sample.json 第 {error.lineno} 行不是 JSON：{error.msg}")
        return 1
    except (KeyError, TypeError, ValueError) as error:
        print(f"{code}/sample.json：{error}")
        return 1
    return 0


def _placed(words: str) -> str:
    """Return Typst's fault in a line: file and line, what, the text there, who called it.

    Empty where it names no place.
    """
    fault = _FAULT.search(words)
    if fault is None:
        return ""
    what, file, line, text = fault.groups()
    callers = "".join(f"，由 {one[1]}:{one[2]} 调用" for one in _CALLED.finditer(words))
    return f"{file}:{line}：{what}（这一行是 {text.strip()}{callers}）"


def _draw(kind: DocumentType) -> None:
    """Draw the sample and the empty form: a blank must not break the page either."""
    sample = kind.sample()
    problems = check(kind, clean(kind, sample["fields"], year=2026))
    if problems:
        raise ValueError("、".join(f"{one.field}：{one.message}" for one in problems))
    at = datetime(2026, 1, 1, tzinfo=UTC)
    for fields in (clean(kind, sample["fields"], year=2026), clean(kind, {}, year=2026)):
        render(kind, {**sample, "fields": fields}, at=at, code="TRIAL", draft=True)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liuhen.settings")
    sys.exit(main(Path(sys.argv[1]), sys.argv[2]))
