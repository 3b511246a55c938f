"""Changing what the sponsor has signed: a revision is proposed, then signed or declined."""

from functools import partial

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from projects import actions, queries, revising, rules
from projects.enums import RevisionState, Stage
from projects.forms import ReturnForm, RevisionForm, SignForm
from projects.models import CharterRevision, Objective
from projects.views.access import allowed, form_page, visible_row
from sopman.core.errors import Refused
from sopman.core.http import answered, refusals
from sopman.signatures.enums import Meaning
from sopman.signatures.signing import sha256_of


@require_http_methods(["GET", "POST"])
def revise_objective(request, pk):
    objective = visible_row(request, Objective, pk)
    project = allowed(objective.project, request.user, rules.may_edit_charter)
    if project.stage == Stage.CHARTER:
        raise Refused([_("The charter is not signed yet; change the objective itself.")])
    initial = {name: getattr(objective, name) for name in revising.REVISABLE}
    initial["seen"] = objective.revision
    form = RevisionForm(request.POST or None, objective=objective, initial=initial)
    write = partial(actions.propose_revision, objective, actor=request.user, at=timezone.now())
    done = answered(request, form, write, said=_("The sponsor is asked to sign."), to=_to(project))
    title = _("Revise the objective “%(name)s”") % {"name": objective.name}
    return done or form_page(
        request, "projects/edit_revision.html", form, project=project, title=title,
        objective=objective, back=_to(project, "objectives"),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def sign_revision(request, pk):
    revision = visible_row(request, CharterRevision, pk)
    project = allowed(revision.project, request.user, rules.may_sign_charter)
    _still_open(revision)
    shown = sha256_of(queries.revision_content(revision))
    form = SignForm(request.POST or None, initial={"shown_sha256": shown})
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            actions.sign_revision(
                revision, actor=request.user, at=timezone.now(), **form.cleaned_data
            )
        if not form.errors:
            messages.success(request, _("Revision signed. The objective says so from now on."))
            return redirect(_to(project))
    return form_page(
        request, "projects/sign_revision.html", form, project=project, revision=revision,
        meaning=Meaning.CHARTER_REVISED.label, back=_to(project),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def decline_revision(request, pk):
    revision = visible_row(request, CharterRevision, pk)
    project = allowed(revision.project, request.user, rules.may_sign_charter)
    _still_open(revision)
    form = ReturnForm(request.POST or None)
    write = partial(actions.decline_revision, revision, actor=request.user, at=timezone.now())
    done = answered(request, form, write, said=_("The team has been told."), to=_to(project))
    return done or form_page(
        request, "components/confirm.html", form, title=_("Decline the revision"),
        text=_("The objective stays as it was signed. Say why."), action=request.path,
        submit=_("Decline revision"), cancel_url=_to(project), tone="main",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def take_back_revision(request, pk):
    revision = visible_row(request, CharterRevision, pk)
    project = allowed(revision.project, request.user, rules.may_edit_charter)
    _still_open(revision)
    if request.method == "POST":
        actions.take_back_revision(revision, actor=request.user, at=timezone.now())
        messages.success(request, _("Revision taken back."))
        return redirect(_to(project))
    context = {
        "title": _("Take the revision back?"),
        "action": request.path,
        "submit": _("Take revision back"),
        "cancel_url": _to(project),
    }
    return render(request, "components/confirm.html", context)


def _still_open(revision):
    if revision.state != RevisionState.PROPOSED:
        raise Refused([_("The revision is settled already.")])


def _to(project, anchor="revisions"):
    return reverse("projects:charter", args=[project.pk]) + f"#{anchor}"
