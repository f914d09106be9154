"""Check digits of the codes that papers carry."""

from __future__ import annotations

_CREDIT = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100-2015: no I, O, S, V, Z
_ORGANISATION = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def credit_code_is_valid(code: str) -> bool:
    """Check a unified social credit code: its own digit and the inner organisation code's.

    Source: GB 32100-2015 (outer, modulo 31) and GB 11714-1997 (inner, modulo 11).
    """
    code = code.strip().upper()
    if len(code) != 18 or any(character not in _CREDIT for character in code):
        return False
    total = sum(_CREDIT.index(c) * pow(3, i, 31) for i, c in enumerate(code[:17]))
    return _CREDIT[(31 - total % 31) % 31] == code[17] and organisation_code_is_valid(code[8:17])


def organisation_code_is_valid(code: str) -> bool:
    """Check the nine characters of an organisation code."""
    if len(code) != 9 or any(character not in _ORGANISATION for character in code):
        return False
    pairs = zip(code[:8], _ORGANISATION_WEIGHTS, strict=True)
    rest = 11 - sum(_ORGANISATION.index(c) * weight for c, weight in pairs) % 11
    return code[8] == {10: "X", 11: "0"}.get(rest, str(rest))


def identity_number_is_valid(number: str) -> bool:
    """Check the last character of an 18-digit citizen identity number (GB 11643-1999)."""
    number = number.strip().upper()
    if len(number) != 18 or not number[:17].isdigit():
        return False
    total = sum(int(digit) * pow(2, 17 - i, 11) for i, digit in enumerate(number[:17]))
    return "10X98765432"[total % 11] == number[17]
