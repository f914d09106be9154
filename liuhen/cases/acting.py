"""The frame of every action that writes into a case."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from liuhen.cases.access import demand_open
from liuhen.cases.models import Case
from liuhen.people.acting import Act, acting
from liuhen.people.actors import Actor


@contextmanager
def acting_in(actor: Actor, case: Case) -> Iterator[Act]:
    """Open the transaction of an action in a case, and ask again whether the case is still open.

    The gate before it looked at a case read earlier; while this action waited for its turn, the
    archivist may have been first (第二十五条). Raises Forbidden then.
    """
    with acting(actor) as act:
        demand_open(Case.objects.only("archived_on").get(pk=case.pk))
        yield act
