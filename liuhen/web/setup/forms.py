"""Forms of the set-up page: shapes only."""

from __future__ import annotations

from typing import Any

from django import forms

from liuhen.documents.types import all_types
from liuhen.people.models import Bureau, Keeper, Role
from liuhen.web.forms import DayField, PageForm
from liuhen.web.people.forms import whole_certificate
from liuhen.web.people.numbers import all_series


class BureauForm(PageForm):
    """Step one: the bureau."""

    name = forms.CharField(label="单位全称", max_length=100, help_text="例如「示例区统计局」。")
    word = forms.CharField(label="机关代字", max_length=8, help_text="文号开头的字，例如「示」。")
    code = forms.CharField(label="统一社会信用代码", max_length=18, required=False)
    level = forms.ChoiceField(label="层级", choices=Bureau.Level.choices, initial="county")
    government = forms.CharField(
        label="本级人民政府",
        max_length=100,
        required=False,
        help_text="行政复议机关，印在决定书上。",
    )
    address = forms.CharField(label="地址", max_length=200, required=False)
    phone = forms.CharField(label="电话", max_length=40, required=False)
    court = forms.CharField(label="有管辖权的基层人民法院", max_length=100, required=False)
    bank_account = forms.CharField(label="罚款缴款渠道", max_length=200, required=False)


class PersonRow(PageForm):
    """Step two: one person. A row without name and sign-in name is left out."""

    name = forms.CharField(label="姓名", max_length=50, required=False)
    username = forms.CharField(label="登录名", max_length=40, required=False)
    title = forms.CharField(label="职务", max_length=40, required=False)
    roles = forms.MultipleChoiceField(
        label="岗位", choices=Role.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    number = forms.CharField(label="执法证号", max_length=40, required=False)
    valid_from = DayField(label="执法证有效期起", required=False)
    valid_to = DayField(label="执法证有效期止", required=False)
    legal_qualification = forms.CharField(label="法律职业资格证号", max_length=40, required=False)
    keeps = forms.MultipleChoiceField(
        label="记录管理专人（第二十七条）",
        choices=[(one.value, one.label) for one in Keeper.RECORDS],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    @property
    def usually(self) -> str:
        """The post that this row is meant for, in words; empty for a further person."""
        return "、".join(Role(role).label for role in self.initial.get("roles", ()))

    @property
    def blank(self) -> bool:
        """Whether nobody stands in this row."""
        typed = ("name", "username", "number")
        return not any(str(self.data.get(self.add_prefix(name), "")).strip() for name in typed)

    def clean(self) -> dict[str, Any]:
        """Whoever stands here needs name, sign-in name and a post; a certificate is whole."""
        data = super().clean() or {}
        if self.blank:
            return data
        words = {"name": "请填写姓名", "username": "请填写登录名", "roles": "请选择岗位"}
        for field, message in words.items():
            if not data.get(field) and field not in self.errors:
                self.add_error(field, message)
        return whole_certificate(self, data)


class RecordsForm(PageForm):
    """Step three: first numbers of the series, the rule on records."""

    rule_title = forms.CharField(
        label="全过程记录管理制度的名称",
        max_length=200,
        required=False,
        help_text="第二十七条要求制定；还没有的可以以后在「设置」里登记。",
    )
    rule_from = DayField(label="施行日期", required=False)

    def __init__(self, *args: Any, year: int, **kwargs: Any) -> None:
        """Ask for the first number of each series in `year`."""
        super().__init__(*args, **kwargs)
        self.series = list(all_series(all_types()).values())
        for place, one in enumerate(self.series):
            self.fields[f"first_{place}"] = forms.IntegerField(
                label=f"{one.titles}从几号开始",
                initial=1,
                min_value=1,
                max_value=99_999,
                help_text=f"文号写作「代字{one.example('', year, 1)}」。",
                error_messages={"required": f"请填写{one.titles}从几号开始"},
            )

    @property
    def numbers(self) -> list[forms.BoundField]:
        """The fields of the first numbers, for the template."""
        return [self[f"first_{place}"] for place in range(len(self.series))]

    def first_numbers(self) -> dict[str, int]:
        """Return the first number by series."""
        return {
            one.code: self.cleaned_data[f"first_{place}"] for place, one in enumerate(self.series)
        }

    def clean(self) -> dict[str, Any]:
        """A rule has a title and a day, or is left out."""
        data = super().clean() or {}
        if data.get("rule_title") and not data.get("rule_from") and "rule_from" not in self.errors:
            self.add_error("rule_from", "请填写施行日期")
        if data.get("rule_from") and not data.get("rule_title"):
            self.add_error("rule_title", "请填写制度名称")
        return data
