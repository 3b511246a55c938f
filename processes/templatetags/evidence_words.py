"""{% load evidence_words %}: words of claims, measurements and laps."""

from decimal import Decimal

from django import template
from django.utils.translation import gettext as _

from processes import source_words
from processes.bpmn.sources import MEASURED, Source
from processes.timing import minutes
from sopman.core.wording import number

register = template.Library()


@register.simple_tag
def value_label(labels, question, value):
    """A value in the words of its aspect; nothing chosen is “none of them”."""
    return labels.of(question.aspect, value) if value else _("none of them")


@register.simple_tag
def spread(told):
    """Median and spread of a measurement, and which statistic it is."""
    if told is None:
        return "—"
    source = Source(MEASURED, told.median, told.n, told.low, told.high)
    return _("%(median)s min (n = %(n)d, %(spread)s)") % {
        "median": number(told.median),
        "n": told.n,
        "spread": source_words.spread(source),
    }


@register.filter
def as_minutes(seconds):
    """Seconds as minutes with two decimals at most; a time that wasn't taken is a dash."""
    return "—" if seconds is None else number(minutes(Decimal(seconds)))
