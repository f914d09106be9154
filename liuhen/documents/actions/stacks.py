"""A stack of signed pages in any order: each page finds its document by the code it carries.

Unlike a scan handed in for one document, a stack keeps every page that has a place and names the
others: one bad page must not send an officer back to the scanner with thirty good ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from liuhen.cases.acting import acting_in
from liuhen.documents.access import current_version, demand_writer
from liuhen.documents.actions.signatures import take_page
from liuhen.documents.models import Document, DocumentVersion
from liuhen.documents.scans import UNREAD, ScannedPage, SeenPage, old_version, read_pages
from liuhen.faults import Fault, Forbidden, Invalid, NotFound
from liuhen.people.actors import Actor

MOST = 150
"""Pages of one stack; a scanner's feeder holds fewer."""


@dataclass(frozen=True)
class StackFile:
    """A file of the stack as it was handed in."""

    name: str
    data: bytes


@dataclass
class Filed:
    """What a stack brought for one document: pages taken, here already, and still missing."""

    document: Document
    taken: list[int] = field(default_factory=list)
    known: list[int] = field(default_factory=list)
    missing: list[int] = field(default_factory=list)
    problem: str = ""


@dataclass(frozen=True)
class Stack:
    """What became of a stack: by document, and each page that has no place, with its reason."""

    filed: tuple[Filed, ...]
    left_over: tuple[str, ...]

    @property
    def pages(self) -> int:
        """How many pages were taken."""
        return sum(len(one.taken) for one in self.filed)


def attach_stack(actor: Actor, files: Sequence[StackFile]) -> Stack:
    """Take the pages of a stack, each to the document that its code names.

    A page of an old version, of a text the actor may not write, without a readable code, or twice
    in the stack is left over and named by file and place. Raises Invalid for files that are no
    scans at all or too many pages; nothing is kept then.
    """
    left_over: list[str] = []
    found: dict[int, tuple[DocumentVersion, dict[int, ScannedPage]]] = {}
    for label, seen in _pages(files):
        version = _version(actor, seen, label, left_over)
        if version is None or seen.mark is None:
            continue
        _, pages = found.setdefault(version.pk, (version, {}))
        if seen.mark.page in pages:
            left_over.append(
                f"{label}：又是「{version.document}」的第 {seen.mark.page} 页，收了前一张"
            )
            continue
        pages[seen.mark.page] = ScannedPage(seen.mark.page, seen.data, seen.media, seen.mark.turn)
    filed = [_file(actor, version, pages.values(), files) for version, pages in found.values()]
    return Stack(tuple(filed), tuple(left_over))


def _pages(files: Sequence[StackFile]) -> Iterable[tuple[str, SeenPage]]:
    if not files:
        raise Invalid("请选择扫描件。", {"scans": "请选择扫描件。"})
    count = 0
    for file in files:
        for seen in read_pages(file.data, file.name, most=MOST):
            count += 1
            if count > MOST:
                raise Invalid(f"一次最多收 {MOST} 页。请分几次上传。")
            yield f"「{file.name}」第 {seen.place} 张", seen


def _version(
    actor: Actor, seen: SeenPage, label: str, left_over: list[str]
) -> DocumentVersion | None:
    """Return the version a page belongs to; None, with the reason noted, where it has no place."""
    if seen.mark is None:
        left_over.append(f"{label}：{UNREAD}")
        return None
    version = (
        DocumentVersion.objects.select_related("document__case__bureau", "document__activity")
        .filter(code=seen.mark.code)
        .first()
    )
    try:
        if version is None:
            raise NotFound
        document = version.document
        demand_writer(actor, document.case, document.activity, document.type_code)
    except (NotFound, Forbidden):
        left_over.append(f"{label}：不是您承办案件的文书页面")
        return None
    current = current_version(document)
    if current.pk != version.pk:
        words = old_version(version.number, current.number)
        left_over.append(f"{label}：「{document}」，{words}")
        return None
    return version


def _file(
    actor: Actor,
    version: DocumentVersion,
    pages: Iterable[ScannedPage],
    files: Sequence[StackFile],
) -> Filed:
    """Keep a document's pages, all of them or, where the case is shut, none with the reason."""
    filed = Filed(version.document)
    name = "、".join(file.name for file in files)
    try:
        with acting_in(actor, version.document.case) as act:
            for page in sorted(pages, key=lambda one: one.number):
                row = take_page(act, version, page, name)
                (filed.taken if row else filed.known).append(page.number)
    except Fault as fault:
        return Filed(version.document, problem=fault.message)
    here = set(version.scans.values_list("page", flat=True))
    filed.missing = [page for page in range(1, version.pages + 1) if page not in here]
    return filed
