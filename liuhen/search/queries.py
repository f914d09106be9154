"""Finding documents: by type, number, party, state, days and words, among those one may read.

Only what the person may read is found: documents of the cases they see, and by their type, number
and words only such as their class of secrecy is open to them; the others stand in the list under
the words that hide them (第二十九条). The index only proposes; the live rows decide.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet

from liuhen.cases.access import visible_cases
from liuhen.cases.models import Party
from liuhen.cases.secrecy import isolated_of, seen_by
from liuhen.documents.models import Document
from liuhen.people.actors import Actor
from liuhen.regulation.secrecy import ISOLATED, MASKED
from liuhen.search import index
from liuhen.search.grams import SHORTEST, normal, number_form, tokens
from liuhen.search.models import Entry


@dataclass(frozen=True, kw_only=True)
class DocumentFilter:
    """What the page's filter row holds; empty means all. `since` and `until` are both included."""

    words: str = ""
    type_code: str = ""
    number: str = ""
    party: str = ""
    state: str = ""
    since: date | None = None
    until: date | None = None

    @property
    def tells(self) -> bool:
        """Tell whether being found would say what a document is."""
        return bool(self.words.strip() or self.type_code or self.number.strip())


@dataclass(frozen=True)
class Found:
    """One document of the list, called as this person may know it."""

    document: Document
    title: str
    hidden: bool
    party: str


def too_short(words: str) -> list[str]:
    """Return the words that are too short to be looked for."""
    return [one for one in words.split() if len(normal(one)) < SHORTEST]


def find_documents(actor: Actor, wanted: DocumentFilter) -> QuerySet[Entry]:
    """Return the entries that match, the last begun first; words under two characters are left out."""
    found = Entry.objects.filter(case__in=visible_cases(actor).order_by().values("pk"))
    plain = {"type_code": wanted.type_code, "state": wanted.state}
    days = {"dated__gte": wanted.since, "dated__lte": wanted.until}
    found = found.filter(**{name: value for name, value in (plain | days).items() if value})
    if wanted.number.strip():
        found = found.filter(number__contains=number_form(wanted.number))
    if wanted.party.strip():
        parties = Party.objects.filter(name__icontains=wanted.party.strip())
        found = found.filter(case__in=parties.values("case_id"))
    for one in map(normal, wanted.words.split()):
        if len(one) >= SHORTEST:
            found = found.filter(
                pk__in=index.holding(tokens(one)), document__search_words__text__contains=one
            )
    if wanted.tells:
        found = found.filter(seen_by(actor, Document, "document__"))
    return found.order_by("-pk")


def load_found(actor: Actor, ids: Sequence[int]) -> list[Found]:
    """Return the documents of these ids in this order, in a fixed number of queries."""
    parties = Prefetch("case__parties", Party.objects.order_by("pk"))
    rows = Document.objects.select_related("case").defer("fields").prefetch_related(parties)
    documents = rows.in_bulk(ids)
    seen = Document.objects.filter(seen_by(actor, Document), pk__in=ids)
    open_ones = frozenset(seen.values_list("pk", flat=True))
    isolated = frozenset(isolated_of(Document))
    return [_found(documents[pk], pk in open_ones, pk in isolated) for pk in ids if pk in documents]


def _found(document: Document, seen: bool, isolated: bool) -> Found:
    parties = document.case.parties.all()
    hidden_title = ISOLATED if isolated else MASKED
    return Found(
        document=document,
        title=document.title if seen else hidden_title,
        hidden=not seen,
        party=parties[0].name if parties else "",
    )
