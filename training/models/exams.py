"""Question bank, paper settings, attempts."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from processes.models import Step
from sopman.audit.history import AuditedHistory
from sopman.lifecycle import Stateful
from training import rules
from training.enums import AttemptState, QuestionKind
from training.models.release import PartQuerySet, Release


class QuestionQuerySet(PartQuerySet):
    def readable_by(self, user):
        """With the answers: the lead's and the controller's all, a writer's the own ones."""
        if user.standing.is_controller:
            return self
        leads = user.standing.people
        return self.filter(Q(written_by=user) | Q(release__project__lead__in=leads))


class Question(models.Model):
    """One question of the bank, about a step of the SOP."""

    release = models.ForeignKey(Release, models.PROTECT, related_name="questions")
    step = models.ForeignKey(Step, models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(_("kind"), max_length=20, choices=QuestionKind.choices)
    text = models.TextField(_("question"))
    explanation = models.TextField(_("why"), blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    is_active = models.BooleanField(_("in use"), default=True)

    objects = QuestionQuerySet.as_manager()
    history = AuditedHistory()

    class Meta:
        verbose_name = _("exam question")
        ordering = ["pk"]

    def __str__(self):
        return self.text[:60]

    @property
    def audit_chain(self):
        return self.release.audit_chain


class Option(models.Model):
    """One possible answer. The key never leaves the server before the hand-in."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="options")
    order = models.PositiveSmallIntegerField()
    text = models.CharField(_("answer"), max_length=300)
    is_correct = models.BooleanField(_("correct"), default=False)

    history = AuditedHistory()

    class Meta:
        verbose_name = _("possible answer")
        ordering = ["order", "pk"]

    def __str__(self):
        return self.text

    @property
    def audit_chain(self):
        return self.question.audit_chain


class Exam(models.Model):
    """How the closed-book exam of a release is set."""

    release = models.OneToOneField(Release, models.PROTECT, related_name="exam")
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=30)
    pass_mark = models.PositiveSmallIntegerField(_("pass mark (%)"), default=80)
    question_count = models.PositiveSmallIntegerField(_("questions per paper"), default=10)
    attempts_allowed = models.PositiveSmallIntegerField(_("attempts allowed"), default=3)

    objects = PartQuerySet.as_manager()
    history = AuditedHistory()

    class Meta:
        verbose_name = _("exam")
        constraints = [
            models.CheckConstraint(
                name="exam_sensible",
                condition=Q(
                    minutes__range=(1, 480),
                    pass_mark__range=(1, 100),
                    question_count__range=(1, 200),
                    attempts_allowed__range=(1, 20),
                ),
            )
        ]

    def __str__(self):
        return _("Exam on %(version)s") % {"version": self.release.version}

    @property
    def audit_chain(self):
        return self.release.audit_chain


class AttemptQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own; results of others are read on the release page."""
        return self.filter(user=user)

    def running(self):
        return self.filter(state=AttemptState.RUNNING)

    def open_at(self, at):
        """Under way, and its time is not up."""
        return self.running().filter(deadline__gt=at)


class Attempt(Stateful):
    """One sitting. Paper and key are frozen when it starts; the server's clock decides."""

    exam = models.ForeignKey(Exam, models.PROTECT, related_name="attempts")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="attempts")
    number = models.PositiveSmallIntegerField(_("attempt"))
    started_at = models.DateTimeField(_("started"))
    deadline = models.DateTimeField(_("ends"))
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    # [{"item", "question", "kind", "text", "options": [{"option", "text"}]}] as delivered
    paper = models.JSONField(encoder=DjangoJSONEncoder)
    # {item: [options]}: kept apart from what is delivered
    key = models.JSONField(encoder=DjangoJSONEncoder)
    pass_mark = models.PositiveSmallIntegerField()
    score = models.PositiveSmallIntegerField(_("score (%)"), null=True, blank=True)
    passed = models.BooleanField(_("passed"), null=True)
    state = FSMField(
        _("state"), choices=AttemptState.choices, default=AttemptState.RUNNING, protected=True
    )

    objects = AttemptQuerySet.as_manager()
    history = AuditedHistory(excluded_fields=["paper", "key"])

    class Meta:
        verbose_name = _("exam attempt")
        constraints = [
            models.UniqueConstraint(fields=["exam", "user", "number"], name="attempt_number_once"),
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(state=AttemptState.RUNNING),
                name="attempt_one_running",
            ),
            models.CheckConstraint(
                condition=Q(deadline__gt=F("started_at")), name="attempt_has_time"
            ),
            models.CheckConstraint(
                name="attempt_marked_when_over",
                condition=Q(state=AttemptState.RUNNING, score=None, finished_at=None)
                | Q(score__isnull=False, finished_at__isnull=False, passed__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.exam} · {self.user} · {self.number}"

    @property
    def audit_chain(self):
        return self.exam.audit_chain

    def is_open_at(self, at):
        return self.state == AttemptState.RUNNING and at < self.deadline

    @transition(
        field=state,
        source=AttemptState.RUNNING,
        target=AttemptState.HANDED_IN,
        permission=rules.may_sit,
    )
    def to_handed_in(self, *, at, score):
        self.finished_at = at
        self.score, self.passed = score, score >= self.pass_mark

    @transition(
        field=state,
        source=AttemptState.RUNNING,
        target=AttemptState.EXPIRED,
        permission=rules.nobody,
    )
    def to_expired(self, *, at, score):
        self.finished_at = self.deadline
        self.score, self.passed = score, score >= self.pass_mark


class Answer(models.Model):
    """What was chosen for one item; a later save has a higher number and wins."""

    attempt = models.ForeignKey(Attempt, models.PROTECT, related_name="answers")
    item = models.CharField(max_length=12)
    choice = models.JSONField(default=list)
    seq = models.PositiveIntegerField()
    saved_at = models.DateTimeField()
    flagged = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("exam answer")
        constraints = [
            models.UniqueConstraint(fields=["attempt", "item"], name="exam_answer_once_per_item")
        ]

    def __str__(self):
        return f"{self.attempt_id} {self.item}"

    @property
    def audit_chain(self):
        return self.attempt.audit_chain
