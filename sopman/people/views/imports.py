"""Import with preview: the file is judged, shown, and written only when every row is right."""

from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sopman.core.errors import Refused
from sopman.organization.sections import tabs
from sopman.people import actions, importing, sheets
from sopman.people.forms.structure import ImportForm
from sopman.people.views.pages import managers_only

_SALT = "sopman.people.import"
_PREVIEW_AGE = 3600
_WRITE = {
    "departments": actions.import_departments,
    "positions": actions.import_positions,
    "people": actions.import_people,
}
_SHOWN = 100


def _kind_or_404(key: str) -> importing.Kind:
    if key not in importing.KINDS:
        raise Http404
    return importing.KINDS[key]


@managers_only
@require_GET
def imports(request: HttpRequest) -> HttpResponse:
    context = {"kinds": importing.KINDS.values(), "tabs": tabs(request.user, "imports")}
    return render(request, "people/imports.html", context)


@managers_only
@require_GET
def template(request: HttpRequest, kind: str) -> HttpResponse:
    """An XLSX file to fill in, with one line as an example."""
    wanted = _kind_or_404(kind)
    headings = [column.headings[0] + ("*" if column.required else "") for column in wanted.columns]
    answer = HttpResponse(
        sheets.write_table(headings, wanted.examples, str(wanted.label)), content_type=sheets.XLSX
    )
    answer["Content-Disposition"] = f'attachment; filename="{wanted.key}.xlsx"'
    return answer


@managers_only
@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest, kind: str) -> HttpResponse:
    wanted = _kind_or_404(kind)
    form = ImportForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"kind": wanted, "form": form, "tabs": tabs(request.user, "imports")}
    if request.method == "POST" and form.is_valid():
        try:
            table = sheets.read_table(form.cleaned_data["file"], wanted.headings)
            context |= _preview(wanted, importing.plan(wanted, table), table)
        except sheets.Unreadable as error:
            form.add_error("file", str(error))
    failed = form.errors or context.get("bad")
    return render(request, "people/import.html", context, status=422 if failed else 200)


def _preview(kind: importing.Kind, plan: importing.Plan, table: list[dict]) -> dict[str, Any]:
    return {
        "plan": plan,
        "bad": plan.bad[:_SHOWN],
        "rows": [_shown(kind, row) for row in plan.rows[:_SHOWN]],
        "more": max(0, len(plan.rows) - _SHOWN),
        "signed": ""
        if plan.bad
        else signing.dumps(table, salt=f"{_SALT}.{plan.kind}", compress=True),
    }


def _shown(kind: importing.Kind, row: importing.Row) -> dict[str, Any]:
    cells = [(column.headings[0], row.values[column.name]) for column in kind.columns]
    return {"number": row.number, "outcome": row.outcome, "cells": cells}


@managers_only
@require_POST
def write(request: HttpRequest, kind: str) -> HttpResponse:
    """The rows that were shown, judged once more, then written: all or nothing."""
    wanted = _kind_or_404(kind)
    try:
        table = signing.loads(
            request.POST.get("signed", ""), salt=f"{_SALT}.{kind}", max_age=_PREVIEW_AGE
        )
    except signing.BadSignature as error:
        raise Refused([_("The preview is too old. Choose the file again.")]) from error
    plan = _WRITE[wanted.key](table, actor=request.user, at=timezone.now())
    words = {"added": plan.added, "changed": plan.changed, "same": plan.same}
    messages.success(
        request,
        _("Imported: %(added)d new, %(changed)d changed, %(same)d as they were.") % words,
    )
    to = {"people": "people:password_sheets"}.get(wanted.key, f"people:{wanted.key}")
    return redirect(reverse(to))
