"""A row's values are the same before and after the database has had them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django.db.models import F

from liuhen.ledger import projections
from liuhen.ledger.errors import BadEvent
from liuhen.ledger.rows import key_of, row, value_of
from liuhen.ledger.tests.conftest import Home

SHANGHAI_NOON = datetime.fromisoformat("2026-11-24T12:00:00.000001+08:00")


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        (models.DateField(), "2026-11-24", "2026-11-24"),
        (models.DateField(), date(2026, 11, 24), "2026-11-24"),
        (models.DateTimeField(), SHANGHAI_NOON, "2026-11-24T04:00:00.000001Z"),
        (models.TimeField(), time(8, 30), "08:30:00"),
        (models.DurationField(), timedelta(seconds=1), 1_000_000),
        (models.DecimalField(max_digits=8, decimal_places=2), "1.5", "1.50"),
        (models.DecimalField(max_digits=8, decimal_places=2), Decimal("1E+2"), "100.00"),
        (models.FloatField(), 0.1, "0.1"),
        (models.BooleanField(), 1, True),
        (models.IntegerField(), "7", 7),
        (models.CharField(), "文", "文"),
        (models.BinaryField(), memoryview(b"\x00\xff"), "00ff"),
        (models.UUIDField(), UUID(int=1), "00000000-0000-0000-0000-000000000001"),
        (models.UUIDField(), "0" * 31 + "1", "00000000-0000-0000-0000-000000000001"),
        (models.JSONField(), {"a": [1, None]}, {"a": [1, None]}),
        (models.ForeignKey(Group, models.CASCADE), "3", 3),
        (models.TextField(null=True), None, None),
    ],
    ids=lambda v: type(v).__name__,
)
def test_values_take_their_canonical_form(field: Any, value: Any, expected: Any) -> None:
    found = value_of(field, value)
    assert found == expected
    assert type(found) is type(expected)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        (models.DateTimeField(), datetime(2026, 11, 24)),  # noqa: DTZ001
        (models.DateField(), "garbage"),
        (models.IntegerField(), "x"),
        (models.IntegerField(), F("id") + 1),
        (models.BooleanField(), 2),
        (models.DecimalField(max_digits=8, decimal_places=2), "x"),
    ],
)
def test_values_that_cannot_be_recorded_are_refused(field: Any, value: Any) -> None:
    with pytest.raises(BadEvent):
        value_of(field, value)


def test_a_row_is_the_same_before_and_after_the_database(opened: Home) -> None:
    kind = ContentType.objects.create(app_label="x", model="y")
    permission = Permission.objects.create(name="看", codename="look", content_type=kind)
    session = Session.objects.create(session_key="k", session_data="d", expire_date=SHANGHAI_NOON)
    for made in (kind, permission, session):
        assert row(made) == row(type(made)._base_manager.get(pk=made.pk))
    assert row(permission).columns == {
        "id": permission.pk, "name": "看", "codename": "look", "content_type_id": kind.pk,
    }  # fmt: skip
    assert row(session).key == "k"


def test_only_named_columns_are_taken_when_named(opened: Home) -> None:
    made = Group.objects.create(name="组")
    assert row(made, columns=["name"]).columns == {"name": "组"}
    with pytest.raises(BadEvent, match="没有这些列：nme"):
        row(made, columns=["nme"])


def test_columns_left_out_of_the_ledger_are_left_out_of_rows(
    opened: Home, projections_alone: None
) -> None:
    projections.project(Group, {"name": "改名不影响案件"})
    made = Group.objects.create(name="组")
    assert row(made).columns == {"id": made.pk}


def test_an_unsaved_row_has_no_state(opened: Home) -> None:
    with pytest.raises(BadEvent, match="还没有保存"):
        row(Group(name="组"))


def test_composite_keys_are_canonical_lists() -> None:
    assert (
        key_of(("sha256", 1, UUID(int=1)))
        == '["sha256","1","00000000-0000-0000-0000-000000000001"]'
    )


def test_a_model_comes_under_the_ledger_once_with_real_columns_and_reasons(
    projections_alone: None,
) -> None:
    with pytest.raises(ImproperlyConfigured, match="no columns"):
        projections.project(Group, {"nme": "x"})
    with pytest.raises(ImproperlyConfigured, match="say why"):
        projections.project(Group, {"name": " "})
    projections.project(Group)
    with pytest.raises(ImproperlyConfigured, match="already"):
        projections.project(Group)


def test_utc_is_the_only_zone_in_the_ledger() -> None:
    field = models.DateTimeField()
    assert value_of(field, SHANGHAI_NOON) == value_of(field, SHANGHAI_NOON.astimezone(UTC))
