"""操作留痕 speaks Chinese, names people, and shows each entry's digest."""

from __future__ import annotations

import re
from pathlib import Path

import liuhen
from liuhen.ledger.models import LedgerEntry
from liuhen.web.cases.trail import event_words, trail
from tests.begun import Begun


def test_a_line_says_what_who_and_which_leaf(begun: Begun) -> None:
    entries = LedgerEntry.objects.filter(case_id=begun.case.stream).order_by("cseq")
    lines = list(trail(entries))
    first = lines[0]
    assert (first.place, first.what, first.who) == (0, "登记案件", "甲")
    assert first.digest == bytes(entries[0].lh256).hex()
    assert not [line.what for line in lines if re.fullmatch(r"[a-z_.]+", line.what)]


def test_every_event_of_a_case_has_its_words() -> None:
    root = Path(liuhen.__file__).parent
    files = [*root.rglob("actions.py"), *root.rglob("actions/*.py"), root / "procedure/steps.py"]
    written = {
        name
        for file in files
        for name in re.findall(
            r"\"((?:case|activity|document|approval|delivery|recording|evidence|officer)\.[a-z_]+)\"",
            file.read_text(encoding="utf-8"),
        )
    }
    assert written
    assert written <= event_words().keys()
