"""A year's holidays: the notice is pasted, every day and every deadline that moves is shown, then saved."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.template.loader import render_to_string

from liuhen import clock
from liuhen.agenda.moves import CaseMoves, Move, moved_by, open_case_ids
from liuhen.cases.access import visible_cases
from liuhen.faults import Invalid
from liuhen.people import actions
from liuhen.people.actors import Actor
from liuhen.people.queries import entered_years, year_lines
from liuhen.people.text_files import read_text
from liuhen.regulation.casefile import CalendarYear
from liuhen.web.gate import signed_in
from liuhen.web.people.entering import entered, posted, show_answer
from liuhen.web.people.views import administered
from liuhen.web.people.year_forms import NoticeForm, YearForm
from liuhen.workdays.notices import (
    BadNotice,
    Break,
    NoticeRead,
    of_days,
    read_csv,
    read_notice,
)
from liuhen.workdays.words import weekday

_HERE = "<!--moves-->"
_UNNAMED = "通知"  # until the person names it; a table that cites nothing does not count
_EVERY = 20
"""After how many cases the page says how far it is."""


@signed_in("demand_administration")
def year_page(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """Take a notice, show what it means, save it when that was seen."""
    administered(actor)
    days = YearForm(posted(request, "days"))
    if days.is_bound:
        return _days_sent(request, actor, days)
    form = NoticeForm(posted(request, "notice"), request.FILES or None)
    if form.is_bound and form.is_valid():
        try:
            read = _read(form.cleaned_data)
        except Invalid as fault:
            show_answer(form, fault)
        else:
            return _first_shown(request, actor, read)
    return _notice_page(request, form)


def _first_shown(request: HttpRequest, actor: Actor, read: NoticeRead) -> HttpResponseBase:
    """Preview what was read; days that cannot be a table come back to be put right by hand."""
    form = YearForm(initial=_initial(read))
    try:
        _check(read, read.citation or _UNNAMED)
    except Invalid as fault:
        typed = YearForm({bound.name: bound.value() for bound in form})
        show_answer(typed, fault)
        return _days_page(request, typed)
    return _preview(request, actor, read, form)


def _check(read: NoticeRead, citation: str) -> None:
    actions.check_year(read.year, read.holidays, read.makeups, citation)


def _notice_page(request: HttpRequest, form: NoticeForm) -> HttpResponse:
    return render(request, "people/year.html", {"form": form}, status=422 if form.errors else 200)


def _read(data: dict[str, Any]) -> NoticeRead:
    """Read what was pasted or sent; Invalid at the field it came by."""
    file = data["file"]
    text = read_text(file.read()) if file else data["text"]
    is_table = bool(file) and (file.name or "").lower().endswith((".csv", ".tsv"))
    try:
        return (read_csv if is_table else read_notice)(text, data["year"])
    except BadNotice as error:
        raise Invalid(str(error), {"file" if file else "text": str(error)}) from None


def _initial(read: NoticeRead) -> dict[str, Any]:
    return {
        "year": read.year,
        "citation": read.citation,
        "holidays": list(read.holidays),
        "make_up_days": list(read.makeups),
        "previewed": _digest(read.year, read.holidays, read.makeups),
        "doubtful": bool(read.warnings),
        "replaces": _is_entered(read.year),
    }


def _digest(year: int, holidays: Any, make_up_days: Any) -> str:
    """Name the days that were shown, so that others are not saved unseen."""
    days = "|".join(",".join(str(day) for day in sorted(set(x))) for x in (holidays, make_up_days))
    return hashlib.sha256(f"{year}|{days}".encode()).hexdigest()


def _is_entered(year: int) -> bool:
    return any(one.year == year for one in entered_years())


def _days_sent(request: HttpRequest, actor: Actor, form: YearForm) -> HttpResponseBase:
    """Save the days if they are those that were shown, else show what they mean."""
    if not form.is_valid():
        return _days_page(request, form)
    data = form.cleaned_data
    if data["previewed"] != _digest(data["year"], data["holidays"], data["make_up_days"]):
        return _shown_again(request, actor, form)
    if data["doubtful"] and not data["sure"]:
        form.add_error("sure", "有对不上的地方：请对照通知逐日核对后勾选，或者改正日期")
        return _days_page(request, form)
    if not data["replaces"] and _is_entered(data["year"]):
        messages.warning(
            request,
            f"您核对期间，{data['year']} 年的放假安排已经有人录入。下面按现在的情况重新预览，还没有保存；"
            "仍要以您的这一份更正的，请核对后再保存。",
        )
        return _shown_again(request, actor, form)
    if entered(form, lambda _: _save(actor, data)):
        messages.success(
            request,
            f"{data['year']} 年的工作日历已录入。未归档案件的时限正在重算，每次变动都留下记录。",
        )
        return redirect("settings")
    return _days_page(request, form)


def _save(actor: Actor, data: dict[str, Any]) -> None:
    actions.enter_calendar_year(
        actor,
        year=data["year"],
        holidays=data["holidays"],
        make_up_days=data["make_up_days"],
        citation=data["citation"],
        replaces=data["replaces"],
    )


def _days_page(request: HttpRequest, form: YearForm) -> HttpResponse:
    return render(
        request, "people/year_days.html", {"form": form}, status=422 if form.errors else 200
    )


def _shown_again(request: HttpRequest, actor: Actor, form: YearForm) -> HttpResponseBase:
    """Preview days that were changed by hand."""
    data = form.cleaned_data
    try:
        read = of_days(data["year"], data["holidays"], data["make_up_days"])
        _check(read, data["citation"])
    except (BadNotice, Invalid) as fault:
        words = fault.message if isinstance(fault, Invalid) else str(fault)
        answer = fault if isinstance(fault, Invalid) else Invalid(words, {"holidays": words})
        show_answer(form, answer)
        return _days_page(request, form)
    again = YearForm(initial={**_initial(read), "citation": data["citation"]})
    return _preview(request, actor, read, again)


@dataclass(frozen=True)
class BreakLine:
    """One festival with every day that was read for it, each with its weekday."""

    name: str
    days: tuple[str, ...]
    makeups: tuple[str, ...]


def _break_line(one: Break) -> BreakLine:
    return BreakLine(one.name, _with_weekdays(one.days), _with_weekdays(one.makeups))


def _with_weekdays(days: tuple[date, ...]) -> tuple[str, ...]:
    return tuple(f"{day.month}月{day.day}日{weekday(day)}" for day in days)


@dataclass(frozen=True)
class MoveLine:
    """One deadline that moves. `case` and `subject` are empty for who may not read the case."""

    move: Move
    case: str
    case_id: int
    subject: str


def _preview(
    request: HttpRequest, actor: Actor, read: NoticeRead, form: YearForm
) -> StreamingHttpResponse:
    """Show every day at once and, as they are found, the deadlines that move.

    The page is sent while the cases are gone through: with many of them whoever waits sees how far
    it is.
    """
    known = [one for one in year_lines() if one.year == read.year]
    context = {
        "form": form,
        "read": read,
        "breaks": [_break_line(one) for one in read.breaks],
        "known": known[0] if known else None,
        "here": _HERE,
    }
    head, tail = render_to_string("people/year_preview.html", context, request).split(_HERE)
    return StreamingHttpResponse(_parts(request, actor, read, head, tail))


def _parts(
    request: HttpRequest, actor: Actor, read: NoticeRead, head: str, tail: str
) -> Iterator[str]:
    yield head
    year = CalendarYear(
        year=read.year,
        citation=read.citation or _UNNAMED,
        holidays=read.holidays,
        make_up_days=read.makeups,
    )
    ids = open_case_ids()
    found: list[CaseMoves] = []
    yield '<div class="counting" role="status">'
    for done, one in enumerate(moved_by(year, clock.today(), ids), start=1):
        found.append(one)
        if done % _EVERY == 0:
            yield f"<p>正在核对未归档案件：{done}/{len(ids)}</p>"
    yield f"<p>已核对未归档案件 {len(ids)} 件。</p></div>"
    yield render_to_string("people/year_moves.html", _moves_context(actor, found), request)
    yield tail


def _moves_context(actor: Actor, found: list[CaseMoves]) -> dict[str, Any]:
    sees = set(visible_cases(actor).values_list("pk", flat=True))
    lines = [
        _move_line(one, move, one.case.pk in sees)
        for one in found
        for move in one.moves
        if move.moves
    ]
    return {
        "lines": lines,
        "firm": sum(move.firm and not move.moves for one in found for move in one.moves),
        "faults": [
            str(one.case.number) if one.case.pk in sees else "一件案件"
            for one in found
            if one.fault
        ],
        "hidden": any(not line.case for line in lines),
    }


def _move_line(one: CaseMoves, move: Move, sees: bool) -> MoveLine:
    if not sees:
        return MoveLine(move, "", 0, "")
    return MoveLine(move, one.case.number, one.case.pk, move.subject)
