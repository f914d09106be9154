"""Routes of verification."""

from __future__ import annotations

from django.urls import path

from liuhen.web.verification import files, views

urlpatterns = [
    path("verify", views.verify_page, name="verify"),
    path("verify/home", views.home_page, name="verify-home"),
    path("verify/files", files.files_page, name="verify-files"),
    path("verify/checkpoint", views.checkpoint_page, name="checkpoint-new"),
    path("verify/slip", views.slip_page, name="checkpoint-slip"),
]
