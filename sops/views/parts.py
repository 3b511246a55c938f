"""Parts of a draft: steps, branches, pictures, related documents, record forms."""

from functools import partial

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sopman.core.http import answered
from sops import actions
from sops.forms import (
    BranchForm,
    PictureForm,
    ReasonForm,
    RecordFormForm,
    RelatedForm,
    StepForm,
)
from sops.models import RecordForm, RelatedDocument, SopStep, SopStepBranch, StepPicture
from sops.views.access import draft, draft_part, drafting_page, form_page

WORDS = list(actions.STEP_WORDS)


@require_http_methods(["GET", "POST"])
def add_step(request, pk):
    version = draft(request, pk)
    form = StepForm(request.POST or None)
    asked = request.GET.get("after", "")
    after = next((one for one in version.steps.all() if str(one.pk) == asked), None)

    def write(seen="", **words):
        return actions.add_step(
            version, actor=request.user, at=timezone.now(), after=after, **words
        )

    to = lambda one: drafting_page(version, f"step-{one.step_id}")  # noqa: E731
    done = answered(request, form, write, said=_("Step added."), to=to)
    return done or form_page(
        request,
        "sops/step.html",
        form,
        project=version.project,
        version=version,
        title=_("Add step"),
        back=drafting_page(version, "steps"),
    )


@require_http_methods(["GET", "POST"])
def edit_step(request, pk):
    one = draft_part(request, SopStep, pk)
    initial = {name: getattr(one, name) for name in WORDS} | {"seen": one.revision}
    form = StepForm(request.POST or None, initial=initial)
    write = partial(actions.edit_step, one, actor=request.user, at=timezone.now())
    to = drafting_page(one.version, f"step-{one.step_id}")
    done = answered(request, form, write, said=_("Step saved."), to=to)
    context = {
        "project": one.version.project,
        "version": one.version,
        "one": one,
        "title": _("Write step “%(title)s”") % {"title": one.title},
        "back": to,
        "branches": _branches(one),
        "pictures": one.pictures.select_related("attachment"),
        "now": one if getattr(form, "is_refused", False) else None,
    }
    return done or form_page(request, "sops/step.html", form, **context)


def _branches(one):
    numbers = {row.step_id: (n, row.title) for n, row in enumerate(one.version.steps.all(), 1)}
    return [(way, numbers.get(way.target_id)) for way in one.branches.all()]


@require_POST
def move_step(request, pk, way):
    one = draft_part(request, SopStep, pk)
    actions.move_step(one, up=way == "up", actor=request.user, at=timezone.now())
    return redirect(drafting_page(one.version, f"step-{one.step_id}"))


@require_http_methods(["GET", "POST"])
def remove_step(request, pk):
    one = draft_part(request, SopStep, pk)
    form = ReasonForm(request.POST or None)
    form.fields["reason"].required = actions.is_planned(one)
    write = partial(actions.remove_step, one, actor=request.user, at=timezone.now())
    to = drafting_page(one.version, "steps")
    done = answered(request, form, write, said=_("Step removed."), to=to)
    title = _("Remove step “%(title)s”?") % {"title": one.title}
    text = _("The activity stays in the to-be plan; say why the SOP leaves it out.")
    return done or _ask(
        request, form, title, _("Remove step"), to, text if actions.is_planned(one) else ""
    )


@require_http_methods(["GET", "POST"])
def add_branch(request, pk):
    one = draft_part(request, SopStep, pk)
    form = BranchForm(request.POST or None, one=one)
    write = partial(actions.add_branch, one, actor=request.user, at=timezone.now())
    to = reverse("sops:edit_step", args=[one.pk]) + "#branches"
    done = answered(request, form, write, said=_("Branch added."), to=to)
    title = _("Add a branch after “%(title)s”") % {"title": one.title}
    return done or _part_page(request, form, one.version, title, _("Add branch"), to)


@require_POST
def remove_branch(request, pk):
    way = draft_part(request, SopStepBranch, pk)
    actions.remove_branch(way, actor=request.user, at=timezone.now())
    messages.success(request, _("Branch removed."))
    return redirect(reverse("sops:edit_step", args=[way.sop_step_id]) + "#branches")


@require_http_methods(["GET", "POST"])
def add_picture(request, pk):
    one = draft_part(request, SopStep, pk)
    form = PictureForm(request.POST or None, request.FILES or None)
    write = partial(actions.add_picture, one, actor=request.user, at=timezone.now())
    to = reverse("sops:edit_step", args=[one.pk]) + "#pictures"
    done = answered(request, form, write, said=_("Picture added."), to=to)
    title = _("Add a picture to “%(title)s”") % {"title": one.title}
    return done or _part_page(request, form, one.version, title, _("Add picture"), to)


@require_POST
def remove_picture(request, pk):
    shown = draft_part(request, StepPicture, pk)
    actions.remove_picture(shown, actor=request.user, at=timezone.now())
    messages.success(request, _("Picture removed."))
    return redirect(reverse("sops:edit_step", args=[shown.sop_step_id]) + "#pictures")


@require_http_methods(["GET", "POST"])
def add_related(request, pk):
    version = draft(request, pk)
    form = RelatedForm(request.POST or None, version=version, user=request.user)
    write = partial(actions.add_related, version, actor=request.user, at=timezone.now())
    to = drafting_page(version, "section-related")
    done = answered(request, form, write, said=_("Document added."), to=to)
    title = _("Add a related document")
    return done or _part_page(request, form, version, title, _("Add document"), to)


@require_POST
def remove_related(request, pk):
    row = draft_part(request, RelatedDocument, pk)
    actions.remove_related(row, actor=request.user, at=timezone.now())
    messages.success(request, _("Document removed."))
    return redirect(drafting_page(row.version, "section-related"))


@require_http_methods(["GET", "POST"])
def add_record_form(request, pk):
    version = draft(request, pk)
    form = RecordFormForm(request.POST or None, version=version)
    write = partial(actions.add_record_form, version, actor=request.user, at=timezone.now())
    to = drafting_page(version, "section-records")
    done = answered(request, form, write, said=_("Form added."), to=to)
    return done or _part_page(request, form, version, _("Add a record form"), _("Add form"), to)


@require_POST
def remove_record_form(request, pk):
    row = draft_part(request, RecordForm, pk)
    actions.remove_record_form(row, actor=request.user, at=timezone.now())
    messages.success(request, _("Form removed."))
    return redirect(drafting_page(row.version, "section-records"))


def _part_page(request, form, version, title, submit, back):
    return form_page(
        request,
        "sops/form.html",
        form,
        project=version.project,
        title=title,
        submit=submit,
        back=back,
    )


def _ask(request, form, title, submit, back, text=""):
    return form_page(
        request,
        "components/confirm.html",
        form,
        title=title,
        text=text,
        submit=submit,
        cancel_url=back,
        tone="bad",
    )
