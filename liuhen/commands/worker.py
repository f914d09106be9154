"""`liuhen worker`: what runs behind the server, from the ledger's feed and the clock."""

from __future__ import annotations

import argparse
import os
import signal
import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import structlog

from liuhen.commands import FINE, home
from liuhen.commands.parser import Parser

SUMMARY = (
    "后台工作：推算缺项和时限，签发日志检查点，巡检库中文件，清理未传完的文件。"
    "liuhen serve 会自动启动它。"
)
EXAMPLES = ("liuhen worker", "liuhen worker --once")

IDLE = 2.0  # seconds between looks at the ledger when there is nothing to do
AFTER_ERROR = 10.0
CHECKPOINT_EVERY = timedelta(hours=1)
TIDY_EVERY = 3600.0  # seconds
CARE_EVERY = 600.0  # seconds

log = structlog.get_logger(__name__)


def arguments(parser: Parser) -> None:
    """Declare whether to stop when everything is done, and whose child it is."""
    parser.add_argument("--once", action="store_true", help="做完现有的工作就退出")
    parser.add_argument(
        "--with-parent",
        type=int,
        default=0,
        metavar="进程号",
        help="该进程结束时一同结束（供 serve 使用）",
    )


def run(args: argparse.Namespace) -> int:
    """Work until told to stop; with --once, until there is nothing left to do."""
    home.open_home(quiet=args.once)
    if args.once:
        catch_up()
        return FINE
    _until_stopped(args.with_parent)
    return FINE


def catch_up() -> None:
    """Do everything that waits; an error ends it."""
    rounds = Rounds()
    while rounds.once():
        pass


def _until_stopped(parent: int) -> None:
    stop = threading.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda *_: stop.set())
    rounds = Rounds()
    while not stop.is_set() and not (parent and os.getppid() != parent):
        try:
            pause = 0.0 if rounds.once() else IDLE
        except Exception:
            # What failed was rolled back and is tried again; the server must not lose its worker.
            log.exception("worker.round_failed")
            pause = AFTER_ERROR
        stop.wait(pause)


@dataclass
class Rounds:
    """One round after the other; remembers when it last tidied and cared (monotonic seconds)."""

    tidied: float = field(default=float("-inf"))
    cared: float = field(default=float("-inf"))

    def once(self) -> bool:
        """Do a piece of each kind of work; return whether there may be more at once."""
        from django.db import close_old_connections

        from liuhen import clock
        from liuhen.agenda import actions as agenda
        from liuhen.search import actions as search

        close_old_connections()
        followed = agenda.follow_feed()
        found = search.follow_feed()
        refreshed = agenda.refresh_day(clock.today(), limit=20)
        if followed.entries or found.entries or refreshed:
            return True
        sign_when_due()
        self._tidy()
        return self._care()

    def _tidy(self) -> None:
        from liuhen.vault.tidying import tidy

        if time.monotonic() - self.tidied < TIDY_EVERY:
            return
        done = tidy(datetime.now(UTC))
        log.info("vault.tidied", finished=done.finished, given_up=done.given_up, strays=done.strays)
        self.tidied = time.monotonic()

    def _care(self) -> bool:
        """Read some stored files again; say whether the limit of one run was reached."""
        from liuhen.archive import care
        from liuhen.people.actors import SYSTEM

        if time.monotonic() - self.cared < CARE_EVERY:
            return False
        self.cared = time.monotonic()  # first: what fails is tried again at its time, not at once
        done = care.check_due(SYSTEM)
        if done.objects:
            log.info("vault.checked", objects=done.objects, bytes=done.bytes, faults=done.faults)
        if done.more:
            self.cared = float("-inf")
        return done.more


def sign_when_due() -> bool:
    """Sign a checkpoint if there are new entries and the last one is an hour old; say whether."""
    from liuhen import clock
    from liuhen.ledger import nodes, signer
    from liuhen.ledger.models import Checkpoint
    from liuhen.people.actors import SYSTEM

    last = Checkpoint.objects.order_by("-size").first()
    now = clock.now()
    if last is not None and (nodes.size() <= last.size or now - last.created_at < CHECKPOINT_EVERY):
        return False
    made = signer.checkpoint(actor=SYSTEM.id, at=now)
    log.info("ledger.checkpointed", size=made.size)
    return True
