"""People and certificates as the pages show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from liuhen.people.models import Bureau, Certificate, Clearance, Person, Post, Role
from liuhen.regulation.secrecy import words_of

SOON_DAYS = 90
"""From how many natural days before its end a certificate is marked 将到期."""


@dataclass(frozen=True)
class CertificateLine:
    """A certificate with its state in words."""

    certificate: Certificate
    word: str
    tone: str
    note: str


def certificate_line(certificate: Certificate, today: date) -> CertificateLine:
    """Say in words how a certificate stands on a day."""
    left = (certificate.valid_to - today).days
    if left < 0:
        return CertificateLine(certificate, "已过期", "missing", f"已过期 {-left} 天，不得执法")
    if certificate.valid_from > today:
        return CertificateLine(certificate, "尚未生效", "idle", "")
    if left <= SOON_DAYS:
        return CertificateLine(certificate, "将到期", "late", f"还剩 {left} 天，请及时换证")
    return CertificateLine(certificate, "有效", "done", "")


@dataclass(frozen=True)
class PersonLine:
    """A colleague with what they hold today."""

    person: Person
    posts: tuple[Post, ...]
    past: tuple[Post, ...]
    certificates: tuple[CertificateLine, ...]
    uncertified: bool
    """Whether they enforce today without a certificate that is valid today."""


def colleagues(bureau: Bureau) -> QuerySet[Person]:
    """Return everybody of the bureau, those in use first, with posts and certificates."""
    return bureau.people.prefetch_related("posts", "certificates").order_by("-is_active", "pk")


def person_line(person: Person, today: date) -> PersonLine:
    """Put a person's posts and certificates together; asks nothing that is prefetched."""
    posts = sorted(person.posts.all(), key=lambda post: (post.held_from, post.pk))
    held = tuple(post for post in posts if _held(post, today))
    kept = sorted(person.certificates.all(), key=lambda one: one.valid_to, reverse=True)
    enforces = any(post.role == Role.OFFICER for post in held)
    return PersonLine(
        person=person,
        posts=held,
        past=tuple(post for post in posts if post not in held),
        certificates=tuple(certificate_line(one, today) for one in kept),
        uncertified=enforces and person.is_active and not any(one.valid_on(today) for one in kept),
    )


def _held(post: Post, today: date) -> bool:
    return post.held_to is None or post.held_to >= today


def people_in_use(bureau: Bureau) -> QuerySet[Person]:
    """Return the colleagues whose accounts are open."""
    return bureau.people.filter(is_active=True).order_by("pk")


def uncertified(lines: Iterable[PersonLine]) -> list[str]:
    """Name those who enforce today without a valid certificate."""
    return [line.person.name for line in lines if line.uncertified]


@dataclass(frozen=True)
class ClearanceLine:
    """A clearance with its class and state in words."""

    clearance: Clearance
    words: str
    state: str
    tone: str
    open: bool
    """Whether it can still be taken back."""


def clearance_lines(person: Person, today: date) -> list[ClearanceLine]:
    """Return a person's clearances, newest first, ended ones too."""
    return [_clearance_line(row, today) for row in person.clearances.order_by("-since", "-pk")]


def _clearance_line(row: Clearance, today: date) -> ClearanceLine:
    state, tone = "有效", "done"
    if row.ended_on is not None:
        state, tone = "已收回", "void"
    elif row.until is not None and row.until < today:
        state, tone = "已到期", "idle"
    elif row.since > today:
        state, tone = "尚未生效", "idle"
    open_ = row.ended_on is None and (row.until is None or row.until >= today)
    return ClearanceLine(row, words_of(row.secrecy), state, tone, open_)
