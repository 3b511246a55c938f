"""The problem list: one finding, its evidence."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from processes import actions, guards, rules
from processes.enums import FindingKind, Frequency, Impact
from processes.forms.findings import EVIDENCE, EvidenceForm, FindingForm
from processes.models import Finding, Step
from processes.queries import findings as problems
from processes.queries import mapping as queries
from processes.views.map_access import open_findings, visible_finding, visible_project
from projects.models import Project
from projects.queries import people_of
from sopman.core.http import refusals
from sopman.files import actions as files
from sopman.files.queries import attachments_of


@require_GET
def finding(request: HttpRequest, pk: int) -> HttpResponse:
    one = visible_finding(request, pk)
    project = one.project
    pins = list(one.pins.select_related("record__person", "picture"))
    queries.with_places([one], queries.step_names(project))
    is_open = guards.findings_are_open(project) is None
    context = {
        "finding": one,
        "project": project,
        "files": list(attachments_of(one)),
        "records": list(one.records.select_related("person")),
        "pins": pins,
        "may_edit": is_open and rules.may_edit_findings(project, request.user),
        "evidence_form": EvidenceForm(),
        "back": _list(project),
    }
    return render(request, "processes/finding.html", context)


@require_http_methods(["GET", "POST"])
def add_finding(request: HttpRequest, project_pk: int) -> HttpResponse:
    project = open_findings(request, visible_project(request, project_pk))
    initial = {
        "kind": FindingKind.BREAKPOINT,
        "impact": Impact.NOTICEABLE,
        "frequency": Frequency.OFTEN,
        "steps": request.GET.getlist("step"),
        "sources": request.GET.getlist("source"),
    }
    form = finding_form(request, project, initial)
    if request.method == "POST" and form.is_valid():
        saved = _save(request, project, None, form)
        if not form.errors:
            messages.success(request, _("Finding %(code)s added.") % {"code": saved.code})
            return redirect(_list(project))
    return _page(request, project, form, _("Add finding"), _list(project))


@require_http_methods(["GET", "POST"])
def edit_finding(request: HttpRequest, pk: int) -> HttpResponse:
    one = visible_finding(request, pk)
    project = open_findings(request, one.project)
    initial = {
        "kind": one.kind,
        "text": one.text,
        "steps": [str(step.pk) for step in one.steps.all()],
        "impact": one.impact,
        "frequency": one.frequency,
        "evidence": one.evidence,
        "owner": one.owner_id,
        "sources": _sources_of(one),
        "seen": one.revision,
    }
    form = finding_form(request, project, initial, held=one.owner)
    if request.method == "POST" and form.is_valid():
        _save(request, project, one, form)
        if not form.errors:
            messages.success(request, _("Finding saved."))
            return redirect("processes:finding", pk)
    return _page(request, project, form, _("Edit finding"), reverse("processes:finding", args=[pk]))


@require_http_methods(["GET", "POST"])
def remove_finding(request: HttpRequest, pk: int) -> HttpResponse:
    one = visible_finding(request, pk)
    project = open_findings(request, one.project)
    if request.method == "POST":
        actions.remove_finding(one, actor=request.user, at=timezone.now())
        messages.success(request, _("Finding removed."))
        return redirect(_list(project))
    context = {
        "project": project,
        "title": _("Remove the finding %(code)s?") % {"code": one.code},
        "text": one.text,
        "submit": _("Remove finding"),
        "action": request.path,
        "cancel_url": reverse("processes:finding", args=[pk]),
    }
    return render(request, "components/confirm.html", context)


@require_POST
def add_evidence(request: HttpRequest, pk: int) -> HttpResponse:
    one = visible_finding(request, pk)
    open_findings(request, one.project)
    form = EvidenceForm(request.POST, request.FILES)
    if form.is_valid():
        with refusals(form):
            attach_evidence(request, one, form.cleaned_data["upload"])
        if not form.errors:
            messages.success(request, _("File added."))
            return redirect("processes:finding", pk)
    title = _("Add evidence to %(code)s") % {"code": one.code}
    return _page(request, one.project, form, title, reverse("processes:finding", args=[pk]))


@require_POST
def remove_evidence(request: HttpRequest, pk: int, file: UUID) -> HttpResponse:
    one = visible_finding(request, pk)
    open_findings(request, one.project)
    attachment = get_object_or_404(attachments_of(one), pk=file)
    files.remove(attachment, actor=request.user, at=timezone.now())
    messages.success(request, _("File removed."))
    return redirect("processes:finding", pk)


def _sources_of(one: Finding) -> list[str]:
    return [f"record:{row.pk}" for row in one.records.all()] + [
        f"pin:{row.pk}" for row in one.pins.all()
    ]


def finding_form(
    request: HttpRequest, project: Project, initial: dict[str, Any], held: Any = None
) -> FindingForm:
    given = {
        "names": queries.step_names(project),
        "people": [*people_of(project), *([held] if held else [])],
        "sources": problems.sources_to_choose(project),
    }
    if request.method == "POST":
        return FindingForm(request.POST, request.FILES, initial=initial, **given)
    return FindingForm(initial=initial, **given)


def finding_arguments(project: Project, form: FindingForm) -> dict[str, Any]:
    """What was typed, as `save_finding` takes it; besides `upload` and `seen`."""
    data = dict(form.cleaned_data)
    data["steps"] = list(Step.objects.filter(pk__in=data["steps"]))
    data["sources"] = actions.Sources(*problems.chosen_sources(project, data["sources"]))
    return data


def _save(request: HttpRequest, project: Project, one: Finding | None, form: FindingForm) -> Any:
    data = finding_arguments(project, form)
    upload, seen = data.pop("upload", None), data.pop("seen")
    with refusals(form):
        saved = actions.save_finding(
            project,
            finding=one,
            actor=request.user,
            at=timezone.now(),
            seen_revision=seen if one else None,
            **data,
        )
        if upload:
            attach_evidence(request, saved, upload)
        return saved
    return None


def attach_evidence(request: HttpRequest, one: Finding, upload: Any) -> None:
    files.attach(
        one, upload=upload, actor=request.user, at=timezone.now(), purpose="evidence",
        kinds=EVIDENCE,
    )  # fmt: skip


def _page(request, project, form, title, back):
    context = {"form": form, "project": project, "title": title, "back": back}
    return render(request, "projects/edit_row.html", context, status=422 if form.errors else 200)


def _list(project: Project) -> str:
    return reverse("processes:mapping", args=[project.pk]) + "#findings"
