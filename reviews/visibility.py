"""Whoever holds a seat sees the draft and its project."""

from typing import Any

from django.db.models import Q

from projects.models import also_visible_to
from reviews.models import Seat
from sops.models import readers


@readers.register
def reviewers(user: Any) -> Q:
    return Q(pk__in=Seat.objects.of(user).values("round__version"))


@also_visible_to.register
def of_their_projects(user: Any) -> Q:
    return Q(pk__in=Seat.objects.of(user).values("round__project"))
