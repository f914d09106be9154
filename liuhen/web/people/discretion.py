"""裁量基准: the bureau's own tiers for one kind of violation, each standard with its citation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse

from liuhen import clock
from liuhen.documents import figures
from liuhen.people import actions
from liuhen.people.actors import Actor
from liuhen.people.models import Bureau
from liuhen.people.queries import standards_of
from liuhen.regulation.discretion import MEASURES, Tier
from liuhen.regulation.parameters import violations
from liuhen.web.documents.rows import Column, RowsField
from liuhen.web.formats import parse_yuan, yuan_text
from liuhen.web.forms import DayField, PageForm
from liuhen.web.gate import signed_in
from liuhen.web.people.form_page import form_page
from liuhen.web.people.views import administered

COLUMNS = (
    Column("words", "档次"),
    Column("at_least", "从（含）"),
    Column("below", "到（不含）"),
    Column("fine_from", "罚款下限（元）"),
    Column("fine_to", "罚款上限（元）"),
)


class StandardForm(PageForm):
    """One standard, its tiers from the lowest up."""

    violation = forms.ChoiceField(label="违法行为")
    measure = forms.ChoiceField(label="分档依据", choices=[("", ""), *MEASURES.items()])
    tiers = RowsField(
        COLUMNS,
        label="档次",
        required=False,  # the action says what an empty table lacks
        help_text="由低到高，一行一档；最高一档的“到”和罚款上限可以不填。",
    )
    in_force_from = DayField(label="施行日期", help_text="以前登记的仍然保留。")
    citation = forms.CharField(
        label="依据", max_length=200, help_text="裁量基准的文件名称、文号和条款，原样印在文书上。"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the kinds of violation the law names."""
        super().__init__(*args, **kwargs)
        known = [(one.key, one.words) for one in violations().values()]
        self.fields["violation"].choices = [("", ""), *known]  # type: ignore[attr-defined]

    def clean_tiers(self) -> tuple[Tier, ...]:
        """Read the rows; which row cannot be read is said."""
        found = []
        for number, row in enumerate(self.cleaned_data["tiers"] or (), start=1):
            try:
                found.append(_tier(row))
            except ValueError as fault:
                raise forms.ValidationError(f"第 {number} 档：{fault}") from None
        return tuple(found)


def _tier(row: Mapping[str, str]) -> Tier:
    words = row.get("words", "").strip()
    if not words:
        raise ValueError("请写明档次的名称，例如“一般”。")
    at_least, below = (_bound(row.get(name, "")) for name in ("at_least", "below"))
    fine_from, fine_to = (_fine(row.get(name, "")) for name in ("fine_from", "fine_to"))
    return Tier(at_least or Decimal(0), below, words, fine_from or 0, fine_to)


def _bound(typed: str) -> Decimal | None:
    if not typed.strip():
        return None
    read = figures.number(figures.read(typed.strip().rstrip("%％")))
    if read is None or read < 0:
        raise ValueError(f"“{typed}”不是数字，请填写例如 10 或 27.5。")
    return read


def _fine(typed: str) -> int | None:
    if not typed.strip():
        return None
    try:
        return parse_yuan(typed)
    except ValueError:
        raise ValueError(f"“{typed}”不是金额，请以元为单位填写，例如 10000。") from None


@dataclass(frozen=True)
class StandardLine:
    """One standard as the settings list it, and its tiers in words."""

    violation: str
    measure: str
    tiers: tuple[str, ...]
    in_force_from: date
    citation: str


def standard_lines(bureau: Bureau) -> list[StandardLine]:
    """Return the standards a bureau entered, the last one first."""
    return [
        StandardLine(
            violations()[one.violation].words if one.violation in violations() else one.violation,
            MEASURES.get(one.measure, one.measure),
            tuple(_tier_words(tier) for tier in one.tiers),
            one.in_force_from,
            one.citation,
        )
        for one in reversed(standards_of(bureau))
    ]


def _tier_words(tier: Tier) -> str:
    upper = "以上" if tier.below is None else f"—{figures.grouped(f'{tier.below:f}')}"
    fine = yuan_text(tier.fine_from) + (
        "以上" if tier.fine_to is None else f"—{yuan_text(tier.fine_to)}"
    )
    return f"{tier.words}：{figures.grouped(f'{tier.at_least:f}')}{upper}，罚款{fine}"


@signed_in("demand_administration")
def standard_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Enter a standard from a day on."""
    bureau = administered(actor)
    form = StandardForm(request.POST or None, initial={"in_force_from": clock.today()})
    return form_page(
        request,
        form,
        lambda data: actions.set_discretion_standard(actor, bureau, **data),
        title="登记裁量基准",
        done="裁量基准已登记。以后起草的终结报告会写明档次和依据。",
        lead="照本单位适用的裁量基准原文填写。系统不附带任何裁量档次。",
    )
