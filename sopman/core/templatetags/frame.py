"""{% load frame %}: what stands around every page, kept by everything that it says."""

from django import template

from sopman.core import kept
from sopman.core.frame import frame_of

register = template.Library()


@register.simple_tag(takes_context=True)
def frame_side(context):
    return kept.rendered("components/_side.html", [frame_of(context["request"]).lines])


@register.simple_tag(takes_context=True)
def frame_top(context):
    return _top(context, "components/_top.html")


@register.simple_tag(takes_context=True)
def frame_tools(context):
    """The tools of the bar alone, for pages before the log-in."""
    return _top(context, "components/_tools.html")


@register.simple_tag(takes_context=True)
def frame_thumb(context):
    return kept.rendered("components/_thumb.html", [frame_of(context["request"]).lines])


def _top(context, template_name):
    request = context["request"]
    return kept.rendered(template_name, [frame_of(request).top], request)
