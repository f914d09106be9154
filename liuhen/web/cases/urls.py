"""Routes of cases and their activities."""

from __future__ import annotations

from django.urls import path

from liuhen.web.cases import activities, checking, views

urlpatterns = [
    path("cases", views.case_list, name="case-list"),
    path("cases/new", views.open_page, name="case-open"),
    path("cases/<int:case_id>", views.case_page, name="case"),
    path("cases/<int:case_id>/facts", views.facts_page, name="case-facts"),
    path("cases/<int:case_id>/officers", views.officer_page, name="case-officers"),
    path("cases/<int:case_id>/checklist", checking.checklist_page, name="case-checklist"),
    path("cases/<int:case_id>/checklist.xlsx", checking.checklist_file, name="checklist-file"),
    path("cases/<int:case_id>/deadlines", views.moved_page, name="case-deadlines"),
    path("cases/<int:case_id>/log", views.log_page, name="case-log"),
    path("cases/<int:case_id>/activities/new", activities.record_page, name="activity-new"),
    path("activities/<int:activity_id>", activities.activity_page, name="activity"),
    path("activities/<int:activity_id>/end", activities.end_page, name="activity-end"),
]
