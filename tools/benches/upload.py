"""Uploading a large file through the real server, against copying and hashing it with the system.

The reference copies the file with `cp` and digests it with `openssl dgst` twice, SHA-256 and SM3,
all three side by side; then `sync` makes the copy durable, as the server's is. Both sides remove
what they wrote at the end of their turn, so that both write to memory the machine has used before:
on a virtual machine a page never touched costs ten times as much as the copying itself.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import BinaryIO

from benches import home
from benches.measure import Figure, Figures, collected, duration, in_turn, once, ratio, ratio_figure

MIB = 1024 * 1024
SIZE = 512 * MIB
PIECE = 8 * MIB  # what the page sends in one request
ROUNDS = 5
TOKEN = "b" * 32
HEADERS = {
    "Tus-Resumable": "1.0.0",
    "X-CSRFToken": TOKEN,
    "Cookie": f"csrftoken={TOKEN}",
}


def figures() -> Figures:
    """Upload and copy in turns; also say what the digests alone cost."""
    openssl = shutil.which("openssl")
    if openssl is None:
        yield Figure("upload", "skipped: no openssl")
        return
    with home.folder() as place:
        file = _file(place)
        with _server(place) as port:
            uploads = Uploads(port, file, place / "home")
            taken = in_turn(
                {
                    "upload": uploads.send,
                    "beside": lambda: _beside(openssl, file),
                    "after": lambda: _one_after_another(openssl, file),
                },
                ROUNDS,
            )
        digests = [once(lambda: _digest(file)) for _ in range(3)]
    ours, beside, after = taken["upload"], taken["beside"], taken["after"]
    yield ratio_figure(
        f"upload of {SIZE // MIB} MiB: cp, SHA-256 and SM3 side by side, over ours",
        ratio(beside, ours),
        0.7,
        f"{duration(beside.median)} ±{beside.noise:.0%} over {duration(ours.median)}"
        f" ±{ours.noise:.0%}",
    )
    yield Figure(
        "the same, the three commands one after another",
        f"{ratio(after, ours):.2f} ({duration(after.median)} ±{after.noise:.0%})",
    )
    alone = collected(digests)
    yield Figure(
        "digests alone: both of the whole, SHA-256 of each 8 MiB",
        f"{duration(alone.median)}, processor {duration(alone.cpu)}",
    )


def _file(place: Path) -> Path:
    path = place / "recording.bin"
    with path.open("wb") as out:
        for _ in range(SIZE // PIECE):
            out.write(os.urandom(PIECE))
    return path


# --- the reference --------------------------------------------------------------------------------


def _commands(openssl: str, file: Path, copy: Path) -> tuple[list[str], ...]:
    return (
        ["cp", str(file), str(copy)],
        [openssl, "dgst", "-sha256", str(file)],
        [openssl, "dgst", "-sm3", str(file)],
    )


def _beside(openssl: str, file: Path) -> None:
    copy = file.with_suffix(".copy")
    running = [
        subprocess.Popen(command, stdout=subprocess.DEVNULL)
        for command in _commands(openssl, file, copy)
    ]
    if any(child.wait() for child in running):
        raise RuntimeError("a system tool failed")
    _settle(copy)


def _one_after_another(openssl: str, file: Path) -> None:
    copy = file.with_suffix(".copy")
    for command in _commands(openssl, file, copy):
        subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    _settle(copy)


def _settle(copy: Path) -> None:
    subprocess.run(["sync", str(copy)], check=True)
    copy.unlink()


def _digest(file: Path) -> None:
    from liuhen.vault.hashes import digest_stream

    with file.open("rb") as stream:
        digest_stream(stream)


# --- ours -----------------------------------------------------------------------------------------


class Uploads:
    """Sends the file as the page does, in pieces; each time another one, by its first bytes."""

    def __init__(self, port: int, file: Path, home_of_server: Path) -> None:
        """Nothing is sent yet."""
        self.port, self.file, self.home, self.sent = port, file, home_of_server, 0

    def send(self) -> None:
        """Send the whole file, wait until it is stored, remove what was stored."""
        self.sent += 1
        with self.file.open("r+b") as change:
            change.write(self.sent.to_bytes(8, "big"))  # not what the store has already
        line = HTTPConnection("127.0.0.1", self.port, blocksize=MIB)
        with self.file.open("rb") as stream:
            where = self._begin(line)
            for offset in range(0, SIZE, PIECE):
                self._piece(line, where, stream, offset)
        line.request("GET", where, headers=HEADERS)
        answer = line.getresponse()
        said = answer.read()
        if b'"stored"' not in said:
            raise RuntimeError(f"not stored: {said.decode()}")
        line.close()
        (stored,) = self.home.rglob(f"cas/*/{json.loads(said)['sha256']}")
        stored.unlink()

    def _begin(self, line: HTTPConnection) -> str:
        length = {"Upload-Length": str(SIZE), "Content-Length": "0"}
        line.request("POST", "/uploads/", headers=HEADERS | length)
        answer = line.getresponse()
        answer.read()
        where = answer.headers["Location"]
        if answer.status != 201 or where is None:
            raise RuntimeError(f"the upload was not begun: {answer.status}")
        return where

    def _piece(self, line: HTTPConnection, where: str, stream: BinaryIO, offset: int) -> None:
        headers = HEADERS | {
            "Content-Type": "application/offset+octet-stream",
            "Upload-Offset": str(offset),
            "Content-Length": str(PIECE),
        }
        line.request("PATCH", where, body=stream.read(PIECE), headers=headers)
        answer = line.getresponse()
        said = answer.read()
        if answer.status != 204:
            raise RuntimeError(f"a piece was refused: {answer.status} {said.decode()}")


@contextmanager
def _server(place: Path) -> Iterator[int]:
    """Run gunicorn as `liuhen serve` configures it, on a home of its own."""
    port = _free_port()
    child = subprocess.Popen(
        [sys.executable, "-m", "benches.upload", str(place / "home"), str(port)],
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "benches.upload_settings",
            "PYTHONPATH": f"{home.SOURCE}:{home.SOURCE / 'tools'}",
        },
        stdout=subprocess.DEVNULL,
    )
    try:
        _wait_for(port, child)
        yield port
    finally:
        child.terminate()
        child.wait()


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def _wait_for(port: int, child: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
        if child.poll() is not None:
            raise RuntimeError("the server ended at once")
        time.sleep(0.1)
    raise RuntimeError("the server did not start within a minute")


def serve(place: Path, port: int) -> None:
    """Make the home, then become the server."""
    home.begin(place)
    command = [sys.executable, "-m", "liuhen.commands", "serve", "--no-worker"]
    os.execv(sys.executable, [*command, "--bind", f"127.0.0.1:{port}"])


if __name__ == "__main__":
    serve(Path(sys.argv[1]), int(sys.argv[2]))
