"""A home with very many cases: case A played once, then copied row by row, in bulk.

One case in FULL_EVERY is a whole copy of case A, one in BUSY_EVERY has ten activities with their
people, the others have party and officers only, as a case of the first day has. Officers share
them: each is in PER_OFFICER cases, so one person's sight has the same size in any home.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count, islice
from typing import Any

from django.db import connection, models, transaction

from liuhen import clock
from liuhen.approvals.models import Matter, MatterStep
from liuhen.cases.models import Activity, Case, CaseOfficer, Participant, Party, RightTold
from liuhen.delivery.models import Delivery
from liuhen.demo import story
from liuhen.demo.cast import Cast, found
from liuhen.demo.stories import case_a
from liuhen.documents.models import Document, DocumentVersion, Signature
from liuhen.evidence.models import EvidenceItem, Recording
from liuhen.people.models import Person, Post, Role

PER_OFFICER = 200
FULL_EVERY = 500
BUSY_EVERY = 10
BUSY_ACTIVITIES = 10
FIRST_YEAR = 2006  # twenty years of cases, the newest beside case A
YEARS = 20
CHUNK = 2000

# Parents before children; the rows of each are found from the case by `path`.
WHOLE: tuple[tuple[type[models.Model], str], ...] = (
    (Party, "case"),
    (CaseOfficer, "case"),
    (Activity, "case"),
    (Participant, "activity__case"),
    (RightTold, "activity__case"),
    (Document, "case"),
    (DocumentVersion, "document__case"),
    (Signature, "version__document__case"),
    (Recording, "case"),
    (EvidenceItem, "case"),
    (Matter, "case"),
    (MatterStep, "matter__case"),
    (Delivery, "document__case"),
)
DAY_ONE = (Party, CaseOfficer)
BUSY = (*DAY_ONE, Activity, Participant)


def fill(cases: int) -> tuple[Cast, Case]:
    """Play case A and add copies until there are `cases`; return the people and case A."""
    with clock.playing(story.BEGINS_AT):
        cast = found()
    story.play(cast, [case_a.tell])
    original = Case.objects.get()
    copies = Copies(original, _officers(cast, cases))
    with transaction.atomic():
        for rows in _chunks(copies.rows(cases - 1)):
            for model, found_rows in rows.items():
                model._base_manager.bulk_create(found_rows, batch_size=CHUNK)
    _tidy()
    return cast, original


def _officers(cast: Cast, cases: int) -> list[Person]:
    """Enter as many officers as the cases need, without passwords: nobody signs in as they."""
    many = max(2, 2 * cases // PER_OFFICER)  # two officers a case
    people = Person.objects.bulk_create(
        Person(username=f"officer{i}", name=f"执法人员{i}", bureau=cast.bureau, password="!")
        for i in range(many)
    )
    Post.objects.bulk_create(
        Post(
            person=person,
            bureau=cast.bureau,
            role=Role.OFFICER,
            title="执法人员",
            held_from=date(2000, 1, 1),
        )
        for person in people
    )
    return people


Rows = dict[type[models.Model], list[models.Model]]


@dataclass
class Copies:
    """Makes copies of one case with fresh ids; `officers` take the places of its two handlers."""

    original: Case
    officers: list[Person]
    wholes: dict[type[models.Model], list[models.Model]] = field(init=False)
    fresh: dict[type[models.Model], Iterator[int]] = field(init=False)

    def __post_init__(self) -> None:
        """Read the original's rows."""
        self.wholes = {
            model: list(model._base_manager.filter(**{path: self.original}).order_by("pk"))
            for model, path in WHOLE
        }
        kinds: list[type[models.Model]] = [Case, *self.wholes]
        self.fresh = {kind: count(kind._base_manager.latest("pk").pk + 1) for kind in kinds}
        handlers = CaseOfficer.objects.filter(case=self.original).order_by("pk")
        self.handler, self.second = handlers.values_list("person_id", flat=True)[:2]

    def rows(self, how_many: int) -> Iterator[Rows]:
        """Yield the rows of one copy after another."""
        for number in range(how_many):
            kinds = self._kinds(number)
            yield self._copy(number, {kind: self.wholes[kind] for kind in kinds})

    def _kinds(self, number: int) -> Iterable[type[models.Model]]:
        if number % FULL_EVERY == 0:
            return self.wholes
        return BUSY if number % BUSY_EVERY == 0 else DAY_ONE

    def _copy(self, number: int, parts: Mapping[type[models.Model], list[models.Model]]) -> Rows:
        whole = Document in parts
        case = self._case(number, dated=whole)
        ids: dict[tuple[type[models.Model], Any], int] = {(Case, self.original.pk): case.pk}
        made: Rows = {Case: [case]}
        for kind, rows in parts.items():
            chosen = rows if whole else [row for row in rows if self._in_busy(kind, row, ids)]
            made[kind] = [self._row(kind, row, ids, number) for row in chosen]
        return made

    def _in_busy(
        self,
        kind: type[models.Model],
        row: models.Model,
        ids: Mapping[tuple[type[models.Model], Any], int],
    ) -> bool:
        if kind is Activity:
            return row in self.wholes[Activity][:BUSY_ACTIVITIES]
        return kind is not Participant or (Activity, getattr(row, "activity_id")) in ids  # noqa: B009

    def _case(self, number: int, *, dated: bool) -> Case:
        year, serial = FIRST_YEAR + number % YEARS, number // YEARS + 1
        values = _values(self.original)
        if not dated:
            values |= dict.fromkeys(("filed_on", "concluded_on", "closed_on", "archived_on"), None)
        return Case(
            **values
            | {
                "id": next(self.fresh[Case]),
                "year": year,
                "serial": serial,
                "number": f"{year}-{serial:03}",
                "title": f"第{number}号企业提供不真实统计资料案",
                "opened_at": self.original.opened_at - timedelta(days=365 * (2026 - year)),
            }
        )

    def _row(
        self,
        kind: type[models.Model],
        row: models.Model,
        ids: dict[tuple[type[models.Model], Any], int],
        number: int,
    ) -> models.Model:
        values = _values(row)
        for link in kind._meta.concrete_fields:
            if isinstance(link, models.ForeignKey):
                target, old = link.related_model, values[link.attname]
                values[link.attname] = ids.get((target, old), old)
        if "person_id" in values:
            values["person_id"] = self._person(values["person_id"], number)
        if kind is Party:
            values |= {"name": f"第{number}号企业", "code": f"9{number:017}"}
        if kind is Recording:
            values["upload_id"] = ""  # one upload is one recording
        values["id"] = ids[kind, row.pk] = next(self.fresh[kind])
        return kind(**values)

    def _person(self, person_id: int | None, number: int) -> int | None:
        """Put this copy's two officers into the places of the original's."""
        many = len(self.officers)
        places = {self.handler: number % many, self.second: (number + 1) % many}
        place = places.get(person_id or 0)
        return person_id if place is None else self.officers[place].pk


def _values(row: models.Model) -> dict[str, Any]:
    return {each.attname: getattr(row, each.attname) for each in row._meta.concrete_fields}


def _chunks(copies: Iterator[Rows]) -> Iterator[Rows]:
    """Gather the rows of many copies, model by model, parents first."""
    while some := list(islice(copies, CHUNK)):
        gathered: Rows = {Case: [], **{model: [] for model, _ in WHOLE}}
        for one in some:
            for model, rows in one.items():
                gathered[model] += rows
        yield gathered


def _tidy() -> None:
    """Give PostgreSQL the statistics it gathers by itself in time; SQLite gathers none by itself."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
