"""A real process, really killed in the middle of an action: run by test_crash.py in a home of its own.

The action runs in a forked child that kills itself with SIGKILL before its n-th statement to the
database, for every n it has, then right before and right after the commit. After each death the
database is read anew and compared, row by row, with what it was. Prints one JSON report.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import traceback
from collections.abc import Callable
from typing import Any

import django

Act = Callable[[], object]


def main(action: str) -> None:
    """Kill the action at every point; report what each death left."""
    django.setup()
    from django.db import connections

    from liuhen.documents.models import NumberPool

    act = _actions()[action]
    _in_child(_warm)
    before = _content()
    changed: list[str] = []
    point = 0
    while _in_child(act, die_before=point) == -signal.SIGKILL:
        changed += [f"statement {point}: {name}" for name in _differences(before, _content())]
        point += 1
    survived = _content()
    report: dict[str, Any] = {
        "statements": point,
        "changed": changed,
        "in the end": _differences(before, survived),
    }
    report["next"] = list(NumberPool.objects.values_list("series", "next_serial"))
    report["verdict"] = _verdict()
    connections.close_all()
    print(json.dumps(report, ensure_ascii=False))


def commit_drill(action: str) -> None:
    """Kill the action right before its commit, then right after it."""
    django.setup()
    act = _actions()[action]
    before = _content()
    assert _in_child(act, die_at_commit="before") == -signal.SIGKILL
    left_before = _differences(before, _content())
    assert _in_child(act, die_at_commit="after") == -signal.SIGKILL
    report: dict[str, Any] = {
        "before the commit": left_before,
        "after it": _differences(before, _content()),
    }
    report["verdict"] = _verdict()
    print(json.dumps(report, ensure_ascii=False))


def _actions() -> dict[str, Act]:
    from liuhen import clock
    from liuhen.approvals.models import Matter
    from liuhen.documents.models import Document
    from liuhen.people.actors import actor_for
    from liuhen.people.models import Person
    from liuhen.procedure import steps

    def approve() -> None:
        with clock.playing(clock.shanghai(2026, 3, 16, 9, 0)):
            head = actor_for(Person.objects.get(username="wu"))
            matter = Matter.objects.get(state="with_approver")
            steps.give_verdict(head, matter, verdict="agree", words="同意。")

    def issue() -> None:
        with clock.playing(clock.shanghai(2026, 3, 16, 9, 0)):
            officer = actor_for(Person.objects.get(username="jia"))
            draft = Document.objects.get(state="draft", type_code="correction_order")
            steps.finalise(officer, draft)

    return {"approve": approve, "issue": issue}


def _warm() -> None:
    """Nothing: a first fork shows that forking works here."""


def _in_child(act: Act, *, die_before: int | None = None, die_at_commit: str = "") -> int:
    """Run the act in a child; returns its exit code, minus the signal that killed it."""
    from django.db import connections

    connections.close_all()
    pid = os.fork()
    if pid:
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    try:
        if die_at_commit:
            _die_at_commit(die_at_commit)
        with connections["default"].execute_wrapper(_Counting(die_before)):
            act()
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


class _Counting:
    """Lets a number of statements pass and dies instead of the next."""

    def __init__(self, left: int | None) -> None:
        self.left = left

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if self.left is not None:
            if self.left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            self.left -= 1
        return execute(sql, params, many, context)


def _die_at_commit(when: str) -> None:
    from django.db import connections

    database: Any = connections["default"]
    commit = database._commit

    def dying() -> None:
        if when == "after":
            commit()
        os.kill(os.getpid(), signal.SIGKILL)

    database._commit = dying


def _content() -> dict[str, list[Any]]:
    """Return every row of every table, as the database has it now."""
    from django.apps import apps
    from django.db import connections

    connections.close_all()
    found = {}
    for model in apps.get_models(include_auto_created=True):
        rows = model._base_manager.order_by("pk").values_list()
        found[model._meta.db_table] = [repr(row) for row in rows]
    return found


def _differences(before: dict[str, list[Any]], after: dict[str, list[Any]]) -> list[str]:
    return sorted(table for table in before if before[table] != after[table])


def _verdict() -> str:
    from liuhen.ledger.audit import verify_log

    return verify_log().verdict


if __name__ == "__main__":
    {"statements": main, "commit": commit_drill}[sys.argv[1]](sys.argv[2])
