"""Routes of evidence."""

from __future__ import annotations

from django.urls import path

from liuhen.web.evidence import views

urlpatterns = [
    path("cases/<int:case_id>/evidence", views.case_evidence, name="case-evidence"),
    path("cases/<int:case_id>/evidence/new", views.new_page, name="evidence-new"),
    path("evidence/<int:item_id>", views.item_page, name="evidence"),
    path("evidence/<int:item_id>/file", views.item_file, name="evidence-file"),
]
