"""What a reader has to do and may ask; how well the SOP is kept."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sopman.core.http import refusals
from sopman.core.paging import page_of
from sopman.organization.queries import today
from sops import reading
from sops.models import Sop, SopVersion
from training import actions, chart, queries, rules
from training.forms import AccuracyForm, AnswerForm, AskForm
from training.models import Attempt, ReaderQuestion

NO_TARGET = 95  # offered where the charter names none


@require_safe
def mine(request):
    """My versions to read, trainings and exams; what is done stands below."""
    at = timezone.now()
    actions.close_own_overdue(request.user, at=at)
    page = page_of(request, queries.learning_of(request.user, at=at))
    answering = ReaderQuestion.objects.filter(sop__owner=request.user, answer="")
    context = {
        "page": page,
        "running": Attempt.objects.open_at(at).filter(user=request.user).defer("paper", "key")
        .select_related("exam__release__version__sop").first(),
        "owned": Sop.objects.in_force().filter(owner=request.user).order_by("number")[:20],
        "waiting": answering.count(),
    }  # fmt: skip
    return render(request, "training/mine.html", context)


@require_POST
def acknowledge(request, pk):
    version = _version(request, pk)
    actions.acknowledge(version, actor=request.user, at=timezone.now())
    messages.success(request, _("Noted: you have read and understood %(version)s.")
                     % {"version": version})  # fmt: skip
    return redirect("sops:read", version.sop_id)


@require_http_methods(["GET", "POST"])
def ask(request, pk):
    version = _version(request, pk)
    if not queries.may_speak(version, request.user):
        raise PermissionDenied
    form = AskForm(request.POST or None, version=version,
                   initial={"place": request.GET.get("step", "")})  # fmt: skip
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            actions.ask(version, actor=request.user, at=timezone.now(), **form.arguments())
        if not form.errors:
            messages.success(
                request, _("Your question is with the owner. You are told the answer.")
            )
            return redirect("training:questions", version.sop_id)
    context = {"version": version, "sop": version.sop, "form": form}
    return render(request, "training/ask.html", context, status=422 if form.errors else 200)


@require_safe
def questions(request, pk):
    sop = _sop(request, pk)
    found = sop.reader_questions.select_related("asked_by", "answered_by", "version")
    current = _current(request, sop)
    context = {
        "sop": sop, "page": page_of(request, found),
        "version": current,
        "may_ask": current is not None and queries.may_speak(current, request.user),
        "may_answer": rules.may_answer_readers(sop, request.user),
    }  # fmt: skip
    return render(request, "training/questions.html", context)


@require_http_methods(["GET", "POST"])
def answer_reader(request, pk):
    found = ReaderQuestion.objects.visible_to(request.user).select_related("sop", "asked_by")
    row = get_object_or_404(found, pk=pk)
    if not rules.may_answer_readers(row.sop, request.user):
        raise PermissionDenied
    form = AnswerForm(request.POST or None, initial={"answer": row.answer})
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            actions.answer_reader(row, actor=request.user, at=timezone.now(), **form.cleaned_data)
        if not form.errors:
            messages.success(request, _("Answered. All readers see it."))
            return redirect("training:questions", row.sop_id)
    context = {"question": row, "sop": row.sop, "form": form}
    return render(request, "training/answer.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def accuracy(request, pk):
    """The run chart against the target, the table, and the form for the month."""
    sop = get_object_or_404(Sop.objects.visible_to(request.user), pk=pk)
    if not rules.may_read_accuracy(sop, request.user):
        raise PermissionDenied
    may_enter = rules.may_enter_accuracy(sop, request.user)
    if request.method == "POST" and not may_enter:
        raise PermissionDenied
    rows = queries.accuracy_of(sop)
    month = queries.accuracy_month(today())
    target = queries.accuracy_target(sop) or (rows[-1].target if rows else NO_TARGET)
    form = AccuracyForm(request.POST or None, initial={"month": month, "target": target})
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            actions.enter_accuracy(sop, actor=request.user, at=timezone.now(), **form.cleaned_data)
        if not form.errors:
            messages.success(request, _("The month is entered."))
            return redirect("training:accuracy", sop.pk)
    context = {"sop": sop, "rows": rows[::-1], "chart": chart.run_chart(rows[-24:]), "form": form,
               "may_enter": may_enter, "target": target}  # fmt: skip
    return render(request, "training/accuracy.html", context, status=422 if form.errors else 200)


def _sop(request, pk):
    """With its text open to this person: questions quote it."""
    sop = get_object_or_404(Sop.objects.visible_to(request.user), pk=pk)
    reading.must_be_open(request.user, sop)
    return sop


def _version(request, pk):
    found = SopVersion.objects.visible_to(request.user).light().select_related("sop")
    version = get_object_or_404(found, pk=pk)
    reading.must_be_open(request.user, version.sop)
    return version


def _current(request, sop):
    readable = SopVersion.objects.visible_to(request.user).light()
    return readable.filter(sop=sop, state__in=["effective", "released"]).order_by("state").first()
