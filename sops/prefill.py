"""The first words of an SOP, taken from charter, responsibility matrix and to-be plan.

Written in the language that is active when the SOP is begun.
"""

from typing import Any

from django.utils.translation import gettext as _

from processes.plan import TimeLimit
from projects import queries as projects
from projects.enums import Direction, Trend
from projects.models import Project
from sopman.core.wording import number
from sops.enums import SectionKind


def sections(project: Project, plan: list[Any]) -> dict[str, str]:
    """Text by kind of section; what nobody has settled yet stays empty."""
    charter = getattr(project, "charter", None)
    return {
        SectionKind.PURPOSE: _purpose(project, charter),
        SectionKind.SCOPE: _scope(project),
        SectionKind.RESPONSIBILITIES: _responsibilities(plan),
        SectionKind.PROCEDURE: _frame(charter),
    }


def _purpose(project, charter):
    lines = [charter.purpose.strip()] if charter and charter.purpose.strip() else []
    objectives = [_objective(one) for one in projects.objectives(project)]
    if objectives:
        lines += ["", _("Objectives:"), *[f"- {words}" for words in objectives]]
    return "\n".join(lines).strip()


def _objective(one):
    facts = {
        "name": one.name,
        "unit": one.unit_shown,
        "target": number(one.target) if one.target is not None else _("to be set"),
    }
    if one.target is None:
        words = _("%(name)s: %(target)s") % facts
    elif one.direction == Trend.UP:
        words = _("%(name)s: at least %(target)s %(unit)s") % facts
    else:
        words = _("%(name)s: at most %(target)s %(unit)s") % facts
    if one.baseline is not None:
        facts["baseline"] = number(one.baseline)
        words += _(" (today %(baseline)s %(unit)s)") % facts
    return words


def _scope(project):
    items = list(project.scope_items.all())
    inside = [one.text for one in items if one.direction == Direction.IN]
    outside = [_outside(one) for one in items if one.direction == Direction.OUT]
    departments = [one.name for one in project.departments.all()]
    positions = [one.name for one in project.positions.all()]
    lines = []
    if inside:
        lines += [_("This SOP applies to:"), *[f"- {text}" for text in inside], ""]
    if outside:
        lines += [_("It does not apply to:"), *[f"- {text}" for text in outside], ""]
    if departments:
        lines.append(_("Departments concerned: %(names)s.") % {"names": _(", ").join(departments)})
    if positions:
        lines.append(_("Positions concerned: %(names)s.") % {"names": _(", ").join(positions)})
    return "\n".join(lines).strip()


def _outside(item):
    if not item.covered_by:
        return item.text
    return _("%(text)s (see %(who)s)") % {"text": item.text, "who": item.covered_by}


def _responsibilities(plan):
    """One line per position: what it is responsible for, approves, takes part in, is told."""
    duties: dict[Any, dict[str, list[str]]] = {}
    for one in plan:
        _add(duties, one.position, "responsible", one.name)
        _add(duties, one.approves, "approves", one.name)
        for position in one.takes_part:
            _add(duties, position, "takes_part", one.name)
        for position in one.informed:
            _add(duties, position, "informed", one.name)
    return "\n".join(
        f"- **{position.name}**{_colon()}{_duty(kinds)}" for position, kinds in duties.items()
    )


def _colon():
    return _(": ")


def _add(duties, position, kind, name):
    if position is not None:
        duties.setdefault(position, {}).setdefault(kind, []).append(name)


def _duty(kinds):
    words = {
        "responsible": _("responsible for %(names)s"),
        "approves": _("approves %(names)s"),
        "takes_part": _("takes part in %(names)s"),
        "informed": _("is informed of %(names)s"),
    }
    said = [
        words[kind] % {"names": _(", ").join(_("“%(title)s”") % {"title": n} for n in names)}
        for kind, names in kinds.items()
    ]
    return _("; ").join(said) + _(".")


def _frame(charter):
    lines = []
    if charter and charter.start_trigger:
        lines.append(_("Starts when: %(what)s") % {"what": charter.start_trigger})
    if charter and charter.end_state:
        lines.append(_("Ends when: %(what)s") % {"what": charter.end_state})
    return "\n".join(lines)


def step(planned: Any, *, old: Any = None) -> dict[str, Any]:
    """The columns of the SOP step for a planned activity; an earlier wording stays."""
    limit = planned.time_limit
    return {
        "title": planned.name,
        "action": old.action if old else _action(planned),
        "position": planned.position,
        "system": planned.system,
        "time_limit_value": limit.value if limit else None,
        "time_limit_unit": limit.unit if limit else "",
        "output_standard": planned.output_standard or (old.output_standard if old else ""),
        "caution": planned.on_failure or (old.caution if old else ""),
        "example": old.example if old else "",
        "is_control_point": planned.is_control_point,
    }


def _action(planned):
    """The activity, and what is passed on; the author says how."""
    said = [planned.name.rstrip(_(".")) + _(".")]
    if planned.handover is not None:
        said.append(_handover(planned.handover))
    return "\n".join(said)


def _handover(one):
    facts = {"what": one.what, "limit": TimeLimit(one.time_limit_value, one.time_limit_unit)}
    words = _("Pass on within %(limit)s: %(what)s.") % facts
    if one.copied_to is not None:
        words += _(" Copy to: %(position)s.") % {"position": one.copied_to.name}
    return words
