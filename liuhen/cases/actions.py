"""All writes about cases, parties and activities."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max

from liuhen import clock
from liuhen.cases.access import demand_officer, demand_open
from liuhen.cases.acting import acting_in
from liuhen.cases.kinds import kind_of
from liuhen.cases.models import Activity, Case, CaseOfficer, Participant, Party, RightTold
from liuhen.faults import Conflict, Invalid
from liuhen.people.acting import Act, acting
from liuhen.people.actors import Actor
from liuhen.people.checks import check_choice, check_not_after_today, check_past
from liuhen.people.models import Bureau, Person, Role
from liuhen.regulation.casefile import Capacity, Right


@dataclass(frozen=True, kw_only=True)
class PartyFacts:
    """What is known of the party when a case is opened."""

    kind: str
    name: str
    code: str = ""
    address: str = ""
    representative: str = ""
    phone: str = ""
    agent: str = ""
    agent_post: str = ""


@dataclass(frozen=True, kw_only=True)
class Present:
    """A person who takes part in an activity; colleagues by `person`, outsiders by name."""

    capacity: str
    name: str = ""
    person: Person | None = None
    post: str = ""
    certificate_shown: bool | None = None


@dataclass(frozen=True, kw_only=True)
class Told:
    """A right told in an activity."""

    right: str
    means: str
    by: str
    at: datetime
    answer: str = ""


def open_case(
    actor: Actor,
    *,
    title: str,
    cause: str,
    party: PartyFacts,
    opened_at: datetime,
    co_handlers: Sequence[Person] = (),
    procedure: str = Case.Procedure.ORDINARY,
    violation: str = "",
    conduct_ended_on: date | None = None,
    discovered_on: date | None = None,
    late_reason: str = "",
) -> Case:
    """Open a case in the actor's bureau with the actor as its handler; the number is taken here."""
    actor.demand(Role.OFFICER, to="登记案件")
    _check_case(title, cause, party, opened_at, conduct_ended_on, discovered_on)
    check_choice(party.kind, Party.Kind.values, "party_kind")
    check_choice(procedure, Case.Procedure.values, "procedure")
    for one in co_handlers:
        _check_colleague(one, actor.bureau_id)
    with acting(actor) as act:
        bureau = Bureau.objects.select_for_update().get(pk=actor.bureau_id)
        year = opened_at.astimezone(clock.SHANGHAI).year
        last = Case.objects.filter(bureau=bureau, year=year).aggregate(n=Max("serial"))["n"] or 0
        case = Case.objects.create(
            bureau=bureau,
            year=year,
            serial=last + 1,
            number=f"{year}-{last + 1:03d}",
            title=title.strip(),
            cause=cause.strip(),
            procedure=procedure,
            violation=violation,
            opened_at=opened_at,
            conduct_ended_on=conduct_ended_on,
            discovered_on=discovered_on,
            **act.entered(late_reason),
        )
        rows = [case, Party.objects.create(case=case, **vars(party), **act.entered())]
        handler = Person.objects.get(pk=actor.person_id)
        rows.append(_officer(act, case, handler, CaseOfficer.Part.HANDLER))
        rows += [_officer(act, case, p, CaseOfficer.Part.CO_HANDLER) for p in co_handlers]
        act.log("case.opened", rows, case=case.stream)
    return case


def _check_case(
    title: str,
    cause: str,
    party: PartyFacts,
    opened_at: datetime,
    conduct_ended_on: date | None,
    discovered_on: date | None,
) -> None:
    problems = {}
    if not title.strip():
        problems["title"] = "请填写案件名称，例如「某某公司提供不真实统计资料案」。"
    if not cause.strip():
        problems["cause"] = "请填写案由。"
    if not party.name.strip():
        problems["party_name"] = "请填写当事人名称（姓名）。"
    for field, day in (("conduct_ended_on", conduct_ended_on), ("discovered_on", discovered_on)):
        if day is not None and day > clock.today():
            problems[field] = "日期在将来，请核对。"
    if opened_at > clock.now():
        problems["opened_at"] = "登记时间在将来，请核对。"
    if problems:
        raise Invalid("案件信息还不完整，请按提示补充。", problems)


def _check_colleague(person: Person, bureau_id: int) -> None:
    """Raise Invalid for somebody who cannot handle a case of this bureau."""
    if person.bureau_id != bureau_id or not person.is_active:
        raise Invalid(
            f"{person.name}不是本单位在用的人员，不能办理本案。",
            {"person": "请从本单位执法人员中选择。"},
        )


def _officer(act: Act, case: Case, person: Person, part: str) -> CaseOfficer:
    certificate = person.certificates.order_by("-valid_to").first()
    return CaseOfficer.objects.create(
        case=case,
        person=person,
        name=person.name,
        part=part,
        certificate_number=certificate.number if certificate else "",
        since=act.at.astimezone(clock.SHANGHAI).date(),
        **act.entered(),
    )


def add_officer(actor: Actor, case: Case, person: Person) -> CaseOfficer:
    """Add a colleague as second handler; the handlers of the case do this."""
    demand_officer(actor, case, to="增加办案人员")
    _check_colleague(person, case.bureau_id)
    with acting_in(actor, case) as act:
        if case.officers.filter(person=person, until__isnull=True).exists():
            raise Conflict(f"{person.name}已经是本案办案人员。")
        row = _officer(act, case, person, CaseOfficer.Part.CO_HANDLER)
        act.log("officer.added", [row], case=case.stream)
    return row


def amend_facts(
    actor: Actor,
    case: Case,
    *,
    conduct_ended_on: date | None,
    discovered_on: date | None,
    complex: bool,
) -> None:
    """Record the days of 行政处罚法 第三十六条 and whether the case is complex; the log keeps each."""
    demand_officer(actor, case, to="修改案件信息")
    check_not_after_today(conduct_ended_on, "conduct_ended_on")
    check_not_after_today(discovered_on, "discovered_on")
    with acting_in(actor, case) as act:
        # As it stands now: the entry commits to every column of the row.
        case = Case.objects.select_for_update().get(pk=case.pk)
        case.conduct_ended_on, case.discovered_on = conduct_ended_on, discovered_on
        case.complex = complex
        case.save(update_fields=["conduct_ended_on", "discovered_on", "complex"])
        act.log("case.facts_amended", [case], case=case.stream)


def record_activity(
    actor: Actor,
    case: Case,
    *,
    kind: str,
    started_at: datetime,
    ended_at: datetime | None = None,
    title: str = "",
    place: str = "",
    present: Sequence[Present] = (),
    told: Sequence[Told] = (),
    party_attended: bool | None = None,
    notice_how: str = "",
    notice_at: datetime | None = None,
    notice_proved: bool = False,
    subject: str = "",
    on_site_at_enterprise: bool = False,
    purpose: str = "",
    yearly_number: int | None = None,
    late_reason: str = "",
) -> Activity:
    """Record an activity as it really went. A true record is taken however late or incomplete."""
    demand_recorder(actor, case, kind)
    _check_times(started_at, ended_at)
    spec = kind_of(kind)
    _check_people(present, told)
    if notice_at is not None:
        check_past(notice_at, "notice_at")
    with acting_in(actor, case) as act:
        activity = Activity.objects.create(
            case=case,
            kind=kind,
            stage=spec.stage,
            title=title.strip() or spec.label,
            started_at=started_at,
            ended_at=ended_at,
            place=place,
            party_attended=party_attended,
            notice_how=notice_how,
            notice_at=notice_at,
            notice_proved=notice_proved,
            subject=subject,
            on_site_at_enterprise=on_site_at_enterprise,
            purpose=purpose,
            yearly_number=yearly_number,
            **act.entered(late_reason),
        )
        people = [_participant(activity, who) for who in present]
        rights = [_right(act, activity, right) for right in told]
        act.log(
            "activity.recorded",
            [activity, *people, *rights],
            case=case.stream,
            extra={"kind": kind, "activity": activity.pk},
        )
    return activity


_BY_OTHERS = {
    "legal_review": (Role.LEGAL,),
    "discussion": (Role.HEAD, Role.DEPUTY, Role.LEGAL, Role.REVIEWER),
    "archiving": (Role.ARCHIVIST,),
}


def demand_recorder(actor: Actor, case: Case, kind: str) -> None:
    """Officers record what they did; some acts are recorded by the post that does them."""
    others = _BY_OTHERS.get(kind, ())
    if others and actor.bureau_id == case.bureau_id and actor.holds(*others):
        demand_open(case)
        return
    demand_officer(actor, case, to="记录执法活动")


def _check_times(started_at: datetime, ended_at: datetime | None) -> None:
    check_past(started_at)
    if ended_at is not None:
        if ended_at < started_at:
            raise Invalid("结束时间早于开始时间。", {"ended_at": "请核对起止时间。"})
        check_past(ended_at, "ended_at")


def _check_people(present: Sequence[Present], told: Sequence[Told]) -> None:
    for who in present:
        check_choice(who.capacity, Capacity, "capacity")
        if who.person is None and not who.name.strip():
            raise Invalid("请填写参加人的姓名。", {"present": "请填写参加人的姓名。"})
    for right in told:
        check_choice(right.right, Right, "right")
        check_past(right.at, "told_at")


def _participant(activity: Activity, who: Present) -> Participant:
    """Copy the person as text, with the certificate as it stood on the day (第五条)."""
    certificate = None
    if who.person is not None and who.capacity == "officer":
        certificate = who.person.certificates.order_by("-valid_to").first()
    return Participant.objects.create(
        activity=activity,
        capacity=who.capacity,
        person=who.person,
        name=who.person.name if who.person else who.name,
        post=who.post,
        certificate_number=certificate.number if certificate else "",
        certificate_valid_from=certificate.valid_from if certificate else None,
        certificate_valid_to=certificate.valid_to if certificate else None,
        certificate_shown=who.certificate_shown,
    )


def _right(act: Act, activity: Activity, told: Told) -> RightTold:
    return RightTold.objects.create(
        activity=activity,
        right=told.right,
        means=told.means,
        told_at=told.at,
        told_by=told.by,
        answer=told.answer,
        **act.entered(),
    )


def end_activity(actor: Actor, activity: Activity, *, ended_at: datetime) -> None:
    """Record when an activity ended; once recorded, it stands."""
    demand_officer(actor, activity.case, to="记录执法活动")
    _check_times(activity.started_at, ended_at)
    with acting_in(actor, activity.case) as act:
        activity = (
            Activity.objects.select_for_update(of=("self",))
            .select_related("case")
            .get(pk=activity.pk)
        )
        if activity.ended_at is not None:
            raise Conflict("结束时间已经记录。如有错误请作更正说明。")
        activity.ended_at = ended_at
        activity.save(update_fields=["ended_at"])
        act.log("activity.ended", [activity], case=activity.case.stream)
