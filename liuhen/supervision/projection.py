"""Which of this noun's columns the ledger accounts for: all of them."""

from liuhen.ledger.projections import project
from liuhen.supervision import models


def register() -> None:
    """Hand the projections to the ledger; called once at start-up."""
    for model in (models.Breach, models.Outcome, models.Withdrawal):
        project(model)
