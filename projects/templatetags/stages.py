"""{% load stages %}: the frame of every page about one project.

`{% extends "projects/stage_base.html" %}` with `project` in the context; content goes into the
block `stage_body`, buttons into `stage_actions`, the title into `stage_title`.
"""

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from projects import queries, rules
from projects.stages import criteria_of
from sopman.organization.queries import today

register = template.Library()


@register.simple_tag
def stage_cells(project):
    """{% stage_cells project as cells %}{% stage_bar cells %}"""
    return queries.stage_cells(project, on=today())


@register.simple_tag
def gate_of(project, stage=""):
    """{% gate_of project stage as criteria %}{% gate criteria %}; the present one by default."""
    return criteria_of(project, stage or None)


@register.inclusion_tag("components/_subnav.html", takes_context=True)
def project_subnav(context, project):
    """Overview, charter, and the trail for whom it is open; stages are in the bar above."""
    here = context["request"].path
    pages = [
        (_("Overview"), "projects:detail", "layout-kanban"),
        (pgettext("document", "Charter"), "projects:charter", "file-text"),
    ]
    if rules.may_read_trail(project, context["request"].user):
        pages.append((_("Audit trail"), "projects:trail", "history"))
    items = []
    for label, name, icon in pages:
        url = reverse(name, args=[project.pk])
        items.append({"label": label, "url": url, "icon": icon, "current": url == here})
    return {"items": items, "label": _("Pages of this project")}
