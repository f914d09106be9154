"""Keeping the index up with the ledger. Nothing here changes a record, so no act is logged."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import structlog
from django.db import transaction

from liuhen.cases.looks import LOOKS
from liuhen.documents.models import Document
from liuhen.documents.wording import printed
from liuhen.ledger import feed, nodes
from liuhen.search import index
from liuhen.search.grams import normal, number_form, tokens
from liuhen.search.models import Entry, Words

CURSOR = "search"

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Followed:
    """What one round did: entries of the ledger read, documents indexed."""

    entries: int
    documents: int


def follow_feed(limit: int = 200) -> Followed:
    """Read up to `limit` entries after the cursor and index every document they touch.

    Rows and cursor move in one transaction: both or neither.
    """
    with transaction.atomic():
        events = feed.read(CURSOR, limit)
        if not events:
            return Followed(0, 0)
        # Locks the cursor before the work, so that a second worker waits instead of doing it too.
        feed.advance(CURSOR, events[-1].idx + 1)
        table = Document._meta.db_table
        touched = {
            int(key)
            for event in events
            if event.type not in LOOKS
            for name, key in event.rows
            if name == table
        }
        for document in Document.objects.filter(pk__in=touched).order_by("pk"):
            _put(document)
    return Followed(len(events), len(touched))


def behind() -> int:
    """Return how many entries of the ledger are not in the index yet."""
    return nodes.size() - feed.position(CURSOR)


def rebuild() -> None:
    """Throw the index away and start again from the first entry."""
    with transaction.atomic():
        index.empty()
        Words.objects.all().delete()
        Entry.objects.all().delete()
        feed.reset(CURSOR)
    while follow_feed().entries:
        pass


def _put(document: Document) -> None:
    """Bring the rows of a document up to what it says now; a draft that was given up goes."""
    old = Words.objects.filter(pk=document.pk).first()
    text = "" if document.state == Document.State.DISCARDED else _text(document)
    if old is not None and old.text != text:
        index.drop(document.pk, tokens(old.text))
    if document.state == Document.State.DISCARDED:
        Words.objects.filter(pk=document.pk).delete()
        Entry.objects.filter(pk=document.pk).delete()
        return
    if old is None or old.text != text:
        Words.objects.update_or_create(document=document, defaults={"text": text})
        index.put(document.pk, tokens(text))
    Entry.objects.update_or_create(
        document=document,
        defaults={
            "case_id": document.case_id,
            "type_code": document.type_code,
            "state": document.state,
            "dated": document.dated,
            "number": number_form(document.number),
        },
    )


def _text(document: Document) -> str:
    """Return the searched words: title, number and what each field prints, a line each."""
    return "\n".join(filter(None, map(normal, [document.title, document.number, *_said(document)])))


def _said(document: Document) -> Iterable[str]:
    try:
        return [str(one["text"]) for one in printed(document.type, document.fields).values()]
    except Exception:
        # One document whose form is lost or damaged must not keep all others from being found.
        log.exception("search.document_failed", document=document.pk)
        return []
