"""The bureau's settings: facts, keepers, rules, dated numbers, number series, calendar years."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import zip_longest

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from liuhen import clock
from liuhen.cases.access import WHOLE_BUREAU
from liuhen.documents.models import NumberPool
from liuhen.documents.numbers import begin_series, explain_gaps
from liuhen.faults import NotFound
from liuhen.people import actions
from liuhen.people.actors import Actor
from liuhen.people.models import Bureau, Keeper, Parameter
from liuhen.people.queries import year_lines
from liuhen.regulation.parameters import Number, numbers
from liuhen.vault.care import unsound
from liuhen.web.formats import yuan_text
from liuhen.web.gate import signed_in
from liuhen.web.people.discretion import standard_lines
from liuhen.web.people.entering import entered
from liuhen.web.people.form_page import form_page
from liuhen.web.people.numbers import pool_lines, register
from liuhen.web.people.settings_forms import (
    GapForm,
    KeeperForm,
    ParameterForm,
    RuleForm,
    SeriesForm,
)
from liuhen.web.people.shown import people_in_use
from liuhen.web.people.views import administered

_UNITS = {
    "workdays": "个工作日",
    "days": "日",
    "hours": "小时",
    "months": "个月",
    "years": "年",
    "percent": "%",
    "times": "次",
}


def value_text(unit: str, value: int) -> str:
    """Write a parameter's value with its unit."""
    return yuan_text(value) if unit == "fen" else f"{value} {_UNITS[unit]}"


@dataclass(frozen=True)
class ParameterLine:
    """A number that the bureau may set: what holds today, and every value it set itself.

    Of each value whether another one of the same day has corrected it.
    """

    words: str
    today: str
    citation: str
    own: tuple[tuple[Parameter, str, bool], ...]


def parameter_lines(bureau: Bureau, today: date) -> list[ParameterLine]:
    """Return the numbers that the law leaves to the bureau, with what holds today."""
    own: dict[str, list[Parameter]] = {}
    for row in bureau.parameters.order_by("in_force_from", "pk"):
        own.setdefault(row.name, []).append(row)
    return [
        _parameter_line(one, own.get(one.name, []), today)
        for one in numbers().values()
        if one.local
    ]


def _parameter_line(number: Number, own: list[Parameter], today: date) -> ParameterLine:
    in_force = [row for row in own if row.in_force_from <= today]
    shipped = number.on(today)
    if in_force:
        value, citation = in_force[-1].value, in_force[-1].citation
    else:
        value, citation = shipped.value, shipped.cites.words
    rows = tuple(
        (row, value_text(number.unit, row.value), _is_corrected(row, following))
        for row, following in zip_longest(own, own[1:])
    )
    return ParameterLine(number.words, value_text(number.unit, value), citation, rows)


def _is_corrected(row: Parameter, following: Parameter | None) -> bool:
    return following is not None and following.in_force_from == row.in_force_from


@signed_in("demand_administration")
def settings_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show everything that is set for the bureau, with its history."""
    bureau = administered(actor)
    keepers = list(bureau.keepers.order_by("-since", "-pk"))
    kept = {row.of for row in keepers if row.until is None}
    years = year_lines()
    this_year = clock.today().year
    return render(
        request,
        "people/settings.html",
        {
            "bureau": bureau,
            "keepers": keepers,
            "damaged_files": unsound().count(),
            "today": clock.today(),
            "unkept": [kind.label for kind in Keeper.RECORDS if kind not in kept],
            "signings": bureau.screen_signings.order_by("-pk"),
            "signing_is_on": bureau.screen_signings.filter(ended_on__isnull=True).exists(),
            "rules": bureau.management_rules.order_by("-in_force_from"),
            "parameters": parameter_lines(bureau, clock.today()),
            "standards": standard_lines(bureau),
            "pools": pool_lines(bureau),
            "years": years,
            "missing_years": [
                year
                for year in (this_year, this_year + 1)
                if year not in {line.year for line in years}
            ],
        },
    )


@signed_in("demand_administration")
def keeper_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Name a keeper of records (第二十七条)."""
    bureau = administered(actor)
    initial = {"since": clock.today(), "of": request.GET.get("of", "")}
    form = KeeperForm(request.POST or None, people=people_in_use(bureau), initial=initial)
    return form_page(
        request,
        form,
        lambda data: actions.name_keeper(actor, **data),
        title="任命记录管理专人",
        done="记录管理专人已任命。",
        lead="第二十七条：文字资料和音像资料的归档、保存、使用，由专人负责。",
    )


@signed_in("demand_administration")
def rule_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Put a management rule on file (第二十七条)."""
    bureau = administered(actor)
    form = RuleForm(request.POST or None)
    return form_page(
        request,
        form,
        lambda data: actions.file_management_rule(actor, bureau, **data),
        title="登记管理制度",
        done="管理制度已登记。",
    )


@signed_in("demand_administration")
def parameter_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Set a local number from a day on, with its citation."""
    bureau = administered(actor)
    form = ParameterForm(request.POST or None, initial={"in_force_from": clock.today()})
    return form_page(
        request,
        form,
        lambda data: actions.set_parameter(actor, bureau, **data),
        title="设定参数",
        done="参数已设定。所有案件的期限和缺项将重新计算。",
        lead="只列出法规允许本单位自定的数字；以前的值和依据都保留。",
    )


@signed_in("demand_administration")
def series_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Say where a year's series begins."""
    bureau = administered(actor)
    initial = {"year": clock.today().year, "first": 1}
    form = SeriesForm(request.POST or None, initial=initial, bureau=bureau)
    return form_page(
        request,
        form,
        lambda data: begin_series(actor, bureau, **data),
        title="设定起始文号",
        done="起始文号已设定。",
    )


@signed_in("demand_administration")
def register_page(request: HttpRequest, actor: Actor, pool_id: int) -> HttpResponse:
    """文号登记簿: every number of a series with its document; gaps are explained."""
    bureau = administered(actor)
    pool = _pool(bureau, pool_id)
    return render(
        request,
        "people/register.html",
        {
            "pool": pool,
            "lines": register(pool, bureau.word),
            "sees_cases": actor.holds(*WHOLE_BUREAU),
        },
    )


def _pool(bureau: Bureau, pool_id: int) -> NumberPool:
    pool = NumberPool.objects.filter(pk=pool_id, bureau=bureau).first()
    if pool is None:
        raise NotFound("没有找到这个文号登记簿。请从设置页面进入。")
    return pool


@signed_in("demand_administration")
def gap_page(request: HttpRequest, actor: Actor, pool_id: int) -> HttpResponse:
    """Explain numbers that have no document here."""
    bureau = administered(actor)
    pool = _pool(bureau, pool_id)
    asked = {"first": request.GET.get("first"), "last": request.GET.get("last")}
    form = GapForm(request.POST or None, initial=asked)
    if request.method == "POST" and entered(form, lambda data: explain_gaps(actor, pool, **data)):
        messages.success(request, "空号的原因已记入登记簿，不能再改。")
        return redirect("number-register", pool.pk)
    return render(
        request,
        "people/gap.html",
        {"form": form, "pool": pool},
        status=422 if form.errors else 200,
    )
