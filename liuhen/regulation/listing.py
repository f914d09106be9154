"""The list of every requirement and where it is put into code, for `liuhen rules` and the docs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from liuhen.regulation.pack import load
from liuhen.regulation.requirements import Row, rows
from liuhen.regulation.rules import Feature, Rule


@dataclass(frozen=True)
class Listed:
    """One requirement as put into code by one rule; from `in_force_from` on empty while by none.

    `function` is empty for a feature, which names `provided_by`, a module, instead. `tests` are the
    pytest node ids that show the requirement; `in_force_to` None: the text has no end yet.
    """

    id: str
    article: str
    effect: str
    step: tuple[str, ...]
    when: str
    must: str
    implemented: bool
    in_force_from: date | None = None
    in_force_to: date | None = None
    last_checked: date | None = None
    module: str | None = None
    function: str | None = None
    provided_by: str | None = None
    severity: str | None = None
    tests: tuple[str, ...] = ()


def listing() -> Iterator[Listed]:
    """Yield every requirement in the order of its row, once for each rule that carries it out."""
    for row in rows().values():
        rules = load().rules.get(row.id, ())
        if not rules:
            yield _listed(row, None)
        for rule in rules:
            yield _listed(row, rule)


def _listed(row: Row, rule: Rule | None) -> Listed:
    listed = Listed(
        id=row.id,
        article=row.article,
        effect="、".join(one.value for one in row.effects),
        step=tuple(step.value for step in row.steps),
        when=row.when,
        must=row.must,
        implemented=False,
    )
    return listed if rule is None else _carried_out(listed, rule)


def _carried_out(listed: Listed, rule: Rule) -> Listed:
    return replace(
        listed,
        effect=rule.effect.value,
        implemented=True,
        in_force_from=rule.in_force_from,
        in_force_to=rule.in_force_to,
        last_checked=rule.last_checked,
        module=rule.module,
        function=rule.function,
        provided_by=rule.provided_by if isinstance(rule, Feature) else None,
        severity=rule.severity.value,
        tests=rule.tests,
    )


def not_implemented() -> list[str]:
    """Return the ids of the requirements that no rule carries out yet, in order."""
    return [id for id in rows() if id not in load().rules]
