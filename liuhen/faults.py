"""How an action answers when it does not go ahead.

Five answers, each different for the person who asked: the thing does not exist for them
(`NotFound`), they may not (`Forbidden`), the law forbids the step now (`Refused`), someone else
was first (`Conflict`), or the input is unusable (`Invalid`). Every message is Chinese, complete,
and says what can be done next; pages and commands show it as it stands.
"""

from __future__ import annotations

import errno
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_REASONS = {
    errno.ENOENT: "没有这个文件或者文件夹",
    errno.EACCES: "没有读写它的权限",
    errno.EPERM: "没有读写它的权限",
    errno.EISDIR: "这是文件夹，不是文件",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.ENAMETOOLONG: "名称太长",
    errno.ELOOP: "链接绕成了圈",
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额已满",
    errno.EROFS: "磁盘是只读的",
    errno.EIO: "磁盘读写出错",
    errno.EMFILE: "打开的文件太多",
    errno.ENFILE: "打开的文件太多",
}


def reason_of(error: OSError) -> str:
    """Say in Chinese why the operating system did not do it; its own words where none are known."""
    return _REASONS.get(error.errno or 0) or error.strerror or type(error).__name__


class Fault(Exception):
    """Base of the answers an action can give instead of a result."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NotFound(Fault):
    """There is no such thing, as far as this person may know (shown as 404)."""

    def __init__(self, message: str = "没有找到您要看的内容。请从列表重新进入。") -> None:
        super().__init__(message)


class Forbidden(Fault):
    """A colleague without the right (shown as 403, with the reason)."""


class Conflict(Fault):
    """Someone else did it first; the message names who and when (shown as 409)."""


class Invalid(Fault):
    """Input that cannot be used as it is; nothing was saved, nothing is lost.

    `fields` maps a field's name to what is wrong with it and how to put it right.
    """

    def __init__(self, message: str, fields: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.fields = dict(fields or {})


@dataclass(frozen=True, kw_only=True)
class Missing:
    """One thing that stands between now and a lawful step."""

    requirement: str
    article: str
    what: str
    remedy: str


class Refused(Fault):
    """The next step would be unlawful now; says which article, what is missing and the way on."""

    def __init__(self, message: str, *, step: str, missing: Sequence[Missing]) -> None:
        super().__init__(message)
        self.step = step
        self.missing = tuple(missing)
