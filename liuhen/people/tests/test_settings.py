"""The bureau's settings: what is entered wrongly is refused in words, history is kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from liuhen.demo.cast import Cast
from liuhen.faults import Conflict, Invalid
from liuhen.people import actions
from liuhen.people.actors import SYSTEM
from liuhen.people.codes import credit_code_is_valid, identity_number_is_valid
from liuhen.people.models import CalendarYear, Keeper, Parameter, Post, Role
from liuhen.people.queries import entered_years, own_numbers

MARCH = date(2026, 3, 1)
Act = Callable[[Cast], object]


def _person(**facts: str) -> Act:
    known = {"username": "new", "name": "新", "password": "long-enough", **facts}
    return lambda cast: actions.add_person(SYSTEM, bureau=cast.bureau, **known)


def _certificate(number: str, to: date) -> Act:
    return lambda cast: actions.add_certificate(
        SYSTEM, cast["bing"], number=number, valid_from=MARCH, valid_to=to
    )


def _calendar(
    holidays: list[date], working: list[date], citation: str = "通知", year: int = 2027
) -> Act:
    return lambda cast: actions.enter_calendar_year(
        SYSTEM, year=year, holidays=holidays, make_up_days=working, citation=citation
    )


def _parameter(name: str = "major_fine_threshold", value: int = 1, citation: str = "规定") -> Act:
    return lambda cast: actions.set_parameter(
        SYSTEM, cast.bureau, name=name, value=value, in_force_from=MARCH, citation=citation
    )


def _bureau(**facts: str) -> Act:
    def act(cast: Cast) -> object:
        return actions.found_bureau(
            SYSTEM,
            name=facts.get("name", "新局"),
            word=facts.get("word", "新"),
            code="",
            level=facts.get("level", "county"),
        )

    return act


NEW_YEAR = date(2027, 1, 1)
BAD: dict[str, tuple[Act, type[Exception], str]] = {
    "a person without a name": (_person(name=" "), Invalid, "name"),
    "a person without a sign-in name": (_person(username=""), Invalid, "username"),
    "a short password": (_person(password="1234567"), Invalid, "password"),
    "a sign-in name that is taken": (_person(username="jia"), Conflict, ""),
    "a certificate that ends before it begins": (
        _certificate("TJ-9", date(2026, 2, 1)), Invalid, "valid_to",
    ),
    "a certificate without a number": (_certificate(" ", MARCH), Invalid, "number"),
    "a certificate twice": (_certificate("TJ-0001", MARCH), Conflict, ""),
    "holidays of another year": (_calendar([date(2026, 11, 30)], []), Invalid, "holidays"),
    "a day both free and worked": (_calendar([NEW_YEAR], [NEW_YEAR]), Invalid, "make_up_days"),
    "a calendar without its notice": (_calendar([NEW_YEAR], [], citation=""), Invalid, "citation"),
    "a number no rule asks for": (_parameter(name="speed"), Invalid, "name"),
    "a number of the law": (_parameter(name="decision_days"), Invalid, "name"),
    "nothing as a number": (_parameter(value=0), Invalid, "value"),
    "a number without its rule": (_parameter(citation=" "), Invalid, "citation"),
    "a bureau without a name": (_bureau(name=""), Invalid, "name"),
    "a bureau without its word": (_bureau(word=" "), Invalid, "word"),
    "a bureau of no level": (_bureau(level="village"), Invalid, "level"),
    "a bureau twice": (_bureau(name="示例区统计局"), Conflict, ""),
}  # fmt: skip


@pytest.mark.parametrize("what", BAD)
def test_bad_input_is_refused_at_its_field(cast: Cast, what: str) -> None:
    act, fault, field = BAD[what]
    with pytest.raises(fault) as caught:
        act(cast)
    if field:
        assert isinstance(caught.value, Invalid)
        assert field in caught.value.fields


def test_a_calendar_year_is_entered_once(cast: Cast) -> None:
    _calendar([NEW_YEAR], [])(cast)
    assert CalendarYear.objects.get(year=2027).holidays == ["2027-01-01"]
    with pytest.raises(Conflict, match="2027"):
        _calendar([NEW_YEAR], [])(cast)


def test_a_keeper_hands_over_and_stays_in_the_history(cast: Cast) -> None:
    actions.name_keeper(cast.actor("wu"), cast["bing"], of="text", since=date(2026, 3, 2))
    kept = Keeper.objects.filter(of="text").order_by("pk")
    assert [(one.name, one.until) for one in kept] == [("庚", date(2026, 3, 1)), ("丙", None)]
    with pytest.raises(Invalid, match="任命日期"):
        actions.name_keeper(cast.actor("wu"), cast["geng"], of="text", since=date(2026, 2, 1))


def test_who_takes_over_on_the_first_day_leaves_nobody_before_them(cast: Cast) -> None:
    actions.name_keeper(SYSTEM, cast["bing"], of="text", since=date(2024, 1, 1))
    first = Keeper.objects.filter(of="text").earliest("pk")
    assert first.until == first.since == date(2024, 1, 1)


def test_an_earlier_value_stays_beside_the_later(cast: Cast) -> None:
    _parameter(value=10_000_00)(cast)
    values = Parameter.objects.order_by("in_force_from").values_list("value", flat=True)
    assert list(values) == [20_000_00, 10_000_00]


def test_a_post_ends_once_and_not_before_it_began(cast: Cast) -> None:
    post = Post.objects.get(person=cast["jia"], role=Role.OFFICER)
    with pytest.raises(Invalid):
        actions.end_post(cast.actor("wu"), post, held_to=date(2023, 12, 31))
    actions.end_post(cast.actor("wu"), post, held_to=MARCH)
    with pytest.raises(Conflict, match="2026年03月01日"):
        actions.end_post(cast.actor("wu"), post, held_to=MARCH)


@pytest.mark.parametrize(
    ("code", "valid"),
    [
        ("91211103MA0XYT0017", True),
        ("91211103MA0XYT01XY", True),
        ("91211103MA0XYT108J", True),
        ("91211103ma0xyt108j", True),
        ("91211103MA0XYT0018", False),  # its own digit
        ("91211103MA0XYT0107", False),  # two characters changed places
        ("91211103MA0XYT001", False),
        ("91211103MA0XYTI017", False),  # no letter I in the alphabet
    ],
)
def test_a_wrong_check_digit_warns_and_never_blocks(cast: Cast, code: str, valid: bool) -> None:
    assert credit_code_is_valid(code) is valid
    assert bool(actions.code_warning(code)) is not valid
    assert actions.found_bureau(SYSTEM, name="新局", word="新", code=code, level="county").pk


def test_the_warning_says_what_to_do_and_no_code_is_no_wrong_code() -> None:
    assert "核对" in actions.code_warning("X")
    assert actions.code_warning("") == ""


@pytest.mark.parametrize(
    ("number", "valid"),
    [("11010519491231002X", True), ("11010519491231002x", True), ("110105194912310021", False)],
)
def test_the_last_character_of_an_identity_number_is_checked(number: str, valid: bool) -> None:
    assert identity_number_is_valid(number) is valid


def test_a_corrected_year_holds_and_the_first_entry_stays(cast: Cast) -> None:
    _calendar([NEW_YEAR], [])(cast)
    corrected = actions.enter_calendar_year(
        SYSTEM, year=2027, holidays=[NEW_YEAR, date(2027, 1, 2)], make_up_days=[],
        citation="更正的通知", replaces=True,
    )  # fmt: skip
    assert entered_years() == [corrected]
    assert CalendarYear.objects.filter(year=2027).count() == 2
    with pytest.raises(Conflict, match="完全一样"):
        actions.enter_calendar_year(
            SYSTEM, year=2027, holidays=[NEW_YEAR, date(2027, 1, 2)], make_up_days=[],
            citation="更正的通知", replaces=True,
        )  # fmt: skip


def test_a_notice_may_reach_into_the_december_before(cast: Cast) -> None:
    _calendar([date(2029, 12, 31), date(2030, 1, 1)], [date(2029, 12, 29)], year=2030)(cast)
    assert entered_years()[0].holidays[0] == "2029-12-31"


def test_of_two_values_for_one_day_the_one_set_last_holds(cast: Cast) -> None:
    _parameter(value=50_000_00)(cast)
    _parameter(value=10_000_00)(cast)
    assert [row.value for row in own_numbers(cast.bureau) if row.in_force_from == MARCH] == [
        10_000_00
    ]
    assert Parameter.objects.filter(in_force_from=MARCH).count() == 2
