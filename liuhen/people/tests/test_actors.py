"""Who somebody is today follows from the posts held today; without posts nothing is allowed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from liuhen import clock
from liuhen.cases.access import case_for_reading, visible_cases
from liuhen.cases.actions import add_officer, amend_facts
from liuhen.demo.cast import Cast
from liuhen.demo.teller import Teller
from liuhen.faults import Fault, Forbidden, NotFound
from liuhen.people import access, actions
from liuhen.people.actors import SYSTEM, Actor, actor_for
from liuhen.people.models import Post, Role
from tests.begun import Begun
from tests.plugin import Go

NOBODY = Actor(id="x", name="无名", post="", unit="")


def test_an_actor_holds_the_posts_of_today(cast: Cast) -> None:
    assert cast.actor("jia").roles == {Role.OFFICER}
    assert cast.actor("wu").post == "局长"
    assert cast.actor("wu").text == "戊（示例区统计局 局长）"


@pytest.mark.parametrize(("month", "day", "held"), [(3, 30, True), (3, 31, True), (4, 1, False)])
def test_a_post_is_held_to_the_end_of_its_last_day(
    cast: Cast, go: Go, month: int, day: int, held: bool
) -> None:
    post = Post.objects.get(person=cast["jia"])
    actions.end_post(cast.actor("wu"), post, held_to=date(2026, 3, 31))
    go(clock.shanghai(2026, month, day, 23, 59))
    assert cast.actor("jia").holds(Role.OFFICER) is held


def test_the_day_of_shanghai_counts_not_that_of_greenwich(cast: Cast, go: Go) -> None:
    actions.appoint(SYSTEM, cast["jia"], role=Role.DEPUTY, title="", held_from=date(2026, 4, 1))
    go(clock.shanghai(2026, 3, 31, 23, 30))
    assert not cast.actor("jia").holds(Role.DEPUTY)
    go(clock.shanghai(2026, 4, 1, 0, 30))  # still 31 March at Greenwich
    assert cast.actor("jia").holds(Role.DEPUTY)


def test_a_closed_account_holds_nothing_though_its_post_goes_on(cast: Cast) -> None:
    actions.deactivate(cast.actor("guanli"), cast["bing"])
    bing = cast["bing"]
    bing.refresh_from_db()
    assert actor_for(bing).roles == frozenset()
    with pytest.raises(Forbidden, match="岗位"):
        actor_for(bing).demand(Role.REVIEWER, to="审核")


@pytest.mark.parametrize("actor", [SYSTEM, NOBODY], ids=["the system", "nobody"])
def test_who_has_no_bureau_sees_and_changes_no_case(teller: Teller, actor: Actor) -> None:
    assert not visible_cases(actor).exists()
    with pytest.raises(NotFound):
        case_for_reading(actor, teller.case.pk)
    with pytest.raises(NotFound):
        amend_facts(actor, teller.case, conduct_ended_on=None, discovered_on=None, complex=True)


def test_an_officer_without_a_post_reads_and_writes_no_more(begun: Begun) -> None:
    post = Post.objects.get(person=begun.cast["jia"])
    yesterday = date(2026, 3, 12)
    actions.end_post(begun.cast.actor("wu"), post, held_to=yesterday)
    jia = begun.cast.actor("jia")
    assert not visible_cases(jia).exists()
    with pytest.raises(Forbidden):
        case_for_reading(jia, begun.case.pk)
    with pytest.raises(Forbidden, match="执法人员"):
        add_officer(jia, begun.case, begun.cast["zi"])


ADMINISTER: dict[str, Callable[[Actor, Cast], object]] = {
    "add a person": lambda actor, cast: actions.add_person(
        actor, bureau=cast.bureau, username="new", name="新", password="long-enough"
    ),
    "set a password": lambda actor, cast: actions.set_password(
        actor, cast["yi"], "long-enough-too"
    ),
    "close an account": lambda actor, cast: actions.deactivate(actor, cast["yi"]),
    "register a certificate": lambda actor, cast: actions.add_certificate(
        actor, cast["yi"], number="TJ-9", valid_from=date(2026, 1, 1), valid_to=date(2027, 1, 1)
    ),
    "appoint": lambda actor, cast: actions.appoint(
        actor, cast["yi"], role=Role.HEAD, title="", held_from=date(2026, 1, 1)
    ),
    "end a post": lambda actor, cast: actions.end_post(
        actor, Post.objects.get(person=cast["yi"]), held_to=date(2026, 3, 1)
    ),
    "name a keeper": lambda actor, cast: actions.name_keeper(
        actor, cast["yi"], of="text", since=date(2026, 3, 1)
    ),
    "file a rule": lambda actor, cast: actions.file_management_rule(
        actor, cast.bureau, title="制度", in_force_from=date(2026, 3, 1)
    ),
    "set a parameter": lambda actor, cast: actions.set_parameter(
        actor, cast.bureau, name="major_fine_threshold", value=1, in_force_from=date(2026, 3, 1),
        citation="规定",
    ),
}  # fmt: skip
WHO = {
    "guanli": None, "wu": None, "jia": Forbidden, "bing": Forbidden, "ding": Forbidden,
    "ji": Forbidden, "geng": Forbidden, "ren": NotFound, "wai": NotFound,
}  # fmt: skip


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("act", ADMINISTER)
def test_only_administrator_and_head_keep_the_settings(begun: Begun, who: str, act: str) -> None:
    expected: type[Fault] | None = WHO[who]
    actor = begun.cast.actor(who)
    if expected is None:
        ADMINISTER[act](actor, begun.cast)
        return
    with pytest.raises(expected):
        ADMINISTER[act](actor, begun.cast)


def test_everybody_sets_their_own_password_and_nobody_closes_their_own_account(cast: Cast) -> None:
    actions.set_password(cast.actor("jia"), cast["jia"], "another-word")
    assert cast["jia"].check_password("another-word")
    with pytest.raises(Exception, match="自己的账号"):
        actions.deactivate(cast.actor("guanli"), cast["guanli"])


def test_a_stranger_is_no_colleague(begun: Begun) -> None:
    assert access.colleague(begun.cast.actor("jia"), begun.cast["yi"].pk) == begun.cast["yi"]
    for who in ("wai", "ren"):
        with pytest.raises(NotFound):
            access.colleague(begun.cast.actor("jia"), begun.cast[who].pk)


def test_only_the_system_founds_a_bureau(cast: Cast) -> None:
    with pytest.raises(Forbidden):
        actions.found_bureau(cast.actor("guanli"), name="某局", word="某", code="", level="county")
