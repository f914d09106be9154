"""How the rules speak: clerk's Chinese for days, money and the case file's own words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta, timezone

from liuhen.regulation.casefile import (
    ActivityKind,
    DeliveryWay,
    Media,
    Right,
    StepName,
)

SHANGHAI = timezone(timedelta(hours=8))
"""Asia/Shanghai as a fixed offset, so that a stranger's machine needs no time zone data."""

KIND: Mapping[ActivityKind, str] = {
    ActivityKind.LEAD: "线索登记",
    ActivityKind.INSPECTION_APPROVAL: "检查审批",
    ActivityKind.INSPECTION_NOTICE: "检查通知",
    ActivityKind.SITE_INSPECTION: "现场检查",
    ActivityKind.INQUIRY: "询问当事人",
    ActivityKind.WITNESS_INQUIRY: "询问证人",
    ActivityKind.EVIDENCE_TAKING: "调取证据",
    ActivityKind.EVIDENCE_KEEPING: "先行登记保存",
    ActivityKind.ELECTRONIC_DATA: "收集电子数据",
    ActivityKind.FILING: "立案",
    ActivityKind.EXTENSION: "延长办案期限",
    ActivityKind.ORDER_TO_CORRECT: "责令改正",
    ActivityKind.CORRECTION_CHECK: "改正情况核查",
    ActivityKind.INVESTIGATION_END: "调查取证终结",
    ActivityKind.LEGAL_REVIEW: "法制审核",
    ActivityKind.PENALTY_NOTICE: "事先告知",
    ActivityKind.STATEMENT: "听取陈述申辩",
    ActivityKind.STATEMENT_REVIEW: "陈述申辩复核",
    ActivityKind.HEARING: "听证",
    ActivityKind.DISCUSSION: "集体讨论",
    ActivityKind.DECISION_APPROVAL: "案件处理审批",
    ActivityKind.DECISION: "作出决定",
    ActivityKind.SERVICE: "送达",
    ActivityKind.PUBLICATION: "公示",
    ActivityKind.PERFORMANCE: "履行",
    ActivityKind.DEMAND: "催告",
    ActivityKind.COURT_APPLICATION: "申请法院强制执行",
    ActivityKind.TRANSFER: "移送",
    ActivityKind.CLOSING: "结案",
    ActivityKind.ARCHIVING: "归档",
    ActivityKind.OTHER: "其他活动",
}

MEDIA: Mapping[Media, str] = {
    Media.PHOTO: "照片",
    Media.SOUND: "录音",
    Media.VIDEO: "录像",
    Media.SURVEILLANCE: "视频监控",
}

WAY: Mapping[DeliveryWay, str] = {
    DeliveryWay.DIRECT: "直接送达",
    DeliveryWay.LEAVING: "留置送达",
    DeliveryWay.ENTRUSTED: "委托送达",
    DeliveryWay.POST: "邮寄送达",
    DeliveryWay.PASSED_ON: "转交送达",
    DeliveryWay.PUBLIC_NOTICE: "公告送达",
    DeliveryWay.ELECTRONIC: "电子送达",
}

RIGHT: Mapping[Right, str] = {
    Right.STATEMENT: "陈述",
    Right.DEFENCE: "申辩",
    Right.RECUSAL: "申请回避",
    Right.HEARING: "要求听证",
}

STEP: Mapping[StepName, str] = {
    StepName.CONCLUDE: "终结调查取证",
    StepName.NOTIFY: "发出事先告知书",
    StepName.HOLD_HEARING: "举行听证",
    StepName.ISSUE_DECISION: "作出决定",
    StepName.SERVE: "送达",
    StepName.APPLY_COURT: "申请法院强制执行",
    StepName.CLOSE: "结案",
    StepName.ARCHIVE: "归档",
    StepName.APPROVE: "审批",
    StepName.COPY: "复制案卷材料",
    StepName.ACT: "办理本案",
    StepName.INTAKE: "接收材料",
    StepName.VIEW: "查阅",
    StepName.REMOVE: "移除",
}


def day_of(moment: datetime) -> date:
    """Return the day in Asia/Shanghai on which an instant falls."""
    # Case files hold Shanghai times: moving them there first would be most of the cost.
    return (moment if moment.tzinfo is SHANGHAI else moment.astimezone(SHANGHAI)).date()


def end_of(on: date) -> datetime:
    """Return the instant at which a day in Asia/Shanghai is over."""
    return datetime.combine(on, time.min, SHANGHAI) + timedelta(days=1)


def day(value: date) -> str:
    """Write a day: 2026年2月12日."""
    return f"{value.year}年{value.month}月{value.day}日"


def clock(moment: datetime) -> str:
    """Write an instant to the minute, in Asia/Shanghai: 2026年2月12日9时05分."""
    local = moment.astimezone(SHANGHAI)
    return f"{day(local.date())}{local.hour}时{local.minute:02d}分"


def yuan(fen: int) -> str:
    """Write an amount of fen in yuan: 60,000元, 240.50元."""
    whole, rest = divmod(fen, 100)
    return f"{whole:,}.{rest:02d}元" if rest else f"{whole:,}元"


def listed(items: Iterable[str]) -> str:
    """Join the parts of a list."""
    return "、".join(items)
