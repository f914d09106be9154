"""The frame of every action: one transaction, one moment, one ledger entry."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models, transaction

from liuhen import clock
from liuhen.ledger.actions import ObjectRef, append, writing
from liuhen.people.actors import Actor
from liuhen.people.models import entered
from liuhen.vault.models import StoredObject


@dataclass(frozen=True)
class Act:
    """An action under way: who, and the one moment that all its records carry."""

    actor: Actor
    at: datetime

    def entered(self, late_reason: str = "") -> dict[str, Any]:
        """Return the `Entered` columns for a record of this act."""
        return entered(self.actor, self.at, late_reason)

    def log(
        self,
        type: str,
        rows: Iterable[models.Model],
        *,
        case: str = "-",
        extra: Mapping[str, Any] | None = None,
        stored: StoredObject | None = None,
    ) -> None:
        """Append the act's ledger entry; `rows` are the rows it wrote, as they now stand.

        `stored` is the object whose bytes this act brought in: the entry names both its digests.
        """
        append(
            actor=self.actor.id,
            type=type,
            at=self.at,
            case=case,
            extra=extra,
            rows=[*rows, *([stored] if stored else [])],
            object=ObjectRef(**stored.ref._asdict()) if stored else None,
        )


_moment: ContextVar[datetime | None] = ContextVar("moment", default=None)


@contextmanager
def acting(actor: Actor) -> Iterator[Act]:
    """Open the transaction of an action: the change and its ledger entry stand or fall together.

    The moment is taken while the ledger is held, so no other writer's entry can overtake it. An
    action inside another one belongs to the same moment.
    """
    outer = _moment.get()
    if outer is not None:
        with transaction.atomic():
            yield Act(actor, outer)
        return
    with writing():
        token = _moment.set(clock.now())
        try:
            yield Act(actor, _moment.get() or clock.now())
        finally:
            _moment.reset(token)
