"""From a gap to the field that mends it: which page, and who can use it.

Pure: it reads the case file, never the database. The table is `mending.toml`; a test holds it
against every finding that the regulation's own examples bring.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from liuhen.cases.kinds import all_kinds
from liuhen.documents.gates import STEP_OF_TYPE
from liuhen.documents.types import get_type
from liuhen.regulation.answers import Deadline, Finding
from liuhen.regulation.casefile import CaseFile, Delivery, DeliveryState, Document, DocumentState
from liuhen.web.documents.forms import form_for
from liuhen.web.forms import first_control
from liuhen.web.links import number_in, subject_url

OFFICER = "officer"


@dataclass(frozen=True)
class Way:
    """One way to mend a requirement's gap, as a row of the table says it."""

    to: str
    what: str = ""
    type: str = ""
    when: tuple[str, ...] = ()
    list: str = ""
    by: str = OFFICER

    def fits(self, ref: str, found: str) -> bool:
        """Tell whether this way is for a gap in that subject with those words."""
        place = ref.partition("/")[0]
        said = not self.when or any(word in found for word in self.when)
        return said and self.list in ("", place)


@dataclass(frozen=True)
class Mending:
    """The address where a gap is mended, and who may: see the table's `by`."""

    url: str
    by: str = OFFICER


@cache
def ways() -> Mapping[str, tuple[Way, ...]]:
    """Return the ways of every requirement by id, in the order they are tried."""
    text = (Path(__file__).parent / "mending.toml").read_text(encoding="utf-8")
    return {
        id: tuple(Way(**{**row, "when": tuple(row.get("when", ()))}) for row in rows)
        for id, rows in tomllib.loads(text).items()
    }


_PAGE = Way("page")
_ANY_PAPER = "incoming_paper"
"""The type that stands for one which this version's catalogue does not have."""


def way_of(requirement: str, ref: str, found: str) -> Way:
    """Return the way that fits a gap; the subject's own page where the table has none."""
    fitting = (way for way in ways().get(requirement, ()) if way.fits(ref, found))
    return next(fitting, _PAGE)


def mending(case_id: int, casefile: CaseFile, finding: Finding) -> Mending:
    """Return where a finding is mended. In an archived case nothing is: its subject's page."""
    return mending_of(case_id, casefile, finding.id, finding.subject_ref, finding.found)


def mending_of(case_id: int, casefile: CaseFile, requirement: str, ref: str, found: str) -> Mending:
    """Return where a gap of a requirement is mended, `ref` being the subject in the case file."""
    there = _There(case_id, casefile, ref)
    if casefile.archive is not None:
        return Mending(there.page())
    way = way_of(requirement, ref, found)
    return Mending(_OPENERS[way.to](there, way), way.by)


def start_url(case_id: int, casefile: CaseFile, deadline: Deadline) -> str:
    """Return the record of the event from which a deadline is counted.

    A period that runs from service starts in the service, not in the paper that was served.
    """
    there = _There(case_id, casefile, deadline.subject_ref)
    if "送达" in deadline.from_event and there.document is not None:
        served = [one for one in there.services if one.state is DeliveryState.SERVED]
        tried = served or there.services
        if tried:
            return subject_url(case_id, f"deliveries/{tried[-1].id}")
    if "立案" in deadline.from_event or "结案" in deadline.from_event:
        paper = there.newest(
            "filing_approval" if "立案" in deadline.from_event else "closing_report"
        )
        if paper is not None:
            return subject_url(case_id, f"documents/{paper.id}")
    return there.page()


class _There:
    """Where a gap was found: the subject with its paper and its activity, as far as it has them."""

    def __init__(self, case_id: int, casefile: CaseFile, ref: str) -> None:
        self.case = f"/cases/{case_id}"
        self.case_id, self.casefile, self.ref = case_id, casefile, ref
        place, _, id = ref.partition("/")
        rows = getattr(casefile, place, ()) if id else ()
        self.record = next((one for one in rows if getattr(one, "id", None) == id), None)
        self.document = self._document()
        self.activity = self._activity()

    def page(self) -> str:
        """Return the subject's own page: its paper's or its activity's, if it has none itself."""
        own = subject_url(self.case_id, self.ref)
        if own != self.case:
            return own
        if self.document is not None:
            return self.at("documents", self.document.id)
        return self.at("activities", self.activity) if self.activity else self.case

    def at(self, place: str, id: str, tail: str = "") -> str:
        """Return a page of a record; the case's own for an id without a number, so of no row."""
        number = number_in(id)
        return f"/{place}/{number}{tail}" if number else self.case

    def _document(self) -> Document | None:
        if isinstance(self.record, Document):
            return self.record
        if isinstance(self.record, Delivery):
            return self._by_id(self.record.receipt.document if self.record.receipt else None)
        names = ("document", "transcript", "notice_document")
        return self._by_id(next((id for n in names if (id := getattr(self.record, n, None))), None))

    def _by_id(self, id: str | None) -> Document | None:
        return next((one for one in self.casefile.documents if one.id == id), None)

    def _activity(self) -> str | None:
        place, _, id = self.ref.partition("/")
        if place == "activities":
            return id
        own = getattr(self.record, "activity", None)
        return own or (self.document.activity if self.document else None)

    @property
    def kind(self) -> str:
        """The kind of the subject's activity, empty if it has none."""
        found = (one.kind.value for one in self.casefile.activities if one.id == self.activity)
        return next(found, "")

    @property
    def services(self) -> list[Delivery]:
        """The tries to serve the subject's paper."""
        return [
            one
            for one in self.casefile.deliveries
            if self.document is not None and one.document == self.document.id
        ]

    def newest(self, type: str, activity: str | None = None) -> Document | None:
        """Return the newest paper of a type that is not void, of one activity if given."""
        found = [
            one
            for one in self.casefile.documents
            if one.type == type
            and one.state is not DocumentState.VOID
            and activity in (None, one.activity)
        ]
        return max(found, key=lambda one: (one.dated, one.entered.at), default=None)


def _page(there: _There, way: Way) -> str:
    return there.page()


def _late(there: _There, way: Way) -> str:
    """The reason of a late entry; a record without an id of its own has only its page."""
    id = there.ref.partition("/")[2]
    return f"{there.case}/records/{id}/late#id_reason" if number_in(id) else there.page()


def _own(there: _There, way: Way) -> str:
    """The first paper of the activity's kind that is not there, else the one that is incomplete."""
    types = all_kinds()[there.kind].documents if there.kind in all_kinds() else ()
    for type in types:
        if there.newest(type, there.activity) is None:
            return _written(there, type)
    standing = there.newest(types[0], there.activity) if types else None
    return _opened(there, standing) if standing else there.page()


def _write(there: _There, way: Way) -> str:
    return _written(there, way.what)


def _written(there: _There, type: str) -> str:
    draft = there.newest(type)
    if draft is not None and draft.state is DocumentState.DRAFT:
        return _opened(there, draft)
    if not _catalogued(type):
        return _entered(there, _ANY_PAPER)
    home = next((kind.code for kind in all_kinds().values() if type in kind.documents), "")
    activity = _activity_for(there, type, home)
    if activity:
        return f"{there.case}/documents/new?activity={number_in(activity)}&type={type}"
    if home and home != "other":
        return f"{there.case}/activities/new?kind={home}#id_started_at"
    return f"{there.case}/documents/new?type={type}"


def _activity_for(there: _There, type: str, home: str) -> str:
    """Return the activity that such a paper belongs to: the subject's, or the newest of its kind."""
    kind = all_kinds().get(there.kind)
    if there.activity and kind is not None and type in kind.documents:
        return there.activity
    found = [one for one in there.casefile.activities if one.kind.value == home]
    return max(found, key=lambda one: one.started_at).id if found else ""


def _catalogued(type: str) -> bool:
    try:
        get_type(type)
    except KeyError:
        return False
    return True


def _paper(there: _There, way: Way) -> str:
    return _entered(there, way.what)


def _entered(there: _There, type: str) -> str:
    type = type if _catalogued(type) else _ANY_PAPER
    of = f"&activity={number_in(there.activity)}" if there.activity else ""
    return f"{there.case}/papers/new?type={type}{of}#id_file"


def _field(there: _There, way: Way) -> str:
    document = there.document
    if way.type and (document is None or document.type != way.type):
        document = there.newest(way.type, there.activity) or there.newest(way.type)
        if document is None:
            return _written(there, way.type)
    return _opened(there, document, way.what) if document else there.page()


def _opened(there: _There, document: Document, field: str = "") -> str:
    """The form of a paper: editing a draft, correcting a settled one where that is still free."""
    anchor = field_anchor(document.type, field)
    if document.state is DocumentState.DRAFT:
        return there.at("documents", document.id, f"/edit{anchor}")
    tail = f"/correct{anchor}" if _correctable(there, document) else ""
    return there.at("documents", document.id, tail)


def _correctable(there: _There, document: Document) -> bool:
    """As `procedure.steps.correct` decides: not what was approved, served or let through a gate."""
    settled = document.state in (DocumentState.FINAL, DocumentState.ISSUED)
    served = any(
        one.document == document.id and one.state is DeliveryState.SERVED
        for one in there.casefile.deliveries
    )
    approved = any(
        one.document == document.id and one.state == "approved" and not document.paper
        for one in there.casefile.approvals
    )
    gated = document.type in STEP_OF_TYPE and not document.paper
    return settled and not (served or approved or gated)


@cache
def field_anchor(type: str, field: str) -> str:
    """Return the fragment of a field's first control on the paper's form; empty if it has none."""
    if not field or not _catalogued(type):
        return ""
    form = form_for(get_type(type))
    return f"#{first_control(form[field])}" if field in form.fields else ""


def _sign(there: _There, way: Way) -> str:
    document = there.document
    if document is None or document.state in (DocumentState.DRAFT, DocumentState.VOID):
        return _outcome(there, way) if isinstance(there.record, Delivery) else there.page()
    return there.at("documents", document.id, "/sign")


def _record(there: _There, way: Way) -> str:
    of = f"?activity={number_in(there.activity)}" if there.activity else ""
    return f"{there.case}/recordings/new{of}#id_file"


def _again(there: _There, way: Way) -> str:
    kind = f"?kind={there.kind}" if there.kind in all_kinds() else ""
    return f"{there.case}/activities/new{kind}#id_started_at"


def _act(there: _There, way: Way) -> str:
    return f"{there.case}/activities/new?kind={way.what}#id_started_at"


def _serve(there: _There, way: Way) -> str:
    """Serving a paper; where a try is still open, what became of it."""
    document = there.newest(way.what) if way.what else there.document
    if document is None:
        return _written(there, way.what) if way.what else there.page()
    waiting = [
        one
        for one in there.casefile.deliveries
        if one.document == document.id and one.state is DeliveryState.TRIED
    ]
    if waiting:
        return there.at("deliveries", waiting[-1].id, _form(waiting[-1]))
    return there.at("documents", document.id, "/serve#id_way_0")


def _outcome(there: _There, way: Way) -> str:
    record = there.record
    if not isinstance(record, Delivery):
        return there.page()
    if record.state is DeliveryState.TRIED:
        return there.at("deliveries", record.id, _form(record))
    return there.at("documents", record.document, "/serve#id_way_0")


_FORM_OF_WAY = {"direct": "receipt", "leaving": "leaving", "entrusted": "receipt"}


def _form(delivery: Delivery) -> str:
    return f"#{_FORM_OF_WAY.get(delivery.way.value, 'outcome')}"


def _facts(there: _There, way: Way) -> str:
    return f"{there.case}/facts#id_{way.what}"


_OPENERS: Mapping[str, Callable[[_There, Way], str]] = {
    "page": _page,
    "late": _late,
    "own": _own,
    "write": _write,
    "paper": _paper,
    "field": _field,
    "sign": _sign,
    "record": _record,
    "again": _again,
    "act": _act,
    "serve": _serve,
    "outcome": _outcome,
    "facts": _facts,
    "archive": lambda there, way: f"{there.case}/archive",
    "keepers": lambda there, way: "/settings/keepers/new#id_of_0",
    "rules": lambda there, way: "/settings/rules/new#id_title",
}
