"""The drafting stage of a project: beginning, sections, saved versions."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from processes.models import Step
from processes.queries import Plan
from projects.enums import Kind
from sopman.core.http import answered
from sops import actions, gate, next_steps, queries, rules
from sops.document import Document, document_of
from sops.enums import SectionKind, VersionState
from sops.forms import (
    AuthorsForm,
    ChangeNoteForm,
    ReasonForm,
    SectionForm,
    SnapshotForm,
    StartForm,
)
from sops.models import Snapshot, SopVersion
from sops.reading import must_be_open
from sops.views.access import (
    draft,
    drafting_page,
    form_page,
    visible_project,
)


@require_GET
def drafting(request, project_pk):
    project = visible_project(request, project_pk)
    found = queries.current_version(project)
    if (
        found is None
        or not SopVersion.objects.visible_to(request.user).filter(pk=found.pk).exists()
    ):
        return _not_begun(request, project, found)
    must_be_open(request.user, found.sop)
    version = queries.with_content(SopVersion.objects).get(pk=found.pk)
    version.project = project
    is_open = rules.is_editable(version)
    criteria = gate.criteria(version) if is_open else []
    context = {
        "project": project,
        "version": version,
        "sop": version.sop,
        "document": document_of(version),
        "sections": {one.kind: one for one in version.sections.all()},
        "may_write": is_open and rules.may_edit(version, request.user),
        "criteria": criteria,
        "is_ready": all(one.met for one in criteria),
        "next_steps": next_steps.offered_to(version, request.user) if is_open else [],
        "uncovered": queries.uncovered(version) if is_open else [],
        "snapshots": version.snapshots.select_related("saved_by").defer("content"),
        "snapshot_form": SnapshotForm(),
        "plan": Plan(project),
        "may_begin_next": version.state == VersionState.DROPPED
        and rules.may_revise(version, request.user)
        and project.is_running,
    }
    return render(request, "sops/drafting.html", context)


def _not_begun(request, project, found):
    may_start = found is None and rules.may_start(project, request.user)
    context = {"project": project, "may_start": may_start, "is_begun": found is not None}
    return render(request, "sops/not_begun.html", context)


@require_http_methods(["GET", "POST"])
def start(request, project_pk):
    project = visible_project(request, project_pk)
    if not rules.may_start(project, request.user):
        raise PermissionDenied(_("The team lead or the document controller gives the number."))
    authors = [one.user_id for one in project.memberships.all() if one.role == "author"]
    initial = {
        "title_zh": project.title_zh,
        "title_en": project.title_en,
        "authors": authors or [project.lead_id],
    }
    form = StartForm(request.POST or None, project=project, user=request.user, initial=initial)
    write = partial(actions.start_sop, project, actor=request.user, at=timezone.now())
    to = reverse("sops:drafting", args=[project.pk])
    done = answered(request, form, write, said=_("The SOP has begun."), to=to)
    is_new = project.kind == Kind.NEW_SOP
    return done or form_page(
        request, "sops/start.html", form, project=project, is_new=is_new, back=to
    )


@require_http_methods(["GET", "POST"])
def begin_next(request, project_pk):
    project = visible_project(request, project_pk)
    version = queries.current_version(project)
    if version is None or version.state != VersionState.DROPPED:
        raise Http404
    if not rules.may_revise(version, request.user):
        raise PermissionDenied(_("Only the project's team writes this SOP."))
    form = ReasonForm(request.POST or None)
    write = partial(actions.start_revision, version, actor=request.user, at=timezone.now())
    to = reverse("sops:drafting", args=[project.pk])
    done = answered(request, form, write, said=_("The next version has begun."), to=to)
    title = _("Begin the next version from %(label)s") % {"label": version.label}
    return done or _form(request, form, project, title, _("Begin next version"), to)


@require_http_methods(["GET", "POST"])
def edit_section(request, pk, kind):
    version = draft(request, pk)
    if kind not in SectionKind.values:
        raise Http404
    section = next(one for one in version.sections.all() if one.kind == kind)
    initial = {"body": section.body, "seen": section.revision}
    form = SectionForm(request.POST or None, initial=initial)
    write = partial(actions.edit_section, version, kind=kind, actor=request.user, at=timezone.now())
    to = drafting_page(version, f"section-{kind}")
    done = answered(request, form, write, said=_("Section saved."), to=to)
    title = _("Write “%(section)s”") % {"section": section.get_kind_display()}
    now = section if getattr(form, "is_refused", False) else None
    return done or _form(request, form, version.project, title, _("Save section"), to, now=now)


@require_http_methods(["GET", "POST"])
def edit_change_note(request, pk):
    version = draft(request, pk)
    form = ChangeNoteForm(request.POST or None, initial={"change_note": version.change_note})
    write = partial(actions.note_change, version, actor=request.user, at=timezone.now())
    to = drafting_page(version, "change-note")
    done = answered(request, form, write, said=_("Saved."), to=to)
    title = _("What changed and why")
    return done or _form(request, form, version.project, title, _("Save change note"), to)


@require_http_methods(["GET", "POST"])
def edit_authors(request, pk):
    version = draft(request, pk)
    initial = {"authors": [one.pk for one in version.authors.all()]}
    form = AuthorsForm(request.POST or None, version=version, initial=initial)
    write = partial(actions.set_authors, version, actor=request.user, at=timezone.now())
    to = drafting_page(version)
    done = answered(request, form, write, said=_("Authors named."), to=to)
    return done or _form(request, form, version.project, _("Prepared by"), _("Save authors"), to)


@require_POST
def save_snapshot(request, pk):
    version = draft(request, pk)
    form = SnapshotForm(request.POST)
    if form.is_valid():
        saved = actions.save_snapshot(
            version, actor=request.user, at=timezone.now(), note=form.cleaned_data["note"]
        )
        messages.success(request, _("Saved as %(label)s.") % {"label": saved.label})
        return redirect(drafting_page(version, "saved"))
    to = drafting_page(version, "saved")
    title = _("Save this version")
    return _form(request, form, version.project, title, _("Save version"), to)


@require_GET
def snapshot(request, pk):
    rows = Snapshot.objects.visible_to(request.user).select_related(
        "version__sop__owning_department", "version__project", "saved_by"
    )
    saved = get_object_or_404(rows, pk=pk)
    must_be_open(request.user, saved.version.sop)
    document = Document(saved.version, saved.content)
    context = {"saved": saved, "version": saved.version, "document": document}
    return render(request, "sops/snapshot.html", context)


@require_POST
def take_from_plan(request, pk, step_pk):
    version = draft(request, pk)
    step = _planned_step(version, step_pk)
    one = actions.take_from_plan(version, step=step, actor=request.user, at=timezone.now())
    messages.success(request, _("Step added."))
    return redirect(drafting_page(version, f"step-{one.step_id}"))


@require_http_methods(["GET", "POST"])
def leave_out(request, pk, step_pk):
    version = draft(request, pk)
    step = _planned_step(version, step_pk)
    name = next((one.name for one in queries.uncovered(version) if one.step.pk == step.pk), "")
    form = ReasonForm(request.POST or None)
    write = partial(actions.leave_out, version, step=step, actor=request.user, at=timezone.now())
    to = drafting_page(version, "plan")
    done = answered(request, form, write, said=_("Reason noted."), to=to)
    title = _("Leave “%(title)s” out of the SOP?") % {"title": name}
    return done or form_page(
        request,
        "components/confirm.html",
        form,
        title=title,
        submit=_("Leave activity out"),
        cancel_url=to,
    )


def _planned_step(version, step_pk):
    steps = Step.objects.filter(
        activities__map__project=version.project_id, activities__map__kind="to_be"
    )
    return get_object_or_404(steps.distinct(), pk=step_pk)


def _form(request, form, project, title, submit, back, **context):
    return form_page(
        request,
        "sops/form.html",
        form,
        project=project,
        title=title,
        submit=submit,
        back=back,
        **context,
    )
