"""Routes of signing in and out and one's own account."""

from __future__ import annotations

from django.urls import path

from liuhen.web.account import views

urlpatterns = [
    path("login", views.sign_in, name="login"),
    path("logout", views.sign_out, name="logout"),
    path("me", views.me, name="me"),
]
