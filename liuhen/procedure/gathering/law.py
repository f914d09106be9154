"""Clauses and discretion 裁量, as far as the law and the bureau's own standard say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal

from liuhen.procedure.gathering.checks import Check, heaviest
from liuhen.procedure.gathering.saying import together, words
from liuhen.regulation import casefile as file
from liuhen.regulation.clauses import Clauses, clauses_for, named_violation
from liuhen.regulation.discretion import MEASURES, Standard, Tier, standard_for
from liuhen.regulation.words import yuan


def clauses(compiled: file.CaseFile, today: date) -> Clauses | None:
    """Return the clauses of the day of the conduct; None while the case does not name them."""
    violation = named_violation(compiled.case.violation)
    ended = compiled.case.conduct_ended_on
    if violation is None or ended is None or not compiled.parties:
        return None
    return clauses_for(violation, compiled.parties[0].kind, ended, today)


def legal_basis(compiled: file.CaseFile, today: date) -> str | None:
    """Say what was broken and what punishes it; None where the law's data does not say."""
    found = clauses(compiled, today)
    if found is None:
        return None
    return str(words()["law"]["basis"]).format(
        violated=found.violated, duty=found.duty, acts=found.acts, punished=found.punished
    )


def discretion(compiled: file.CaseFile, standards: Iterable[Standard], today: date) -> str | None:
    """Say the law's range, how far the figures are off, and the tier of the bureau's standard.

    A bureau without a standard is told so in the text itself; no tier is ever made up.
    """
    return together(
        [
            *_range(clauses(compiled, today)),
            *_share(heaviest(compiled)),
            *_orders(compiled, today),
            _tier(compiled, standards, today),
        ]
    )


def _range(found: Clauses | None) -> Iterator[str]:
    if found is None or found.ceiling is None:
        return
    said = words()["discretion"]
    serious = ""
    if found.serious is not None:
        serious = said["serious"].format(ceiling=yuan(found.ceiling), serious=yuan(found.serious))
    yield said["range"].format(
        punished=found.punished, ceiling=yuan(found.ceiling), serious=serious
    )


def _share(worst: Check | None) -> Iterator[str]:
    if worst is not None and worst.rate is not None:
        yield words()["discretion"]["share"].format(share=worst.rate, indicator=worst.indicator)


def _orders(compiled: file.CaseFile, today: date) -> Iterator[str]:
    """The orders to correct of the last year, which may make a case serious (统计法实施条例 第五十条)."""
    recent = [one for one in compiled.prior_orders if one.ordered_on >= today - timedelta(days=365)]
    if recent:
        yield words()["discretion"]["orders"].format(count=len(recent))


def _tier(compiled: file.CaseFile, standards: Iterable[Standard], today: date) -> str:
    said = words()["discretion"]
    violation = named_violation(compiled.case.violation)
    standard = standard_for(standards, violation.key, today) if violation else None
    if standard is None:
        return str(said["unregistered"])
    value = _measured(standard.measure, heaviest(compiled))
    if value is None:
        measure = MEASURES.get(standard.measure, standard.measure)
        return str(said["unmeasured"]).format(citation=standard.citation, measure=measure)
    tier = standard.tier_for(value)
    if tier is None:
        return str(said["outside"]).format(citation=standard.citation)
    return str(said["tier"]).format(citation=standard.citation, tier=tier.words, fine=_fine(tier))


def _measured(measure: str, worst: Check | None) -> Decimal | None:
    if worst is None:
        return None
    if measure == "share":
        return worst.rate
    factor = words()["discretion"]["in_yuan"].get(worst.unit.strip())
    return abs(worst.difference) * factor if factor else None


def _fine(tier: Tier) -> str:
    said = words()["discretion"]
    form = "fine_from" if tier.fine_to is None else "fine_between"
    return str(said[form]).format(from_=yuan(tier.fine_from), to=yuan(tier.fine_to or 0))
