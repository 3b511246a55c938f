"""The frame of every stage page: `{% extends "projects/stage_base.html" %}` with `project`."""

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from projects import rules
from projects.queries import stage_cells
from projects.stages import criteria_of
from sopman.organization.queries import today

register = template.Library()


@register.inclusion_tag("components/_stage_bar.html")
def project_stage_bar(project):
    """The seven stages of a project with dates: done, planned, overdue."""
    return {"stages": stage_cells(project, on=today())}


@register.inclusion_tag("components/_gate.html")
def project_gate(project, stage=""):
    """The gate checklist of a stage, the present one by default."""
    criteria = criteria_of(project, stage or None)
    met = sum(1 for one in criteria if one.met)
    return {"criteria": criteria, "met": met, "all_met": met == len(criteria), "title": ""}


@register.inclusion_tag("components/_subnav.html", takes_context=True)
def project_subnav(context, project):
    """Overview, charter, and the trail for whom it is open; stages are in the bar above."""
    here = context["request"].path
    pages = [
        (_("Overview"), "projects:detail", "layout-kanban"),
        (_("Charter"), "projects:charter", "file-text"),
    ]
    if rules.may_read_trail(project, context["request"].user):
        pages.append((_("Audit trail"), "projects:trail", "history"))
    items = []
    for label, name, icon in pages:
        url = reverse(name, args=[project.pk])
        items.append({"label": label, "url": url, "icon": icon, "current": url == here})
    return {"items": items, "label": _("Pages of this project")}
