"""Sessions, attendance, readiness, reminders."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from projects.enums import Stage
from projects.stage_form import stage_form
from sopman.core.http import refusals
from sopman.core.paging import page_of
from training import actions, queries, rules
from training.enums import TrainingPart
from training.forms import AttendanceForm, ContentsForm, SessionForm
from training.models import Session
from training.views.access import visible_release


@require_http_methods(["GET", "POST"])
def plan_session(request, pk):
    row = visible_release(request, pk)
    if not rules.may_train(row, request.user):
        raise PermissionDenied
    form = SessionForm(request.POST or None, initial={"trainer": request.user.pk})
    write = partial(actions.plan_session, row, actor=request.user, at=timezone.now())
    return stage_form(
        request, row.project, form, write,
        stage=Stage.RELEASE, words=_("Plan a training session"),
        said=_("The session is planned and everybody is invited."),
    )  # fmt: skip


@require_safe
def session(request, pk):
    return _page(request, _visible(request, pk))


@require_POST
def hold_session(request, pk):
    row = _recorded(request, pk)
    form = ContentsForm(request.POST)
    if form.is_valid():
        with refusals(form):
            actions.hold_session(
                row, contents=form.cleaned_data, actor=request.user, at=timezone.now()
            )
        if not form.errors:
            messages.success(request, _("The four contents are recorded."))
            return redirect("training:session", row.pk)
    return _page(request, row, contents=form)


@require_POST
def attendance(request, pk):
    row = _recorded(request, pk)
    form = AttendanceForm(request.POST, readers=_absent(row))
    if form.is_valid():
        with refusals(form):
            actions.record_attendance(
                row, people=form.cleaned_data["people"], actor=request.user, at=timezone.now()
            )
        if not form.errors:
            messages.success(request, _("Attendance recorded. The exam is open to them."))
            return redirect("training:session", row.pk)
    return _page(request, row, attendance_form=form)


@require_safe
def readiness(request, pk):
    """Person by person: acknowledged, trained, passed."""
    row = visible_release(request, pk)
    if not rules.may_see_results(row, request.user):
        raise PermissionDenied
    found = queries.readiness(row)
    readers = found.readers
    if request.GET.get("open"):
        readers = [one for one in readers if not one.is_ready]
    context = {
        "project": row.project, "release": row, "readiness": found,
        "page": page_of(request, readers), "only_open": bool(request.GET.get("open")),
        "may_remind": row.is_published and rules.may_prepare(row, request.user),
    }  # fmt: skip
    return render(request, "training/readiness.html", context)


@require_POST
def remind(request, pk):
    row = visible_release(request, pk)
    n = actions.remind_readers(row, actor=request.user, at=timezone.now())
    said = ngettext("%(n)d person is reminded.", "%(n)d people are reminded.", n) % {"n": n}
    messages.success(request, said)
    return redirect("training:release", row.project_id)


def _page(request, row, *, contents=None, attendance_form=None):
    may_record = _may_record(row, request.user)
    given = {part.value: getattr(row, part.value) for part in TrainingPart}
    context = {
        "session": row, "release": row.release, "version": row.release.version,
        "project": row.release.project, "may_record": may_record,
        "parts": [(part.label, getattr(row, part.value)) for part in TrainingPart],
        "has_begun": row.starts_at <= timezone.now(),
        "contents": contents or ContentsForm(initial=given),
        "attendance_form": attendance_form or AttendanceForm(readers=_absent(row)),
        "there": _there(row, request.user).order_by("user__employee_number"),
        "was_there": row.attendances.filter(user=request.user).exists(),
        "exam": getattr(row.release, "exam", None),
    }  # fmt: skip
    failed = (contents and contents.errors) or (attendance_form and attendance_form.errors)
    return render(request, "training/session.html", context, status=422 if failed else 200)


def _there(row, user):
    """Who was there: all of them for whoever sees results of others, else only oneself."""
    found = row.attendances.select_related("user")
    sees_all = _may_record(row, user) or rules.may_see_results(row.release, user)
    return found if sees_all else found.filter(user=user)


def _absent(row):
    """People of the distribution list who are not noted down yet."""
    there = row.attendances.values("user")
    return queries.people_of(row.release).exclude(pk__in=there).order_by("employee_number")


def _visible(request, pk):
    related = "release__version__sop", "release__project", "release__exam", "trainer"
    return get_object_or_404(
        Session.objects.visible_to(request.user).select_related(*related), pk=pk
    )


def _recorded(request, pk):
    row = _visible(request, pk)
    if not _may_record(row, request.user):
        raise PermissionDenied
    return row


def _may_record(row, user):
    return rules.may_train(row.release, user) or row.trainer_id == user.pk
