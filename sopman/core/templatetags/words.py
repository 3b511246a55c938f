"""{% load words %}: dates and durations as plain words, for notices and mail; pages use `face`."""

from django import template

from sopman.core import wording

register = template.Library()


@register.filter
def day(value):
    return wording.day(value)


@register.filter
def moment(value):
    return wording.moment(value)


@register.filter
def duration(minutes):
    return wording.duration(minutes)
