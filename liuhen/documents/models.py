"""Documents, their versions, signatures, the scans that prove them, and the number pools."""

from __future__ import annotations

from django.db import models

from liuhen.cases.models import Activity, Case, Classed
from liuhen.documents.types import DocumentType
from liuhen.people.models import Bureau, Entered, Person


class Document(Classed):
    """One 文书 or incoming paper. `fields` are the words as last saved; versions keep each text."""

    KIND = "document"

    class State(models.TextChoices):
        DRAFT = "draft", "填写中"
        SUBMITTED = "submitted", "已提交"
        FINAL = "final", "已定稿"
        ISSUED = "issued", "已签发"
        VOID = "void", "已作废"
        DISCARDED = "discarded", "已放弃"

    case = models.ForeignKey(Case, models.PROTECT, related_name="documents", verbose_name="案件")
    activity = models.ForeignKey(
        Activity, models.PROTECT, null=True, related_name="documents", verbose_name="执法活动"
    )
    type_code = models.CharField("文书种类", max_length=40)
    type_version = models.PositiveSmallIntegerField("样式版本")
    title = models.CharField("标题", max_length=200)
    state = models.CharField("状态", max_length=12, choices=State.choices)
    number = models.CharField("文号", max_length=60, blank=True)
    dated = models.DateField("文书日期")
    issued_on = models.DateField("签发日期", null=True)
    paper = models.BooleanField("纸质文书录入", default=False)
    fields = models.JSONField("内容", default=dict)
    gathered = models.JSONField(
        "带入的内容", default=dict, help_text="起草时从案件带入的各栏，每栏一个摘要"
    )
    version = models.PositiveSmallIntegerField("版本", default=0)
    void_reason = models.CharField("作废原因", max_length=300, blank=True)

    class Meta:
        verbose_name = "文书"
        ordering = ["dated", "pk"]
        indexes = [models.Index(fields=["case", "type_code"], name="document_of_type")]

    def __str__(self) -> str:
        return f"{self.title} {self.number}".strip()

    @property
    def named(self) -> str:
        """Its title."""
        return self.title

    @property
    def has_content(self) -> bool:
        """Its words are here."""
        return True

    @property
    def type(self) -> DocumentType:
        """The type in the version this document is written under."""
        from liuhen.documents.offered import find  # late: it reads the rows of this module

        return find(self.type_code, self.type_version)

    @property
    def settled(self) -> bool:
        """Tell whether the text is locked: final, issued or void."""
        return self.state in (self.State.FINAL, self.State.ISSUED, self.State.VOID)


class DocumentVersion(Entered):
    """One locked text with its PDF; version 1 is the first, later ones are corrections 更正."""

    document = models.ForeignKey(
        Document, models.PROTECT, related_name="versions", verbose_name="文书"
    )
    number = models.PositiveSmallIntegerField("版本")
    reason = models.CharField("更正原因", max_length=300, blank=True)
    fields = models.JSONField("内容", default=dict)
    opinions = models.JSONField("审批意见", default=list)
    fields_sha256 = models.CharField("内容摘要", max_length=64)
    type_digest = models.CharField("样式摘要", max_length=64)
    code = models.CharField("页面校验码", max_length=60, blank=True, db_index=True)
    file_sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    file_sm3 = models.CharField("SM3", max_length=64, blank=True)
    file_size = models.PositiveBigIntegerField("字节数", default=0)
    file_media = models.CharField("格式", max_length=60, blank=True)
    pages = models.PositiveSmallIntegerField("页数", default=0)

    class Meta:
        verbose_name = "文书版本"
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="version_once")]

    def __str__(self) -> str:
        return f"{self.document} 第{self.number}版"


class PageScan(Entered):
    """A scanned or photographed page, bound to the exact version by the code it carries."""

    version = models.ForeignKey(
        DocumentVersion, models.PROTECT, related_name="scans", verbose_name="文书版本"
    )
    page = models.PositiveSmallIntegerField("页码")
    file_sha256 = models.CharField("SHA-256", max_length=64)
    file_sm3 = models.CharField("SM3", max_length=64)
    file_size = models.PositiveBigIntegerField("字节数")
    file_media = models.CharField("格式", max_length=60)
    source_name = models.CharField("原文件名", max_length=200, blank=True)
    turn = models.SmallIntegerField("摆正须转的角度", default=0, help_text="十分之一度，逆时针")

    class Meta:
        verbose_name = "签字页扫描件"

    def __str__(self) -> str:
        return f"{self.version} 第{self.page}页"


class Signature(Entered):
    """One signature place of a version and what stands there."""

    class State(models.TextChoices):
        OPEN = "open", "待签"
        SIGNED = "signed", "已签字"
        SEALED = "sealed", "已盖章"
        FINGERPRINT = "fingerprint", "已捺印"
        REFUSED = "refused", "拒绝签字"
        UNABLE = "unable", "不能签字"

    version = models.ForeignKey(
        DocumentVersion, models.PROTECT, related_name="signatures", verbose_name="文书版本"
    )
    place = models.CharField("签署位置", max_length=20)
    label = models.CharField("位置名称", max_length=40)
    ordinal = models.PositiveSmallIntegerField("顺序", default=1)
    name = models.CharField("姓名", max_length=50, blank=True)
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name="人员"
    )
    state = models.CharField("签署情况", max_length=12, choices=State.choices, default=State.OPEN)
    signed_on = models.DateField("签署日期", null=True)
    reason = models.CharField("拒签（不能签）原因", max_length=300, blank=True)
    noted_by = models.CharField("注明人", max_length=120, blank=True)
    noted_in_document = models.BooleanField("已在文书中注明", default=False)
    in_system = models.BooleanField("在系统中签署", default=False)

    class Meta:
        verbose_name = "签署"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.label} {self.name}"

    @property
    def refused(self) -> bool:
        """Tell whether officers have to note why nothing stands here (第七条第二款)."""
        return self.state in (self.State.REFUSED, self.State.UNABLE)

    @property
    def noters(self) -> list[str]:
        """The officers who noted it, by name."""
        return self.noted_by.split("、") if self.noted_by else []


class ScreenSignature(Entered):
    """What was written on the screen at one place, bound to the text it was written under (L20-1).

    The object (`file_*`, see docs/screen-signing.md) holds the strokes, the times and both digests
    of the version; the ledger entry that stored it names the object's digest.
    """

    signature = models.OneToOneField(
        Signature, models.PROTECT, related_name="on_screen", verbose_name="签署"
    )
    file_sha256 = models.CharField("SHA-256", max_length=64)
    file_sm3 = models.CharField("SM3", max_length=64)
    file_size = models.PositiveBigIntegerField("字节数")
    file_media = models.CharField("格式", max_length=60)
    fields_sha256 = models.CharField("内容摘要", max_length=64)
    version_sha256 = models.CharField("所签文件的 SHA-256", max_length=64)
    filing_number = models.CharField("备案号", max_length=100)
    handed_over_at = models.DateTimeField("交给签字人的时间")

    class Meta:
        verbose_name = "屏幕签名"

    def __str__(self) -> str:
        return str(self.signature)


class SignedCopy(Entered):
    """签署版: a version drawn again with what stands at its places by now; the newest counts.

    The locked bytes of the version are never replaced. A seal is never drawn.
    """

    version = models.ForeignKey(
        DocumentVersion, models.PROTECT, related_name="signed_copies", verbose_name="文书版本"
    )
    file_sha256 = models.CharField("SHA-256", max_length=64)
    file_sm3 = models.CharField("SM3", max_length=64)
    file_size = models.PositiveBigIntegerField("字节数")
    file_media = models.CharField("格式", max_length=60)
    pages = models.PositiveSmallIntegerField("页数")

    class Meta:
        verbose_name = "签署版"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.version} 签署版"


class NumberPool(models.Model):
    """The running number of one series in one year; a row lock keeps two issuers apart."""

    bureau = models.ForeignKey(
        Bureau, models.PROTECT, related_name="number_pools", verbose_name="机关"
    )
    series = models.CharField("类别", max_length=20)
    year = models.PositiveSmallIntegerField("年度")
    next_serial = models.PositiveIntegerField("下一个号", default=1)

    class Meta:
        verbose_name = "文号池"
        constraints = [
            models.UniqueConstraint(fields=["bureau", "series", "year"], name="number_pool_once")
        ]

    def __str__(self) -> str:
        return f"{self.series}〔{self.year}〕"


class NumberTaken(Entered):
    """A number that was given; never reused. `note` explains a number without a document."""

    pool = models.ForeignKey(
        NumberPool, models.PROTECT, related_name="taken", verbose_name="文号池"
    )
    serial = models.PositiveIntegerField("号")
    text = models.CharField("文号", max_length=60)
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, related_name="numbers", verbose_name="文书"
    )
    note = models.CharField("说明", max_length=300, blank=True)

    class Meta:
        verbose_name = "文号"

    def __str__(self) -> str:
        return self.text


class OwnType(Entered):
    """A document type that a bureau brought in (its province's form), for itself and below it.

    `version` is counted from 1001 on per code over all bureaus, so a document's code and version
    name one text. `package_sha256` is the file it came in, in the vault. In force from a day until
    a newer one of the same code is, or until it is withdrawn.
    """

    bureau = models.ForeignKey(
        Bureau, models.PROTECT, related_name="own_types", verbose_name="机关"
    )
    code = models.CharField("文书种类", max_length=40)
    version = models.PositiveSmallIntegerField("样式版本")
    title = models.CharField("标题", max_length=200)
    in_force_from = models.DateField("启用日期")
    withdrawn_on = models.DateField("停用日期", null=True)
    withdrawn_reason = models.CharField("停用原因", max_length=300, blank=True)
    source = models.CharField("依据", max_length=200)
    type_digest = models.CharField("样式摘要", max_length=64)
    package_sha256 = models.CharField("文件摘要", max_length=64)

    class Meta:
        verbose_name = "本单位文书种类"
        ordering = ["code", "version"]
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="own_type_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.title}（{self.bureau}）"
