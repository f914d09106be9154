"""What follows from the cases and the calendar: findings, states and deadlines, with a history.

Nothing here is evidence. Every row but the two histories can be thrown away and computed again
from the cases (`actions.rebuild`), so none of it is projected into the ledger.
"""

from __future__ import annotations

from django.db import models

from liuhen.cases.models import Case

UNLEDGERED = "由日志和案件数据推算得出，随时可以重算，不是执法记录。"
"""Why the ledger does not account for these tables."""


class CaseAgenda(models.Model):
    """How far a case's rows are computed: by which entry of the ledger and for which day.

    `day` empty: something outside the case changed what it is judged by, compute it again.
    `fault`: why the last computation failed; the rows are then those of the computation before.
    """

    case = models.OneToOneField(
        Case, models.CASCADE, primary_key=True, related_name="agenda", verbose_name="案件"
    )
    computed_at = models.DateTimeField("推算时间")
    day = models.DateField("推算所用日期", null=True)
    position = models.BigIntegerField("日志位置", default=0)
    rule_pack = models.CharField("规则版本", max_length=60, blank=True)
    fault = models.TextField("推算失败的原因", blank=True)

    class Meta:
        verbose_name = "案件推算"
        indexes = (models.Index(fields=["day"], name="agenda_day"),)

    def __str__(self) -> str:
        return f"{self.case_id} {self.day}"


class Linked(models.Model):
    """What a row speaks about: a page of the system by kind and id."""

    class Kind(models.TextChoices):
        CASE = "case", "案件"
        ACTIVITY = "activity", "执法活动"
        DOCUMENT = "document", "文书"
        RECORDING = "recording", "音像记录"
        EVIDENCE = "evidence", "证据"
        DELIVERY = "delivery", "送达"
        MATTER = "matter", "审批事项"

    requirement = models.CharField("要求编号", max_length=12)
    article = models.CharField("条款", max_length=60)
    subject = models.CharField("对象", max_length=300)
    link_kind = models.CharField("链接类别", max_length=12, choices=Kind.choices)
    link_id = models.BigIntegerField("链接编号")

    class Meta:
        abstract = True


class CaseFinding(Linked):
    """One gap in a case: what was expected, what the record shows, the way to mend it."""

    class Severity(models.TextChoices):
        SERIOUS = "serious", "严重"
        ORDINARY = "ordinary", "一般"

    case = models.ForeignKey(Case, models.CASCADE, related_name="findings", verbose_name="案件")
    expected = models.TextField("应当")
    found = models.TextField("现状")
    remedy = models.TextField("怎样补正")
    severity = models.CharField("程度", max_length=10, choices=Severity.choices)
    on = models.DateField("所涉日期")
    person = models.CharField("所涉人员", max_length=80, blank=True)

    class Meta:
        verbose_name = "缺项"
        ordering = ("pk",)
        indexes = (models.Index(fields=["requirement", "on"], name="finding_by_requirement"),)

    def __str__(self) -> str:
        return f"{self.article} {self.subject}"


class FindingHistory(Linked):
    """A finding as it came and went, by the days it was computed for; open while it stands.

    One row a thing and requirement. Kept by a rebuild: a gap that was mended leaves no other trace
    of having been one. `person` is the roster id (`p3`) or a name as written, as in `CaseFinding`.
    """

    case = models.ForeignKey(
        Case, models.CASCADE, related_name="finding_history", verbose_name="案件"
    )
    found = models.TextField("发现时的情况")
    on = models.DateField("所涉日期")
    person = models.CharField("所涉人员", max_length=80, blank=True)
    appeared_on = models.DateField("发现日期")
    gone_on = models.DateField("补正日期", null=True)

    class Meta:
        verbose_name = "缺项变动"
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=["case", "requirement", "link_kind", "link_id", "subject"],
                condition=models.Q(gone_on=None),
                name="finding_open_once",
            ),
        )
        indexes = (models.Index(fields=["gone_on"], name="finding_gone"),)

    def __str__(self) -> str:
        return f"{self.article} {self.subject} {self.appeared_on}—{self.gone_on or ''}"


class CaseState(models.Model):
    """How one requirement stands in a case: one row for each that is judged by case.

    `why` is empty exactly when it is recorded.
    """

    class Status(models.TextChoices):
        RECORDED = "recorded", "已记录"
        MISSING = "missing", "缺失"
        NOT_APPLICABLE = "not_applicable", "不适用"
        NOT_YET_DUE = "not_yet_due", "未到期"
        UNDETERMINED = "undetermined", "无法判断"

    case = models.ForeignKey(Case, models.CASCADE, related_name="states", verbose_name="案件")
    requirement = models.CharField("要求编号", max_length=12)
    article = models.CharField("条款", max_length=60)
    status = models.CharField("情况", max_length=16, choices=Status.choices)
    why = models.TextField("原因", blank=True)

    class Meta:
        verbose_name = "要求的情况"
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=["case", "requirement"], name="state_once_a_case"),
        )
        indexes = (models.Index(fields=["status", "requirement"], name="state_by_status"),)

    def __str__(self) -> str:
        return f"{self.requirement} {self.status}"


class CaseDeadline(Linked):
    """One day that law computes for a case, with its reason.

    `met`: True in time, False late or missed, None open. `due_on` empty: it cannot be counted,
    `undetermined_because` says why. `provisional`: a year without a table of holidays took part.
    `is_duty` False: a period whose passing opens or shuts a step and is never a fault.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="deadlines", verbose_name="案件")
    name = models.CharField("时限", max_length=120)
    due_on = models.DateField("到期日", null=True)
    provisional = models.BooleanField("暂算", default=False)
    met = models.BooleanField("已按期完成", null=True)
    met_on = models.DateField("完成日期", null=True)
    reason = models.TextField("怎样算出")
    undetermined_because = models.TextField("不能确定的原因", blank=True)
    from_event = models.CharField("起算", max_length=200, blank=True)
    is_duty = models.BooleanField("办案机关的义务", default=True)
    remedy = models.TextField("怎样办理", blank=True)

    class Meta:
        verbose_name = "时限"
        ordering = ("pk",)
        indexes = (models.Index(fields=["met", "due_on"], name="deadline_open_due"),)

    def __str__(self) -> str:
        return f"{self.name} {self.due_on}"

    @property
    def key(self) -> tuple[str, str, str, int]:
        """What makes it the same deadline from one computation to the next."""
        return (self.requirement, self.name, self.link_kind, self.link_id)


class DeadlineHistory(Linked):
    """A due day that came, moved, became firm or went, as people were shown it at the time.

    `due_before` empty: it was not there or undetermined; `due_now` likewise. Kept by a rebuild:
    that the page once showed another day cannot be computed again.
    """

    case = models.ForeignKey(
        Case, models.CASCADE, related_name="deadline_history", verbose_name="案件"
    )
    name = models.CharField("时限", max_length=120)
    due_before = models.DateField("原到期日", null=True)
    due_now = models.DateField("现到期日", null=True)
    provisional_before = models.BooleanField("原为暂算", default=False)
    provisional_now = models.BooleanField("现为暂算", default=False)
    reason = models.TextField("现在怎样算出", blank=True)
    changed_at = models.DateTimeField("变动时间")
    position = models.BigIntegerField("日志位置")

    class Meta:
        verbose_name = "时限变动"
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.name} {self.due_before} → {self.due_now}"
