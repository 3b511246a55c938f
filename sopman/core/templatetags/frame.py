"""{% load frame %}: what stands around every page, kept by everything that it says.

In the shell of a page (sopman.core.shells) a mark stands where each comes.
"""

from django import template

from sopman.core import frame, shells

register = template.Library()


@register.simple_tag(takes_context=True)
def frame_side(context):
    return _put(context, "side", frame.side)


@register.simple_tag(takes_context=True)
def frame_top(context):
    return _put(context, "top", frame.top)


@register.simple_tag(takes_context=True)
def frame_thumb(context):
    return _put(context, "thumb", frame.thumb)


@register.simple_tag(takes_context=True)
def frame_messages(context):
    return _put(context, "messages", frame.messages)


@register.simple_tag(takes_context=True)
def frame_tools(context):
    """The tools of the bar alone, for pages before the log-in."""
    return frame.top(context["request"], "components/_tools.html")


@register.simple_tag
def part(name):
    """Where a part of the page comes that its shell does not say."""
    return shells.mark(name)


def _put(context, name, draw):
    return shells.mark(name) if context.get("is_shell") else draw(context["request"])
