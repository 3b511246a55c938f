"""Fetching what a page about maps is about: visible, allowed, and open for it."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from processes import guards, rules
from processes.enums import MapKind
from processes.models import Activity, Finding, ProcessMap
from projects.models import Project
from sopman.core.errors import Refused


def visible_project(request: HttpRequest, pk: int) -> Project:
    projects = Project.objects.visible_to(request.user).select_related(
        "lead", "sponsor", "owning_department", "charter"
    )
    return get_object_or_404(projects.prefetch_related("memberships"), pk=pk)


def visible_map(request: HttpRequest, pk: int) -> ProcessMap:
    maps = ProcessMap.objects.visible_to(request.user).select_related(
        "project__lead", "project__sponsor", "project__owning_department"
    )
    return get_object_or_404(maps.prefetch_related("project__memberships"), pk=pk)


def open_map(request: HttpRequest, pk: int) -> ProcessMap:
    """A map that the reader may change now; for pages with a form."""
    process_map = visible_map(request, pk)
    if not may_edit(process_map.project, process_map.kind, request.user):
        raise PermissionDenied(_("Only the project's team changes its maps."))
    if against := guards.map_is_open(process_map.project, process_map.kind):
        raise Refused([against])
    return process_map


def may_edit(project: Project, kind: str, user: Any) -> bool:
    rule = rules.may_edit_map if kind == MapKind.AS_IS else rules.may_decide
    return bool(rule(project, user))


def activity_on(process_map: ProcessMap, step: UUID) -> Activity:
    rows = Activity.objects.filter(map=process_map).select_related("step", "position__department")
    return get_object_or_404(rows, step=step)


def visible_finding(request: HttpRequest, pk: int) -> Finding:
    findings = Finding.objects.visible_to(request.user).select_related(
        "project__lead", "project__owning_department", "found_by", "owner"
    )
    return get_object_or_404(findings.prefetch_related("steps", "project__memberships"), pk=pk)


def open_findings(request: HttpRequest, project: Project) -> Project:
    """A project whose findings the reader may change now."""
    if not rules.may_edit_findings(project, request.user):
        raise PermissionDenied(_("Only the project's team writes findings down."))
    if against := guards.findings_are_open(project):
        raise Refused([against])
    return project


def home_of(process_map: ProcessMap) -> str:
    """The page that shows this map."""
    name = "mapping" if process_map.kind == MapKind.AS_IS else "to_be"
    return reverse(f"processes:{name}", args=[process_map.project_id])
