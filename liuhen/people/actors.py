"""The typed actor that every action demands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from liuhen import clock
from liuhen.faults import Forbidden
from liuhen.people.models import Person, Post, Role


@dataclass(frozen=True, kw_only=True)
class Actor:
    """Who acts: the ledger id, the text that goes into records, and the roles held today.

    `person_id` and `bureau_id` are row ids; 0 is nobody and nowhere (the system), and matches none.
    """

    id: str
    name: str
    post: str
    unit: str
    person_id: int = 0
    bureau_id: int = 0
    roles: frozenset[Role] = field(default_factory=frozenset)

    @property
    def text(self) -> str:
        """Name, post and unit as they go into records."""
        return f"{self.name}（{self.unit} {self.post}）" if self.post else self.name

    def holds(self, *roles: Role) -> bool:
        """Tell whether any of the roles is held today."""
        return not self.roles.isdisjoint(roles)

    def demand(self, *roles: Role, to: str) -> None:
        """Raise Forbidden, with the reason, unless one of the roles is held."""
        if not self.holds(*roles):
            names = "、".join(role.label for role in roles)
            raise Forbidden(
                f"{to}须由{names}办理；您（{self.name}）目前的岗位是"
                f"{self.post or '未任职'}。请转交有该岗位的同事，或请系统管理员核对任职。"
            )


SYSTEM = Actor(id="system", name="系统", post="", unit="")
"""The system itself, for what no person does: the log's opening, checkpoints, the worker."""


def posts_on(person: Person, day: date) -> Iterable[Post]:
    """Return the posts held on that day, both ends inclusive."""
    return person.posts.filter(
        Q(held_from__lte=day) & (Q(held_to__isnull=True) | Q(held_to__gte=day))
    ).order_by("pk")


def actor_for(person: Person) -> Actor:
    """Return the actor for a person as of today (Asia/Shanghai); inactive people hold nothing."""
    posts = list(posts_on(person, clock.today())) if person.is_active else []
    return Actor(
        id=person.ledger_id,
        name=person.name,
        post=posts[0].title if posts else "",
        unit=person.bureau.name,
        person_id=person.pk,
        bureau_id=person.bureau_id,
        roles=frozenset(Role(post.role) for post in posts),
    )
