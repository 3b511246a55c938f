"""The team of a project."""

from functools import partial

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from projects import actions, rules
from projects.enums import ENDS, MemberRole, Stage
from projects.forms import LeadForm, MemberForm, ReplaceForm, SeatForm
from projects.models import Membership
from projects.starting import Content
from projects.views.access import allowed, form_page, visible, visible_row
from sopman.core.errors import Refused
from sopman.core.http import answered


def _may_change(project, user):
    heads = project.stage == Stage.CHARTER and rules.heads_owner(project, user)
    return rules.may_change_team(project, user) or heads


def _open_team(project, user):
    if project.stage in ENDS:
        raise Refused([_("The project is over already.")])
    return allowed(project, user, _may_change)


@require_http_methods(["GET", "POST"])
def add_member(request, project_pk):
    project = _open_team(visible(request, project_pk), request.user)
    asked = request.GET.get("role")
    initial = {"role": asked} if asked in MemberRole.values else {}
    if asked in MemberRole.values and project.charter.template:
        initial["work"] = Content.read(project.charter.template.content).work_of(asked)
    form = MemberForm(request.POST or None, initial=initial)
    write = partial(actions.add_member, project, actor=request.user, at=timezone.now())
    done = answered(request, form, write, said=_("Team member added."), to=_team(project))
    return done or _page(request, form, project, _("Add team member"))


@require_http_methods(["GET", "POST"])
def edit_member(request, pk):
    member = visible_row(request, Membership, pk)
    project = _open_team(member.project, request.user)
    initial = {"work": member.work, "deputy": member.deputy_id, "seen": member.revision}
    form = SeatForm(request.POST or None, initial=initial)
    write = partial(actions.edit_member, member, actor=request.user, at=timezone.now())
    done = answered(request, form, write, said=_("Team member saved."), to=_team(project))
    role = member.get_role_display()
    title = _("%(name)s as %(role)s") % {"name": member.user, "role": role}
    return done or _page(request, form, project, title)


@require_http_methods(["GET", "POST"])
def replace_member(request, pk):
    member = visible_row(request, Membership, pk)
    project = _open_team(member.project, request.user)
    if member.role == MemberRole.LEAD:
        raise Refused([_("Change the team lead on the page of the project's facts.")])
    form = ReplaceForm(request.POST or None, member=member, initial={"seen": member.revision})
    write = partial(actions.replace_member, member, actor=request.user, at=timezone.now())
    done = answered(request, form, write, said=_("Team member replaced."), to=_team(project))
    words = {"name": member.user, "role": member.get_role_display()}
    return done or _page(request, form, project, _("Replace %(name)s as %(role)s") % words)


@require_http_methods(["GET", "POST"])
def remove_member(request, pk):
    member = visible_row(request, Membership, pk)
    project = _open_team(member.project, request.user)
    if request.method == "POST":
        actions.remove_member(member, actor=request.user, at=timezone.now())
        messages.success(request, _("Team member removed."))
        return redirect(_team(project))
    role = member.get_role_display()
    context = {
        "title": _("Remove %(name)s as %(role)s?") % {"name": member.user, "role": role},
        "action": request.path,
        "submit": _("Remove team member"),
        "cancel_url": _team(project),
    }
    return render(request, "components/confirm.html", context)


@require_http_methods(["GET", "POST"])
def change_lead(request, project_pk):
    project = allowed(visible(request, project_pk), request.user, rules.may_set_lead)
    form = LeadForm(request.POST or None, project=project)
    write = partial(actions.change_lead, project, actor=request.user, at=timezone.now())
    to = reverse("projects:detail", args=[project.pk])
    done = answered(request, form, write, said=_("The team lead has changed."), to=to)
    return done or _page(request, form, project, _("Change team lead"))


def _team(project):
    return reverse("projects:charter", args=[project.pk]) + "#team"


def _page(request, form, project, title):
    context = {"project": project, "title": title, "back": _team(project)}
    return form_page(request, "projects/edit_row.html", form, **context)
