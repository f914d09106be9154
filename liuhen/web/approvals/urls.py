"""Routes of approvals."""

from __future__ import annotations

from django.urls import path

from liuhen.web.approvals import views

urlpatterns = [
    path("approvals", views.approval_list, name="approval-list"),
    path("approvals/<int:matter_id>", views.matter_page, name="approval"),
    path("approvals/<int:matter_id>/withdraw", views.withdraw_page, name="approval-withdraw"),
    path("cases/<int:case_id>/approvals", views.case_approvals, name="case-approvals"),
]
