"""Every object by way of what its reader may see."""

from django.shortcuts import get_object_or_404

from projects.models import Project
from training.models import Release


def visible_project(request, pk):
    return get_object_or_404(Project.objects.visible_to(request.user), pk=pk)


def visible_release(request, pk):
    return get_object_or_404(Release.objects.visible_to(request.user).for_page(), pk=pk)
