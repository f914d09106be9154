"""Real processes, really killed: run by test_crash.py, prints one JSON report.

Each scene runs in a forked child that SIGKILLs itself at a named crash point, or beside another
child; then a fresh child does what a page or a worker would do next, and what is left is reported.
Started as root it becomes nobody first, so that read-only files are read-only for it as well.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import resource
import signal
import sys
import traceback
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import django

ROUNDS = 4
SMALL_PIECE = 128 * 1024  # instead of 8 MiB: the scenes are about steps, not about bytes
ROOM = 200 * 1024 + 77  # where the full disk is full; inside a file of two pieces
POINTS_OF_UPLOAD = (
    "begin.made",
    "begin.recorded",
    "append.block",
    "append.synced",
    "finish.begun",
    "finish.hashed",
    "finish.sealed",
    "put.pieces",
    "put.linked",
    "put.named",
    "put.recorded",
    "finish.committed",
    "finish.removed",
)
POINTS_OF_PUT = (
    "put.written",
    "put.synced",
    "put.pieces",
    "put.linked",
    "put.named",
    "put.recorded",
)


def content(name: str) -> bytes:
    """Bytes of more than two pieces, different for every scene."""
    return b"\x00\x00\x00\x18ftypisom" + (name.encode() + b"|") * (2 * SMALL_PIECE // len(name))


def start(act: Callable[[], object], die_at: str | None = None) -> int:
    """Fork a child that runs `act`; with `die_at` it is killed at that point. Returns its id."""
    from django.db import connections

    from liuhen.vault.durable import set_crash_hook

    connections.close_all()
    pid = os.fork()
    if pid:
        return pid
    if die_at:
        set_crash_hook(
            lambda name: os.kill(os.getpid(), signal.SIGKILL) if name == die_at else None
        )
    try:
        act()
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def wait(*pids: int) -> list[int]:
    """Return the exit codes; a killed child's is minus the signal."""
    return [os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in pids]


def find(name: str) -> Any:
    from liuhen.vault.models import Upload

    return Upload.objects.filter(filename=name).order_by("created_at").last()


def patch(name: str, offset: int, data: bytes) -> int:
    """Send bytes as a page does; returns the status."""
    from liuhen.faults import Fault
    from liuhen.vault import protocol

    headers = {
        "Tus-Resumable": "1.0.0",
        "Content-Type": protocol.CHUNK,
        "Upload-Offset": str(offset),
        "Content-Length": str(len(data)),
    }
    try:
        return protocol.patch("u1", find(name).pk, headers, io.BytesIO(data)).status
    except Fault as fault:
        return protocol.fault_response(fault).status


def offset_by_head(name: str) -> int:
    from liuhen.vault import protocol

    found = protocol.head("u1", find(name).pk, {"Tus-Resumable": "1.0.0"})
    return int(found.headers["Upload-Offset"])


def begin(name: str) -> None:
    from liuhen.vault import uploads

    uploads.begin("u1", uploads.Declaration(filename=name, size=len(content(name))))


def upload(name: str) -> None:
    begin(name)
    half = len(content(name)) // 2
    patch(name, 0, content(name)[:half])
    patch(name, half, content(name)[half:])


def resume(name: str) -> None:
    """Do what the page does after a reload: ask for the offset, send the rest."""
    if find(name) is None:
        begin(name)
    offset = offset_by_head(name)
    if offset < len(content(name)):
        patch(name, offset, content(name)[offset:])


def report(name: str) -> dict[str, Any]:
    """Tell what stands in rows and folders after a scene."""
    from liuhen.vault import store
    from liuhen.vault.models import StoredObject, Upload
    from liuhen.vault.tidying import tidy

    tidy(datetime.now(UTC) + timedelta(days=2))
    sha256 = hashlib.sha256(content(name)).hexdigest()
    path = store.path_for(sha256)
    here = {str(found.pk) for found in Upload.objects.filter(filename=name)}
    return {
        "states": sorted(Upload.objects.filter(filename=name).values_list("state", flat=True)),
        "results": sorted(
            set(Upload.objects.filter(filename=name).values_list("result_id", flat=True))
        ),
        "rows": StoredObject.objects.filter(sha256=sha256).count(),
        "sha256": sha256,
        "verdict": store.verify(sha256).state,
        "mode": oct(path.stat().st_mode & 0o777),
        "links": path.stat().st_nlink,
        "left_in_uploads": [p.name for p in store.folder().uploads.iterdir() if p.name in here],
        "strays": [str(p) for p in store.folder().leftovers()]
        + [
            p.name for p in store.folder().uploads.iterdir() if not Upload.objects.filter(pk=p.name)
        ],
        "orphan": sha256 in store.orphans().files_without_row,
    }


def killed_upload(point: str) -> dict[str, Any]:
    name = f"upload {point}"
    killed = wait(start(lambda: upload(name), point))
    again = wait(start(lambda: resume(name)))
    return {"killed": killed, "again": again, **report(name)}


def killed_resume(point: str) -> dict[str, Any]:
    """Die at the same point twice: the second time while repairing the first."""
    name = f"twice {point}"
    killed = wait(start(lambda: upload(name), point)) + wait(start(lambda: resume(name), point))
    again = wait(start(lambda: resume(name)))
    return {"killed": killed, "again": again, **report(name)}


def killed_put(point: str) -> dict[str, Any]:
    from liuhen.vault import store

    name = f"put {point}"
    killed = wait(start(lambda: store.put_bytes(content(name)), point))
    again = wait(start(lambda: store.put_bytes(content(name))))
    return {"killed": killed, "again": again, **report(name)}


def finish_until_done(upload_id: Any) -> None:
    from liuhen.vault import uploads

    for _ in range(2000):
        try:
            uploads.finish(upload_id)
        except uploads.Busy:
            continue
        return
    raise RuntimeError("busy for too long")


def received(name: str) -> Any:
    """Take in all bytes without finishing; returns the upload's id."""
    from liuhen.vault import uploads

    begin(name)
    found = find(name)
    uploads.append(found, 0, io.BytesIO(content(name)).read)
    return found.pk


def two_workers(number: int) -> dict[str, Any]:
    """F-6: two processes finish one upload at the same time."""
    name = f"two workers {number}"
    pk = received(name)
    codes = wait(*(start(lambda: finish_until_done(pk)) for _ in range(2)))
    return {"codes": codes, **report(name)}


def one_content(number: int) -> dict[str, Any]:
    """F-6: two uploads of one content finish at the same time."""
    name = f"one content {number}"
    first, second = received(name), received(name)
    codes = wait(start(lambda: finish_until_done(first)), start(lambda: finish_until_done(second)))
    return {"codes": codes, **report(name)}


def full_disk() -> dict[str, Any]:
    """F-5: a file size limit stands in for a full disk; the second try has room again."""
    name = "full disk"
    begin(name)

    def cramped() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (ROOM, resource.RLIM_INFINITY))
        status = patch(name, 0, content(name))
        if status != 507:
            raise RuntimeError(f"status {status}")

    codes = wait(start(cramped))
    offset = offset_by_head(name)
    again = wait(start(lambda: resume(name)))
    return {"codes": codes, "offset": offset, "again": again, **report(name)}


def become_nobody(home: Path) -> None:
    if os.geteuid() == 0:
        for path in (home, *home.rglob("*")):
            os.chown(path, 65534, 65534)
        os.setgid(65534)
        os.setuid(65534)


def main() -> None:
    django.setup()
    from django.core.management import call_command
    from django.db import connections

    from liuhen.vault import hashes

    hashes.PIECE_BYTES = SMALL_PIECE  # before anything that takes the number from there
    from liuhen.vault import protocol, store, tidying  # noqa: F401  loaded before becoming nobody

    call_command("migrate", "vault", verbosity=0)
    connections.close_all()
    become_nobody(Path(os.environ["LIUHEN_HOME"]))
    scenes: Mapping[str, Callable[[], dict[str, Any]]] = {
        **{f"upload {point}": partial(killed_upload, point) for point in POINTS_OF_UPLOAD},
        **{f"twice {point}": partial(killed_resume, point) for point in POINTS_OF_UPLOAD[2:-1]},
        **{f"put {point}": partial(killed_put, point) for point in POINTS_OF_PUT},
        **{f"two workers {number}": partial(two_workers, number) for number in range(ROUNDS)},
        **{f"one content {number}": partial(one_content, number) for number in range(ROUNDS)},
        "full disk": full_disk,
    }
    json.dump({name: scene() for name, scene in scenes.items()}, sys.stdout)


if __name__ == "__main__":
    main()
