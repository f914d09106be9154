"""What people enter about the keeping of the regulation: breaches, outcomes, and their withdrawal.

Nothing entered is changed. What was wrong is withdrawn by a row with its reason; a corrected breach
is a new one that names the one it replaces.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from liuhen.cases.models import Case
from liuhen.people.models import Bureau, Entered, Person
from liuhen.supervision.kinds import breach_kinds, measures


class Breach(Entered):
    """A breach found by a person (第三十条): who, when, what followed; the case where there is one."""

    bureau = models.ForeignKey(Bureau, models.PROTECT, related_name="breaches", verbose_name="单位")
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="breaches", verbose_name="责任人员"
    )
    person_name = models.CharField("姓名", max_length=50)
    person_post = models.CharField("职务", max_length=40, blank=True)
    kind = models.CharField("情形", max_length=20)
    article = models.CharField("违反的条款", max_length=60)
    occurred_on = models.DateField("发生日期")
    what = models.TextField("事实")
    consequence = models.TextField("后果")
    severe = models.BooleanField("造成严重后果", default=False)
    case = models.ForeignKey(
        Case, models.PROTECT, null=True, related_name="breaches", verbose_name="案件"
    )
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="corrected_by", verbose_name="更正的是"
    )

    class Meta:
        verbose_name = "违反情形"
        ordering: ClassVar = ["-occurred_on", "-pk"]
        indexes: ClassVar = [models.Index(fields=["bureau", "occurred_on"], name="breach_period")]

    def __str__(self) -> str:
        return f"{self.person_name} {self.article}"

    @property
    def kind_words(self) -> str:
        """The kind in words; the code itself for one that the data no longer has."""
        kind = breach_kinds().get(self.kind)
        return kind.words if kind else self.kind


class Outcome(Entered):
    """责任追究的结果 (第三十条, 第三十一条): against whom, which measure, on what, by whom, when.

    `person` empty: against the unit. `breach` empty: on findings of the case, or on `grounds` alone.
    """

    bureau = models.ForeignKey(Bureau, models.PROTECT, related_name="outcomes", verbose_name="单位")
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="outcomes", verbose_name="人员"
    )
    person_name = models.CharField("姓名", max_length=50, blank=True)
    measure = models.CharField("处理方式", max_length=30)
    grounds = models.TextField("事由")
    article = models.CharField("依据", max_length=100)
    breach = models.ForeignKey(
        Breach, models.PROTECT, null=True, related_name="outcomes", verbose_name="违反情形"
    )
    case = models.ForeignKey(
        Case, models.PROTECT, null=True, related_name="outcomes", verbose_name="案件"
    )
    decided_on = models.DateField("作出日期")
    decided_by = models.CharField("作出机关", max_length=100)
    document = models.CharField("文书名称和文号", max_length=200)

    class Meta:
        verbose_name = "责任追究"
        ordering: ClassVar = ["-decided_on", "-pk"]
        indexes: ClassVar = [models.Index(fields=["bureau", "decided_on"], name="outcome_period")]

    def __str__(self) -> str:
        return f"{self.person_name or self.bureau} {self.decided_on}"

    @property
    def measure_words(self) -> str:
        """The measure in words; the code itself for one that the data no longer has."""
        kind = measures().get(self.measure)
        return kind.words if kind else self.measure


class Withdrawal(Entered):
    """撤回: what was entered does not hold, and why. It stays readable and is counted no more."""

    breach = models.OneToOneField(
        Breach, models.PROTECT, null=True, related_name="withdrawal", verbose_name="违反情形"
    )
    outcome = models.OneToOneField(
        Outcome, models.PROTECT, null=True, related_name="withdrawal", verbose_name="责任追究"
    )
    reason = models.CharField("理由", max_length=300)

    class Meta:
        verbose_name = "撤回"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(breach__isnull=False, outcome__isnull=True)
                | Q(breach__isnull=True, outcome__isnull=False),
                name="withdrawal_of_one_thing",
            )
        ]

    def __str__(self) -> str:
        return self.reason
