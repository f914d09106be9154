"""Choosing what to write in a case: every type the bureau writes under, by stage; a word narrows it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from liuhen import clock
from liuhen.approvals.kinds import kind_for_document
from liuhen.cases.models import Activity, Case
from liuhen.documents.offered import types_for
from liuhen.documents.types import DocumentType
from liuhen.web.forms import PageForm


class TypeFilterForm(PageForm):
    """The filter row of the list."""

    text = forms.CharField(label="文书名称或者用途", required=False, max_length=50)
    stage = forms.ChoiceField(
        label="环节", required=False, choices=[("", "全部"), *Activity.Stage.choices]
    )
    activity = forms.CharField(required=False, widget=forms.HiddenInput())


@dataclass(frozen=True)
class Offer:
    """A type with the page that begins a document of it."""

    kind: DocumentType
    url: str
    needs_approval: bool


@dataclass(frozen=True)
class OffersOfStage:
    """What can be written in one stage."""

    name: str
    offers: tuple[Offer, ...]


def choose_page(request: HttpRequest, case: Case, activity: Activity | None) -> HttpResponse:
    """Show the types; the caller has asked whether the actor may write in the case."""
    form = TypeFilterForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    types = _matching(
        types_for(case.bureau, clock.today()), wanted.get("text", ""), wanted.get("stage", "")
    )
    return render(
        request,
        "documents/choose.html",
        {
            "case": case,
            "activity": activity,
            "form": form,
            "stages": [*_staged(types, case, activity)],
        },
    )


def _matching(types: Iterable[DocumentType], text: str, stage: str) -> list[DocumentType]:
    words = text.split()
    return [
        one
        for one in types
        if (not stage or one.stage == stage) and all(w in one.title + one.help for w in words)
    ]


def _staged(
    types: list[DocumentType], case: Case, activity: Activity | None
) -> Iterator[OffersOfStage]:
    for stage, name in Activity.Stage.choices:
        here = tuple(
            Offer(one, _url(one, case, activity), kind_for_document(one.code) is not None)
            for one in types
            if one.stage == stage
        )
        if here:
            yield OffersOfStage(name, here)


def _url(kind: DocumentType, case: Case, activity: Activity | None) -> str:
    """A paper that comes from outside is entered with its scan; anything else is written here."""
    query = {"type": kind.code, **({"activity": str(activity.pk)} if activity else {})}
    page = "papers/new" if kind.direction == "incoming" else "documents/new"
    return f"/cases/{case.pk}/{page}?{urlencode(query)}"
