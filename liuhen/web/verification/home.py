"""Verifying this home: the whole log and every stored file, within bounds a page can wait for."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Sum

from liuhen.archive import care
from liuhen.ledger.audit import verify_log
from liuhen.ledger.errors import LedgerError
from liuhen.ledger.findings import Report as LedgerReport
from liuhen.ledger.models import LedgerEntry
from liuhen.ledger.notes import Checkpoint
from liuhen.people.actors import Actor
from liuhen.vault import store
from liuhen.vault.models import StoredObject
from liuhen.vault.verdict import Sweep
from liuhen.web.verification.outside import Comparison, compare, note_verified

MAX_ENTRIES = 200_000
MAX_BYTES = 4 * 1024**3
SHOWN = 200
_BYTES_A_SECOND, _ENTRIES_A_SECOND = 15_000_000, 2_000  # measured on two small cores

WORDS = {
    "altered": "有内容被改动过：与防篡改日志不一致。请保留现场，不要继续录入，并报告上级机关。",
    "incomplete": "不完整：有应当在的内容不见了。请保留现场，从备份核对。",
    "unwitnessed": "内部一致，没有发现改动；这次没有用外部保存的凭条核对，不能排除整体被替换。",
    "intact": "完好：与外部保存的凭条一致，没有发现改动。",
}


@dataclass(frozen=True)
class Load:
    """How much there is to read, and whether a page may wait for it."""

    entries: int
    files: int
    bytes: int

    @property
    def too_much(self) -> bool:
        """Whether it is to be done on the server by `liuhen verify` instead."""
        return self.entries > MAX_ENTRIES or self.bytes > MAX_BYTES

    @property
    def seconds(self) -> int:
        """About how long it takes, in seconds."""
        return 2 + self.entries // _ENTRIES_A_SECOND + self.bytes // _BYTES_A_SECOND


def load() -> Load:
    """Count what a verification would read."""
    whole = StoredObject.objects.aggregate(bytes=Sum("size"))["bytes"] or 0
    return Load(LedgerEntry.objects.count(), StoredObject.objects.count(), whole)


@dataclass(frozen=True)
class HomeReport:
    """What was found in the log, in the files, and against the slip."""

    ledger: LedgerReport
    files: Sweep
    outside: Comparison | None
    verdict: str
    recorded: bool

    @property
    def words(self) -> str:
        """The verdict in one sentence."""
        return WORDS[self.verdict]

    @property
    def findings(self) -> list[str]:
        """What was found in the log, as sentences, the first 200."""
        return [one.message for one in self.ledger.findings[:SHOWN]]

    @property
    def more_findings(self) -> int:
        """How many findings of the log are not listed."""
        return max(0, len(self.ledger.findings) - SHOWN) + self.ledger.omitted

    @property
    def faults(self) -> list[tuple[str, str]]:
        """Each damaged or lost file with what is wrong with it, the first 200."""
        return [(one.sha256[:16], one.message) for one in self.files.faults[:SHOWN]]


def verify_home(actor: Actor, held: Checkpoint | None) -> HomeReport:
    """Audit the log, read every file again, compare with the slip, and put the result on record.

    A log that is found damaged is not written to any more: the result then is on the page alone.
    """
    ledger = verify_log()
    files = store.verify_all()
    outside = compare(held) if held is not None else None
    verdict = verdict_over(ledger, files, outside)
    recorded = ledger.verdict == "intact" and _record(actor, ledger.size, verdict, outside)
    if recorded:
        care.note_sweep(actor, files)
    return HomeReport(ledger, files, outside, verdict, recorded)


def _record(actor: Actor, size: int, verdict: str, outside: Comparison | None) -> bool:
    try:
        note_verified(actor, size=size, verdict=verdict, outside=outside.size if outside else None)
    except LedgerError:
        return False
    return True


def verdict_over(ledger: LedgerReport, files: Sweep, outside: Comparison | None) -> str:
    """Return the worst of the three: altered, incomplete, unwitnessed, intact."""
    both = {ledger.verdict, files.outcome}
    if "altered" in both or (outside and not outside.agrees):
        return "altered"
    if "incomplete" in both:
        return "incomplete"
    return "intact" if outside else "unwitnessed"
