"""The charter: its page, its text, audience and schedule, and the sponsor's signature."""

from functools import partial

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from projects import actions, claims, queries, rules
from projects.enums import ENDS, FIRST_STAGE, STAGES, Direction, MemberRole, Stage
from projects.forms import AudienceForm, CharterForm, ReturnForm, ScheduleForm, SignForm
from projects.planning import suggested_plan
from projects.stages import criteria_of
from projects.starting import Content
from projects.views.access import allowed, form_page, in_charter, visible
from sopman.core.errors import Refused
from sopman.core.http import answered, refusals
from sopman.organization.queries import organization, today
from sopman.signatures.enums import Meaning
from sopman.signatures.signing import sha256_of


@require_GET
def charter(request, project_pk):
    project, user = visible(request, project_pk, whole=True), request.user
    is_open = project.stage == Stage.CHARTER
    writes = rules.may_edit_charter(project, user)
    changes_team = rules.may_change_team(project, user) or (
        is_open and rules.heads_owner(project, user)
    )
    criteria = criteria_of(project, Stage.CHARTER)
    context = _content(project) | {
        "may_edit": is_open and writes,
        "may_replan": writes and project.stage not in ENDS,
        "may_change_team": changes_team and project.stage not in ENDS,
        "may_sign": is_open and rules.may_sign_charter(project, user),
        "may_revise": not is_open and writes,
        "may_sign_revision": not is_open and rules.may_sign_charter(project, user),
        "may_divide": rules.may_divide_work(project, user),
        "may_measure": project.stage == Stage.MAPPING and rules.may_edit(project, user),
        "is_open": is_open,
        "criteria": criteria,
        "is_ready": all(one.met for one in criteria),
    }
    context["tasks"] = _tasks(project, user)
    context["claims"] = claims.same_trigger(project, user) if is_open else []
    context["may_finish_any"] = any(may_finish for _task, may_finish in context["tasks"])
    return render(request, "projects/charter.html", context)


def _tasks(project, user):
    """Each with whether `user` may say that it is done."""
    found = queries.tasks(project)
    return [
        (one, one.done_at is None and rules.may_finish_task(project, one, user)) for one in found
    ]


def _empty_seats(project, team):
    """What nobody has taken yet, with the work that the template gives to it."""
    if project.kind in FIRST_STAGE:  # small changes need no whole team
        return []
    held = {one.role for one in team}
    template = project.charter.template
    content = Content.read(template.content if template else {})
    return [
        {"role": role.value, "label": role.label, "work": content.work_of(role)}
        for role in MemberRole
        if role not in held
    ]


def _content(project):
    """What a charter says; the same on its page, on the page where it is signed, and in print."""
    scope = list(project.scope_items.all())
    team = list(project.memberships.all())
    return {
        "project": project,
        "charter": project.charter,
        "objectives": list(project.objectives.all()),
        "scope_in": [one for one in scope if one.direction == Direction.IN],
        "scope_out": [one for one in scope if one.direction == Direction.OUT],
        "departments": list(project.departments.all()),
        "positions": list(project.positions.select_related("department")),
        "revisions": queries.revisions(project),
        "team": team,
        "empty_seats": _empty_seats(project, team),
        "former": queries.former_members(project),
        "timetable": queries.timetable(
            project, queries.stage_cells(project, on=today()), on=today()
        ),
    }


@require_http_methods(["GET", "POST"])
def edit_charter(request, project_pk):
    project = in_charter(visible(request, project_pk), request.user)
    text = project.charter
    names = ("background", "purpose", "start_trigger", "end_state")
    initial = {name: getattr(text, name) for name in names} | {"seen": text.revision}
    form = CharterForm(request.POST or None, initial=initial)
    write = partial(actions.edit_charter, project, actor=request.user, at=timezone.now())
    back = reverse("projects:charter", args=[project.pk])
    done = answered(request, form, write, said=_("Charter saved."), to=back)
    page = "projects/edit_charter.html"
    return done or form_page(request, page, form, project=project, back=back)


@require_http_methods(["GET", "POST"])
def edit_audience(request, project_pk):
    project = in_charter(visible(request, project_pk), request.user)
    initial = {
        "departments": project.departments.values_list("pk", flat=True),
        "positions": project.positions.values_list("pk", flat=True),
        "seen": project.revision,
    }
    form = AudienceForm(request.POST or None, initial=initial)
    write = partial(actions.edit_audience, project, actor=request.user, at=timezone.now())
    back = reverse("projects:charter", args=[project.pk]) + "#audience"
    done = answered(request, form, write, said=_("Departments and positions saved."), to=back)
    page = "projects/edit_audience.html"
    return done or form_page(request, page, form, project=project, back=back)


@require_http_methods(["GET", "POST"])
def edit_schedule(request, project_pk):
    project = allowed(visible(request, project_pk), request.user, rules.may_edit_charter)
    if "backwards" in request.POST:
        return _planned_backwards(request, project)
    known = queries.plan(project)
    initial = known | {"seen": project.revision}
    initial.setdefault(Stage.RELEASE.value, project.wished_effective_on)
    form = ScheduleForm(request.POST or None, project=project, initial=initial)
    back = reverse("projects:charter", args=[project.pk]) + "#schedule"
    done = answered(
        request, form, partial(_set_schedule, request, project, form), to=back,
        said=_("Schedule saved."),
    )  # fmt: skip
    return done or _schedule_page(request, project, form)


def _set_schedule(request, project, form, *, seen=None, reason="", **_dates):
    actions.set_schedule(
        project,
        actor=request.user,
        at=timezone.now(),
        dates=form.dates(),
        reason=reason,
        seen=seen,
    )


def _planned_backwards(request, project):
    """Fill the form with a plan and show it; nothing is saved yet."""
    asked = ScheduleForm(request.POST, project=project)
    asked.is_valid()
    release = asked.cleaned_data.get(Stage.RELEASE.value)
    if release is None:
        return _schedule_page(request, project, asked)
    try:
        plan = suggested_plan(release, start=today())
    except Refused as refused:
        for sentence in refused.reasons:
            asked.add_error(Stage.RELEASE.value, sentence)
        return _schedule_page(request, project, asked)
    known = queries.plan(project)
    for stage in STAGES[: max(0, list(STAGES).index(Stage(project.stage)))]:
        plan[stage] = known.get(stage, plan[stage])
    initial = plan | {"seen": project.revision, "reason": request.POST.get("reason", "")}
    return _schedule_page(request, project, ScheduleForm(project=project, initial=initial))


def _schedule_page(request, project, form):
    settings = organization()
    return form_page(
        request,
        "projects/edit_schedule.html",
        form,
        project=project,
        pilot_days=settings.pilot_min_days,
        revision_days=settings.revision_days,
        back=reverse("projects:charter", args=[project.pk]) + "#schedule",
    )


@require_POST
def ask_sponsor(request, project_pk):
    project = visible(request, project_pk)
    actions.ask_sponsor(project, actor=request.user, at=timezone.now())
    messages.success(request, _("The sponsor has been asked to sign."))
    return redirect("projects:charter", project.pk)


@require_http_methods(["GET", "POST"])
def return_charter(request, project_pk):
    project = allowed(visible(request, project_pk), request.user, rules.may_sign_charter)
    form = ReturnForm(request.POST or None)
    write = partial(actions.return_charter, project, actor=request.user, at=timezone.now())
    back = reverse("projects:charter", args=[project.pk])
    done = answered(request, form, write, said=_("The team lead has been told."), to=back)
    return done or form_page(
        request,
        "components/confirm.html",
        form,
        title=_("Return charter to the team lead"),
        text=_("Say what is missing or has to be changed before you sign."),
        action=request.path,
        submit=_("Return charter"),
        cancel_url=back,
        tone="main",
    )


@require_http_methods(["GET", "POST"])
def sign_charter(request, project_pk):
    project = allowed(visible(request, project_pk), request.user, rules.may_sign_charter)
    if project.stage != Stage.CHARTER:
        raise Refused([_("The charter is signed and can't be changed any more.")])
    shown = sha256_of(queries.charter_content(project))
    form = SignForm(request.POST or None, initial={"shown_sha256": shown})
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            actions.sign_charter(
                project, actor=request.user, at=timezone.now(), **form.cleaned_data
            )
        if not form.errors:
            messages.success(request, _("Charter signed. The as-is mapping is open."))
            return redirect("projects:detail", project.pk)
    project = visible(request, project_pk, whole=True)
    meaning = Meaning.CHARTER_SPONSOR.label
    tasks = [(one, False) for one in queries.tasks(project)]
    context = _content(project) | {"meaning": meaning, "criteria": criteria_of(project)}
    context["tasks"] = tasks
    return form_page(request, "projects/sign_charter.html", form, **context)
