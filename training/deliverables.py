"""培训记录: released by whom and when, to whom, where placed, taught how, understood by whom."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from sopman.documents.registry import deliverable
from training.models import Release
from training.queries import readiness, results_of


@deliverable("training.record", model=Release, title=_("Release and training record"))
def training_record(release: Release, language: str) -> dict[str, Any]:
    release = Release.objects.for_page().get(pk=release.pk)
    sessions = release.sessions.select_related("trainer").prefetch_related("attendances__user")
    acknowledged = release.version.acknowledgements.select_related("user").order_by("at", "pk")
    return {
        "release": release,
        "version": release.version,
        "positions": list(release.positions.all()),
        "placements": list(release.placements.select_related("placed_by")),
        "sessions": list(sessions),
        "exam": getattr(release, "exam", None),
        "results": results_of(release),
        "acknowledged": list(acknowledged),
        "readiness": readiness(release),
        "signatures": [one for one in (release.signature, release.override) if one],
    }
