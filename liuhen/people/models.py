"""Who works where, in which post, with which certificate; and the bureau's dated settings."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q


class Role(models.TextChoices):
    """What a post lets a person do; the post's own title is text."""

    OFFICER = "officer", "执法人员"
    REVIEWER = "reviewer", "审核人"
    LEGAL = "legal", "法制审核人员"
    HEAD = "head", "机关负责人"
    DEPUTY = "deputy", "分管负责人"
    ARCHIVIST = "archivist", "档案管理员"
    SUPERVISOR = "supervisor", "上级监督人员"
    ADMINISTRATOR = "administrator", "系统管理员"


class Bureau(models.Model):
    """A statistics bureau; bureaus form a tree, a superior sees what stands below it."""

    class Level(models.TextChoices):
        COUNTY = "county", "县区"
        CITY = "city", "市"
        PROVINCE = "province", "省"
        NATION = "nation", "国家"

    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name="上级机关",
    )
    name = models.CharField("单位全称", max_length=100, unique=True)
    word = models.CharField("机关代字", max_length=8, help_text="文号开头的字，例如「兴」。")
    code = models.CharField("统一社会信用代码", max_length=18)
    level = models.CharField("层级", max_length=10, choices=Level.choices)
    government = models.CharField("本级人民政府", max_length=100, blank=True)
    address = models.CharField("地址", max_length=200, blank=True)
    phone = models.CharField("电话", max_length=40, blank=True)
    court = models.CharField("有管辖权的基层人民法院", max_length=100, blank=True)
    bank_account = models.CharField("罚款缴款渠道", max_length=200, blank=True)

    class Meta:
        verbose_name = "机关"

    def __str__(self) -> str:
        return self.name


class PersonManager(BaseUserManager["Person"]):
    """Finds people by the name they sign in with."""

    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(username=username)


class Person(AbstractBaseUser):
    """A colleague who can sign in. What they may do follows from the posts they hold today."""

    username = models.CharField("登录名", max_length=40, unique=True)
    name = models.CharField("姓名", max_length=50)
    bureau = models.ForeignKey(Bureau, models.PROTECT, related_name="people", verbose_name="单位")
    is_active = models.BooleanField("在用", default=True)
    legal_qualification = models.CharField("法律职业资格证号", max_length=40, blank=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = PersonManager()

    class Meta:
        verbose_name = "人员"

    def __str__(self) -> str:
        return self.name

    @property
    def ledger_id(self) -> str:
        """The id that stands in ledger leaves; never a name."""
        return f"p{self.pk}"


class Certificate(models.Model):
    """An enforcement certificate 统计执法证 with its validity; both days inclusive."""

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="certificates", verbose_name="人员"
    )
    number = models.CharField("执法证号", max_length=40, unique=True)
    valid_from = models.DateField("有效期起")
    valid_to = models.DateField("有效期止")

    class Meta:
        verbose_name = "执法证"
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__gte=F("valid_from")), name="certificate_ends_after_start"
            )
        ]

    def __str__(self) -> str:
        return self.number

    def valid_on(self, day: date) -> bool:
        """Tell whether the certificate is valid on that day."""
        return self.valid_from <= day <= self.valid_to


class Post(models.Model):
    """A post held from–to; `held_to` empty means still held. History is never overwritten."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="posts", verbose_name="人员")
    bureau = models.ForeignKey(Bureau, models.PROTECT, related_name="posts", verbose_name="单位")
    role = models.CharField("岗位", max_length=20, choices=Role.choices)
    title = models.CharField("职务", max_length=40)
    held_from = models.DateField("任职起")
    held_to = models.DateField("任职止", null=True, blank=True)

    class Meta:
        verbose_name = "任职"

    def __str__(self) -> str:
        return f"{self.person} {self.title}"


class Keeper(models.Model):
    """A named person in charge of records (第二十七条); handing over closes one row, opens one.

    The last two deal together with a state secret that came in by mistake (L17-1).
    """

    class Kind(models.TextChoices):
        TEXT = "text", "文字资料"
        AUDIOVISUAL = "audiovisual", "音像资料"
        SECURITY = "security", "保密（误传材料的清除）"
        AUDIT = "audit", "审计（误传材料的清除）"

    RECORDS: ClassVar[tuple[Kind, ...]] = (Kind.TEXT, Kind.AUDIOVISUAL)
    """The kinds that every bureau must have named."""

    bureau = models.ForeignKey(Bureau, models.PROTECT, related_name="keepers", verbose_name="单位")
    person = models.ForeignKey(Person, models.PROTECT, related_name="kept", verbose_name="人员")
    name = models.CharField("姓名", max_length=50)
    of = models.CharField("负责", max_length=20, choices=Kind.choices)
    since = models.DateField("任命起")
    until = models.DateField("任命止", null=True, blank=True)

    class Meta:
        verbose_name = "记录管理专人"

    def __str__(self) -> str:
        return f"{self.name} {self.get_of_display()}"


class ManagementRule(models.Model):
    """The bureau's own rule on managing records (第二十七条)."""

    bureau = models.ForeignKey(
        Bureau, models.PROTECT, related_name="management_rules", verbose_name="单位"
    )
    title = models.CharField("制度名称", max_length=200)
    in_force_from = models.DateField("施行日期")
    in_force_to = models.DateField("废止日期", null=True, blank=True)

    class Meta:
        verbose_name = "管理制度"

    def __str__(self) -> str:
        return self.title


class Parameter(models.Model):
    """A number that the bureau sets, with its citation and the day it is in force from."""

    bureau = models.ForeignKey(
        Bureau, models.PROTECT, related_name="parameters", verbose_name="单位"
    )
    name = models.CharField("参数", max_length=60)
    value = models.BigIntegerField("值")
    in_force_from = models.DateField("施行日期")
    citation = models.CharField("依据", max_length=200)

    class Meta:
        verbose_name = "参数"

    def __str__(self) -> str:
        return f"{self.name}={self.value}"


class DiscretionStandard(models.Model):
    """裁量基准: the tiers the bureau goes by for one kind of violation, from a day on.

    `tiers`: {"at_least", "below", "words", "fine_from", "fine_to"}, lowest first; the bounds are
    decimal texts in percent or yuan by `measure`, fines are in fen, null is without end. Of two
    rows for one violation and day the last holds.
    """

    bureau = models.ForeignKey(
        Bureau, models.PROTECT, related_name="discretion_standards", verbose_name="单位"
    )
    violation = models.CharField("违法行为", max_length=30)
    measure = models.CharField("分档依据", max_length=10)
    tiers = models.JSONField("档次", default=list)
    in_force_from = models.DateField("施行日期")
    citation = models.CharField("依据", max_length=200)

    class Meta:
        verbose_name = "裁量基准"

    def __str__(self) -> str:
        return f"{self.violation} {self.in_force_from}"


class CalendarYear(models.Model):
    """A year's holidays and make-up days as entered from the State Council's notice.

    Of several rows for one year the last holds: a notice was changed, or copied wrongly.
    """

    year = models.PositiveSmallIntegerField("年份")
    holidays = models.JSONField("放假日期", default=list)
    make_up_days = models.JSONField("调休上班日期", default=list)
    citation = models.CharField("通知", max_length=200)

    class Meta:
        verbose_name = "工作日历"

    def __str__(self) -> str:
        return str(self.year)


class Entered(models.Model):
    """Two times and a hand: what every record of an act carries.

    `recorded_at` is the server's (from `clock`), never editable. The person is copied as text, so
    the record outlives the roster. `late_reason` is given where the record is entered late 补录.
    """

    recorded_at = models.DateTimeField("录入时间", editable=False)
    recorded_by_id = models.CharField("录入人编号", max_length=20, editable=False)
    recorded_by = models.CharField("录入人", max_length=120, editable=False)
    late_reason = models.CharField("补录原因", max_length=300, blank=True)

    class Meta:
        abstract = True


def entered(actor: Any, at: Any, late_reason: str = "") -> dict[str, Any]:
    """Return the four columns of `Entered` for a record that `actor` enters at `at`."""
    return {
        "recorded_at": at,
        "recorded_by_id": actor.id,
        "recorded_by": actor.text,
        "late_reason": late_reason,
    }


class OfficialText(Entered):
    """An instrument's official text as it was issued, loaded by the bureau; kept when a newer comes.

    `text` holds the printed characters unchanged, `source_digest` is SHA-256 of the file in hex.
    """

    instrument = models.CharField("法规", max_length=40)
    title = models.CharField("名称", max_length=200)
    in_force_from = models.DateField("施行日期")
    text = models.TextField("正文")
    source_name = models.CharField("文件名", max_length=200)
    source_digest = models.CharField("文件的校验值", max_length=64)

    class Meta:
        verbose_name = "正式文本"
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.title


class Clearance(Entered):
    """Who may see one class of records in every case of the bureau (第二十九条).

    Granted by the head (`recorded_by`), from `since` to `until`, both inclusive; from `ended_on`
    on, that day included, it holds no more. History is never overwritten.
    """

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="clearances", verbose_name="人员"
    )
    bureau = models.ForeignKey(
        Bureau, models.PROTECT, related_name="clearances", verbose_name="单位"
    )
    name = models.CharField("姓名", max_length=50)
    secrecy = models.CharField("密级", max_length=20)
    since = models.DateField("起")
    until = models.DateField("止", null=True, blank=True)
    reason = models.CharField("理由", max_length=300)
    ended_on = models.DateField("收回日期", null=True, blank=True)
    ended_by = models.CharField("收回人", max_length=120, blank=True)
    end_reason = models.CharField("收回理由", max_length=300, blank=True)

    class Meta:
        verbose_name = "查阅权限"
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="clearance_ends_after_start",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.secrecy}"

    @property
    def held_to(self) -> date | None:
        """The last day on which it holds, None while it has no end; before `since`: it never did."""
        if self.ended_on is None:
            return self.until
        last = self.ended_on - timedelta(days=1)
        return min(last, self.until) if self.until else last


class ScreenSigning(Entered):
    """Signing on a screen 屏幕手写签名, switched on under the number of its filing 备案号 (L20-1).

    It holds from `in_force_from`; from `ended_on` on, that day included, no more. Without a row
    that holds, documents are signed on paper. History is never overwritten.
    """

    bureau = models.ForeignKey(
        Bureau, models.PROTECT, related_name="screen_signings", verbose_name="单位"
    )
    filing_number = models.CharField("备案号", max_length=100)
    in_force_from = models.DateField("启用日期")
    ended_on = models.DateField("停用日期", null=True, blank=True)
    ended_by = models.CharField("停用人", max_length=120, blank=True)
    end_reason = models.CharField("停用原因", max_length=300, blank=True)

    class Meta:
        verbose_name = "屏幕签名备案"
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.filing_number
