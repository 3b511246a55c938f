"""Participants see the piloted version and its project."""

from typing import Any

from django.db.models import Q

from pilots.enums import PilotState
from pilots.models import Participant
from projects.models import also_visible_to
from sops.enums import VersionState
from sops.models import readers


@readers.register
def participants(user: Any) -> Q:
    """The pilot version, while the pilot runs."""
    mine = Participant.objects.filter(user=user, pilot__state=PilotState.RUNNING)
    return Q(state=VersionState.IN_PILOT, pk__in=mine.values("pilot__version"))


@also_visible_to.register
def of_their_projects(user: Any) -> Q:
    mine = Participant.objects.filter(user=user).exclude(pilot__state=PilotState.PLANNED)
    return Q(pk__in=mine.values("pilot__project"))
