"""Routes of people and of the bureau's settings."""

from __future__ import annotations

from django.urls import path

from liuhen.web.people import discretion, screen_signing, settings, views, years

urlpatterns = [
    path("people", views.people_page, name="people"),
    path("people/new", views.new_page, name="person-new"),
    path("people/<int:person_id>", views.person_page, name="person"),
    path("people/<int:person_id>/password", views.password_page, name="person-password"),
    path("people/<int:person_id>/deactivate", views.deactivate_page, name="person-deactivate"),
    path("posts/<int:post_id>/end", views.end_post_page, name="post-end"),
    path("clearances/<int:clearance_id>/end", views.end_clearance_page, name="clearance-end"),
    path("settings", settings.settings_page, name="settings"),
    path("settings/keepers/new", settings.keeper_page, name="keeper-new"),
    path("settings/rules/new", settings.rule_page, name="rule-new"),
    path("settings/parameters/new", settings.parameter_page, name="parameter-new"),
    path("settings/discretion/new", discretion.standard_page, name="discretion-new"),
    path("settings/screen-signing/new", screen_signing.turn_on_page, name="screen-signing-new"),
    path(
        "settings/screen-signing/<int:filing_id>/end",
        screen_signing.turn_off_page,
        name="screen-signing-end",
    ),
    path("settings/numbers/new", settings.series_page, name="series-new"),
    path("settings/numbers/<int:pool_id>", settings.register_page, name="number-register"),
    path("settings/numbers/<int:pool_id>/explain", settings.gap_page, name="number-gap"),
    path("settings/years/new", years.year_page, name="year-new"),
]
