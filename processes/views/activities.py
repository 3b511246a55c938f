"""Editing a map row by row, or the whole table as a grid; for either kind of map."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from processes import actions
from processes.bpmn import END, Document, Row
from processes.enums import MapKind
from processes.forms.mapping import (
    ActivityForm,
    BranchForms,
    ConfirmForm,
    NewActivityForm,
    QuestionForm,
    seen_number,
)
from processes.models import Activity, ProcessMap, Step
from processes.queries import mapping as queries
from processes.views.map_access import activity_on, home_of, open_map
from sopman.core.forms import Form
from sopman.core.http import refusals

WAYS = {"up": -1, "down": 1}


def _table_row(row: Activity) -> dict[str, Any]:
    return {
        "step": str(row.step_id),
        "name": row.name,
        "position": row.position_id,
        "system": row.system,
        "touch_minutes": plain(row.touch_minutes),
        "waiting_minutes": plain(row.waiting_minutes),
        "value_class": row.value_class,
    }


def plain(value: Any) -> str:
    """Minutes as somebody types them: no trailing zeros."""
    return "" if value is None else f"{value.normalize():f}"


@require_http_methods(["GET", "POST"])
def add_activity(request: HttpRequest, map_pk: int) -> HttpResponse:
    process_map = open_map(request, map_pk)
    names = queries.step_names(process_map.project, process_map.kind)
    initial = {"seen": process_map.revision, "after": request.GET.get("after", "")}
    form = NewActivityForm(request.POST or None, names=names, initial=initial)
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data | {"seen_revision": form.cleaned_data.pop("seen")}
        facts.pop("seen", None)
        after = facts.pop("after", "")
        facts["after"] = Step.objects.filter(pk=after).first() if after else None
        if _saved(form, process_map, None, request, facts):
            messages.success(request, _("Activity added."))
            return redirect(home_of(process_map))
    return _form_page(request, process_map, form, _("Add activity"))


@require_http_methods(["GET", "POST"])
def edit_activity(request: HttpRequest, map_pk: int, step: UUID) -> HttpResponse:
    process_map = open_map(request, map_pk)
    row = activity_on(process_map, step)
    initial = _table_row(row) | {"seen": process_map.revision}
    initial |= {name: getattr(row, name) for name in ("waste", "entered", "output", "notes")}
    form = ActivityForm(request.POST or None, initial=initial, held=row.position)
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data | {"seen_revision": form.cleaned_data.pop("seen")}
        facts.pop("seen", None)
        if _saved(form, process_map, row.step, request, facts):
            messages.success(request, _("Activity saved."))
            return redirect(home_of(process_map))
    return _form_page(
        request, process_map, form, _("Edit activity “%(name)s”") % {"name": row.name}
    )


def _saved(
    form: Form, process_map: ProcessMap, step: Step | None, request: Any, facts: dict
) -> bool:
    with refusals(form):
        actions.save_activity(
            process_map, step=step, actor=request.user, at=timezone.now(), **facts
        )
    return not form.errors


@require_POST
def move_activity(request: HttpRequest, map_pk: int, step: UUID, way: str) -> HttpResponse:
    process_map = open_map(request, map_pk)
    if way not in WAYS:
        raise Http404
    actions.move_activity(
        process_map,
        step=activity_on(process_map, step).step,
        by=WAYS[way],
        actor=request.user,
        at=timezone.now(),
    )
    return redirect(f"{home_of(process_map)}#steps")


@require_http_methods(["GET", "POST"])
def remove_activity(request: HttpRequest, map_pk: int, step: UUID) -> HttpResponse:
    """Asks first, and says what hangs on the activity."""
    process_map = open_map(request, map_pk)
    row = activity_on(process_map, step)
    form = ConfirmForm(request.POST or None, initial={"seen": process_map.revision})
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            actions.remove_activity(
                process_map,
                step=row.step,
                confirm=True,
                actor=request.user,
                at=timezone.now(),
                seen_revision=form.cleaned_data["seen"],
            )
        if not form.errors:
            messages.success(request, _("Activity removed."))
            return redirect(f"{home_of(process_map)}#steps")
    return _ask_removal(request, process_map, row, form)


def _ask_removal(request, process_map, row, form):
    hanging = " ".join(str(one) for one in actions.hanging_on(process_map, row.step))
    calm = _("What led to it will lead to where it went on.")
    stays = _("Its step stays, and what hangs on it can still be read.")
    context = _context(process_map) | {
        "title": _("Remove the activity “%(name)s” from the map?") % {"name": row.name},
        "text": f"{hanging} {stays}" if hanging else calm,
        "submit": _("Remove activity"),
        "action": request.path,
        "cancel_url": home_of(process_map),
        "form": form,
    }
    return render(request, "components/confirm.html", context, status=_status(request, form.errors))


@require_http_methods(["GET", "POST"])
def edit_branches(request: HttpRequest, map_pk: int, step: UUID) -> HttpResponse:
    process_map = open_map(request, map_pk)
    row = activity_on(process_map, step)
    names = queries.step_names(process_map.project, process_map.kind)
    now, mine = _branches_now(process_map, row)
    given = {"form_kwargs": {"targets": _numbered(names)}, "prefix": "branch"}
    bound = {"data": request.POST} if request.method == "POST" else {}
    forms = BranchForms(**bound, initial=now, **given)
    said = {"question": mine.question, "is_fork": mine.is_fork, "seen": process_map.revision}
    head = QuestionForm(request.POST or None, initial=said)
    if request.method == "POST" and forms.is_valid() and head.is_valid():
        with refusals(head):
            _set_branches(request, process_map, row, forms, head)
        if not head.errors:
            messages.success(request, _("Branches saved."))
            return redirect(f"{home_of(process_map)}#steps")
    return _branches_page(request, process_map, row, forms, head)


def _branches_page(request, process_map, row, forms, head):
    title = _("Where “%(name)s” goes on") % {"name": row.name}
    context = _context(process_map) | {"row": row, "forms": forms, "head": head, "title": title}
    bad = forms.total_error_count() if forms.is_bound else 0
    status = _status(request, head.errors, bad)
    return render(request, "processes/edit_branches.html", context, status=status)


def _set_branches(request, process_map, row, forms, head):
    kept = [f.cleaned_data for f in forms if f.cleaned_data and not f.cleaned_data.get("DELETE")]
    branches = [(one["condition"], one["target"], one["share"]) for one in kept if one["target"]]
    actions.set_branches(
        process_map,
        step=row.step,
        branches=branches,
        question=head.cleaned_data["question"],
        is_fork=head.cleaned_data["is_fork"],
        actor=request.user,
        at=timezone.now(),
        seen_revision=head.cleaned_data["seen"],
    )


def _branches_now(process_map: ProcessMap, row: Activity) -> tuple[list[dict], Row]:
    rows = Document.parse(process_map.xml).rows()
    steps = {one.element_id: one.facts.step for one in rows} | {END: END}
    mine = next(one for one in rows if one.element_id == row.element_id)
    now = [
        {"condition": b.condition, "target": steps.get(b.target, ""), "share": b.share}
        for b in mine.branches
    ]
    return now, mine


def _numbered(names: dict[str, str]) -> list[tuple[str, str]]:
    return [(pk, f"{n}. {name}") for n, (pk, name) in enumerate(names.items(), start=1)]


# Frame of these pages


def _context(process_map: ProcessMap) -> dict[str, Any]:
    return {
        "project": process_map.project,
        "process_map": process_map,
        "back": home_of(process_map),
        "is_as_is": process_map.kind == MapKind.AS_IS,
    }


def _form_page(request, process_map, form, title):
    context = _context(process_map) | {"form": form, "title": title}
    context["systems"] = queries.systems_in(process_map.project)
    status = _status(request, form.errors)
    return render(request, "processes/edit_activity.html", context, status=status)


def _status(request: HttpRequest, *errors: Any) -> int:
    return 422 if request.method == "POST" and any(errors) else 200


__all__ = [
    "add_activity",
    "edit_activity",
    "edit_branches",
    "move_activity",
    "plain",
    "remove_activity",
    "seen_number",
]
