"""A case in the middle of its life, with one of nearly everything, told by the people of the cast."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from liuhen import clock
from liuhen.approvals.models import Matter
from liuhen.cases.actions import Present
from liuhen.cases.models import Activity, Case
from liuhen.delivery.models import Delivery
from liuhen.demo import media
from liuhen.demo.cast import Cast
from liuhen.demo.stories.case_a import PARTY, PLACE, SIGNED_BY_AGENT
from liuhen.demo.teller import Teller, at
from liuhen.documents.access import current_version
from liuhen.documents.actions import Paper
from liuhen.documents.models import Document
from liuhen.evidence.actions import Capture, Piece
from liuhen.evidence.models import EvidenceItem, Recording
from liuhen.people import actions as people
from liuhen.people.actors import SYSTEM
from liuhen.people.clearances import grant_clearance
from liuhen.people.models import Bureau, Person, Role
from liuhen.people.screen_signing import turn_on
from liuhen.procedure import steps
from liuhen.supervision import actions as supervision
from liuhen.supervision.actions import BreachFacts, OutcomeFacts

BEGUN_AT = (2026, 3, 13, 9, 0)
SINCE = date(2024, 1, 1)
AGENT = Present(capacity="agent", name="钱某", post="统计员")


def cast_of() -> Cast:
    """Return the cast as it stands in the database."""
    bureau = Bureau.objects.get(name="示例区统计局")
    return Cast(bureau, {person.username: person for person in Person.objects.all()})


def opened(cast: Cast) -> Teller:
    """Open a case of 甲 and 乙 now."""
    teller = Teller(cast)
    teller.open(
        "jia",
        PARTY,
        title="某某建材有限公司提供不真实统计资料案",
        cause="涉嫌提供不真实统计资料",
        violation="untrue_data",
        conduct_ended_on=date(2026, 1, 9),
        discovered_on=date(2026, 3, 2),
    )
    return teller


def hire(
    cast: Cast, username: str, name: str, role: Role, *, bureau: Bureau | None = None
) -> Person:
    """Add a colleague to the cast with one post since 2024."""
    person = people.add_person(
        SYSTEM,
        bureau=bureau or cast.bureau,
        username=username,
        name=name,
        password="long-enough",
    )
    people.appoint(SYSTEM, person, role=role, title=role.label, held_from=SINCE)
    return person


def begin() -> dict[str, Any]:
    """Tell the case up to 2026-03-12; returns the ids of what it has."""
    with clock.playing(at(2026, 3, 2, 9, 0)):
        cast = _strangers(cast_of())
        t = opened(cast)
        t.paper(
            "jia",
            "lead_registration",
            t.act("jia", "lead"),
            names={"handler": "甲", "approver": "戊"},
        )
    with clock.playing(at(2026, 3, 3, 9, 0)):
        approving = t.begin("jia", "inspection_approval", purpose="核实2025年度工业总产值")
        approved = t.approved(t.write("jia", "inspection_approval", approving), "建议现场检查。")
    with clock.playing(at(2026, 3, 4, 9, 0)):
        notice = t.paper("jia", "inspection_notice", t.act("jia", "inspection_notice"))
        delivery = t.serve(notice, place=PLACE, **SIGNED_BY_AGENT)
    with clock.playing(at(2026, 3, 10, 12, 0)):
        ids = _on_site(t)
    with clock.playing(at(2026, 3, 12, 9, 0)):
        waiting = t.submit(
            "jia", t.write("jia", "filing_approval", t.begin("jia", "filing")), "建议立案。"
        )
        clearance = grant_clearance(
            cast.actor("wu"), cast["ji"], secrecy="privacy", since=date(2026, 3, 12),
            reason="分管执法工作",
        )  # fmt: skip
        filing = turn_on(
            cast.actor("guanli"), cast.bureau, filing_number="签备〔2026〕3号",
            in_force_from=date(2026, 3, 12),
        )  # fmt: skip
        incoming = steps.enter_paper(
            cast.actor("jia"),
            t.case,
            type_code="incoming_paper",
            paper=Paper(dated=date(2026, 3, 11), issued=False, data=media.photograph("来函")),
            fields={"name": "来函", "received_on": "2026-03-11"},
        )
    return {
        **ids,
        **_watched(cast),
        "case": t.case.pk,
        "approved": approved.pk,
        "waiting": waiting.pk,
        "notice": notice.pk,
        "delivery": delivery.pk,
        "incoming": incoming.pk,
        "clearance": clearance.pk,
        "filing": filing.pk,
    }


def _watched(cast: Cast) -> dict[str, int]:
    """A breach and an outcome that 戊 entered: another officer's, and the unit's."""
    breach = BreachFacts(
        person=cast["yi"], kind="not_kept", occurred_on=date(2026, 3, 11), what="录像没有入库",
        consequence="无",
    )  # fmt: skip
    outcome = OutcomeFacts(
        measure="criticism", grounds="录像没有入库", article="第三十一条", document="会议记录",
        decided_on=date(2026, 3, 12), decided_by=cast.bureau.name,
    )  # fmt: skip
    with clock.playing(at(2026, 3, 12, 17, 0)):
        head = cast.actor("wu")
        return {
            "breach": supervision.record_breach(head, cast.bureau, breach).pk,
            "outcome": supervision.record_outcome(head, cast.bureau, outcome).pk,
        }


def _strangers(cast: Cast) -> Cast:
    """Add 外, the head of another bureau of the city, and 子, an officer without a case."""
    other = people.found_bureau(
        SYSTEM, name="外区统计局", word="外", code="", level="county", parent=cast.bureau.parent
    )
    hire(cast, "wai", "外", Role.HEAD, bureau=other)
    hire(cast, "zi", "子", Role.OFFICER)
    return cast_of()


def _on_site(t: Teller) -> dict[str, int]:
    site = t.act(
        "jia",
        "site_inspection",
        at(2026, 3, 10, 9, 30),
        at(2026, 3, 10, 11, 20),
        present=[*t.officers("jia", "yi"), AGENT],
        party_attended=True,
        place=PLACE,
    )
    record = t.settle("jia", t.write("jia", "site_inspection_record", site))
    photo = t.record("yi", site, media.photograph("现场"), picture("现场照片"), "现场.jpg")
    item = t.evidence(
        "jia", Piece(kind="audiovisual", name="现场照片", collected_at=photo.captured_to),
        activity=site, recording=photo, data=media.photograph("复制件"),
    )  # fmt: skip
    under_way = t.begin("jia", "inquiry", place=PLACE, present=t.officers("jia", "yi"))
    draft = t.write("jia", "inquiry_record", under_way)
    return {
        "site": site.pk,
        "record": record.pk,
        "place": current_version(record).signatures.get(place="party").pk,
        "photo": photo.pk,
        "item": item.pk,
        "under_way": under_way.pk,
        "draft": draft.pk,
    }


def picture(title: str, **facts: Any) -> Capture:
    """Return what is known of a photograph taken an instant ago."""
    now = clock.now()
    known = {"maker": "乙", "device": "JL-01", "captured_from": now, "captured_to": now, **facts}
    return Capture(**{"media": "photo", "purpose": "process", "title": title, **known})


@dataclass(frozen=True)
class Begun:
    """The case and what hangs on it; all rows as they stand in the database."""

    cast: Cast
    case: Case
    ids: dict[str, int]

    def document(self, name: str) -> Document:
        """`record` final and unsigned, `notice` issued and served, `draft`, `incoming` a paper."""
        return Document.objects.select_related("case__bureau", "activity").get(pk=self.ids[name])

    def activity(self, name: str) -> Activity:
        """`site`, which has ended, or `under_way`."""
        return Activity.objects.get(pk=self.ids[name])

    def matter(self, name: str) -> Matter:
        """`approved`, or `waiting` for its reviewer."""
        return Matter.objects.get(pk=self.ids[name])

    @property
    def delivery(self) -> Delivery:
        """The service of the notice."""
        return Delivery.objects.get(pk=self.ids["delivery"])

    @property
    def photo(self) -> Recording:
        """The photograph taken on the spot."""
        return Recording.objects.get(pk=self.ids["photo"])

    @property
    def item(self) -> EvidenceItem:
        """The photograph as evidence."""
        return EvidenceItem.objects.get(pk=self.ids["item"])

    @property
    def teller(self) -> Teller:
        """Somebody who tells the case on."""
        told = Teller(self.cast)
        told.case = self.case
        return told


def begun_of(told: dict[str, Any]) -> Begun:
    """Return the begun case of the home that this is called in."""
    return Begun(cast_of(), Case.objects.get(pk=told["case"]), told)
