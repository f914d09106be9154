"""The case file as rules read it: indexed once, and asked by name.

A view belongs to one case file and one day. It sorts every list by time and id, so that the order
in the file can never change an answer. Only documents that stand (final or issued) are asked
about: drafts and void ones stay visible in the file, but prove nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from datetime import date
from functools import cached_property
from operator import attrgetter
from typing import Any, TypeAlias, TypeVar

from liuhen.regulation.calendars import calendar_of
from liuhen.regulation.casefile import (
    Activity,
    ActivityKind,
    Approval,
    CaseFile,
    Decision,
    Delivery,
    Document,
    DocumentState,
    EvidenceItem,
    Party,
    Proposal,
    Recording,
    Right,
    RightTold,
)
from liuhen.regulation.papers import SETTLED
from liuhen.regulation.parameters import Parameters
from liuhen.workdays import Calendar, Due

Record: TypeAlias = Document | Recording | EvidenceItem
"""What carries a class of secrecy (第二十九条)."""


def records_of(casefile: CaseFile) -> list[Record]:
    """Return every record of a case file that carries a class."""
    return [*casefile.documents, *casefile.recordings, *casefile.evidence]


_Item = TypeVar("_Item")
_Key = TypeVar("_Key", bound=Hashable)


def _grouped(items: Iterable[_Item], key: Callable[[_Item], _Key]) -> dict[_Key, list[_Item]]:
    groups: defaultdict[_Key, list[_Item]] = defaultdict(list)
    for item in items:
        groups[key(item)].append(item)
    return groups


class View:
    """Named questions to one case file on one day (`today`, in Asia/Shanghai).

    Questions by id answer None for an id that is not there, questions for lists an empty list.
    """

    def __init__(self, casefile: CaseFile, today: date) -> None:
        self.casefile = casefile
        self.today = today
        self.calendar: Calendar = calendar_of(casefile.bureau)
        self._parameters = Parameters(casefile.bureau.parameters)
        self._known: dict[Hashable, Any] = {}

    def parameter(self, name: str, on: date) -> int:
        """Return a number of the law as in force on a day, the bureau's own where it may set it."""
        return self._parameters.on(name, on)

    def once(self, key: Hashable, work: Callable[[], _Item]) -> _Item:
        """Return what `work` says, asked once a view: for answers that several rules rest on.

        `key` names the answer, with all that it depends on besides the view.
        """
        if key not in self._known:
            self._known[key] = work()
        known: _Item = self._known[key]
        return known

    def workdays_after(self, day: date, count: int) -> Due:
        """Return `Calendar.after_workdays`, counted once for the many records of one day."""
        key = ("workdays_after", day, count)
        return self.once(key, lambda: self.calendar.after_workdays(day, count))

    # -- activities -------------------------------------------------------------------------

    @cached_property
    def activities(self) -> list[Activity]:
        """Every activity, earliest first."""
        return sorted(self.casefile.activities, key=attrgetter("started_at", "id"))

    @cached_property
    def _activities_by_kind(self) -> Mapping[ActivityKind, list[Activity]]:
        return _grouped(self.activities, attrgetter("kind"))

    @cached_property
    def _activities_by_id(self) -> Mapping[str, Activity]:
        return {one.id: one for one in self.activities}

    def activities_of(self, *kinds: ActivityKind) -> list[Activity]:
        """Return the activities of these kinds, earliest first within each kind."""
        return [one for kind in kinds for one in self._activities_by_kind.get(kind, ())]

    def activity(self, id: str | None) -> Activity | None:
        """Return an activity by id."""
        return self._activities_by_id.get(id) if id else None

    # -- documents --------------------------------------------------------------------------

    @cached_property
    def documents(self) -> list[Document]:
        """Every document that stands (final or issued), earliest first."""
        standing = [one for one in self.casefile.documents if one.state in SETTLED]
        return sorted(standing, key=attrgetter("dated", "id"))

    @cached_property
    def _documents_by_id(self) -> Mapping[str, Document]:
        return {one.id: one for one in self.documents}

    @cached_property
    def _documents_by_type(self) -> Mapping[str, list[Document]]:
        return _grouped(self.documents, attrgetter("type"))

    @cached_property
    def _documents_by_activity(self) -> Mapping[str | None, list[Document]]:
        return _grouped(self.documents, attrgetter("activity"))

    def document(self, id: str | None) -> Document | None:
        """Return a document that stands by id."""
        return self._documents_by_id.get(id) if id else None

    def draft(self, id: str | None) -> Document | None:
        """Return a document by id, draft or standing: what a step is wanted upon."""
        at_hand = (one for one in self.casefile.documents if one.state is not DocumentState.VOID)
        return next((one for one in at_hand if one.id == id), None) if id else None

    def drafts_of(self, *types: str) -> list[Document]:
        """Return the drafts of these types, earliest first."""
        drafts = (one for one in self.casefile.documents if one.state is DocumentState.DRAFT)
        found = [one for one in drafts if one.type in types]
        return sorted(found, key=lambda one: (one.dated, one.id))

    def documents_of(self, *types: str) -> list[Document]:
        """Return the documents of these types, earliest first within each type."""
        return [one for type in types for one in self._documents_by_type.get(type, ())]

    def documents_for(self, activity: Activity, *types: str) -> list[Document]:
        """Return an activity's documents, of these types only where types are named."""
        found = self._documents_by_activity.get(activity.id, [])
        return [one for one in found if one.type in types] if types else found

    # -- recordings and evidence --------------------------------------------------------------

    @cached_property
    def recordings(self) -> list[Recording]:
        """Every recording, earliest first."""
        return sorted(self.casefile.recordings, key=attrgetter("captured_from", "id"))

    @cached_property
    def _recordings_by_id(self) -> Mapping[str, Recording]:
        return {one.id: one for one in self.recordings}

    @cached_property
    def _recordings_by_activity(self) -> Mapping[str | None, list[Recording]]:
        return _grouped(self.recordings, attrgetter("activity"))

    @cached_property
    def _recordings_by_delivery(self) -> Mapping[str | None, list[Recording]]:
        return _grouped(self.recordings, attrgetter("delivery"))

    def recording(self, id: str | None) -> Recording | None:
        """Return a recording by id."""
        return self._recordings_by_id.get(id) if id else None

    def recordings_for(self, activity: Activity) -> list[Recording]:
        """Return the recordings made in an activity."""
        return self._recordings_by_activity.get(activity.id, [])

    def recordings_of(self, delivery: Delivery) -> list[Recording]:
        """Return the recordings of a try to serve: its own and those of its activity."""
        own = self._recordings_by_delivery.get(delivery.id, [])
        if not delivery.activity:
            return own
        shared = self._recordings_by_activity.get(delivery.activity, [])
        return own + [one for one in shared if one.delivery is None]

    @cached_property
    def _evidence_by_id(self) -> Mapping[str, EvidenceItem]:
        return {one.id: one for one in self.casefile.evidence}

    def evidence_item(self, id: str | None) -> EvidenceItem | None:
        """Return a piece of evidence by id."""
        return self._evidence_by_id.get(id) if id else None

    # -- secrecy ----------------------------------------------------------------------------

    def record(self, id: str | None) -> Record | None:
        """Return a document (in any state), recording or piece of evidence by id."""
        return self._records_by_id.get(id) if id else None

    @cached_property
    def _records_by_id(self) -> Mapping[str, Record]:
        return {one.id: one for one in records_of(self.casefile)}

    # -- service ----------------------------------------------------------------------------

    @cached_property
    def deliveries(self) -> list[Delivery]:
        """Every try to serve, earliest first."""
        return sorted(self.casefile.deliveries, key=attrgetter("tried_at", "id"))

    @cached_property
    def _deliveries_by_document(self) -> Mapping[str, list[Delivery]]:
        return _grouped(self.deliveries, attrgetter("document"))

    @cached_property
    def _deliveries_by_id(self) -> Mapping[str, Delivery]:
        return {one.id: one for one in self.deliveries}

    def deliveries_of(self, document: str) -> list[Delivery]:
        """Return the tries to serve a document, earliest first."""
        return self._deliveries_by_document.get(document, [])

    def delivery(self, id: str | None) -> Delivery | None:
        """Return a try to serve by id."""
        return self._deliveries_by_id.get(id) if id else None

    # -- approvals, rights, outcome -----------------------------------------------------------

    @cached_property
    def approvals(self) -> list[Approval]:
        """Every internal approval, earliest entered first."""
        return sorted(self.casefile.approvals, key=lambda one: (one.entered.at, one.id))

    def approvals_of(self, matter: str) -> list[Approval]:
        """Return the internal approvals of a matter."""
        return [one for one in self.approvals if one.matter == matter]

    def approval(self, id: str | None) -> Approval | None:
        """Return an internal approval by id."""
        return next((one for one in self.approvals if one.id == id), None) if id else None

    @cached_property
    def rights(self) -> list[RightTold]:
        """Every telling of a right, earliest first."""
        return sorted(self.casefile.rights, key=attrgetter("at", "id"))

    def rights_told_in(self, activity: str | None, document: str | None = None) -> set[Right]:
        """Return the rights told in an activity or by a document."""
        return {
            one.right
            for one in self.rights
            if (activity and one.activity == activity) or (document and one.document == document)
        }

    @cached_property
    def proposals(self) -> list[Proposal]:
        """Every notice of a proposed decision, earliest first."""
        return sorted(self.casefile.proposals, key=lambda one: (one.issued_on, one.document))

    @property
    def decision(self) -> Decision | None:
        """The decision, None before it is issued."""
        return self.casefile.decision

    @cached_property
    def party(self) -> Party | None:
        """The party; where there are several, the one whose id sorts first."""
        return min(self.casefile.parties, key=lambda one: one.id, default=None)

    @cached_property
    def handlers(self) -> frozenset[str]:
        """Roster ids of everyone who handled the case or acted in it as an officer."""
        acting = (
            one
            for activity in self.casefile.activities
            for one in activity.participants
            if one.capacity == "officer"
        )
        people = (*self.casefile.case.handlers, *acting)
        return frozenset(one.person for one in people if one.person)

    def roster_id(self, name: str | None) -> str | None:
        """Return the roster id of a colleague named in the case, the name itself if unknown."""
        if not name:
            return None
        return self._roster.get(name, name)

    @cached_property
    def _roster(self) -> Mapping[str, str]:
        in_activities = (p for one in self.casefile.activities for p in one.participants)
        people = (*self.casefile.case.handlers, *in_activities)
        return {one.name: one.person for one in people if one.person}
