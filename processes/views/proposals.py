"""What the analysis proposes: accept it as a finding, dismiss it with a reason, take it up again."""

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from processes import actions
from processes.forms.proposals import DismissForm
from processes.models import JudgedProposal
from processes.proposals import Proposal
from processes.queries.proposals import proposed
from processes.views.findings import attach_evidence, finding_arguments, finding_form
from processes.views.map_access import open_findings, visible_project
from projects.models import Project
from sopman.core.errors import Refused
from sopman.core.http import answered, refusals


@require_http_methods(["GET", "POST"])
def accept_proposal(request: HttpRequest, project_pk: int, key: str) -> HttpResponse:
    project = open_findings(request, visible_project(request, project_pk))
    proposal = _waiting(project, key)
    form = finding_form(request, project, _as_finding(proposal))
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            saved = _accept(request, project, key, finding_arguments(project, form))
        if not form.errors:
            messages.success(request, _("Finding %(code)s added.") % {"code": saved.code})
            return redirect(_list(project))
    title = _("Accept as finding")
    context = {"form": form, "project": project, "title": title, "back": _list(project)}
    return render(request, "projects/edit_row.html", context, status=422 if form.errors else 200)


def _accept(request, project, key, data):
    upload = data.pop("upload", None)
    data.pop("seen", None)
    now = timezone.now()
    saved = actions.accept_proposal(project, key=key, actor=request.user, at=now, **data)
    if upload:
        attach_evidence(request, saved, upload)
    return saved


def _as_finding(proposal: Proposal) -> dict:
    evidence = _("Found by analysis of the as-is map: %(rule)s.") % {"rule": proposal.label}
    return {
        "kind": proposal.kind,
        "text": proposal.text,
        "steps": list(proposal.steps),
        "impact": proposal.impact,
        "frequency": proposal.frequency,
        "evidence": evidence,
    }


@require_http_methods(["GET", "POST"])
def dismiss_proposal(request: HttpRequest, project_pk: int, key: str) -> HttpResponse:
    project = open_findings(request, visible_project(request, project_pk))
    proposal = _waiting(project, key)
    form = DismissForm(request.POST or None)
    write = partial(
        actions.dismiss_proposal, project, key=key, actor=request.user, at=timezone.now()
    )
    back = _list(project)
    if done := answered(request, form, write, said=_("Proposal dismissed."), to=back):
        return done
    context = {
        "form": form,
        "title": _("Dismiss this proposal"),
        "text": proposal.text,
        "action": request.path,
        "submit": _("Dismiss proposal"),
        "cancel_url": back,
        "tone": "main",
    }
    return render(request, "components/confirm.html", context, status=422 if form.errors else 200)


@require_POST
def reconsider_proposal(request: HttpRequest, pk: int) -> HttpResponse:
    rows = JudgedProposal.objects.visible_to(request.user)
    judged = get_object_or_404(rows.select_related("project"), pk=pk)
    open_findings(request, judged.project)
    actions.reconsider_proposal(judged, actor=request.user, at=timezone.now())
    messages.success(request, _("The proposal is open again."))
    return redirect(_list(judged.project))


def _waiting(project: Project, key: str) -> Proposal:
    found = next((one for one in proposed(project) if one.key == key), None)
    if found is None:
        raise Http404
    if project.judged_proposals.filter(key=key).exists():
        raise Refused([_("Somebody has decided on this proposal meanwhile.")])
    return found


def _list(project: Project) -> str:
    return reverse("processes:mapping", args=[project.pk]) + "#proposals"
