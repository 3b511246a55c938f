"""Pages of projects."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from projects.models import Project


@require_GET
def project_list(request):
    projects = Project.objects.visible_to(request.user).for_list()
    return render(request, "projects/project_list.html", {"projects": projects})


@require_GET
def detail(request, project_pk):
    project = get_object_or_404(Project.objects.visible_to(request.user), pk=project_pk)
    return render(request, "projects/project_detail.html", {"project": project})


@require_GET
def charter(request, project_pk):
    project = get_object_or_404(Project.objects.visible_to(request.user), pk=project_pk)
    return render(request, "projects/charter.html", {"project": project})
