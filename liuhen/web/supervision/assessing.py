"""考核: bureaus side by side, one bureau or officer, the things behind each point, print and xlsx."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from liuhen import clock
from liuhen.faults import NotFound
from liuhen.people.actors import Actor
from liuhen.people.models import Bureau, Person
from liuhen.supervision.access import (
    bureau_for_watching,
    person_for_watching,
    watched_bureaus,
    watched_ids,
)
from liuhen.supervision.assessment import (
    Assessed,
    BureauResult,
    OfficerResult,
    assess_bureaus,
    by_article,
    officer_result,
    officer_results,
)
from liuhen.supervision.figures import Line
from liuhen.supervision.findings import names
from liuhen.supervision.period import Period, period_of
from liuhen.supervision.queries import outcomes
from liuhen.supervision.tracing import case_lines, lost_line, trace
from liuhen.web.gate import signed_in
from liuhen.web.links import link_url
from liuhen.web.sheets import Column, Sheet, Value, xlsx_response
from liuhen.web.supervision.forms import PeriodForm

PER_PAGE = 50


def _period(request: HttpRequest) -> Period:
    """Return the period asked for; this year without one."""
    code = request.GET.get("period") or str(clock.today().year)
    period = period_of(code)
    if period is None or period.first > clock.today():
        raise NotFound("没有这个考核期。请从列表中选择。")
    return period


def _common(request: HttpRequest, period: Period, assessed: Assessed) -> dict[str, Any]:
    scheme = assessed.gathered.scheme
    return {
        "period": period,
        "period_form": PeriodForm({"period": period.code}, today=clock.today()),
        "scheme": scheme,
        "today": clock.today(),
        "running": not period.over(clock.today()),
    }


@signed_in("watched_bureaus")
def assessment_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the watched bureaus side by side, by item and by article (第三十二条)."""
    bureaus = watched_bureaus(actor)
    period = _period(request)
    assessed = assess_bureaus(bureaus, period, clock.today())
    return render(
        request,
        "supervision/assessment.html",
        {
            **_common(request, period, assessed),
            "results": assessed.bureaus,
            "items": _side_by_side(assessed),
            "columns": "|".join(["项目", *(one.name for one in bureaus)]),
            "article_columns": "|".join(["条款", *(one.name for one in bureaus)]),
            "articles": _articles(bureaus, period),
        },
    )


@dataclass(frozen=True)
class ItemRow:
    """One item for all bureaus; a cell is None for a bureau that is not asked it."""

    title: str
    code: str
    cells: tuple[tuple[Bureau, Line | None], ...]


def _side_by_side(assessed: Assessed) -> list[ItemRow]:
    return [
        ItemRow(
            item.title,
            item.code,
            tuple((one.bureau, one.result.line(item.code)) for one in assessed.bureaus),
        )
        for item in assessed.gathered.scheme.items
    ]


def _articles(bureaus: Sequence[Bureau], period: Period) -> list[tuple[str, list[tuple[int, int]]]]:
    """Return each article with (recorded, missing) in the order of the bureaus."""
    return [
        (
            line.article,
            [(line.recorded.get(one.pk, 0), line.missing.get(one.pk, 0)) for one in bureaus],
        )
        for line in by_article(bureaus, period)
    ]


@signed_in("bureau_for_watching")
def bureau_page(request: HttpRequest, actor: Actor, bureau_id: int) -> HttpResponse:
    """Show one bureau's assessment with its officers and outcomes."""
    bureau = bureau_for_watching(actor, bureau_id)
    period = _period(request)
    assessed = assess_bureaus([bureau], period, clock.today())
    decided = outcomes([bureau.pk]).filter(decided_on__range=(period.first, period.last))
    return render(
        request,
        "supervision/result.html",
        {
            **_common(request, period, assessed),
            "title": bureau.name,
            "result": assessed.bureaus[0].result,
            "cases": assessed.bureaus[0].cases,
            "base": f"/supervision/assessment/bureaus/{bureau.pk}",
            "watches": True,
            "officers": officer_results(assessed, bureau),
            "outcomes": decided.filter(withdrawal=None),
        },
    )


@signed_in("person_for_watching")
def officer_page(request: HttpRequest, actor: Actor, person_id: int) -> HttpResponse:
    """Show one officer's assessment: their own, or that of a watched bureau's officer."""
    person = person_for_watching(actor, person_id)
    period = _period(request)
    assessed = assess_bureaus([person.bureau], period, clock.today())
    one = officer_result(assessed, person)
    decided = outcomes([person.bureau_id]).filter(
        person=person, decided_on__range=(period.first, period.last), withdrawal=None
    )
    return render(
        request,
        "supervision/result.html",
        {
            **_common(request, period, assessed),
            "title": person.name,
            "kicker": person.bureau.name,
            "result": one.result,
            "cases": one.cases,
            "base": f"/supervision/assessment/officers/{person.pk}",
            "watches": person.bureau_id in watched_ids(actor),
            "outcomes": decided,
        },
    )


@signed_in("bureau_for_watching")
def bureau_item_page(request: HttpRequest, actor: Actor, bureau_id: int, code: str) -> HttpResponse:
    """Show what an item's points of a bureau come from."""
    bureau = bureau_for_watching(actor, bureau_id)
    period = _period(request)
    assessed = assess_bureaus([bureau], period, clock.today())
    return _item(
        request, actor, assessed, bureau, assessed.bureaus[0].result.line(code),
        f"/supervision/assessment/bureaus/{bureau.pk}",
    )  # fmt: skip


@signed_in("person_for_watching")
def officer_item_page(
    request: HttpRequest, actor: Actor, person_id: int, code: str
) -> HttpResponse:
    """Show what an item's points of an officer come from."""
    person = person_for_watching(actor, person_id)
    period = _period(request)
    assessed = assess_bureaus([person.bureau], period, clock.today())
    return _item(
        request, actor, assessed, person, officer_result(assessed, person).result.line(code),
        f"/supervision/assessment/officers/{person.pk}",
    )  # fmt: skip


def _item(
    request: HttpRequest,
    actor: Actor,
    assessed: Assessed,
    whose: Bureau | Person,
    line: Line | None,
    base: str,
) -> HttpResponse:
    if line is None:
        raise NotFound("没有这个考核项目。请从考核结果进入。")
    traced = trace(assessed.gathered, line.item, whose)
    page = Paginator(traced.lost, PER_PAGE).get_page(request.GET.get("page"))
    cases = Paginator(traced.cases, PER_PAGE).get_page(request.GET.get("cases"))
    lost = [lost_line(row) for row in page.object_list]
    named = names([one.person for one in lost])
    bureau_id = whose.bureau_id if isinstance(whose, Person) else whose.pk
    return render(
        request,
        "supervision/item.html",
        {
            **_common(request, assessed.gathered.period, assessed),
            "line": line,
            "name": whose.name,
            "page": page,
            "lost": [
                (one, named.get(one.person, one.person), link_url(one.link) if one.link else "")
                for one in lost
            ],
            "cases": cases,
            "case_lines": case_lines(list(cases.object_list)),
            "things": traced.things,
            "base": base,
            "watches": bureau_id in watched_ids(actor),
        },
    )


@signed_in("watched_bureaus")
def assessment_file(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """Hand out the whole assessment as a workbook: items, officers, articles."""
    bureaus = watched_bureaus(actor)
    period = _period(request)
    assessed = assess_bureaus(bureaus, period, clock.today())
    scheme = assessed.gathered.scheme
    people = {one.pk: officer_results(assessed, one) for one in bureaus}
    sheets = [
        Sheet("单位", _columns(*_HEADS), _bureau_rows(assessed.bureaus)),
        Sheet("人员", _columns("单位", *_HEADS), _officer_rows(people, bureaus)),
        Sheet("条款", _columns(*_article_heads(bureaus)), _article_rows(bureaus, period)),
    ]
    notes = [
        ("名称", scheme.title),
        ("考核期", period.words),
        ("依据", scheme.basis),
        ("截至", f"{clock.today():%Y-%m-%d}"),
        ("导出人", actor.text),
        ("说明", "没有可计内容的项目不计，其余折合成100分。罚款的数额和件数不参与任何计算。"),
        *((item.title, item.explain) for item in scheme.items),
    ]
    return xlsx_response(f"考核_{period.code}.xlsx", sheets, notes)


def _columns(*titles: str) -> list[Column]:
    return [
        Column(title, 28 if title in ("名称", "单位", "项目", "条款") else 14) for title in titles
    ]


_HEADS = ("名称", "在办案件", "总分", "项目", "做到", "未做到", "做到的比例", "满分", "得分")


def _bureau_rows(results: Sequence[BureauResult]) -> list[list[Value]]:
    return [
        [one.bureau.name, one.cases, _number(one.result.score_words), *_figures(line)]
        for one in results
        for line in one.result.lines
    ]


def _officer_rows(
    people: Mapping[int, Sequence[OfficerResult]], bureaus: Sequence[Bureau]
) -> list[list[Value]]:
    return [
        [
            bureau.name,
            one.person.name,
            one.cases,
            _number(one.result.score_words),
            *_figures(line),
        ]
        for bureau in bureaus
        for one in people[bureau.pk]
        for line in one.result.lines
    ]


def _figures(line: Line) -> list[Value]:
    tally = line.tally
    return [
        line.item.title,
        tally.kept,
        tally.lost,
        line.share,
        _number(line.of_words) if line.counted else None,
        _number(line.points_words) if line.counted else None,
    ]


def _number(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def _article_heads(bureaus: Sequence[Bureau]) -> list[str]:
    pairs = [(f"{one.name}：已记录案件", f"{one.name}：缺失案件") for one in bureaus]
    return ["条款", *(head for pair in pairs for head in pair)]


def _article_rows(bureaus: Sequence[Bureau], period: Period) -> list[list[Value]]:
    return [
        [article, *(n for pair in pairs for n in pair)]
        for article, pairs in _articles(bureaus, period)
    ]
