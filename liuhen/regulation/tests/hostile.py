"""Hostile case files, and a process that refuses them in bounded memory.

`python -m liuhen.regulation.tests.hostile` reads every one under a limit of its address space and
prints for each the JSON path, the seconds, and the most memory the process has held so far.
"""

from __future__ import annotations

import json
import resource
from collections.abc import Callable, Mapping
from pathlib import Path
from time import process_time

from liuhen.regulation.codec import decode
from liuhen.regulation.examples import case_a
from liuhen.regulation.faults import CaseFileError
from liuhen.regulation.jsontext import MAX_BYTES, MAX_VALUES

ADDRESS_SPACE = 512 * 1024 * 1024
_HEAD = b'{"format":"liuhen.casefile/1",'


def _filled(head: bytes, piece: bytes, tail: bytes, pieces: int | None = None) -> bytes:
    """Return head, as many pieces as a file may hold (or so many), tail."""
    most = (MAX_BYTES - len(head) - len(tail)) // len(piece)
    return head + piece * min(most, pieces or most) + tail


HOSTILE: Mapping[str, Callable[[], bytes]] = {
    "two hundred megabytes": lambda: b" " * (200 * 1024 * 1024),
    "brackets": lambda: b"[" * MAX_BYTES,
    "objects in objects": lambda: _filled(b"", b'{"a":', b""),
    "objects in objects, as many as are read": lambda: _filled(b"", b'{"a":', b"", MAX_VALUES // 3),
    "brackets deep in a field": lambda: _HEAD + b'"documents":[{"fields":{"a":' + b"[" * 100_000,
    "empty lists": lambda: _filled(_HEAD + b'"x":[', b"[],", b"0]}"),
    "empty lists, as many as are read": lambda: _filled(
        _HEAD + b'"x":[', b"[],", b"0]}", MAX_VALUES // 2 - 4
    ),
    "objects, as many as are read": lambda: _filled(
        _HEAD + b'"x":[', b'{"a":1},', b"0]}", MAX_VALUES // 3 - 4
    ),
    "one string": lambda: _filled(_HEAD + b'"rule_pack":"', b"x", b'"}'),
    "one string of wide characters": lambda: _filled(
        _HEAD + b'"rule_pack":"', "😀".encode(), b'"}'
    ),
    "one string of escapes": lambda: _filled(_HEAD + b'"rule_pack":"', b'\\"', b'"}'),
    "a string without an end": lambda: _filled(_HEAD + b'"rule_pack":"', b'\\"', b""),
    "one key": lambda: _filled(_HEAD + b'"', b"k", b'":1}'),
    "a key twice after many": lambda: (
        _HEAD + b"".join(b'"%d":0,' % one for one in range(MAX_VALUES // 2 - 8)) + b'"7":0}'
    ),
    "one integer": lambda: _filled(_HEAD + b'"case":', b"7", b"}"),
    "one fraction": lambda: _filled(_HEAD + b'"case":0.', b"7", b"}"),
    "many integers too long": lambda: _filled(
        _HEAD + b'"parties":[', b"9" * 4000 + b",", b"0]}", 8000
    ),
    "activities without number": lambda: _filled(
        _HEAD + b'"activities":[', b"{},", b"{}]}", MAX_VALUES // 2 - 8
    ),
    "bytes that are no text": lambda: _filled(_HEAD + b'"rule_pack":"', b"x", b"\xff"),
}


def main() -> None:
    """Refuse every hostile file; print what it cost."""
    case_a()  # whatever is imported late is imported now
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    for name, build in HOSTILE.items():
        data = build()
        begun = process_time()
        try:
            decode(data)
            path = ""
        except CaseFileError as error:
            path = error.path
        took = process_time() - begun
        held = _most_held()
        print(json.dumps([name, path, round(took, 2), held]))


def _most_held() -> int:
    """Return the most memory this process held, in MiB.

    Not ru_maxrss: that one begins with what the process held that started this one.
    """
    status = Path("/proc/self/status").read_text(encoding="ascii")
    (line,) = [one for one in status.splitlines() if one.startswith("VmHWM:")]
    return int(line.split()[1]) // 1024


if __name__ == "__main__":
    main()
