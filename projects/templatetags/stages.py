"""{% load stages %}: the frame of every page about one project.

`{% extends "projects/stage_base.html" %}` with `project` in the context; content goes into the
block `stage_body`, buttons into `stage_actions`, the title into `stage_title`.
"""

from datetime import date, datetime
from typing import NamedTuple

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from projects import queries, rules
from projects.stages import criteria_of
from sopman.core import kept, wording
from sopman.core.addresses import address
from sopman.core.templatetags.face import label_of
from sopman.organization.queries import today

register = template.Library()
PAGES = gettext_lazy("Pages of this project")


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
    request = context["request"]
    may_read_trail = rules.may_read_trail(project, request.user)
    return {"items": pages_of(project, request.path, may_read_trail), "label": PAGES}


class ProjectPage(NamedTuple):
    """One line of the sub-navigation."""

    label: str
    url: str
    icon: str
    current: bool


def pages_of(project, here, may_read_trail):
    pages = [
        (_("Overview"), "projects:detail", "layout-kanban"),
        (pgettext("document", "Charter"), "projects:charter", "file-text"),
    ]
    if may_read_trail:
        pages.append((_("Audit trail"), "projects:trail", "history"))
    addresses = [address(name, project.pk) for _label, name, _icon in pages]
    return tuple(
        ProjectPage(label, url, icon, url == here)
        for (label, _name, icon), url in zip(pages, addresses, strict=True)
    )


class Seat(NamedTuple):
    """Somebody of the team."""

    name: str
    role: str


class Facts(NamedTuple):
    """A project as `projects/_facts.html` says it."""

    lead: str
    sponsor: str
    owning_department: str
    get_kind_display: str
    wished_effective_on: date
    has_present_process: bool


class Overview(NamedTuple):
    """Everything that the page of a project says below its head."""

    pk: int
    stage: str
    is_running: bool
    ended_at: datetime | None
    facts: Facts
    team: tuple[Seat, ...]
    told: queries.Told
    since: tuple[str, ...]  # how long ago each recent event was
    pages: tuple[ProjectPage, ...]
    may_steer: bool
    can_go_back: bool
    may_set_lead: bool
    may_read_trail: bool


@register.simple_tag(takes_context=True)
def project_overview(context, project):
    """{% project_overview project %}: for a project as `queries.seen_by` gives it."""
    line = _overview(project, context["request"])
    return kept.rendered("projects/_overview.html", [line])


def _overview(project, request):
    user, told = request.user, queries.told(project)
    may_read_trail = rules.may_read_trail(project, user)
    return Overview(
        pk=project.pk,
        stage=project.stage,
        is_running=project.is_running,
        ended_at=project.ended_at,
        facts=_facts(project),
        team=tuple(
            Seat(one.user.get_full_name(), str(label_of(one, "role", one.role)))
            for one in project.memberships.all()
        ),
        told=told,
        since=tuple(wording.ago(one.at) for one in told.recent),
        pages=pages_of(project, request.path, may_read_trail),
        may_steer=rules.may_steer(project, user) and project.is_running,
        can_go_back=bool(queries.stages_before(project)),
        may_set_lead=rules.may_set_lead(project, user),
        may_read_trail=may_read_trail,
    )


def _facts(project):
    return Facts(
        lead=project.lead.get_full_name(),
        sponsor=project.sponsor.get_full_name() if project.sponsor else "",
        owning_department=str(project.owning_department),
        get_kind_display=str(label_of(project, "kind", project.kind)),
        wished_effective_on=project.wished_effective_on,
        has_present_process=project.has_present_process,
    )


@register.inclusion_tag("components/_feed.html")
def feed_of(events, since):
    """The recent events; how long ago they were is said by the line, for it changes by itself."""
    return {
        "items": [one._asdict() | {"said": said} for one, said in zip(events, since, strict=True)]
    }
