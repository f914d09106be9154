"""Reading an internal approval 内部审批: who acted in which part, and whether it stands."""

from __future__ import annotations

from datetime import date

from liuhen.regulation.casefile import Approval, ApprovalStep
from liuhen.regulation.words import day_of

ROLES = {"handler": "承办人", "reviewer": "审核人", "approver": "批准人"}


def stands(approval: Approval, on: date) -> bool:
    """Tell whether a matter stood approved on a day, its words unchanged since."""
    return (
        approval.state == "approved"
        and approval.decided_at is not None
        and day_of(approval.decided_at) <= on
        and approval.digest == approval.digest_now
    )


def approved_by_head(approval: Approval, on: date) -> bool:
    """Tell whether the head of the bureau had approved a matter by a day."""
    return approval.by_head and stands(approval, on)


def last_round(approval: Approval) -> list[ApprovalStep]:
    """Return the steps since the matter was last returned or withdrawn, in order of time."""
    steps = sorted(approval.steps, key=lambda one: (one.at, _ORDER.get(one.role, 9)))
    sent_back = [i for i, one in enumerate(steps) if one.verdict in ("return", "withdraw")]
    ends = [i for i in sent_back if i < len(steps) - 1]
    return steps[ends[-1] + 1 :] if ends else steps


_ORDER = {"handler": 0, "reviewer": 1, "approver": 2}
