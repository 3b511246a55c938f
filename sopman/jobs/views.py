"""For administrators: what stopped, and starting it again."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sopman.core.paging import page_of
from sopman.jobs import actions, queries
from sopman.jobs.rules import may_look_after


@require_safe
def job_list(request):
    if not may_look_after(request.user):
        raise PermissionDenied
    context = {
        "page": page_of(request, queries.stopped()),
        "figures": queries.figures(),
        "is_late": queries.is_late(at=timezone.now()),
    }
    return render(request, "jobs/job_list.html", context)


@require_POST
def retry(request, pk):
    if not may_look_after(request.user):
        raise PermissionDenied
    job = get_object_or_404(queries.stopped(), pk=pk)
    actions.retry(job, actor=request.user, at=timezone.now())
    messages.success(request, _("The job has been started again."))
    return redirect("jobs:list")
