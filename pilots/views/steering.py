"""The stage page; planning, starting, extending and concluding."""

from datetime import timedelta
from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pilots import actions, queries, report, rules
from pilots.enums import PilotState
from pilots.forms import (
    ConcludeForm,
    DatesForm,
    ExtendForm,
    ParticipantsForm,
    ScenarioForm,
    WaiveForm,
)
from pilots.models import Participant, Pilot, Scenario
from projects.enums import FIRST_STAGE, Stage
from projects.models import Project
from projects.stage_form import stage_form
from sopman.core.http import refusals
from sopman.organization.queries import organization, today
from sopman.signatures.enums import Meaning
from sopman.signatures.signing import sha256_of
from sops.enums import VersionState
from sops.frozen import frozen_content
from sops.queries import current_version


@require_safe
def pilot(request, project_pk):
    """The stage: plan, problems, figures, opinions, decision; for participants their own part."""
    project = _project(request, project_pk)
    row = queries.latest_pilot(project)
    version = current_version(project)
    in_stage = project.stage == Stage.PILOT
    fresh = row is None or row.concluded_at is not None
    approved = version is not None and version.state == VersionState.APPROVED
    revised = queries.pilot_being_revised(project) is not None
    context = {
        "project": project,
        "version": version,
        "pilot": row,
        "pilots": queries.pilots_of(project),
        "may_plan": in_stage and fresh and rules.may_plan(project, request.user)
        and approved and not revised,
        "may_waive": in_stage and row is None and project.kind in FIRST_STAGE
        and rules.may_waive(project, request.user),
        "may_complete": in_stage and revised and approved
        and rules.may_plan(project, request.user),
    }  # fmt: skip
    if row:
        context |= _pilot_context(row, request.user)
    return render(request, "pilots/pilot.html", context)


def _pilot_context(row, user):
    planned, running = row.state == PilotState.PLANNED, row.state == PilotState.RUNNING
    return {
        "planned": planned,
        "running": running,
        "may_manage": planned and rules.may_manage(row, user),
        "may_add_people": (planned or running) and rules.may_manage(row, user),
        "may_enter": running and rules.may_enter_figures(row, user),
        "may_report": running and rules.may_report(row, user),
        "may_conclude": running and rules.may_conclude(row, user),
        "me": queries.participant_of(row, user),
        "problems": row.problems.select_related("reported_by", "owner", "answered_by"),
        "results": report.objective_results(row),
        "scenarios": report.scenario_figures(row),
        "marks": report.marks(row),
        "answered": row.answers.count(),
    }


@require_POST
def plan(request, project_pk):
    project = _project(request, project_pk)
    actions.plan_pilot(project, actor=request.user, at=timezone.now())
    return redirect("pilots:pilot", project.pk)


@require_http_methods(["GET", "POST"])
def dates(request, pk):
    row = _managed(request, pk)
    start = row.starts_on or today() + timedelta(days=1)
    end = row.ends_on or start + timedelta(days=organization().pilot_min_days)
    form = DatesForm(request.POST or None, initial={"starts_on": start, "ends_on": end})
    return _form_page(request, row, form, actions.set_dates, row, _("Set the dates"))


@require_http_methods(["GET", "POST"])
def add_scenario(request, pk):
    row = _managed(request, pk)
    form = ScenarioForm(request.POST or None)
    return _form_page(request, row, form, actions.add_scenario, row, _("Add a scenario"))


@require_http_methods(["GET", "POST"])
def edit_scenario(request, pk):
    scenario = get_object_or_404(Scenario.objects.visible_to(request.user), pk=pk)
    row = _managed(request, scenario.pilot_id)
    given = {name: getattr(scenario, name) for name in ("name", "description", "department")}
    form = ScenarioForm(request.POST or None, initial=given)
    words = _("Change the scenario")
    return _form_page(request, row, form, actions.change_scenario, scenario, words)


@require_POST
def remove_scenario(request, pk):
    scenario = get_object_or_404(Scenario.objects.visible_to(request.user), pk=pk)
    row = scenario.pilot
    actions.remove_scenario(scenario, actor=request.user, at=timezone.now())
    return redirect("pilots:pilot", row.project_id)


@require_http_methods(["GET", "POST"])
def participants(request, pk):
    scenario = get_object_or_404(Scenario.objects.visible_to(request.user), pk=pk)
    row = _managed(request, scenario.pilot_id)
    form = ParticipantsForm(request.POST or None, pilot=row)
    words = _("Add participants")
    return _form_page(request, row, form, actions.add_participants, scenario, words)


@require_POST
def remove_participant(request, pk):
    one = get_object_or_404(Participant.objects.visible_to(request.user), pk=pk)
    row = one.pilot
    actions.remove_participant(one, actor=request.user, at=timezone.now())
    return redirect("pilots:pilot", row.project_id)


@require_POST
def start(request, pk):
    row = _managed(request, pk)
    actions.start_pilot(row, actor=request.user, at=timezone.now())
    messages.success(request, _("The pilot has begun. The participants are told."))
    return redirect("pilots:pilot", row.project_id)


@require_http_methods(["GET", "POST"])
def extend(request, pk):
    row = _visible(request, pk)
    if not rules.may_conclude(row, request.user):
        raise PermissionDenied
    given = {"ends_on": row.ends_on + timedelta(days=7)} if row.ends_on else {}
    form = ExtendForm(request.POST or None, initial=given)
    return _form_page(request, row, form, actions.extend, row, _("Extend the pilot"))


@require_http_methods(["GET", "POST"])
def conclude(request, pk):
    row = _visible(request, pk)
    if not rules.may_conclude(row, request.user):
        raise PermissionDenied
    form = ConcludeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            actions.conclude(row, actor=request.user, at=timezone.now(), **form.arguments())
        if not form.errors:
            messages.success(request, _("The pilot is concluded."))
            return redirect("pilots:pilot", row.project_id)
    context = {"project": row.project, "pilot": row, "form": form,
               "meaning": Meaning.CONCLUDED.label,
               "revisions": report.charter_revisions(row),
               "results": report.objective_results(row)}  # fmt: skip
    return render(request, "pilots/conclude.html", context, status=_status(form))


@require_POST
def complete(request, project_pk):
    """After a revision: on to release and training."""
    project = _project(request, project_pk)
    actions.complete_pilot(project, actor=request.user, at=timezone.now())
    messages.success(request, _("The project moves on to release and training."))
    return redirect("projects:detail", project.pk)


@require_http_methods(["GET", "POST"])
def waive(request, project_pk):
    project = _project(request, project_pk)
    if not rules.may_waive(project, request.user):
        raise PermissionDenied
    version = current_version(project)
    shown = {"shown_sha256": sha256_of(frozen_content(version))} if version else {}
    form = WaiveForm(request.POST or None, initial=shown)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            actions.waive_pilot(project, actor=request.user, at=timezone.now(), **form.cleaned_data)
        if not form.errors:
            messages.success(request, _("The pilot is waived; the version can be released."))
            return redirect("projects:detail", project.pk)
    context = {"project": project, "version": version, "form": form,
               "meaning": Meaning.WAIVED.label}  # fmt: skip
    return render(request, "pilots/waive.html", context, status=_status(form))


def _form_page(request, row, form, action, subject, words):
    write = partial(action, subject, actor=request.user, at=timezone.now())
    return stage_form(request, row.project, form, write, stage=Stage.PILOT, words=words)


def _project(request, pk):
    return get_object_or_404(Project.objects.visible_to(request.user), pk=pk)


def _visible(request, pk):
    return get_object_or_404(Pilot.objects.visible_to(request.user).for_page(), pk=pk)


def _managed(request, pk):
    row = _visible(request, pk)
    if not rules.may_manage(row, request.user):
        raise PermissionDenied
    return row


def _status(form):
    return 422 if form.errors else 200
