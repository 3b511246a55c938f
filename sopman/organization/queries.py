"""The settings row, read at most once per request; and what day it is in the organization."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils import timezone

from sopman.core.prepared import prepared
from sopman.organization import per_request
from sopman.organization.models import Organization

KEY = "organization"


def organization() -> Organization:
    """The settings row; before the first run an unsaved one with the default values."""
    return per_request.once(KEY, _fetch)


def today(at: datetime | None = None) -> date:
    """The date in the organization's time zone: what dated rights are measured against."""
    return timezone.localdate(at, timezone=zone())


def zone() -> ZoneInfo:
    return ZoneInfo(organization().time_zone)


def _fetch() -> Organization:
    return _row.first(1) or Organization(pk=1)


@prepared
def _row(pk: int) -> QuerySet[Organization]:
    return Organization.objects.filter(pk=pk)
