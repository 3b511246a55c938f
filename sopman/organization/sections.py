"""The pages of the organization's section. Apps above add theirs in `AppConfig.ready()`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sopman.organization.rules import may_read_settings


@dataclass(frozen=True)
class Section:
    key: str
    label: str | Promise
    url_name: str
    icon: str
    allowed: Callable[[Any], bool]


_sections = [Section("settings", _("Settings"), "organization:home", "settings", may_read_settings)]


def add(section: Section) -> None:
    if all(section.key != one.key for one in _sections):
        _sections.append(section)


def tabs(user: Any, here: str) -> list[dict[str, Any]]:
    """What `user` may open, for {% subnav %}."""
    return [
        {
            "label": one.label,
            "url": reverse(one.url_name),
            "icon": one.icon,
            "current": one.key == here,
        }
        for one in _sections
        if one.allowed(user)
    ]
