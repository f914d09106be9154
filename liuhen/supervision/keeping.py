"""Files of watched cases that are not what was stored, or are gone (A30-2).

That every file is read again from time to time is the vault's routine; here stands whose it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from liuhen.agenda.models import Linked
from liuhen.agenda.tasks import Link
from liuhen.cases.models import Case
from liuhen.documents.models import DocumentVersion, PageScan
from liuhen.evidence.models import EvidenceItem, Recording
from liuhen.vault import care
from liuhen.vault.models import ObjectHealth


@dataclass(frozen=True)
class UnsoundFile:
    """One file of a record: what it is of, since when it is known to be damaged or gone."""

    case: Case
    what: str
    link: Link
    state: str
    since: datetime | None
    message: str


def unsound_files(bureaus: Sequence[int]) -> list[UnsoundFile]:
    """Return the files of these bureaus' cases that the last reading did not find whole, longest
    known first, in five queries."""
    health = {one.pk: one for one in care.unsound()}
    found = [*_recordings(bureaus, health), *_documents(bureaus, health)]
    return sorted(found, key=lambda one: (one.since is None, one.since, one.case.pk))


_Health = dict[str, ObjectHealth]


def _recordings(bureaus: Sequence[int], health: _Health) -> Iterator[UnsoundFile]:
    of = {"case__bureau__in": bureaus, "file_sha256__in": list(health)}
    for recording in Recording.objects.filter(**of).select_related("case"):
        what = f"{recording.get_media_display()}：{recording.title}"
        link = Link(Linked.Kind.RECORDING, recording.pk)
        yield _file(recording.case, what, link, health[recording.file_sha256])
    for item in EvidenceItem.objects.filter(**of).select_related("case"):
        link = Link(Linked.Kind.EVIDENCE, item.pk)
        yield _file(item.case, f"证据：{item.name}", link, health[item.file_sha256])


def _documents(bureaus: Sequence[int], health: _Health) -> Iterator[UnsoundFile]:
    versions = DocumentVersion.objects.filter(
        document__case__bureau__in=bureaus, file_sha256__in=list(health)
    ).select_related("document__case")
    for version in versions:
        document = version.document
        link = Link(Linked.Kind.DOCUMENT, document.pk)
        what = f"{document.title}（第 {version.number} 版）"
        yield _file(document.case, what, link, health[version.file_sha256])
    scans = PageScan.objects.filter(
        version__document__case__bureau__in=bureaus, file_sha256__in=list(health)
    ).select_related("version__document__case")
    for scan in scans:
        document = scan.version.document
        link = Link(Linked.Kind.DOCUMENT, document.pk)
        yield _file(document.case, f"{document.title}的扫描件", link, health[scan.file_sha256])


def _file(case: Case, what: str, link: Link, health: ObjectHealth) -> UnsoundFile:
    return UnsoundFile(case, what, link, health.get_state_display(), health.since, health.message)
