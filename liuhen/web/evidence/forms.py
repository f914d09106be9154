"""Forms of evidence: shapes only."""

from __future__ import annotations

from typing import Any

from django import forms

from liuhen.evidence.actions import Piece
from liuhen.evidence.models import EvidenceItem
from liuhen.web.forms import MomentField, PageForm
from liuhen.web.secrecy.forms import SecrecyField

YES_NO = [("yes", "是"), ("no", "否")]
_BOOL = {"yes": True, "no": False}


class EvidenceForm(PageForm):
    """One piece of evidence with what it is traced to."""

    kind = forms.ChoiceField(
        label="种类", choices=[("", ""), *EvidenceItem.Kind.choices],
        help_text="行政处罚法第四十六条的八类。",
    )  # fmt: skip
    name = forms.CharField(label="名称", max_length=200)
    collected_at = MomentField(label="收集时间")
    activity = forms.ChoiceField(
        label="在哪项执法活动中收集", required=False, help_text="证据由这项活动的笔录、清单追溯。"
    )
    recording = forms.ChoiceField(label="对应的音像记录", required=False)
    source = forms.CharField(label="来源（提供人）", required=False, max_length=200)
    original = forms.ChoiceField(
        label="是否原件", choices=YES_NO, widget=forms.RadioSelect, initial="yes"
    )
    copy_verified = forms.ChoiceField(
        label="复制件是否已与原件核对无误", choices=YES_NO, widget=forms.RadioSelect, required=False
    )
    pages = forms.IntegerField(label="页数", min_value=1, max_value=32767, initial=1)
    proves = forms.CharField(label="证明对象", required=False, max_length=300)
    digest = forms.CharField(
        label="数据摘要", required=False, max_length=140,
        help_text="电子数据写明算法和校验值，例如 SHA-256:…",
    )  # fmt: skip
    secrecy = SecrecyField()
    storage_place = forms.CharField(
        label="存放位置", required=False, max_length=200, help_text="例如「保密室一号柜」。"
    )
    keeper = forms.CharField(label="保管人", required=False, max_length=50)
    file = forms.Field(
        label="照片、扫描件或者电子数据文件", required=False, widget=forms.ClearableFileInput()
    )
    late_reason = forms.CharField(label="补录原因", required=False, max_length=300)

    def __init__(
        self,
        *args: Any,
        activities: list[tuple[str, str]],
        recordings: list[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        """`activities` and `recordings` are those of the case, as choices."""
        super().__init__(*args, **kwargs)
        self.fields["activity"].choices = [("", ""), *activities]  # type: ignore[attr-defined]
        self.fields["recording"].choices = [("", ""), *recordings]  # type: ignore[attr-defined]

    def piece(self) -> Piece:
        """Return the piece as entered; a copy's check counts for copies only."""
        data = self.cleaned_data
        original = _BOOL[data["original"]]
        return Piece(
            kind=data["kind"], name=data["name"].strip(), collected_at=data["collected_at"],
            source=data["source"], original=original,
            copy_verified=None if original else _BOOL.get(data["copy_verified"]),
            proves=data["proves"], digest=data["digest"], pages=data["pages"],
            secrecy=data["secrecy"], storage_place=data["storage_place"].strip(),
            keeper=data["keeper"].strip(),
        )  # fmt: skip
