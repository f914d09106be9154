"""What the set-up page hands to the actions: all of it in one transaction, or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import permutations
from typing import Any

from liuhen import clock
from liuhen.documents.numbers import begin_series
from liuhen.faults import Conflict
from liuhen.people import actions
from liuhen.people.acting import acting
from liuhen.people.actors import SYSTEM
from liuhen.people.models import Bureau, Person, Role
from liuhen.web.people.slips import Slip, one_time_password


@dataclass(frozen=True)
class Newcomer:
    """One person as entered in step two."""

    name: str
    username: str
    title: str
    roles: tuple[Role, ...]
    number: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    legal_qualification: str = ""
    keeps: tuple[str, ...] = ()


@dataclass(frozen=True)
class Beginning:
    """Everything that the page asks for."""

    bureau: Mapping[str, Any]
    people: Sequence[Newcomer]
    first_numbers: Mapping[str, int]
    rule: tuple[str, date] | None


def begin(what: Beginning) -> list[Slip]:
    """Found the bureau with its people and settings; return the slips with the first passwords.

    One transaction and one moment. Raises Conflict when somebody else set the system up first, and
    what the actions raise; then nothing was written.
    """
    today = clock.today()
    with acting(SYSTEM):
        if Bureau.objects.exists():
            raise Conflict("本系统刚刚已由他人完成初始设置。请直接登录。")
        bureau = actions.found_bureau(SYSTEM, **what.bureau)
        slips = [_enter(bureau, one, today) for one in what.people]
        for series, first in what.first_numbers.items():
            begin_series(SYSTEM, bureau, series=series, year=today.year, first=first)
        if what.rule:
            title, since = what.rule
            actions.file_management_rule(SYSTEM, bureau, title=title, in_force_from=since)
    return slips


def _enter(bureau: Bureau, one: Newcomer, today: date) -> Slip:
    password = one_time_password()
    person = actions.add_person(
        SYSTEM,
        bureau=bureau,
        username=one.username,
        name=one.name,
        password=password,
        legal_qualification=one.legal_qualification,
    )
    for role in one.roles:
        actions.appoint(SYSTEM, person, role=role, title=one.title, held_from=today)
    if one.number and one.valid_from and one.valid_to:
        actions.add_certificate(
            SYSTEM, person, number=one.number, valid_from=one.valid_from, valid_to=one.valid_to
        )
    _keep(person, one.keeps, today)
    return Slip(person.name, person.username, password)


def _keep(person: Person, kinds: Iterable[str], today: date) -> None:
    for of in kinds:
        actions.name_keeper(SYSTEM, person, of=of, since=today)


def warnings_about(what: Beginning) -> list[str]:
    """Say what will hinder the work if it is begun like this; none of it forbids beginning."""
    people = what.people
    today = clock.today()
    found = [_words_of_code(str(what.bureau.get("code", "")))]
    found += [
        f"没有{label}：{why}"
        for roles, label, why in _WANTED
        if not any(set(roles) & set(one.roles) for one in people)
    ]
    enforcing = [one for one in people if Role.OFFICER in one.roles]
    if len(enforcing) < 2:
        found.append("执法人员不足两名：调查取证时执法人员不得少于两人（第六条），案件办不下去。")
    bare = [one.name for one in enforcing if not (one.valid_to and one.valid_to >= today)]
    if bare:
        found.append(f"{'、'.join(bare)}没有在有效期内的执法证，不得执法。")
    if not three_can_approve(people):
        found.append(
            "能办审批的不足三人：承办、审核、批准须由三个不同的人办理（第三十三条），"
            "照现在的安排，任何审批都办不完。请增加人员，或者调整岗位。"
        )
    return [words for words in found if words]


_WANTED = (
    ((Role.REVIEWER,), "审核人", "审批到了审核这一步没有人办。"),
    ((Role.HEAD,), "机关负责人", "立案和处罚决定没有人批准。"),
    ((Role.LEGAL,), "法制审核人员", "重大行政执法决定没有人作法制审核（第十一条）。"),
    ((Role.ARCHIVIST,), "档案管理员", "结案后没有人归档（第二十五条）。"),
    ((Role.ADMINISTRATOR,), "系统管理员", "人员、执法证和设置只能由机关负责人维护。"),
)


def three_can_approve(people: Sequence[Newcomer]) -> bool:
    """Tell whether three different persons can handle, review and approve a matter."""
    wanted = (Role.OFFICER, Role.REVIEWER, Role.HEAD)
    fit = [one for one in people if set(one.roles) & set(wanted)]
    return any(
        all(role in one.roles for role, one in zip(wanted, three, strict=True))
        for three in permutations(fit, 3)
    )


def _words_of_code(code: str) -> str:
    return actions.code_warning(code.strip().upper()) if code.strip() else ""


def newcomer(data: Mapping[str, Any]) -> Newcomer:
    """Read one cleaned row."""
    plain = Newcomer(
        name=data["name"].strip(),
        username=data["username"].strip(),
        title=data["title"],
        roles=tuple(Role(role) for role in data["roles"]),
        number=data["number"],
        valid_from=data["valid_from"],
        valid_to=data["valid_to"],
        legal_qualification=data["legal_qualification"],
        keeps=tuple(data["keeps"]),
    )
    return plain if plain.number else replace(plain, valid_from=None, valid_to=None)
