"""登记平台外的音像: what is kept on the bureau's own storage, and the index of a state secret."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from liuhen.cases.access import case_for_reading, demand_officer
from liuhen.cases.models import Activity, Case
from liuhen.cases.secrecy import sight_of
from liuhen.evidence.actions import DedicatedStorage, register_off_platform
from liuhen.people.actors import Actor
from liuhen.web.forms import MomentField, received
from liuhen.web.gate import signed_in
from liuhen.web.people.entering import entered
from liuhen.web.recordings.forms import RecordingForm


class ElsewhereForm(RecordingForm):
    """A recording that stays where it is."""

    storage_place = forms.CharField(
        label="存放位置",
        required=False,
        max_length=200,
        help_text="专用存储器（柜位）的名称和编号，例如「一号柜硬盘 03」。",
    )
    keeper = forms.CharField(label="保管人", required=False, max_length=50)
    stored_at = MomentField(label="存入时间")
    sha256 = forms.CharField(label="SHA-256", required=False, max_length=64)
    sm3 = forms.CharField(label="SM3", required=False, max_length=64)
    size = forms.IntegerField(label="字节数", required=False, min_value=0, max_value=2**62)
    kind = forms.CharField(
        label="文件格式", required=False, max_length=60, help_text="例如 video/mp4。"
    )

    def __init__(self, *args: Any, activities: list[tuple[str, str]], **kwargs: Any) -> None:
        """`activities` are those of the case, as choices; no file comes in here."""
        super().__init__(*args, activities=activities, **kwargs)
        del self.fields["file"]

    def storage(self) -> DedicatedStorage:
        """Return where it lies; digests as they were read there, in small letters."""
        data = self.cleaned_data
        return DedicatedStorage(
            place=data["storage_place"].strip(),
            keeper=data["keeper"].strip(),
            stored_at=data["stored_at"],
            sha256=data["sha256"].strip().lower(),
            sm3=data["sm3"].strip().lower(),
            size=data["size"] or 0,
            media=data["kind"].strip(),
        )


@signed_in("demand_officer")
def elsewhere_page(request: HttpRequest, actor: Actor, case_id: int) -> HttpResponse:
    """Register a recording with its place and keeper; of a state secret nothing else."""
    case = case_for_reading(actor, case_id)
    demand_officer(actor, case, to="登记音像记录")
    activities = list(case.activities.order_by("-started_at"))
    form = ElsewhereForm(
        request.POST or None,
        activities=[(str(one.pk), str(one)) for one in activities],
        initial={
            "activity": request.GET.get("activity", ""),
            "secrecy": request.GET.get("secrecy", "none"),
            "maker": actor.name,
        },
    )
    if request.method == "POST" and entered(
        form, lambda _: _register(actor, case, form, activities)
    ):
        messages.success(request, "已登记。原件留在存放位置，由保管人负责。")
        made = case.recordings.order_by("-pk")[0]
        hidden = sight_of(actor, case).hides(made)
        onward = redirect("case-recordings", case.pk) if hidden else redirect("recording", made.pk)
        return received(onward, f"elsewhere-{case.pk}")
    return render(
        request,
        "recordings/elsewhere.html",
        {"case": case, "form": form},
        status=422 if form.errors else 200,
    )


def _register(actor: Actor, case: Case, form: ElsewhereForm, activities: list[Activity]) -> None:
    wanted = form.cleaned_data["activity"]
    register_off_platform(
        actor,
        case,
        form.capture(1, 1),
        storage=form.storage(),
        activity=next((one for one in activities if str(one.pk) == wanted), None),
        late_reason=form.cleaned_data["late_reason"],
    )
