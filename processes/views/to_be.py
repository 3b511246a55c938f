"""The to-be map made from the decisions, and the comparison with the as-is map."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from processes import actions
from processes.queries.comparison import comparison_of, drawn
from processes.views import mapping
from processes.views.plan_page import frame, open_plan, plan_of


@require_http_methods(["GET", "POST"])
def generate(request: HttpRequest, project_pk: int) -> HttpResponse:
    """Make the map; where one was refined by hand, show first what would become of it."""
    plan = open_plan(request, project_pk)
    asked = request.POST.get("overwrite") == "yes"
    if request.method == "GET" or (actions.is_refined(plan) and not asked):
        return _ask(request, plan)
    seen = request.POST.get("seen", "")
    actions.generate_to_be(
        plan.project,
        actor=request.user,
        at=timezone.now(),
        overwrite=asked,
        seen_revision=int(seen) if seen.isdecimal() else None,
    )
    messages.success(request, _("The to-be map is made from the decisions."))
    return redirect("processes:to_be", project_pk)


def _ask(request, plan):
    context = frame(request, plan) | {
        "differences": actions.what_would_change(plan),
        "is_refined": actions.is_refined(plan),
    }
    return render(request, "processes/generate.html", context)


@require_POST
def keep_map(request: HttpRequest, project_pk: int) -> HttpResponse:
    plan = open_plan(request, project_pk)
    actions.keep_map(plan.project, actor=request.user, at=timezone.now())
    messages.success(request, _("The to-be map stays as it is."))
    return redirect("processes:optimization", project_pk)


@require_GET
def table(request: HttpRequest, project_pk: int) -> HttpResponse:
    """The same step table as the as-is map has, for refining."""
    plan = plan_of(request, project_pk)
    context = frame(request, plan)
    if plan.to_be is not None:
        context |= mapping.editor(request, plan.to_be, plan.project)
    return render(request, "processes/to_be.html", context)


@require_GET
def comparison(request: HttpRequest, project_pk: int) -> HttpResponse:
    plan = plan_of(request, project_pk)
    compared = comparison_of(plan)
    context = frame(request, plan) | {
        "comparison": compared,
        "comparison_maps": drawn(plan, compared) if compared.is_complete else [],
    }
    return render(request, "processes/comparison.html", context)
