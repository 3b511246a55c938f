"""Whether a map or a finding may change now; each check returns the sentence or nothing."""

from typing import Any

from django.utils.translation import gettext as _

from processes.enums import MapKind
from projects.enums import Stage

HOME = {MapKind.AS_IS: Stage.MAPPING, MapKind.TO_BE: Stage.OPTIMIZATION}


def map_is_open(project: Any, kind: str) -> str | None:
    """A map changes in its own stage only; later stages rest on it."""
    home = HOME[MapKind(kind)]
    if project.stage == home:
        return None
    return _("The %(map)s changes only in the stage “%(stage)s”; send the project back there.") % {
        "map": MapKind(kind).label,
        "stage": home.label,
    }


def findings_are_open(project: Any) -> str | None:
    if project.stage in (Stage.MAPPING, Stage.OPTIMIZATION):
        return None
    return _("Findings change only while the process is mapped and optimized.")


def evidence_is_open(project: Any) -> str | None:
    if project.stage in (Stage.MAPPING, Stage.OPTIMIZATION):
        return None
    return _("Evidence changes only while the process is mapped and optimized.")


def mapping_is_open(project: Any) -> str | None:
    if project.stage == Stage.MAPPING:
        return None
    return _("Not possible while the project is in “%(stage)s”.") % {
        "stage": Stage(project.stage).label
    }


def is_unchanged(revision: int, seen: int | None) -> str | None:
    """The page the change was made on still shows what is stored."""
    if seen is None or seen == revision:
        return None
    return _("Somebody changed this meanwhile. Look at the present state, then save again.")
