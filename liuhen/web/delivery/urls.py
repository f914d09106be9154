"""Routes of service."""

from __future__ import annotations

from django.urls import path

from liuhen.web.delivery import views

urlpatterns = [
    path("cases/<int:case_id>/deliveries", views.case_deliveries, name="case-deliveries"),
    path("documents/<int:document_id>/serve", views.serve_page, name="document-serve"),
    path("deliveries/<int:delivery_id>", views.delivery_page, name="delivery"),
    path("deliveries/<int:delivery_id>/receipt", views.receipt, name="delivery-receipt"),
    path("deliveries/<int:delivery_id>/leaving", views.leaving, name="delivery-leaving"),
    path("deliveries/<int:delivery_id>/outcome", views.outcome, name="delivery-outcome"),
]
