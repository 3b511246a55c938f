"""The face's tags and filters: `{% load face %}`. The guide is sopman/docs/face.md."""

from functools import lru_cache

from django import template
from django.db.models import Model
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from sopman.core import wording
from sopman.core.paging import pages_of
from sopman.core.tones import tone_of

register = template.Library()


# Icons, chips, people


@register.simple_tag
def icon(name, extra=""):
    """A line icon named in static/icons.txt; always decoration, the words stand beside it."""
    return _icon(str(name), str(extra))


@lru_cache(maxsize=512)
def _icon(name, extra):
    return format_html(
        '<svg class="icon{}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        f" {extra}" if extra else "",
        static("build/icons.svg"),
        name,
    )


@register.simple_tag
def chip(tone, word):
    """{% chip "warn" _("Key control point") %}"""
    return format_html('<span class="chip chip--{}">{}</span>', tone, word)


@register.simple_tag
def state_chip(obj, field="state", tone=""):
    """The chip of a choice field: {% state_chip version %}, {% state_chip project "stage" %}."""
    value = getattr(obj, field)
    if value in (None, ""):
        return ""
    return chip(tone or tone_of(str(value)), label_of(obj, field, value))


def label_of(obj, field, value):
    """What `get_…_display` says; Django makes all choices hashable again each time."""
    if isinstance(obj, Model):
        return _labels(type(obj), field).get(value, value)
    return getattr(obj, f"get_{field}_display", lambda: value)()


@lru_cache(maxsize=256)
def _labels(model, field):
    return dict(model._meta.get_field(field).flatchoices)


@register.simple_tag
def person(user, note=""):
    """Name with its mark; nobody is a dash."""
    if not user:
        return mark_safe('<span class="muted">—</span>')
    name = (user.get_full_name() if hasattr(user, "get_full_name") else "") or str(user)
    tail = format_html(' <span class="person__note">{}</span>', note) if note else ""
    return format_html(
        '<span class="person"><span class="person__mark" aria-hidden="true">{}</span>'
        '<span class="person__name">{}</span>{}</span>',
        mark_of(name),
        name,
        tail,
    )


@register.filter("mark")
def mark_of(name):
    """李晓梅 gives 李, Anna Berg gives AB."""
    name = name.strip()
    if not name:
        return "?"
    if name[0].isascii():
        words = name.split()
        return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()
    return name[0]


# Dates, times, figures


@register.filter
def day(value):
    return _time_tag(value, wording.day(value)) if value else ""


@register.filter
def day_year(value):
    return _time_tag(value, wording.day(value, year=True)) if value else ""


@register.filter
def moment(value):
    return _time_tag(value, wording.moment(value)) if value else ""


@register.filter
def moment_year(value):
    return _time_tag(value, wording.moment(value, year=True)) if value else ""


@register.filter
def ago(value):
    return ago_of(value, wording.ago(value))


@register.simple_tag
def ago_of(value, said):
    """The same where a row is kept."""
    return _time_tag(value, said, title=wording.moment(value, year=True)) if value else ""


@register.filter
def duration(minutes):
    return wording.duration(minutes)


@register.filter
def figure(value):
    """A number without trailing zeros; nothing is a dash."""
    return "—" if value in (None, "") else wording.number(value)


@register.simple_tag
def time_left(due):
    """剩 2 天 / 逾期 1 天 as a <time>, a chip when it presses."""
    return left_of(due, wording.time_left(due))


@register.simple_tag
def left_of(due, left):
    """The same where a row is kept: what is left was said before, for it depends on the moment."""
    if not left:
        return ""
    words = format_html('<span class="chip chip--{}">{}</span>', left.tone, left.words)
    return _time_tag(due, words, title=wording.day(due, year=True))


def _time_tag(value, words, title=""):
    extra = format_html(' title="{}"', title) if title else ""
    return format_html(
        '<time datetime="{}"{}>{}</time>', wording.local(value).isoformat(), extra, words
    )


# Measures


@register.inclusion_tag("components/_kpi.html")
def kpi(label, value, unit="", baseline=None, target=None, direction="up", sample=None):
    """Value against baseline and target; better or worse is said in words and by a glyph."""
    return {
        "label": label,
        "value": value,
        "unit": unit,
        "baseline": baseline,
        "target": target,
        "direction": direction,
        "sample": sample,
        "verdict": _verdict(value, baseline, target, direction),
    }


def _verdict(value, baseline, target, direction):
    if value is None:
        return {"tone": "plain", "words": _("not measured yet")}
    better = 1 if direction == "up" else -1
    if target is not None and (value - target) * better >= 0:
        return {"tone": "ok", "words": _("target met")}
    if baseline is not None and (value - baseline) * better > 0:
        return {"tone": "warn", "words": _("better, target not met")}
    if baseline is not None and value == baseline:
        return {"tone": "warn", "words": _("unchanged, target not met")}
    if baseline is not None:
        return {"tone": "bad", "words": _("worse than before")}
    if target is not None:
        return {"tone": "warn", "words": _("target not met")}
    return {"tone": "plain", "words": _("no target")}


@register.simple_tag
def progress(value, maximum, label):
    """{% progress 5 8 _("Criteria met") %}"""
    return format_html(
        '<span class="measure"><progress class="bar" value="{}" max="{}" aria-label="{}"></progress>'
        '<span class="measure__words">{} / {}</span></span>',
        value,
        maximum or 1,
        label,
        value,
        maximum,
    )


# Pieces with a template of their own


@register.inclusion_tag("components/_stage_bar.html")
def stage_bar(stages):
    """`stages`: seven cells with number, label, status (done|active|todo), note, url, late, locked."""
    stages = list(stages)
    return {"stages": stages}


@register.inclusion_tag("components/_gate.html")
def gate(criteria, title=""):
    """`criteria`: sentence, met, url. Open ones link to the place where they are met."""
    criteria = list(criteria)
    met = sum(1 for one in criteria if one.met)
    return {"criteria": criteria, "met": met, "all_met": met == len(criteria), "title": title}


@register.simple_tag(takes_context=True)
def paging(context, page, name="page"):
    """Paging of a Page from core.paging.page_of; keeps the rest of the query string."""
    return pages_of(context["request"], page, name)


@register.inclusion_tag("components/_subnav.html")
def subnav(items, label=""):
    """`items`: label, url, current, and if wanted icon and count."""
    return {"items": items, "label": label}


@register.inclusion_tag("components/_feed.html")
def feed(items):
    """`items`: at, words, and if wanted actor, note, url, tone, signature."""
    return {"items": items}


@register.inclusion_tag("components/_signature.html")
def signature(signed):
    """A signature as it stands: who, meaning, when, the short fingerprint. None says what is missing."""
    return {"signed": signed}


@register.inclusion_tag("components/_attachments.html")
def attachments(files, empty=""):
    return {"files": files, "empty": empty}


@register.inclusion_tag("components/_empty.html")
def empty(icon_name, title, why="", url="", button=""):
    """One icon, what will be here, why, and the one button."""
    return {"icon_name": icon_name, "title": title, "why": why, "url": url, "button": button}


# Forms: facts that a template asks of a bound field


@register.filter
def widget_kind(bound):
    """check, checks (several), radios, file, hidden, long, picked or line."""
    widget = bound.field.widget
    kind = getattr(widget, "input_type", "")
    if kind == "checkbox":
        return "checks" if hasattr(widget, "optgroups") else "check"
    if kind == "radio":
        return "radios"
    if kind == "select":
        return "picked"
    if kind == "file":
        return "file"
    if kind == "hidden" or getattr(widget, "is_hidden", False):
        return "hidden"
    return "long" if widget.__class__.__name__ == "Textarea" else "line"
