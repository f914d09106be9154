"""Keep `data/shown.toml` true: which tests show which requirement.

A test names what it shows by `@pytest.mark.shows("L07-1")`. Run

    python -m liuhen.regulation.tests.shown --write

after adding, renaming or removing such a test; without `--write` it only compares (exit 1).
"""

from __future__ import annotations

import argparse
import io
import json
import os
import sys
from collections.abc import Mapping
from contextlib import redirect_stdout
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
TABLE = HERE.parent / "data" / "shown.toml"
COMMAND = "python -m liuhen.regulation.tests.shown --write"
_HEAD = f"# Which tests show each requirement. Written by `{COMMAND}`; not edited by hand.\n"


class _Marked:
    """Notes each collected test under the ids of its `shows` marks."""

    def __init__(self) -> None:
        self.tests: dict[str, list[str]] = {}

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        for item in session.items:
            ids = {str(id) for mark in item.iter_markers("shows") for id in mark.args}
            for id in ids:
                self.tests.setdefault(id, []).append(item.nodeid)


def collected() -> Mapping[str, list[str]]:
    """Collect the tests of the regulation in this process, in any state of the rule pack.

    Neither Django nor the suite's own fixtures take part: they could not start on a broken pack.
    Raises RuntimeError where a test module cannot be imported.
    """
    marked = _Marked()
    alone = ["--noconftest", "-p", "no:django", "-p", "no:cacheprovider", "-c", os.devnull]
    arguments = [*alone, "--rootdir", str(ROOT), "--collect-only", "-qqq", "-W", "ignore"]
    with redirect_stdout(io.StringIO()) as said:
        status = pytest.main([*arguments, str(HERE)], plugins=[marked])
    if status != pytest.ExitCode.OK:
        raise RuntimeError(f"the tests of the regulation cannot be collected:\n{said.getvalue()}")
    return {id: sorted(tests) for id, tests in sorted(marked.tests.items())}


def written(tests: Mapping[str, list[str]]) -> str:
    """Return the table as the file has it."""
    lines = [_HEAD]
    for id, nodes in tests.items():
        lines += [f"{id} = [", *(f"  {json.dumps(one)}," for one in nodes), "]"]
    return "\n".join(lines) + "\n"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write the table anew")
    arguments = parser.parse_args()
    text = written(collected())
    if arguments.write:
        TABLE.write_text(text, encoding="utf-8")
    elif TABLE.read_text(encoding="utf-8") != text:
        print(f"{TABLE.relative_to(ROOT)} is not true any more: run {COMMAND}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
