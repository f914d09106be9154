"""Routes of documents."""

from __future__ import annotations

from django.urls import path

from liuhen.web.documents import (
    comparing,
    copies,
    files,
    finding,
    handover,
    preview,
    reprint,
    signing,
    views,
    writing,
)

urlpatterns = [
    path("documents", finding.find_page, name="documents"),
    path("cases/<int:case_id>/documents", views.case_documents, name="case-documents"),
    path("cases/<int:case_id>/documents/new", writing.new_page, name="document-new"),
    path("cases/<int:case_id>/papers/new", writing.paper_page, name="paper-new"),
    path("documents/<int:document_id>", views.document_page, name="document"),
    path("documents/<int:document_id>/compare", comparing.compare_page, name="document-compare"),
    path("documents/<int:document_id>/edit", writing.edit_page, name="document-edit"),
    path("documents/<int:document_id>/check", writing.check_page, name="document-check"),
    path("documents/<int:document_id>/finalise", writing.finalise, name="document-finalise"),
    path("documents/<int:document_id>/submit", writing.submit_page, name="document-submit"),
    path("documents/<int:document_id>/discard", writing.discard_page, name="document-discard"),
    path("documents/<int:document_id>/correct", writing.correct_page, name="document-correct"),
    path("documents/<int:document_id>/void", writing.void_page, name="document-void"),
    path("documents/<int:document_id>/sign", signing.sign_page, name="document-sign"),
    path("documents/<int:document_id>/scan", signing.scan, name="document-scan"),
    path(
        "documents/<int:document_id>/note/<int:place_id>", signing.note_page, name="document-note"
    ),
    path(
        "documents/<int:document_id>/handover/<int:place_id>",
        handover.handover_page,
        name="handover",
    ),
    path(
        "documents/<int:document_id>/handover/<int:place_id>/page-<int:page>.png",
        handover.page_image,
        name="handover-page",
    ),
    path(
        "documents/<int:document_id>/handover/<int:place_id>/sign",
        handover.sign,
        name="handover-sign",
    ),
    path(
        "documents/<int:document_id>/handover/<int:place_id>/leave",
        handover.leave,
        name="handover-leave",
    ),
    path(
        "documents/<int:document_id>/v<int:number>-signed.pdf",
        files.signed_file,
        name="document-signed-file",
    ),
    path("cases/<int:case_id>/printed", reprint.printed_page, name="case-printed"),
    path("documents/<int:document_id>/refresh", reprint.refresh, name="document-refresh"),
    path("documents/<int:document_id>/copy.docx", copies.word_copy, name="document-copy"),
    path("activities/<int:activity_id>/print.pdf", copies.activity_set, name="activity-print"),
    path("documents/<int:document_id>/preview", preview.draft_preview, name="draft-preview"),
    path("cases/<int:case_id>/documents/preview", preview.new_preview, name="new-preview"),
    path("documents/<int:document_id>/preview.pdf", files.preview, name="document-preview"),
    path("documents/<int:document_id>/v<int:number>.pdf", files.version_file, name="document-file"),
    path("scans/new", signing.stack_page, name="scans-new"),
    path("scans/<int:scan_id>", files.scan_file, name="scan"),
    path("scans/<int:scan_id>/upright.jpg", files.upright_scan, name="scan-upright"),
]
