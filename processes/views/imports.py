"""Importing a map: the file is read, what would come is shown, then it is stored as shown."""

from typing import Any

from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from processes import actions, guards, importing, layout, rules
from processes.bpmn import Document, Unreadable
from processes.enums import MapKind
from processes.forms.importing import MapFileForm, ReplaceForm
from processes.queries import mapping as queries
from processes.views.map_access import visible_project
from projects.models import Project
from sopman.core.errors import Refused
from sopman.core.http import refusals

_SALT = "processes.import"
_PREVIEW_AGE = 3600


def _open_project(request: HttpRequest, pk: int) -> Project:
    project = visible_project(request, pk)
    if not rules.may_edit_map(project, request.user):
        raise PermissionDenied(_("Only the project's team changes its maps."))
    if against := guards.map_is_open(project, MapKind.AS_IS):
        raise Refused([against])
    return project


@require_http_methods(["GET", "POST"])
def import_map(request: HttpRequest, project_pk: int) -> HttpResponse:
    project = _open_project(request, project_pk)
    form = MapFileForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"project": project, "form": form}
    if request.method == "POST" and form.is_valid():
        try:
            context |= _preview(project, *form.arguments())
        except Unreadable as error:
            form.add_error("file", str(error))
    status = 422 if form.errors else 200
    return render(request, "processes/import_map.html", context, status=status)


def _preview(project: Project, name: str, data: bytes) -> dict[str, Any]:
    imported = importing.read(name, data)
    given = {"file": name, "xml": imported.document.to_xml()}
    return _shown(project, imported.document) | {
        "imported": imported,
        "signed": signing.dumps(given, salt=f"{_SALT}.{project.pk}", compress=True),
    }


def _shown(project: Project, document: Document) -> dict[str, Any]:
    """The drawing, and what it would replace."""
    process_map = queries.as_is_map(project)
    layout.draw(document)
    drawn = queries.drawn(document, title=_("Map to be imported"), name="import")
    falls_away = actions.what_falls_away(process_map, document) if process_map else []
    seen = process_map.revision if process_map else None
    return {
        "svg": drawn,
        "falls_away": falls_away,
        "replace": ReplaceForm(initial={"seen": seen}),
    }


@require_POST
def write_import(request: HttpRequest, project_pk: int) -> HttpResponse:
    """The map that was shown; replacing another asks for the word first."""
    project = _open_project(request, project_pk)
    signed = request.POST.get("signed", "")
    try:
        given = signing.loads(signed, salt=f"{_SALT}.{project.pk}", max_age=_PREVIEW_AGE)
    except signing.BadSignature as error:
        raise Refused([_("The preview is too old. Choose the file again.")]) from error
    form, document = ReplaceForm(request.POST), Document.parse(given["xml"])
    if form.is_valid():
        with refusals(form):
            actions.import_map(
                project,
                document,
                actor=request.user,
                at=timezone.now(),
                file=given["file"],
                confirm=form.cleaned_data["confirm"],
                seen_revision=form.cleaned_data["seen"],
            )
    if form.errors:
        context = {
            "project": project,
            "form": MapFileForm(),
            "signed": signed,
            "file": given["file"],
        }
        context |= _shown(project, Document.parse(given["xml"])) | {"replace": form}
        return render(request, "processes/import_map.html", context, status=422)
    messages.success(request, _("Map imported."))
    return redirect("processes:mapping", project_pk)
