"""A small bureau with one case: 甲 and 乙 handle it, 丙 reviews, 戊 is the head, 外 is a stranger."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

import pytest

from liuhen import clock
from liuhen.agenda import actions as agenda
from liuhen.cases.actions import PartyFacts, open_case
from liuhen.cases.models import Case
from liuhen.people import actions as people
from liuhen.people.actors import SYSTEM, Actor, actor_for
from liuhen.people.models import Bureau, Person, Role
from liuhen.regulation.answers import Deadline, Evaluation, Finding, Severity, State, Status

SINCE = date(2020, 1, 1)


@dataclass(frozen=True)
class World:
    """The bureau, its people by name, and its one case."""

    bureau: Bureau
    people: dict[str, Person]
    case: Case

    def actor(self, name: str) -> Actor:
        """Return a person as an actor of today."""
        return actor_for(self.people[name])


def open_one(actor: Actor, title: str, opened_at: datetime, code: str = "") -> Case:
    """Open a case on an invented company."""
    party = PartyFacts(kind="organisation", name="某某公司", code=code)
    return open_case(
        actor, title=title, cause="提供不真实统计资料", party=party, opened_at=opened_at
    )


@pytest.fixture
def world(open_ledger: None) -> World:
    """Found two bureaus, appoint people, open a case; everything through the actions."""
    bureau = people.found_bureau(SYSTEM, name="示例区统计局", word="示", code="", level="county")
    other = people.found_bureau(SYSTEM, name="外区统计局", word="外", code="", level="county")
    cast = {
        "甲": _person(bureau, "jia", "甲", Role.OFFICER),
        "乙": _person(bureau, "yi", "乙", Role.OFFICER),
        "丙": _person(bureau, "bing", "丙", Role.REVIEWER),
        "戊": _person(bureau, "wu", "戊", Role.HEAD),
        "庚": _person(bureau, "geng", "庚", Role.ARCHIVIST),
        "外": _person(other, "wai", "外", Role.HEAD),
    }
    case = open_one(actor_for(cast["甲"]), "某某公司提供不真实统计资料案", clock.now())
    return World(bureau, cast, case)


def _person(bureau: Bureau, username: str, name: str, role: Role) -> Person:
    person = people.add_person(
        SYSTEM, bureau=bureau, username=username, name=name, password="long-enough"
    )
    people.appoint(SYSTEM, person, role=role, title=role.label, held_from=SINCE)
    return person


def deadline(due_on: date | None, **settings: object) -> Deadline:
    """Return a duty that is open, on the case itself, unless told otherwise."""
    plain: dict[str, object] = {
        "id": "L08-1", "article": "统计执法监督检查办法第三十五条", "name": "办案期限",
        "subject": "本案", "subject_ref": "case", "due_on": due_on, "provisional": False,
        "met": None, "met_on": None, "reason": "自立案之日起三个月", "from_event": "立案",
        "undetermined_because": "" if due_on else "还没有立案", "is_duty": True, "remedy": "请结案",
    }  # fmt: skip
    return Deadline(**(plain | settings))  # type: ignore[arg-type]


def finding(
    ref: str = "case", severity: Severity = Severity.ORDINARY, person: str | None = None
) -> Finding:
    """Return a gap at a place in the case file."""
    return Finding(
        id="A05-1", article="第五条", subject="询问笔录", subject_ref=ref, expected="写明执法证编号",
        found="没有写", remedy="请补正笔录", severity=severity, on=date(2026, 1, 5),
        person=person,
    )  # fmt: skip


def state(status: Status, why: str = "", id: str = "A05-1") -> State:
    """Return how a requirement stands."""
    return State(id=id, article="第五条", status=status, why=why)


class Said:
    """Stands for the rules: answers what the test put into it, and counts the questions."""

    def __init__(self) -> None:
        """Say nothing yet."""
        self.deadlines: tuple[Deadline, ...] = ()
        self.findings: tuple[Finding, ...] = ()
        self.states: tuple[State, ...] = ()
        self.asked: list[tuple[str, date]] = []
        self.error: Exception | None = None

    def evaluate(self, casefile: object, today: date) -> Evaluation:
        """Answer as told."""
        self.asked.append((casefile.case.number, today))  # type: ignore[attr-defined]
        if self.error is not None:
            raise self.error
        return Evaluation(
            findings=self.findings, deadlines=self.deadlines, gates=(), states=self.states,
            rule_pack="test",
        )  # fmt: skip


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> Iterator[Said]:
    """Put words into the rules' mouth; the case is compiled for real."""
    told = Said()
    monkeypatch.setattr(agenda, "evaluate", told.evaluate)
    yield told
