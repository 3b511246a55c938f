"""The page of stage 2, and files of a map."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from processes import actions, guards, rules
from processes.enums import MapKind
from processes.exporting import as_png, step_table
from processes.forms.findings import ProblemFilter
from processes.forms.mapping import AbsenceForm
from processes.models import AbsentProcess, EvidenceRecord, ProcessMap
from processes.queries import findings as problems
from processes.queries import mapping as queries
from processes.queries.evidence import questions_in
from processes.queries.proposals import standing
from processes.views.map_access import may_edit, visible_project
from projects.enums import Stage
from projects.models import Project
from projects.stages import criteria_of
from sopman.core.errors import Refused
from sopman.core.http import refusals
from sopman.core.paging import page_of
from sopman.people.sheets import XLSX


@require_GET
def mapping(request: HttpRequest, project_pk: int) -> HttpResponse:
    project = visible_project(request, project_pk)
    process_map = queries.as_is_map(project)
    context = {"project": project, "is_open": project.stage == Stage.MAPPING}
    context |= _rights(request, project) | editor(request, process_map, project)
    if not project.has_present_process:
        context["absence"] = AbsentProcess.objects.filter(project=project).first()
    context |= _problem_list(request, project)
    if context["reading"] is not None:
        context["proposed"] = standing(project, context["reading"])
    context["objectives"] = list(project.objectives.order_by("pk"))
    context["criteria"] = criteria_of(project, Stage.MAPPING)
    context["is_ready"] = all(one.met for one in context["criteria"])
    return render(request, "processes/mapping.html", context)


def _rights(request: HttpRequest, project: Project) -> dict[str, bool]:
    findings_open = guards.findings_are_open(project) is None
    return {
        "may_complete": rules.may_complete_mapping(project, request.user),
        "may_add_findings": findings_open and rules.may_edit_findings(project, request.user),
    }


def editor(
    request: HttpRequest, process_map: ProcessMap | None, project: Project
) -> dict[str, Any]:
    """What templates/processes/_map_editor.html needs, for either kind of map."""
    if process_map is None:
        allowed = may_edit(project, MapKind.AS_IS, request.user)
        return {"reading": None, "may_edit": allowed and project.stage == Stage.MAPPING}
    process_map.project = project
    kind = process_map.kind
    reading = queries.read_map(process_map, with_findings=kind == MapKind.AS_IS)
    is_open = guards.map_is_open(project, kind) is None
    return {
        "process_map": process_map,
        "reading": reading,
        "may_edit": is_open and may_edit(project, kind, request.user),
        "svg": reading.draw() if reading.rows else "",
    }


def _problem_list(request: HttpRequest, project: Project) -> dict[str, Any]:
    names = queries.step_names(project)
    wanted = ProblemFilter(request.GET or None, names=names, owners=problems.owners_in(project))
    chosen = wanted.chosen() if wanted.is_bound else {}
    page = page_of(request, problems.problem_list(project, **chosen))
    page.object_list = queries.with_places(page.object_list, names)
    filtered = any(value for name, value in chosen.items() if name != "sort")
    return {
        "filter": wanted,
        "findings": page,
        "is_filtered": filtered,
        "chosen": urlencode({name: value for name, value in chosen.items() if value}),
        "open_questions": sum(1 for one in questions_in(project) if not one.is_settled),
        "evidence_count": EvidenceRecord.objects.filter(project=project).count(),
    }


@require_GET
def problem_sheet(request: HttpRequest, project_pk: int) -> HttpResponse:
    """The problem list as XLSX, filtered and sorted as on the page."""
    project = visible_project(request, project_pk)
    wanted = ProblemFilter(
        request.GET, names=queries.step_names(project), owners=problems.owners_in(project)
    )
    answer = HttpResponse(problems.problem_sheet(project, **wanted.chosen()), content_type=XLSX)
    name = f"{project.code}-problems.xlsx"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@require_POST
def start_map(request: HttpRequest, project_pk: int) -> HttpResponse:
    project = visible_project(request, project_pk)
    process_map = actions.ensure_map(project, MapKind.AS_IS, actor=request.user, at=timezone.now())
    return redirect("processes:edit_table", process_map.pk)


@require_POST
def complete_mapping(request: HttpRequest, project_pk: int) -> HttpResponse:
    project = visible_project(request, project_pk)
    actions.complete_mapping(project, actor=request.user, at=timezone.now())
    messages.success(request, _("The mapping is complete; the project is in optimization now."))
    return redirect("processes:optimization", project_pk)


@require_http_methods(["GET", "POST"])
def state_absence(request: HttpRequest, project_pk: int) -> HttpResponse:
    project = visible_project(request, project_pk)
    if not rules.may_edit_map(project, request.user):
        raise PermissionDenied(_("Only the project's team changes its maps."))
    if against := guards.mapping_is_open(project):
        raise Refused([against])
    stated = AbsentProcess.objects.filter(project=project).first()
    form = AbsenceForm(request.POST or None, initial={"reason": stated.reason if stated else ""})
    back = reverse("processes:mapping", args=[project_pk])
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            actions.state_absence(
                project, actor=request.user, at=timezone.now(), **form.cleaned_data
            )
        if not form.errors:
            messages.success(request, _("Reason saved."))
            return redirect(back)
    title = _("State why there is no present process")
    context = {"form": form, "project": project, "back": back, "title": title}
    return render(request, "projects/edit_row.html", context, status=422 if form.errors else 200)


FILES = {"bpmn": "application/xml", "svg": "image/svg+xml", "png": "image/png", "xlsx": XLSX}


@require_GET
def map_file(request: HttpRequest, project_pk: int, kind: str, ending: str) -> HttpResponse:
    """The map as a file: `.bpmn` for other tools, picture and step table in the reader's language."""
    project = visible_project(request, project_pk)
    process_map = queries.map_of(project, kind)
    if process_map is None or ending not in FILES:
        raise Http404
    process_map.project = project
    content = _file(process_map, ending)
    response = HttpResponse(content, content_type=FILES[ending])
    response["Content-Disposition"] = f'attachment; filename="{project.code}-{kind}.{ending}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _file(process_map: ProcessMap, ending: str) -> str | bytes:
    if ending == "bpmn":
        return process_map.xml
    if ending == "xlsx":
        return step_table(queries.read_map(process_map))
    drawn = queries.process_svg(process_map, get_language() or "zh-hans")
    if ending == "png":
        return as_png(drawn)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + drawn
