"""Route of the regulation's page."""

from __future__ import annotations

from django.urls import path

from liuhen.web.rules import views

urlpatterns = [
    path("rules", views.rules_page, name="rules"),
]
