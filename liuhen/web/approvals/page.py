"""What the approver sees on one screen (S5), put together from the case file and the form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from liuhen import clock
from liuhen.approvals.access import demand_turn
from liuhen.approvals.kinds import all_matter_kinds
from liuhen.approvals.models import Matter
from liuhen.documents.capitals import capitals
from liuhen.documents.types import get_type
from liuhen.documents.wording import printed
from liuhen.faults import Conflict, Forbidden, Missing, Refused
from liuhen.people.actors import Actor
from liuhen.people.models import Role
from liuhen.regulation import casefile as file
from liuhen.regulation.pack import gate
from liuhen.web.formats import yuan_text

# What the eye should meet first, by kind of matter; a form without such a field goes without.
BIG = {
    "inspection": ("matters", "inspection_way"),
    "filing": ("filing_grounds",),
    "decision": ("penalties", "fine_fen"),
}
KEY = {
    "inspection": ("grounds", "basis", "yearly_number", "planned_from", "planned_to"),
    "filing": ("facts", "case_source", "discovered_on"),
    "decision": ("proposal", "facts", "legal_basis", "party_opinion", "is_major"),
}
LARGE_LETTERS = 24
_NEXT_STEP = {"decision": file.StepName.ISSUE_DECISION}
# The decision is written after its approval, so what its own paper must say is asked later.
_OF_THE_DECISION_PAPER = "A13-"


@dataclass(frozen=True)
class Line:
    """One field of the form in words; `capitals` for an amount of money."""

    label: str
    text: str
    capitals: str = ""

    @property
    def long(self) -> bool:
        """Whether the text is too long to be set large."""
        return len(self.text) > LARGE_LETTERS


@dataclass(frozen=True)
class Turn:
    """Whether the actor may give a verdict now, and if not, why."""

    may: bool
    reason: str = ""
    missing: tuple[Missing, ...] = ()


@dataclass(frozen=True)
class MatterView:
    """The form of a matter, the important part first."""

    label: str
    party: str
    big: tuple[Line, ...]
    key: tuple[Line, ...]
    rest: tuple[Line, ...]
    changed: bool


def matter_view(matter: Matter, casefile: file.CaseFile) -> MatterView:
    """Sort the filled fields of the form: big, key, the rest."""
    lines = _lines(matter)
    big = BIG.get(matter.kind, ())
    key = KEY.get(matter.kind, tuple(lines))
    known = _approval(matter, casefile)
    return MatterView(
        label=all_matter_kinds()[matter.kind].label,
        party="、".join(party.name for party in casefile.parties),
        big=_taken(lines, big),
        key=_taken(lines, [name for name in key if name not in big]),
        rest=_taken(lines, [name for name in lines if name not in big and name not in key]),
        changed=known is not None and known.digest != known.digest_now,
    )


def _lines(matter: Matter) -> dict[str, Line]:
    fields = matter.document.fields
    shown = printed(matter.document.type, fields)
    lines = {name: Line(one["label"], one["text"]) for name, one in shown.items() if one["text"]}
    for spec in matter.document.type.fields:
        amount = fields.get(spec.name)
        if spec.kind == "money" and isinstance(amount, int):
            lines[spec.name] = Line(spec.label, yuan_text(amount), capitals(amount))
    return lines


def _taken(lines: dict[str, Line], names: Sequence[str]) -> tuple[Line, ...]:
    return tuple(lines[name] for name in names if name in lines)


def review_lines(casefile: file.CaseFile) -> list[tuple[str, file.LegalReview]]:
    """Return the legal reviews, each with its verdict in the words of its own form."""
    fields = get_type("legal_review_opinion").fields
    words = {spec.name: spec for spec in fields}.get("verdict")
    return [
        (words.label_of(one.verdict) if words else one.verdict, one)
        for one in casefile.legal_reviews
    ]


def turn_of(actor: Actor, matter: Matter) -> Turn:
    """Say whether it is the actor's turn, in the words of the gate that decides it."""
    try:
        demand_turn(actor, matter)
    except Refused as fault:
        return Turn(False, fault.message, fault.missing)
    except (Conflict, Forbidden) as fault:
        return Turn(False, fault.message)
    return Turn(True)


def missing_after(matter: Matter, casefile: file.CaseFile) -> tuple[Missing, ...]:
    """Return what would stand before the step that follows even if this matter were approved now.

    The case file is read as if the head had approved and the decision were drafted as proposed, so
    the approval itself does not count as missing. Nothing for a kind without a gated step.
    """
    step = _NEXT_STEP.get(matter.kind)
    if step is None or matter.state not in Matter.OPEN:
        return ()
    supposed = _as_approved(matter, casefile)
    found = gate(supposed, step, clock.today(), document=_SUPPOSED).missing
    return tuple(one for one in found if not one.requirement.startswith(_OF_THE_DECISION_PAPER))


_SUPPOSED = "d0"


def _approval(matter: Matter, casefile: file.CaseFile) -> file.Approval | None:
    return next((one for one in casefile.approvals if one.id == f"m{matter.pk}"), None)


def _as_approved(matter: Matter, casefile: file.CaseFile) -> file.CaseFile:
    by_head = Role.HEAD in all_matter_kinds()[matter.kind].approver
    approvals = tuple(
        replace(one, state="approved", decided_at=clock.now(), by_head=by_head)
        if one.id == f"m{matter.pk}"
        else one
        for one in casefile.approvals
    )
    form = next(one for one in casefile.documents if one.id == f"d{matter.document_id}")
    fields = {name: form.fields.get(name) for name in ("penalties", "fine_fen")}
    draft = replace(
        form, id=_SUPPOSED, type="penalty_decision", state=file.DocumentState.DRAFT,
        fields=fields, signatures=(), versions=(), file=None, number=None,
    )  # fmt: skip
    return replace(casefile, approvals=approvals, documents=(*casefile.documents, draft))
