"""The work of one seat: reading, comments, checklist, hand-in; or the signature."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from reviews import actions, queries, rules
from reviews.enums import RoundState, SeatKind, Verdict
from reviews.forms import (
    AnswerForm,
    ChecklistForm,
    CommentForm,
    HandInForm,
    ReasonForm,
    WordingForm,
)
from reviews.models import Comment, Seat
from sopman.core.http import refusals
from sopman.signatures.enums import Meaning
from sopman.signatures.forms import SignatureFields
from sopman.signatures.signing import sha256_of
from sops.document import document_of
from sops.frozen import frozen_content


@require_safe
def seat(request, pk):
    """The document at the left, the person's own work at the right."""
    row = _seat(request, pk)
    return _show(request, row, _forms(row))


@require_POST
def add_comment(request, pk):
    row = _own(request, pk, rules.may_comment)
    form = CommentForm(request.POST, version=row.round.version)
    if form.is_valid():
        with refusals(form):
            actions.add_comment(row, actor=request.user, at=timezone.now(), **form.arguments())
    if form.errors:
        return _show(request, row, _forms(row) | {"comment_form": form}, status=422)
    messages.success(request, _("The comment is kept. Others see it once you hand in."))
    return redirect("reviews:seat", row.pk)


@require_http_methods(["GET", "POST"])
def edit_comment(request, pk):
    comment = _comment(request, pk)
    if not rules.may_comment(comment.seat, request.user):
        raise PermissionDenied
    given = {"dimension": comment.dimension, "kind": comment.kind, "text": comment.text}
    form = WordingForm(request.POST or None, initial=given)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            actions.change_comment(comment, actor=request.user, **form.cleaned_data)
        if not form.errors:
            return redirect("reviews:seat", comment.seat_id)
    context = {"form": form, "title": _("Change the comment"), "submit": _("Save the comment"),
               "text": comment.place, "action": request.path, "round": comment.round,
               "seat": comment.seat}  # fmt: skip
    return render(request, "reviews/confirm.html", context, status=422 if form.errors else 200)


@require_POST
def remove_comment(request, pk):
    comment = _comment(request, pk)
    actions.remove_comment(comment, actor=request.user)
    messages.success(request, _("The comment is gone."))
    return redirect("reviews:seat", comment.seat_id)


@require_POST
def checklist(request, pk):
    row = _own(request, pk, rules.may_comment)
    form = ChecklistForm(request.POST, rows=queries.checklist_of(row))
    if form.is_valid():
        with refusals(form):
            actions.answer_questions(row, answers=list(form.answers()), actor=request.user)
    if form.errors:
        return _show(request, row, _forms(row) | {"checklist_form": form}, status=422)
    messages.success(request, _("The checklist is saved."))
    return redirect("reviews:seat", row.pk)


@require_POST
def hand_in(request, pk):
    row = _own(request, pk, rules.may_comment)
    form = HandInForm(request.POST)
    if form.is_valid():
        with refusals(form):
            actions.hand_in(row, actor=request.user, at=timezone.now(), **form.cleaned_data)
    if form.errors:
        return _show(request, row, _forms(row) | {"hand_in_form": form}, status=422)
    messages.success(request, _("Your review is handed in. Thank you."))
    return redirect("reviews:review", row.round.project_id)


@require_POST
def sign(request, pk):
    """Countersign, or sign as head: which one, the seat says."""
    row = _own(request, pk, rules.may_sign)
    form = SignatureFields(request.POST)
    action = actions.sign_off if row.kind == SeatKind.HEAD else actions.countersign
    if form.is_valid():
        with refusals(form):
            action(row, actor=request.user, at=timezone.now(), **form.cleaned_data)
    if form.errors:
        return _show(request, row, _forms(row) | {"sign_form": form}, status=422)
    messages.success(request, _("Signed."))
    return redirect("reviews:review", row.round.project_id)


@require_http_methods(["GET", "POST"])
def decline(request, pk):
    row = _own(request, pk, rules.may_sign)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            actions.decline(row, actor=request.user, at=timezone.now(), **form.cleaned_data)
        if not form.errors:
            messages.success(request, _("The draft goes back to its authors."))
            return redirect("reviews:review", row.round.project_id)
    context = {"form": form, "title": _("Decline to sign"), "submit": _("Decline to sign"),
               "text": _("Your reason becomes a comment that must be fixed."),
               "action": request.path, "round": row.round, "seat": row}  # fmt: skip
    return render(request, "reviews/confirm.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def answer(request, pk):
    """The author's answer to a comment."""
    comment = _comment(request, pk)
    if not rules.may_answer(comment.round, request.user):
        raise PermissionDenied
    given = {"disposition": comment.disposition, "reply": comment.reply}
    form = AnswerForm(request.POST or None, initial=given)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            actions.answer_comment(
                comment, actor=request.user, at=timezone.now(), **form.cleaned_data
            )
        if not form.errors:
            messages.success(request, _("The reviewer will read your answer."))
            return redirect("reviews:review", comment.round.project_id)
    context = {"form": form, "comment": comment, "project": comment.round.project}
    return render(request, "reviews/answer.html", context, status=422 if form.errors else 200)


def _seat(request, pk):
    seats = Seat.objects.visible_to(request.user).select_related(
        "round__project", "round__version__sop__owning_department", "holder", "department"
    )
    return get_object_or_404(seats, pk=pk)


def _own(request, pk, rule):
    """The seat, for whom it is theirs to speak in."""
    row = _seat(request, pk)
    if not rule(row, request.user):
        raise PermissionDenied
    return row


def _comment(request, pk):
    comments = Comment.objects.visible_to(request.user).select_related(
        "round__project", "round__version__sop", "seat__holder", "step"
    )
    return get_object_or_404(comments, pk=pk)


def _forms(row):
    """Fresh forms of a seat; a POST that failed puts its own in place."""
    version = row.round.version
    if not row.is_reviewing:
        return {"sign_form": SignatureFields(initial=_shown(version))}
    return {
        "comment_form": CommentForm(version=version),
        "checklist_form": ChecklistForm(rows=queries.checklist_of(row)),
        "hand_in_form": HandInForm(initial=_shown(version)),
    }


def _shown(version):
    return {"shown_sha256": sha256_of(frozen_content(version))}


def _show(request, row, forms, status=200):
    round_, user = row.round, request.user
    comments = queries.comments_for(round_, user)
    waiting = row.handed_in_at is None or (
        row.verdict == Verdict.FAIL and round_.state == RoundState.SIGNING
    )
    context = {
        "project": round_.project,
        "round": round_,
        "seat": row,
        "version": round_.version,
        "document": document_of(round_.version),
        "comments": [one for one in comments if one.seat_id == row.pk],
        "others": [one for one in comments if one.seat_id != row.pk],
        "may_comment": rules.may_comment(row, user) and waiting and round_.closed_at is None,
        "may_sign": rules.may_sign(row, user) and round_.state == RoundState.SIGNING
        and row.signature_id is None,
        "meaning": _meaning(row),
    }  # fmt: skip
    return render(request, "reviews/seat.html", context | forms, status=status)


def _meaning(row):
    if row.kind == SeatKind.HEAD:
        return Meaning.APPROVED.label
    return (
        Meaning.COUNTERSIGNED.label if row.kind == SeatKind.COUNTERSIGN else Meaning.REVIEWED.label
    )
