"""Routes of supervision."""

from __future__ import annotations

from django.urls import path

from liuhen.web.supervision import assessing, entering, watching

urlpatterns = [
    path("supervision", watching.grid_page, name="supervision"),
    path("supervision/findings", watching.findings_page, name="supervision-findings"),
    path("supervision/keeping", watching.keeping_page, name="supervision-keeping"),
    path("supervision/cases/<int:case_id>", watching.case_page, name="supervision-case"),
    path("supervision/breaches", entering.breaches_page, name="breaches"),
    path("supervision/breaches/new", entering.new_breach_page, name="new-breach"),
    path("supervision/breaches/<int:breach_id>", entering.breach_page, name="breach"),
    path(
        "supervision/breaches/<int:breach_id>/correct",
        entering.correct_breach_page,
        name="correct-breach",
    ),
    path(
        "supervision/breaches/<int:breach_id>/withdraw",
        entering.withdraw_breach_page,
        name="withdraw-breach",
    ),
    path("supervision/outcomes", entering.outcomes_page, name="outcomes"),
    path("supervision/outcomes/new", entering.new_outcome_page, name="new-outcome"),
    path(
        "supervision/outcomes/<int:outcome_id>/withdraw",
        entering.withdraw_outcome_page,
        name="withdraw-outcome",
    ),
    path("supervision/assessment", assessing.assessment_page, name="assessment"),
    path("supervision/assessment.xlsx", assessing.assessment_file, name="assessment-file"),
    path(
        "supervision/assessment/bureaus/<int:bureau_id>",
        assessing.bureau_page,
        name="assessed-bureau",
    ),
    path(
        "supervision/assessment/bureaus/<int:bureau_id>/<slug:code>",
        assessing.bureau_item_page,
        name="assessed-bureau-item",
    ),
    path(
        "supervision/assessment/officers/<int:person_id>",
        assessing.officer_page,
        name="assessed-officer",
    ),
    path(
        "supervision/assessment/officers/<int:person_id>/<slug:code>",
        assessing.officer_item_page,
        name="assessed-officer-item",
    ),
]
