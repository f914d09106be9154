"""Routes of the document types."""

from __future__ import annotations

from django.urls import path

from liuhen.web.catalogue import views

urlpatterns = [
    path("settings/types", views.types_page, name="types"),
    path("settings/types/new", views.new_page, name="type-new"),
    path("settings/types/check", views.check_page, name="type-check"),
    path("settings/types/own/<int:own_id>/withdraw", views.withdraw_page, name="type-withdraw"),
    path("settings/types/<slug:code>/<int:version>", views.type_page, name="type"),
    path("settings/types/<slug:code>/<int:version>.pdf", views.sample_file, name="type-sample"),
    path("settings/types/trial/<slug:package>/<slug:code>.pdf", views.trial_file, name="trial"),
]
