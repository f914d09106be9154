"""The invented bureau of the worked cases, its people, and the numbers it began with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from liuhen.documents.numbers import begin_series
from liuhen.people import actions
from liuhen.people.actors import SYSTEM, Actor, actor_for
from liuhen.people.models import Bureau, Keeper, Person, Role
from liuhen.regulation.discretion import Tier

PASSWORD = "liuhen-demo"
SINCE = date(2024, 1, 1)
YEAR = 2026


@dataclass(frozen=True)
class Part:
    """One person of the cast: sign-in name, name, post, roles, certificate."""

    username: str
    name: str
    title: str
    roles: tuple[Role, ...]
    certificate: str = ""
    valid_to: date = date(2028, 12, 31)
    qualification: str = ""


PARTS = (
    Part("jia", "甲", "执法人员", (Role.OFFICER,), "TJ-0001"),
    Part("yi", "乙", "执法人员", (Role.OFFICER,), "TJ-0002"),
    Part("bing", "丙", "执法科科长", (Role.REVIEWER,)),
    Part("ding", "丁", "法制科科长", (Role.LEGAL,), qualification="A20201234560001"),
    Part("wu", "戊", "局长", (Role.HEAD,)),
    Part("ji", "己", "副局长", (Role.DEPUTY,)),
    Part("geng", "庚", "档案管理员", (Role.ARCHIVIST,)),
    Part("xin", "辛", "执法人员", (Role.OFFICER,), "TJ-0003", date(2026, 1, 31)),
    Part("guanli", "管理员", "系统管理员", (Role.ADMINISTRATOR,)),
)
SUPERVISOR = Part("ren", "壬", "执法监督科科长", (Role.SUPERVISOR,))

# The bureau gave these numbers on paper before the system began.
FIRST_NUMBERS = {"统检": 2, "统立": 2, "统罚告": 2, "统罚决": 2, "统调": 1, "统责改": 1}

# Invented like the bureau itself: the law fixes no tiers within its ceilings.
TIERS = (
    Tier(Decimal(0), Decimal(10), "较轻", 0, 10_000_00),
    Tier(Decimal(10), Decimal(30), "一般", 10_000_00, 50_000_00),
    Tier(Decimal(30), None, "较重", 50_000_00, 100_000_00),
)


@dataclass(frozen=True)
class Cast:
    """The bureau and its people by sign-in name."""

    bureau: Bureau
    people: Mapping[str, Person]

    def __getitem__(self, username: str) -> Person:
        return self.people[username]

    def actor(self, username: str) -> Actor:
        """Return the person as an actor of today."""
        return actor_for(self.people[username])


def found() -> Cast:
    """Enter the bureau, its superior, its people and settings, as the set-up page would."""
    city = actions.found_bureau(
        SYSTEM,
        name="示例市统计局",
        word="示市",
        code="11211100MA0XYT9090",
        level="city",
        government="示例市人民政府",
    )
    bureau = actions.found_bureau(
        SYSTEM,
        name="示例区统计局",
        word="示",
        code="11211103MA0XYT9176",
        level="county",
        parent=city,
        government="示例区人民政府",
        address="示例市示例区示例路 1 号",
        phone="0000-1234567",
        court="示例区人民法院",
        bank_account="示例银行示例区支行，账号 0000 0000 0000 0001",
    )
    people = {part.username: _person(bureau, part) for part in PARTS}
    people[SUPERVISOR.username] = _person(city, SUPERVISOR)
    _settings(bureau, people)
    return Cast(bureau, people)


def _person(bureau: Bureau, part: Part) -> Person:
    person = actions.add_person(
        SYSTEM,
        bureau=bureau,
        username=part.username,
        name=part.name,
        password=PASSWORD,
        legal_qualification=part.qualification,
    )
    for role in part.roles:
        actions.appoint(SYSTEM, person, role=role, title=part.title, held_from=SINCE)
    if part.certificate:
        actions.add_certificate(
            SYSTEM, person, number=part.certificate, valid_from=SINCE, valid_to=part.valid_to
        )
    return person


def _settings(bureau: Bureau, people: Mapping[str, Person]) -> None:
    for of in (Keeper.Kind.TEXT, Keeper.Kind.AUDIOVISUAL):
        actions.name_keeper(SYSTEM, people["geng"], of=of, since=SINCE)
    actions.file_management_rule(
        SYSTEM, bureau, title="示例区统计局行政执法全过程记录管理制度", in_force_from=SINCE
    )
    actions.set_parameter(
        SYSTEM,
        bureau,
        name="major_fine_threshold",
        value=20_000_00,
        in_force_from=SINCE,
        citation="示例区统计局重大行政处罚案件集体讨论规定 第三条",
    )
    actions.set_discretion_standard(
        SYSTEM,
        bureau,
        violation="untrue_data",
        measure="share",
        tiers=TIERS,
        in_force_from=SINCE,
        citation="示例区统计局统计行政处罚裁量基准（虚构，仅供演示）第二条",
    )
    for series, first in FIRST_NUMBERS.items():
        begin_series(SYSTEM, bureau, series=series, year=YEAR, first=first)
