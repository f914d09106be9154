"""The words of state on a page and the shape that goes with each.

A state is always a word; shape and colour only support it. 「已填写」「已提交」「已通过」 are kept
apart on purpose: people who read "completed" as "submitted" stop too early.
"""

from __future__ import annotations

from typing import Final

# tone → icon name (components/icon.html); each tone has its own shape, so grey-scale print reads.
SHAPES: Final = {
    "idle": "circle",
    "doing": "half",
    "ready": "dot",
    "sent": "arrow",
    "done": "check",
    "na": "dash",
    "blocked": "lock",
    "returned": "back",
    "missing": "alert",
    "late": "clock",
    "void": "cross",
    "local": "device",
}

# Beginnings of words, longest first wins; a word without a row is shown with the plain circle.
_TONES: Final = {
    "未开始": "idle",
    "未到期": "idle",
    "无法判断": "doing",
    "填写中": "doing",
    "办理中": "doing",
    "上传中": "doing",
    "已填写": "ready",
    "待": "ready",
    "已提交": "sent",
    "在审核": "sent",
    "在法制审核": "sent",
    "已送达": "done",
    "已通过": "done",
    "已批准": "done",
    "已入库": "done",
    "已记录": "done",
    "已归档": "done",
    "已结案": "done",
    "已定稿": "done",
    "已签发": "done",
    "已签字": "done",
    "已盖章": "done",
    "已捺印": "done",
    "拒绝签字": "na",
    "仅在本机": "local",
    "不适用": "na",
    "还不能做": "blocked",
    "已封卷": "blocked",
    "退回": "returned",
    "未送达": "missing",
    "缺": "missing",
    "损坏": "missing",
    "丢失": "missing",
    "文件损坏": "missing",
    "将到期": "late",
    "超期": "late",
    "已超期": "late",
    "作废": "void",
    "已作废": "void",
    "本机": "local",
    "尚未上报": "local",
}


def tone_of(word: str) -> str:
    """Return the tone for a status word by its longest known beginning, or "idle"."""
    known = [beginning for beginning in _TONES if word.startswith(beginning)]
    return _TONES[max(known, key=len)] if known else "idle"
