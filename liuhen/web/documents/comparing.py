"""Two versions of a document side by side: what changed, and why."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from liuhen.cases.looks import note_look
from liuhen.documents.access import document_for_reading
from liuhen.documents.comparing import compare
from liuhen.documents.models import DocumentVersion
from liuhen.faults import NotFound
from liuhen.people.actors import Actor
from liuhen.web.documents.forms import CompareForm
from liuhen.web.gate import signed_in


@signed_in("document_for_reading")
def compare_page(request: HttpRequest, actor: Actor, document_id: int) -> HttpResponse:
    """Show field by field what changed from one version to another; by default to the newest."""
    document = document_for_reading(actor, document_id)
    versions = {one.number: one for one in document.versions.order_by("number")}
    if len(versions) < 2:
        raise NotFound("这份文书只有一个版本，没有可以对比的。更正之后再来查看。")
    before, after = _pair(request, versions)
    note_look(actor, document)
    fields = compare(document.type, before.fields, after.fields)
    return render(
        request,
        "documents/compare.html",
        {
            "document": document,
            "case": document.case,
            "before": before,
            "after": after,
            "form": CompareForm({"from": before.number, "to": after.number}, numbers=[*versions]),
            "corrections": [
                one for number, one in versions.items() if before.number < number <= after.number
            ],
            "changed": [one for one in fields if one.changed or one.unseen],
            "same": [one for one in fields if not (one.changed or one.unseen or one.empty)],
        },
    )


def _pair(
    request: HttpRequest, versions: dict[int, DocumentVersion]
) -> tuple[DocumentVersion, DocumentVersion]:
    """Return the versions asked for, the earlier first; NotFound for one that is not there."""
    newest = max(versions)
    form = CompareForm(
        {"from": newest - 1, "to": newest, **request.GET.dict()}, numbers=[*versions]
    )
    if not form.is_valid():
        raise NotFound("这份文书没有这一版。请从版本列表中选择。")
    chosen = sorted((int(form.cleaned_data["from"]), int(form.cleaned_data["to"])))
    return versions[chosen[0]], versions[chosen[1]]
