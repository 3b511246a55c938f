"""The gate of the drafting stage: what a version needs before it may be reviewed.

One list for the checklist on the page, the stage panel and the guard of the move.
"""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from processes import queries as processes
from projects.enums import FIRST_STAGE
from projects.stages import Criterion
from sops.enums import SectionKind

NAMED = 3  # how many things a sentence names before it says “and more”


def criteria(version: Any) -> list[Criterion]:
    """The checklist of one version, in the order of the page."""
    page = reverse("sops:drafting", args=[version.project_id]) if version.project_id else ""
    steps = list(version.steps.all())
    found = [
        _number_given(version, page),
        _sections_written(version, steps, page),
        _steps_responsible(steps, page),
        *_changes_told(version, page),
        _branches_lead_somewhere(steps, page),
    ]
    if version.project_id and version.project.kind not in FIRST_STAGE:
        plan = processes.planned_names(version.project)
        found.append(_control_points_carried(plan, steps, page))
        found.append(_activities_covered(plan, steps, version, page))
    return found


def open_sentences(version: Any) -> list[Any]:
    return [one.sentence for one in criteria(version) if not one.met]


def _number_given(version, page):
    return Criterion(_("The SOP has a document number."), bool(version.sop.number), page)


def _sections_written(version, steps, page):
    empty = empty_sections(version, steps)
    if not empty:
        return Criterion(_("All six sections are written."), True)
    names = _(", ").join(str(SectionKind(kind).label) for kind in empty)
    sentence = ngettext(
        "Write the section: %(names)s.", "Write the sections: %(names)s.", len(empty)
    )
    return Criterion(sentence % {"names": names}, False, f"{page}#section-{empty[0]}")


def empty_sections(version, steps):
    """Sections that say nothing: neither text nor rows."""
    bodies = {one.kind: one.body.strip() for one in version.sections.all()}
    rows = {
        SectionKind.PROCEDURE: steps,
        SectionKind.RELATED: version.related_documents.all(),
        SectionKind.RECORDS: version.record_forms.all(),
    }
    return [kind for kind in SectionKind.values if not bodies.get(kind) and not rows.get(kind)]


def _steps_responsible(steps, page):
    if not steps:
        return Criterion(_("Write at least one step."), False, f"{page}#steps")
    open_ones = [one for one in steps if one.position_id is None or not one.action.strip()]
    if not open_ones:
        return Criterion(_("Each step says what to do and who is responsible."), True)
    return Criterion(
        _("Say what to do and who is responsible in: %(steps)s.")
        % {"steps": _titles(one.title for one in open_ones)},
        False,
        f"{page}#steps",
    )


def _changes_told(version, page):
    if version.based_on_id is None:
        return []
    sentence = _("It says what changed since %(label)s.") % {"label": version.based_on.label}
    return [Criterion(sentence, bool(version.change_note.strip()), f"{page}#change-note")]


def _branches_lead_somewhere(steps, page):
    there = {one.step_id for one in steps}
    lost = [
        one.title
        for one in steps
        for way in one.branches.all()
        if way.target_id and way.target_id not in there
    ]
    if not lost:
        return Criterion(_("Every branch leads to a step of this SOP."), True)
    return Criterion(
        _("A branch leads to a step that this SOP doesn't have: %(steps)s.")
        % {"steps": _titles(lost)},
        False,
        f"{page}#steps",
    )


def _control_points_carried(plan, steps, page):
    by_step = {one.step_id: one for one in steps}
    lost = [
        planned.name
        for planned in plan
        if planned.is_control_point and not _carries(by_step.get(planned.step_id))
    ]
    if not lost:
        return Criterion(
            _("Every key control point stands in a step with time limit and output standard."), True
        )
    return Criterion(
        _("Key control point without a step, time limit or output standard: %(steps)s.")
        % {"steps": _titles(lost)},
        False,
        f"{page}#steps",
    )


def _carries(one):
    return (
        one is not None
        and one.is_control_point
        and one.time_limit_value is not None
        and bool(one.output_standard.strip())
    )


def _activities_covered(plan, steps, version, page):
    there = {one.step_id for one in steps} | {one.step_id for one in version.omissions.all()}
    lost = [planned.name for planned in plan if planned.step_id not in there]
    if not lost:
        return Criterion(
            _("Every activity of the to-be plan has its step, or a reason for leaving it out."),
            True,
        )
    return Criterion(
        _("Activities of the to-be plan without a step: %(steps)s.") % {"steps": _titles(lost)},
        False,
        f"{page}#plan",
    )


def _titles(titles):
    names = [_("“%(title)s”") % {"title": title} for title in titles]
    if len(names) > NAMED:
        return _("%(names)s and %(n)d more") % {
            "names": _(", ").join(names[:NAMED]),
            "n": len(names) - NAMED,
        }
    return _(", ").join(names)
