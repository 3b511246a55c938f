"""{% load map_tags %}: words of a map in the reader's language."""

from django import template
from django.utils.html import format_html
from django.utils.translation import gettext as _

from processes.enums import VALUE_SIGNS, ValueClass

register = template.Library()


@register.simple_tag
def position_name(reading, facts):
    """The position of an activity as the organization calls it."""
    return reading.position_name(facts.position, facts.position_name)


@register.simple_tag
def onward_position(reading, way):
    """Whom a way on hands the case over to."""
    return reading.position_name(way.position, way.position_name)


@register.simple_tag
def value_label(value):
    return ValueClass(value).label if value in ValueClass.values else ""


@register.simple_tag
def value_class(value):
    """Sign, colour and word of a value class; what is missing is said."""
    if value not in ValueClass.values:
        return format_html('<span class="todo">{}</span>', _("not judged yet"))
    return format_html(
        '<span class="shares__sign shares__sign--{}" aria-hidden="true">{}</span>{}',
        value,
        VALUE_SIGNS[value],
        ValueClass(value).label,
    )


@register.filter
def severity_tone(severity):
    return {"low": "plain", "medium": "warn", "high": "bad"}.get(str(severity), "plain")
