"""The documents of the whole bureau: found by what they are and by their words."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from liuhen import clock
from liuhen.documents.models import Document
from liuhen.documents.offered import types_for
from liuhen.documents.types import all_types
from liuhen.people.actors import Actor
from liuhen.people.models import Bureau
from liuhen.search.actions import behind
from liuhen.search.queries import DocumentFilter, find_documents, load_found, too_short
from liuhen.web.forms import DayField, PageForm
from liuhen.web.gate import signed_in
from liuhen.web.paging import FirstRows

PER_PAGE = 20
_LISTED = [one for one in Document.State.choices if one[0] != Document.State.DISCARDED]


class FindForm(PageForm):
    """The filter row of the list."""

    words = forms.CharField(label="标题、文号或正文", required=False, max_length=100)
    type_code = forms.ChoiceField(label="文书种类", required=False)
    number = forms.CharField(label="文号", required=False, max_length=60)
    party = forms.CharField(label="当事人", required=False, max_length=100)
    state = forms.ChoiceField(label="状态", required=False, choices=[("", "全部"), *_LISTED])
    since = DayField(label="文书日期从", required=False)
    until = DayField(label="到", required=False)

    def __init__(self, *args: Any, types: list[tuple[str, str]], **kwargs: Any) -> None:
        """`types` are the choices of 文书种类."""
        super().__init__(*args, **kwargs)
        self.fields["type_code"].choices = [("", "全部"), *types]  # type: ignore[attr-defined]

    def clean_words(self) -> str:
        """Refuse a single character: it stands in nearly every document."""
        words: str = self.cleaned_data["words"]
        if short := too_short(words):
            raise forms.ValidationError(f"「{'」「'.join(short)}」太短，请每个词至少写两个字")
        return words


@signed_in("visible_cases")
def find_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List the documents of the cases the person may read; the filters stand in the address."""
    form = FindForm(request.GET, types=_types(actor))
    wanted = DocumentFilter()
    if form.is_valid():
        given = {name: value for name, value in form.cleaned_data.items() if value}
        wanted = DocumentFilter(**given)
    pages = FirstRows(find_documents(actor, wanted), PER_PAGE, lambda ids: load_found(actor, ids))
    return render(
        request,
        "documents/found.html",
        {
            "form": form,
            "page": pages.get_page(request.GET.get("page")),
            "behind": behind(),
        },
        status=422 if form.errors else 200,
    )


def _types(actor: Actor) -> list[tuple[str, str]]:
    """Return what the person's bureau writes under, by title."""
    bureau = Bureau.objects.filter(pk=actor.bureau_id).first()
    types = types_for(bureau, clock.today()) if bureau else all_types()
    return sorted(((one.code, one.title) for one in types), key=lambda one: one[1])
