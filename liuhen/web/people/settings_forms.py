"""Forms of the bureau's dated settings: shapes only."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from liuhen.people.models import Bureau, Keeper, Person
from liuhen.regulation.parameters import numbers
from liuhen.web.formats import parse_yuan
from liuhen.web.forms import DayField, PageForm
from liuhen.web.people.numbers import series_of


class KeeperForm(PageForm):
    """Who keeps which records from when."""

    of = forms.ChoiceField(label="负责", choices=Keeper.Kind.choices, widget=forms.RadioSelect)
    person = forms.ModelChoiceField(label="人员", queryset=Person.objects.none())
    since = DayField(label="任命起", help_text="原来的专人到前一日止，历史保留。")

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        """`people` are those who may be named."""
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]


class RuleForm(PageForm):
    """The bureau's own rule on records."""

    title = forms.CharField(label="制度名称", max_length=200)
    in_force_from = DayField(label="施行日期")


class ScreenSigningForm(PageForm):
    """The filing under which signing on a screen is switched on."""

    filing_number = forms.CharField(
        label="备案号", max_length=100, help_text="照备案文件填写，签名版和案卷包里都会写明。"
    )
    in_force_from = DayField(label="启用日期")


class EndScreenSigningForm(PageForm):
    """Why signing on a screen is switched off."""

    reason = forms.CharField(label="停用原因", max_length=300)


class ParameterForm(PageForm):
    """A number that the law leaves to the bureau."""

    name = forms.ChoiceField(label="参数")
    value = forms.CharField(
        label="值", max_length=20, help_text="金额以元为单位，例如 20000；其他填整数。"
    )
    in_force_from = DayField(label="施行日期", help_text="这一天以前的事项仍用原来的值。")
    citation = forms.CharField(
        label="依据", max_length=200, help_text="规定这一数字的文件名称和条款。"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the numbers that the law leaves open."""
        super().__init__(*args, **kwargs)
        local = [(one.name, one.words) for one in numbers().values() if one.local]
        self.fields["name"].choices = [("", ""), *local]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Read the value in the parameter's unit."""
        data = super().clean() or {}
        name, text = data.get("name"), data.get("value")
        if name and text:
            try:
                data["value"] = read_value(numbers()[name].unit, text)
            except ValueError:
                self.add_error("value", "请填写数字，例如 5；金额以元为单位，例如 20000")
        return data


def read_value(unit: str, text: str) -> int:
    """Read a typed value into the parameter's unit (money into fen); raises ValueError."""
    if unit == "fen":
        return parse_yuan(text)
    value = int(text.strip())
    if not 0 < value < 100_000:
        raise ValueError(text)
    return value


class SeriesForm(PageForm):
    """With which number a year's series begins here."""

    series = forms.ChoiceField(label="文号类别")
    year = forms.IntegerField(label="年度", min_value=2000, max_value=2100)
    first = forms.IntegerField(
        label="从几号开始",
        min_value=1,
        max_value=99_999,
        help_text="在此之前已在纸上发出的号，登记簿里标为「未录入」；只能往后设，不能往回设。",
    )

    def __init__(self, *args: Any, bureau: Bureau, **kwargs: Any) -> None:
        """Offer the series that the bureau numbers by."""
        super().__init__(*args, **kwargs)
        offered = [(one.code, f"{one.code}（{one.titles}）") for one in series_of(bureau).values()]
        self.fields["series"].choices = [("", ""), *offered]  # type: ignore[attr-defined]


class GapForm(PageForm):
    """Why numbers have no document here."""

    first = forms.IntegerField(label="从第几号", min_value=1, max_value=99_999)
    last = forms.IntegerField(label="到第几号", min_value=1, max_value=99_999)
    note = forms.CharField(
        label="原因",
        max_length=300,
        widget=forms.Textarea(),
        help_text="例如：系统启用前已在纸质文书上使用，存于某年某号案卷；打印作废未使用。",
    )
