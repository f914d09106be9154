"""Routes of the crash drills and of the upload tests."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
