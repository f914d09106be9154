"""Recordings and pieces of evidence."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from liuhen.cases.models import Activity, Case, Classed


class Recording(Classed):
    """One 音像记录, stored in the vault or on the bureau's dedicated storage (第二十六条).

    `captured_from`–`captured_to` is when it was captured; `stored_at` when its bytes were durable
    here, or were put on the dedicated storage. The original is never touched. Of a state secret
    only an index entry is here: place and keeper, no digest.
    """

    KIND = "recording"

    class Media(models.TextChoices):
        PHOTO = "photo", "照相"
        SOUND = "sound", "录音"
        VIDEO = "video", "录像"
        SURVEILLANCE = "surveillance", "视频监控"

    class Purpose(models.TextChoices):
        PROCESS = "process", "过程记录"
        EVIDENCE = "evidence", "视听资料证据"

    class Where(models.TextChoices):
        PLATFORM = "platform", "执法平台"
        DEDICATED = "dedicated", "本部门专用存储器"

    case = models.ForeignKey(Case, models.PROTECT, related_name="recordings", verbose_name="案件")
    activity = models.ForeignKey(
        Activity, models.PROTECT, null=True, related_name="recordings", verbose_name="执法活动"
    )
    title = models.CharField("内容", max_length=200)
    media = models.CharField("方式", max_length=12, choices=Media.choices)
    purpose = models.CharField("用途", max_length=10, choices=Purpose.choices)
    method = models.CharField("制作方法", max_length=200, blank=True)
    maker = models.CharField("制作人", max_length=50, blank=True)
    device = models.CharField("设备编号", max_length=40, blank=True)
    proves = models.CharField("证明对象", max_length=300, blank=True)
    relies_on_words = models.BooleanField("以所说的话证明", default=False)
    captured_from = models.DateTimeField("拍摄（录制）开始")
    captured_to = models.DateTimeField("拍摄（录制）结束")
    stored_at = models.DateTimeField("入库时间", null=True)
    stored_where = models.CharField("存储位置", max_length=10, choices=Where.choices)
    storage_place = models.CharField("存储器及编号", max_length=200, blank=True)
    keeper = models.CharField("保管人", max_length=50, blank=True)
    upload_id = models.CharField("上传编号", max_length=40, blank=True)
    file_name = models.CharField("原文件名", max_length=200, blank=True)
    file_sha256 = models.CharField("SHA-256", max_length=64)
    file_sm3 = models.CharField("SM3", max_length=64)
    file_size = models.PositiveBigIntegerField("字节数")
    file_media = models.CharField("格式", max_length=60)
    seconds = models.PositiveIntegerField("时长（秒）", null=True)

    class Meta:
        verbose_name = "音像记录"
        ordering = ["captured_from", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(captured_to__gte=F("captured_from")), name="recording_ends_after_start"
            ),
            models.UniqueConstraint(
                fields=["upload_id"], condition=~Q(upload_id=""), name="recording_once_per_upload"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def named(self) -> str:
        """Its title."""
        return self.title

    @property
    def has_content(self) -> bool:
        """Whether bytes are here, or known by their digest elsewhere."""
        return bool(self.file_sha256)


class EvidenceItem(Classed):
    """One piece of evidence of the eight kinds of 行政处罚法 第四十六条.

    It is traced to its bytes (`file_*`, a copy or photograph), to a recording, or to the record of
    the activity in which it was collected. A state secret is an index entry: `storage_place` and
    `keeper`, no bytes.
    """

    KIND = "evidence"

    class Kind(models.TextChoices):
        DOCUMENTARY = "documentary", "书证"
        PHYSICAL = "physical", "物证"
        AUDIOVISUAL = "audiovisual", "视听资料"
        ELECTRONIC = "electronic", "电子数据"
        TESTIMONY = "testimony", "证人证言"
        PARTY_STATEMENT = "party_statement", "当事人的陈述"
        EXPERT_OPINION = "expert_opinion", "鉴定意见"
        SITE_RECORD = "site_record", "勘验笔录、现场笔录"

    case = models.ForeignKey(Case, models.PROTECT, related_name="evidence", verbose_name="案件")
    activity = models.ForeignKey(
        Activity, models.PROTECT, null=True, related_name="evidence", verbose_name="执法活动"
    )
    recording = models.ForeignKey(
        Recording, models.PROTECT, null=True, related_name="as_evidence", verbose_name="音像记录"
    )
    kind = models.CharField("种类", max_length=20, choices=Kind.choices)
    name = models.CharField("名称", max_length=200)
    collected_at = models.DateTimeField("收集时间")
    source = models.CharField("来源（提供人）", max_length=200, blank=True)
    original = models.BooleanField("原件", default=True)
    copy_verified = models.BooleanField("复制件已核对无误", null=True)
    proves = models.CharField("证明对象", max_length=300, blank=True)
    digest = models.CharField("数据摘要", max_length=140, blank=True)
    pages = models.PositiveSmallIntegerField("页数", default=1)
    storage_place = models.CharField("存放位置", max_length=200, blank=True)
    keeper = models.CharField("保管人", max_length=50, blank=True)
    file_sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    file_sm3 = models.CharField("SM3", max_length=64, blank=True)
    file_size = models.PositiveBigIntegerField("字节数", default=0)
    file_media = models.CharField("格式", max_length=60, blank=True)

    class Meta:
        verbose_name = "证据"
        ordering = ["collected_at", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def named(self) -> str:
        """Its name."""
        return self.name

    @property
    def has_content(self) -> bool:
        """Whether bytes are here."""
        return bool(self.file_sha256)
