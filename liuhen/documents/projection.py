"""Which of this noun's columns the ledger accounts for: all of them."""

from liuhen.documents import models
from liuhen.ledger.projections import project


def register() -> None:
    """Hand the projections to the ledger; called once at start-up."""
    for model in (
        models.Document,
        models.DocumentVersion,
        models.PageScan,
        models.Signature,
        models.ScreenSignature,
        models.SignedCopy,
        models.NumberPool,
        models.NumberTaken,
        models.OwnType,
    ):
        project(model)
