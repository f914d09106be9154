"""Routes of the to-do page and of health."""

from __future__ import annotations

from django.urls import path

from liuhen.web.home import views

urlpatterns = [
    path("", views.todo_page, name="todo"),
    path("help", views.help_page, name="help"),
    path("healthz", views.alive, name="healthz"),
    path("readyz", views.ready, name="readyz"),
]
