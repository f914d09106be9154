"""Worked case B: the same kind of case, done badly on paper and entered afterwards. 2026-002.

Everything is entered on 2026-03-16 as it really went; nothing is refused, what is late is marked.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from liuhen.approvals.actions import PaperStep
from liuhen.cases.actions import PartyFacts, Present
from liuhen.cases.models import Activity
from liuhen.delivery import actions as delivering
from liuhen.delivery.actions import Attempt, Received
from liuhen.delivery.models import Delivery
from liuhen.demo import media
from liuhen.demo.cast import Cast
from liuhen.demo.teller import Teller, at
from liuhen.documents.actions import Paper
from liuhen.documents.models import Document
from liuhen.documents.signing import Mark
from liuhen.documents.types import get_type
from liuhen.evidence import actions as evidence
from liuhen.evidence.actions import Capture, DedicatedStorage, Piece
from liuhen.procedure import steps
from liuhen.vault.hashes import digest_stream

PARTY = PartyFacts(
    kind="organisation",
    name="某某纺织有限公司",
    code="91211103MA0XYT01XY",
    address="示例区纺织路8号",
    representative="周某",
)
PLACE = "示例区纺织路8号，某某纺织有限公司"
MANAGER = Present(capacity="party", name="孙某", post="经理")
FINE = 60_000_00


def tell(cast: Cast) -> Iterator[datetime]:
    """Tell the case; each yield is the moment at which it goes on."""
    t = _PaperTeller(cast)
    yield at(2026, 3, 16, 9, 0)
    t.open(
        "jia",
        PARTY,
        title="某某纺织有限公司提供不真实统计资料案",
        cause="涉嫌提供不真实统计资料",
        violation="untrue_data",
        conduct_ended_on=date(2026, 1, 12),
        discovered_on=date(2026, 2, 9),
    )
    _notice_by_mail(t)
    _inspection(t)
    _inquiry(t)
    taking = _taking(t)
    _filing(t)
    _penalty_notice(t)
    _decision(t, taking)


class _PaperTeller(Teller):
    """Enters papers as they stand."""

    def enter(
        self,
        type_code: str,
        activity: Activity,
        dated: date,
        fields: Mapping[str, Any],
        *,
        number: str = "",
        marks: Sequence[Mark] = (),
    ) -> Document:
        """Enter a paper with the words, number and signatures that it bears."""
        return steps.enter_paper(
            self.cast.actor("jia"),
            self.case,
            type_code=type_code,
            activity=activity,
            paper=Paper(
                dated=dated,
                number=number,
                issued=get_type(type_code).direction == "outward",
                data=media.photograph(f"{type_code}{dated}", hue=70),
            ),
            fields=fields,
            marks=marks,
        )

    def signed(self, place: str, who: str, on: date) -> Mark:
        """Return the mark of a colleague's signature on a paper."""
        person = self.cast[who]
        return Mark(place=place, state="signed", name=person.name, person=person, on=on)


def _notice_by_mail(t: _PaperTeller) -> None:
    on = date(2026, 2, 11)
    notifying = t.act("jia", "inspection_notice", at(2026, 2, 11, 9, 0))
    notice = t.enter(
        "inspection_notice",
        notifying,
        on,
        {"addressee": PARTY.name, "place": PLACE},
        number="示统检字〔2026〕1号",
        marks=[Mark(place="seal", state="sealed", name="示例区统计局", on=on)],
    )
    posting = {"mail": "ordinary", "sent_on": on.isoformat()}
    delivering.attempt(
        t.cast.actor("jia"),
        notice,
        Attempt(
            way="post",
            tried_at=at(2026, 2, 11, 10, 0),
            servers=[t.cast["jia"]],
            recipient=PARTY.name,
            detail={"posting": posting},
        ),
        on_paper=True,
    )


def _inspection(t: _PaperTeller) -> None:
    begun, ended = at(2026, 2, 12, 10, 0), at(2026, 2, 12, 11, 0)
    site = t.act(
        "jia",
        "site_inspection",
        begun,
        ended,
        place=PLACE,
        party_attended=False,
        notice_how="普通信函",
        notice_at=at(2026, 2, 11, 10, 0),
        notice_proved=False,
        on_site_at_enterprise=True,
        present=[Present(capacity="officer", person=t.cast[n]) for n in ("jia", "xin")],
    )
    t.enter(
        "site_inspection_record",
        site,
        begun.date(),
        {
            "party_name": PARTY.name,
            "place": PLACE,
            "started_at": begun,
            "ended_at": ended,
            "findings": "财务室存放2025年度账簿；产成品入库单汇总数低于报表数。",
        },
        marks=[t.signed("officer", "jia", begun.date())],
    )
    _kept(
        t,
        site,
        Capture(
            media="video",
            purpose="process",
            title="现场检查录像",
            captured_from=begun,
            captured_to=begun + timedelta(minutes=20),
            maker="甲",
            device="JL-02",
        ),
        media.video(pitch=140),
    )
    t.evidence(
        "jia", Piece(kind="site_record", name="现场检查笔录", collected_at=ended), activity=site
    )


def _inquiry(t: _PaperTeller) -> None:
    begun, ended = at(2026, 2, 12, 13, 30), at(2026, 2, 12, 14, 10)
    inquiry = t.act(
        "jia",
        "inquiry",
        begun,
        ended,
        place=PLACE,
        subject="孙某",
        present=[Present(capacity="officer", person=t.cast["jia"]), MANAGER],
    )
    t.enter(
        "inquiry_record",
        inquiry,
        begun.date(),
        {
            "respondent_name": "孙某",
            "respondent_post": "经理",
            "started_at": begun,
            "ended_at": ended,
            "place": PLACE,
            "qa": [{"q": "2025年工业总产值是如何填报的？", "a": "按开票数加库存估算。"}],
        },
        marks=[
            t.signed("officer", "jia", begun.date()),
            t.signed("recorder", "jia", begun.date()),
            Mark(place="party", state="refused", name="孙某"),  # the transcript says nothing of it
        ],
    )
    _kept(
        t,
        inquiry,
        Capture(
            media="sound",
            purpose="evidence",
            title="询问孙某的录音",
            captured_from=begun,
            captured_to=ended,
            maker="甲",
            method="手机录音，未剪辑",
            device="手机",
            proves="孙某对填报过程的回答",
            relies_on_words=True,
        ),
        media.sound(pitch=260),
    )


def _kept(t: _PaperTeller, activity: Activity, capture: Capture, data: bytes) -> None:
    """The recording was put on the bureau's dedicated storage on 02-27 and is registered now."""
    found = digest_stream(io.BytesIO(data))
    evidence.register_off_platform(
        t.cast.actor("jia"),
        t.case,
        capture,
        activity=activity,
        storage=DedicatedStorage(
            place="专用移动硬盘 YP-01",
            keeper="庚",
            stored_at=at(2026, 2, 27, 16, 0),
            sha256=found.sha256,
            sm3=found.sm3,
            size=found.size,
            media="video/mp4" if capture.media == "video" else "audio/wav",
        ),
    )


def _taking(t: _PaperTeller) -> Activity:
    when = at(2026, 2, 13, 10, 0)
    provider = Present(capacity="party", name="孙某", post="经理")
    taking = t.act(
        "jia",
        "evidence_taking",
        when,
        when,
        place=PLACE,
        present=[*t.officers("jia", "yi"), provider],
    )
    on = when.date()
    t.enter(
        "evidence_list",
        taking,
        on,
        {
            "party_name": PARTY.name,
            "taken_at": when,
            "officer_count": 2,
            "certificates_shown": True,
            "officers": [
                {"name": "甲", "certificate_number": "TJ-0001"},
                {"name": "乙", "certificate_number": "TJ-0002"},
            ],
            "items": [
                {
                    "name": "2025年产成品入库单汇总表",
                    "pages": "1件6页",
                    "form": "copy",
                    "verified": True,
                    "source": "财务室",
                }
            ],
        },
        marks=[
            t.signed("officer", "jia", on),
            t.signed("officer", "yi", on),
            Mark(place="provider", state="signed", name="孙某", on=on),
        ],
    )
    t.evidence(
        "jia",
        Piece(
            kind="documentary",
            name="2025年产成品入库单汇总表",
            collected_at=when,
            source="财务室",
            original=False,
            copy_verified=True,
        ),
        activity=taking,
        data=media.photograph("入库单汇总表", hue=20),
    )
    return taking


def _filing(t: _PaperTeller) -> None:
    when = at(2026, 2, 24, 10, 0)
    filing = t.act("jia", "filing", when)
    paper = t.enter(
        "filing_approval",
        filing,
        when.date(),
        {"party_name": PARTY.name, "facts": "涉嫌多报工业总产值。", "filing_grounds": "建议立案。"},
        number="示统立字〔2026〕1号",
        marks=[t.signed("handler", "jia", when.date()), t.signed("approver", "wu", when.date())],
    )
    steps.enter_paper_approval(
        t.cast.actor("jia"),
        paper,
        steps=[
            PaperStep(
                role="handler",
                person=t.cast["jia"],
                post="执法人员",
                words="建议立案。",
                at=when,
                verdict="propose",
            ),
            PaperStep(
                role="approver",
                person=t.cast["wu"],
                post="局长",
                words="同意立案。",
                at=when + timedelta(hours=1),
            ),
        ],
    )


def _penalty_notice(t: _PaperTeller) -> None:
    when, on = at(2026, 2, 27, 15, 0), date(2026, 2, 27)
    notifying = t.act("jia", "penalty_notice", at(2026, 2, 27, 9, 0))
    notice = t.enter(
        "penalty_notice",
        notifying,
        on,
        {
            "addressee": PARTY.name,
            "facts": "多报2025年度工业总产值。",
            "grounds": "《中华人民共和国统计法》第四十四条。",
            "proposed": "警告，罚款六万元。",
            "penalties": ["warning", "fine"],
            "fine_fen": FINE,
            "rights_told": ["statement", "defence"],
            "hearing": False,
            "answer_days": 5,
        },
        number="示统罚告字〔2026〕1号",
        marks=[Mark(place="seal", state="sealed", name="示例区统计局", on=on)],
    )
    delivery = delivering.attempt(
        t.cast.actor("jia"),
        notice,
        Attempt(
            way="leaving",
            tried_at=when,
            servers=[t.cast["jia"], t.cast["yi"]],
            recipient=PARTY.name,
            place="厂区大门",
        ),
        on_paper=True,
    )
    delivering.record_leaving(
        t.cast.actor("jia"),
        delivery,
        receipt=_receipt(t, delivery, {"refusal_reason": "不认可", "refusal_on": on}, on),
        refusal_reason="孙某称不认可，拒绝签收。",
        refusal_on=on,
        left_at_residence=True,
    )


def _decision(t: _PaperTeller, taking: Activity) -> None:
    when, on = at(2026, 3, 3, 10, 0), date(2026, 3, 3)
    deciding = t.act("jia", "decision", when)
    item = t.case.evidence.get(activity=taking)
    decision = t.enter(
        "penalty_decision",
        deciding,
        on,
        {
            "party_particulars": [{"label": "当事人", "value": PARTY.name}],
            "facts": "当事人于2026年1月12日报送的2025年度工业总产值不真实。",
            "evidence": [{"text": "产成品入库单汇总表", "evidence_ids": [f"e{item.pk}"]}],
            "legal_basis": "《中华人民共和国统计法》第四十四条。",
            "decision_content": "给予警告，并处罚款陆万元。",
            "penalties": ["warning", "fine"],
            "fine_fen": FINE,
            "performance": "自收到决定书之日起十五日内缴至指定银行。",
            "decided_on": on,
        },
        number="示统罚决字〔2026〕1号",
        marks=[Mark(place="seal", state="sealed", name="示例区统计局", on=on)],
    )
    delivery = delivering.attempt(
        t.cast.actor("jia"),
        decision,
        Attempt(
            way="direct",
            tried_at=at(2026, 3, 13, 10, 0),
            servers=[t.cast["jia"], t.cast["yi"]],
            recipient=PARTY.name,
            place=PLACE,
        ),
        on_paper=True,
        late_reason="送达当日在外办案，回局后补录。",
    )
    delivering.record_receipt(
        t.cast.actor("jia"),
        delivery,
        Received(
            received_on=date(2026, 3, 13),
            signatory="门卫李某",
            signatory_capacity="other",
        ),
        receipt=_receipt(t, delivery, {"signatory": "门卫李某"}, date(2026, 3, 13)),
    )


def _receipt(t: _PaperTeller, delivery: Delivery, fields: Mapping[str, Any], on: date) -> Document:
    """Enter the paper receipt of a try, with what stands on it."""
    servers = delivery.activity.participants.filter(capacity="officer")
    marks = [Mark(place="server", state="signed", name=one.name, on=on) for one in servers]
    if "signatory" in fields:
        marks.append(Mark(place="recipient", state="signed", name=fields["signatory"], on=on))
    else:
        marks.append(
            Mark(
                place="recipient", state="refused", name="孙某", on=on, reason="不认可",
                noted_by="甲", noted_in_document=True,
            )
        )  # fmt: skip
    late = delivery.late_reason
    return steps.enter_paper(
        t.cast.actor("jia"), t.case, type_code="delivery_receipt", activity=delivery.activity,
        paper=Paper(dated=on, data=media.photograph(f"回证{on}", hue=33)),
        fields={"recipient_name": PARTY.name, "way": delivery.way, **fields}, marks=marks,
        late_reason=late,
    )  # fmt: skip
