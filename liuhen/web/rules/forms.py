"""The form of an official text: shape only."""

from __future__ import annotations

from typing import Any

from django import forms

from liuhen.regulation.citations import Instrument
from liuhen.web.forms import DayField, PageForm


class TextForm(PageForm):
    """The file as issued, and what it is."""

    file = forms.FileField(
        label="正式文本",
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".docx,.txt,.md,text/plain"}),
        help_text="印发的原件：.docx 或者纯文本，每条以「第几条」开头。文字照印原样保存，一字不改。",
    )
    instrument = forms.ChoiceField(label="是哪一部法规", initial=Instrument.MEASURE.name)
    title = forms.CharField(
        label="名称", max_length=200, required=False, help_text="不填的，用文本的第一行。"
    )
    in_force_from = DayField(
        label="施行日期", required=False, help_text="不填的，用本系统所依据的那一版的施行日期。"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the instruments that the rules cite."""
        super().__init__(*args, **kwargs)
        offered = [(one.name, one.title) for one in Instrument]
        self.fields["instrument"].choices = offered  # type: ignore[attr-defined]
