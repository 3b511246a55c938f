"""Changing the settings."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from sopman.audit.history import stamp
from sopman.audit.trail import record
from sopman.organization import per_request
from sopman.organization.models import Organization
from sopman.organization.queries import KEY
from sopman.organization.rules import WORKFLOW, may_edit_settings, may_edit_workflow


@transaction.atomic
def edit_settings(*, actor: Any, at: datetime, **fields: Any) -> Organization:
    """Change settings. A document controller may change the deadlines only."""
    if not (may_edit_settings(actor) or (may_edit_workflow(actor) and set(fields) <= WORKFLOW)):
        raise PermissionDenied(_("Your role doesn't allow changing these settings."))
    row, _made = Organization.objects.select_for_update().get_or_create(pk=1)
    differing = {
        name: [getattr(row, name), value]
        for name, value in fields.items()
        if getattr(row, name) != value
    }
    if not differing:
        return row
    for name, (_before, value) in differing.items():
        setattr(row, name, value)
    row.full_clean()
    return _saved(row, "organization.settings.edited", actor, at, {"changes": differing})


def lock_organization() -> Organization:
    """Inside a transaction: whoever decides about the last of something waits here for the others."""
    Organization.objects.get_or_create(pk=1)
    return Organization.objects.select_for_update().get(pk=1)


@transaction.atomic
def begin_organization(*, actor: Any, at: datetime, **fields: Any) -> Organization:
    """The first run and the demonstration company: the row is written for the first time."""
    row = Organization.objects.select_for_update().filter(pk=1).first() or Organization(pk=1)
    for name, value in fields.items():
        setattr(row, name, value)
    row.full_clean(exclude=["id"], validate_unique=False)
    return _saved(row, "organization.settings.begun", actor, at, {"fields": sorted(fields)})


def _saved(row: Organization, code: str, actor: Any, at: datetime, facts: dict) -> Organization:
    stamp(row, actor).save()
    per_request.forget(KEY)
    record(row, code, actor=actor, at=at, facts=facts)
    return row
