"""The organization's own templates."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from projects import rules
from projects.models import CharterTemplate
from projects.starting import Content
from sopman.audit.history import stamp
from sopman.audit.trail import record
from sopman.core.errors import Refused
from sopman.core.middleware import changed_meanwhile
from sopman.people.models import User


@transaction.atomic
def save_template(
    template: CharterTemplate | None,
    *,
    actor: User,
    at: datetime,
    name_zh: str,
    name_en: str,
    about_zh: str,
    about_en: str,
    content: Content,
    is_offered: bool = True,
    seen: int | None = None,
) -> CharterTemplate:
    """Write a template, or add one (None). Charters that began with it stay as they are."""
    if not rules.may_edit_templates(actor):
        raise PermissionDenied(_("Templates belong to administrators and document controllers."))
    is_new = template is None
    row = CharterTemplate() if template is None else _locked(template, seen)
    if not (name_zh or name_en):
        raise Refused([_("Give the template a name.")])
    row.name_zh, row.name_en, row.about_zh, row.about_en = name_zh, name_en, about_zh, about_en
    row.content, row.is_offered = content.kept(), is_offered
    if is_new:
        row.code = _free_code()
    row.revision += 1
    stamp(row, actor).save()
    code = "added" if is_new else "changed"
    facts: dict[str, Any] = {"name": name_zh or name_en, "offered": is_offered}
    record(row, f"projects.template.{code}", actor=actor, at=at, facts=facts)
    return row


def _locked(template: CharterTemplate, seen: int | None) -> CharterTemplate:
    row = CharterTemplate.objects.select_for_update().get(pk=template.pk)
    if seen is not None and seen != row.revision:
        raise Refused([changed_meanwhile()])
    return row


def _free_code() -> str:
    last = CharterTemplate.objects.order_by("-pk").values_list("pk", flat=True).first()
    return f"own-{(last or 0) + 1}"
