"""Routes of the archive."""

from __future__ import annotations

from django.urls import path

from liuhen.web.archive import views

urlpatterns = [
    path("archive", views.archive_page, name="archive"),
    path("cases/<int:case_id>/archive", views.case_archive_page, name="case-archive"),
    path("cases/<int:case_id>/volumes/<slug:kind>.pdf", views.volume_file, name="volume-file"),
    path("cases/<int:case_id>/package.zip", views.package_file, name="package-file"),
]
