"""How the ledger refuses. Messages are Chinese, for they can reach a page or a console."""

from __future__ import annotations


class LedgerError(RuntimeError):
    """Base of the ledger's refusals; nothing was written."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class BadEvent(LedgerError):
    """The event cannot be a leaf: a name, a value or a row is not what the ledger takes."""


class NotInTransaction(LedgerError):
    """The append stood outside transaction.atomic, so change and record could come apart."""


class LedgerTimeWentBack(LedgerError):
    """The event's time lies before the entry that came before it."""


class LedgerNotOpen(LedgerError):
    """The ledger has no first entry yet, or has one already when it is opened again."""


class SignerRefused(LedgerError):
    """The signer will not sign: what it is shown does not continue what it signed before."""
