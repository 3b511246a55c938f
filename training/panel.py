"""What the stage of release and training shows and demands on the project page."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from projects.stages import Criterion
from sops.enums import VersionState
from training import guards
from training.enums import ReleaseState
from training.queries import release_of

PUBLISHED = (ReleaseState.RELEASED, ReleaseState.IN_FORCE)


def criteria(project: Any) -> list[Criterion]:
    """The exit criteria. What was released by signature stays met, whatever is changed later."""
    url = reverse("training:release", args=[project.pk])
    release = release_of(project)
    if release is not None and release.state == ReleaseState.CALLED_OFF:
        release = None
    out = release is not None and release.state in PUBLISHED
    checks = (
        (_("The consultation group is named, and who answers in it."), guards.has_group),
        (_("The distribution list names the positions that must know the SOP."),
         guards.has_distribution),
        (_("The SOP is placed in at least one channel."), guards.is_placed),
        (_("The exam is prepared: settings and enough questions."), guards.has_exam),
    )  # fmt: skip
    found = [
        Criterion(words, out or (release is not None and not check(release)), url)
        for words, check in checks
    ]
    in_force = out and release.version.state == VersionState.EFFECTIVE
    return [
        *found,
        Criterion(_("The version is released by signature, with its effective date."), out, url),
        Criterion(_("The version is in force."), in_force, url),
    ]
