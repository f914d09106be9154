"""Thresholds that decide whether a duty applies: when a hearing has to be offered."""

from __future__ import annotations

from datetime import date

from liuhen.regulation.view import View

_ORGANISATIONS = frozenset({"organisation", "state_organ"})


def hearing_is_due(view: View, fine: int, on: date) -> bool:
    """Tell whether a fine proposed on a day reaches the threshold of the party's kind.

    Of several parties, the one best protected decides.
    """
    return any(fine >= threshold for threshold in _thresholds(view, on))


def _thresholds(view: View, on: date) -> list[int]:
    kinds = {party.kind for party in view.casefile.parties}
    names = {
        "hearing_threshold_organisation"
        if kind in _ORGANISATIONS
        else "hearing_threshold_sole_trader"
        for kind in kinds
    }
    return [view.parameter(name, on) for name in names]
