"""The upload addresses without their gate: this home holds nobody, whoever sends is the sender."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import include, path

from liuhen.vault.tus import tus_views


def authorise(request: HttpRequest) -> str:
    """Let everybody in."""
    return "bench"


urlpatterns = [path("uploads/", include(tus_views(authorise)))]
