"""Every address of the product."""

from django.urls import include, path

urlpatterns = [
    path("", include("sopman.core.urls")),
    path("account/", include("sopman.people.account_urls")),
    path("", include("sopman.portal.urls")),
    path("", include("sopman.people.urls")),
    path("organization/", include("sopman.organization.urls")),
    path("calendar/", include("sopman.workdays.urls")),
    path("inbox/", include("sopman.notifications.urls")),
    path("files/", include("sopman.files.urls")),
    path("documents/", include("sopman.documents.urls")),
    path("search/", include("sopman.search.urls")),
    path("jobs/", include("sopman.jobs.urls")),
    path("audit/", include("sopman.audit.urls")),
    path("signatures/", include("sopman.signatures.urls")),
    path("projects/", include("projects.urls")),
    path("processes/", include("processes.urls")),
    path("sops/", include("sops.urls")),
    path("reviews/", include("reviews.urls")),
    path("pilots/", include("pilots.urls")),
    path("training/", include("training.urls")),
]
