"""What stands around every page: bureau, person, menu, demo band, server time, request number.

Everything is computed when the template asks for it, so a page that shows no shell asks nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Final, TypedDict

from django.conf import settings
from django.http import HttpRequest

from liuhen import clock
from liuhen.ledger.actions import is_demo
from liuhen.people.actors import Actor, actor_for
from liuhen.people.models import Bureau, Person, Role
from liuhen.web.errors import number_of
from liuhen.web.handover import held

SYSTEM_NAME: Final = "统计执法全过程记录系统"
SIZES: Final = ("16", "18", "22")
THEMES: Final = ("auto", "light", "dark", "outdoor")

_CASE_ROLES: Final = (Role.OFFICER, Role.REVIEWER, Role.LEGAL, Role.HEAD, Role.DEPUTY)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One entry of the menu; empty `roles` means everybody. The first three stand on a phone's bar."""

    label: str
    path: str
    icon: str
    roles: tuple[Role, ...] = ()


MENU: Final = (
    Entry(label="待办", path="/", icon="todo"),
    Entry(label="案件", path="/cases", icon="folder"),
    Entry(
        label="案卷库",
        path="/archive",
        icon="archive",
        roles=(*_CASE_ROLES, Role.ARCHIVIST, Role.SUPERVISOR),
    ),
    Entry(
        label="监督",
        path="/supervision",
        icon="grid",
        roles=(Role.SUPERVISOR, Role.HEAD, Role.ADMINISTRATOR, Role.OFFICER),
    ),
    Entry(label="核验", path="/verify", icon="check"),
    Entry(label="条款", path="/rules", icon="document"),
    Entry(label="人员", path="/people", icon="person", roles=(Role.ADMINISTRATOR, Role.HEAD)),
    Entry(label="设置", path="/settings", icon="gear", roles=(Role.ADMINISTRATOR, Role.HEAD)),
)


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A menu entry as it stands on one page."""

    label: str
    path: str
    icon: str
    current: bool


class Look(TypedDict):
    """The person's theme and font size; known even where nobody is signed in."""

    theme: str
    size: str


def look_of(request: HttpRequest) -> Look:
    """Read theme and size from the device's cookies; anything unknown is the default."""
    theme = request.COOKIES.get("liuhen_theme", "auto")
    size = request.COOKIES.get("liuhen_size", "16")
    return {
        "theme": theme if theme in THEMES else "auto",
        "size": size if size in SIZES else "16",
    }


class Shell:
    """The surroundings of one page."""

    system_name = SYSTEM_NAME

    def __init__(self, request: HttpRequest) -> None:
        """Hold the request; nothing is read yet."""
        self._request = request

    @cached_property
    def person(self) -> Person | None:
        """The person signed in, or None; in hand-over mode no page names them or shows a menu."""
        if held(self._request):
            return None
        user = getattr(self._request, "user", None)
        return user if isinstance(user, Person) else None

    @cached_property
    def actor(self) -> Actor | None:
        """The person with the roles held today."""
        return actor_for(self.person) if self.person else None

    @cached_property
    def bureau_name(self) -> str:
        """The person's bureau; before sign-in, the home's topmost one; empty before set-up."""
        if self.person:
            return self.person.bureau.name
        first = Bureau.objects.filter(parent=None).order_by("pk").first()
        return first.name if first else ""

    @cached_property
    def menu(self) -> list[Shown]:
        """The entries this person may use; none without sign-in."""
        if self.actor is None:
            return []
        return shown_menu(self.actor.roles, self._request.path)

    @cached_property
    def demo(self) -> bool:
        """Whether the home's first ledger entry says demo."""
        return is_demo()

    @cached_property
    def server_time(self) -> datetime:
        """Now, as every record will be stamped."""
        return clock.now()

    @property
    def server_milliseconds(self) -> int:
        """Now in milliseconds since 1970, for the comparison with the device's clock."""
        return int(self.server_time.timestamp() * 1000)

    @property
    def clock_is_set(self) -> bool:
        """Whether a demo clock runs, so that comparing device clocks would mislead."""
        return clock.is_set()

    @property
    def today(self) -> date:
        """Today in Shanghai."""
        return clock.today()

    @property
    def session_seconds(self) -> int:
        """How long the session lasts without use, in seconds; 0 when nobody is signed in."""
        return int(settings.SESSION_COOKIE_AGE) if self.person else 0

    @property
    def number(self) -> str:
        """The request's number."""
        return number_of(self._request)


def shown_menu(roles: frozenset[Role], path: str) -> list[Shown]:
    """Return the entries these roles may use, the one that holds `path` marked as current."""
    return [
        Shown(label=each.label, path=each.path, icon=each.icon, current=_holds(each.path, path))
        for each in MENU
        if not each.roles or not roles.isdisjoint(each.roles)
    ]


def _holds(entry: str, path: str) -> bool:
    return path == entry or (entry != "/" and path.startswith(f"{entry}/"))


def shell(request: HttpRequest) -> dict[str, object]:
    """Context processor: `shell` and `look` for every template."""
    return {"shell": Shell(request), "look": look_of(request)}
