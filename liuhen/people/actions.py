"""All writes about bureaus, persons, posts and dated settings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from liuhen import clock
from liuhen.faults import Conflict, Forbidden, Invalid
from liuhen.people.access import demand_administration
from liuhen.people.acting import acting
from liuhen.people.actors import SYSTEM, Actor
from liuhen.people.checks import check_choice
from liuhen.people.codes import credit_code_is_valid
from liuhen.people.models import (
    Bureau,
    CalendarYear,
    Certificate,
    DiscretionStandard,
    Keeper,
    ManagementRule,
    Parameter,
    Person,
    Post,
    Role,
)
from liuhen.regulation.discretion import MEASURES, Tier, fault_of
from liuhen.regulation.parameters import numbers, violations
from liuhen.workdays import NamedDay, Notice, YearTable

MAX_CITATION = 200
"""Characters of a citation, as the column has it."""


def found_bureau(
    actor: Actor,
    *,
    name: str,
    word: str,
    code: str,
    level: str,
    parent: Bureau | None = None,
    government: str = "",
    address: str = "",
    phone: str = "",
    court: str = "",
    bank_account: str = "",
) -> Bureau:
    """Enter a bureau. Only the system does this: at set-up, and for the tree above and below."""
    if actor is not SYSTEM:
        raise Forbidden("新的机关只能在初始化时登记。")
    name, word = name.strip(), word.strip()
    problems = {
        **({} if name else {"name": "请填写单位全称，例如「示例区统计局」。"}),
        **({} if word else {"word": "请填写机关代字，即文号开头的字，例如「示」。"}),
    }
    if problems:
        raise Invalid("单位信息还不完整。", problems)
    check_choice(level, Bureau.Level.values, "level")
    if Bureau.objects.filter(name=name).exists():
        raise Conflict(f"「{name}」已经登记过了。")
    with acting(actor) as act:
        bureau = Bureau.objects.create(
            name=name,
            word=word,
            code=code.strip().upper(),
            level=level,
            parent=parent,
            government=government,
            address=address,
            phone=phone,
            court=court,
            bank_account=bank_account,
        )
        act.log("bureau.founded", [bureau])
    return bureau


def add_person(
    actor: Actor,
    *,
    bureau: Bureau,
    username: str,
    name: str,
    password: str,
    legal_qualification: str = "",
) -> Person:
    """Add a colleague who can sign in; the password is hashed and stays out of the ledger."""
    if actor is not SYSTEM:
        demand_administration(actor, bureau)
    username, name = username.strip(), name.strip()
    if not username or not name:
        raise Invalid(
            "请填写登录名和姓名。", {"username": "请填写登录名。", "name": "请填写姓名。"}
        )
    if len(password) < 8:
        raise Invalid("口令至少 8 位。", {"password": "口令至少 8 位，可以是一句话。"})
    with acting(actor) as act:
        if Person.objects.filter(username=username).exists():
            raise Conflict(f"登录名「{username}」已经有人使用。请换一个。")
        person = Person(
            username=username, name=name, bureau=bureau, legal_qualification=legal_qualification
        )
        person.set_password(password)
        person.save()
        act.log("person.added", [person])
    return person


def set_password(actor: Actor, person: Person, password: str) -> None:
    """Set a person's password: their own, or by the administrator; the act is logged, not the word."""
    if actor.person_id != person.pk:
        demand_administration(actor, person.bureau)
    if len(password) < 8:
        raise Invalid("口令至少 8 位。", {"password": "口令至少 8 位，可以是一句话。"})
    with acting(actor) as act:
        person.refresh_from_db()  # as it stands now: the entry commits to every column
        person.set_password(password)
        person.save(update_fields=["password"])
        act.log("person.password_set", [person])


def deactivate(actor: Actor, person: Person) -> None:
    """Close a person's account; records keep their name."""
    demand_administration(actor, person.bureau)
    if actor.person_id == person.pk:
        raise Invalid("不能停用自己的账号。请由另一名管理员办理。")
    with acting(actor) as act:
        person.refresh_from_db()  # as it stands now: the entry commits to every column
        person.is_active = False
        person.save(update_fields=["is_active"])
        act.log("person.deactivated", [person])


def add_certificate(
    actor: Actor, person: Person, *, number: str, valid_from: date, valid_to: date
) -> Certificate:
    """Register an enforcement certificate with its validity (统计法实施条例 第三十六条)."""
    if actor is not SYSTEM:
        demand_administration(actor, person.bureau)
    if not number.strip():
        raise Invalid("请填写执法证号。", {"number": "请填写执法证号。"})
    if valid_to < valid_from:
        raise Invalid("执法证有效期有误。", {"valid_to": "有效期止不能早于有效期起，请核对证件。"})
    with acting(actor) as act:
        if Certificate.objects.filter(number=number.strip()).exists():
            raise Conflict(f"执法证号「{number}」已经登记。")
        certificate = Certificate.objects.create(
            person=person, number=number.strip(), valid_from=valid_from, valid_to=valid_to
        )
        act.log("certificate.registered", [certificate])
    return certificate


def appoint(actor: Actor, person: Person, *, role: Role, title: str, held_from: date) -> Post:
    """Give a person a post from a day on."""
    if actor is not SYSTEM:
        demand_administration(actor, person.bureau)
    with acting(actor) as act:
        post = Post.objects.create(
            person=person,
            bureau=person.bureau,
            role=role,
            title=title.strip() or role.label,
            held_from=held_from,
        )
        act.log("post.given", [post])
    return post


def _keep_administrated(bureau: Bureau, *, but: Post) -> None:
    """Refuse to end the last post by which the bureau's people and settings are kept."""
    if but.role not in (Role.ADMINISTRATOR, Role.HEAD):
        return
    others = bureau.posts.filter(
        role__in=[Role.ADMINISTRATOR, Role.HEAD],
        held_from__lte=clock.today(),
        held_to__isnull=True,
        person__is_active=True,
    ).exclude(pk=but.pk)
    if not others.exists():
        raise Invalid("这是本单位最后一名管理员（负责人）的任职。请先任命接任的人。")


def end_post(actor: Actor, post: Post, *, held_to: date) -> None:
    """End a post on a day; the row stays as history."""
    demand_administration(actor, post.bureau)
    if held_to < post.held_from:
        raise Invalid("任职止不能早于任职起。", {"held_to": "请核对日期。"})
    with acting(actor) as act:
        post.refresh_from_db()  # as it stands now: the entry commits to every column
        _keep_administrated(post.bureau, but=post)
        if post.held_to is not None:
            raise Conflict(f"{post} 已于 {post.held_to:%Y年%m月%d日} 结束任职。")
        post.held_to = held_to
        post.save(update_fields=["held_to"])
        act.log("post.ended", [post])


def name_keeper(actor: Actor, person: Person, *, of: str, since: date) -> Keeper:
    """Name the person in charge of text or audio-visual records (第二十七条).

    The one in charge before hands over the day before; the history stays.
    """
    if actor is not SYSTEM:
        demand_administration(actor, person.bureau)
    check_choice(of, Keeper.Kind.values, "of")
    with acting(actor) as act:
        before = list(person.bureau.keepers.filter(of=of, until__isnull=True))
        if any(since < row.since for row in before):
            raise Invalid(
                "任命日期早于现任的任命日期。", {"since": "请核对：不能早于现任管理人的任命日期。"}
            )
        for row in before:
            # Handed over on the day of taking it: both were in charge that day.
            row.until = max(row.since, since - timedelta(days=1))
            row.save(update_fields=["until"])
        keeper = Keeper.objects.create(
            bureau=person.bureau, person=person, name=person.name, of=of, since=since
        )
        act.log("keeper.named", [*before, keeper])
    return keeper


def file_management_rule(
    actor: Actor, bureau: Bureau, *, title: str, in_force_from: date
) -> ManagementRule:
    """Put the bureau's own rule on managing records on file (第二十七条)."""
    if actor is not SYSTEM:
        demand_administration(actor, bureau)
    if not title.strip():
        raise Invalid("请填写制度名称。", {"title": "请填写制度名称。"})
    with acting(actor) as act:
        rule = ManagementRule.objects.create(
            bureau=bureau, title=title.strip(), in_force_from=in_force_from
        )
        act.log("management_rule.filed", [rule])
    return rule


def set_parameter(
    actor: Actor, bureau: Bureau, *, name: str, value: int, in_force_from: date, citation: str
) -> Parameter:
    """Set a local number from a day on; it needs its citation. Earlier values stay."""
    if actor is not SYSTEM:
        demand_administration(actor, bureau)
    check_choice(name, [key for key, one in numbers().items() if one.local], "name")
    if value < 1:
        raise Invalid("参数须是正数。", {"value": "请填写大于零的整数。"})
    if not citation.strip():
        raise Invalid("请写明依据。", {"citation": "请写明规定这一数字的文件名称和条款。"})
    with acting(actor) as act:
        parameter = Parameter.objects.create(
            bureau=bureau,
            name=name,
            value=value,
            in_force_from=in_force_from,
            citation=citation.strip(),
        )
        act.log("parameter.set", [parameter])
    return parameter


def set_discretion_standard(
    actor: Actor,
    bureau: Bureau,
    *,
    violation: str,
    measure: str,
    tiers: Sequence[Tier],
    in_force_from: date,
    citation: str,
) -> DiscretionStandard:
    """Enter the tiers 裁量基准 for a kind of violation from a day on; earlier ones stay."""
    if actor is not SYSTEM:
        demand_administration(actor, bureau)
    check_choice(violation, list(violations()), "violation")
    check_choice(measure, list(MEASURES), "measure")
    fault = fault_of(tuple(tiers))
    if fault:
        raise Invalid(fault, {"tiers": fault})
    if not citation.strip():
        raise Invalid("请写明依据。", {"citation": "请写明裁量基准的文件名称、文号和条款。"})
    with acting(actor) as act:
        standard = DiscretionStandard.objects.create(
            bureau=bureau,
            violation=violation,
            measure=measure,
            tiers=[_tier_kept(tier) for tier in tiers],
            in_force_from=in_force_from,
            citation=citation.strip(),
        )
        act.log("discretion_standard.set", [standard])
    return standard


def _tier_kept(tier: Tier) -> dict[str, Any]:
    return {
        "at_least": f"{tier.at_least:f}",
        "below": None if tier.below is None else f"{tier.below:f}",
        "words": tier.words.strip(),
        "fine_from": tier.fine_from,
        "fine_to": tier.fine_to,
    }


def enter_calendar_year(
    actor: Actor,
    *,
    year: int,
    holidays: Sequence[date],
    make_up_days: Sequence[date],
    citation: str,
    replaces: bool = False,
) -> CalendarYear:
    """Enter a year's holidays from the State Council's notice.

    `replaces`: the year was entered before and the notice was changed, or copied wrongly; the new
    row holds from now on, the old one stays.
    """
    if actor is not SYSTEM:
        actor.demand(Role.ADMINISTRATOR, Role.HEAD, to="录入工作日历")
    check_year(year, holidays, make_up_days, citation)
    facts = {
        "year": year,
        "holidays": _iso_days(holidays),
        "make_up_days": _iso_days(make_up_days),
        "citation": citation.strip(),
    }
    with acting(actor) as act:
        before = CalendarYear.objects.filter(year=year).order_by("-pk").first()
        if before is not None and not replaces:
            raise Conflict(
                f"{year} 年的放假安排已经录入。通知有变动，或者原来录错了，请选择更正（命令加 --replace），原来的录入保留。"
            )
        if before is not None and all(getattr(before, name) == facts[name] for name in facts):
            raise Conflict(f"{year} 年的放假安排已经录入，内容和这一份完全一样，没有重复保存。")
        row = CalendarYear.objects.create(**facts)
        act.log("calendar.entered", [row], extra={"year": year})
    return row


def check_year(
    year: int, holidays: Sequence[date], make_up_days: Sequence[date], citation: str
) -> None:
    """Raise Invalid for a table that would count days wrongly, or stop every count."""
    problems = {}
    if set(holidays) & set(make_up_days):
        problems["make_up_days"] = "同一天不能既放假又上班，请核对。"
    if not citation.strip() or len(citation.strip()) > MAX_CITATION:
        problems["citation"] = f"请写明国务院办公厅通知的名称和文号，不超过 {MAX_CITATION} 字。"
    if problems:
        raise Invalid("放假安排有误，请按提示核对。", problems)
    try:
        YearTable(
            year=year,
            notice=Notice(citation, citation, date(year, 1, 1)),
            holidays=tuple(NamedDay(day, "放假") for day in holidays),
            makeups=tuple(NamedDay(day, "调休上班") for day in make_up_days),
        )
    except ValueError as error:
        raise Invalid(str(error), {"holidays": str(error)}) from error


def _iso_days(days: Sequence[date]) -> list[str]:
    return [day.isoformat() for day in sorted(days)]


def code_warning(code: str) -> str:
    """Return a warning for a unified social credit code whose check digit is wrong, else "".

    It warns and never blocks: old codes exist, and the paper says what it says.
    """
    if not code or credit_code_is_valid(code):
        return ""
    return "统一社会信用代码的校验位不对，请对照营业执照核对；确实如此可以照录。"
