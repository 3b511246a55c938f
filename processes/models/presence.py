"""Who has which map open on the canvas, by a lease that the page renews. Says nothing of the past."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from processes.models.maps import ProcessMap

LEASE = timedelta(seconds=60)


class PresenceQuerySet(models.QuerySet):
    def alive(self, at: datetime):
        """Those whose page has been heard of within the lease."""
        return self.filter(seen_at__gt=at - LEASE)


class MapPresence(models.Model):
    """A person has a map open; one row each, however many tabs."""

    map = models.ForeignKey(ProcessMap, models.CASCADE, related_name="presences")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(_("open since"))
    seen_at = models.DateTimeField(_("seen at"))

    objects = PresenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("open map")
        ordering = ["opened_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["map", "person"], name="person_once_per_map"),
        ]

    def __str__(self):
        return f"{self.map_id}: {self.person_id}"
