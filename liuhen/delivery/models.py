"""送达: each try is its own record, a failure stays visible as not served."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from liuhen.cases.models import Activity
from liuhen.documents.models import Document
from liuhen.people.models import Entered


class Delivery(Entered):
    """One try to serve one document on one recipient.

    The activity of kind `service` carries time, place, servers and recordings; `receipt` is the
    送达回证; `detail` holds what only one way of service has (posting, public notice, electronic).
    """

    class Way(models.TextChoices):
        DIRECT = "direct", "直接送达"
        LEAVING = "leaving", "留置送达"
        ENTRUSTED = "entrusted", "委托送达"
        POST = "post", "邮寄送达"
        PASSED_ON = "passed_on", "转交送达"
        PUBLIC_NOTICE = "public_notice", "公告送达"
        ELECTRONIC = "electronic", "电子送达"

    class State(models.TextChoices):
        TRIED = "tried", "已送出，等待结果"
        SERVED = "served", "已送达"
        NOT_SERVED = "not_served", "未送达"

    class Signatory(models.TextChoices):
        RECIPIENT = "recipient", "受送达人本人"
        REPRESENTATIVE = "representative", "法定代表人、主要负责人"
        RECEIVER = "receiver", "单位负责收件的人"
        AGENT = "agent", "代理人"
        DESIGNATED = "designated", "指定的代收人"
        FAMILY = "family", "同住成年家属"
        OTHER = "other", "其他人"

    document = models.ForeignKey(
        Document, models.PROTECT, related_name="deliveries", verbose_name="文书"
    )
    activity = models.ForeignKey(
        Activity, models.PROTECT, related_name="deliveries", verbose_name="执法活动"
    )
    recipient = models.CharField("受送达人", max_length=120)
    way = models.CharField("送达方式", max_length=16, choices=Way.choices)
    state = models.CharField("结果", max_length=12, choices=State.choices)
    served_on = models.DateField("送达日期", null=True)
    failure = models.CharField("未送达的原因", max_length=300, blank=True)
    receipt = models.ForeignKey(
        Document, models.PROTECT, null=True, related_name="receipt_of", verbose_name="送达回证"
    )
    received_on = models.DateField("回证上的收到日期", null=True)
    signatory = models.CharField("签收人", max_length=50, blank=True)
    signatory_capacity = models.CharField(
        "签收人身份", max_length=16, choices=Signatory.choices, blank=True
    )
    relation = models.CharField("与受送达人的关系", max_length=100, blank=True)
    recipient_signed = models.BooleanField("受送达人已签收", default=False)
    servers_signed = models.BooleanField("送达人已签字", default=False)
    witness = models.CharField("见证人", max_length=50, blank=True)
    witness_signed = models.BooleanField("见证人已签字", default=False)
    refusal_reason = models.CharField("拒收事由", max_length=300, blank=True)
    refusal_on = models.DateField("拒收日期", null=True)
    left_at_residence = models.BooleanField("留在受送达人住所", null=True)
    on_the_spot = models.BooleanField("当场交付", default=False)
    detail = models.JSONField("送达方式的凭证", default=dict)

    class Meta:
        verbose_name = "送达"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="served") | Q(served_on__isnull=False),
                name="served_has_its_day",
            )
        ]

    def __str__(self) -> str:
        return f"{self.document} {self.get_way_display()}"
