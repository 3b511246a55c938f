"""Who may read a version besides those whom the SOP itself knows.

Higher floors register: reviewers of a round, participants of a pilot, the distribution list of
a release. Each gives a condition on `SopVersion` without asking the database:

    readers.register(lambda user: Q(rounds__seats__reviewer=user))

Write conditions over to-many relations as `Q(pk__in=…values("version"))`, so that no row comes twice.
"""

from collections.abc import Callable
from typing import Any

from django.db.models import Q

Readers = Callable[[Any], Q]
_registered: dict[str, Readers] = {}


def register(readers: Readers) -> Readers:
    _registered[f"{readers.__module__}.{readers.__qualname__}"] = readers
    return readers


def registered(user: Any) -> Q:
    """Everything the higher floors allow this person, as one condition."""
    allowed = Q(pk__in=[])
    for readers in _registered.values():
        allowed |= readers(user)
    return allowed


_concerns: dict[str, Readers] = {}


def register_concern(concerns: Readers) -> Readers:
    """A condition on `Sop`: SOPs that stand first in this person's library."""
    _concerns[f"{concerns.__module__}.{concerns.__qualname__}"] = concerns
    return concerns


def concerned(user: Any) -> Q:
    found = Q(pk__in=[])
    for concerns in _concerns.values():
        found |= concerns(user)
    return found
