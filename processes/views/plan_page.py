"""What every page of stage 3 begins with: the visible project, its plan, and the tabs."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from processes import rules
from processes.queries.optimization import Plan
from projects.enums import Stage
from projects.models import Project
from sopman.core.errors import Refused
from sopman.core.forms import Form


def plan_of(request: HttpRequest, project_pk: int) -> Plan:
    """The plan of a project that the reader sees; everybody else gets a 404."""
    projects = Project.objects.visible_to(request.user).select_related(
        "lead", "sponsor", "owning_department"
    )
    return Plan(get_object_or_404(projects.prefetch_related("memberships"), pk=project_pk))


def open_plan(request: HttpRequest, project_pk: int) -> Plan:
    """The same for pages with a form: only for whom it may be changed, and while it can be."""
    plan = plan_of(request, project_pk)
    if not rules.may_decide(plan.project, request.user):
        raise PermissionDenied(_("Only the team of this project may change the plan."))
    if plan.project.stage != Stage.OPTIMIZATION:
        raise Refused([_("The plan can be changed only while the project stands in optimization.")])
    return plan


def found(mapping: dict, key: Any) -> Any:
    if key not in mapping:
        raise Http404
    return mapping[key]


def frame(request: HttpRequest, plan: Plan) -> dict[str, Any]:
    """What templates/processes/optimization_base.html needs."""
    project = plan.project
    is_open = project.stage == Stage.OPTIMIZATION
    return {
        "project": project,
        "plan": plan,
        "tabs": _tabs(request, project),
        "may_edit": is_open and rules.may_decide(project, request.user),
        "may_adopt": is_open and rules.may_adopt(project, request.user),
    }


def _tabs(request: HttpRequest, project: Project) -> list[dict[str, Any]]:
    pages = [
        ("optimization", _("Decisions"), "arrows-split"),
        ("to_be", _("To-be map"), "route"),
        ("control_points", _("Key control points"), "shield-check"),
        ("responsibilities", _("Responsibility matrix"), "users"),
        ("handovers", _("Handovers"), "arrows-exchange"),
        ("comparison", _("Before and after"), "switch-horizontal"),
    ]
    return [
        {"label": label, "url": url, "icon": icon, "current": request.path == url}
        for name, label, icon in pages
        for url in [reverse(f"processes:{name}", args=[project.pk])]
    ]


def form_page(
    request: HttpRequest, plan: Plan, form: Form, *, title: str, back: str, **context: Any
) -> HttpResponse:
    """The form with what was typed. After a refusal it knows the present state: the reader, who
    sees it beside the sentence, may save again."""
    context = frame(request, plan) | {"form": form, "title": title, "back": back} | context
    template = context.pop("template", "processes/optimization_form.html")
    refused = getattr(form, "is_refused", False)
    if refused and "seen" in form.fields:
        form.data = form.data.copy()
        form.data["seen"] = form.get_initial_for_field(form.fields["seen"], "seen")
    status = 409 if refused else 422 if form.errors else 200
    return render(request, template, context, status=status)
