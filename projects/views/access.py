"""Fetching what a page is about: visible, allowed, and open for it."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from projects import rules
from projects.enums import Stage
from projects.models import Project
from sopman.core.errors import Refused
from sopman.core.forms import Form

WHOLE = ("milestones", "stage_records", "objectives", "memberships__deputy")


def visible(request: HttpRequest, project_pk: int, *, whole: bool = False) -> Project:
    """The project, for whom it is visible; everybody else gets a 404. `whole` for its pages."""
    projects = Project.objects.visible_to(request.user).select_related(
        "charter__signature",
        "lead",
        "sponsor",
        "owning_department",
    )
    also = ("memberships__user", *WHOLE) if whole else ("memberships__user",)
    return get_object_or_404(projects.prefetch_related(*also), pk=project_pk)


def allowed(project: Project, user: Any, rule: Callable[[Any, Any], bool]) -> Project:
    if not rule(project, user):
        raise PermissionDenied(_("Your role does not allow this step."))
    return project


def in_charter(project: Project, user: Any) -> Project:
    """A charter that `user` may write and that is still open."""
    allowed(project, user, rules.may_edit_charter)
    if project.stage != Stage.CHARTER:
        raise Refused([_("The charter is signed and can't be changed any more.")])
    return project


def visible_row(request: HttpRequest, model: Any, pk: int) -> Any:
    """A row of a project, reached through the project's visibility."""
    seen = Project.objects.visible_to(request.user)
    rows = model.objects.filter(project__in=seen.order_by().values("pk"))
    return get_object_or_404(rows.select_related("project__owning_department"), pk=pk)


def form_page(request: HttpRequest, template: str, form: Form, **context: Any) -> HttpResponse:
    status = 422 if form.errors else 200
    return render(request, template, {"form": form} | context, status=status)
