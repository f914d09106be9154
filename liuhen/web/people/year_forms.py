"""Forms of a calendar year: the notice as pasted, and the days read from it. Shapes only."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from django import forms

from liuhen import clock
from liuhen.web.formats import parse_day
from liuhen.web.forms import PageForm
from liuhen.workdays.notices import MAX_CHARACTERS

_UNTIL = re.compile(r"\s*(?:至|到|~|～|—+|–)\s*")
_BETWEEN = re.compile(r"[,，、;；\s]+")
_LONGEST = 31  # days of one holiday
_DAY = timedelta(days=1)


class DaysField(forms.CharField):
    """Days in free text: one a line or parted by commas, runs as 2027-02-05 至 2027-02-11."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> list[date]:  # type: ignore[override]
        """Read the days; ValidationError names the piece that cannot be read."""
        if isinstance(value, list):
            return value
        text = _UNTIL.sub("至", super().to_python(value) or "")
        days: list[date] = []
        for piece in filter(None, _BETWEEN.split(text)):
            try:
                days += _days(piece)
            except ValueError:
                raise forms.ValidationError(
                    f"「{piece[:40]}」认不出来，请写成 2027-02-05 或 2027-02-05 至 2027-02-11",
                    code="invalid",
                ) from None
        return days

    def prepare_value(self, value: Any) -> Any:
        """Show days as runs, one a line; typed text as it was typed."""
        return "\n".join(_runs(value)) if isinstance(value, (list, tuple)) else value


def _days(piece: str) -> list[date]:
    ends = [parse_day(part, today=clock.today()) for part in piece.split("至")]
    first, last = ends[0], ends[-1]
    if len(ends) > 2 or not 0 <= (last - first).days < _LONGEST:
        raise ValueError(piece)
    return [first + n * _DAY for n in range((last - first).days + 1)]


def _runs(days: Sequence[date]) -> Iterator[str]:
    ordered = sorted(days)
    begin = 0
    for n, day in enumerate(ordered):
        if n + 1 < len(ordered) and ordered[n + 1] - day == _DAY and n + 1 - begin < _LONGEST:
            continue
        yield f"{ordered[begin]}" if begin == n else f"{ordered[begin]} 至 {day}"
        begin = n + 1


class NoticeForm(PageForm):
    """The notice, as text or as a file."""

    text = forms.CharField(
        label="通知原文",
        required=False,
        max_length=MAX_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": "14"}),
        help_text="连同标题和文号一起粘贴。每个节日一行，"
        "例如「一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。」",
    )
    file = forms.FileField(
        label="或者上传文件",
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.docx,text/plain,text/csv"}),
        help_text="通知原文（.txt、.docx），或者 .csv：每行写日期,放假或者上班,节日，"
        "例如 2027-01-01,放假,元旦。",
    )
    year = forms.IntegerField(
        label="年份", required=False, min_value=2000, max_value=2100,
        help_text="原文里没有写明年份的才填。",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two."""
        data = super().clean() or {}
        if not self.errors and bool((data.get("text") or "").strip()) == bool(data.get("file")):
            self.add_error("text", "请粘贴通知原文，或者选择文件，两样取一样")
        return data


class YearForm(PageForm):
    """The days as read, for a last look; what was changed by hand is previewed again."""

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
    previewed = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    doubtful = forms.BooleanField(required=False, widget=forms.HiddenInput)
    replaces = forms.BooleanField(required=False, widget=forms.HiddenInput)
    sure = forms.BooleanField(label="已对照通知逐日核对，提醒所说的不影响保存", required=False)
