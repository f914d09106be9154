"""Matters for internal approval and every step taken in them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from liuhen.cases.models import Case
from liuhen.documents.models import Document
from liuhen.people.models import Entered, Person


class Matter(Entered):
    """One matter under approval. `digest` names the exact words; a later edit voids it."""

    class State(models.TextChoices):
        WITH_REVIEWER = "with_reviewer", "待审核"
        WITH_APPROVER = "with_approver", "待批准"
        APPROVED = "approved", "已批准"
        REFUSED = "refused", "不同意"
        RETURNED = "returned", "已退回"
        WITHDRAWN = "withdrawn", "已撤回"

    OPEN = (State.WITH_REVIEWER, State.WITH_APPROVER)

    case = models.ForeignKey(Case, models.PROTECT, related_name="matters", verbose_name="案件")
    document = models.ForeignKey(
        Document, models.PROTECT, related_name="matters", verbose_name="审批文书"
    )
    kind = models.CharField("事项", max_length=30)
    digest = models.CharField("所批内容摘要", max_length=64)
    state = models.CharField("状态", max_length=16, choices=State.choices)
    handler = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name="承办人"
    )
    decided_at = models.DateTimeField("批准时间", null=True)
    paper = models.BooleanField("纸质审批录入", default=False)

    class Meta:
        verbose_name = "审批事项"
        ordering = ["pk"]
        constraints = [
            # Two submissions at once: one open matter per form, the database keeps it.
            models.UniqueConstraint(
                fields=["document"],
                condition=Q(state__in=["with_reviewer", "with_approver"]),
                name="one_open_matter_per_document",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.document}"


class MatterStep(Entered):
    """One step: who, in which role, said what, when. Returns and refusals included."""

    class Role(models.TextChoices):
        HANDLER = "handler", "承办人"
        REVIEWER = "reviewer", "审核人"
        APPROVER = "approver", "批准人"

    class Verdict(models.TextChoices):
        PROPOSE = "propose", "提出"
        AGREE = "agree", "同意"
        DISAGREE = "disagree", "不同意"
        RETURN = "return", "退回"
        WITHDRAW = "withdraw", "撤回"

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="steps", verbose_name="事项")
    role = models.CharField("角色", max_length=10, choices=Role.choices)
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name="人员"
    )
    name = models.CharField("姓名", max_length=50)
    post = models.CharField("职务", max_length=50, blank=True)
    verdict = models.CharField("结论", max_length=10, choices=Verdict.choices)
    words = models.TextField("意见和理由", max_length=2000)
    taken_at = models.DateTimeField("办理时间")

    class Meta:
        verbose_name = "审批步骤"
        ordering = ["taken_at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.name} {self.get_verdict_display()}"
