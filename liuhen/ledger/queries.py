"""Reading the ledger for packages and pages."""

from __future__ import annotations

from collections.abc import Iterator

from liuhen.ledger import leaf as leaves
from liuhen.ledger.models import LedgerEntry, Salt


def entries_of(case: str) -> Iterator[LedgerEntry]:
    """Yield a case's entries in their order, from `cseq` 0."""
    yield from LedgerEntry.objects.filter(case_id=case).order_by("cseq").iterator()


def field_salt(idx: int, table: str, key: str, column: str) -> bytes | None:
    """Return the salt that opens one field of one entry to its reader, and nothing else.

    None when the entry has no salt: it carries no rows, or its content was lawfully forgotten.
    """
    kept = Salt.objects.filter(idx=idx).first()
    return leaves.field_salt(bytes(kept.salt), table, key, column) if kept is not None else None
