"""Forms of the bureau's dated settings: shapes only."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet

from liuhen import clock
from liuhen.people.models import Bureau, Keeper, Person
from liuhen.regulation.parameters import numbers
from liuhen.web.formats import parse_day, parse_yuan
from liuhen.web.forms import DayField, PageForm
from liuhen.web.people.numbers import series_of
from liuhen.workdays import BadTable, NamedDay, Notice, YearTable


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


_UNTIL = re.compile(r"\s*(?:至|到|~|～|—+|–)\s*")
_BETWEEN = re.compile(r"[,，、;；\s]+")
_LONGEST = 31  # days of one holiday


class DaysField(forms.CharField):
    """Days in free text: one a line or parted by commas, runs as 2027-02-05 至 2027-02-11."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> list[date]:  # type: ignore[override]
        """Read the days; ValidationError names the piece that cannot be read."""
        text = _UNTIL.sub("至", super().to_python(value) or "")
        days: list[date] = []
        for piece in filter(None, _BETWEEN.split(text)):
            try:
                days += _days(piece)
            except ValueError:
                raise forms.ValidationError(
                    f"「{piece}」认不出来，请写成 2027-02-05 或 2027-02-05 至 2027-02-11",
                    code="invalid",
                ) from None
        return days


def _days(piece: str) -> list[date]:
    ends = [parse_day(part, today=clock.today()) for part in piece.split("至")]
    first, last = ends[0], ends[-1]
    if len(ends) > 2 or not 0 <= (last - first).days < _LONGEST:
        raise ValueError(piece)
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


class YearForm(PageForm):
    """A year's holidays as the State Council's notice has them."""

    year = forms.IntegerField(label="年份", min_value=2000, max_value=2100)
    citation = forms.CharField(
        label="依据的通知",
        max_length=200,
        help_text="通知名称和文号，例如「国务院办公厅关于2027年部分节假日安排的通知（国办发明电〔2026〕7号）」。",
    )
    holidays = DaysField(
        label="放假日期", help_text="含连休中的周末。每行一天，或者一段：2027-02-05 至 2027-02-11。"
    )
    make_up_days = DaysField(
        label="调休上班日期", required=False, help_text="通知写明上班的周六、周日。"
    )

    def clean(self) -> dict[str, Any]:
        """A table that contradicts itself would stop every count, so it is refused here."""
        data = super().clean() or {}
        if not self.errors:
            try:
                _table(data)
            except BadTable as error:
                self.add_error("holidays", str(error))
        return data


def _table(data: dict[str, Any]) -> YearTable:
    return YearTable(
        year=data["year"],
        notice=Notice(data["citation"], data["citation"], date(data["year"], 1, 1)),
        holidays=tuple(NamedDay(one, "放假") for one in data["holidays"]),
        makeups=tuple(NamedDay(one, "调休上班") for one in data["make_up_days"]),
    )
