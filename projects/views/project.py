"""The list, the page of one project, its facts, its moves, its trail."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from projects import actions, queries, rules
from projects.enums import ENDS, FIRST_STAGE, Kind
from projects.forms import CancelForm, FactsForm, FilterForm, OpenForm, SendBackForm
from projects.queries import Filters
from projects.views.access import allowed, form_page, in_charter, visible
from sopman.audit.queries import of_chain
from sopman.core.errors import Refused
from sopman.core.http import answered, refusals
from sopman.core.narrowing import Narrowing
from sopman.core.paging import page_of
from sopman.organization.queries import today
from sopman.people import queries as people


@require_GET
def project_list(request):
    user, day = request.user, today()
    rows, leads = queries.whole_list(user)
    offers = tuple(people.names_of_departments.bare()), leads
    narrowing = Narrowing(request, FilterForm, offers=offers, user=user)
    if narrowing.is_used:
        rows = queries.listed(user, Filters(**narrowing.values), on=day)
    context = {
        "filter": narrowing,
        "page": page_of(request, rows),
        "today": day,
        "may_open": rules.may_open(user),
    }
    return render(request, "projects/project_list.html", context)


@require_http_methods(["GET", "POST"])
def open_project(request):
    if not rules.may_open(request.user):
        raise PermissionDenied(_("Only a department head or the document controller opens one."))
    initial = {"kind": Kind.NEW_SOP, "has_present_process": True}
    form = OpenForm(request.POST or None, user=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            project = actions.open_project(
                actor=request.user, at=timezone.now(), **form.arguments()
            )
        if not form.errors:
            messages.success(request, _("Project %(code)s opened.") % {"code": project.code})
            small = project.kind in FIRST_STAGE
            return redirect("projects:detail" if small else "projects:charter", project.pk)
    return form_page(request, "projects/open_project.html", form)


@require_GET
def detail(request, project_pk):
    project = queries.seen_by(request.user, project_pk)
    if project is None:
        raise Http404
    return render(request, "projects/project_detail.html", {"project": project})


@require_GET
def trail(request, project_pk):
    project = allowed(visible(request, project_pk), request.user, rules.may_read_trail)
    page = page_of(request, of_chain(project.audit_chain))
    context = {"project": project, "page": page, "activities": queries.activities(page)}
    return render(request, "projects/trail.html", context)


@require_http_methods(["GET", "POST"])
def edit_facts(request, project_pk):
    project = in_charter(visible(request, project_pk), request.user)
    initial = {
        "title_zh": project.title_zh,
        "title_en": project.title_en,
        "sponsor": project.sponsor_id,
        "has_present_process": project.has_present_process,
        "seen": project.revision,
    }
    form = FactsForm(request.POST or None, project=project, initial=initial)
    write = partial(actions.edit_facts, project, actor=request.user, at=timezone.now())
    back = reverse("projects:charter", args=[project.pk])
    done = answered(request, form, write, said=_("Project saved."), to=back)
    return done or form_page(request, "projects/edit_facts.html", form, project=project, back=back)


@require_http_methods(["GET", "POST"])
def send_back(request, project_pk):
    project = _steered(request, project_pk)
    form = SendBackForm(request.POST or None, project=project)
    write = partial(actions.send_back, project, actor=request.user, at=timezone.now())
    back = reverse("projects:detail", args=[project.pk])
    done = answered(request, form, write, said=_("The project went back."), to=back)
    text = _("Everything is kept. What is under way in the later stages is withdrawn, and the "
             "team is told.")  # fmt: skip
    return done or form_page(
        request,
        "components/confirm.html",
        form,
        title=_("Send project %(code)s back") % {"code": project.code},
        text=text,
        action=request.path,
        submit=_("Send project back"),
        cancel_url=back,
    )


@require_http_methods(["GET", "POST"])
def cancel(request, project_pk):
    project = _steered(request, project_pk)
    form = CancelForm(request.POST or None)
    write = partial(actions.cancel, project, actor=request.user, at=timezone.now())
    back = reverse("projects:detail", args=[project.pk])
    done = answered(request, form, write, said=_("The project is cancelled."), to=back)
    return done or form_page(
        request,
        "components/confirm.html",
        form,
        title=_("Cancel project %(code)s") % {"code": project.code},
        text=_("This can't be taken back. Everything is kept and stays readable; nothing of it "
               "comes into force."),
        action=request.path,
        submit=_("Cancel project"),
        cancel_url=back,
    )  # fmt: skip


def _steered(request, project_pk):
    project = allowed(visible(request, project_pk), request.user, rules.may_steer)
    if project.stage in ENDS:
        raise Refused([_("The project is over already.")])
    return project
