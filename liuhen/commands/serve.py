"""`liuhen serve`: verify the ledger, then serve pages, with the worker beside it."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from typing import Any

from liuhen.commands import FINE, PROBLEMS, console, home
from liuhen.commands.parser import Misused, Parser

SUMMARY = "启动网页服务：先核对全部日志，不一致就拒绝启动；后台工作随它一起运行。"
EXAMPLES = ("liuhen serve", "liuhen serve --bind 0.0.0.0:8000 --threads 32")

RESTART_AFTER = 10.0  # seconds before a worker that died is started again


def arguments(parser: Parser) -> None:
    """Declare where to listen and with how many threads and processes."""
    parser.add_argument(
        "--bind",
        default="127.0.0.1:8000",
        metavar="地址:端口",
        help="监听的地址（默认 127.0.0.1:8000）",
    )
    parser.add_argument("--threads", type=int, default=16, metavar="数", help="线程数（默认 16）")
    parser.add_argument(
        "--processes", type=int, default=1, metavar="数", help="进程数；SQLite 只能是 1（默认 1）"
    )
    parser.add_argument(
        "--no-worker", action="store_true", help="不启动后台工作（另行运行 liuhen worker）"
    )


def run(args: argparse.Namespace) -> int:
    """Serve until stopped; refuse where the ledger and the data do not agree."""
    home.open_home(quiet=False)
    from django.db import connection, connections

    if args.processes > 1 and connection.vendor == "sqlite":
        raise Misused("使用 SQLite 时进程数只能是 1，请改用 --threads")
    if not ledger_is_sound():
        return PROBLEMS
    connections.close_all()  # a connection must not pass into the children
    _serve(args)
    return FINE


def ledger_is_sound() -> bool:
    """Verify the whole ledger and every row under it; say what is wrong."""
    from liuhen.commands.verify import say_ledger
    from liuhen.ledger.audit import verify_log

    progress = console.Progress("核对日志")
    report = verify_log(progress=progress)
    progress.end()
    if report.verdict == "intact":
        console.say(f"日志核对一致：{report.size} 条，{report.rows} 行数据。")
        return True
    say_ledger(report)
    console.warn(
        "数据与日志不一致，服务没有启动。请保留现场，运行 liuhen verify 查看全部情况后再处理。"
    )
    return False


class Companion:
    """The worker as a child process; started again when it dies."""

    def __init__(self) -> None:
        """Nothing runs yet."""
        self.child: subprocess.Popen[bytes] | None = None
        self.started = float("-inf")

    def keep(self) -> None:
        """Start the worker if it does not run, but not more often than every ten seconds."""
        running = self.child is not None and self.child.poll() is None
        if running or time.monotonic() - self.started < RESTART_AFTER:
            return
        self.started = time.monotonic()
        self.child = subprocess.Popen(  # nosec B603: our own interpreter and module, no shell
            [sys.executable, "-m", "liuhen.commands", "worker", "--with-parent", str(os.getpid())]
        )

    def stop(self) -> None:
        """Ask the worker to stop and wait for it; after ten seconds end it."""
        if self.child is None:
            return
        self.child.terminate()
        try:
            self.child.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.child.kill()
        self.child = None


def _serve(args: argparse.Namespace) -> None:
    from gunicorn.app.base import BaseApplication
    from gunicorn.arbiter import Arbiter

    companion = None if args.no_worker else Companion()

    class Watch(Arbiter):  # type: ignore[misc]  # gunicorn carries no types
        """The arbiter, which also looks after the worker on each of its rounds."""

        def manage_workers(self) -> None:
            super().manage_workers()
            if companion is not None:
                companion.keep()

    class Server(BaseApplication):  # type: ignore[misc]
        """gunicorn on our settings alone: no command line, no file of its own."""

        def load_config(self) -> None:
            for name, value in _settings(args).items():
                self.cfg.set(name, value)

        def load(self) -> Any:
            from liuhen.wsgi import application

            return application

    try:
        Watch(Server()).run()
    finally:
        if companion is not None:
            companion.stop()


def _settings(args: argparse.Namespace) -> dict[str, Any]:
    def ready(server: Any) -> None:
        console.say(f"已启动：http://{args.bind}　按 Ctrl+C 停止。")
        sys.stdout.flush()

    return {
        "bind": args.bind,
        "worker_class": "gthread",
        "workers": args.processes,
        "threads": args.threads,
        "control_socket_disable": True,  # nobody else is to steer the server
        "graceful_timeout": 20,
        "umask": 0o027,
        "loglevel": "warning",
        "when_ready": ready,
    }
