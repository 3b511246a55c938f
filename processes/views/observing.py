"""The stopwatch sheet, the cycles it sends, and their minutes on the map."""

import json
import uuid
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from processes.actions import observing as actions
from processes.actions.observing import MOST_LAPS, Timed
from processes.enums import EvidenceKind
from processes.forms.evidence import ReasonForm, TypedCycleForm, TypedLaps
from processes.models import Cycle, EvidenceRecord, Step
from processes.queries.mapping import step_names
from processes.views.evidence import open_evidence, visible_record
from processes.views.map_access import visible_project
from sopman.core.errors import Refused
from sopman.core.http import answered, refusals

MOST_BYTES = 256 * 1024


def _observation(request: HttpRequest, pk: int) -> EvidenceRecord:
    one = visible_record(request, pk)
    if one.kind != EvidenceKind.OBSERVATION:
        raise Http404
    open_evidence(request, one.project)
    return one


@require_GET
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    return _sheet(request, _observation(request, pk))


def _sheet(
    request: HttpRequest, one: EvidenceRecord, form: Any = None, laps: Any = None
) -> HttpResponse:
    names = step_names(one.project)
    form = form or TypedCycleForm(initial={"client_id": uuid.uuid4(), "day": timezone.localdate()})
    laps = laps or TypedLaps(
        initial=[{"step": pk} for pk in names], form_kwargs={"names": names}, prefix="lap"
    )
    failed = form.errors or laps.total_error_count() if laps.is_bound else 0
    context = {
        "record": one,
        "project": one.project,
        "activities": list(names.items()),
        "form": form,
        "laps": laps,
        "is_typing": laps.is_bound,
    }
    return render(request, "processes/stopwatch.html", context, status=422 if failed else 200)


@require_POST
def type_cycle(request: HttpRequest, pk: int) -> HttpResponse:
    """The form for those without the stopwatch: minutes by activity."""
    one = _observation(request, pk)
    names = step_names(one.project)
    form = TypedCycleForm(request.POST)
    laps = TypedLaps(request.POST, form_kwargs={"names": names}, prefix="lap")
    if form.is_valid() and laps.is_valid():
        timed = [row.lap() for row in laps]
        with refusals(form):
            actions.save_cycle(
                one, client_id=form.cleaned_data["client_id"], laps=timed,
                remark=form.cleaned_data["remark"], is_typed=True, actor=request.user,
                at=timezone.now(), **form.span(timed),
            )  # fmt: skip
        if not form.errors:
            messages.success(request, _("Cycle saved."))
            return redirect("processes:evidence", pk)
    return _sheet(request, one, form, laps)


@require_POST
def save_cycle(request: HttpRequest, pk: int) -> JsonResponse:
    """What the stopwatch sends: JSON in, JSON out, also for refusals. Safe to repeat."""
    one = _observation(request, pk)
    if len(request.body) > MOST_BYTES:
        return JsonResponse({"saved": False, "reasons": [_("The cycle is too long.")]}, status=413)
    try:
        told = _read(json.loads(request.body))
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError):
        reasons = [_("This isn't a cycle of the stopwatch.")]
        return JsonResponse({"saved": False, "reasons": reasons}, status=422)
    try:
        cycle = actions.save_cycle(one, actor=request.user, at=timezone.now(), **told)
    except Refused as refused:
        reasons = [str(reason) for reason in refused.reasons]
        return JsonResponse({"saved": False, "reasons": reasons}, status=409)
    return JsonResponse({"saved": True, "cycle": cycle.pk, "notes": cycle.corrected})


def _read(said: dict[str, Any]) -> dict[str, Any]:
    """The arguments of `save_cycle`; raises for anything that has another shape."""
    laps = said["laps"]
    if not isinstance(laps, list) or len(laps) > MOST_LAPS * 4:
        raise ValueError
    return {
        "client_id": uuid.UUID(said["client_id"]),
        "started_at": _moment(said["started_at"]),
        "ended_at": _moment(said["ended_at"]),
        "remark": str(said.get("remark") or "").replace("\x00", ""),
        "laps": [
            Timed(
                step=uuid.UUID(lap["step"]),
                touch=_whole(lap.get("touch")),
                waiting=_whole(lap.get("waiting")),
                interrupted=_whole(lap.get("interrupted")) or 0,
                remark=str(lap.get("remark") or "").replace("\x00", ""),
            )
            for lap in laps
        ],
    }


def _moment(text: str) -> datetime:
    found = parse_datetime(text)
    if found is None or timezone.is_naive(found) or not 2000 <= found.year <= 2200:
        raise ValueError
    return found


def _whole(value: Any) -> int | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError
    return round(value)


@require_http_methods(["GET", "POST"])
def remove_cycle(request: HttpRequest, pk: int) -> HttpResponse:
    rows = Cycle.objects.visible_to(request.user).select_related("record__project")
    cycle = get_object_or_404(rows, pk=pk)
    project = open_evidence(request, cycle.record.project)
    form = ReasonForm(request.POST or None)

    def write(reason: str) -> None:
        actions.remove_cycle(cycle, actor=request.user, at=timezone.now(), reason=reason)

    back = reverse("processes:evidence", args=[cycle.record_id])
    done = answered(request, form, write, said=_("Cycle removed."), to=back)
    context = {
        "project": project,
        "title": _("Remove this cycle?"),
        "text": _("It no longer counts in the measured minutes; the audit trail keeps it."),
        "submit": _("Remove cycle"),
        "action": request.path,
        "cancel_url": back,
        "form": form,
    }
    status = 422 if form.errors else 200
    return done or render(request, "components/confirm.html", context, status=status)


@require_POST
def take_over(request: HttpRequest, project_pk: int) -> HttpResponse:
    """Measured minutes onto the map: of the activity in `step`, or of all."""
    project = visible_project(request, project_pk)
    open_evidence(request, project)
    step = None
    if wanted := request.POST.get("step"):
        try:
            pk = uuid.UUID(wanted)
        except ValueError:
            raise Http404 from None
        step = get_object_or_404(Step.objects.filter(project=project), pk=pk)
    actions.take_over_measured(project, step=step, actor=request.user, at=timezone.now())
    messages.success(request, _("The minutes stand on the map now, with their source."))
    return redirect(reverse("processes:evidence_list", args=[project_pk]) + "#measured")
