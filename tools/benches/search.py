"""Finding documents: the page at 100,000 documents of one bureau, by each filter, warm."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import Any

from benches import home
from benches.measure import Figure, Figures, duration, take

DOCUMENTS = 100_000
CASES = 5_000
CHUNK = 2_000
LIMIT = 0.150
ROUNDS = 20
ASKED = {
    "no filter": "",
    "two characters that are in most": "words=统计",
    "a word that is in one": "words=某某第17号附注",
    "a word that is nowhere": "words=查封扣押",
    "two words": "words=统计 营业收入",
    "number": "number=示统检字[2026]2号",
    "party": "party=第17号企业",
    "type and days": "type_code=inquiry_record&since=2026-03-01&until=2026-12-31",
    "words, rare type": "words=统计&type_code=penalty_decision&state=void",
    "last page": "page=50",
}


def figures() -> Figures:
    """Fill a home, then ask each page as an officer, the head and the supervisor."""
    with home.folder() as place:
        home.begin(place / "home")
        ask = _pages()
        for name, get in ask.items():
            get()
            taken = take(get, ROUNDS)
            yield Figure(
                f"documents found, {DOCUMENTS:,}: {name}",
                str(taken),
                f"≤ {duration(LIMIT)}",
                min(taken.median, taken.cpu) <= LIMIT,
            )
        size = (place / "home" / "liuhen.sqlite3").stat().st_size / 1e6
        yield Figure(
            "the database with the index", f"{size:,.0f} MB, index {_index_size():,.0f} MB"
        )


def _pages() -> dict[str, Callable[[], Any]]:
    from django.test import Client

    from benches import many
    from liuhen.people.models import Person

    cast, _ = many.fill(CASES)
    _fill()
    seen = {"head": cast["wu"], "officer": Person.objects.get(username="officer0")}

    def page(person: Person, query: str) -> Callable[[], Any]:
        client = Client()
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")

        def get() -> None:
            answer = client.get(f"/documents?{query}")
            if answer.status_code != 200:
                raise RuntimeError(f"{query} answered {answer.status_code}")

        return get

    return {
        f"{sight}, {name}": page(person, query)
        for sight, person in seen.items()
        for name, query in ASKED.items()
    }


def _fill() -> None:
    """Copy the documents of case A into every case, each with words of its own, and index them."""
    from django.db import transaction

    from liuhen.cases.models import Case
    from liuhen.documents.models import Document
    from liuhen.ledger import feed, nodes
    from liuhen.search import actions

    originals = list(Document.objects.order_by("pk")[:20])
    texts = [actions._text(one) for one in originals]
    cases = list(Case.objects.order_by("pk").values_list("pk", flat=True))
    first = Document.objects.order_by("-pk")[0].pk + 1
    for start in range(0, DOCUMENTS, CHUNK):
        with transaction.atomic():
            _chunk(range(start, start + CHUNK), first, originals, texts, cases)
    with transaction.atomic():
        feed.advance(actions.CURSOR, nodes.size())


def _chunk(
    numbers: range, first: int, originals: list[Any], texts: list[str], cases: list[int]
) -> None:
    from liuhen.documents.models import Document
    from liuhen.search import index
    from liuhen.search.grams import normal, number_form, tokens
    from liuhen.search.models import Entry, Words

    documents, words = [], []
    for number in numbers:
        which = number % len(originals)
        copied = Document(**{f.attname: getattr(originals[which], f.attname) for f in _columns()})
        copied.pk, copied.case_id = first + number, cases[number % len(cases)]
        copied.activity_id = None
        documents.append(copied)
        own = normal(f"某某第{number}号附注") + "".join(_chance(number))
        words.append(Words(document_id=copied.pk, text=f"{texts[which]}\n{own}"))
    Document.objects.bulk_create(documents)
    Words.objects.bulk_create(words)
    Entry.objects.bulk_create(
        Entry(
            document_id=one.pk, case_id=one.case_id, type_code=one.type_code, state=one.state,
            dated=one.dated, number=number_form(one.number),
        )
        for one in documents
    )  # fmt: skip
    for one in words:
        index.put(one.document_id, tokens(one.text))


def _columns() -> Any:
    from liuhen.documents.models import Document

    return Document._meta.concrete_fields


def _chance(seed: int) -> Iterator[str]:
    """300 characters, the frequent ones more often, as in a text."""
    chance = random.Random(seed)
    yield from (chr(0x4E00 + min(int(chance.expovariate(1 / 400)), 6000)) for _ in range(300))


def _index_size() -> float:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT sum(length(block)) FROM search_grams_data")
        return float(cursor.fetchone()[0]) / 1e6
