"""The page as it would print, while it is being typed. Nothing that comes in here is kept."""

from __future__ import annotations

import base64
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from liuhen import clock
from liuhen.cases.access import case_for_reading
from liuhen.cases.models import Case
from liuhen.documents import fields as entry_fields
from liuhen.documents.access import demand_draft, demand_writer, document_for_reading
from liuhen.documents.offered import type_for
from liuhen.documents.render import PreviewPage, RenderError
from liuhen.documents.render import preview as draw_preview
from liuhen.documents.types import DocumentType
from liuhen.faults import NotFound
from liuhen.people.actors import Actor
from liuhen.web.documents.forms import form_for
from liuhen.web.gate import signed_in
from liuhen.web.mending import field_anchor

_MOST_PAGES = 60  # of those that a browser says it has


@signed_in("demand_writer")
@require_POST
def draft_preview(request: HttpRequest, actor: Actor, document_id: int) -> HttpResponse:
    """Draw the form of a draft as it stands in the browser."""
    document = document_for_reading(actor, document_id)
    demand_writer(actor, document.case, document.activity, document.type_code)
    demand_draft(document)
    return _answer(request, document.case, document.type, document.title)


@signed_in("demand_writer")
@require_POST
def new_preview(request: HttpRequest, actor: Actor, case_id: int) -> HttpResponse:
    """Draw the form of a document that is not begun yet."""
    case = case_for_reading(actor, case_id)
    code = request.GET.get("type", "")
    given = request.GET.get("activity", "")
    number = int(given) if given.isascii() and given.isdigit() and len(given) < 19 else 0
    activity = case.activities.filter(pk=number).first()
    demand_writer(actor, case, activity, code)
    try:
        kind = type_for(case.bureau, code, clock.today())
    except KeyError:
        raise NotFound("没有这种文书。") from None
    return _answer(request, case, kind, kind.title)


def _answer(request: HttpRequest, case: Case, kind: DocumentType, title: str) -> HttpResponse:
    """Answer with the pages that changed, what is still missing, and characters no font has."""
    raw = form_for(kind, request.POST).raw()
    fields = entry_fields.clean(kind, raw, year=clock.today().year)
    have = request.POST.get("preview-have", "").split(",")[:_MOST_PAGES]
    content = {"bureau": case.bureau.name, "title": title, "fields": fields}
    try:
        drawn = draw_preview(kind, content, at=clock.now())
    except RenderError as error:
        return _told(JsonResponse({"fault": str(error)}, status=422))
    labels = {spec.name: spec.label for spec in kind.fields}
    gaps = [_gap(kind, labels, problem) for problem in entry_fields.check(kind, fields)]
    pages = [_page(one, have) for one in drawn.pages]
    return _told(JsonResponse({"pages": pages, "gaps": gaps, "missing": list(drawn.missing)}))


def _page(page: PreviewPage, have: list[str]) -> dict[str, str]:
    """Return the page; its bytes only when the browser does not have them."""
    digest = page.digest
    sent = "" if digest in have else base64.b64encode(page.png()).decode()
    return {"digest": digest, "image": sent}


def _gap(
    kind: DocumentType, labels: dict[str, str], problem: entry_fields.Problem
) -> dict[str, Any]:
    name = problem.field.split(".", 1)[0]
    return {
        "label": labels.get(name, name),
        "message": problem.message,
        "target": field_anchor(kind.code, name),
    }


def _told(response: JsonResponse) -> JsonResponse:
    response["Cache-Control"] = "no-store"
    return response
