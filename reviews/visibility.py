"""Whoever holds a seat sees the draft and its project."""

from typing import Any

from django.db.models import Q

from projects.models import also_visible_to
from reviews.models import Seat
from sops.enums import VersionState
from sops.models import readers


@readers.register
def reviewers(user: Any) -> Q:
    """From the draft to the release; what is over belongs to those who keep it."""
    over = Q(state__in=[VersionState.SUPERSEDED, VersionState.WITHDRAWN])
    return Q(pk__in=Seat.objects.of(user).values("round__version")) & ~over


@also_visible_to.register
def of_their_projects(user: Any) -> Q:
    return Q(pk__in=Seat.objects.of(user).values("round__project"))
