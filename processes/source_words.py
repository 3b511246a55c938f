"""Where a number of minutes comes from, as a reader says it."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from processes.bpmn.sources import MEASURED, STATED, Source
from processes.timing import FEWEST_FOR_QUARTILES
from sopman.core.wording import number


def short(source: Source | None) -> str:
    """“measured, n = 5”, “stated by Li Min”, “estimated”: beside the value."""
    if source is None or source.kind not in (MEASURED, STATED):
        return _("estimated")
    if source.kind == STATED:
        return _("stated by %(who)s") % {"who": source.by} if source.by else _("stated")
    if source.n is None:
        return pgettext("minutes", "measured")
    return _("measured, n = %(n)d") % {"n": source.n}


def full(source: Source | None) -> str:
    """With the spread, which statistic it is, whose it is and the record it stands in."""
    return " · ".join(part for part in (short(source), *_rest(source)) if part)


def _rest(source: Source | None) -> list[str]:
    if source is None:
        return []
    measured = source.kind == MEASURED
    return [
        spread(source),
        _("by %(who)s") % {"who": source.by} if source.by and measured else "",
        _("record %(code)s") % {"code": source.record} if source.record else "",
    ]


def spread(source: Source | None) -> str:
    """“middle half 10–15 min”, below four laps “from 10 to 15 min”."""
    if source is None or source.low is None or source.high is None:
        return ""
    words = (
        _("middle half %(low)s–%(high)s min")
        if source.n is not None and source.n >= FEWEST_FOR_QUARTILES
        else _("shortest %(low)s, longest %(high)s min")
    )
    return words % {"low": number(source.low), "high": number(source.high)}
