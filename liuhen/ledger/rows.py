"""A business row as the ledger sees it: every column as canonical JSON, the same before and after
the database has had it, on SQLite and PostgreSQL alike.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.fields.files import FieldFile

from liuhen.ledger import canonical
from liuhen.ledger.canonical import JSON
from liuhen.ledger.errors import BadEvent
from liuhen.ledger.leaf import RowState
from liuhen.ledger.projections import AnyField, ledgered_columns, stored_columns


def row(instance: models.Model, *, columns: Iterable[str] | None = None) -> RowState:
    """Return the state of a saved instance: all its columns, or only those named (by attname).

    Columns that the model's projection leaves out, with a reason, are left out here too. Values
    computed by the database (F expressions, generated columns) are not known here: refresh
    the instance first; generated columns are left out. Raises BadEvent for what cannot be recorded.
    """
    model = type(instance)
    fields = stored_columns(model)
    names = list(ledgered_columns(model) if columns is None else columns)
    if unknown := set(names) - fields.keys():
        raise BadEvent(f"“{model._meta.verbose_name}”没有这些列：{'、'.join(sorted(unknown))}。")
    if instance.pk is None:
        raise BadEvent(f"“{model._meta.verbose_name}”还没有保存，不能写入日志。")
    values = {name: value_of(fields[name], getattr(instance, name)) for name in names}
    return RowState(model._meta.db_table, key_of(instance.pk), values)


def key_of(pk: Any) -> str:
    """Write a primary key as text; a composite one as a canonical list."""
    if isinstance(pk, tuple):
        return canonical.encode([key_of(part) for part in pk]).decode()
    return str(plain(pk))


def value_of(field: AnyField, value: Any) -> JSON:
    """Return one column's value as canonical JSON, as it would come back from the database."""
    if value is None:
        return None
    if hasattr(value, "resolve_expression"):
        raise BadEvent(
            f"列“{field.verbose_name}”的值由数据库计算：请先 refresh_from_db() 再写入日志。"
        )
    target = getattr(field, "target_field", None) or field
    if isinstance(target, models.JSONField):
        return value  # type: ignore[no-any-return]
    try:
        return plain(target.to_python(value), target)
    except (ValidationError, ValueError, TypeError, ArithmeticError) as error:
        raise BadEvent(f"列“{field.verbose_name}”的值不能写入日志：{error}") from error


def plain(value: Any, field: AnyField | None = None) -> JSON:
    """Write one Python value as JSON: times in UTC, decimals as text at the column's scale, bytes
    as hex, a float as its shortest exact text. Raises TypeError for any other type.
    """
    if value is None or isinstance(value, (str, int)):  # bool is an int
        return value
    if isinstance(value, (date, time, timedelta)):
        return _temporal(value)
    if isinstance(value, Decimal):
        places = getattr(field, "decimal_places", None)
        return format(value if places is None else value.quantize(Decimal(1).scaleb(-places)), "f")
    if isinstance(value, (bytes, bytearray, memoryview)):
        return bytes(value).hex()
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, (UUID, FieldFile)):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no form in the ledger")


def _temporal(value: date | time | timedelta) -> JSON:
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise ValueError("时间必须带时区")
        return value.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"
    if isinstance(value, timedelta):
        return value // timedelta(microseconds=1)
    return value.isoformat()
