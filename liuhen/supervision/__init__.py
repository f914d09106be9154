"""The whole bureau under watch: which article each case keeps, breaches, outcomes, assessment."""
