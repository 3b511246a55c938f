"""What the board shows of releases under way."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from sopman.core import wording
from training.enums import ReleaseState
from training.models import Release


def progress(project_ids: Iterable[int]) -> dict[int, str]:
    """When it takes effect, or since when it holds."""
    rows = Release.objects.filter(project__in=project_ids).order_by("pk")
    words = {}
    for release in rows:
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
