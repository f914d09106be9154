"""The invented bureau and its people, named by their part (the cast of every worked case)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from liuhen.regulation.casefile import (
    Bureau,
    Capacity,
    Certificate,
    Keeper,
    ManagementRule,
    Parameter,
    Participant,
)


@dataclass(frozen=True)
class Colleague:
    """A person of the bureau, with the post and, for an officer, the certificate."""

    id: str
    name: str
    post: str
    certificate: Certificate | None = None

    def as_officer(self, *, shown: bool | None = True) -> Participant:
        """Return the person acting as an officer, the certificate copied in."""
        return Participant(
            name=self.name,
            capacity=Capacity.OFFICER,
            person=self.id,
            certificate=self.certificate,
            certificate_shown=shown,
            post=self.post,
        )


def _certificate(number: str, until: date) -> Certificate:
    return Certificate(number=number, valid_from=date(2024, 1, 1), valid_to=until)


JIA = Colleague("jia", "甲", "执法人员", _certificate("TJ-0001", date(2028, 12, 31)))
YI = Colleague("yi", "乙", "执法人员", _certificate("TJ-0002", date(2028, 12, 31)))
BING = Colleague("bing", "丙", "科长")
DING = Colleague("ding", "丁", "法制审核员")
WU = Colleague("wu", "戊", "局长")
JI = Colleague("ji", "己", "副局长")
GENG = Colleague("geng", "庚", "档案管理员")
XIN = Colleague("xin", "辛", "执法人员", _certificate("TJ-0003", date(2026, 1, 31)))
"""辛's certificate ended on 2026-01-31."""

HEADS = (WU, JI)
"""The heads who may sit in a collective discussion, with others of the leading group."""

BUREAU = Bureau(
    name="示例区统计局",
    code="112111030012345678",
    level="county",
    government="示例区人民政府",
    keepers=(
        Keeper(name=GENG.name, of="text", since=date(2025, 1, 1)),
        Keeper(name=GENG.name, of="audiovisual", since=date(2025, 1, 1)),
    ),
    management_rules=(
        ManagementRule(title="行政执法全过程记录管理制度", in_force_from=date(2025, 1, 1)),
    ),
    parameters=(
        Parameter(
            name="major_fine_threshold",
            value=2_000_000,
            in_force_from=date(2025, 1, 1),
            citation="示例区统计局重大行政执法决定法制审核目录清单",
        ),
    ),
)


def outsider(name: str, capacity: Capacity, post: str | None = None) -> Participant:
    """Return a person who is not of the bureau."""
    return Participant(name=name, capacity=capacity, post=post)


def without_parameters(bureau: Bureau) -> Bureau:
    """Return the bureau as it would be with the shipped numbers only."""
    return replace(bureau, parameters=())
