"""The settings row, read at most once per request; and what day it is in the organization."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

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
    return Organization.objects.filter(pk=1).first() or Organization(pk=1)
