"""The division of work as a list."""

from functools import partial

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from projects import actions, rules
from projects.forms import TaskForm
from projects.models import TeamTask
from projects.views.access import allowed, form_page, visible, visible_row
from sopman.core.errors import Refused
from sopman.core.http import answered


@require_http_methods(["GET", "POST"])
def add_task(request, project_pk):
    project = allowed(visible(request, project_pk), request.user, rules.may_divide_work)
    form = TaskForm(request.POST or None, project=project)
    write = partial(_add, project, request)
    done = answered(request, form, write, said=_("Task added."), to=_list(project))
    return done or _page(request, form, project, _("Add task"))


def _add(project, request, *, seen=None, **facts):
    return actions.add_task(project, actor=request.user, at=timezone.now(), **facts)


@require_http_methods(["GET", "POST"])
def edit_task(request, pk):
    task = visible_row(request, TeamTask, pk)
    project = allowed(task.project, request.user, rules.may_divide_work)
    if task.done_at:
        raise Refused([_("The task is done; it stays as it is.")])
    initial = {"what": task.what, "holder": task.holder_id, "due_on": task.due_on}
    initial["seen"] = task.revision
    form = TaskForm(request.POST or None, project=project, initial=initial)
    write = partial(actions.edit_task, task, actor=request.user, at=timezone.now())
    done = answered(request, form, write, said=_("Task saved."), to=_list(project))
    return done or _page(request, form, project, _("Edit task"))


@require_POST
def finish_task(request, pk):
    task = visible_row(request, TeamTask, pk)
    actions.finish_task(task, actor=request.user, at=timezone.now())
    messages.success(request, _("Task done."))
    return redirect(_list(task.project))


@require_http_methods(["GET", "POST"])
def remove_task(request, pk):
    task = visible_row(request, TeamTask, pk)
    project = allowed(task.project, request.user, rules.may_divide_work)
    if request.method == "POST":
        actions.remove_task(task, actor=request.user, at=timezone.now())
        messages.success(request, _("Task removed."))
        return redirect(_list(project))
    context = {
        "title": _("Remove the task “%(what)s”?") % {"what": task.what},
        "action": request.path,
        "submit": _("Remove task"),
        "cancel_url": _list(project),
    }
    return render(request, "components/confirm.html", context)


def _list(project):
    return reverse("projects:charter", args=[project.pk]) + "#tasks"


def _page(request, form, project, title):
    context = {"project": project, "title": title, "back": _list(project)}
    return form_page(request, "projects/edit_row.html", form, **context)
