"""Evidence before decision, for a case in the database (行政诉讼证据规定 第六十条)."""

from __future__ import annotations

from liuhen.cases.models import Case
from liuhen.ledger.models import Checkpoint
from liuhen.ledger.queries import entries_of
from liuhen.regulation.casefile import CaseFile
from liuhen.verifier.precedence import Entry, Precedence, Signed, precedence


def precedence_of(case: Case, casefile: CaseFile) -> Precedence:
    """Return what the log shows of each record of the case, in two queries.

    `casefile` is the case's own, compiled by the caller.
    """
    entries = [Entry(one.idx, one.at, one.event) for one in entries_of(case.stream)]
    first = entries[0].idx if entries else 0
    signed = Checkpoint.objects.filter(size__gt=first).order_by("size")
    checkpoints = [Signed(size, at) for size, at in signed.values_list("size", "created_at")]
    return precedence(casefile, entries, checkpoints)
