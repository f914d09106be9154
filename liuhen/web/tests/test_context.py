"""What stands around a page."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from liuhen.people.models import Bureau, Person, Role
from liuhen.web.context import MENU, Shell, look_of, shown_menu


def test_the_menu_has_at_most_eight_entries() -> None:
    assert len(MENU) <= 8


@pytest.mark.parametrize("role", list(Role))
def test_every_role_finds_its_to_do_list_first(role: Role) -> None:
    assert shown_menu(frozenset({role}), "/")[0].label == "待办"


def test_entries_a_role_cannot_use_are_absent() -> None:
    officer = {each.label for each in shown_menu(frozenset({Role.OFFICER}), "/")}
    administrator = {each.label for each in shown_menu(frozenset({Role.ADMINISTRATOR}), "/")}
    assert "设置" not in officer
    assert "人员" not in officer
    assert "设置" in administrator


@pytest.mark.parametrize(
    ("path", "label"),
    [("/", "待办"), ("/cases", "案件"), ("/cases/3/docs", "案件"), ("/casesx", None)],
)
def test_the_entry_that_holds_the_page_is_marked(path: str, label: str | None) -> None:
    marked = [each.label for each in shown_menu(frozenset(Role), path) if each.current]
    assert marked == ([label] if label else [])


def test_theme_and_size_come_from_the_device_and_nonsense_is_ignored() -> None:
    request = RequestFactory().get("/")
    assert look_of(request) == {"theme": "auto", "size": "16"}
    request.COOKIES.update(liuhen_theme="outdoor", liuhen_size="22")
    assert look_of(request) == {"theme": "outdoor", "size": "22"}
    request.COOKIES.update(liuhen_theme='x" onload="y', liuhen_size="900")
    assert look_of(request) == {"theme": "auto", "size": "16"}


@pytest.mark.django_db
def test_before_sign_in_there_is_the_bureaus_name_and_no_menu() -> None:
    Bureau.objects.create(name="兴隆台区统计局", word="兴", code="1", level=Bureau.Level.COUNTY)
    request = RequestFactory().get("/login")
    request.user = AnonymousUser()
    shell = Shell(request)
    assert shell.bureau_name == "兴隆台区统计局"
    assert shell.menu == []
    assert shell.person is None
    assert shell.session_seconds == 0


@pytest.mark.django_db
def test_a_person_without_a_post_sees_only_what_is_for_everybody() -> None:
    bureau = Bureau.objects.create(
        name="兴隆台区统计局", word="兴", code="1", level=Bureau.Level.COUNTY
    )
    request = RequestFactory().get("/cases")
    request.user = Person.objects.create(username="li", name="李执法", bureau=bureau)
    shell = Shell(request)
    everybody = [each.label for each in MENU if not each.roles]
    assert [each.label for each in shell.menu] == everybody
    assert everybody[:2] == ["待办", "案件"]
    assert shell.bureau_name == "兴隆台区统计局"
