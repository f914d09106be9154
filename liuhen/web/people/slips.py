"""One-time passwords: made here, shown once on a sheet to be printed, kept nowhere."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

# No 0/o, 1/i/l, 2/z, 5/s, 8/b: it is copied by hand from paper.
_ALPHABET = "34679acdefghjkmnpqrtuvwxy"
_GROUPS, _IN_GROUP = 3, 4


@dataclass(frozen=True)
class Slip:
    """What one person is handed on paper: name, sign-in name, first password."""

    name: str
    username: str
    password: str


def one_time_password() -> str:
    """Draw a password such as 7kqf-x3mh-pd9w: 25¹² of them, far beyond what eight tries can hit."""
    groups = ("".join(secrets.choice(_ALPHABET) for _ in range(_IN_GROUP)) for _ in range(_GROUPS))
    return "-".join(groups)


def slips_page(
    request: HttpRequest,
    slips: Sequence[Slip],
    *,
    onward: str,
    onward_label: str,
    warnings: Sequence[str] = (),
) -> HttpResponse:
    """Show 一次性口令单. It answers the form itself: no address leads to it a second time."""
    context = {
        "slips": slips,
        "onward": onward,
        "onward_label": onward_label,
        "warnings": warnings,
    }
    return render(request, "people/slips.html", context)
