"""Forms of recordings: what 第七条（七） wants to know."""

from __future__ import annotations

from typing import Any

from django import forms

from liuhen.evidence.actions import Capture
from liuhen.evidence.models import Recording
from liuhen.web.forms import MomentField, PageForm
from liuhen.web.secrecy.forms import SecrecyField

Media = Recording.Media


class ManyFilesInput(forms.ClearableFileInput):
    """A file field that takes several files."""

    allow_multiple_selected = True


class RecordingForm(PageForm):
    """One or several files of one recording act."""

    media = forms.ChoiceField(  # type: ignore[assignment]  # a field here, not the form's scripts
        label="方式", choices=Media.choices, widget=forms.RadioSelect
    )
    purpose = forms.ChoiceField(
        label="用途", choices=Recording.Purpose.choices, widget=forms.RadioSelect,
        initial=Recording.Purpose.PROCESS.value,
    )  # fmt: skip
    activity = forms.ChoiceField(label="属于哪项执法活动", required=False)
    title = forms.CharField(
        label="内容", max_length=180, help_text="例如「现场检查全过程」。几个文件会自动编号。"
    )
    captured_from = MomentField(label="拍摄（录制）开始")
    captured_to = MomentField(
        label="拍摄（录制）结束", required=False, help_text="照片可以不填。五个工作日从这一天起算。"
    )
    maker = forms.CharField(label="制作人", required=False, max_length=50)
    device = forms.CharField(
        label="设备编号", required=False, max_length=40, help_text="例如执法记录仪 JL-03。"
    )
    method = forms.CharField(
        label="制作方法", required=False, max_length=200,
        help_text="例如「执法记录仪直接录制，未剪辑」。",
    )  # fmt: skip
    proves = forms.CharField(label="证明对象", required=False, max_length=300)
    relies_on_words = forms.BooleanField(
        label="以所说的话证明", required=False,
        help_text="勾选后须附文字整理（第七条（七））。",
    )  # fmt: skip
    secrecy = SecrecyField()
    late_reason = forms.CharField(
        label="迟延原因", required=False, max_length=300,
        help_text="超过五个工作日才入库的，请写明原因（第二十六条）。",
    )  # fmt: skip

    def __init__(self, *args: Any, activities: list[tuple[str, str]], **kwargs: Any) -> None:
        """`activities` are those of the case, as choices."""
        super().__init__(*args, **kwargs)
        self.fields["activity"].choices = [("", ""), *activities]  # type: ignore[attr-defined]
        self.fields["file"] = forms.Field(
            label="文件", required=False,
            widget=ManyFilesInput(attrs={"data-upload-input": "", "multiple": True}),
            help_text="照片、录音、录像，可以选几个。单个文件最大 20 GB，断线后接着传。",
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Let a photograph end when it began; anything longer has its own end."""
        data = super().clean() or {}
        if data.get("captured_to") is None and "captured_to" not in self.errors:
            if data.get("media") == Media.PHOTO:
                data["captured_to"] = data.get("captured_from")
            else:
                self.add_error("captured_to", "请填写拍摄（录制）结束的时间，例如 2026-11-24 10:51")
        return data

    def capture(self, place: int, count: int) -> Capture:
        """Return what is known of the file at `place` (from 1) of `count`."""
        names = (
            "media", "purpose", "captured_from", "captured_to", "maker", "device", "method",
            "proves", "relies_on_words", "secrecy",
        )  # fmt: skip
        title = self.cleaned_data["title"].strip()
        return Capture(
            title=f"{title}（{place}）" if count > 1 else title,
            **{name: self.cleaned_data[name] for name in names},
        )
