"""The index of pairs: a full-text table on SQLite, an inverted index of arrays on PostgreSQL.

Both answer the same question, which documents have all of these tokens somewhere; that the words
stand together is asked of the text afterwards (`queries`). The first migration makes the table; on
SQLite it keeps no text, and is told the old tokens when a row leaves.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models.expressions import RawSQL


def _on_sqlite() -> bool:
    return connection.vendor == "sqlite"


def put(document_id: int, tokens: Sequence[str]) -> None:
    """Add a document that is not in the index."""
    with connection.cursor() as cursor:
        if _on_sqlite():
            cursor.execute(
                "INSERT INTO search_grams (rowid, tokens) VALUES (%s, %s)",
                [document_id, " ".join(tokens)],
            )
        else:
            cursor.execute(
                "INSERT INTO search_grams (document_id, tokens) VALUES (%s, %s)",
                [document_id, list(tokens)],
            )


def drop(document_id: int, tokens: Sequence[str]) -> None:
    """Take a document out; `tokens` are those it was put in with."""
    with connection.cursor() as cursor:
        if _on_sqlite():
            cursor.execute(
                "INSERT INTO search_grams (search_grams, rowid, tokens) VALUES ('delete', %s, %s)",
                [document_id, " ".join(tokens)],
            )
        else:
            cursor.execute("DELETE FROM search_grams WHERE document_id = %s", [document_id])


def empty() -> None:
    """Take every document out."""
    with connection.cursor() as cursor:
        if _on_sqlite():
            cursor.execute("INSERT INTO search_grams (search_grams) VALUES ('delete-all')")
        else:
            cursor.execute("DELETE FROM search_grams")


def holding(tokens: Sequence[str]) -> RawSQL:
    """Return the ids of the documents that have all of the tokens, as a subquery."""
    given: Any
    if _on_sqlite():
        sql = "SELECT rowid FROM search_grams WHERE search_grams MATCH %s"
        given = " AND ".join(f'"{one}"' for one in tokens)
    else:
        sql = "SELECT document_id FROM search_grams WHERE tokens @> %s::text[]"
        given = list(tokens)
    return RawSQL(sql, [given])  # nosec B611
