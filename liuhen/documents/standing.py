"""Where a document stands, in words that cannot be misread.

People who read "completed" as "submitted" stop too early, so each stage has its own word:
未开始, 填写中，缺 2 项, 已填写, 已提交, 已通过, 已定稿 (已签发 with a number or to the outside), 已作废.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from liuhen.documents import fields as entry_fields
from liuhen.documents.models import Document, DocumentVersion

NOT_BEGUN = "未开始"
FILLED = "已填写"
PASSED = "已通过"


def standing(document: Document) -> str:
    """Return the word for one document."""
    return next(word for _one, word in standings([document]))


def standings(documents: Iterable[Document]) -> Iterator[tuple[Document, str]]:
    """Yield each document with its word; one query for all of them."""
    found = list(documents)
    passed = _passed(found)
    for one in found:
        yield one, PASSED if one.pk in passed else _word(one)


def _passed(documents: Iterable[Document]) -> set[int]:
    """The forms that became final by the approval given in the system, whose opinions they bear."""
    final = [one.pk for one in documents if one.state == Document.State.FINAL]
    if not final:
        return set()
    rows = DocumentVersion.objects.filter(document_id__in=final).exclude(opinions=[])
    return set(rows.values_list("document_id", flat=True))


def _word(document: Document) -> str:
    if document.state != Document.State.DRAFT:
        return str(document.get_state_display())
    if not any(value not in (None, "", [], {}) for value in document.fields.values()):
        return NOT_BEGUN
    missing = len(entry_fields.check(document.type, document.fields))
    return f"填写中，缺 {missing} 项" if missing else FILLED
