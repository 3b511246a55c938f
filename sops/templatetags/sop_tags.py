"""{% load sop_tags %}: how a version is named and marked on pages."""

from django import template
from django.utils.html import format_html
from django.utils.translation import gettext as _

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
    return _chip_of(version.state, version.label)


def _chip_of(state, label):
    return chip(tone_of(state), f"{VersionState(state).label} {label}")


@register.simple_tag
def version_band(version, current=""):
    """The band over the text of anything that is not in force; `current` is the label of what is."""
    words, tone = _band(version, current)
    return format_html('<p class="band band--{}">{}</p>', tone, words) if words else ""


def _band(version, current):
    facts = {"label": version.label, "now": current}
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


@register.simple_tag
def line_chip(line):
    return _chip_of(line.state, line.label)


@register.filter
def omitted_name(omission, plan):
    """What the activity is called on the map."""
    return plan.names.get(omission.step_id, "")
