"""Key control points, the responsibility matrix, and handovers."""

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from processes import actions
from processes.forms.optimization import ControlPointForm, DutiesForm, HandoverForm
from processes.models import ControlPoint, Handover
from processes.plan import Duties
from processes.queries.matrix import matrix_of
from processes.queries.to_be import responsibilities as duties_of
from processes.queries.to_be import to_be_plan
from processes.views.plan_page import form_page, found, frame, open_plan, plan_of
from sopman.core.http import answered


@require_GET
def control_points(request: HttpRequest, project_pk: int) -> HttpResponse:
    plan = plan_of(request, project_pk)
    steps = to_be_plan(plan.project, plan)
    context = frame(request, plan) | {
        "points": [one for one in steps if one.is_control_point],
        "others": [one for one in steps if not one.is_control_point],
        "lost": [
            one for step, one in plan.control_points.items() if step not in plan.planned_by_step
        ],
        "names": plan.names,
    }
    return render(request, "processes/control_points.html", context)


@require_http_methods(["GET", "POST"])
def control_point(request: HttpRequest, project_pk: int, step_pk: str) -> HttpResponse:
    plan = open_plan(request, project_pk)
    activity = found(plan.planned_by_step, step_pk)
    point = plan.control_points.get(step_pk)
    form = ControlPointForm(request.POST or None, initial=_initial(point, ControlPointForm))
    back = reverse("processes:control_points", args=[project_pk])
    run = partial(
        actions.set_control_point,
        plan.project,
        step=activity.step,
        actor=request.user,
        at=timezone.now(),
    )
    done = answered(request, form, run, said=_("Key control point saved."), to=back)
    title = _("Key control point: %(name)s") % {"name": activity.name}
    return done or form_page(request, plan, form, title=title, back=back)


@require_POST
def remove_control_point(request: HttpRequest, project_pk: int, step_pk: str) -> HttpResponse:
    plan = open_plan(request, project_pk)
    points = ControlPoint.objects.filter(project=plan.project)
    actions.remove_control_point(
        get_object_or_404(points, step=step_pk), actor=request.user, at=timezone.now()
    )
    messages.success(request, _("Key control point removed."))
    return redirect("processes:control_points", project_pk)


@require_GET
def responsibilities(request: HttpRequest, project_pk: int) -> HttpResponse:
    plan = plan_of(request, project_pk)
    context = frame(request, plan) | {"matrix": matrix_of(plan, request.GET.get("position", ""))}
    return render(request, "processes/responsibilities.html", context)


@require_http_methods(["GET", "POST"])
def duties(request: HttpRequest, project_pk: int, step_pk: str) -> HttpResponse:
    plan = open_plan(request, project_pk)
    activity = found(plan.planned_by_step, step_pk)
    own = next(one for one in duties_of(plan.project, plan) if one.step.pk == step_pk)
    form = DutiesForm(request.POST or None, plan=plan, initial=_initial_duties(own, plan))
    back = reverse("processes:responsibilities", args=[project_pk])
    run = partial(
        _set_duties, plan.project, step=activity.step, actor=request.user, at=timezone.now()
    )
    done = answered(request, form, run, said=_("Responsibilities saved."), to=back)
    title = _("Responsibilities for “%(name)s”") % {"name": activity.name}
    return done or form_page(request, plan, form, title=title, back=back)


def _set_duties(project, *, seen="", **arguments):
    revision = int(seen) if seen.isdecimal() else None
    return actions.set_duties(project, seen_revision=revision, **arguments)


def _initial_duties(own: Duties, plan) -> dict:
    return {
        "responsible": own.responsible,
        "approves": own.approves,
        "takes_part": [one.pk for one in own.takes_part],
        "informed": [one.pk for one in own.informed],
        "seen": plan.to_be.revision,
    }


@require_GET
def handovers(request: HttpRequest, project_pk: int) -> HttpResponse:
    plan = plan_of(request, project_pk)
    context = frame(request, plan) | {
        "lines": [
            {"source": source, "target": target, "handover": plan.handovers.get((source.step_id, target.step_id))}
            for source, target in plan.lane_changes
        ],
        "idle": plan.idle_handovers,
        "agreed": len(plan.lane_changes) - len(plan.missing_handovers),
    }  # fmt: skip
    return render(request, "processes/handovers.html", context)


@require_http_methods(["GET", "POST"])
def handover(request: HttpRequest, project_pk: int, from_pk: str, to_pk: str) -> HttpResponse:
    plan = open_plan(request, project_pk)
    source, target = _pair(plan, from_pk, to_pk)
    present = plan.handovers.get((from_pk, to_pk))
    form = HandoverForm(request.POST or None, initial=_initial(present, HandoverForm))
    back = reverse("processes:handovers", args=[project_pk])
    run = partial(
        actions.set_handover,
        plan.project,
        from_step=source.step,
        to_step=target.step,
        actor=request.user,
        at=timezone.now(),
    )
    done = answered(request, form, run, said=_("Handover saved."), to=back)
    title = _("Handover: %(from)s → %(to)s") % {"from": source.name, "to": target.name}
    note = f"{source.position or '—'} → {target.position or '—'}"
    return done or form_page(request, plan, form, title=title, back=back, note=note)


def _pair(plan, from_pk, to_pk):
    for source, target in plan.lane_changes:
        if (source.step_id, target.step_id) == (from_pk, to_pk):
            return source, target
    raise Http404


@require_POST
def remove_handover(request: HttpRequest, project_pk: int, handover_pk: int) -> HttpResponse:
    plan = open_plan(request, project_pk)
    agreed = get_object_or_404(Handover.objects.filter(project=plan.project), pk=handover_pk)
    actions.remove_handover(agreed, actor=request.user, at=timezone.now())
    messages.success(request, _("Handover removed."))
    return redirect("processes:handovers", project_pk)


def _initial(obj, form_class) -> dict:
    """What a row says, for the fields that the form has."""
    if obj is None:
        return {}
    names = [name for name in form_class.base_fields if hasattr(obj, name)]
    return {name: getattr(obj, name) for name in names}
