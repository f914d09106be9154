"""The page map: one line a noun; each noun's routes stand in its own folder."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("", include("liuhen.web.home.urls")),
    path("", include("liuhen.web.account.urls")),
    path("", include("liuhen.web.setup.urls")),
    path("", include("liuhen.web.cases.urls")),
    path("", include("liuhen.web.documents.urls")),
    path("", include("liuhen.web.approvals.urls")),
    path("", include("liuhen.web.recordings.urls")),
    path("", include("liuhen.web.evidence.urls")),
    path("", include("liuhen.web.delivery.urls")),
    path("", include("liuhen.web.archive.urls")),
    path("", include("liuhen.web.supervision.urls")),
    path("", include("liuhen.web.verification.urls")),
    path("", include("liuhen.web.people.urls")),
    path("", include("liuhen.web.rules.urls")),
    path("", include("liuhen.web.catalogue.urls")),
    path("", include("liuhen.web.secrecy.urls")),
    path("", include("liuhen.web.lateness.urls")),
]

handler400 = "liuhen.web.errors.bad_request"
handler403 = "liuhen.web.errors.forbidden"
handler404 = "liuhen.web.errors.not_found"
handler500 = "liuhen.web.errors.server_error"
