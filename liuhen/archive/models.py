"""The closed file: that a case was archived, its bound volumes, and the packages made of it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from liuhen.approvals.models import Matter
from liuhen.cases.models import Case
from liuhen.people.models import Bureau, Entered


class ArchivedCase(Entered):
    """A case as it was archived (第二十五条): its archive number, retention, and the case file.

    `keep_until` is empty for permanent retention; its passing destroys nothing, it asks for an
    appraisal (档案法实施条例 第二十四条). The case file is kept as the bytes that were sealed.
    """

    class Retention(models.TextChoices):
        PERMANENT = "permanent", "永久"
        THIRTY_YEARS = "thirty_years", "30年"
        TEN_YEARS = "ten_years", "10年"

    case = models.OneToOneField(Case, models.PROTECT, related_name="archive", verbose_name="案件")
    bureau = models.ForeignKey(Bureau, models.PROTECT, related_name="+", verbose_name="机关")
    archive_number = models.CharField("归档号", max_length=8)
    retention = models.CharField("保管期限", max_length=16, choices=Retention.choices)
    keep_until = models.DateField("保管到期日", null=True)
    gap_matter = models.ForeignKey(
        Matter, models.PROTECT, null=True, related_name="+", verbose_name="带缺项归档的审批"
    )
    casefile_sha256 = models.CharField("案件文件 SHA-256", max_length=64)
    casefile_sm3 = models.CharField("案件文件 SM3", max_length=64)
    casefile_size = models.PositiveBigIntegerField("案件文件字节数")

    class Meta:
        verbose_name = "归档案卷"
        constraints: ClassVar = [
            # Two archivists at once cannot give one number to two cases.
            models.UniqueConstraint(fields=["bureau", "archive_number"], name="archive_number_once")
        ]

    def __str__(self) -> str:
        return self.archive_number


class Volume(Entered):
    """One bound volume: a numbered PDF and its contents as they were printed."""

    class Kind(models.TextChoices):
        MAIN = "main", "正卷"
        SIDE = "side", "副卷"

    case = models.ForeignKey(Case, models.PROTECT, related_name="volumes", verbose_name="案件")
    kind = models.CharField("卷别", max_length=4, choices=Kind.choices)
    items = models.JSONField("卷内目录", default=list)
    pages = models.PositiveIntegerField("编号页数")
    bound_at = models.DateTimeField("装订时间")
    file_sha256 = models.CharField("SHA-256", max_length=64)
    file_sm3 = models.CharField("SM3", max_length=64)
    file_size = models.PositiveBigIntegerField("字节数")

    class Meta:
        verbose_name = "卷"
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "kind"], name="volume_once_per_case")
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.get_kind_display()}"


class CaseExport(Entered):
    """A package that was written: the digests by which anyone can tell it from another."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="exports", verbose_name="案件")
    event = models.BigIntegerField("导出的日志序号")
    purpose = models.CharField("用途", max_length=200, blank=True)
    file_name = models.CharField("文件名", max_length=200)
    file_sha256 = models.CharField("SHA-256", max_length=64)
    file_sm3 = models.CharField("SM3", max_length=64)
    file_size = models.PositiveBigIntegerField("字节数")

    class Meta:
        verbose_name = "案卷包"
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return self.file_name
