"""Opening a case: its number, its officers, what is refused."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from liuhen import clock
from liuhen.cases.actions import PartyFacts, add_officer, amend_facts, open_case
from liuhen.cases.models import Case, CaseOfficer
from liuhen.cases.queries import CaseFilter, list_cases, state_label
from liuhen.demo.cast import Cast
from liuhen.demo.teller import Teller
from liuhen.faults import Conflict, Forbidden, Invalid
from liuhen.ledger.models import LedgerEntry
from liuhen.people.actors import actor_for
from liuhen.people.models import Role
from tests.begun import Begun, hire
from tests.plugin import Go

PARTY = PartyFacts(kind="organisation", name="某某公司", code="91211103MA0XYT0018")


def _open(cast: Cast, who: str = "jia", **facts: Any) -> Case:
    known = {"title": "某案", "cause": "涉嫌迟报", "party": PARTY, "opened_at": clock.now()}
    return open_case(cast.actor(who), **{**known, **facts})


def test_a_case_is_its_bureaus_and_its_handlers(cast: Cast) -> None:
    case = _open(cast, co_handlers=[cast["yi"]])
    assert case.number == "2026-001"
    officers = [(one.name, one.part, one.certificate_number) for one in case.officers.all()]
    assert officers == [("甲", "handler", "TJ-0001"), ("乙", "co_handler", "TJ-0002")]
    assert case.recorded_by == "甲（示例区统计局 执法人员）"
    entry = LedgerEntry.objects.get(case_id=case.stream)
    assert entry.event["type"] == "case.opened"
    assert "某某公司" not in bytes(entry.leaf).decode()


def test_numbers_run_on_and_begin_anew_each_year(cast: Cast, go: Go) -> None:
    first, second = _open(cast), _open(cast, opened_at=clock.shanghai(2025, 12, 31, 23, 59))
    third = _open(cast)
    assert [one.number for one in (first, second, third)] == ["2026-001", "2025-001", "2026-002"]


TOMORROW = timedelta(days=1)
BAD: dict[str, tuple[dict[str, Any], str]] = {
    "no title": ({"title": "  "}, "title"),
    "no cause": ({"cause": ""}, "cause"),
    "no party": ({"party": PartyFacts(kind="citizen", name=" ")}, "party_name"),
    "a party of no kind": ({"party": PartyFacts(kind="alien", name="某")}, "party_kind"),
    "no such procedure": ({"procedure": "secret"}, "procedure"),
    "conduct in the future": ({"conduct_ended_on": date(2026, 3, 3)}, "conduct_ended_on"),
    "discovered in the future": ({"discovered_on": date(2026, 3, 3)}, "discovered_on"),
}


@pytest.mark.parametrize("what", BAD)
def test_bad_input_is_refused_at_its_field_and_leaves_nothing(cast: Cast, what: str) -> None:
    facts, field = BAD[what]
    with pytest.raises(Invalid) as caught:
        _open(cast, **facts)
    assert field in caught.value.fields
    assert not Case.objects.exists()


def test_a_case_is_not_opened_tomorrow(cast: Cast) -> None:
    with pytest.raises(Invalid) as caught:
        _open(cast, opened_at=clock.now() + TOMORROW)
    assert "opened_at" in caught.value.fields


def test_a_wrong_check_digit_of_the_party_does_not_block(cast: Cast) -> None:
    assert _open(cast).parties.get().code == "91211103MA0XYT0018"


@pytest.mark.parametrize("who", ["bing", "ding", "wu", "ji", "geng", "guanli", "ren"])
def test_only_officers_open_cases(cast: Cast, who: str) -> None:
    with pytest.raises(Forbidden, match="执法人员"):
        _open(cast, who)


def test_a_stranger_cannot_be_made_an_officer_of_the_case(begun: Begun) -> None:
    jia, wai = begun.cast.actor("jia"), begun.cast["wai"]
    with pytest.raises(Invalid, match="本单位"):
        add_officer(jia, begun.case, wai)
    with pytest.raises(Invalid, match="本单位"):
        _open(begun.cast, co_handlers=[wai])


def test_a_colleague_is_added_once(begun: Begun) -> None:
    jia, zi = begun.cast.actor("jia"), begun.cast["zi"]
    with pytest.raises(Forbidden):
        amend_facts(
            begun.cast.actor("zi"), begun.case, conduct_ended_on=None, discovered_on=None,
            complex=True,
        )  # fmt: skip
    add_officer(jia, begun.case, zi)
    with pytest.raises(Conflict, match="子"):
        add_officer(jia, begun.case, zi)
    assert CaseOfficer.objects.filter(person=zi).count() == 1
    amend_facts(
        begun.cast.actor("zi"), begun.case, conduct_ended_on=None, discovered_on=None, complex=True
    )
    begun.case.refresh_from_db()
    assert begun.case.complex


def test_the_days_of_the_limitation_are_not_in_the_future(teller: Teller) -> None:
    with pytest.raises(Invalid) as caught:
        amend_facts(
            teller.cast.actor("jia"), teller.case, complex=False, discovered_on=None,
            conduct_ended_on=clock.today() + TOMORROW,
        )  # fmt: skip
    assert "conduct_ended_on" in caught.value.fields


def test_records_outlive_the_roster(begun: Begun) -> None:
    person = begun.cast["jia"]
    person.name = "改名"
    person.save()
    site = begun.activity("site")
    assert [one.name for one in site.participants.order_by("pk")] == ["甲", "乙", "钱某"]
    assert begun.case.officers.get(part="handler").name == "甲"
    assert begun.document("record").recorded_by.startswith("甲（")
    assert begun.matter("approved").steps.get(role="handler").name == "甲"


def test_the_list_finds_by_words_party_code_number_and_state(begun: Begun) -> None:
    head = begun.cast.actor("wu")
    for text in ("建材", "某某建材有限公司", "91211103ma0xyt0017", "2026-001", ""):
        assert [one.pk for one in list_cases(head, CaseFilter(text=text))] == [begun.case.pk], text
    assert not list_cases(head, CaseFilter(text="纺织")).exists()
    assert list_cases(head, CaseFilter(state="open", year=2026)).count() == 1
    assert not list_cases(head, CaseFilter(state="closed")).exists()
    assert not list_cases(head, CaseFilter(year=2025)).exists()
    assert state_label(begun.case) == "未立案"


def test_the_list_asks_the_same_number_of_queries_for_many_cases(
    begun: Begun, django_assert_num_queries: Any
) -> None:
    for number in range(5):
        _open(begun.cast, title=f"第{number}案")
    head = begun.cast.actor("wu")
    with django_assert_num_queries(2):
        rows = [(one, list(one.parties.all())) for one in list_cases(head, CaseFilter())]
    assert len(rows) == 6


def test_a_new_colleague_of_the_bureau_sees_no_case(begun: Begun) -> None:
    fresh = hire(begun.cast, "chou", "丑", Role.OFFICER)
    assert not list_cases(actor_for(fresh), CaseFilter()).exists()
