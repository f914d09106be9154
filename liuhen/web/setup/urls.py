"""Routes of the set-up page."""

from __future__ import annotations

from django.urls import path

from liuhen.web.setup import views

urlpatterns = [path("setup", views.setup_page, name="setup")]
