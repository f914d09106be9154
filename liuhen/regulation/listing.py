"""The list of every requirement and where it is put into code, for `liuhen rules` and the docs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from liuhen.regulation.pack import load
from liuhen.regulation.requirements import Row, rows
from liuhen.regulation.rules import Feature, Rule


@dataclass(frozen=True)
class Listed:
    """One requirement as put into code by one rule; the last five are None while by none.

    `function` is empty for a feature, which names `provided_by` and `shown_by` (a test) instead.
    """

    id: str
    article: str
    effect: str
    step: tuple[str, ...]
    when: str
    must: str
    implemented: bool
    in_force_from: date | None = None
    last_checked: date | None = None
    module: str | None = None
    function: str | None = None
    provided_by: str | None = None
    shown_by: str | None = None


def listing() -> Iterator[Listed]:
    """Yield every requirement in the order of its row, once for each rule that carries it out."""
    for row in rows().values():
        rules = load().rules.get(row.id, ())
        if not rules:
            yield _listed(row, None)
        for rule in rules:
            yield _listed(row, rule)


def _listed(row: Row, rule: Rule | None) -> Listed:
    feature = rule if isinstance(rule, Feature) else None
    return Listed(
        id=row.id,
        article=row.article,
        effect=rule.effect.value if rule else "、".join(one.value for one in row.effects),
        step=tuple(step.value for step in row.steps),
        when=row.when,
        must=row.must,
        implemented=rule is not None,
        in_force_from=rule.in_force_from if rule else None,
        last_checked=rule.last_checked if rule else None,
        module=rule.module if rule else None,
        function=rule.function if rule else None,
        provided_by=feature.provided_by if feature else None,
        shown_by=feature.shown_by if feature else None,
    )


def not_implemented() -> list[str]:
    """Return the ids of the requirements that no rule carries out yet, in order."""
    return [id for id in rows() if id not in load().rules]
