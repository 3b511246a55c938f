"""While the pilot runs: problems, questionnaire, figures."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from pilots import actions, queries, rules
from pilots.forms import AnswerForm, FiguresForm, ProblemForm, QuestionnaireForm
from pilots.models import Pilot, Problem
from pilots.questions import QUESTIONS
from projects.enums import Stage
from projects.stage_form import stage_form


@require_POST
def brief(request, pk):
    """“I have read the pilot version.”"""
    row = _visible(request, pk)
    actions.confirm_briefing(_me(row, request.user), actor=request.user, at=timezone.now())
    messages.success(request, _("Noted. Work by this version from now on."))
    return redirect("pilots:pilot", row.project_id)


@require_http_methods(["GET", "POST"])
def report_problem(request, pk):
    row = _visible(request, pk)
    if not rules.may_report(row, request.user):
        raise PermissionDenied
    form = ProblemForm(request.POST or None, version=row.version,
                       initial={"place": request.GET.get("step", "")})  # fmt: skip
    return stage_form(
        request, row.project, form,
        partial(actions.report_problem, row, actor=request.user, at=timezone.now()),
        stage=Stage.PILOT, words=_("Report a problem"),
        said=_("Thank you. You will read here what becomes of it."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def answer_problem(request, pk):
    problem = get_object_or_404(
        Problem.objects.visible_to(request.user).select_related("reported_by"), pk=pk
    )
    row = _visible(request, problem.pilot_id)
    if not rules.may_answer_problems(row, request.user):
        raise PermissionDenied
    given = {"state": problem.state, "answer": problem.answer, "owner": problem.owner_id}
    form = AnswerForm(request.POST or None, initial=given)
    return stage_form(
        request, row.project, form,
        partial(actions.answer_problem, problem, actor=request.user, at=timezone.now()),
        stage=Stage.PILOT, words=_("Answer the problem"), problem=problem,
        said=_("The person who reported it is told."), template="pilots/answer_problem.html",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def questionnaire(request, pk):
    row = _visible(request, pk)
    me = _me(row, request.user)
    given = getattr(me, "answer", None)
    initial = {code: getattr(given, code) for code, _words in QUESTIONS} if given else {}
    form = QuestionnaireForm(
        request.POST or None, initial=initial | {"remark": given.remark if given else ""}
    )
    return stage_form(
        request, row.project, form,
        partial(actions.answer_questionnaire, me, actor=request.user, at=timezone.now()),
        stage=Stage.PILOT, words=_("Answer the questionnaire"),
        said=_("Thank you for your opinion."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def figures(request, pk):
    row = _visible(request, pk)
    if not rules.may_enter_figures(row, request.user):
        raise PermissionDenied
    form = FiguresForm(request.POST or None, pilot=row, user=request.user)
    return stage_form(
        request, row.project, form,
        partial(actions.enter_figures, row, actor=request.user, at=timezone.now()),
        stage=Stage.PILOT, words=_("Enter figures"), pilot=row,
        said=_("The figures are saved."), template="pilots/figures.html",
    )  # fmt: skip


def _visible(request, pk):
    return get_object_or_404(Pilot.objects.visible_to(request.user).for_page(), pk=pk)


def _me(row, user):
    me = queries.participant_of(row, user)
    if me is None:
        raise Http404
    return me
