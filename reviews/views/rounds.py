"""The stage page, opening a round and keeping it going."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from projects.models import Project
from reviews import actions, queries, rules
from reviews.enums import RoundState
from reviews.forms import ExtendForm, FillForm, OpenRoundForm, ReasonForm
from reviews.models import Round, Seat
from sopman.core.http import refusals
from sopman.organization.queries import today
from sopman.workdays.queries import calendar
from sops.queries import current_version


@require_safe
def review(request, project_pk):
    """The stage: who has spoken, what was said, what is answered, who signs."""
    project = _project(request, project_pk)
    rounds = queries.rounds_of(project, request.user)
    context = {
        "project": project,
        "version": current_version(project),
        "older": rounds[1:],
        "may_open": rules.may_open(project, request.user),
    }
    if rounds:
        context |= _round_context(rounds[0], request.user)
    return render(request, "reviews/review.html", context)


def _round_context(latest, user):
    round_ = latest.round
    steers = rules.may_steer(round_, user)
    revising = round_.state == RoundState.REVISING
    return {
        "round": round_,
        "seats": latest.seats,
        "comments": latest.comments,
        "tally": queries.tally(round_),
        "may_steer": steers and round_.closed_at is None,
        "may_reassign": rules.may_reassign(round_, user) and round_.closed_at is None,
        "may_answer": revising and rules.may_answer(round_, user),
        "may_finish": revising and rules.may_open(round_.project, user),
    }


@require_http_methods(["GET", "POST"])
def open_round(request, project_pk):
    project = _project(request, project_pk)
    if not rules.may_open(project, request.user):
        raise PermissionDenied
    version = current_version(project)
    form = OpenRoundForm(request.POST or None, version=version, initial=_suggested_dates())
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            actions.open_round(project, actor=request.user, at=timezone.now(), **form.arguments())
        if not form.errors:
            messages.success(request, _("The draft is with its reviewers."))
            return redirect("reviews:review", project.pk)
    context = {"project": project, "version": version, "form": form}
    return render(request, "reviews/open_round.html", context, status=_status(form))


def _suggested_dates():
    work = calendar()
    review_by = work.add(today(), 5)
    dates = {f"{kind}_due_on": review_by for kind in ("business", "frontline", "compliance")}
    return dates | {"sign_by": work.add(review_by, 5)}


@require_http_methods(["GET", "POST"])
def withdraw(request, pk):
    round_ = get_object_or_404(Round.objects.visible_to(request.user), pk=pk)
    if not rules.may_steer(round_, request.user):
        raise PermissionDenied
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            actions.withdraw_round(
                round_, actor=request.user, at=timezone.now(), **form.cleaned_data
            )
        if not form.errors:
            messages.success(request, _("The review is withdrawn; the draft can be edited again."))
            return redirect("reviews:review", round_.project_id)
    context = {"form": form, "title": _("Withdraw the review"), "submit": _("Withdraw the review"),
               "text": _("The draft goes back to its authors. What was said stays on record."),
               "action": request.path, "round": round_}  # fmt: skip
    return render(request, "reviews/confirm.html", context, status=_status(form))


@require_POST
def finish(request, pk):
    round_ = get_object_or_404(Round.objects.visible_to(request.user), pk=pk)
    actions.finish_revision(round_, actor=request.user, at=timezone.now())
    messages.success(request, _("The revised draft is with those who sign."))
    return redirect("reviews:review", round_.project_id)


@require_http_methods(["GET", "POST"])
def extend(request, pk):
    seat = _seat(request, pk)
    form = ExtendForm(request.POST or None, initial={"due_on": calendar().add(seat.due_on, 3)})
    return _seat_page(request, seat, form, actions.extend_seat, _("Give more time"))


@require_http_methods(["GET", "POST"])
def fill(request, pk):
    seat = _seat(request, pk)
    form = FillForm(request.POST or None, seat=seat)
    return _seat_page(request, seat, form, actions.fill_seat, _("Name another reviewer"))


def _seat_page(request, seat, form, action, words):
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            action(seat, actor=request.user, at=timezone.now(), **form.cleaned_data)
        if not form.errors:
            messages.success(request, _("The seat is changed."))
            return redirect("reviews:review", seat.round.project_id)
    context = {"form": form, "title": words, "submit": words, "text": str(seat),
               "action": request.path, "round": seat.round}  # fmt: skip
    return render(request, "reviews/confirm.html", context, status=_status(form))


def _seat(request, pk):
    seats = Seat.objects.visible_to(request.user).select_related("round__project", "holder")
    seat = get_object_or_404(seats, pk=pk)
    if not rules.may_reassign(seat.round, request.user):
        raise PermissionDenied
    return seat


def _project(request, pk):
    return get_object_or_404(Project.objects.visible_to(request.user), pk=pk)


def _status(form):
    return 422 if form.errors else 200
