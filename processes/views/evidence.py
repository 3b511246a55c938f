"""Evidence of a project: the list with what differs and what was measured, and one record."""

import uuid
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from processes import guards, rules
from processes.actions import evidence as actions
from processes.enums import EvidenceKind, MapKind
from processes.forms.evidence import FileForm, RecordFilter, RecordForm, initial_of
from processes.models import EvidenceRecord, Recording
from processes.queries import evidence as queries
from processes.queries.mapping import as_is_map, step_names
from processes.views.map_access import may_edit, visible_project
from projects.models import Project
from sopman.core.errors import Refused
from sopman.core.http import answered
from sopman.core.paging import page_of
from sopman.files.queries import attachments_of


def visible_record(request: HttpRequest, pk: int) -> EvidenceRecord:
    rows = EvidenceRecord.objects.visible_to(request.user).select_related(
        "project__lead", "project__owning_department", "person", "taken_by"
    )
    return get_object_or_404(rows.prefetch_related("project__memberships"), pk=pk)


def open_evidence(request: HttpRequest, project: Project) -> Project:
    """A project whose evidence the reader may change now."""
    if not rules.may_edit_evidence(project, request.user):
        raise PermissionDenied(_("Only the project's team writes evidence down."))
    if against := guards.evidence_is_open(project):
        raise Refused([against])
    return project


def may_write(request: HttpRequest, project: Project) -> bool:
    is_open = guards.evidence_is_open(project) is None
    return is_open and rules.may_edit_evidence(project, request.user)


@require_GET
def records(request: HttpRequest, project_pk: int) -> HttpResponse:
    project = visible_project(request, project_pk)
    names = step_names(project)
    wanted = RecordFilter(request.GET or None, names=names)
    chosen = wanted.chosen() if wanted.is_bound else {}
    measured = queries.measured_in(project)
    questions = queries.questions_in(project, measured)
    context = {
        "project": project,
        "filter": wanted,
        "is_filtered": any(chosen.values()),
        "records": page_of(request, queries.records_of(project, **chosen)),
        "questions": questions,
        "open_questions": sum(1 for one in questions if not one.is_settled),
        "labels": queries.Labels(project, questions),
        "measured": [(names[pk], measured[pk]) for pk in names if pk in measured],
        "may_write": may_write(request, project),
        "may_take_over": _may_take_over(request, project),
        "kinds": EvidenceKind,
    }
    return render(request, "processes/evidence_list.html", context)


def _may_take_over(request: HttpRequest, project: Project) -> bool:
    drawn = guards.map_is_open(project, MapKind.AS_IS) is None and as_is_map(project) is not None
    return drawn and may_edit(project, MapKind.AS_IS, request.user)


@require_GET
def record(request: HttpRequest, pk: int) -> HttpResponse:
    one = visible_record(request, pk)
    names = step_names(one.project)
    pins = list(queries.pins_of(one))
    for pin in pins:
        pin.name, pin.says = names.get(str(pin.step_id), ""), queries.value_words(pin, names)
    heard = Recording.objects.visible_to(request.user).filter(record=one).first()
    context = {
        "record": one,
        "project": one.project,
        "pins": pins,
        "files": list(attachments_of(one)),
        "recordings": list(attachments_of(heard)) if heard else [],
        "has_hidden_recording": heard is None and Recording.objects.filter(record=one).exists(),
        "cycles": _cycles(one, names),
        "may_write": may_write(request, one.project),
        "file_form": FileForm(),
    }
    return render(request, "processes/evidence.html", context)


def _cycles(one: EvidenceRecord, names: dict[str, str]) -> list[Any]:
    cycles = list(one.cycles.select_related("observed_by").prefetch_related("laps"))
    for cycle in cycles:
        cycle.rows = list(cycle.laps.all())
        for lap in cycle.rows:
            lap.name = names.get(str(lap.step_id), "")
    return cycles


@require_http_methods(["GET", "POST"])
def add_record(request: HttpRequest, project_pk: int, kind: str) -> HttpResponse:
    project = open_evidence(request, visible_project(request, project_pk))
    if kind not in EvidenceKind.values:
        raise Http404
    initial = {"key": uuid.uuid4(), "happened_on": timezone.localdate()}
    form = RecordForm(request.POST or None, initial=initial)

    def write(**_facts: Any) -> EvidenceRecord:
        return actions.add_record(
            project, key=form.cleaned_data["key"], kind=kind, actor=request.user,
            at=timezone.now(), **form.facts(),
        )  # fmt: skip

    done = answered(request, form, write, said=_("Record saved."), to=_page_of)
    title = _("Add record: %(kind)s") % {"kind": EvidenceKind(kind).label}
    return done or _form_page(request, project, form, title, _list_of(project))


@require_http_methods(["GET", "POST"])
def edit_record(request: HttpRequest, pk: int) -> HttpResponse:
    one = visible_record(request, pk)
    open_evidence(request, one.project)
    form = RecordForm(request.POST or None, initial=initial_of(one), held=one.person)

    def write(**_facts: Any) -> EvidenceRecord:
        return actions.edit_record(
            one, actor=request.user, at=timezone.now(), seen_revision=form.cleaned_data["seen"],
            **form.facts(),
        )  # fmt: skip

    done = answered(request, form, write, said=_("Record saved."), to=_page_of)
    title = _("Edit record %(code)s") % {"code": one.code}
    return done or _form_page(request, one.project, form, title, _page_of(one))


@require_http_methods(["GET", "POST"])
def remove_record(request: HttpRequest, pk: int) -> HttpResponse:
    one = visible_record(request, pk)
    project = open_evidence(request, one.project)
    if request.method == "POST":
        actions.remove_record(one, actor=request.user, at=timezone.now())
        messages.success(request, _("Record removed."))
        return redirect(_list_of(project))
    context = {
        "project": project,
        "title": _("Remove the record %(code)s?") % {"code": one.code},
        "text": one.title,
        "submit": _("Remove record"),
        "action": request.path,
        "cancel_url": _page_of(one),
    }
    return render(request, "components/confirm.html", context)


@require_POST
def add_file(request: HttpRequest, pk: int) -> HttpResponse:
    one = visible_record(request, pk)
    open_evidence(request, one.project)
    form = FileForm(request.POST, request.FILES)

    def write(upload: Any) -> Any:
        return actions.attach_file(one, upload=upload, actor=request.user, at=timezone.now())

    done = answered(request, form, write, said=_("File added."), to=_page_of(one))
    title = _("Add a file to %(code)s") % {"code": one.code}
    return done or _form_page(request, one.project, form, title, _page_of(one))


@require_POST
def remove_file(request: HttpRequest, pk: int, file: UUID) -> HttpResponse:
    one = visible_record(request, pk)
    open_evidence(request, one.project)
    actions.remove_file(one, file, actor=request.user, at=timezone.now())
    messages.success(request, _("File removed."))
    return redirect(_page_of(one))


def _form_page(request, project, form, title, back):
    context = {"form": form, "project": project, "title": title, "back": back}
    return render(request, "projects/edit_row.html", context, status=422 if form.errors else 200)


def _page_of(one: EvidenceRecord) -> str:
    return reverse("processes:evidence", args=[one.pk])


def _list_of(project: Project) -> str:
    return reverse("processes:evidence_list", args=[project.pk])
