"""Figures of a survey 上报数、核实数: read as people type them, compared, written with separators.

A figure is kept as plain decimal text (125000, -3.5): exact, without floats, with the decimals that
were typed. Nothing here rounds but the error rate, which is rounded half up to two decimals.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal, localcontext

_FULL_WIDTH = str.maketrans("０１２３４５６７８９．，－−–—＋　", "0123456789.,----+ ")
# Separators stand before groups of three, or the figure is something else (a date, two figures).
_FIGURE = re.compile(r"([+-]?)\s*(\d{1,18}|\d{1,3}(?:,\d{3}){1,5})(\.\d{1,8})?\s*([万亿]?)")
_SCALES = {"": Decimal(1), "万": Decimal(10_000), "亿": Decimal(100_000_000)}


def read(raw: str) -> str | None:
    """Read a figure (125000, 125,000.50, 12.5万, －3) and return its plain text; None if it is none."""
    found = _FIGURE.fullmatch(raw.translate(_FULL_WIDTH).strip())
    if not found:
        return None
    sign, whole, decimals, scale = found.groups()
    value = Decimal(f"{sign}{whole.replace(',', '')}{decimals or ''}")
    return _plain(_exact(lambda: value * _SCALES[scale])) if scale else _plain(value)


def grouped(plain: str) -> str:
    """Return a figure with thousands separators for print; what is no figure stays as it is."""
    value = number(plain)
    return plain if value is None else f"{value:,f}"


def number(plain: object) -> Decimal | None:
    """Return a kept figure as a number; None for anything else a draft may hold."""
    if not isinstance(plain, str) or read(plain) is None:
        return None
    return Decimal(read(plain) or "0")


def difference(reported: Decimal, verified: Decimal) -> Decimal:
    """Return 差额: how much was reported too much; negative where too little was reported."""
    return _exact(lambda: reported - verified)


def error_rate(reported: Decimal, verified: Decimal) -> Decimal | None:
    """Return 差错率 in percent, two decimals: the difference's size as a share of the verified figure.

    The sign stands in the difference, so a rate is never negative. None where the verified figure
    is zero and the reported one is not: a share of nothing cannot be stated.
    """
    if reported == verified:
        return Decimal("0.00")
    if verified == 0:
        return None
    share = _exact(lambda: abs(reported - verified) / abs(verified) * 100)
    return _exact(lambda: share.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP))


def _difference_words(reported: Decimal, verified: Decimal, otherwise: str) -> str:
    return _plain(difference(reported, verified))


def _rate_words(reported: Decimal, verified: Decimal, otherwise: str) -> str:
    rate = error_rate(reported, verified)
    return otherwise if rate is None else f"{rate}%"


RULES: Mapping[str, Callable[[Decimal, Decimal, str], str]] = {
    "difference": _difference_words,
    "error_rate": _rate_words,
}
"""What a computed column may be: of (reported, verified), and the words for what cannot be stated."""


def computed(rule: str, of: tuple[object, object], otherwise: str) -> str | None:
    """Return a computed cell as it is kept; None while one of its two figures is missing."""
    reported, verified = (number(one) for one in of)
    if reported is None or verified is None:
        return None
    return RULES[rule](reported, verified, otherwise)


def _plain(value: Decimal) -> str:
    """Write a figure without exponent; -0 is 0."""
    return f"{value if value else abs(value):f}"


def _exact(count: Callable[[], Decimal]) -> Decimal:
    with localcontext() as context:
        context.prec = 80
        return count()
