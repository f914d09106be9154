"""Signed pages coming back, and what stands at each signature place."""

from __future__ import annotations

from collections.abc import Mapping

from liuhen.cases.acting import acting_in
from liuhen.documents.access import current_version, demand_writer
from liuhen.documents.actions.drafting import clear_facts
from liuhen.documents.models import Document, DocumentVersion, PageScan, Signature
from liuhen.documents.scans import ScannedPage, match_pages
from liuhen.documents.signing import Mark
from liuhen.faults import Invalid
from liuhen.people.acting import Act
from liuhen.people.actors import Actor
from liuhen.vault import store


def attach_scan(actor: Actor, document: Document, *, data: bytes, name: str = "") -> list[PageScan]:
    """Take a scan or photograph of signed pages; each page must carry this very version's code.

    A page may be scanned again, the newest counts. Raises Invalid naming the page that is foreign,
    unreadable, twice in the file, or here already as these very bytes.
    """
    demand_writer(actor, document.case, document.activity, document.type_code)
    version = current_version(document)
    pages = match_pages(version, data, name)
    with acting_in(actor, document.case) as act:
        rows = []
        for page in pages:
            row = take_page(act, version, page, name)
            if row is None:
                raise Invalid(f"第 {page.number} 页的这张扫描件已经收过，不用重复上传。")
            rows.append(row)
    return rows


def take_page(act: Act, version: DocumentVersion, page: ScannedPage, name: str) -> PageScan | None:
    """Keep one page of a version; None where these very bytes are here already."""
    stored = store.put_bytes(page.data, page.media)
    if version.scans.filter(page=page.number, file_sha256=stored.sha256).exists():
        return None
    row = PageScan.objects.create(
        version=version,
        page=page.number,
        file_sha256=stored.sha256,
        file_sm3=stored.sm3,
        file_size=stored.size,
        file_media=stored.media,
        source_name=name[:200],
        turn=page.turn,
        **act.entered(),
    )
    document = version.document
    act.log(
        "document.scanned",
        [row],
        case=document.case.stream,
        extra=clear_facts(document),
        stored=stored,
    )
    return row


def mark_signatures(actor: Actor, document: Document, marks: Mapping[int, Mark]) -> list[Signature]:
    """Say what stands at each signature place (by its id), once the signed pages are here.

    A refusal needs its reason and the officer who notes it (第七条第二款); no scan is needed then.
    """
    demand_writer(actor, document.case, document.activity, document.type_code)
    version = current_version(document)
    with acting_in(actor, document.case) as act:
        rows = []
        for pk, mark in marks.items():
            row = Signature.objects.select_for_update().filter(pk=pk, version=version).first()
            if row is None:
                raise Invalid("签署位置不属于本文书的当前版本，请刷新页面。")
            mark.apply(row, version)
            for column, value in act.entered().items():  # who registered it, and when
                setattr(row, column, value)
            row.save()
            rows.append(row)
        act.log("document.signed", rows, case=document.case.stream, extra=clear_facts(document))
    return rows
