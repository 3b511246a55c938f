"""{% load minute_sources %}: where the minutes of an activity come from."""

from django import template
from django.utils.html import format_html

from processes import source_words
from processes.bpmn.sources import ESTIMATED

register = template.Library()


@register.simple_tag
def minutes_source(facts, field):
    """A small line below a value, `field` being “touch” or “waiting”; nothing below no value.

    `facts` are those of a row of a map (`processes.bpmn.Facts`).
    """
    if getattr(facts, field) is None:
        return ""
    source = getattr(facts, f"{field}_source")
    return format_html(
        '<span class="source source--{}" title="{}">{}</span>',
        source.kind if source else ESTIMATED,
        source_words.full(source),
        source_words.short(source),
    )


@register.simple_tag
def minutes_source_full(facts, field):
    """The same in one sentence part, for print and details."""
    if getattr(facts, field) is None:
        return ""
    return source_words.full(getattr(facts, f"{field}_source"))
