"""{% load sop_tags %}: how a version is named and marked on pages."""

from django import template
from django.utils.html import format_html
from django.utils.translation import gettext as _

from processes.queries import Plan
from sopman.core import wording
from sopman.core.templatetags.face import chip
from sopman.core.tones import tone_of
from sops.enums import VersionState

register = template.Library()


@register.simple_tag
def version_chip(version):
    """“现行有效 V2.0”, with the glyph of its state."""
    if not version:
        return ""
    words = f"{version.get_state_display()} {version.label}"
    return chip(tone_of(version.state), words)


@register.simple_tag
def version_band(version, current=None):
    """The band over the text of anything that is not in force; nothing over what is."""
    words, tone = _band(version, current)
    return format_html('<p class="band band--{}">{}</p>', tone, words) if words else ""


def _band(version, current):
    facts = {"label": version.label, "now": current.label if current else ""}
    state = version.state
    if state == VersionState.IN_PILOT:
        return _("%(label)s trial version, not in force yet") % facts, "warn"
    if state == VersionState.RELEASED:
        facts["day"] = wording.day(version.effective_on, year=True)
        return _("%(label)s is released and comes into force on %(day)s") % facts, "warn"
    if state == VersionState.APPROVED:
        return _("%(label)s is approved, not in force yet") % facts, "warn"
    if state in (VersionState.DRAFT, VersionState.IN_REVIEW):
        return _("%(label)s is a draft. Don't work by it.") % facts, "warn"
    if state == VersionState.SUPERSEDED and current:
        return _("%(label)s is superseded. %(now)s is in force.") % facts, "bad"
    if state == VersionState.SUPERSEDED:
        return _("%(label)s is superseded.") % facts, "bad"
    if state == VersionState.WITHDRAWN:
        return _("Withdrawn. Don't work by this SOP any more."), "bad"
    if state == VersionState.DROPPED:
        return _("%(label)s never came into force.") % facts, "bad"
    return "", ""


@register.filter
def shown_version(sop):
    """The version that a list shows: the one in force, else the latest that the reader may see."""
    seen = sop.seen_versions
    return next((one for one in seen if one.is_in_force), seen[0] if seen else None)


@register.filter
def omitted_name(omission, project):
    """What the activity is called on the map."""
    return Plan(project).names.get(omission.step_id, "")
