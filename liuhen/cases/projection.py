"""Which of this noun's columns the ledger accounts for: all of them."""

from liuhen.cases import models
from liuhen.ledger.projections import project


def register() -> None:
    """Hand the projections to the ledger; called once at start-up."""
    for model in (
        models.Case,
        models.Party,
        models.CaseOfficer,
        models.Activity,
        models.Participant,
        models.RightTold,
        models.Classification,
        models.Isolation,
        models.Look,
    ):
        project(model)
