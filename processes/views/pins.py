"""Pinning sentences and pictures to activities, and settling what sources say differently."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from processes.actions import evidence as actions
from processes.actions import observing
from processes.enums import Aspect
from processes.forms.evidence import PinForm, SettleForm
from processes.models import Pin, Step
from processes.queries import evidence as queries
from processes.queries.mapping import step_names, systems_in
from processes.views.evidence import open_evidence, visible_record
from processes.views.map_access import visible_project
from sopman.core.http import answered
from sopman.files.enums import Kind
from sopman.files.queries import attachments_of


@require_http_methods(["GET", "POST"])
def add_pin(request: HttpRequest, pk: int) -> HttpResponse:
    one = visible_record(request, pk)
    project = open_evidence(request, one.project)
    form = PinForm(
        request.POST or None,
        names=step_names(project),
        pictures=attachments_of(one).filter(kind=Kind.PICTURE),
        initial={"step": request.GET.get("step", ""), "picture": request.GET.get("picture", "")},
    )

    def write(**facts: Any) -> Pin:
        return actions.pin(one, actor=request.user, at=timezone.now(), **facts)

    back = reverse("processes:evidence", args=[pk])
    done = answered(request, form, write, said=_("Pinned to the activity."), to=back)
    context = {
        "form": form,
        "record": one,
        "project": project,
        "systems": systems_in(project),
        "title": _("Pin to an activity"),
        "back": back,
    }
    status = 422 if form.errors else 200
    return done or render(request, "processes/pin.html", context, status=status)


@require_POST
def remove_pin(request: HttpRequest, pk: int) -> HttpResponse:
    rows = Pin.objects.visible_to(request.user).select_related("record__project")
    one = get_object_or_404(rows, pk=pk)
    open_evidence(request, one.record.project)
    actions.unpin(one, actor=request.user, at=timezone.now())
    messages.success(request, _("Pin removed."))
    return redirect("processes:evidence", one.record_id)


@require_http_methods(["GET", "POST"])
def settle(request: HttpRequest, project_pk: int, step: UUID, aspect: str) -> HttpResponse:
    project = open_evidence(request, visible_project(request, project_pk))
    if aspect not in Aspect.values:
        raise Http404
    one = get_object_or_404(Step.objects.filter(project=project), pk=step)
    question = queries.question_about(project, one, aspect)
    if question is None:
        raise Http404
    labels = queries.Labels(project, [question])
    form = SettleForm(
        request.POST or None,
        choices=[(value, labels.of(aspect, value)) for value in question.values],
        initial={"seen": "|".join(sorted(question.values))},
    )

    def write(**facts: Any) -> Any:
        return actions.settle(
            project, step=one, aspect=aspect, actor=request.user, at=timezone.now(), **facts
        )

    back = reverse("processes:evidence_list", args=[project_pk])
    done = answered(request, form, write, said=_("Settled."), to=f"{back}#contradictions")
    context = {
        "form": form,
        "project": project,
        "question": question,
        "labels": labels,
        "title": f"{question.name} · {question.label}",
        "back": back,
    }
    status = 422 if form.errors else 200
    return done or render(request, "processes/settle.html", context, status=status)


@require_POST
def take_over_settled(
    request: HttpRequest, project_pk: int, step: UUID, aspect: str
) -> HttpResponse:
    project = open_evidence(request, visible_project(request, project_pk))
    one = get_object_or_404(Step.objects.filter(project=project), pk=step)
    observing.take_over_settled(
        project, step=one, aspect=aspect, actor=request.user, at=timezone.now()
    )
    messages.success(request, _("The minutes stand on the map now, with their source."))
    return redirect(reverse("processes:evidence_list", args=[project_pk]) + "#contradictions")
