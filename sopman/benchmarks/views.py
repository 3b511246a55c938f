"""Views that only the benchmark routes: the floor, and a list with a known defect."""

from django.http import HttpResponse
from django.shortcuts import render

from projects import rules
from projects.forms import FilterForm
from projects.models import Project
from sopman.core.paging import page_of
from sopman.organization.queries import today


def floor(request):
    """The least that a page for somebody logged in can be."""
    return HttpResponse(request.user.name, content_type="text/plain; charset=utf-8")


def naive_list(request):
    """The project list as it must not be: whatever a row shows is asked for row by row."""
    page = page_of(request, Project.objects.visible_to(request.user).order_by("-opened_at", "-pk"))
    for project in page:
        mine = project.milestones.filter(stage=project.stage).first()
        project.planned_on = mine.planned_on if mine else None
    context = {
        "form": FilterForm(request.GET, user=request.user),
        "page": page,
        "today": today(),
        "may_open": rules.may_open(request.user),
    }
    return render(request, "projects/project_list.html", context)
