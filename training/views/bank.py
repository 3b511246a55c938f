"""The question bank and how the exam is set."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from projects.enums import Stage
from projects.stage_form import stage_form
from sopman.core.http import refusals
from sopman.core.paging import page_of
from training import actions, rules, thread
from training.enums import QuestionKind
from training.forms import ExamForm, QuestionForm, filled_with
from training.models import Question
from training.views.access import visible_release

EXAM = ("minutes", "pass_mark", "question_count", "attempts_allowed")
USUAL = {"minutes": 30, "pass_mark": 80, "question_count": 10, "attempts_allowed": 3}


@require_safe
def bank(request, pk):
    row = visible_release(request, pk)
    writes = rules.may_write_questions(row, request.user)
    if not (writes or rules.may_read_keys(row, request.user)):
        raise PermissionDenied
    found = row.questions.readable_by(request.user).prefetch_related("options")
    page = page_of(request, found)
    rates = thread.wrong_rates([row.pk])
    titles = {one.step_id: f"{n}. {one.title}" for n, one in enumerate(row.version.steps.all(), 1)}
    rows = [
        {"question": one, "place": titles.get(one.step_id, ""),
         "rate": thread.rate_words(rates.get(one.pk))} for one in page
    ]  # fmt: skip
    context = {
        "project": row.project, "release": row, "page": page, "rows": rows, "may_write": writes,
        "total": row.questions.filter(is_active=True).count(), "kinds": QuestionKind.choices,
        "reads_all": rules.may_read_keys(row, request.user),
    }  # fmt: skip
    return render(request, "training/bank.html", context)


@require_http_methods(["GET", "POST"])
def write_question(request, pk):
    row = visible_release(request, pk)
    if not rules.may_write_questions(row, request.user):
        raise PermissionDenied
    kind = request.GET.get("kind", QuestionKind.SINGLE)
    kind = kind if kind in QuestionKind.values else QuestionKind.SINGLE
    form = QuestionForm(request.POST or None, kind=kind, version=row.version)
    return _question_page(request, row, form, actions.write_question, row, _("Add question"))


@require_http_methods(["GET", "POST"])
def change_question(request, pk):
    question = _readable_question(request, pk)
    row = visible_release(request, question.release_id)
    if not rules.may_change_question(question, request.user):
        raise PermissionDenied
    form = QuestionForm(
        request.POST or None, kind=question.kind, version=row.version, initial=filled_with(question)
    )
    words = _("Change question")
    return _question_page(request, row, form, actions.change_question, question, words)


@require_POST
def retire_question(request, pk):
    question = _readable_question(request, pk)
    kept = actions.retire_question(question, actor=request.user, at=timezone.now())
    said = _("The question is back in use.") if kept.is_active else _("The question is taken out.")
    messages.success(request, said)
    return redirect("training:bank", question.release_id)


@require_http_methods(["GET", "POST"])
def set_exam(request, pk):
    row = visible_release(request, pk)
    if not rules.may_prepare(row, request.user):
        raise PermissionDenied
    given = getattr(row, "exam", None)
    initial = {name: getattr(given, name) for name in EXAM} if given else USUAL
    form = ExamForm(request.POST or None, initial=initial)
    write = partial(actions.set_exam, row, actor=request.user, at=timezone.now())
    return stage_form(
        request, row.project, form, write,
        stage=Stage.RELEASE, words=_("Set the exam"), said=_("The exam is set."),
    )  # fmt: skip


def _question_page(request, row, form, action, subject, words):
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            action(subject, actor=request.user, at=timezone.now(), **form.arguments())
        if not form.errors:
            messages.success(request, _("Question saved."))
            return redirect("training:bank", row.pk)
    context = {"project": row.project, "release": row, "form": form, "words": words,
               "kind": QuestionKind(form.kind).label}  # fmt: skip
    return render(request, "training/question.html", context, status=422 if form.errors else 200)


def _readable_question(request, pk):
    found = Question.objects.visible_to(request.user).readable_by(request.user)
    return get_object_or_404(found.select_related("release__project"), pk=pk)
