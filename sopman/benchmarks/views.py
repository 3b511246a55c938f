"""Views that only the benchmark routes: the floor, and a list with a known defect."""

from django.http import HttpResponse
from django.shortcuts import render

from projects import rules
from projects.forms import FilterForm
from projects.models import Project
from projects.queries import Listed
from sopman.core.narrowing import Narrowing
from sopman.core.paging import page_of
from sopman.organization.queries import today


def floor(request):
    """The least that a page for somebody logged in can be."""
    return HttpResponse(request.user.name, content_type="text/plain; charset=utf-8")


def naive_list(request):
    """The project list as it must not be: whatever a row shows is asked for row by row."""
    user, day = request.user, today()
    page = page_of(request, Project.objects.visible_to(user).order_by("-opened_at", "-pk"))
    page.object_list = [_row(project) for project in page]
    context = {
        "filter": Narrowing(request, FilterForm, offers=request.get_full_path(), user=user),
        "page": page,
        "today": day,
        "may_open": rules.may_open(user),
    }
    return render(request, "projects/project_list.html", context)


def _row(project):
    mine = project.milestones.filter(stage=project.stage).first()
    department, lead = project.owning_department, project.lead
    return Listed(
        project.pk, project.code, project.title_zh, project.title_en, project.stage,
        department.name_zh, department.name_en, lead.name, lead.name_en,
        project.wished_effective_on, mine.planned_on if mine else None,
    )  # fmt: skip
