"""The distribution list reads the released version; so do its trainers and who answers."""

from typing import Any

from django.db.models import Q

from sops.enums import VersionState
from sops.models import readers
from training.models import Release, Session

READABLE = (VersionState.RELEASED, VersionState.EFFECTIVE)


@readers.register
def distribution(user: Any) -> Q:
    published = Release.objects.published()
    trained = Session.objects.filter(trainer=user)
    named = published.filter(Q(consultant=user) | Q(pk__in=trained.values("release")))
    listed = published.concerning(user)
    return Q(state__in=READABLE) & (
        Q(pk__in=listed.values("version")) | Q(pk__in=named.values("version"))
    )


@readers.register_concern
def on_the_list(user: Any) -> Q:
    """In the library these SOPs stand first."""
    return Q(pk__in=Release.objects.published().concerning(user).values("version__sop"))
