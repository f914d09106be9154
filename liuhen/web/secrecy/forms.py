"""Forms of classes and isolation: shapes only."""

from __future__ import annotations

from typing import Any

from django import forms

from liuhen.regulation.secrecy import GRANTABLE, Secrecy
from liuhen.web.forms import DayField, PageForm

RESTRICTED = [(one.value, one.words) for one in Secrecy if one is not Secrecy.STATE]
"""What a record that is here may be classed as; a state secret is not here."""

STATE_HINT = (
    "涉及国家秘密的，一律不上传、不写入内容，只登记索引（存放位置和保管人）。"
    "商业秘密、个人隐私只有办案人员和有权限的人能看；举报人身份只有有权限的人能看。"
)


class SecrecyField(forms.ChoiceField):
    """The class of what comes in; left out, it is none."""

    def __init__(self, **kwargs: Any) -> None:
        """Offer every class: choosing a state secret is answered with the way to an index entry."""
        given = {
            "label": "密级（第二十九条）",
            "choices": [(one.value, one.words) for one in Secrecy],
            "initial": Secrecy.NONE.value,
            "required": False,
            "help_text": STATE_HINT,
        }
        super().__init__(**{**given, **kwargs})

    def to_python(self, value: Any) -> str:
        """Return the class as the record keeps it."""
        return super().to_python(value) or Secrecy.NONE.value


class ClassForm(PageForm):
    """A record's class with its reason."""

    secrecy = forms.ChoiceField(label="密级", choices=RESTRICTED, widget=forms.RadioSelect)
    reason = forms.CharField(
        label="理由",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="不要写出秘密的内容。",
    )


class IsolateForm(PageForm):
    """Why a record is hidden from everyone."""

    reason = forms.CharField(
        label="理由",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="例如「误传，保密员已通知」。不要写出秘密的内容。",
    )


class ClearanceForm(PageForm):
    """A clearance for one class from a day on."""

    secrecy = forms.ChoiceField(label="密级", choices=[(one.value, one.words) for one in GRANTABLE])
    since = DayField(label="起")
    until = DayField(label="止", required=False, help_text="含当日；不填的，到收回为止。")
    reason = forms.CharField(
        label="理由", max_length=300, help_text="例如「负责本局案件的法制审核」。"
    )


class EndClearanceForm(PageForm):
    """Why a clearance is taken back."""

    reason = forms.CharField(label="收回的理由", max_length=300)
