"""Lists of what people entered."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from liuhen.people.models import Person
from liuhen.supervision.models import Breach, Outcome


def breaches(bureaus: Iterable[int]) -> QuerySet[Breach]:
    """Return the breaches of these bureaus, newest first, the withdrawn ones too."""
    found = Breach.objects.filter(bureau__in=list(bureaus))
    return found.select_related("bureau", "case", "withdrawal").order_by("-occurred_on", "-pk")


def outcomes(bureaus: Iterable[int]) -> QuerySet[Outcome]:
    """Return the outcomes for these bureaus, newest first, the withdrawn ones too."""
    found = Outcome.objects.filter(bureau__in=list(bureaus))
    related = found.select_related("bureau", "person", "case", "breach", "withdrawal")
    return related.order_by("-decided_on", "-pk")


def people_of(bureaus: Iterable[int]) -> QuerySet[Person]:
    """Return who works, or worked, in these bureaus, by bureau and name."""
    found = Person.objects.filter(bureau__in=list(bureaus)).select_related("bureau")
    return found.order_by("bureau_id", "pk")
