"""The step table as a grid: the whole of it in one POST."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from processes import actions
from processes.bpmn import Document
from processes.enums import MapKind, ValueClass, WasteType
from processes.forms.mapping import place_label, seen_number
from processes.forms.table import BLANK_ROWS, Positions, TableForm, blank_rows, shown, with_sources
from processes.forms.table_checks import (
    checked,
    column_choices,
    pasted_row,
    said_of,
    unit_choices,
)
from processes.forms.table_guard import GuardForm, Offer, chosen
from processes.models import ProcessMap
from processes.queries import mapping as queries
from processes.tabling import clipboard, pasting
from processes.views.map_access import home_of, open_map
from sopman.core.http import refusals
from sopman.people import queries as people
from sopman.people.models import Position
from sopman.people.rules import may_manage_people


@require_http_methods(["GET", "POST"])
def edit_table(request: HttpRequest, map_pk: int) -> HttpResponse:
    process_map = open_map(request, map_pk)
    rows = Document.parse(process_map.xml).rows()
    positions = positions_for({row.facts.position for row in rows})
    if request.method != "POST":
        guard = GuardForm(initial={"seen": process_map.revision})
        typed = with_sources(shown(rows, positions), rows)
        return _grid(request, process_map, positions, guard, [*typed, *blank_rows(typed)])
    table, guard = TableForm(request.POST, positions), GuardForm(request.POST)
    if table.refused:
        guard.is_valid()
        guard.add_error(None, table.refused)
    elif guard.is_valid() and table.is_valid() and _is_stale(process_map, guard):
        if _merged(request, process_map, table, guard):
            messages.success(request, _("Step table saved, together with what others changed."))
            return redirect(home_of(process_map))
    elif guard.is_valid() and table.is_valid() and _saved(request, process_map, table, guard):
        messages.success(request, _("Step table saved."))
        again = redirect("processes:edit_table", map_pk)
        return again if "add" in request.POST else redirect(home_of(process_map))
    with_sources(table.typed, rows)
    spare = max(BLANK_ROWS - sum(row.is_blank for row in table.typed), 0)
    return _grid(
        request, process_map, positions, guard, [*table.typed, *blank_rows(table.typed, spare)]
    )


def _saved(
    request: HttpRequest, process_map: ProcessMap, table: TableForm, guard: GuardForm
) -> bool:
    going = actions.what_goes(process_map, table.rows)
    asked = actions.asked_before(going)
    if asked and not guard.cleaned_data["confirm"]:
        guard.ask(asked)
        return False
    with refusals(guard):
        actions.save_table(
            process_map,
            rows=table.rows,
            actor=request.user,
            at=timezone.now(),
            seen_revision=guard.cleaned_data["seen"],
            confirm=guard.cleaned_data["confirm"],
        )
    return not guard.errors


@require_POST
def check_table(request: HttpRequest, map_pk: int) -> HttpResponse:
    """What a few cells mean, or what a paste would bring; nothing is stored."""
    process_map = open_map(request, map_pk)
    document = Document.parse(process_map.xml)
    positions = positions_for({row.facts.position for row in document.rows()})
    if "cells" in request.POST:
        return JsonResponse({"cells": checked(request.POST, positions)})
    cells = clipboard.cells(request.POST.get("text", ""), request.POST.get("html", ""))
    pasted = pasting.read(
        cells,
        first=request.POST.get("first", ""),
        has_headings={"yes": True, "no": False}.get(request.POST.get("headings", "")),
        fields=request.POST.getlist("field"),
        units=request.POST.getlist("unit"),
    )
    rows = [pasted_row(line, positions) for line in pasted.lines]
    context = {"pasted": pasted, "rows": rows[:8], "more": max(len(rows) - 8, 0)}
    context |= {"fields": column_choices(), "units": unit_choices()}
    return JsonResponse(
        {
            "preview": render_to_string("processes/_step_grid_paste.html", context, request),
            "has_headings": pasted.has_headings,
            "said": said_of(rows),
            "rows": [{cell.name: cell.value for cell in row} for row in rows],
        }
    )


def _is_stale(process_map: ProcessMap, guard: GuardForm) -> bool:
    return guard.cleaned_data["seen"] not in (None, process_map.revision)


def _merged(
    request: HttpRequest, process_map: ProcessMap, table: TableForm, guard: GuardForm
) -> bool:
    """Saved together with what others changed, once that was shown and agreed to."""
    seen, met = guard.cleaned_data["seen"], seen_number(request.POST.get("met", ""))
    choices = chosen(request.POST)
    if met == process_map.revision:
        with refusals(guard):
            actions.save_merged_table(
                process_map,
                rows=table.rows,
                choices=choices,
                actor=request.user,
                at=timezone.now(),
                seen_revision=seen,
                met_revision=met,
                confirm=guard.cleaned_data["confirm"],
            )
        if not guard.errors:
            return True
    merge = actions.merged_table(process_map, table.rows, seen, choices)
    if merge is None:
        unknown = _("What this table was opened with is not known any more. Open it again.")
        guard.add_error(None, unknown)
    else:
        guard.offer = Offer.of(merge, process_map, choices)
    return False


def positions_for(held: set[int | None]) -> Positions:
    """Those in use, and those that the map names already."""
    in_use = list(people.positions_in_use())
    missing = held - {None} - {one.pk for one in in_use}
    more = Position.objects.filter(pk__in=missing).select_related("department") if missing else ()
    return Positions([*in_use, *more], place_label)


def _grid(
    request: HttpRequest,
    process_map: ProcessMap,
    positions: Positions,
    guard: GuardForm,
    typed: list[Any],
) -> HttpResponse:
    bad = [(row, cell) for row in typed for cell in row.cells.values() if cell.error]
    context = {
        "project": process_map.project,
        "process_map": process_map,
        "back": home_of(process_map),
        "is_as_is": process_map.kind == MapKind.AS_IS,
        "guard": guard,
        "rows": typed,
        "bad": bad,
        "template_row": blank_rows([], 1)[0],
        "positions": positions,
        "values": ValueClass.choices,
        "wastes": WasteType.choices,
        "systems": queries.systems_in(process_map.project),
        "may_add_positions": may_manage_people(request.user),
    }
    refused = request.method == "POST" and (bad or guard.errors or guard.asked)
    status = 409 if guard.offer else 422 if refused else 200
    return render(request, "processes/edit_table.html", context, status=status)
