"""Amounts of money in Chinese capitals 大写, as decisions and receipts state them."""

from __future__ import annotations

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿")
LIMIT = 10**14
"""Amounts from here on (in fen) are refused: no fine is that large, so it is a mistake."""


def capitals(fen: int) -> str:
    """Return an amount in fen in capitals: 3000000 is 叁万元整, 100005 is 壹仟元零伍分.

    A zero is read once wherever digits are skipped; 整 ends an amount without fen (支付结算办法
    附一《正确填写票据和结算凭证的基本规定》第二至四条). Raises ValueError below 0 and from LIMIT on.
    """
    if not 0 <= fen < LIMIT:
        raise ValueError(f"amount out of range: {fen}")
    yuan, rest = divmod(fen, 100)
    jiao, cent = divmod(rest, 10)
    text = f"{_whole(yuan)}元" if yuan else ""
    if not rest:
        return f"{text or '零元'}整"
    if jiao:
        text += f"{_DIGITS[jiao]}角"
    elif yuan:
        text += "零"
    return text + (f"{_DIGITS[cent]}分" if cent else "整")


def _whole(number: int) -> str:
    """Read a whole number above 0, four digits at a time."""
    text, skipped = "", False
    for index in range(len(_GROUPS) - 1, -1, -1):
        group = number // 10000**index % 10000
        if not group:
            skipped = bool(text)
            continue
        if text and (skipped or group < 1000):
            text += "零"
        text += _four(group) + _GROUPS[index]
        skipped = False
    return text


def _four(number: int) -> str:
    """Read 1 to 9999; a run of zeros inside is read once, zeros at the end are not read."""
    text, gap = "", False
    for index in range(3, -1, -1):
        digit = number // 10**index % 10
        if not digit:
            gap = bool(text)
            continue
        text += ("零" if gap else "") + _DIGITS[digit] + _PLACES[index]
        gap = False
    return text
