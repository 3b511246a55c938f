"""The release under its lock: every write about it waits here for a call-off, or has won."""

from django.utils.translation import gettext as _

from projects.models import Project
from sopman.core.errors import Refused
from training.enums import ReleaseState
from training.models import Release

_SHOWN = ("version__sop", "project__owning_department", "project__lead")


def locked_release(release_id: int) -> Release:
    """The root first, as everywhere, then the release. Refuses one that was called off."""
    project = Release.objects.filter(pk=release_id).values("project")
    Project.objects.select_for_update(of=("self",)).get(pk__in=project)
    release = (
        Release.objects.select_for_update(of=("self",)).select_related(*_SHOWN).get(pk=release_id)
    )
    if release.state == ReleaseState.CALLED_OFF:
        raise Refused([_("This release was called off.")])
    return release
