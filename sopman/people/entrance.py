"""Log-in, log-out and failed log-in, written into the trail. Connected in apps.py."""

from typing import Any

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from sopman.audit.trail import record
from sopman.organization.queries import organization
from sopman.people.backends import person_with_number


def logged_in(sender: Any, request: Any, user: Any, **_signal: Any) -> None:
    _record(user, "people.user.logged_in", user, request)


def logged_out(sender: Any, request: Any, user: Any, **_signal: Any) -> None:
    if user is not None:
        idle = {"idle": True} if getattr(request, "idle_log_out", False) else {}
        _record(user, "people.user.logged_out", user, request, **idle)


def log_in_failed(sender: Any, credentials: dict, request: Any = None, **_signal: Any) -> None:
    """Names the person when there is one; what else was typed may be a password and isn't kept."""
    person = person_with_number(str(credentials.get("username") or "")[:64])
    _record(person or organization(), "people.user.log_in_failed", None, request)


def _record(subject: Any, code: str, actor: Any, request: Any, **facts: Any) -> None:
    with transaction.atomic():
        facts["ip"] = _ip_of(request)
        record(subject, code, actor=actor, at=timezone.now(), facts=facts)


def _ip_of(request: Any) -> str:
    if request is None:
        return ""
    try:
        return get_adapter().get_client_ip(request)
    except PermissionDenied:
        return ""
