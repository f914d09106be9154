"""Forms of the document types."""

from __future__ import annotations

from typing import Any

from django import forms

from liuhen.documents.type_package import MAX_BYTES
from liuhen.web.forms import DayField, PageForm


class PackageForm(PageForm):
    """A zip with the bureau's own types."""

    package = forms.FileField(
        label="文书样式（zip）",
        help_text="一个文件夹一种文书：type.toml、template.typ、sample.json。先检查、看样张，再决定启用。",
    )

    def clean_package(self) -> Any:
        """Refuse what is larger than a package may be, before it is read."""
        given = self.cleaned_data["package"]
        if given.size > MAX_BYTES:
            raise forms.ValidationError(
                f"文件超过 {MAX_BYTES // 1024 // 1024} MB。请只放文书种类。"
            )
        return given


class BringInForm(PageForm):
    """From which day on, and under which paper."""

    in_force_from = DayField(label="启用日期", help_text="从这一天起新写的文书用这个样式。")
    source = forms.CharField(
        label="依据",
        max_length=200,
        help_text="规定这种样式的文件，例如「省统计局文书样式（2026）」。",
    )
    sha256 = forms.RegexField(r"^[0-9a-f]{64}$", widget=forms.HiddenInput)


class WithdrawForm(PageForm):
    """Why a type is no longer used."""

    reason = forms.CharField(label="停用的原因", max_length=300)
