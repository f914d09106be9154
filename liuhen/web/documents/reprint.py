"""Where a case's facts are printed: shown before they are changed, and brought up to date after."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from liuhen.cases.access import case_for_reading, demand_officer
from liuhen.cases.models import Case
from liuhen.cases.secrecy import sight_of
from liuhen.documents.access import document_for_reading
from liuhen.people.actors import Actor
from liuhen.procedure.reprint import ALL, Printing, refresh_field, where_printed
from liuhen.web.gate import signed_in


def printings(actor: Actor, case: Case, sources: Sequence[str] = ALL) -> list[Printing]:
    """Return where these facts are printed, without what the person may not see."""
    sight = sight_of(actor, case)
    return [one for one in where_printed(case, sources) if not sight.hides(one.document)]


@signed_in("demand_officer")
def printed_page(request: HttpRequest, actor: Actor, case_id: int) -> HttpResponse:
    """Show each document that says something else than the case: drafts can take the new value."""
    case = case_for_reading(actor, case_id)
    demand_officer(actor, case, to="更新文书里的案件信息")
    found = [one for one in printings(actor, case) if one.moved]
    return render(
        request,
        "documents/printed.html",
        {
            "case": case,
            "drafts": [one for one in found if one.is_draft],
            "locked": [one for one in found if not one.is_draft],
        },
    )


@signed_in("demand_writer")
@require_POST
def refresh(request: HttpRequest, actor: Actor, document_id: int) -> HttpResponse:
    """更新为新值: one field of a draft."""
    document = document_for_reading(actor, document_id)
    refresh_field(actor, document, request.POST.get("field", ""))
    messages.success(request, f"「{document.title}」已更新为现在登记的内容。")
    return redirect("case-printed", document.case_id)
