"""The thread of a step: all that hangs on it, from every floor."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from processes import thread
from processes.models import Step
from processes.queries.mapping import name_of_step
from projects.models import Project


@require_GET
def step(request: HttpRequest, pk: UUID) -> HttpResponse:
    one = get_object_or_404(Step.objects.visible_to(request.user), pk=pk)
    seen = Project.objects.visible_to(request.user)
    context = {
        "step": one,
        "name": name_of_step(one),
        "project": seen.filter(pk=one.project_id).first() if one.project_id else None,
        "blocks": thread.blocks_of(one, request.user),
    }
    return render(request, "processes/step.html", context)
