"""A case and its timeline of activities."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models import F, Q

from liuhen.people.models import Bureau, Entered, Person

# Where a case stands: every case is in exactly one of these.
OPEN = Q(concluded_on__isnull=True, closed_on__isnull=True)
CONCLUDED = Q(concluded_on__isnull=False, closed_on__isnull=True)
CLOSED = Q(closed_on__isnull=False, archived_on__isnull=True)
ARCHIVED = Q(archived_on__isnull=False)


class Case(Entered):
    """案件. What happened is in its activities; here stands only what identifies and dates it."""

    class Procedure(models.TextChoices):
        ORDINARY = "ordinary", "普通程序"
        SIMPLIFIED = "simplified", "简易程序"
        INSPECTION_ONLY = "inspection_only", "仅检查"

    bureau = models.ForeignKey(
        Bureau, models.PROTECT, related_name="cases", verbose_name="办案机关"
    )
    year = models.PositiveSmallIntegerField("年度")
    serial = models.PositiveIntegerField("流水号")
    number = models.CharField("案号", max_length=20)
    title = models.CharField("案件名称", max_length=200)
    cause = models.CharField("案由", max_length=200)
    violation = models.CharField("违法行为种类", max_length=60, blank=True)
    procedure = models.CharField(
        "程序", max_length=20, choices=Procedure.choices, default=Procedure.ORDINARY
    )
    opened_at = models.DateTimeField("登记时间")
    conduct_ended_on = models.DateField("违法行为终了之日", null=True, blank=True)
    discovered_on = models.DateField("发现之日", null=True, blank=True)
    filed_on = models.DateField("立案日期", null=True, blank=True)
    concluded_on = models.DateField("调查终结日期", null=True, blank=True)
    closed_on = models.DateField("结案日期", null=True, blank=True)
    archived_on = models.DateField("归档日期", null=True, blank=True)
    archived_by = models.CharField("归档人", max_length=50, blank=True)
    archive_volumes = models.PositiveSmallIntegerField("卷数", default=0)
    archive_gap_reason = models.CharField("带缺项归档的理由", max_length=300, blank=True)
    complex = models.BooleanField("情节复杂", default=False)

    class Meta:
        verbose_name = "案件"
        ordering = ["-year", "-serial"]
        constraints = [
            models.UniqueConstraint(fields=["bureau", "year", "serial"], name="case_number_unique")
        ]
        # The list, and the list of each state: every case stands in one of the smaller indexes.
        indexes = [
            models.Index(fields=["bureau", "-year", "-serial"], name="case_list"),
            models.Index(
                fields=["bureau", "-year", "-serial"], name="case_list_open", condition=OPEN
            ),
            models.Index(
                fields=["bureau", "-year", "-serial"],
                name="case_list_concluded",
                condition=CONCLUDED,
            ),
            models.Index(
                fields=["bureau", "-year", "-serial"], name="case_list_closed", condition=CLOSED
            ),
            models.Index(
                fields=["bureau", "-year", "-serial"], name="case_list_archived", condition=ARCHIVED
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def stream(self) -> str:
        """The case's stream in the ledger; an internal id, never a name."""
        return f"c{self.pk}"

    @property
    def archived(self) -> bool:
        """An archived case takes no change any more (第二十五条)."""
        return self.archived_on is not None


class Party(Entered):
    """当事人."""

    class Kind(models.TextChoices):
        ORGANISATION = "organisation", "企业、事业单位或者其他组织"
        SOLE_TRADER = "sole_trader", "个体工商户"
        CITIZEN = "citizen", "公民"
        STATE_ORGAN = "state_organ", "国家机关"

    case = models.ForeignKey(Case, models.PROTECT, related_name="parties", verbose_name="案件")
    kind = models.CharField("类别", max_length=20, choices=Kind.choices)
    name = models.CharField("名称（姓名）", max_length=120)
    code = models.CharField("统一社会信用代码（身份证号）", max_length=18, blank=True)
    address = models.CharField("住所（地址）", max_length=200, blank=True)
    representative = models.CharField("法定代表人（负责人）", max_length=50, blank=True)
    phone = models.CharField("联系电话", max_length=40, blank=True)
    agent = models.CharField("代理人", max_length=50, blank=True)
    agent_post = models.CharField("代理人职务", max_length=50, blank=True)

    class Meta:
        verbose_name = "当事人"
        # Whether the same party was ordered to correct before is asked on every case page.
        indexes = [models.Index(fields=["code"], name="party_code")]

    def __str__(self) -> str:
        return self.name


class CaseOfficer(Entered):
    """An officer of the case, from–to; a handover closes one row and opens another."""

    class Part(models.TextChoices):
        HANDLER = "handler", "承办人"
        CO_HANDLER = "co_handler", "协办人"

    case = models.ForeignKey(Case, models.PROTECT, related_name="officers", verbose_name="案件")
    person = models.ForeignKey(Person, models.PROTECT, related_name="handles", verbose_name="人员")
    name = models.CharField("姓名", max_length=50)
    certificate_number = models.CharField("执法证号", max_length=40, blank=True)
    part = models.CharField("角色", max_length=12, choices=Part.choices)
    since = models.DateField("起")
    until = models.DateField("止", null=True, blank=True)

    class Meta:
        verbose_name = "办案人员"
        indexes = [models.Index(fields=["person", "case"], name="officer_sight")]

    def __str__(self) -> str:
        return self.name


class Activity(Entered):
    """One 执法活动 in one of the five stages; `started_at`–`ended_at` is when it happened."""

    class Stage(models.TextChoices):
        INITIATION = "initiation", "程序启动"
        INVESTIGATION = "investigation", "调查取证"
        DECISION = "decision", "审查决定"
        EXECUTION = "service_and_execution", "送达执行"
        ARCHIVING = "archiving", "归档管理"

    case = models.ForeignKey(Case, models.PROTECT, related_name="activities", verbose_name="案件")
    kind = models.CharField("活动", max_length=30)
    stage = models.CharField("环节", max_length=24, choices=Stage.choices)
    title = models.CharField("标题", max_length=200)
    started_at = models.DateTimeField("开始时间")
    ended_at = models.DateTimeField("结束时间", null=True, blank=True)
    place = models.CharField("地点", max_length=200, blank=True)
    party_attended = models.BooleanField("当事人到场", null=True, blank=True)
    notice_how = models.CharField("通知到场的方式", max_length=100, blank=True)
    notice_at = models.DateTimeField("通知到场的时间", null=True, blank=True)
    notice_proved = models.BooleanField("通知到场有凭证", default=False)
    subject = models.CharField("对象", max_length=200, blank=True)
    on_site_at_enterprise = models.BooleanField("涉企现场检查", default=False)
    purpose = models.CharField("目的", max_length=200, blank=True)
    yearly_number = models.PositiveSmallIntegerField("本年度第几次", null=True, blank=True)

    class Meta:
        verbose_name = "执法活动"
        ordering = ["started_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("started_at")),
                name="activity_ends_after_start",
            )
        ]
        indexes = [models.Index(fields=["case", "started_at"], name="activity_timeline")]

    def __str__(self) -> str:
        return self.title


class Participant(models.Model):
    """A person in an activity, copied as text as of that day."""

    activity = models.ForeignKey(
        Activity, models.PROTECT, related_name="participants", verbose_name="执法活动"
    )
    capacity = models.CharField("身份", max_length=20)
    name = models.CharField("姓名", max_length=50)
    post = models.CharField("职务", max_length=50, blank=True)
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="人员"
    )
    certificate_number = models.CharField("执法证号", max_length=40, blank=True)
    certificate_valid_from = models.DateField("执法证有效期起", null=True, blank=True)
    certificate_valid_to = models.DateField("执法证有效期止", null=True, blank=True)
    certificate_shown = models.BooleanField("已出示", null=True, blank=True)

    class Meta:
        verbose_name = "参加人"
        indexes = [models.Index(fields=["person", "activity"], name="participant_sight")]

    def __str__(self) -> str:
        return self.name


class RightTold(Entered):
    """A right told to the party in an activity (第八条): means, time, teller, answer."""

    activity = models.ForeignKey(
        Activity, models.PROTECT, related_name="rights", verbose_name="执法活动"
    )
    right = models.CharField("权利", max_length=20)
    means = models.CharField("告知方式", max_length=60)
    told_at = models.DateTimeField("告知时间")
    told_by = models.CharField("告知人", max_length=50)
    answer = models.CharField("当事人答复", max_length=200, blank=True)

    class Meta:
        verbose_name = "权利告知"

    def __str__(self) -> str:
        return self.right


class Classed(Entered):
    """A record of a case that carries a class of secrecy (第二十九条): paper, recording, evidence.

    `regulation.secrecy` says who may see which class; `cases.secrecy` asks it for a person.
    """

    KIND: ClassVar[str]
    """What the log calls it; its first letter begins its id in the case file."""

    secrecy = models.CharField("密级", max_length=20, default="none")

    if TYPE_CHECKING:
        case: models.ForeignKey[Any, Case]
        case_id: int

    class Meta:
        abstract = True

    @property
    def record_id(self) -> str:
        """Its id in the case file."""
        return f"{self.KIND[0]}{self.pk}"

    @property
    def named(self) -> str:
        """What it is called, in words that may themselves be secret."""
        raise NotImplementedError

    @property
    def has_content(self) -> bool:
        """Whether more than an index entry is here."""
        raise NotImplementedError


class Classification(Entered):
    """One change of a record's class, with its reason (第二十九条)."""

    case = models.ForeignKey(
        Case, models.PROTECT, related_name="classifications", verbose_name="案件"
    )
    record = models.CharField("材料", max_length=20)
    before = models.CharField("原密级", max_length=20)
    after = models.CharField("现密级", max_length=20)
    reason = models.CharField("理由", max_length=300)

    class Meta:
        verbose_name = "密级变更"
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.record} {self.before} → {self.after}"


class Isolation(Entered):
    """A record hidden from everyone at once: a state secret came in with it by mistake (L17-1)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="isolations", verbose_name="案件")
    record = models.CharField("材料", max_length=20)
    reason = models.CharField("理由", max_length=300)

    class Meta:
        verbose_name = "隔离"
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=["case", "record"], name="record_isolated_once")
        ]

    def __str__(self) -> str:
        return self.record


class Look(models.Model):
    """One look at a record, or one copy taken of it: a person, an object, ten minutes (A30-3)."""

    class How(models.TextChoices):
        SEEN = "seen", "查看"
        COPIED = "copied", "下载原件"

    case = models.ForeignKey(Case, models.PROTECT, related_name="looks", verbose_name="案件")
    record = models.CharField("材料", max_length=20)
    how = models.CharField("方式", max_length=10, choices=How.choices)
    who_id = models.CharField("查阅人编号", max_length=20)
    who = models.CharField("查阅人", max_length=120)
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "查阅"
        ordering = ("-at", "-pk")
        indexes = [
            models.Index(fields=["case", "record", "-at"], name="looks_at_record"),
            models.Index(fields=["case", "-at"], name="looks_in_case"),
        ]

    def __str__(self) -> str:
        return f"{self.who} {self.get_how_display()} {self.record}"
