"""Forms of approvals: shapes only."""

from __future__ import annotations

from typing import Any

from django import forms

from liuhen.approvals.models import MatterStep
from liuhen.web.forms import PageForm

USUAL_WORDS = "同意。"
VERDICTS = (
    (MatterStep.Verdict.RETURN, "退回"),
    (MatterStep.Verdict.DISAGREE, "不同意"),
    (MatterStep.Verdict.AGREE, "同意"),
)


class VerdictForm(PageForm):
    """One verdict with its words. The three buttons of the page carry `verdict`."""

    words = forms.CharField(
        label="意见",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": "2"}),
        help_text="退回或者不同意的，请写明原因。",
    )
    verdict = forms.ChoiceField(label="结论", choices=VERDICTS, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Turn away the prefilled 「同意。」 under another verdict: it would contradict itself."""
        data = super().clean() or {}
        refusing = data.get("verdict") in (MatterStep.Verdict.RETURN, MatterStep.Verdict.DISAGREE)
        if refusing and data.get("words", "").strip().rstrip("。.") == USUAL_WORDS.rstrip("。"):
            self.add_error("words", "您选的不是同意，请写明原因，例如「第2页时间有误，请核对」。")
        return data


class WithdrawForm(PageForm):
    """Why the handler takes a matter back."""

    words = forms.CharField(
        label="撤回原因", required=False, max_length=2000, widget=forms.Textarea()
    )
