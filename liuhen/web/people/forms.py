"""Forms of persons: shapes only."""

from __future__ import annotations

from typing import Any

from django import forms

from liuhen.people.models import Role
from liuhen.web.forms import DayField, PageForm


class CertificateForm(PageForm):
    """An enforcement certificate."""

    number = forms.CharField(label="执法证号", max_length=40)
    valid_from = DayField(label="有效期起")
    valid_to = DayField(label="有效期止")


class PostForm(PageForm):
    """A post from a day on."""

    role = forms.ChoiceField(label="岗位", choices=Role.choices)
    title = forms.CharField(
        label="职务",
        max_length=40,
        required=False,
        help_text="印在文书和审批上的职务，例如「执法科科长」；不填的，用岗位名称。",
    )
    held_from = DayField(label="任职起")


class EndPostForm(PageForm):
    """The last day of a post."""

    held_to = DayField(label="任职止", help_text="最后一天，含当日。")


class PersonForm(PageForm):
    """A new colleague, with first posts and certificate."""

    name = forms.CharField(label="姓名", max_length=50)
    username = forms.CharField(
        label="登录名", max_length=40, help_text="登录时输入的名字，例如姓名的拼音；登记后不能改。"
    )
    roles = forms.MultipleChoiceField(
        label="岗位", choices=Role.choices, widget=forms.CheckboxSelectMultiple
    )
    title = forms.CharField(
        label="职务",
        max_length=40,
        required=False,
        help_text="印在文书和审批上的职务；不填的，用岗位名称。",
    )
    held_from = DayField(label="任职起")
    number = forms.CharField(label="执法证号", max_length=40, required=False)
    valid_from = DayField(label="执法证有效期起", required=False)
    valid_to = DayField(label="执法证有效期止", required=False)
    legal_qualification = forms.CharField(
        label="法律职业资格证号",
        max_length=40,
        required=False,
        help_text="法制审核人员初次审核的，应当取得（行政处罚法第五十八条）。",
    )

    def clean(self) -> dict[str, Any]:
        """A certificate has a number and both days, or is left out."""
        data = super().clean() or {}
        return whole_certificate(self, data)


def whole_certificate(form: forms.Form, data: dict[str, Any]) -> dict[str, Any]:
    """Ask for what is missing of a certificate once any of its three fields is filled."""
    words = {
        "number": "请填写执法证号",
        "valid_from": "请填写有效期起",
        "valid_to": "请填写有效期止",
    }
    if any(data.get(name) for name in words):
        for name, message in words.items():
            if not data.get(name) and name not in form.errors:
                form.add_error(name, message)
    begins, ends = data.get("valid_from"), data.get("valid_to")
    if begins and ends and ends < begins:
        form.add_error("valid_to", "有效期止不能早于有效期起，请核对证件")
    return data
