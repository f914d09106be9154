"""The articles a violation breaks and is punished under, by the version of 统计法 that applies.

The day of the conduct selects the version (从旧), a later one where its fine is lower (兼从轻,
行政处罚法 第三十七条). What `data/clauses.toml` does not name has no answer here, and the officer
writes it; nothing is guessed.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from liuhen.regulation.citations import Instrument, numeral
from liuhen.regulation.parameters import Violation, numbers, violations


@dataclass(frozen=True)
class Clauses:
    """What is broken and what punishes it, in words as decisions quote them.

    `violated`, `punished`: 《…统计法》（2024年修正）第四十四条第一款第二项、第二款. `ceiling`, `serious`: the
    highest fines in fen, None where the party is not fined or nothing is said of serious cases.
    """

    acts: str
    violated: str
    duty: str
    punished: str
    in_force_from: date
    ceiling: int | None
    serious: int | None


def named_violation(named: str | None) -> Violation | None:
    """Return the kind of violation a case names, by its key or its words."""
    known = violations()
    name = (named or "").strip()
    return known.get(name) or next((one for one in known.values() if one.words == name), None)


def clauses_for(violation: Violation, party_kind: str, ended: date, today: date) -> Clauses | None:
    """Return the clauses for conduct that ended on a day, decided about `today`.

    None where no version was in force or the law says nothing of this kind of party.
    """
    known = [
        found
        for version in _versions()
        if Instrument[version["instrument"]].in_force_from <= max(ended, today)
        and (found := _of_version(version, violation, party_kind)) is not None
    ]
    then = [one for one in known if one.in_force_from <= ended]
    if not then:
        return None
    later = [one for one in known if one.in_force_from > ended]
    return min([then[-1], *later], key=lambda one: one.ceiling or 0)


def _of_version(version: Mapping[str, Any], violation: Violation, party: str) -> Clauses | None:
    breach = version["violations"].get(violation.key)
    if breach is None or party in breach.get("not_punished", ()) or party == "citizen":
        return None
    instrument = Instrument[version["instrument"]]
    duty = version["duties"][breach["duty"]]
    fined = version["fines"].get(party)
    punished = f"第{numeral(breach['article'])}条第一款"
    punished += f"第{numeral(breach['item'])}项" if "item" in breach else ""
    ceiling = _ceiling(violation, party, instrument.in_force_from) if fined else None
    return Clauses(
        acts=violation.words,
        violated=f"{version['named']}{_place(duty)}",
        duty=duty["words"],
        punished=version["named"] + punished + (f"、第{numeral(fined)}款" if fined else ""),
        in_force_from=instrument.in_force_from,
        ceiling=ceiling,
        serious=_ceiling(violation, f"{party}.serious", instrument.in_force_from),
    )


def _place(duty: Mapping[str, Any]) -> str:
    paragraph = f"第{numeral(duty['paragraph'])}款" if "paragraph" in duty else ""
    return f"第{numeral(duty['article'])}条{paragraph}"


def _ceiling(violation: Violation, party: str, on: date) -> int | None:
    number = numbers().get(f"fine_ceiling.{violation.ceiling}.{party}")
    return number.on(on).value if number else None


@cache
def _versions() -> list[Mapping[str, Any]]:
    """Return the versions, oldest first; raises ValueError for data that does not hold together."""
    text = (files(__package__) / "data" / "clauses.toml").read_text(encoding="utf-8")
    found: list[Mapping[str, Any]] = tomllib.loads(text)["version"]
    for version in found:
        if set(version["violations"]) != set(violations()):
            raise ValueError("clauses.toml: name every kind of violation of parameters.toml")
        for breach in version["violations"].values():
            if breach["duty"] not in version["duties"]:
                raise ValueError(f"clauses.toml: {breach['duty']} is no duty of the version")
    return sorted(found, key=lambda one: Instrument[one["instrument"]].in_force_from)
