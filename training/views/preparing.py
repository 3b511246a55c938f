"""The stage page; group, distribution, channels, the release itself."""

from datetime import timedelta
from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from projects.enums import Stage
from projects.stage_form import stage_form
from sopman.core.http import refusals
from sopman.organization.queries import organization, today
from sopman.signatures.enums import Meaning
from sops.queries import current_version
from training import actions, queries, rules
from training import package as packages
from training.codes import qr_svg
from training.forms import DistributionForm, GroupForm, PlaceForm, PublishForm
from training.models import Release
from training.views.access import visible_project, visible_release


@require_safe
def release(request, project_pk):
    """The stage: gate, plan, readiness, training, exam, what readers ask."""
    project = visible_project(request, project_pk)
    row = queries.release_of(project)
    may_prepare = rules.may_prepare_in(project, request.user)
    in_stage = project.stage == Stage.RELEASE
    alive = row is not None and row.state != "called_off"
    context = {
        "project": project, "release": row, "version": current_version(project),
        "may_plan": may_prepare and in_stage and not alive, "alive": alive,
    }  # fmt: skip
    if row is not None:
        context |= _parts(row, request.user)
    return render(request, "training/release.html", context)


def _parts(row, user):
    alive = row.state != "called_off"
    return {
        "may_prepare": alive and rules.may_prepare(row, user),
        "may_place": alive and rules.may_place(row, user),
        "may_release": alive and row.is_planned and rules.may_release(row, user),
        "may_train": row.is_published and rules.may_train(row, user),
        "may_write": rules.may_write_questions(row, user) or rules.may_read_keys(row, user),
        "may_read_accuracy": rules.may_read_accuracy(row.version.sop, user),
        "may_see_results": rules.may_see_results(row, user),
        "readiness": (found := queries.readiness(row)),
        "positions": [queries.Counted(*one) for one in found.by_position],
        "threshold": organization().readiness_threshold,
        "sessions": list(row.sessions.select_related("trainer").with_attendance()),
        "exam": getattr(row, "exam", None),
        "bank": row.questions.filter(is_active=True).count(),
        "qr": qr_svg(row.group_link) if row.group_link else "",
        "questions": row.version.sop.reader_questions.filter(answer="").count(),
        "target": queries.accuracy_target(row.version.sop),
    }


@require_POST
def plan(request, project_pk):
    project = visible_project(request, project_pk)
    actions.plan_release(project, actor=request.user, at=timezone.now())
    messages.success(request, _("The release is begun. Go through the checklist."))
    return redirect("training:release", project.pk)


@require_http_methods(["GET", "POST"])
def group(request, pk):
    row = _prepared(request, pk)
    initial = {"group_name": row.group_name, "group_link": row.group_link,
               "consultant": row.consultant_id}  # fmt: skip
    form = GroupForm(
        request.POST or None, request.FILES or None, initial=initial,
        has_picture=row.group_picture_id is not None,
    )  # fmt: skip
    return _form_page(request, row, form, actions.set_group, _("Name the consultation group"))


@require_http_methods(["GET", "POST"])
def distribution(request, pk):
    row = _prepared(request, pk)
    initial = {"positions": [one.pk for one in row.positions.all()]}
    form = DistributionForm(request.POST or None, initial=initial)
    return _form_page(request, row, form, actions.set_distribution, _("Set the distribution list"))


@require_http_methods(["GET", "POST"])
def place(request, pk):
    row = visible_release(request, pk)
    if not rules.may_place(row, request.user):
        raise PermissionDenied
    form = PlaceForm(request.POST or None)
    return _form_page(request, row, form, actions.place, _("Record a channel"))


@require_http_methods(["GET", "POST"])
def publish(request, pk):
    """Release with the effective date, signed; a reason where too few readers are ready."""
    row = visible_release(request, pk)
    if not rules.may_release(row, request.user):
        raise PermissionDenied
    if not row.is_planned:
        return redirect("training:release", row.project_id)
    tomorrow = today() + timedelta(days=1)
    initial = {"effective_on": max(row.effective_on or tomorrow, tomorrow),
               "shown_sha256": row.version.content_sha256}  # fmt: skip
    form = PublishForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            actions.publish(row, actor=request.user, at=timezone.now(), **form.cleaned_data)
        if not form.errors:
            messages.success(request, _("Released. Everybody on the list is told."))
            return redirect("training:release", row.project_id)
    context = {
        "project": row.project, "release": row, "version": row.version, "form": form,
        "meaning": Meaning.RELEASED.label, "readiness": queries.readiness(row),
        "threshold": organization().readiness_threshold,
    }  # fmt: skip
    return render(request, "training/publish.html", context, status=422 if form.errors else 200)


@require_safe
def package(request, pk):
    """The ZIP for the shared folder: the SOP as PDF and its index."""
    row = visible_release(request, pk)
    if not (rules.may_prepare(row, request.user) or rules.may_release(row, request.user)):
        raise PermissionDenied
    name, content = packages.package_of(
        row, user=request.user, language=get_language(), address=request.build_absolute_uri
    )
    response = HttpResponse(content, content_type="application/zip")
    response.headers["Content-Disposition"] = content_disposition_header(True, name)
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _form_page(request, row, form, action, words):
    write = partial(action, row, actor=request.user, at=timezone.now())
    return stage_form(request, row.project, form, write, stage=Stage.RELEASE, words=words)


def _prepared(request, pk) -> Release:
    row = visible_release(request, pk)
    if not rules.may_prepare(row, request.user):
        raise PermissionDenied
    return row
