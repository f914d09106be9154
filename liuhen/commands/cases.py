"""Finding the case that a command names, and saying in the ledger that it was read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from liuhen.commands.parser import Misused
from liuhen.faults import NotFound

if TYPE_CHECKING:
    from liuhen.cases.models import Case


def find_case(number: str, bureau: str = "") -> Case:
    """Return the case of a number; NotFound if there is none, Misused if several bureaus have it."""
    from liuhen.cases.models import Case

    found = Case.objects.filter(number=number).select_related("bureau").order_by("pk")
    if bureau:
        found = found.filter(bureau__name=bureau)
    cases = list(found)
    if not cases:
        raise NotFound(
            f"没有案号为 {number} 的案件。案号写成 2026-003 的样子，可以在案件列表中查到。"
        )
    if len(cases) > 1:
        names = "、".join(case.bureau.name for case in cases)
        raise Misused(f"几个单位都有案号 {number}（{names}），请加 --bureau 单位全称")
    return cases[0]


def log_reading(command: str, case: Case | None = None) -> None:
    """Enter in the ledger that the system read a case, or all cases, by this command."""
    from liuhen.people.acting import acting
    from liuhen.people.actors import SYSTEM

    with acting(SYSTEM) as act:
        if case is None:
            act.log("cases.read", [], extra={"command": command})
        else:
            act.log("case.read", [], case=case.stream, extra={"command": command})
