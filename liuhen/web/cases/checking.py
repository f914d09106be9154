"""The pages of 全过程清单: on screen and paper by stage or by article, and as xlsx."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from liuhen import clock
from liuhen.cases.access import case_for_reading
from liuhen.cases.models import Case
from liuhen.cases.secrecy import sight_of
from liuhen.people.actors import Actor
from liuhen.procedure.compile import compile_case
from liuhen.regulation.answers import Evaluation
from liuhen.regulation.casefile import CaseFile
from liuhen.regulation.pack import evaluate
from liuhen.web.cases.checklist import (
    BY_ARTICLE,
    BY_STAGE,
    check_lines,
    check_sheets,
    counts_of,
    groups_of,
    notes_of,
)
from liuhen.web.cases.lines import may_of
from liuhen.web.gate import signed_in
from liuhen.web.sheets import xlsx_response


def _judged(actor: Actor, case: Case) -> tuple[CaseFile, Evaluation]:
    """Return what the actor may see of the case, judged today."""
    casefile = sight_of(actor, case).masked(compile_case(case))
    return casefile, evaluate(casefile, clock.today())


@signed_in("case_for_reading")
def checklist_page(request: HttpRequest, actor: Actor, case_id: int) -> HttpResponse:
    """Every requirement with its state in this case; what is chosen stands in the address."""
    case = case_for_reading(actor, case_id)
    casefile, evaluation = _judged(actor, case)
    lines = check_lines(case, casefile, evaluation, may_of(actor, case))
    by = BY_ARTICLE if request.GET.get("by") == BY_ARTICLE else BY_STAGE
    only = request.GET.get("only") == "missing"
    return render(
        request,
        "cases/checklist.html",
        {
            "case": case,
            "groups": groups_of(lines, by, only_missing=only),
            "counts": counts_of(lines),
            "total": len(lines),
            "missing": sum(line.missing for line in lines),
            "by": by,
            "only": only,
            "links": _links(by, only),
            "today": clock.today(),
        },
    )


def _links(by: str, only: bool) -> dict[str, str]:
    """Return the addresses of the four ways to look at the list; each keeps the other choice."""
    return {
        "stage": _query(BY_STAGE, only),
        "article": _query(BY_ARTICLE, only),
        "all": _query(by, False),
        "missing": _query(by, True),
    }


def _query(by: str, only: bool) -> str:
    return "?" + urlencode({"by": by, **({"only": "missing"} if only else {})})


@signed_in("case_for_reading")
def checklist_file(request: HttpRequest, actor: Actor, case_id: int) -> HttpResponseBase:
    """The whole list and its deadlines as xlsx."""
    case = case_for_reading(actor, case_id)
    casefile, evaluation = _judged(actor, case)
    lines = check_lines(case, casefile, evaluation, may_of(actor, case))
    return xlsx_response(
        f"{case.number}_全过程清单.xlsx",
        check_sheets(lines),
        notes_of(case, evaluation, actor.name),
    )
