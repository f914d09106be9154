"""The verifier as one file that runs where nothing but Python is installed."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

PYTHON = (3, 11)
_EPOCH = (2020, 1, 1, 0, 0, 0)
_PURE = ("regulation", "workdays", "verifier")
_LEDGER = (
    "__init__.py",
    "canonical.py",
    "ed25519.py",
    "errors.py",
    "hashes.py",
    "leaf.py",
    "notes.py",
    "tree.py",
)
_LEAVE_OUT = frozenset({"tests", "examples", "__pycache__"})
_MAIN = '''"""Checks a package: python verify.pyz PACKAGE.zip"""
import sys

if sys.version_info < (3, 11):
    sys.exit("核验程序需要 Python 3.11 以上。")

from liuhen.verifier.__main__ import main

sys.exit(main())
'''


@cache
def standalone_zipapp() -> bytes:
    """Return verify.pyz: the pure packages, the law's data, and the writer of canonical JSON.

    The same sources give the same bytes.
    """
    out = io.BytesIO()
    out.write(b"#!/usr/bin/env python3\n")
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in sorted(_sources()):
            info = zipfile.ZipInfo(name, _EPOCH)
            info.external_attr = 0o644 << 16
            info.create_system = 3
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    return out.getvalue()


def _sources() -> Iterator[tuple[str, bytes]]:
    root = files("liuhen")
    yield "__main__.py", _MAIN.encode()
    for name in ("__init__.py", "faults.py"):
        yield f"liuhen/{name}", (root / name).read_bytes()
    for name in _LEDGER:
        yield f"liuhen/ledger/{name}", (root / "ledger" / name).read_bytes()
    for name in _PURE:
        yield from _tree(root / name, f"liuhen/{name}")
    yield from _tree(files("rfc8785"), "rfc8785")


def _tree(folder: Traversable, name: str) -> Iterator[tuple[str, bytes]]:
    for entry in folder.iterdir():
        if entry.name in _LEAVE_OUT:
            continue
        if entry.is_dir():
            yield from _tree(entry, f"{name}/{entry.name}")
        elif entry.name.endswith((".py", ".toml", ".json")):
            yield f"{name}/{entry.name}", entry.read_bytes()
