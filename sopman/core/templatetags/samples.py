"""`{% sample "Charter" %}`: words of the gallery."""

from django import template

from sopman.core.samples import sample as _sample

register = template.Library()


@register.simple_tag
def sample(text):
    return str(_sample(text))
