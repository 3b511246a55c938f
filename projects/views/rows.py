"""The rows of a charter: objectives and scope."""

from functools import partial

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from projects import actions, rules
from projects.enums import Direction, MetricKind, Trend
from projects.forms import BaselineForm, ObjectiveForm, ScopeItemForm
from projects.models import Objective, ScopeItem
from projects.views.access import allowed, form_page, in_charter, visible, visible_row
from sopman.core.http import answered

_OBJECTIVE = (
    "name_zh",
    "name_en",
    "metric",
    "unit",
    "direction",
    "baseline",
    "measure_later",
    "target",
    "measured_where",
    "window",
)
_SCOPE = ("direction", "text_zh", "text_en", "covered_by")


@require_http_methods(["GET", "POST"])
def add_objective(request, project_pk):
    project = in_charter(visible(request, project_pk), request.user)
    initial = {"metric": MetricKind.CYCLE_TIME, "direction": Trend.DOWN}
    form = ObjectiveForm(request.POST or None, initial=initial)
    write = partial(_without_seen, actions.add_objective, project, request)
    done = answered(
        request, form, write, said=_("Objective added."), to=_charter(project, "objectives")
    )
    return done or _objective_page(request, form, project, _("Add objective"))


@require_http_methods(["GET", "POST"])
def edit_objective(request, pk):
    objective = visible_row(request, Objective, pk)
    project = in_charter(objective.project, request.user)
    form = ObjectiveForm(request.POST or None, initial=_initial(objective, _OBJECTIVE))
    write = partial(actions.edit_objective, objective, actor=request.user, at=timezone.now())
    done = answered(
        request, form, write, said=_("Objective saved."), to=_charter(project, "objectives")
    )
    return done or _objective_page(request, form, project, _("Edit objective"))


@require_http_methods(["GET", "POST"])
def remove_objective(request, pk):
    objective = visible_row(request, Objective, pk)
    project = in_charter(objective.project, request.user)
    if request.method == "POST":
        actions.remove_objective(objective, actor=request.user, at=timezone.now())
        messages.success(request, _("Objective removed."))
        return redirect(_charter(project, "objectives"))
    title = _("Remove the objective “%(name)s”?") % {"name": objective.name}
    return _ask_first(request, project, title, _("Remove objective"), "objectives")


@require_http_methods(["GET", "POST"])
def record_baseline(request, pk):
    objective = visible_row(request, Objective, pk)
    project = allowed(objective.project, request.user, rules.may_edit)
    form = BaselineForm(request.POST or None)
    write = partial(actions.record_baseline, objective, actor=request.user, at=timezone.now())
    to = _charter(project, "objectives")
    done = answered(request, form, write, said=_("Baseline recorded."), to=to)
    title = _("Record the baseline of “%(name)s”") % {"name": objective.name}
    return done or _row_page(request, form, project, title, "objectives")


@require_http_methods(["GET", "POST"])
def add_scope_item(request, project_pk):
    project = in_charter(visible(request, project_pk), request.user)
    asked = request.GET.get("direction")
    initial = {"direction": asked if asked in Direction.values else Direction.IN}
    form = ScopeItemForm(request.POST or None, initial=initial)
    write = partial(_without_seen, actions.add_scope_item, project, request)
    done = answered(
        request, form, write, said=_("Scope item added."), to=_charter(project, "scope")
    )
    return done or _row_page(request, form, project, _("Add scope item"), "scope")


@require_http_methods(["GET", "POST"])
def edit_scope_item(request, pk):
    item = visible_row(request, ScopeItem, pk)
    project = in_charter(item.project, request.user)
    form = ScopeItemForm(request.POST or None, initial=_initial(item, _SCOPE))
    write = partial(actions.edit_scope_item, item, actor=request.user, at=timezone.now())
    done = answered(
        request, form, write, said=_("Scope item saved."), to=_charter(project, "scope")
    )
    return done or _row_page(request, form, project, _("Edit scope item"), "scope")


@require_http_methods(["GET", "POST"])
def remove_scope_item(request, pk):
    item = visible_row(request, ScopeItem, pk)
    project = in_charter(item.project, request.user)
    if request.method == "POST":
        actions.remove_scope_item(item, actor=request.user, at=timezone.now())
        messages.success(request, _("Scope item removed."))
        return redirect(_charter(project, "scope"))
    title = _("Remove “%(text)s” from the scope?") % {"text": item.text}
    return _ask_first(request, project, title, _("Remove scope item"), "scope")


def _without_seen(add, project, request, *, seen=None, **facts):
    """A new row was made from no revision."""
    return add(project, actor=request.user, at=timezone.now(), **facts)


def _initial(row, names):
    return {name: getattr(row, name) for name in names} | {"seen": row.revision}


def _charter(project, anchor):
    return reverse("projects:charter", args=[project.pk]) + f"#{anchor}"


def _objective_page(request, form, project, title):
    context = {"project": project, "title": title, "back": _charter(project, "objectives")}
    return form_page(request, "projects/edit_objective.html", form, **context)


def _row_page(request, form, project, title, anchor):
    context = {"project": project, "title": title, "back": _charter(project, anchor)}
    return form_page(request, "projects/edit_row.html", form, **context)


def _ask_first(request, project, title, submit, anchor):
    context = {
        "title": title,
        "action": request.path,
        "submit": submit,
        "cancel_url": _charter(project, anchor),
    }
    return render(request, "components/confirm.html", context)
