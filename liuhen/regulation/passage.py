"""A passage: the proof that a gate let a step through.

A lower action whose step is gated demands one, so nobody can take the step around the gate. Only
`grant_passage` makes a passage, only `procedure` calls it, and it runs the gate itself.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from liuhen.faults import Missing, Refused
from liuhen.regulation.casefile import CaseFile, StepName
from liuhen.regulation.codec import digest
from liuhen.regulation.pack import gate
from liuhen.regulation.words import STEP

_TOKEN = object()


@dataclass(frozen=True)
class Passage:
    """One step of one case let through, upon the case file of that digest, on that day.

    Making one without `grant_passage` raises TypeError.
    """

    step: StepName
    bureau: str
    number: str
    casefile_digest: str
    on: date
    token: object = field(repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.token is not _TOKEN:
            raise TypeError("a passage is granted by a gate, never made")

    def require(self, step: StepName, *, bureau: str, number: str) -> None:
        """Raise PermissionError unless this passage was granted for that step of that case.

        A case is named by its bureau's code and its own number.
        """
        if (self.step, self.bureau, self.number) != (step, bureau, number):
            raise PermissionError(
                f"this passage is for {self.step} of {self.bureau} {self.number}, "
                f"not for {step} of {bureau} {number}"
            )


def grant_passage(casefile: CaseFile, step: StepName, today: date, **subject: Any) -> Passage:
    """Let a step through its gate; `subject` as for `gate`.

    Raises Refused, naming every article and what is missing under it, if the gate is shut.
    """
    answer = gate(casefile, step, today, **subject)
    if not answer.allowed:
        raise Refused(refusal(step, answer.missing), step=step, missing=answer.missing)
    return Passage(
        step, casefile.bureau.code, casefile.case.number, digest(casefile), today, _TOKEN
    )


def refusal(step: StepName, missing: tuple[Missing, ...]) -> str:
    """Say in Chinese why a step may not be taken now, and the way on."""
    lines = [f"现在还不能{STEP[step]}，有{len(missing)}项要求没有达到："]
    lines += [f"· {one.article}：{one.what}。{one.remedy}" for one in missing]
    return "\n".join(lines)
