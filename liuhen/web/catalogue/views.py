"""The document types: listed, shown with their samples; a bureau's own checked and brought in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.clickjacking import xframe_options_sameorigin

from liuhen import clock
from liuhen.cases.models import Activity
from liuhen.documents import actions
from liuhen.documents.models import OwnType
from liuhen.documents.offered import OWN_FROM, find, laid_out, own_type, types_for
from liuhen.documents.render import render as draw
from liuhen.documents.type_package import from_zip
from liuhen.documents.types import DocumentType
from liuhen.faults import Invalid, NotFound
from liuhen.people.actors import Actor
from liuhen.people.models import Bureau
from liuhen.vault import store
from liuhen.web.catalogue.forms import BringInForm, PackageForm, WithdrawForm
from liuhen.web.forms import show_fault
from liuhen.web.gate import signed_in
from liuhen.web.people.views import administered


@dataclass(frozen=True)
class StageOfTypes:
    """The types of one stage, in the order of the file."""

    name: str
    types: tuple[DocumentType, ...]

    @property
    def own(self) -> int:
        """Return how many of them the bureau brought in."""
        return sum(one.version >= OWN_FROM for one in self.types)


def _by_stage(types: Iterable[DocumentType]) -> Iterator[StageOfTypes]:
    known = list(types)
    for stage, name in Activity.Stage.choices:
        yield StageOfTypes(name, tuple(one for one in known if one.stage == stage))


@signed_in("demand_administration")
def types_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List what the bureau writes under today, and the types it brought in."""
    bureau = administered(actor)
    types = types_for(bureau, clock.today())
    return render(
        request,
        "catalogue/list.html",
        {
            "stages": list(_by_stage(types)),
            "count": len(types),
            "own": bureau.own_types.order_by("-pk"),
            "today": clock.today(),
            "own_from": OWN_FROM,
        },
    )


@signed_in("demand_administration")
def type_page(request: HttpRequest, actor: Actor, code: str, version: int) -> HttpResponse:
    """Show a type: fields, signature places, and its sample as it prints."""
    kind = _found(administered(actor), code, version)
    return render(
        request, "catalogue/type.html", {"kind": kind, "stage": Activity.Stage(kind.stage).label}
    )


def _found(bureau: Bureau, code: str, version: int) -> DocumentType:
    if version >= OWN_FROM:
        own_type(bureau, code, version)
    try:
        return find(code, version)
    except KeyError:
        raise NotFound("没有这种文书。请从文书种类列表进入。") from None


@signed_in("demand_administration")
@xframe_options_sameorigin
def sample_file(request: HttpRequest, actor: Actor, code: str, version: int) -> HttpResponse:
    """Draw the sample of a type."""
    return _sample(_found(administered(actor), code, version))


@signed_in("demand_administration")
@xframe_options_sameorigin
def trial_file(request: HttpRequest, actor: Actor, package: str, code: str) -> HttpResponse:
    """Draw the sample of a type that was checked and is not in use yet."""
    administered(actor)
    kinds = {one.code: one for one in laid_out(package)}
    if code not in kinds:
        raise NotFound("没有这种文书。请重新上传检查。")
    return _sample(kinds[code])


def _sample(kind: DocumentType) -> HttpResponse:
    drawn = draw(kind, kind.sample(), at=clock.now(), code="SAMPLE", draft=True)
    response = HttpResponse(drawn.pdf, content_type="application/pdf")
    response["Content-Disposition"] = "inline"
    return response


@signed_in("demand_administration")
def new_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Take a zip and check it; the checked types are shown before anything is in use."""
    bureau = administered(actor)
    form = PackageForm(request.POST, request.FILES) if request.method == "POST" else PackageForm()
    if request.method == "POST" and form.is_valid():
        try:
            package = from_zip(form.cleaned_data["package"].read())
            actions.examine(actor, bureau, package)
        except Invalid as fault:
            form.add_error("package", fault.message)
        else:
            stored = store.put_bytes(package)
            return redirect(f"/settings/types/check?package={stored.sha256}")
    return render(request, "catalogue/new.html", {"form": form}, status=422 if form.errors else 200)


@signed_in("demand_administration")
def check_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show what was checked with its samples; bring it in."""
    bureau = administered(actor)
    sha256 = request.POST.get("sha256") or request.GET.get("package", "")
    initial = {"in_force_from": clock.today(), "sha256": sha256}
    form = BringInForm(request.POST or None, initial=initial)
    kinds = laid_out(sha256)
    if request.method == "POST" and form.is_valid():
        try:
            rows = actions.bring_in(
                actor,
                bureau,
                store.read_bytes(sha256),
                in_force_from=form.cleaned_data["in_force_from"],
                source=form.cleaned_data["source"],
            )
        except Invalid as fault:
            show_fault(form, fault)
        else:
            titles = "、".join(f"「{row.title}」" for row in rows)
            messages.success(request, f"{titles}自 {rows[0].in_force_from} 起使用。")
            return redirect("types")
    return render(
        request,
        "catalogue/check.html",
        {"form": form, "kinds": kinds, "package": sha256},
        status=422 if form.errors else 200,
    )


@signed_in("demand_administration")
def withdraw_page(request: HttpRequest, actor: Actor, own_id: int) -> HttpResponse:
    """Stop using a type."""
    bureau = administered(actor)
    row = OwnType.objects.filter(pk=own_id, bureau=bureau).first()
    if row is None:
        raise NotFound("没有这种文书。请从文书种类列表进入。")
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.withdraw_type(actor, row, reason=form.cleaned_data["reason"])
        messages.success(request, f"「{row.title}」从今天起停用，已经写成的文书不变。")
        return redirect("types")
    return render(
        request,
        "catalogue/withdraw.html",
        {"form": form, "row": row},
        status=422 if form.errors else 200,
    )
