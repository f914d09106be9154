"""Routes of classes, isolation and looks."""

from __future__ import annotations

from django.urls import path

from liuhen.web.secrecy import views

urlpatterns = [
    path("cases/<int:case_id>/looks", views.looks_page, name="case-looks"),
    path("cases/<int:case_id>/records/<slug:record>/class", views.class_page, name="record-class"),
    path(
        "cases/<int:case_id>/records/<slug:record>/isolate",
        views.isolate_page,
        name="record-isolate",
    ),
]
