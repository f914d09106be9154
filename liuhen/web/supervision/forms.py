"""Filters and forms of supervision: shapes only."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import QuerySet

from liuhen.agenda.models import CaseState
from liuhen.cases.models import Case
from liuhen.people.models import Bureau, Person
from liuhen.supervision.grid import articles
from liuhen.supervision.kinds import breach_kinds, measures
from liuhen.supervision.models import Breach
from liuhen.supervision.period import choices
from liuhen.web.forms import DayField, PageForm

ALL = ("", "全部")


# Generic for the type checker only: at run time Django's field takes no parameters.
if TYPE_CHECKING:
    _People = forms.ModelChoiceField[Person]
else:
    _People = forms.ModelChoiceField


class PersonChoice(_People):
    """A person with their bureau."""

    def label_from_instance(self, obj: Person) -> str:
        """Name the person and where they work."""
        return f"{obj.name}（{obj.bureau.name}）"


def _bureaus(bureaus: Sequence[Bureau]) -> list[tuple[str, str]]:
    return [ALL, *((str(one.pk), one.name) for one in bureaus)]


def _articles() -> list[tuple[str, str]]:
    return [ALL, *((one, one) for one in articles())]


class GridForm(PageForm):
    """What the grid shows."""

    bureau = forms.ChoiceField(label="单位", required=False)
    year = forms.ChoiceField(label="年度", required=False)
    status = forms.ChoiceField(
        label="情况", required=False, choices=[ALL, *CaseState.Status.choices]
    )
    article = forms.ChoiceField(label="条文", required=False, choices=_articles)

    def __init__(self, *args: Any, bureaus: Sequence[Bureau], today: date, **kwargs: Any) -> None:
        """`bureaus` are those that the person watches."""
        super().__init__(*args, **kwargs)
        years = range(today.year, today.year - 6, -1)
        self.fields["bureau"].choices = _bureaus(bureaus)  # type: ignore[attr-defined]
        self.fields["year"].choices = [ALL, *((str(y), f"{y}年") for y in years)]  # type: ignore[attr-defined]


class FindingsForm(PageForm):
    """Which findings are listed."""

    bureau = forms.ChoiceField(label="单位", required=False)
    article = forms.ChoiceField(label="条文", required=False, choices=_articles)
    person = PersonChoice(
        label="人员", required=False, queryset=Person.objects.none(), empty_label="全部"
    )
    case = forms.CharField(label="案号或者案件名称", required=False, max_length=100)

    def __init__(
        self, *args: Any, bureaus: Sequence[Bureau], people: QuerySet[Person], **kwargs: Any
    ) -> None:
        """`bureaus` and `people` are those that the person watches."""
        super().__init__(*args, **kwargs)
        self.fields["bureau"].choices = _bureaus(bureaus)  # type: ignore[attr-defined]
        self.fields["person"].queryset = people  # type: ignore[attr-defined]


class PeriodForm(PageForm):
    """The period of an assessment."""

    period = forms.ChoiceField(label="考核期", required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        """Offer what has begun by `today`."""
        super().__init__(*args, **kwargs)
        self.fields["period"].choices = [(one.code, one.words) for one in choices(today)]  # type: ignore[attr-defined]


class BreachForm(PageForm):
    """A breach that a person found."""

    person = PersonChoice(label="责任人员", queryset=Person.objects.none())
    kind = forms.ChoiceField(
        label="情形",
        choices=lambda: [
            (one.code, f"{one.words}：{one.article}") for one in breach_kinds().values()
        ],
    )
    article = forms.CharField(
        label="违反的条款",
        max_length=60,
        required=False,
        help_text="例如「第二十六条」；不填的，记为上面情形所在的项。",
    )
    occurred_on = DayField(label="发生日期")
    what = forms.CharField(label="事实", widget=forms.Textarea, max_length=2000)
    consequence = forms.CharField(
        label="后果", widget=forms.Textarea, max_length=1000, help_text="没有后果的写「无」。"
    )
    severe = forms.BooleanField(label="造成严重后果", required=False)
    case = forms.ModelChoiceField(
        label="案件",
        queryset=Case.objects.none(),
        required=False,
        empty_label="不涉及具体案件",
    )

    def __init__(
        self, *args: Any, people: QuerySet[Person], cases: QuerySet[Case], **kwargs: Any
    ) -> None:
        """`people` and `cases` are those of the bureaus for which it may be entered."""
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]
        self.fields["case"].queryset = cases  # type: ignore[attr-defined]


class CorrectionForm(BreachForm):
    """A breach as it should have been entered, and why."""

    reason = forms.CharField(label="更正理由", max_length=300)


class ReasonForm(PageForm):
    """Why an entry is taken back."""

    reason = forms.CharField(label="撤回理由", max_length=300)


class OutcomeForm(PageForm):
    """What came of it."""

    bureau = forms.ModelChoiceField(label="单位", queryset=Bureau.objects.none())
    person = PersonChoice(
        label="人员",
        queryset=Person.objects.none(),
        required=False,
        empty_label="对单位",
        help_text="对执法机构作出的，选「对单位」。",
    )
    measure = forms.ChoiceField(
        label="处理方式", choices=lambda: [(one.code, one.words) for one in measures().values()]
    )
    grounds = forms.CharField(label="事由", widget=forms.Textarea, max_length=2000)
    article = forms.CharField(label="依据", max_length=100, initial="第三十一条")
    breach = forms.ModelChoiceField(
        label="登记的违反情形",
        queryset=Breach.objects.none(),
        required=False,
        empty_label="没有对应的登记",
    )
    case = forms.ModelChoiceField(
        label="案件", queryset=Case.objects.none(), required=False, empty_label="不涉及具体案件"
    )
    decided_on = DayField(label="作出日期")
    decided_by = forms.CharField(label="作出机关", max_length=100)
    document = forms.CharField(
        label="文书名称和文号",
        max_length=200,
        help_text="例如「关于……的通报（示市统〔2026〕5号）」。",
    )

    def __init__(
        self,
        *args: Any,
        bureaus: QuerySet[Bureau],
        people: QuerySet[Person],
        cases: QuerySet[Case],
        breaches: QuerySet[Breach],
        **kwargs: Any,
    ) -> None:
        """Everything offered belongs to the bureaus for which it may be entered."""
        super().__init__(*args, **kwargs)
        for name, found in (
            ("bureau", bureaus),
            ("person", people),
            ("case", cases),
            ("breach", breaches),
        ):
            self.fields[name].queryset = found  # type: ignore[attr-defined]
