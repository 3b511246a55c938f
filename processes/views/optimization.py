"""The decision board: what happens to each activity, and which finding it answers."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from processes import actions
from processes.enums import Decision
from processes.forms.optimization import AdditionForm, DecisionForm, ReasonForm
from processes.models import AcceptedFinding, Change
from processes.optimization_panel import criteria_of
from processes.views.plan_page import form_page, found, frame, open_plan, plan_of
from projects.stages import Stage, panel_for
from sopman.core.http import answered


@require_GET
def board(request: HttpRequest, project_pk: int) -> HttpResponse:
    plan = plan_of(request, project_pk)
    criteria = criteria_of(plan)
    context = frame(request, plan) | {
        "criteria": criteria,
        "all_met": all(one.met for one in criteria),
        "is_refined": actions.is_refined(plan),
        "is_ready": bool(plan.present or plan.additions) and not plan.undecided,
        "answered": len(plan.findings) - len(plan.unanswered),
        "stage_is_ahead": plan.project.stage in (Stage.CHARTER, Stage.MAPPING),
    }
    return render(request, "processes/optimization.html", context)


@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, project_pk: int, step_pk: str) -> HttpResponse:
    plan = open_plan(request, project_pk)
    row = found({one.activity.step_id: one for one in plan.board}, step_pk)
    form = DecisionForm(request.POST or None, plan=plan, row=row)
    back = reverse("processes:optimization", args=[project_pk]) + f"#step-{step_pk}"
    run = partial(
        actions.decide,
        plan.project,
        step=row.activity.step,
        actor=request.user,
        at=timezone.now(),
    )
    done = answered(request, form, run, said=_("Decision saved."), to=back)
    return done or form_page(
        request,
        plan,
        form,
        title=_("Decide about “%(name)s”") % {"name": row.activity.name},
        back=back,
        row=row,
        template="processes/decide.html",
    )


@require_POST
def keep(request: HttpRequest, project_pk: int, step_pk: str) -> HttpResponse:
    """The one decision that needs no form."""
    plan = open_plan(request, project_pk)
    row = found({one.activity.step_id: one for one in plan.board}, step_pk)
    actions.decide(
        plan.project,
        step=row.activity.step,
        decision=Decision.KEEP,
        seen=request.POST.get("seen", ""),
        actor=request.user,
        at=timezone.now(),
    )
    return redirect(reverse("processes:optimization", args=[project_pk]) + f"#step-{step_pk}")


@require_http_methods(["GET", "POST"])
def add_addition(request: HttpRequest, project_pk: int) -> HttpResponse:
    plan = open_plan(request, project_pk)
    form = AdditionForm(request.POST or None, plan=plan)
    back = reverse("processes:optimization", args=[project_pk]) + "#added"
    run = partial(_add, plan.project, actor=request.user, at=timezone.now())
    done = answered(request, form, run, said=_("Activity added."), to=back)
    return done or form_page(request, plan, form, title=_("Add activity"), back=back)


def _add(project, *, seen="", **arguments):
    return actions.add_activity(project, **arguments)


@require_http_methods(["GET", "POST"])
def edit_addition(request: HttpRequest, project_pk: int, change_pk: int) -> HttpResponse:
    plan = open_plan(request, project_pk)
    change = found({one.pk: one for one in plan.additions}, change_pk)
    form = AdditionForm(request.POST or None, plan=plan, change=change)
    back = reverse("processes:optimization", args=[project_pk]) + "#added"
    run = partial(actions.edit_addition, change, actor=request.user, at=timezone.now())
    done = answered(request, form, run, said=_("Activity saved."), to=back)
    return done or form_page(request, plan, form, title=_("Edit added activity"), back=back)


@require_http_methods(["GET", "POST"])
def explain(request: HttpRequest, project_pk: int, step_pk: str) -> HttpResponse:
    """An activity drawn on the to-be map by hand: why it is added."""
    plan = open_plan(request, project_pk)
    activity = found({one.step_id: one for one in plan.unexplained}, step_pk)
    form = ReasonForm(request.POST or None)
    back = reverse("processes:optimization", args=[project_pk]) + "#added"
    run = partial(
        actions.explain_addition,
        plan.project,
        step=activity.step,
        actor=request.user,
        at=timezone.now(),
    )
    done = answered(request, form, run, said=_("Marked as added."), to=back)
    title = _("Why is “%(name)s” added?") % {"name": activity.name}
    return done or form_page(request, plan, form, title=title, back=back)


@require_POST
def take_back(request: HttpRequest, project_pk: int, change_pk: int) -> HttpResponse:
    plan = open_plan(request, project_pk)
    change = get_object_or_404(Change.objects.filter(project=plan.project), pk=change_pk)
    actions.take_back(change, actor=request.user, at=timezone.now())
    messages.success(request, _("Decision taken back."))
    return redirect("processes:optimization", project_pk)


@require_http_methods(["GET", "POST"])
def accept_finding(request: HttpRequest, project_pk: int, finding_pk: int) -> HttpResponse:
    plan = open_plan(request, project_pk)
    finding = found({one.pk: one for one in plan.findings}, finding_pk)
    accepted = plan.accepted.get(finding.pk)
    initial = {"reason": accepted.reason} if accepted else {}
    form = ReasonForm(request.POST or None, initial=initial)
    back = reverse("processes:optimization", args=[project_pk]) + "#findings"
    run = partial(
        actions.accept_finding,
        plan.project,
        finding=finding,
        actor=request.user,
        at=timezone.now(),
    )
    done = answered(request, form, run, said=_("Finding accepted."), to=back)
    title = _("Accept finding %(code)s without a change") % {"code": finding.code}
    return done or form_page(request, plan, form, title=title, back=back, note=finding.text)


@require_POST
def reopen_finding(request: HttpRequest, project_pk: int, finding_pk: int) -> HttpResponse:
    plan = open_plan(request, project_pk)
    rows = AcceptedFinding.objects.filter(project=plan.project)
    accepted = get_object_or_404(rows, finding=finding_pk)
    actions.reopen_finding(accepted, actor=request.user, at=timezone.now())
    messages.success(request, _("The finding is open again."))
    return redirect(reverse("processes:optimization", args=[project_pk]) + "#findings")


@require_POST
def adopt(request: HttpRequest, project_pk: int) -> HttpResponse:
    plan = plan_of(request, project_pk)
    actions.adopt_to_be(plan.project, actor=request.user, at=timezone.now())
    messages.success(request, _("The to-be process is adopted; the drafting begins."))
    panel = panel_for(Stage.DRAFTING)
    return redirect(panel.url_name if panel else "projects:detail", project_pk)
