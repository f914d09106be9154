"""The set-up page: a home without a bureau becomes one that can begin, in one form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from liuhen import clock
from liuhen.faults import Conflict, Invalid, NotFound
from liuhen.people.models import Bureau, Keeper, Role
from liuhen.web.forms import SummaryLine, received, summary_lines
from liuhen.web.gate import public
from liuhen.web.people.entering import show_answer
from liuhen.web.people.slips import Slip, slips_page
from liuhen.web.setup.beginning import Beginning, begin, newcomer, warnings_about
from liuhen.web.setup.forms import BureauForm, PersonRow, RecordsForm

USUAL: tuple[tuple[Role, ...], ...] = (
    (Role.ADMINISTRATOR,),
    (Role.HEAD,),
    (Role.REVIEWER,),
    (Role.OFFICER,),
    (Role.OFFICER,),
    (Role.LEGAL,),
    (Role.ARCHIVIST,),
)
MORE = 5
"""Empty rows for further people; whoever comes later is added under 人员."""


@dataclass(frozen=True)
class Sheet:
    """The whole page: the bureau, a row for each person, the records."""

    bureau: BureauForm
    rows: tuple[PersonRow, ...]
    records: RecordsForm

    @property
    def forms(self) -> tuple[forms.BaseForm, ...]:
        """All forms, in the order of the page."""
        return (self.bureau, *self.rows, self.records)

    @property
    def wrong(self) -> bool:
        """Whether anything on the page is marked as wrong."""
        return any(one.errors for one in self.forms)

    @property
    def more_in_use(self) -> bool:
        """Whether a row beyond the usual ones is filled or wrong, so that it must be seen."""
        return any(
            row.errors or (row.is_bound and not row.blank) for row in self.rows[len(USUAL) :]
        )

    def lines(self) -> list[SummaryLine]:
        """List every error; those of a person name the person's row."""
        named = (
            SummaryLine(message=f"人员 {place}：{line.message}", target=line.target)
            for place, row in enumerate(self.rows, start=1)
            for line in summary_lines([row])
        )
        return [*summary_lines([self.bureau]), *named, *summary_lines([self.records])]


def _sheet(data: QueryDict | None) -> Sheet:
    usual = [_initial(roles) for roles in USUAL] + [{}] * MORE
    rows = (
        PersonRow(data, prefix=f"p{place}", initial=initial) for place, initial in enumerate(usual)
    )
    return Sheet(
        BureauForm(data, prefix="bureau"),
        tuple(rows),
        RecordsForm(data, prefix="records", year=clock.today().year),
    )


def _initial(roles: tuple[Role, ...]) -> dict[str, Any]:
    keeps = [one.value for one in Keeper.RECORDS] if Role.ARCHIVIST in roles else []
    return {"roles": [str(role) for role in roles], "keeps": keeps}


@public("初始设置：只在还没有登记单位时存在，之后不再有这个页面")
def setup_page(request: HttpRequest) -> HttpResponse:
    """Ask for what a bureau needs to begin; answer with the slips of first passwords."""
    if Bureau.objects.exists():
        raise NotFound("初始设置已经完成。请登录后在「设置」和「人员」里修改。")
    sheet = _sheet(request.POST if request.method == "POST" else None)
    warnings: list[str] = []
    if request.method == "POST":
        what = _read(sheet)
        if what is not None:
            warnings = warnings_about(what)
            slips = _begin(sheet, what) if not warnings or "confirmed" in request.POST else None
            if slips is not None:
                page = slips_page(
                    request, slips, onward="/login", onward_label="去登录", warnings=warnings
                )
                return received(page, "setup")
    return render(
        request,
        "setup/setup.html",
        {
            "sheet": sheet,
            "warnings": warnings,
            "wrong": sheet.wrong,
            "usual": len(USUAL),
            "lines": sheet.lines(),
        },
        status=422 if sheet.wrong or warnings else 200,
    )


def _read(sheet: Sheet) -> Beginning | None:
    """Read the page; None when something on it is wrong, which then stands on its form."""
    if sheet.wrong:
        return None
    rows = [row for row in sheet.rows if not row.blank]
    _mark_doubles(rows, "username", "登录名「{}」填了两次，请改掉一个")
    _mark_doubles(rows, "number", "执法证号「{}」填了两次，请核对")
    posts = {role for row in rows for role in row.cleaned_data.get("roles", ())}
    if posts.isdisjoint((Role.ADMINISTRATOR, Role.HEAD)):
        sheet.rows[0].add_error(
            "roles", "至少要有一名系统管理员或者机关负责人，否则没有人能维护人员和设置"
        )
    if sheet.wrong:
        return None
    records = sheet.records.cleaned_data
    rule = (records["rule_title"], records["rule_from"]) if records["rule_title"] else None
    people = [newcomer(row.cleaned_data) for row in rows]
    return Beginning(sheet.bureau.cleaned_data, people, sheet.records.first_numbers(), rule)


def _mark_doubles(rows: list[PersonRow], field: str, words: str) -> None:
    seen: set[str] = set()
    for row in rows:
        value = row.cleaned_data.get(field, "").strip()
        if value and value in seen:
            row.add_error(field, words.format(value))
        seen.add(value)


def _begin(sheet: Sheet, what: Beginning) -> list[Slip] | None:
    try:
        return begin(what)
    except (Invalid, Conflict) as fault:
        show_answer(sheet.bureau, fault)
        return None
