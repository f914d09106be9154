"""Which business tables the ledger answers for.

Each noun's projection.py registers its models; the replay then compares every row and column of
them with what the ledger last committed to. A column left out needs its reason in words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, TypeAlias

from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django.db.models import Q

_NONE: Mapping[str, str] = MappingProxyType({})
AnyField: TypeAlias = "models.Field[Any, Any]"


@dataclass(frozen=True)
class Projection:
    """One table under the ledger: its columns by attname, and the words that name them in reports."""

    model: type[models.Model]
    fields: Mapping[str, AnyField]
    unledgered: Mapping[str, str] = field(default_factory=dict)
    drafts: Q | None = None

    @property
    def table(self) -> str:
        """Return the table's name in the database."""
        return self.model._meta.db_table

    def words(self, column: str | None = None) -> str:
        """Return the table's name, or a column's, in the words of the pages, with its identifier."""
        if column is None:
            return f"“{self.model._meta.verbose_name}”（{self.table}）"
        named = self.fields.get(column)
        return f"“{named.verbose_name}”（{column}）" if named is not None else f"“{column}”"


_registered: dict[str, Projection] = {}


def project(
    model: type[models.Model],
    unledgered: Mapping[str, str] = _NONE,
    *,
    drafts: Q | None = None,
) -> None:
    """Put a model under the ledger, once.

    `unledgered` maps a column (attname) that may change without an entry to the reason; `drafts`
    selects rows that need not have entered the ledger yet (a row that once did is compared all the
    same). Raises ImproperlyConfigured for an unknown column, an empty reason, or a second call.
    """
    fields = stored_columns(model)
    name = model._meta.label
    if unknown := unledgered.keys() - fields.keys():
        raise ImproperlyConfigured(f"{name} has no columns {sorted(unknown)}")
    if bare := [column for column, reason in unledgered.items() if not reason.strip()]:
        raise ImproperlyConfigured(f"{name}: say why {bare} stay out of the ledger")
    if model._meta.db_table in _registered:
        raise ImproperlyConfigured(f"{name} is under the ledger already")
    covered = {column: f for column, f in fields.items() if column not in unledgered}
    _registered[model._meta.db_table] = Projection(model, covered, dict(unledgered), drafts)


def projected() -> Mapping[str, Projection]:
    """Return every projection by table name."""
    return MappingProxyType(_registered)


def stored_columns(model: type[models.Model]) -> dict[str, AnyField]:
    """Return the columns of a model by attname, without those the database generates."""
    return {
        f.attname: f
        for f in model._meta.concrete_fields
        if f.column is not None and not getattr(f, "generated", False)
    }


def ledgered_columns(model: type[models.Model]) -> Mapping[str, AnyField]:
    """Return the columns that an entry commits to: all, less those left out with a reason."""
    projection = _registered.get(model._meta.db_table)
    return projection.fields if projection is not None else stored_columns(model)
