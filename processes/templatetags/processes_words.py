"""Words of stage 3: what a decision says, who answers a finding, how two processes differ."""

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from processes.enums import Decision
from processes.plan import TimeLimit
from sopman.core.templatetags.face import chip
from sopman.core.tones import tone_of
from sopman.core.wording import duration

register = template.Library()

DECISION_TONES = {
    Decision.KEEP: "plain",
    Decision.ELIMINATE: "bad",
    Decision.COMBINE: "warn",
    Decision.REARRANGE: "warn",
    Decision.SIMPLIFY: "warn",
    Decision.AUTOMATE: "run",
    Decision.ADD: "ok",
}
FATES = {"added": "ok", "removed": "bad", "changed": "warn", "moved": "warn"}


@register.filter
def tone(value):
    return tone_of(str(value))


@register.simple_tag
def decision_chip(change):
    return chip(DECISION_TONES.get(change.decision, "plain"), change.get_decision_display())


@register.simple_tag
def difference_chip(difference):
    labels = {
        "added": _("added"),
        "removed": _("falls away"),
        "changed": _("changed"),
        "moved": _("goes on elsewhere"),
    }
    return chip(FATES[difference.kind], labels[difference.kind])


@register.filter
def how(change, plan):
    """What a decision says beside its reason: into which, after which, the new times, the findings."""
    return " · ".join(part for part in (says(change, plan), answered_codes(change)) if part)


@register.filter
def says(change, plan):
    """The same without the findings."""
    parts = []
    if change.into_id:
        parts.append(_("into “%(name)s”") % {"name": plan.names.get(change.into_id, "—")})
    if change.name and change.decision == Decision.COMBINE:
        parts.append(_("as “%(name)s”") % {"name": change.name})
    if change.decision == Decision.REARRANGE:
        parts.append(_("after: %(name)s") % {"name": stands_after(change, plan)})
    if change.system and change.decision == Decision.AUTOMATE:
        parts.append(change.system)
    if change.touch_minutes is not None:
        parts.append(_("touch time %(time)s") % {"time": duration(change.touch_minutes)})
    if change.waiting_minutes is not None:
        parts.append(_("waiting %(time)s") % {"time": duration(change.waiting_minutes)})
    return " · ".join(parts)


@register.filter
def stands_after(change, plan):
    if change.after_id is None:
        return _("at the very beginning")
    return plan.names.get(change.after_id, "—")


@register.filter
def answered_codes(change):
    codes = _(", ").join(one.code for one in change.findings.all())
    return _("answers %(codes)s") % {"codes": codes} if codes else ""


@register.simple_tag
def answer_of(finding, plan):
    """How a finding is answered: by which changes, or accepted."""
    colon = pgettext("after a label", ": ")
    lines = [
        change.get_decision_display() + colon + plan.names.get(change.step_id, change.name)
        for change in plan.answers.get(finding.pk, [])
    ]
    return {"lines": lines, "accepted": plan.accepted.get(finding.pk)}


@register.filter
def facts_line(facts):
    """An activity's facts in one line."""
    if facts is None:
        return "—"
    parts = [facts.position_name, facts.system]
    if facts.touch is not None:
        parts.append(_("touch time %(time)s") % {"time": duration(facts.touch)})
    if facts.waiting is not None:
        parts.append(_("waiting %(time)s") % {"time": duration(facts.waiting)})
    return " · ".join(part for part in parts if part) or "—"


@register.filter
def limit(obj):
    """The time limit of a control point or a handover, in words."""
    return str(TimeLimit(obj.time_limit_value, obj.time_limit_unit))


@register.filter
def named(step, plan):
    return plan.names.get(step.pk, "—")


@register.inclusion_tag("processes/_lead_bars.html")
def lead_bars(comparison):
    """Before and after as bars over the same minutes."""
    scale = 600 / comparison.longest
    bars = []
    for place, (label, figures) in enumerate(
        ((_("Before"), comparison.before), (_("After"), comparison.after))
    ):
        touch, waiting = float(figures.touch * scale), float(figures.waiting * scale)
        bars.append(
            {
                "label": label,
                "figures": figures,
                "y": place * 40,
                "text_y": place * 40 + 18,
                "touch": f"{touch:.1f}",
                "waiting": f"{waiting:.1f}",
                "waiting_x": f"{touch:.1f}",
            }
        )
    return {"bars": bars, "saved": comparison.saved_percent}
