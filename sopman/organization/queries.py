"""The settings row, read at most once per request; and what day it is in the organization."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from asgiref.local import Local
from django.utils import timezone

from sopman.organization.models import Organization

_kept = Local()  # one request, one thread


def organization() -> Organization:
    """The settings row; before the first run an unsaved one with the default values."""
    if not getattr(_kept, "inside_request", False):
        return _fetch()
    if not hasattr(_kept, "row"):
        _kept.row = _fetch()
    return _kept.row


def today(at: datetime | None = None) -> date:
    """The date in the organization's time zone: what dated rights are measured against."""
    return timezone.localdate(at, timezone=ZoneInfo(organization().time_zone))


def begin_request(**_signal: object) -> None:
    forget()
    _kept.inside_request = True


def end_request(**_signal: object) -> None:
    forget()
    _kept.inside_request = False


def forget() -> None:
    """Read the row again the next time; called by the action that changes it."""
    if hasattr(_kept, "row"):
        del _kept.row


def _fetch() -> Organization:
    return Organization.objects.filter(pk=1).first() or Organization(pk=1)
