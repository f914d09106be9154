"""Case files as `liuhen check` gets them: from a file, a package, a folder, the database.

Files are strangers': none is read beyond the size a case file may have, and one that cannot be read
says which it is, where in it the fault lies, and does not stop the others.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from liuhen.commands import home
from liuhen.commands.cases import log_reading
from liuhen.faults import reason_of

if TYPE_CHECKING:
    from liuhen.regulation.casefile import CaseFile

SUFFIXES = (".json", ".zip")


class Unreadable(Exception):
    """A case file that cannot be read: its name, the JSON path ("" before any), the problem."""

    def __init__(self, name: str, path: str, problem: str) -> None:
        super().__init__(f"{name}：{f'{path}：' if path else ''}{problem}")
        self.name = name
        self.path = path
        self.problem = problem


@dataclass(frozen=True)
class Source:
    """One case file by the name that a report gives it; `read` raises Unreadable."""

    name: str
    read: Callable[[], CaseFile]


@dataclass(frozen=True)
class Sources:
    """Many case files, one at a time, and how many there are."""

    count: int
    each: Iterator[Source]


def of_file(path: Path) -> Source:
    """Return the case file in a file of either kind."""
    read = _from_package if path.suffix.lower() == ".zip" else _from_json
    return Source(str(path), lambda: read(path))


def of_folder(folder: Path) -> Sources:
    """Return the case files (.json) and packages (.zip) of a folder and those below, by name."""
    return Sources(sum(1 for _ in _paths(folder)), (of_file(path) for path in _paths(folder)))


def _paths(folder: Path) -> Iterator[Path]:
    for at, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            if name.lower().endswith(SUFFIXES):
                yield Path(at, name)


def of_home() -> Sources:
    """Return every case of the home; the reading is in its log."""
    home.open_home()
    from liuhen.cases.models import Case
    from liuhen.procedure.compile import compile_case

    log_reading("check")
    # The ids first: a query left open would hold SQLite's snapshot for the whole run.
    ids = list(Case.objects.order_by("bureau_id", "year", "serial").values_list("pk", flat=True))

    def source(id: int) -> Source:
        case = Case.objects.select_related("bureau").get(pk=id)
        return Source(case.number, lambda: compile_case(case))

    return Sources(len(ids), (source(id) for id in ids))


def _from_json(path: Path) -> CaseFile:
    from liuhen.regulation.jsontext import MAX_BYTES

    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise Unreadable(str(path), "", "不是普通文件")
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise Unreadable(str(path), "", f"读不出文件（{reason_of(error)}），请检查路径") from None
    return _decoded(data, str(path))


def _from_package(path: Path) -> CaseFile:
    from liuhen.regulation.jsontext import MAX_BYTES
    from liuhen.verifier import layout, opened
    from liuhen.verifier.report import Report

    problems = Report()
    try:
        package = opened.open_package(path, problems)
    except OSError as error:
        raise Unreadable(str(path), "", f"读不出案卷包（{reason_of(error)}），请检查路径") from None
    if package is None:
        words = "；".join(one.message for one in problems.findings)
        raise Unreadable(str(path), "", f"案卷包不能读取：{words}")
    try:
        data = package.read(layout.CASEFILE, MAX_BYTES)
    except opened.Unreadable as error:
        raise Unreadable(str(path), "", f"案卷包中没有可以读取的案件文件：{error}") from None
    finally:
        package.close()
    return _decoded(data, f"{path}/{layout.CASEFILE}")


def _decoded(data: bytes, name: str) -> CaseFile:
    from liuhen.regulation.codec import decode
    from liuhen.regulation.faults import CaseFileError

    try:
        return decode(data)
    except CaseFileError as error:
        raise Unreadable(name, error.path, error.problem) from None
