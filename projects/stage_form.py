"""One form on the page of a stage: one action, then back to the stage."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from projects.models import Project
from projects.stages import Stage, panel_for
from sopman.core.forms import Form
from sopman.core.http import answered


def stage_form(
    request: HttpRequest,
    project: Project,
    form: Form,
    write: Callable[..., Any],
    *,
    stage: Stage,
    words: str | Promise,
    said: str = "",
    **context: Any,
) -> HttpResponse:
    """`words` are heading and button; further `context` may name another `template`."""
    panel = panel_for(stage)
    back = reverse(panel.url_name, args=[project.pk])
    if done := answered(request, form, write, said=said or _("Saved."), to=back):
        return done
    template = context.pop("template", "projects/stage_form.html")
    context |= {"project": project, "form": form, "words": words, "panel": panel, "back": back}
    return render(request, template, context, status=422 if form.errors else 200)
