"""Rows of the vault: what is stored, what is on its way in, and what each re-check found."""

from __future__ import annotations

import uuid
from typing import Any, NamedTuple, NoReturn

from django.db import models


class ObjectRef(NamedTuple):
    """How an object stands in a ledger entry: `object {sha256, sm3, size, media}`."""

    sha256: str
    sm3: str
    size: int
    media: str


class StoredObject(models.Model):
    """Bytes that are durably in the store; written once, never changed, never deleted.

    A projection: the package that makes a record from the object also appends the ledger entry
    that carries `ref`, so an edited row here is found by replaying the ledger.
    """

    sha256 = models.CharField("SHA-256", max_length=64, primary_key=True)
    sm3 = models.CharField("SM3", max_length=64)
    size = models.BigIntegerField("字节数")
    media = models.CharField("媒体类型", max_length=100)
    stored_at = models.DateTimeField("入库时间")
    # SHA-256 of the written piece list (hashes.write_pieces); the list itself is a file.
    pieces_sha256 = models.CharField("分片表 SHA-256", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "库中文件"
        constraints = (
            models.CheckConstraint(condition=models.Q(size__gt=0), name="stored_object_not_empty"),
        )

    def __str__(self) -> str:
        return f"{self.sha256[:12]}… {self.media} {self.size}"

    @property
    def ref(self) -> ObjectRef:
        """The tuple that goes into a ledger entry."""
        return ObjectRef(self.sha256, self.sm3, self.size, self.media)

    def delete(self, using: Any = None, keep_parents: bool = False) -> NoReturn:
        """Refuse: nothing that was stored is deleted."""
        raise TypeError("a stored object is never deleted")


class Upload(models.Model):
    """One file on its way in; its offset is the size of its file on disk, kept nowhere else."""

    class State(models.TextChoices):
        RECEIVING = "receiving", "接收中"
        VERIFYING = "verifying", "正在核对"
        STORED = "stored", "已入库"
        REFUSED = "refused", "未收下"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.CharField("上传人", max_length=64)
    filename = models.CharField("文件名", max_length=255)
    declared_size = models.BigIntegerField("声明的字节数")
    declared_sha256 = models.CharField("声明的 SHA-256", max_length=64, blank=True)
    declared_sm3 = models.CharField("声明的 SM3", max_length=64, blank=True)
    purpose = models.CharField("用途", max_length=100, blank=True)
    metadata = models.JSONField("随附信息", default=dict, blank=True)
    state = models.CharField("状态", max_length=12, choices=State.choices, default=State.RECEIVING)
    result = models.ForeignKey(
        StoredObject,
        verbose_name="库中文件",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    refusal = models.TextField("未收下的原因", blank=True)
    created_at = models.DateTimeField("开始时间")
    finished_at = models.DateTimeField("结束时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "上传"
        indexes = (models.Index(fields=["owner", "state"], name="upload_owner_state"),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(state="stored", result__isnull=False)
                | (~models.Q(state="stored") & models.Q(result__isnull=True)),
                name="upload_stored_has_result",
            ),
            models.CheckConstraint(
                condition=models.Q(declared_size__gt=0), name="upload_not_empty"
            ),
        )

    def __str__(self) -> str:
        return f"{self.filename} {self.state}"


class CheckRound(models.Model):
    """One round of the routine check: every object that was stored when it began, read once.

    `whole` is what there was to read and `read` what has been read of it, in `care.cost`; so a
    restarted worker goes on where the last one stopped. `finished_at` empty: still under way.
    """

    started_at = models.DateTimeField("开始时间")
    finished_at = models.DateTimeField("结束时间", null=True)
    whole = models.BigIntegerField("总量")
    read = models.BigIntegerField("已核对的量", default=0)
    objects_read = models.BigIntegerField("已核对的文件数", default=0)
    bytes_read = models.BigIntegerField("已读字节数", default=0)
    faults = models.BigIntegerField("异常的文件数", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "巡检轮次"

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d} {self.objects_read}"


class Found(models.Model):
    """What a reading found: `pieces` are the damaged ones as [[first, last], …], counted from 1.

    Damaged without pieces: longer than it was, unreadable, or its piece list is of no use.
    """

    class State(models.TextChoices):
        INTACT = "intact", "完好"
        DAMAGED = "damaged", "损坏"
        MISSING = "missing", "丢失"

    state = models.CharField("结果", max_length=8, choices=State.choices)
    pieces = models.JSONField("受损的片", default=list, blank=True)
    checked_at = models.DateTimeField("核对时间")

    class Meta:
        abstract = True


class ObjectHealth(Found):
    """What the last reading of an object found; no row: not read again since it was stored.

    Anything but intact is quarantine: `store.open` hands the bytes to nobody. `since`: when it was
    first found so; `message`: what a person is told.
    """

    object = models.OneToOneField(
        StoredObject,
        models.PROTECT,
        primary_key=True,
        related_name="health",
        verbose_name="库中文件",
    )
    since = models.DateTimeField("发现时间", null=True)
    message = models.TextField("说明", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "文件现状"
        indexes = (models.Index(fields=["state"], name="object_health_state"),)

    def __str__(self) -> str:
        return f"{self.object_id[:12]}… {self.get_state_display()}"


class ObjectCheck(Found):
    """One reading of one object; kept for ever, so that an archive can show that it was cared for."""

    object = models.ForeignKey(
        StoredObject, models.PROTECT, related_name="checks", verbose_name="库中文件"
    )

    class Meta:
        verbose_name = verbose_name_plural = "文件核对记录"

    def __str__(self) -> str:
        return f"{self.object_id[:12]}… {self.checked_at:%Y-%m-%d} {self.get_state_display()}"
