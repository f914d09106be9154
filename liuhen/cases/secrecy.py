"""Who may see which record: the one rule of `regulation.secrecy`, asked for a person today.

Every page, file, list and package goes through here. Fails closed.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from liuhen.cases.access import is_officer_of
from liuhen.cases.models import Case, CaseOfficer, Classed, Isolation
from liuhen.faults import Conflict, Forbidden
from liuhen.people.actors import SYSTEM, Actor
from liuhen.people.clearances import cleared
from liuhen.regulation import secrecy
from liuhen.regulation.casefile import CaseFile
from liuhen.regulation.secrecy import ISOLATED, MASKED, Secrecy, Viewer


@dataclass(frozen=True)
class Sight:
    """What one person may see in one case today."""

    viewer: Viewer
    isolated: frozenset[str]

    def why_hidden(self, record: Classed) -> str:
        """Say why the record may not be seen; "" where it may."""
        return secrecy.why_hidden(
            record.secrecy,
            self.viewer,
            content=record.has_content,
            isolated=record.record_id in self.isolated,
        )

    def hides(self, record: Classed) -> bool:
        """Tell whether the record may not be seen."""
        return bool(self.why_hidden(record))

    def title(self, record: Classed) -> str:
        """Return what a list calls the record for this person."""
        if record.record_id in self.isolated:
            return ISOLATED
        return MASKED if self.hides(record) else record.named

    def masked(self, casefile: CaseFile) -> CaseFile:
        """Return the case file with the titles of hidden records out of sight, for pages."""
        return secrecy.masked(casefile, self.viewer)


def plain(record: Classed) -> str:
    """Return what a list calls a record when it cannot tell who will read it."""
    return record.named if record.secrecy == secrecy.Secrecy.NONE else MASKED


def sight_of(actor: Actor, case: Case) -> Sight:
    """Return what the actor may see in a case that they may read, in three queries."""
    own = actor.bureau_id == case.bureau_id
    viewer = Viewer(
        handles=own and is_officer_of(actor, case), cleared=cleared(actor, case.bureau_id)
    )
    return Sight(viewer, isolated_in(case))


def isolated_in(case: Case) -> frozenset[str]:
    """Return the ids of the records that nobody may see."""
    return frozenset(case.isolations.values_list("record", flat=True))


def seen_by(actor: Actor, kind: type[Classed], prefix: str = "") -> Q:
    """Return the condition on records of a kind, reached by `prefix`, that this person may see them.

    It is `sight_of` for all cases at once, by the same rule; whether they may read the case at all
    is asked apart. Two queries, whatever the number of records.
    """
    own = Q(**{f"{prefix}case__bureau_id": actor.bureau_id})
    granted = cleared(actor, actor.bureau_id) if actor.bureau_id else frozenset()
    handled = CaseOfficer.objects.filter(person_id=actor.person_id, until__isnull=True)
    handles = Q(**{f"{prefix}case__in": handled.values("case_id")})

    def open_to(viewer: Viewer) -> Q:
        classes = [one for one in Secrecy if not secrecy.why_hidden(one, viewer)]
        return Q(**{f"{prefix}secrecy__in": classes})

    seen = (
        open_to(Viewer())
        | (own & open_to(Viewer(cleared=granted)))
        | (own & handles & open_to(Viewer(handles=True, cleared=granted)))
    )
    return seen & ~Q(**{f"{prefix}pk__in": isolated_of(kind)})


def isolated_of(kind: type[Classed]) -> list[int]:
    """Return the ids of all records of a kind that nobody may see; there are never many."""
    letter = kind.KIND[0]
    rows = Isolation.objects.filter(record__startswith=letter).values_list("record", flat=True)
    return [int(one[1:]) for one in rows if one[1:].isdecimal()]


def demand_sight(actor: Actor, record: Classed) -> None:
    """Raise Forbidden, with the reason and the way on, unless the actor may see the record.

    Whether they may read the case at all is asked before.
    """
    why = sight_of(actor, record.case).why_hidden(record)
    if why:
        raise Forbidden(why)


def demand_nothing_isolated(case: Case, *, to: str) -> None:
    """Raise Conflict while a record of the case is isolated: its bytes go nowhere (L17-1)."""
    if case.isolations.exists():
        raise Conflict(
            f"本案有已隔离的材料，处置完毕之前不能{to}（保守国家秘密法第三十一条）。请联系保密员。"
        )


def demand_sight_of_all(actor: Actor, case: Case, records: list[Classed], *, to: str) -> None:
    """Raise Forbidden unless the actor may see each record that goes into one file together."""
    if actor is SYSTEM:
        return  # the command line of the home itself, whose every export is an entry
    sight = sight_of(actor, case)
    lacking = {secrecy.words_of(one.secrecy) for one in records if sight.hides(one)}
    if lacking:
        raise Forbidden(
            f"案卷里有涉及{'、'.join(sorted(lacking))}的材料，{to}须持有相应的查阅权限"
            "（第二十九条）。请向机关负责人申请。"
        )
