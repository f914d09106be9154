"""Routes of recordings, and the tus addresses through which their bytes come."""

from __future__ import annotations

from django.urls import include, path

from liuhen.web.recordings import elsewhere, intake, views

urlpatterns = [
    path("cases/<int:case_id>/recordings", views.case_recordings, name="case-recordings"),
    path("cases/<int:case_id>/recordings/new", views.new_page, name="recording-new"),
    path(
        "cases/<int:case_id>/recordings/elsewhere",
        elsewhere.elsewhere_page,
        name="recording-elsewhere",
    ),
    path("recordings/<int:recording_id>", views.recording_page, name="recording"),
    path("recordings/<int:recording_id>/file", views.recording_file, name="recording-file"),
    path("uploads/mine", views.my_uploads, name="uploads-mine"),
    path("uploads/", include(intake.upload_routes())),
]
