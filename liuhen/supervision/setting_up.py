"""制度建立: what a bureau has set up on a day, thing by thing (第二十七条, 第三十二条)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from liuhen.people.models import Certificate, Keeper, ManagementRule, Post, Role
from liuhen.supervision.figures import Tally


@dataclass(frozen=True)
class Thing:
    """One thing that has to be there: under which article, what, and what the record shows."""

    article: str
    what: str
    there: bool
    shows: str


@dataclass(frozen=True)
class SetUp:
    """What one bureau has set up."""

    things: tuple[Thing, ...]

    @property
    def tally(self) -> Tally:
        """How many things are there and how many are not."""
        there = sum(one.there for one in self.things)
        return Tally(there, len(self.things) - there)


def set_up_of(bureaus: Iterable[int], day: date) -> Mapping[int, SetUp]:
    """Return what each bureau had set up on a day, in four queries."""
    ids = list(bureaus)
    rules = {
        one.bureau_id: one
        for one in ManagementRule.objects.filter(
            _held(day, "in_force_from", "in_force_to"), bureau__in=ids
        )
    }
    keepers = {
        (one.bureau_id, one.of): one
        for one in Keeper.objects.filter(_held(day, "since", "until"), bureau__in=ids)
    }
    officers = list(
        Post.objects.filter(_held(day, "held_from", "held_to"), bureau__in=ids, role=Role.OFFICER)
        .select_related("person")
        .order_by("pk")
    )
    certified = {
        one.person_id: one
        for one in Certificate.objects.filter(
            person__in={post.person_id for post in officers},
            valid_from__lte=day,
            valid_to__gte=day,
        )
    }
    return {
        id: SetUp(
            (
                *_papers(id, rules, keepers),
                *_officers([one for one in officers if one.bureau_id == id], certified),
            )
        )
        for id in ids
    }


def _held(day: date, begins: str, ends: str) -> Q:
    return Q(**{f"{begins}__lte": day}) & (
        Q(**{f"{ends}__isnull": True}) | Q(**{f"{ends}__gte": day})
    )


def _papers(
    bureau_id: int,
    rules: Mapping[int, ManagementRule],
    keepers: Mapping[tuple[int, str], Keeper],
) -> Iterator[Thing]:
    rule = rules.get(bureau_id)
    shows = f"《{rule.title}》自 {rule.in_force_from:%Y-%m-%d} 起施行" if rule else "没有登记"
    yield Thing("第二十七条", "现行有效的全过程记录管理制度", rule is not None, shows)
    for of in (Keeper.Kind.TEXT, Keeper.Kind.AUDIOVISUAL):
        keeper = keepers.get((bureau_id, of.value))
        shows = f"{keeper.name}，自 {keeper.since:%Y-%m-%d} 起" if keeper else "没有登记"
        yield Thing("第二十七条", f"{of.label}的管理专人", keeper is not None, shows)


def _officers(posts: Iterable[Post], certified: Mapping[int, Certificate]) -> Iterator[Thing]:
    for post in {one.person_id: one for one in posts if one.person.is_active}.values():
        found = certified.get(post.person_id)
        shows = (
            f"{found.number}，有效期至 {found.valid_to:%Y-%m-%d}" if found else "没有有效的执法证"
        )
        yield Thing("第五条", f"{post.person.name}的执法证", found is not None, shows)
