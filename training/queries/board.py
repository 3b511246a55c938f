"""What the board shows of releases under way."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from sopman.core import wording
from sopman.core.prepared import prepared
from training.enums import ReleaseState
from training.models import Release


def progress(project_ids: Iterable[int]) -> dict[int, str]:
    """When it takes effect, or since when it holds."""
    words = {}
    for release in _planned(frozenset(project_ids)):
        if release.state == ReleaseState.RELEASED:
            words[release.project_id] = _("in force on %(day)s") % {
                "day": wording.day(release.effective_on)
            }
        elif release.state == ReleaseState.IN_FORCE:
            words[release.project_id] = _("in force since %(day)s") % {
                "day": wording.day(release.effective_on)
            }
        elif release.state == ReleaseState.PLANNED:
            words[release.project_id] = _("being prepared")
    return words


@prepared
def _planned(projects: Any) -> Any:
    rows = Release.objects.filter(project__in=projects).order_by("pk")
    return rows.values_list("project_id", "state", "effective_on", named=True)
