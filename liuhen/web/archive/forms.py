"""Forms of archiving: shapes only."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from liuhen.approvals.models import Matter
from liuhen.archive.models import ArchivedCase
from liuhen.web.formats import local
from liuhen.web.forms import PageForm


class ApprovalField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not subscriptable when run
    """A matter that permits archiving with gaps, by its form and the day it was decided."""

    def label_from_instance(self, obj: Matter) -> str:
        """Name the matter by its form and when it was approved."""
        decided = f"，{local(obj.decided_at):%Y-%m-%d} 批准" if obj.decided_at else ""
        return f"{obj.document.title}{decided}"


class ArchiveForm(PageForm):
    """How long the case is kept and, with gaps, by whose leave it is archived."""

    retention = forms.ChoiceField(label="保管期限", choices=ArchivedCase.Retention.choices)
    gap_approval = ApprovalField(
        label="带缺项归档的审批",
        queryset=Matter.objects.none(),
        required=False,
        help_text="批准人写明的理由会印在备考表上。",
    )

    def __init__(self, *args: Any, approvals: QuerySet[Matter], **kwargs: Any) -> None:
        """`approvals` are the case's approved matters of this kind."""
        super().__init__(*args, **kwargs)
        self.fields["gap_approval"].queryset = approvals  # type: ignore[attr-defined]


class ExportForm(PageForm):
    """What a package is made for."""

    purpose = forms.CharField(
        label="用途",
        max_length=200,
        required=False,
        help_text="例如：移交档案馆、报上级机关核查。会记入日志。",
    )
