"""Routes of late reasons."""

from __future__ import annotations

from django.urls import path

from liuhen.web.lateness import views

urlpatterns = [
    path("cases/<int:case_id>/records/<slug:record>/late", views.late_page, name="record-late"),
]
