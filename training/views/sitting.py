"""The closed-book exam: before, during, after."""

from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sopman.core import wording
from sopman.core.errors import Refused
from training import actions, queries, sheet
from training.enums import AttemptState
from training.models import Attempt, Exam
from training.results import missed_steps

HIGHEST_SEQ = 1_000_000


@never_cache
@require_http_methods(["GET", "POST"])
def exam(request, pk):
    """The rules, what stands against it, and the start."""
    row = get_object_or_404(
        Exam.objects.visible_to(request.user).select_related(
            "release__version__sop", "release__project__owning_department"
        ),
        pk=pk,
    )
    at = timezone.now()
    if request.method == "POST":
        begun = actions.start_attempt(row, actor=request.user, at=at)
        return redirect("training:attempt", begun.pk)
    actions.close_own_overdue(request.user, at=at)
    mine = queries.standing_with(row.release, request.user, at=at)
    context = {
        "exam": row, "release": row.release, "version": row.release.version, "mine": mine,
        "against": actions.reasons_against(row, request.user),
    }  # fmt: skip
    return render(request, "training/exam.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def attempt(request, pk):
    """One question per screen. A POST saves and goes on, so that it works without JavaScript."""
    row = _open(request, pk)
    if row.state != AttemptState.RUNNING:
        return redirect("training:result", row.pk)
    number = _number(request, len(row.paper))
    if request.method == "POST":
        return _save_and_go(request, row)
    answers = queries.answers_of(row)
    context = _exam_context(row) | {
        "item": sheet.item_of(row.paper, answers, number),
        "tiles": sheet.tiles_of(row.paper, answers, row_url(row), number),
        "done": len(row.paper) - len(sheet.unanswered(row.paper, answers)),
        "is_first": number == 1,
        "is_last": number == len(row.paper),
    }
    return render(request, "training/attempt.html", context)


@require_POST
def save(request, pk):
    """One answer from the page's script. The answer never says whether the choice is right."""
    row = get_object_or_404(Attempt.objects.visible_to(request.user).defer("key"), pk=pk)
    given = request.POST.get("seq", "")
    seq = int(given) if given.isascii() and given.isdecimal() and len(given) < 8 else 0
    if not 0 < seq <= HIGHEST_SEQ:
        return JsonResponse({"closed": False}, status=409)
    at = timezone.now()
    try:
        kept = actions.save_answer(
            row, item=request.POST.get("question", ""), choice=request.POST.getlist("choice"),
            seq=seq, actor=request.user, at=at,
        )  # fmt: skip
    except Refused:
        over = row.state != AttemptState.RUNNING or at >= row.deadline
        return JsonResponse({"closed": over}, status=409)
    if kept.seq != seq:  # a later one is kept already
        return JsonResponse({"closed": False}, status=409)
    return JsonResponse({"saved_at": wording.clock(kept.saved_at, seconds=True), "seq": kept.seq})


@never_cache
@require_http_methods(["GET", "POST"])
def hand_in(request, pk):
    """Says how many are unanswered, then hands in and marks."""
    row = _open(request, pk)
    if row.state == AttemptState.RUNNING and request.method == "POST":
        row = actions.hand_in(row, actor=request.user, at=timezone.now())
    if row.state != AttemptState.RUNNING:
        return redirect("training:result", row.pk)
    answers = queries.answers_of(row)
    left = sheet.unanswered(row.paper, answers)
    context = _exam_context(row) | {
        "open_numbers": left,
        "answered": len(row.paper) - len(left),
        "flagged": [one.number for one in _tiles(row, answers) if one.flagged],
        "tiles": _tiles(row, answers),
    }
    return render(request, "training/hand_in.html", context)


@never_cache
@require_safe
def result(request, pk):
    """The score against the pass mark; what was wrong leads to its step, not to the answer."""
    row = _open(request, pk)
    if row.state == AttemptState.RUNNING:
        return redirect("training:attempt", row.pk)
    release = row.exam.release
    missed = missed_steps(row)
    context = {
        "attempt": row, "exam": row.exam, "version": release.version, "missed": missed,
        "total": len(row.paper), "right": len(row.paper) - len(missed),
        "mine": queries.standing_with(release, request.user, at=timezone.now()),
    }  # fmt: skip
    return render(request, "training/result.html", context)


def row_url(row):
    return reverse("training:attempt", args=[row.pk])


def _open(request, pk):
    """One's own attempt; closed first when its time is up, should the clockwork stand still."""
    actions.close_own_overdue(request.user, at=timezone.now())
    found = Attempt.objects.visible_to(request.user).defer("key")
    related = "exam__release__version__sop", "exam__release__project__owning_department"
    return get_object_or_404(found.select_related(*related), pk=pk)


def _save_and_go(request, row):
    number = _number(request, len(row.paper))
    go, item = request.POST.get("go", "next"), request.POST.get("question", "")
    before = queries.answers_of(row).get(item)
    choice = sorted(set(request.POST.getlist("choice")))
    flagged = (not (before and before.flagged)) if go == "flag" else None
    if flagged is not None or choice != (before.choice if before else []):
        actions.save_answer(
            row, item=item, choice=choice, flagged=flagged, actor=request.user, at=timezone.now()
        )
    if go == "hand-in":
        return redirect("training:hand_in", row.pk)
    number += {"next": 1, "previous": -1}.get(go, 0)
    return redirect(f"{row_url(row)}?item={min(max(number, 1), len(row.paper))}")


def _number(request, last):
    given = request.GET.get("item", "1")
    number = int(given) if given.isascii() and given.isdecimal() and len(given) < 4 else 1
    return min(max(number, 1), last)


def _tiles(row, answers):
    return sheet.tiles_of(row.paper, answers, row_url(row), 0)


def _exam_context(row):
    return {
        "attempt": row,
        "exam": row.exam,
        "version": row.exam.release.version,
        "now": timezone.now(),
        "total": len(row.paper),
    }
